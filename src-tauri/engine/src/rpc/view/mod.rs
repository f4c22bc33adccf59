//! What clients see: the types that travel to the window, the browser and the command line.
//!
//! Views are neither rows nor events: they are converted on the way out, so that the store and `core` may change freely.
//! Times are `f64` milliseconds since the Unix epoch, UTC; ids are strings; counts are `u32` (a JSON number everywhere).

mod change;
mod event;
mod history;
mod issue;
mod metrics;
mod rules;
mod setup;

use serde::Serialize;
use ts_rs::TS;

pub use change::*;
pub use event::*;
pub use history::*;
pub use issue::*;
pub use metrics::*;
pub use rules::*;
pub use setup::*;

/// Any JSON value. Objects keep the order in which their keys came.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(type = "JsonValue")]
pub struct JsonView(#[ts(skip)] pub crashtray_core::json::Json);

/// How bad: the stripe of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LevelView {
    /// The program ended.
    Fatal,
    /// An error, the default.
    Error,
    /// A warning.
    Warning,
    /// Information.
    Info,
    /// Debug output.
    Debug,
}

/// The sidebar: counts, projects, the endpoint.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Sidebar {
    /// Unread among the unresolved.
    pub unread: u32,
    /// Unresolved.
    pub unresolved: u32,
    /// Bookmarked.
    pub bookmarked: u32,
    /// Muted.
    pub muted: u32,
    /// Resolved.
    pub resolved: u32,
    /// All.
    pub all: u32,
    /// Projects, latest event first.
    pub projects: Vec<ProjectView>,
    /// The endpoint.
    pub endpoint: EndpointView,
    /// As for a page.
    pub position: String,
}

/// A project.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProjectView {
    /// Slug.
    pub slug: String,
    /// Display name.
    pub name: String,
    /// 1 to 8.
    pub hue: u32,
    /// Platform of its latest event; empty before the first.
    pub platform: String,
    /// Events per 3.5 minutes in the last hour, oldest first: 17 numbers.
    pub hour: Vec<u32>,
    /// Unread issues.
    pub unread: u32,
    /// DSN that leads to it.
    pub dsn: String,
}

/// State of the endpoint.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EndpointView {
    /// `localhost:8969`.
    pub address: String,
    /// Since when it listens, ms.
    pub since: f64,
    /// Events of the last minute.
    pub per_minute: u32,
    /// Receipt of the last event, ms.
    pub last_event: Option<f64>,
    /// Paused until (ms; 0: for good); null: not paused.
    pub paused_until: Option<f64>,
    /// What keeps the store from being written, in words; null: all is well.
    pub trouble: Option<String>,
}

/// A window was asked for.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Opened {
    /// Why no window could be shown; null: it is shown, or on its way.
    pub refused: Option<String>,
}

/// What a change of state did.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Done {
    /// `3 issues resolved`.
    pub text: String,
    /// How many changed.
    pub n: u32,
    /// Numbers that name no issue.
    pub missing: Vec<u32>,
    /// It can be taken back by `undo` with this id.
    pub undo: Option<String>,
    /// The issue that came out of it: that of a merge, or the one that was split off.
    pub issue: Option<u32>,
    /// As for a page.
    pub position: String,
}
