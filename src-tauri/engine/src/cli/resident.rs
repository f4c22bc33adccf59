//! `crashtray resident`: the resident itself, in the background. Started by the other commands and by the window, not by people.

use std::process::ExitCode;

use crashtray_core::resident_file::Does;

use super::error::CliError;
use crate::config::Config;
use crate::engine::Engine;

/// Runs the resident
#[derive(Debug, clap::Args)]
pub(super) struct ResidentArgs {}

pub(super) fn resident(config: &Config, _: &ResidentArgs) -> Result<ExitCode, CliError> {
    super::output::log_to_file(config)?;
    super::output::use_small_memory();
    let started = Engine::start(config, Does::Resident).and_then(Engine::run_until_signal);
    started.map_err(|error| {
        tracing::error!("{error}");
        CliError::from(error)
    })?;
    Ok(ExitCode::SUCCESS)
}
