//! The change stream: one line per change, and what went stale.

use serde::Serialize;
use ts_rs::TS;

use super::{ArrivalView, IssueRow};

/// One line of the change stream.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChangeLine {
    /// `<start of the resident in ms>-<n>`; ask for what follows with `?since=`.
    pub position: String,
    /// What went stale.
    pub change: ChangeView,
}

/// What went stale.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChangeView {
    /// An issue is new or different; the row may be patched in place.
    Issue {
        /// The row as it is now.
        row: Box<IssueRow>,
        /// Why.
        cause: CauseView,
        /// The latest event, where an event is the cause.
        event_id: Option<String>,
    },
    /// An issue is gone: deleted, or merged away.
    Gone {
        /// Its number.
        number: u32,
    },
    /// Projects or the endpoint changed: ask for the sidebar again.
    Sidebar {},
    /// A request came.
    Arrived {
        /// It.
        arrival: ArrivalView,
    },
    /// Too late, or another resident: ask for everything again.
    Resync {},
    /// Nothing new; still there. Every 15 s.
    Heartbeat {},
}

/// Why an issue changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CauseView {
    /// First event.
    New,
    /// An event of a resolved issue.
    Regressed,
    /// Another event.
    Event,
    /// Somebody changed its state, or looked at it.
    State,
    /// Events moved between issues.
    Moved,
}
