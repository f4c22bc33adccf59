//! What is counted: for programs that watch the resident.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All that is counted.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MetricsView {
    /// What became of items, since the file was made.
    pub outcomes: Vec<OutcomeView>,
    /// How requests were answered, since the resident began.
    pub requests: Vec<RequestsView>,
    /// Jobs that wait to be written: the urgent ones.
    pub waiting_first: u32,
    /// The others: logs, spans, profiles.
    pub waiting_second: u32,
    /// Bytes of the file and of its log.
    pub file_bytes: f64,
}

/// How often an outcome was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OutcomeView {
    /// Slug of the project.
    pub project: String,
    /// Item type.
    pub kind: String,
    /// `stored`, `duplicate`, `malformed` …
    pub outcome: String,
    /// Items.
    pub n: f64,
}

/// How often a status was answered.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RequestsView {
    /// HTTP status.
    pub status: u32,
    /// Requests.
    pub n: f64,
}
