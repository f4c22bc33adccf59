//! `crashtray merge`: several issues become one.

use std::process::ExitCode;

use serde_json::json;

use super::change::Done;
use super::client;
use super::error::CliError;
use super::output::{self, say};
use crate::config::Config;

/// Makes several issues of a project one: the one with the lowest number, in whatever order they are named
///
/// New events of all of them come to it from now on, also after `crashtray reprocess`. Its state stays; only where it was resolved and
/// another one was not, it is unresolved again. `undo` takes it back for 10 minutes; `split` takes groups out again at any time.
#[derive(Debug, clap::Args)]
pub(super) struct MergeArgs {
    /// `41` or `SHOP-41`; two at least
    #[arg(required = true, num_args = 2.., value_name = "ISSUE")]
    issues: Vec<String>,
    /// Print one JSON object: `{text, n, missing, undo, issue}`
    #[arg(long)]
    json: bool,
}

pub(super) fn merge(config: &Config, args: &MergeArgs) -> Result<ExitCode, CliError> {
    let numbers = args.issues.iter().map(|issue| client::issue_number(issue)).collect::<Result<Vec<u32>, _>>()?;
    let done: Done = client::call(config, "merge_issues", &json!({ "numbers": numbers }))?;
    report(&done, args.json)?;
    Ok(ExitCode::SUCCESS)
}

/// Says what was done, and how it is taken back.
pub(super) fn report(done: &Done, json: bool) -> Result<(), CliError> {
    if json {
        return output::json_line(done);
    }
    say!("{}", done.text)?;
    match done.undo {
        Some(_) => say!("`crashtray undo` takes it back"),
        None => Ok(()),
    }
}
