//! Which events a line of the change stream stands for. A batch of many events of an issue is one line; each is found once.

use std::collections::HashMap;

use crashtray_core::id::{EventId, IssueId};
use crashtray_core::time::Timestamp;
use serde::Deserialize;

use super::client;
use super::error::CliError;
use crate::resident::Resident;
use crate::store::Store;

/// Of more events in one batch the latest are found.
const AT_ONCE: u32 = 500;

/// A line of the change stream, as far as it matters here.
#[derive(Deserialize)]
pub(super) struct Line {
    /// Where in the stream.
    pub(super) position: String,
    /// What.
    change: LineChange,
}

#[derive(Deserialize)]
struct LineChange {
    /// `new`, `regressed`, `event` …
    cause: Option<String>,
    row: Option<LineRow>,
}

#[derive(Deserialize)]
struct LineRow {
    number: u32,
}

#[derive(Deserialize)]
struct Sidebar {
    position: String,
}

/// Events that came since a moment, each found once.
pub(super) struct Arrivals {
    since: Timestamp,
    told: HashMap<IssueId, EventId>,
}

/// What a line brought.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    /// Oldest first.
    pub(super) events: Vec<EventId>,
    /// There are older ones that were not told either.
    pub(super) has_more: bool,
    /// The issue is new with them.
    pub(super) is_new: bool,
}

impl Arrivals {
    /// Those from now on.
    pub(super) fn from_now() -> Self {
        Self { since: client::now(), told: HashMap::new() }
    }

    /// The events of a line.
    pub(super) fn of(&mut self, line: &Line, store: &Store) -> Result<Fresh, CliError> {
        let (Some("new" | "regressed" | "event"), Some(row)) = (line.change.cause.as_deref(), &line.change.row) else {
            return Ok(Fresh::default());
        };
        let issue = IssueId(i64::from(row.number));
        let told = self.told.get(&issue).copied();
        let list = store.reader.events(issue, None, AT_ONCE)?;
        let n_listed = list.rows.len();
        let is_fresh = |received: Timestamp, id: EventId| received >= self.since && Some(id) != told;
        let mut events: Vec<EventId> =
            list.rows.iter().take_while(|entry| is_fresh(entry.received, entry.id)).map(|entry| entry.id).collect();
        if let Some(latest) = events.first() {
            self.told.insert(issue, *latest);
        }
        let has_more = events.len() == n_listed && list.next.is_some();
        events.reverse();
        Ok(Fresh { events, has_more, is_new: line.change.cause.as_deref() == Some("new") })
    }
}

/// Where the change stream is now.
pub(super) fn position(resident: &Resident) -> Result<String, CliError> {
    let answer = client::ask(resident, "sidebar", b"{}")?;
    let sidebar: Sidebar = serde_json::from_slice(&answer).map_err(CliError::internal)?;
    Ok(sidebar.position)
}
