//! Where alerts go, one file per place. A sink gets what `store::outbox` kept for it and says when a row is done.
//!
//! What a click causes (open, mute) is a closure of the engine's: a sink knows neither windows nor commands.

mod bursts;
mod notify;

use crashtray_core::event::Level;

pub use bursts::{Bursts, Saying, Summary};
pub use notify::{Hooks, Notifier, NotifierState};

/// Something happened that a person wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The outbox row, done when the alert was told or could not be.
    pub outbox_id: i64,
    /// The event that caused it, 32 hex digits.
    pub event_id: String,
    /// Number of its issue.
    pub issue: u32,
    /// Slug of its project.
    pub project: String,
    /// What happened.
    pub kind: AlertKind,
    /// Level of the event.
    pub level: Level,
    /// Type in the issue's title, `ValueError`; empty where there is none.
    pub title_type: String,
    /// Value in the issue's title.
    pub value: String,
    /// Where it happened; empty where nobody knows.
    pub culprit: String,
    /// Receipt of the event, milliseconds since 1970.
    pub at_ms: i64,
}

/// What happened to an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// It is there for the first time.
    New,
    /// It was resolved and came back.
    Regressed,
}
