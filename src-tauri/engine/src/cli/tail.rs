//! `crashtray tail`: events as they come.

use std::process::ExitCode;

use crashtray_core::id::EventId;
use crashtray_core::query;
use serde::Deserialize;

use super::error::CliError;
use super::print::Found;
use super::run::Line;
use super::{client, issues, print};
use crate::config::Config;
use crate::resident::find_or_start;
use crate::store::{IssueOrder, IssueQuery, Store};

/// Prints events as they come, until it is interrupted
#[derive(Debug, clap::Args)]
pub(super) struct TailArgs {
    /// What to look for, as in `issues`; without it, everything
    query: Vec<String>,
    /// Print one JSON object per line: `{issue, event, notes}`
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
struct Sidebar {
    position: String,
}

pub(super) fn tail(config: &Config, args: &TailArgs) -> Result<ExitCode, CliError> {
    let text = args.query.join(" ");
    let filter = query::parse(&text).map_err(|error| issues::wrong_query(&text, &error))?;
    let resident = find_or_start(config)?;
    let store = client::read(config)?;
    let sidebar: Sidebar =
        serde_json::from_slice(&client::ask(&resident, "sidebar", b"{}")?).map_err(CliError::internal)?;
    let base = issues::page_base(config);
    for line in resident.lines(&format!("/rpc/changes?since={}", sidebar.position))? {
        let Ok(line) = serde_json::from_str::<Line>(&line?) else { continue };
        let Some(found) = event_of(&line, &store)? else { continue };
        if !matches(&store, &filter, &found)? {
            continue;
        }
        if args.json {
            print::json_line(&found.report_json(issues::issue_url(base.as_deref(), &found.issue)))?;
        } else {
            print::arrival(&found);
        }
    }
    Err(CliError::failure(anyhow::Error::msg("the resident has ended")).hint("`crashtray tail` starts it again."))
}

fn event_of(line: &Line, store: &Store) -> Result<Option<Found>, CliError> {
    let is_event = matches!(line.change.cause.as_deref(), Some("new" | "regressed" | "event"));
    let id = line.change.event_id.as_deref().filter(|_| is_event).and_then(|id| EventId::parse(id.as_bytes()));
    match id {
        Some(id) => Found::by_id(store, id),
        None => Ok(None),
    }
}

/// Whether the issue is among those that the query finds.
fn matches(store: &Store, filter: &query::Filter, found: &Found) -> Result<bool, CliError> {
    if filter.terms.is_empty() {
        return Ok(true);
    }
    let mut query =
        IssueQuery { filter: filter.clone(), order: IssueOrder::LastSeen, after: None, limit: 500, now: client::now() };
    loop {
        let list = store.reader.issues(&query)?;
        if list.rows.iter().any(|entry| entry.issue.number == found.issue.number) {
            return Ok(true);
        }
        match list.next {
            None => return Ok(false),
            Some(next) => query.after = Some(next),
        }
    }
}
