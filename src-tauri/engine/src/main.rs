//! The program `crashtray`.

use std::process::ExitCode;

fn main() -> ExitCode {
    crashtray::cli::main()
}
