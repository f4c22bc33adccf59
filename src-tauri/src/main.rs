//! The window: a view onto the resident. It decides nothing about errors, issues or rules.

fn main() {}
