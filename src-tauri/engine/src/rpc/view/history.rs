//! Reading history anew, and the groups of an issue.

use serde::Serialize;
use ts_rs::TS;

/// How far reading history anew is.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HistoryView {
    /// Hand this in to be told when it is further.
    pub revision: u32,
    /// Where it stands.
    pub stage: HistoryStage,
    /// It only says what would happen.
    pub dry_run: bool,
    /// Events that were read.
    pub read: u32,
    /// Of so many.
    pub events: u32,
    /// Events that are read otherwise than before.
    pub differ: u32,
    /// Of these, how many were written.
    pub written: u32,
    /// Of these, how many are in another issue now.
    pub moved: u32,
    /// At the end: where events go that do not stay where they were; at most 500.
    pub moves: Vec<HistoryMove>,
    /// How many more there are.
    pub more_moves: u32,
    /// What went wrong.
    pub failed: Option<String>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HistoryStage {
    /// Nobody asked for it since the resident began.
    None,
    /// At work.
    Running,
    /// It came to its end.
    Done,
    /// It was stopped; what it had done by then is done.
    Stopped,
    /// It could not go on; what it had done by then is done.
    Failed,
}

/// Events of an issue that go the same way.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HistoryMove {
    /// `SHOP-41`.
    pub from: String,
    /// `SHOP-12`; null: to a new issue.
    pub to: Option<String>,
    /// How many.
    pub events: u32,
    /// Title of one of them.
    pub title: String,
}

/// The groups of an issue.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GroupsView {
    /// The largest first. One group alone cannot be split off.
    pub groups: Vec<GroupView>,
    /// As for a page.
    pub position: String,
}

/// Events of an issue that share their primary hash.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GroupView {
    /// 32 hex digits.
    pub hash: String,
    /// Put there by hand.
    pub pinned: bool,
    /// Events that are kept.
    pub events: u32,
    /// Receipt of the first of them, ms.
    pub first_seen: f64,
    /// Receipt of the latest, ms.
    pub last_seen: f64,
    /// Id of the latest.
    pub latest: String,
    /// Exception type, or the whole title.
    pub kind: String,
    /// Exception value, first line.
    pub value: String,
    /// Where.
    pub culprit: String,
}
