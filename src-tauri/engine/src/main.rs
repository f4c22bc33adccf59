//! The program `crashtray`.

fn main() {}
