//! `crashtray events`: the kept events of an issue.

use std::process::ExitCode;

use crashtray_core::id::IssueId;

use super::error::CliError;
use super::print::Found;
use super::{client, output, show};
use crate::config::Config;
use crate::store::{EventAt, EventEntry, Store};

/// Rows asked for at once.
const PAGE: u32 = 500;

/// Lists the kept events of an issue, newest first
#[derive(Debug, clap::Args)]
pub(super) struct EventsArgs {
    /// `41` or `SHOP-41`
    issue: String,
    /// Print one JSON array of whole events
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(short = 'n', long, default_value_t = 100)]
    limit: u32,
}

pub(super) fn events(config: &Config, args: &EventsArgs) -> Result<ExitCode, CliError> {
    let number = client::issue_number(&args.issue)?;
    let issue = IssueId(i64::from(number));
    let store = show::read(config, number)?;
    let entries = collect(&store, issue, args.limit)?;
    if entries.is_empty() {
        return Err(show::no_issue(number));
    }
    if args.json {
        let whole = whole(&store, issue, &entries)?;
        output::json_line(&whole.iter().map(Found::event_json).collect::<Vec<_>>())?;
    } else {
        output::text(&output::table(&rows(&entries), output::terminal_width()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn collect(store: &Store, issue: IssueId, limit: u32) -> Result<Vec<EventEntry>, CliError> {
    let mut entries = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let n_left = limit.saturating_sub(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        let list = store.reader.events(issue, after.as_deref(), n_left.min(PAGE))?;
        entries.extend(list.rows);
        match list.next.filter(|_| n_left > PAGE) {
            Some(next) => after = Some(next),
            None => return Ok(entries),
        }
    }
}

/// Retention may take an event between the list and the reading: then it is left out.
fn whole(store: &Store, issue: IssueId, entries: &[EventEntry]) -> Result<Vec<Found>, CliError> {
    let read = |entry: &EventEntry| Found::read(store, issue, EventAt::Id(entry.id)).transpose();
    entries.iter().filter_map(read).collect()
}

fn rows(entries: &[EventEntry]) -> Vec<Vec<String>> {
    let head = ["event", "received", "level", "environment", "release", "user"].map(str::to_owned).to_vec();
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let row = |entry: &EventEntry| {
        vec![
            entry.id.to_string(),
            entry.received.to_string(),
            entry.level.name().to_owned(),
            or_dash(&entry.environment),
            or_dash(&entry.release),
            or_dash(&entry.user),
        ]
    };
    std::iter::once(head).chain(entries.iter().map(row)).collect()
}
