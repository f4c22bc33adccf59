//! Rules for grouping, what they would change, and why an event is where it is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which of the two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RuleKindView {
    /// By what events are grouped, and how their issue is called.
    Fingerprint,
    /// Whose code a frame is, and whether it is grouped by.
    Stack,
}

/// The rules for all projects, or for one.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RulesView {
    /// Slug of the project; null: for all.
    pub project: Option<String>,
    /// By what events are grouped.
    pub fingerprint: RuleTextView,
    /// Whose code frames are.
    pub stack: RuleTextView,
    /// Slugs of the projects that have rules of their own.
    pub projects: Vec<String>,
}

/// Rules of one kind.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RuleTextView {
    /// As they were written; empty: there are none.
    pub text: String,
    /// How many rules.
    pub n: u32,
    /// What of it cannot be read (another version wrote it) and does nothing.
    pub errors: Vec<RuleErrorView>,
}

/// What is wrong with a text of rules, and where.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RuleErrorView {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The same place in the text, in UTF-16 units.
    pub at: u32,
    /// What was expected there.
    pub expected: String,
}

/// What a text of rules holds.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RulesCheck {
    /// How many rules can be read.
    pub n: u32,
    /// What is wrong; empty: all is well.
    pub errors: Vec<RuleErrorView>,
}

/// Rules were exchanged.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RulesSet {
    /// How many there are now.
    pub n: u32,
    /// Their text before; setting it again takes the change back.
    pub before: String,
}

/// What rules would change in what is kept. Looked at are the latest events of the latest issues.
#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct RulesPreview {
    /// What is wrong with the rules; then nothing was looked at.
    pub errors: Vec<RuleErrorView>,
    /// How many issues were looked at.
    pub issues: u32,
    /// How many of their events.
    pub events: u32,
    /// How many of these would go to another issue.
    pub moved: u32,
    /// Issues that would become one.
    pub merges: Vec<MergeView>,
    /// Issues that would fall apart.
    pub splits: Vec<SplitView>,
    /// Issues that would be called something else.
    pub renamed: Vec<RenameView>,
}

/// Issues that would become one.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MergeView {
    /// The issue that the others would go to; null: a new one.
    pub into: Option<IssueRef>,
    /// How it would be called.
    pub title: String,
    /// Which issues events would come from, each with how many; `into` is among them where some of its own stay.
    pub issues: Vec<IssueRef>,
}

/// An issue that would fall apart.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SplitView {
    /// It, with how many of its events were looked at.
    pub issue: IssueRef,
    /// Its parts, the largest first.
    pub parts: Vec<PartView>,
}

/// A part of an issue.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PartView {
    /// Number of the issue that it would be in; null: a new one.
    pub into: Option<u32>,
    /// How that would be called.
    pub title: String,
    /// How many events.
    pub events: u32,
}

/// An issue that would be called something else.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RenameView {
    /// It.
    pub issue: IssueRef,
    /// How it would be called.
    pub title: String,
}

/// An issue in a preview.
#[derive(Clone, Debug, Serialize, TS)]
pub struct IssueRef {
    /// Number.
    pub number: u32,
    /// `SHOP-41`.
    pub id: String,
    /// How it is called.
    pub title: String,
    /// How many of its events are meant.
    pub events: u32,
}

/// Why an event is where it is.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExplanationView {
    /// The event.
    pub event_id: String,
    /// `fingerprint`, `stack trace`, `exception`, `message` …
    pub method: String,
    /// Who said by what to group, in words; null: nobody did.
    pub fingerprint: Option<String>,
    /// The rule that said so.
    pub fingerprint_rule: Option<RuleView>,
    /// The rule that named the issue.
    pub title_rule: Option<RuleView>,
    /// The hashes, the primary first, with what they are made of.
    pub hashes: Vec<HashView>,
    /// The stack traces, with what became of their frames.
    pub traces: Vec<TraceView>,
    /// False: the event came when other rules held, and is where those led it.
    pub is_current: bool,
}

/// A rule of the user.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RuleView {
    /// Of which kind.
    pub kind: RuleKindView,
    /// True: it is one of the project's own; false: it holds for all.
    pub own: bool,
    /// Its line in their text, from 1.
    pub line: u32,
    /// As it was written.
    pub text: String,
}

/// A hash, and what it is made of.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HashView {
    /// `app`, `system`, `default`, `custom`, `checksum`, `fallback`.
    pub variant: String,
    /// Hex.
    pub hash: String,
    /// Values in the order in which they are hashed, with those that were left out in their places.
    pub values: Vec<ValueView>,
}

/// A value.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ValueView {
    /// Where it stands in the event, in words.
    pub origin: String,
    /// Index of the exception, as they came; null: it is of none.
    pub exception: Option<u32>,
    /// Index of the frame in its stack trace, oldest call first; null: it is of none.
    pub frame: Option<u32>,
    /// As it is hashed; of what was left out: as it came.
    pub text: String,
    /// As it came, where that differs.
    pub came_as: Option<String>,
    /// Why it is not hashed, in words; null: it is.
    pub left_out: Option<String>,
}

/// A stack trace.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TraceView {
    /// Whose, in words.
    pub of: String,
    /// Index of the exception; null: it is of none.
    pub exception: Option<u32>,
    /// Oldest call first.
    pub frames: Vec<FrameMarksView>,
}

/// What became of a frame.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FrameMarksView {
    /// Function, shortened.
    pub function: Option<String>,
    /// Module or path.
    pub place: String,
    /// What the SDK says: own code or not; null: nothing.
    pub said: Option<bool>,
    /// Own code or not, in the end.
    pub in_app: bool,
    /// It may be grouped by, in the end.
    pub grouped: bool,
    /// The category that a rule gave it.
    pub category: Option<String>,
    /// Who changed it, in that order.
    pub touches: Vec<TouchView>,
}

/// A change of a frame's marks.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TouchView {
    /// By whom, in words.
    pub by: String,
    /// The rule of the user that it was; null: it was none.
    pub rule: Option<RuleView>,
    /// What it did: `-app -group`.
    pub actions: String,
}
