//! What clients see: the types that travel to the window, the browser and the command line.
//!
//! Views are neither rows nor events: they are converted on the way out, so that the store and `core` may change freely.
//! Times are `f64` milliseconds since the Unix epoch, UTC; ids are strings; counts are `u32` (a JSON number everywhere).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// The value in full.
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

/// A key and its value.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Pair {
    /// Key.
    pub key: String,
    /// Value.
    pub value: JsonView,
}

/// One event, in full, as its panels need it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EventView {
    /// 32 hex digits.
    pub event_id: String,
    /// Number of its issue.
    pub issue: u32,
    /// When it came, ms.
    pub received: f64,
    /// When the client says it happened, ms.
    pub timestamp: Option<f64>,
    /// Platform word: `python`, `javascript` …
    pub platform: String,
    /// Level.
    pub level: LevelView,
    /// Message, if that is what it is.
    pub message: Option<String>,
    /// Root cause first, the one raised last, as in the protocol.
    pub exceptions: Vec<ExceptionView>,
    /// Threads with their stack traces.
    pub threads: Vec<ThreadView>,
    /// True: frames are shown newest first (all platforms but none today; a switch in the panel).
    pub newest_first: bool,
    /// Oldest first.
    pub breadcrumbs: Vec<BreadcrumbView>,
    /// The request that was served.
    pub request: Option<RequestView>,
    /// Fields of the user, in order: id, username, email, ip_address, the rest.
    pub user: Vec<Pair>,
    /// As one line: e-mail, else username, id, ip address.
    pub user_label: Option<String>,
    /// Tags.
    pub tags: Vec<Pair>,
    /// Contexts.
    pub contexts: Vec<ContextView>,
    /// Extra data.
    pub extra: Vec<Pair>,
    /// Modules and versions.
    pub modules: Vec<Pair>,
    /// Release.
    pub release: Option<String>,
    /// Distribution.
    pub dist: Option<String>,
    /// Environment.
    pub environment: Option<String>,
    /// Transaction.
    pub transaction: Option<String>,
    /// Logger.
    pub logger: Option<String>,
    /// Machine.
    pub server_name: Option<String>,
    /// Trace id, 32 hex digits.
    pub trace_id: Option<String>,
    /// Name of the SDK.
    pub sdk_name: Option<String>,
    /// Version of the SDK.
    pub sdk_version: Option<String>,
    /// Attachments of this event.
    pub attachments: Vec<AttachmentView>,
    /// What had to be repaired, and what looks like a secret.
    pub notes: Vec<NoteView>,
    /// What made the group.
    pub grouping: GroupingView,
    /// Where this event stands among those of its issue.
    pub place: EventPlace,
}

/// Place of an event among the kept ones of its issue, oldest first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EventPlace {
    /// 1-based.
    pub index: u32,
    /// How many are kept.
    pub kept: u32,
    /// How many there ever were.
    pub total: u32,
    /// Neighbours' event ids.
    pub first: Option<String>,
    /// The one before.
    pub previous: Option<String>,
    /// The one after.
    pub next: Option<String>,
    /// The newest.
    pub latest: Option<String>,
}

/// An exception of the chain.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExceptionView {
    /// Type; null where the SDK gave none.
    pub kind: Option<String>,
    /// Value in full.
    pub value: Option<String>,
    /// Module of the type.
    pub module: Option<String>,
    /// How it was caught: `generic`, `excepthook`, `onerror` …
    pub mechanism: Option<String>,
    /// Was it handled.
    pub handled: Option<bool>,
    /// Its place in an exception group: own id, parent.
    pub exception_id: Option<u32>,
    /// See `exception_id`.
    pub parent_id: Option<u32>,
    /// How it hangs on its parent: `__cause__`, `errors[0]` …
    pub source: Option<String>,
    /// Frames, oldest call first.
    pub frames: Vec<FrameView>,
}

