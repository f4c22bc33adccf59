//! One event, in full, as its panels need it.

use serde::Serialize;
use ts_rs::TS;

use super::{JsonView, LevelView};

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

/// The stored payload of an event, as text.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RawView {
    /// JSON as it came, bad bytes replaced.
    pub json: String,
    /// Bytes.
    pub size: f64,
}
