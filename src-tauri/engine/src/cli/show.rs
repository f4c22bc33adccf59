//! `crashtray show`: one issue with its latest event, or one event.

use std::io::Write as _;
use std::process::ExitCode;

use anstream::print;
use crashtray_core::id::{EventId, IssueId};
use crashtray_core::render;

use super::error::CliError;
use super::print::Found;
use super::{client, issues, print};
use crate::config::Config;
use crate::store::{EventAt, Store};

/// Shows an issue with its latest event, or one event
#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// `41`, `SHOP-41`, or the id of an event
    what: String,
    /// Print one JSON object: `{issue, event, notes}`
    #[arg(long, conflicts_with_all = ["markdown", "raw"])]
    json: bool,
    /// Print a Markdown report
    #[arg(long, conflicts_with = "raw")]
    markdown: bool,
    /// Print the payload as it came, byte for byte
    #[arg(long)]
    raw: bool,
}

pub(super) fn show(config: &Config, args: &ShowArgs) -> Result<ExitCode, CliError> {
    let store = client::read(config)?;
    let found = find(&store, &args.what)?;
    if args.raw {
        std::io::stdout().write_all(&found.stored.payload)?;
    } else if args.json {
        let base = issues::page_base(config);
        print::json_line(&found.report_json(issues::issue_url(base.as_deref(), &found.issue)))?;
    } else if args.markdown {
        print!("{}", render::report(&found.issue, &found.event, found.judgement()));
    } else {
        print::pieces(&render::whole(&found.issue, &found.event, found.judgement(), &found.notes));
    }
    Ok(ExitCode::SUCCESS)
}

/// There is no such issue.
pub(super) fn no_issue(number: u32) -> CliError {
    CliError::failure(anyhow::Error::msg(format!("there is no issue {number}"))).hint("`crashtray issues` lists them.")
}

/// An event's id has 32 digits; everything else names an issue.
fn find(store: &Store, what: &str) -> Result<Found, CliError> {
    if let Some(id) = EventId::parse(what.as_bytes()) {
        return Found::by_id(store, id)?.ok_or_else(|| {
            CliError::failure(anyhow::Error::msg(format!("there is no event `{what}`")))
                .hint("Retention may have removed it; `crashtray events ISSUE` lists those that are kept.")
        });
    }
    let number = client::issue_number(what)?;
    Found::read(store, IssueId(i64::from(number)), EventAt::Latest)?.ok_or_else(|| no_issue(number))
}
