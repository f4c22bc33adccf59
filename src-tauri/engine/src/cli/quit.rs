//! `crashtray quit`: ends the resident.

use std::process::ExitCode;

use super::error::CliError;
use super::output::say;
use crate::config::Config;
use crate::resident::settled_holder;

/// Ends the resident; what it has accepted is stored first
#[derive(Debug, clap::Args)]
pub(super) struct QuitArgs {}

pub(super) fn quit(config: &Config, _: &QuitArgs) -> Result<ExitCode, CliError> {
    match settled_holder(config)? {
        None => say!("no resident runs for `{}`", config.data.path().display())?,
        Some(resident) => {
            resident.quit(config)?;
            say!("the resident (pid {}) has ended", resident.file.pid)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
