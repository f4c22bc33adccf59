//! Our model of an error: owned, whole, made when somebody reads. The hot path never builds one.

pub(crate) mod agent;
pub(crate) mod exception;
pub(crate) mod frame;
pub(crate) mod kind;
mod level;
pub(crate) mod message;
pub(crate) mod moment;
mod own_post;
pub mod security;
pub(crate) mod tags;
pub(crate) mod text;
pub(crate) mod user;

pub use level::{LEVELS, Level};

use crate::id::EventId;
use crate::json::Json;
use crate::time::Timestamp;

/// One occurrence, in full. Everything that is not understood is in `other`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Id; `None` only before it was settled.
    pub event_id: Option<EventId>,
    /// What it is.
    pub kind: EventKind,
    /// When it happened, as the client says.
    pub timestamp: Option<Timestamp>,
    /// When it began (transactions).
    pub start_timestamp: Option<Timestamp>,
    /// Level.
    pub level: Level,
    /// `python`, `javascript` …; `other` where there is none.
    pub platform: String,
    /// Logger.
    pub logger: Option<String>,
    /// Machine.
    pub server_name: Option<String>,
    /// Transaction.
    pub transaction: Option<String>,
    /// Release.
    pub release: Option<String>,
    /// Distribution.
    pub dist: Option<String>,
    /// Environment.
    pub environment: Option<String>,
    /// Message.
    pub message: Option<Message>,
    /// Root cause first; the one raised last is the last.
    pub exceptions: Vec<Exception>,
    /// Threads.
    pub threads: Vec<Thread>,
    /// Legacy: a stack trace that belongs to no exception.
    pub stacktrace: Option<Stacktrace>,
    /// Oldest first.
    pub breadcrumbs: Vec<Breadcrumb>,
    /// The request that was served.
    pub request: Option<Request>,
    /// The user; fields in the order id, username, email, ip_address, name, the rest as they came.
    pub user: Vec<(String, Json)>,
    /// Contexts, by key.
    pub contexts: Vec<Context>,
    /// Tags; of a repeated key the first.
    pub tags: Vec<(String, String)>,
    /// Extra data.
    pub extra: Vec<(String, Json)>,
    /// Modules and their versions.
    pub modules: Vec<(String, String)>,
    /// Name and version of the SDK.
    pub sdk: Option<Sdk>,
    /// Fingerprint as the client sent it; empty: default.
    pub fingerprint: Vec<String>,
    /// Legacy override of grouping.
    pub checksum: Option<String>,
    /// A report of a browser: CSP and its like, raw, with its kind.
    pub security: Option<(String, Json)>,
    /// Legacy template interface, raw.
    pub template: Option<Json>,
    /// Spans, measurements, debug_meta, errors, _meta and whatever else came, raw, in order.
    pub other: Vec<(String, Json)>,
}

/// What an event is (protocol notes, 3.11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// It has an exception.
    Error,
    /// A message.
    #[default]
    Default,
    /// A transaction.
    Transaction,
    /// User feedback.
    Feedback,
    /// A report of a browser: csp, hpkp, expect-ct, expect-staple.
    Security,
    /// A network error report.
    Nel,
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// The unfilled template, where it differs from the text.
    pub template: Option<String>,
    /// The text.
    pub formatted: String,
    /// Parameters.
    pub params: Option<Json>,
}

/// An exception of the chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exception {
    /// Type.
    pub kind: Option<String>,
    /// Value; what is no string is compact JSON.
    pub value: Option<String>,
    /// Module of the type.
    pub module: Option<String>,
    /// Thread it belongs to.
    pub thread_id: Option<String>,
    /// How it was caught.
    pub mechanism: Option<Mechanism>,
    /// Stack trace.
    pub stacktrace: Option<Stacktrace>,
    /// What else came.
    pub other: Vec<(String, Json)>,
}

/// How an exception was caught.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mechanism {
    /// `generic`, `excepthook`, `onerror`, `chained` …
    pub kind: String,
    /// False: no handler caught it.
    pub handled: Option<bool>,
    /// Type and value are technical.
    pub synthetic: Option<bool>,
    /// Place in the tree of a group.
    pub exception_id: Option<u64>,
    /// See `exception_id`.
    pub parent_id: Option<u64>,
    /// It is a group.
    pub is_exception_group: Option<bool>,
    /// How it hangs on its parent.
    pub source: Option<String>,
    /// Description, help_link, data, meta, the rest.
    pub other: Vec<(String, Json)>,
}

/// Frames, oldest call first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stacktrace {
    /// Frames; null ones are left out.
    pub frames: Vec<Frame>,
    /// Registers and the rest.
    pub other: Vec<(String, Json)>,
}

/// A frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Function; `?` is none.
    pub function: Option<String>,
    /// Function before it was shortened.
    pub raw_function: Option<String>,
    /// Module.
    pub module: Option<String>,
    /// Native image.
    pub package: Option<String>,
    /// Short path.
    pub filename: Option<String>,
    /// Whole path or URL.
    pub abs_path: Option<String>,
    /// 1-based.
    pub lineno: Option<u64>,
    /// 1-based.
    pub colno: Option<u64>,
    /// Where it differs from the event's.
    pub platform: Option<String>,
    /// Lines before, oldest first.
    pub pre_context: Vec<String>,
    /// The line.
    pub context_line: Option<String>,
    /// Lines after.
    pub post_context: Vec<String>,
    /// As the SDK says; `None`: it does not say.
    pub in_app: Option<bool>,
    /// Local variables.
    pub vars: Vec<(String, Json)>,
    /// Address, as it came.
    pub instruction_addr: Option<String>,
    /// What else came.
    pub other: Vec<(String, Json)>,
}

/// A thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// Id, as text.
    pub id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// It crashed.
    pub crashed: Option<bool>,
    /// It reported the event.
    pub current: Option<bool>,
    /// It is the main one.
    pub main: Option<bool>,
    /// State word.
    pub state: Option<String>,
    /// Stack trace.
    pub stacktrace: Option<Stacktrace>,
    /// What else came.
    pub other: Vec<(String, Json)>,
}

/// A breadcrumb.
#[derive(Clone, Debug, PartialEq)]
pub struct Breadcrumb {
    /// When.
    pub timestamp: Option<Timestamp>,
    /// `default`, `http`, `navigation`, `query` …
    pub kind: String,
    /// `ui.click`.
    pub category: Option<String>,
    /// Level.
    pub level: Level,
    /// Message.
    pub message: Option<String>,
    /// Data.
    pub data: Vec<(String, Json)>,
    /// What else came.
    pub other: Vec<(String, Json)>,
}

/// The request that was served.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Method.
    pub method: Option<String>,
    /// Without query and fragment.
    pub url: Option<String>,
    /// Query, decoded.
    pub query: Vec<(String, String)>,
    /// Fragment.
    pub fragment: Option<String>,
    /// Cookies.
    pub cookies: Vec<(String, String)>,
    /// Headers, names in Title-Case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub data: Option<Json>,
    /// Environment of the server.
    pub env: Vec<(String, Json)>,
    /// What else came.
    pub other: Vec<(String, Json)>,
}

/// A context.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Key.
    pub name: String,
    /// `type`, else the key.
    pub kind: String,
    /// Fields, without `type`. A value that is no object stands under the key `value`.
    pub fields: Vec<(String, Json)>,
}

/// The SDK.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sdk {
    /// `sentry.python`.
    pub name: String,
    /// `2.75.0`.
    pub version: String,
    /// Packages, integrations, features, settings, the rest.
    pub other: Vec<(String, Json)>,
}
