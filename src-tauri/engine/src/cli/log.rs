//! `crashtray log`: the resident's log.

use std::process::ExitCode;

use super::error::CliError;
use super::output::say;
use crate::config::Config;

/// Prints the end of the resident's log
#[derive(Debug, clap::Args)]
pub(super) struct LogArgs {
    /// How many lines
    #[arg(short = 'n', long, default_value_t = 100)]
    lines: usize,
}

pub(super) fn log(config: &Config, args: &LogArgs) -> Result<ExitCode, CliError> {
    let path = config.data.log();
    let bytes = std::fs::read(&path).map_err(|_| {
        CliError::failure(anyhow::Error::msg(format!("there is no log at `{}` yet", path.display())))
            .hint("Only a resident in the background writes one; `crashtray serve` prints to the terminal.")
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    for line in &lines[lines.len().saturating_sub(args.lines)..] {
        say!("{}", crashtray_core::render::clean(line))?;
    }
    Ok(ExitCode::SUCCESS)
}
