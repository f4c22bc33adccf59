//! What grouping, titles and lists need of an event, borrowed from the payload. Made for every event before the answer.
//!
//! Not here: breadcrumbs, request, variables and whatever only a reader of the whole event wants (see `normalize`).

mod context;
mod exception;
mod message;
mod read;
mod request;
mod stacktrace;
#[cfg(test)]
mod tests;

pub use read::digest;
pub(crate) use read::{default_level, sdk_of_client};

use std::borrow::Cow;

pub use crate::event::security::Summary as SecurityDigest;
use crate::event::{EventKind, Level};
use crate::id::EventId;
use crate::time::Timestamp;

/// What is known of an event before it is stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Digest<'a> {
    /// The id that the payload names, where it is a good one. Which id counts is settled by `settle_id`.
    pub event_id: Option<EventId>,
    /// The id as written, where it is a bad one.
    pub bad_event_id: Option<Cow<'a, str>>,
    /// What it is.
    pub kind: EventKind,
    /// When it happened, as the client says.
    pub timestamp: Option<Timestamp>,
    /// Level.
    pub level: Level,
    /// `python`, `javascript` …; `other` where there is none.
    pub platform: Cow<'a, str>,
    /// Logger.
    pub logger: Option<Cow<'a, str>>,
    /// Machine.
    pub server_name: Option<Cow<'a, str>>,
    /// Transaction.
    pub transaction: Option<Cow<'a, str>>,
    /// Release.
    pub release: Option<Cow<'a, str>>,
    /// Distribution.
    pub dist: Option<Cow<'a, str>>,
    /// Environment.
    pub environment: Option<Cow<'a, str>>,
    /// The text of the message.
    pub message: Option<Cow<'a, str>>,
    /// The unfilled template, where it differs.
    pub message_template: Option<Cow<'a, str>>,
    /// Root cause first.
    pub exceptions: Vec<ExceptionDigest<'a>>,
    /// Threads that have a stack trace.
    pub threads: Vec<ThreadDigest<'a>>,
    /// Legacy: a stack trace that belongs to no exception.
    pub frames: Vec<FrameDigest<'a>>,
    /// Tags; of a repeated key the first.
    pub tags: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Fingerprint as the client sent it; empty: default.
    pub fingerprint: Vec<Cow<'a, str>>,
    /// Legacy override of grouping.
    pub checksum: Option<Cow<'a, str>>,
    /// Who is affected: `id:7`, `username:ann`, `email:…`, `ip:…` (the first that is there).
    pub user: Option<String>,
    /// `contexts.trace.trace_id`.
    pub trace_id: Option<Cow<'a, str>>,
    /// `contexts.trace.span_id`.
    pub span_id: Option<Cow<'a, str>>,
    /// `contexts.replay.replay_id` or tag `replayId`.
    pub replay_id: Option<Cow<'a, str>>,
    /// Names for tags that are derived and not stored in the payload's `tags`: `browser`, `os`, `runtime`, `device`.
    pub derived: Vec<(&'static str, String)>,
    /// `request.url`, without query.
    pub url: Option<Cow<'a, str>>,
    /// Name and version of the SDK.
    pub sdk: Option<(Cow<'a, str>, Cow<'a, str>)>,
    /// Title of a browser's report (protocol notes, 4.2), and what its grouping hashes.
    pub security: Option<SecurityDigest>,
    /// Legacy template: file name and line.
    pub template: Option<(Cow<'a, str>, Cow<'a, str>)>,
    /// `contexts.app.app_identifier`: `com.example.shop`.
    pub app_identifier: Option<Cow<'a, str>>,
    /// `contexts.nel.error_type`: `dns.unreachable`.
    pub network_error: Option<Cow<'a, str>>,
    /// `contexts.feedback.message`.
    pub feedback: Option<Cow<'a, str>>,
    /// Why the payload is no event: no JSON object, or one that breaks off. The fields hold what could be read.
    pub malformed: Option<String>,
    /// What had to be repaired in the values that were read.
    pub damage: Option<String>,
}

/// An exception, as far as grouping needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExceptionDigest<'a> {
    /// Type.
    pub kind: Option<Cow<'a, str>>,
    /// Value.
    pub value: Option<Cow<'a, str>>,
    /// Module of the type.
    pub module: Option<Cow<'a, str>>,
    /// `mechanism.type`.
    pub mechanism: Option<Cow<'a, str>>,
    /// `mechanism.handled`.
    pub handled: Option<bool>,
    /// `mechanism.synthetic`.
    pub synthetic: bool,
    /// `mechanism.exception_id`.
    pub exception_id: Option<u64>,
    /// `mechanism.parent_id`.
    pub parent_id: Option<u64>,
    /// `mechanism.is_exception_group`.
    pub is_group: bool,
    /// `mechanism.meta.ns_error`: domain and code.
    pub ns_error: Option<(Cow<'a, str>, String)>,
    /// Frames, oldest call first.
    pub frames: Vec<FrameDigest<'a>>,
}

impl ExceptionDigest<'_> {
    /// Nothing in it says that something went wrong.
    pub(crate) fn is_nothing(&self) -> bool {
        let texts = [&self.kind, &self.value, &self.module, &self.mechanism];
        texts.into_iter().all(Option::is_none) && self.frames.is_empty()
    }
}

/// A thread, as far as grouping needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThreadDigest<'a> {
    /// It crashed.
    pub crashed: bool,
    /// It reported the event.
    pub current: bool,
    /// Frames, oldest call first.
    pub frames: Vec<FrameDigest<'a>>,
}

/// A frame, as far as grouping needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameDigest<'a> {
    /// Function; `?` is none.
    pub function: Option<Cow<'a, str>>,
    /// Function before it was shortened.
    pub raw_function: Option<Cow<'a, str>>,
    /// Module.
    pub module: Option<Cow<'a, str>>,
    /// Native image.
    pub package: Option<Cow<'a, str>>,
    /// Short path.
    pub filename: Option<Cow<'a, str>>,
    /// Whole path or URL.
    pub abs_path: Option<Cow<'a, str>>,
    /// 1-based.
    pub lineno: Option<u64>,
    /// 1-based.
    pub colno: Option<u64>,
    /// Where it differs from the event's.
    pub platform: Option<Cow<'a, str>>,
    /// The line.
    pub context_line: Option<Cow<'a, str>>,
    /// As the SDK says; `None`: it does not say.
    pub in_app: Option<bool>,
    /// A source map was applied by the sender.
    pub mapped: bool,
}

impl Digest<'_> {
    /// Whether some exception was not handled: `Some(false)`; all were: `Some(true)`; nobody says: `None`.
    pub fn handled(&self) -> Option<bool> {
        let said: Vec<bool> = self.exceptions.iter().filter_map(|exception| exception.handled).collect();
        if said.is_empty() { None } else { Some(said.iter().all(|&handled| handled)) }
    }
}
