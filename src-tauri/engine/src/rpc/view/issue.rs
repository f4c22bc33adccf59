//! Issues: a row of the list, a page of rows, one in full.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LevelView;

/// Where an issue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StateView {
    /// Somebody should look.
    Unresolved,
    /// Done; a new event makes it regressed.
    Resolved,
    /// Kept quiet.
    Muted,
}

/// One row of the issue list, and all that a list needs to draw it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct IssueRow {
    /// Unique in the file; the number that resolves.
    pub number: u32,
    /// As shown: `SHOP-41`.
    pub id: String,
    /// Slug of the project.
    pub project: String,
    /// Display name of the project.
    pub project_name: String,
    /// 1 to 8: index of the project's hue.
    pub project_hue: u32,
    /// State.
    pub state: StateView,
    /// Level of the latest event.
    pub level: LevelView,
    /// Exception type, or the whole title where there is none.
    pub kind: String,
    /// Exception value, first line; empty where there is none.
    pub value: String,
    /// Where: function and file of the frame that matters, or the transaction.
    pub culprit: String,
    /// Platform of the latest event.
    pub platform: String,
    /// Receipt of the first event, ms.
    pub first_seen: f64,
    /// Receipt of the latest event, ms.
    pub last_seen: f64,
    /// Number of events ever.
    pub events: u32,
    /// Number of distinct users.
    pub users: u32,
    /// First seen less than 24 h ago and never looked at.
    pub is_new: bool,
    /// Came back after it was resolved, and not looked at since.
    pub regressed: bool,
    /// Not looked at since its latest event.
    pub unread: bool,
    /// Kept by the user.
    pub bookmarked: bool,
    /// False: no handler caught it. Null: not said.
    pub handled: Option<bool>,
    /// The latest event belongs to a replay.
    pub has_replay: bool,
    /// The latest event has attachments.
    pub has_attachment: bool,
    /// Events per hour, the last 24 hours, oldest first: 24 numbers.
    pub hours: Vec<u32>,
}

/// A page of issues.
#[derive(Clone, Debug, Serialize, TS)]
pub struct IssuePage {
    /// Rows in the order asked for.
    pub rows: Vec<IssueRow>,
    /// Hand this in for the next page; null at the end.
    pub next: Option<String>,
    /// How many match in all.
    pub total: u32,
    /// How many of them are unread.
    pub unread: u32,
    /// The position of the change stream that this answer is at least as new as.
    pub position: String,
}

/// Order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Latest event first.
    #[default]
    LastSeen,
    /// Newest issue first.
    FirstSeen,
    /// Most events first.
    Events,
    /// Most users first.
    Users,
}

/// One issue, in full.
#[derive(Clone, Debug, Serialize, TS)]
pub struct IssueView {
    /// As in the list.
    pub row: IssueRow,
    /// The value with all its lines: at most 8,192 characters.
    pub full_value: String,
    /// Events per bucket over the last 14 days, oldest first: 56 buckets of 6 hours.
    pub days: Vec<u32>,
    /// Receipt time (ms) of the last resolution, and the release it names.
    pub resolved_at: Option<f64>,
    /// Release named by the resolution.
    pub resolved_in: Option<String>,
    /// Distribution of each tag, most frequent key first.
    pub tags: Vec<TagFacet>,
    /// Number of events that are still kept.
    pub kept: u32,
    /// Groups that the latest thousand of them are of; where there are several, `get_groups` says which.
    pub groups: u32,
    /// As for a page.
    pub position: String,
}

/// One tag and its values over all events of an issue.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TagFacet {
    /// The key.
    pub key: String,
    /// Events that have it.
    pub total: u32,
    /// Values, most frequent first, at most 10.
    pub values: Vec<TagCount>,
}

/// How often a value was seen.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TagCount {
    /// The value.
    pub value: String,
    /// Events.
    pub n: u32,
}
