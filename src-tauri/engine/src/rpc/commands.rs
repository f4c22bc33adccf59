//! THE list: every command that a client may give, with what it takes and what it answers.
//!
//! The router, the names for tests and the TypeScript map are derived from this one list. A host adds transport and nothing else.

use serde::Deserialize;
use ts_rs::TS;

use super::view::*;

commands! {
    /// Changes the state of issues; the answer says how to take it back.
    change_issues(ChangeIssues) -> Done;
    /// What is wrong with a text of rules for grouping; nothing is changed.
    check_rules(CheckRules) -> RulesCheck;
    /// Why an event is where it is: what was hashed, what was not, and which rules had a part in it.
    explain_event(GetEvent) -> ExplanationView;
    /// One event of an issue, in full.
    get_event(GetEvent) -> EventView;
    /// The groups of an issue: events that share their primary hash.
    get_groups(GetGroups) -> GroupsView;
    /// One issue, in full.
    get_issue(GetIssue) -> IssueView;
    /// The stored payload of an event.
    get_raw(GetRaw) -> RawView;
    /// The rules for grouping: those for all projects, or those of one.
    get_rules(GetRules) -> RulesView;
    /// A page of issues that match a query.
    list_issues(ListIssues) -> IssuePage;
    /// Makes several issues of a project one: the one with the lowest number. The answer says how to take it back.
    merge_issues(MergeIssues) -> Done;
    /// What is counted: outcomes, requests, the queue, the file.
    metrics(Nothing) -> MetricsView;
    /// Shows the window, on an issue if one is named; starts it where there is none.
    open_window(OpenWindow) -> Opened;
    /// Stops taking events in: they are answered 200, counted, and not kept.
    pause(Pause) -> EndpointView;
    /// What rules would change in what is kept; nothing is changed.
    preview_rules(PreviewRules) -> RulesPreview;
    /// Begins to read history anew, in the background.
    reprocess(Reprocess) -> HistoryView;
    /// How far reading history anew is; waits a moment for news.
    reprocess_state(ReprocessState) -> HistoryView;
    /// Stops reading history anew. What was done by then is done.
    reprocess_stop(Nothing) -> HistoryView;
    /// Takes events in again.
    resume(Nothing) -> EndpointView;
    /// Sends a real test event through the real endpoint.
    send_test(SendTest) -> SentTest;
    /// Exchanges the rules of one kind; events are grouped by them from now on. Wrong ones are refused.
    set_rules(SetRules) -> RulesSet;
    /// What the set-up page shows.
    setup(Nothing) -> SetupView;
    /// Counts, projects and the endpoint.
    sidebar(Nothing) -> Sidebar;
    /// Gives groups of an issue an issue of their own. The answer says how to take it back.
    split_issue(SplitIssue) -> Done;
    /// Takes a change back: the one named, else the last.
    undo(Undo) -> Done;
}

/// Takes nothing.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Nothing {}

/// Which issues.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ListIssues {
    /// In the query language; empty: all.
    pub query: String,
    /// Order.
    pub sort: Sort,
    /// `next` of the page before; null: from the start.
    pub after: Option<String>,
    /// At most 500.
    pub limit: u32,
}

/// Which issue.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct GetIssue {
    /// Number.
    pub number: u32,
    /// True: it counts as looked at.
    pub read: bool,
}

/// Which event.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct GetEvent {
    /// Issue.
    pub number: u32,
    /// 32 hex digits, or `latest`, or `first`, or a place from 1 among the kept ones. Of several with commas between: the first that is
    /// there.
    pub at: String,
}

/// Which event.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct GetRaw {
    /// 32 hex digits.
    pub event_id: String,
}

/// Which issue.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct GetGroups {
    /// Number.
    pub number: u32,
}

/// Which issues become one.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct MergeIssues {
    /// Numbers, two at least.
    pub numbers: Vec<u32>,
}

/// What is split off.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SplitIssue {
    /// Number of the issue.
    pub number: u32,
    /// Hashes of its groups, as `get_groups` names them; not all of them.
    pub hashes: Vec<String>,
}

/// Which events are read anew.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Reprocess {
    /// Those of issues that match; empty: all.
    pub query: String,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What is known already.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReprocessState {
    /// `revision` of the last answer; null: answer at once.
    pub after: Option<u32>,
}

/// What to do with issues.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ChangeIssues {
    /// Numbers.
    pub numbers: Vec<u32>,
    /// What.
    pub action: Action,
}

/// What one can do with an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Keep it at hand.
    Bookmark,
    /// Remove it, its events and attachments (soft for 10 minutes).
    Delete,
    /// Keep quiet about it.
    Mute,
    /// Mark as looked at.
    Read,
    /// Unresolved again.
    Reopen,
    /// Done.
    Resolve,
    /// Let it go.
    Unbookmark,
    /// Mark as not looked at.
    Unread,
}

/// Where the window shall appear, and what it shows.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct OpenWindow {
    /// Number of an issue; null: the inbox.
    pub issue: Option<u32>,
    /// The caller's session: `DISPLAY`, `WAYLAND_DISPLAY`, `DBUS_SESSION_BUS_ADDRESS` … with their values. Others are ignored.
    pub session: Vec<(String, String)>,
}

/// For how long.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Pause {
    /// Minutes; null: until `resume`.
    pub minutes: Option<u32>,
}

/// What to send.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SendTest {
    /// `error`, `chain`, `breadcrumbs`, `message`, `transaction`, `log` or `all`.
    pub kind: String,
}

/// What to take back.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Undo {
    /// From `Done`; null: the last change.
    pub id: Option<String>,
}

/// Which rules.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct GetRules {
    /// Slug of a project: its own; null: those for all.
    pub project: Option<String>,
}

/// Rules, to be looked at.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CheckRules {
    /// Of which kind.
    pub kind: RuleKindView,
    /// One rule per line.
    pub text: String,
}

/// Rules, to hold from now on.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SetRules {
    /// Slug of a project: for it alone; null: for all.
    pub project: Option<String>,
    /// Of which kind.
    pub kind: RuleKindView,
    /// One rule per line; empty: none.
    pub text: String,
}

/// Rules, to be tried.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PreviewRules {
    /// Slug of a project: for it alone, and only its issues are looked at; null: for all.
    pub project: Option<String>,
    /// Of which kind.
    pub kind: RuleKindView,
    /// One rule per line; null: those that are set, as if they were applied to what came before them.
    pub text: Option<String>,
}
