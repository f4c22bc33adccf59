//! `crashtray undo`: takes the last change back.

use std::process::ExitCode;

use serde_json::json;

use super::change::Done;
use super::client;
use super::error::CliError;
use super::output::say;
use crate::config::Config;

/// Takes the last change back
#[derive(Debug, clap::Args)]
pub(super) struct UndoArgs {}

pub(super) fn undo(config: &Config, _: &UndoArgs) -> Result<ExitCode, CliError> {
    let done: Done = client::call(config, "undo", &json!({ "id": null }))?;
    say!("{}", done.text)?;
    Ok(ExitCode::SUCCESS)
}
