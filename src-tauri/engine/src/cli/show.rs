//! `crashtray show`: one issue with its latest event, or one event.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use crashtray_core::id::{EventId, IssueId};
use crashtray_core::render;

use super::error::CliError;
use super::print::{Found, Target};
use super::{client, grouping, issues, output, print};
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
    /// Say why the event is in its issue: what was hashed, what was not, and which rules had a part in it
    #[arg(long, conflicts_with_all = ["markdown", "raw"])]
    grouping: bool,
    /// Print a Markdown report
    #[arg(long, conflicts_with = "raw")]
    markdown: bool,
    /// Print the payload as it came, byte for byte
    #[arg(long)]
    raw: bool,
}

pub(super) fn show(config: &Config, args: &ShowArgs) -> Result<ExitCode, CliError> {
    let (store, found) = find(config, &args.what)?;
    if args.raw {
        raw(&found.stored.payload)?;
    } else if args.grouping && args.json {
        grouping::json(&store, &found)?;
    } else if args.grouping {
        grouping::text(&store, &found)?;
    } else if args.json {
        let base = issues::page_base(config);
        output::json_line(&found.report_json(issues::issue_url(base.as_deref(), &found.issue)))?;
    } else if args.markdown {
        output::text(&render::report(&found.issue, &found.event, found.judgement()))?;
    } else {
        print::pieces(&render::whole(&found.issue, &found.event, found.judgement(), &found.notes), Target::Stdout)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// There is no such issue.
pub(super) fn no_issue(number: u32) -> CliError {
    CliError::failure(anyhow::Error::msg(format!("there is no issue {number}"))).hint("`crashtray issues` lists them.")
}

/// Opens the file to read about an issue; where there is no file, there is no issue either.
pub(super) fn read(config: &Config, number: u32) -> Result<Store, CliError> {
    if config.data.path().exists() { client::read(config) } else { Err(no_issue(number)) }
}

/// An event's id has 32 digits; everything else names an issue.
fn find(config: &Config, what: &str) -> Result<(Store, Found), CliError> {
    if let Some(id) = EventId::parse(what.as_bytes()) {
        let store = client::read(config)?;
        let found = Found::by_id(&store, id)?.ok_or_else(|| {
            CliError::failure(anyhow::Error::msg(format!("there is no event `{what}`")))
                .hint("Retention may have removed it; `crashtray events ISSUE` lists those that are kept.")
        })?;
        return Ok((store, found));
    }
    let number = client::issue_number(what)?;
    let store = read(config, number)?;
    let found = Found::read(&store, IssueId(i64::from(number)), EventAt::Latest)?.ok_or_else(|| no_issue(number))?;
    let is_named = what.rsplit_once('-').is_none_or(|(slug, _)| slug.eq_ignore_ascii_case(&found.issue.slug));
    if !is_named {
        output::hint(&format!("Issue {number} is {}.", found.issue.id()));
    }
    Ok((store, found))
}

/// Byte for byte; on a terminal without what that would obey.
fn raw(payload: &[u8]) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    if out.is_terminal() {
        return output::text(&render::clean(&String::from_utf8_lossy(payload)));
    }
    out.write_all(payload)?;
    Ok(out.flush()?)
}
