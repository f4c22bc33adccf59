//! Changes: what subscribers hear after a commit. They name what went stale; who wants to know more asks.

use crate::id::{EventId, IssueId, ProjectId};

/// What went stale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Events came into an issue, or its state changed. At most one per issue and batch.
    Issue {
        /// Which.
        issue: IssueId,
        /// Of which project.
        project: ProjectId,
        /// Why.
        cause: Cause,
        /// The latest event, where events are the cause.
        event: Option<EventId>,
    },
    /// An issue is gone: deleted, or left empty.
    Gone {
        /// Which.
        issue: IssueId,
    },
    /// Events moved between issues.
    Moved {
        /// Where they were.
        from: IssueId,
        /// Where they are.
        to: IssueId,
    },
    /// A project is new, or was renamed.
    Project {
        /// Which.
        project: ProjectId,
    },
    /// A request was answered; the ring of arrivals has it.
    Arrived,
    /// The endpoint was paused, resumed, or got into or out of trouble.
    Endpoint,
}

/// Why an issue changed. The weightier wins where a batch has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Its state, or a mark of the user.
    State,
    /// Another event.
    Event,
    /// An event of a resolved issue.
    Regressed,
    /// Its first event.
    New,
}
