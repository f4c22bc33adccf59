//! The set-up page: snippets, what arrived, what was refused.

use serde::Serialize;
use ts_rs::TS;

use super::OutcomeView;

/// The set-up page.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SetupView {
    /// `http://shop@localhost:8969/1`.
    pub dsn: String,
    /// One snippet per platform.
    pub snippets: Vec<SnippetView>,
    /// The last requests, newest first.
    pub arrivals: Vec<ArrivalView>,
    /// The last refused requests, newest first, at most 100.
    pub refusals: Vec<ArrivalView>,
    /// What was seen so far.
    pub checks: Vec<CheckView>,
    /// What became of the items of the last 24 hours.
    pub outcomes: Vec<OutcomeView>,
    /// As for a page.
    pub position: String,
}

/// How to point one SDK here.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SnippetView {
    /// `python`.
    pub platform: String,
    /// `Python`.
    pub label: String,
    /// Language for highlighting.
    pub language: String,
    /// The code, with the DSN in it.
    pub code: String,
}

/// A request that came.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ArrivalView {
    /// ms.
    pub at: f64,
    /// Path.
    pub path: String,
    /// Status that was answered.
    pub status: u32,
    /// Item types, or why it was refused.
    pub what: String,
    /// True: `what` says why it was refused.
    pub refused: bool,
    /// Bytes on the wire.
    pub size: f64,
    /// Slug of the project, if there is one.
    pub project: Option<String>,
}

/// One line of the live check.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CheckView {
    /// `good`, `warning` or `waiting`.
    pub state: String,
    /// The sentence. Code in backticks.
    pub text: String,
    /// A word at the right: `since 14:20`.
    pub aside: Option<String>,
    /// Issue to open.
    pub issue: Option<u32>,
}

/// What a test event became.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SentTest {
    /// Ids of the events sent.
    pub event_ids: Vec<String>,
    /// Issues they are in.
    pub issues: Vec<u32>,
}
