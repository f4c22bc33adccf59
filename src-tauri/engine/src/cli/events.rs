//! `crashtray events`: the kept events of an issue.

use std::process::ExitCode;

use anstream::print;
use crashtray_core::id::{EventId, IssueId};

use super::error::CliError;
use super::print::Found;
use super::{client, output, print};
use crate::config::Config;
use crate::store::{EventAt, Store};

/// Lists the kept events of an issue, newest first
#[derive(Debug, clap::Args)]
pub(super) struct EventsArgs {
    /// `41` or `SHOP-41`
    issue: String,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(short = 'n', long, default_value_t = 100)]
    limit: usize,
}

pub(super) fn events(config: &Config, args: &EventsArgs) -> Result<ExitCode, CliError> {
    let number = client::issue_number(&args.issue)?;
    let store = client::read(config)?;
    let events = collect(&store, IssueId(i64::from(number)), args.limit)?;
    if events.is_empty() {
        return Err(super::show::no_issue(number));
    }
    if args.json {
        print::json_line(&events.iter().map(Found::event_json).collect::<Vec<_>>())?;
    } else {
        print!("{}", output::table(&rows(&events), output::terminal_width()));
    }
    Ok(ExitCode::SUCCESS)
}

/// From the latest on, each by the one before it.
fn collect(store: &Store, issue: IssueId, limit: usize) -> Result<Vec<Found>, CliError> {
    let mut events = Vec::new();
    let mut at = Some(EventAt::Latest);
    while let (Some(place), true) = (at, events.len() < limit) {
        let Some(found) = Found::read(store, issue, place)? else { break };
        at = found.stored.place.previous.map(EventAt::Id);
        events.push(found);
    }
    Ok(events)
}

fn rows(events: &[Found]) -> Vec<Vec<String>> {
    let head = ["event", "received", "level", "environment", "release", "user"].map(str::to_owned).to_vec();
    let row = |found: &Found| {
        let id: EventId = found.stored.id;
        vec![
            id.to_string(),
            found.stored.received.at.to_string(),
            found.event.level.name().to_owned(),
            found.event.environment.clone().unwrap_or_else(|| "-".to_owned()),
            found.event.release.clone().unwrap_or_else(|| "-".to_owned()),
            user(found),
        ]
    };
    std::iter::once(head).chain(events.iter().map(row)).collect()
}

fn user(found: &Found) -> String {
    use crashtray_core::json::Json;
    let text = |value: &Json| match value {
        Json::String(text) | Json::Number(text) => Some(text.clone()),
        Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => None,
    };
    found.event.user.iter().find_map(|(_, value)| text(value)).unwrap_or_else(|| "-".to_owned())
}
