//! `crashtray resolve`, `mute`, `reopen`, `delete`: the states of issues.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::client;
use super::error::CliError;
use super::output::say;
use crate::config::Config;

/// Which issues.
#[derive(Debug, clap::Args)]
struct Issues {
    /// `41` or `SHOP-41`; several are fine
    #[arg(required = true, value_name = "ISSUE")]
    issues: Vec<String>,
}

/// Marks issues as done; a new event brings them back as regressed
#[derive(Debug, clap::Args)]
pub(super) struct ResolveArgs {
    #[command(flatten)]
    which: Issues,
}

/// Keeps issues quiet
#[derive(Debug, clap::Args)]
pub(super) struct MuteArgs {
    #[command(flatten)]
    which: Issues,
}

/// Makes issues unresolved again
#[derive(Debug, clap::Args)]
pub(super) struct ReopenArgs {
    #[command(flatten)]
    which: Issues,
}

/// Deletes issues with their events and attachments; `undo` takes it back for 10 minutes
#[derive(Debug, clap::Args)]
pub(super) struct DeleteArgs {
    #[command(flatten)]
    which: Issues,
}

/// What was done.
#[derive(Deserialize, Serialize)]
pub(super) struct Done {
    /// `3 issues resolved`.
    pub(super) text: String,
    /// How many changed.
    pub(super) n: u32,
    /// Numbers that name no issue.
    pub(super) missing: Vec<u32>,
    /// It can be taken back.
    pub(super) undo: Option<String>,
    /// The issue that came out of it.
    #[serde(default)]
    pub(super) issue: Option<u32>,
}

pub(super) fn resolve(config: &Config, args: &ResolveArgs) -> Result<ExitCode, CliError> {
    change(config, &args.which, "resolve")
}

pub(super) fn mute(config: &Config, args: &MuteArgs) -> Result<ExitCode, CliError> {
    change(config, &args.which, "mute")
}

pub(super) fn reopen(config: &Config, args: &ReopenArgs) -> Result<ExitCode, CliError> {
    change(config, &args.which, "reopen")
}

pub(super) fn delete(config: &Config, args: &DeleteArgs) -> Result<ExitCode, CliError> {
    change(config, &args.which, "delete")
}

fn change(config: &Config, which: &Issues, action: &str) -> Result<ExitCode, CliError> {
    let numbers = which.issues.iter().map(|issue| client::issue_number(issue)).collect::<Result<Vec<u32>, _>>()?;
    let done: Done = client::call(config, "change_issues", &json!({ "numbers": numbers, "action": action }))?;
    match done.n {
        0 if done.missing.is_empty() => say!("nothing to {action}: it is so already")?,
        0 => {}
        _ => say!("{}", done.text)?,
    }
    if done.undo.is_some() {
        say!("`crashtray undo` takes it back")?;
    }
    match done.missing.first() {
        None => Ok(ExitCode::SUCCESS),
        Some(&first) => Err(super::show::no_issue(first)),
    }
}