/// A frame of a stack trace.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FrameView {
    /// Function; null: unknown.
    pub function: Option<String>,
    /// Module or package.
    pub module: Option<String>,
    /// Short path.
    pub filename: Option<String>,
    /// Whole path.
    pub abs_path: Option<String>,
    /// 1-based.
    pub lineno: Option<u32>,
    /// 1-based.
    pub colno: Option<u32>,
    /// The user's own code.
    pub in_app: bool,
    /// True for the one frame where it broke: the innermost own one of the exception raised last.
    pub crashed: bool,
    /// What a fold calls it: `django`, `node_modules/express`, `std` … ; empty for own frames.
    pub library: String,
    /// Language for highlighting: `python`, `javascript`, `typescript`, `rust` … ; null: plain.
    pub language: Option<String>,
    /// Lines before, oldest first.
    pub pre_context: Vec<String>,
    /// The line.
    pub context_line: Option<String>,
    /// Lines after.
    pub post_context: Vec<String>,
    /// Where the source came from: `event`, or `disk` (read from a confirmed root).
    pub source: Option<String>,
    /// True: the file on disk is newer than the event.
    pub stale: bool,
    /// Local variables; those used on the line first.
    pub vars: Vec<VarView>,
    /// Address, for native frames.
    pub instruction_addr: Option<String>,
}

/// A local variable.
#[derive(Clone, Debug, Serialize, TS)]
pub struct VarView {
    /// Name.
    pub name: String,
    /// Value: mostly a string with the language's own notation.
    pub value: JsonView,
    /// It is used on the crashing line.
    pub on_line: bool,
}

/// A thread.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ThreadView {
    /// Id, as text.
    pub id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// It crashed.
    pub crashed: bool,
    /// It was the current one.
    pub current: bool,
    /// State word.
    pub state: Option<String>,
    /// Frames, oldest call first.
    pub frames: Vec<FrameView>,
}

/// A breadcrumb.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BreadcrumbView {
    /// ms.
    pub timestamp: Option<f64>,
    /// Type: `default`, `http`, `navigation`, `query`, `ui`, `error` …
    pub kind: String,
    /// Category: `ui.click`.
    pub category: Option<String>,
    /// Level.
    pub level: LevelView,
    /// Message.
    pub message: Option<String>,
    /// Data.
    pub data: Vec<Pair>,
}

/// The request.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RequestView {
    /// Method.
    pub method: Option<String>,
    /// URL without query and fragment.
    pub url: Option<String>,
    /// Query, decoded pairs.
    pub query: Vec<Pair>,
    /// Fragment.
    pub fragment: Option<String>,
    /// Headers.
    pub headers: Vec<Pair>,
    /// Cookies.
    pub cookies: Vec<Pair>,
    /// Environment of the server.
    pub env: Vec<Pair>,
    /// Body.
    pub data: Option<JsonView>,
}

/// A context.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ContextView {
    /// Its key: `runtime`.
    pub name: String,
    /// Its type: `runtime`.
    pub kind: String,
    /// One line: `CPython 3.12.1`; empty where there is none.
    pub summary: String,
    /// Its fields.
    pub fields: Vec<Pair>,
}

/// An attachment.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AttachmentView {
    /// Id for fetching it.
    pub id: String,
    /// A label, never a path.
    pub filename: String,
    /// Content type as the client said.
    pub content_type: Option<String>,
    /// Bytes.
    pub size: f64,
}

/// Something to know about the payload.
#[derive(Clone, Debug, Serialize, TS)]
pub struct NoteView {
    /// `repaired` or `secret`.
    pub kind: String,
    /// Where: `exception.values[0].value`.
    pub path: String,
    /// What: *a timestamp was text, read as 14:32:04.031*.
    pub text: String,
}

/// Why the event is in this issue.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GroupingView {
    /// `fingerprint`, `stack trace`, `exception`, `message` …
    pub method: String,
    /// The values that were hashed, in order.
    pub values: Vec<String>,
    /// Hashes, hex, primary first.
    pub hashes: Vec<String>,
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
    /// It can be taken back by `undo` with this id.
    pub undo: Option<String>,
    /// As for a page.
    pub position: String,
}

/// The stored payload of an event, as text.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RawView {
    /// JSON as it came, bad bytes replaced.
    pub json: String,
    /// Bytes.
    pub size: f64,
}

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
