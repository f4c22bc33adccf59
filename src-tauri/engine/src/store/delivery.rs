//! What the endpoint hands to the writer: an envelope, read, grouped and compressed; and what it gets back.
//!
//! All work that needs no database is done before. The writer only decides what depends on what is in the file.

use bytes::Bytes;
use crashtray_core::dsn::ProjectKey;
use crashtray_core::event::{EventKind, Level};
use crashtray_core::group::Grouping;
use crashtray_core::id::EventId;
use crashtray_core::items::ItemKind;
use crashtray_core::outcome::Outcome;
use crashtray_core::time::{Received, Timestamp};

use super::dictionaries::Prepared;

/// An envelope on its way into the file.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Which project; made when it is first seen.
    pub project: ProjectKey,
    /// The run that it came from, if `crashtray run` started the program.
    pub run: Option<Run>,
    /// By which way it came.
    pub route: Route,
    /// Receipt.
    pub at: Timestamp,
    /// `Some`: it comes from this web origin (`decisions`: 5.2; `null` is one): silent, and it makes no project, until the origin is allowed.
    pub web_origin: Option<String>,
    /// The envelope's header as it came; empty for what came without an envelope.
    pub header: Bytes,
    /// See `Envelope::missing_line_feeds`.
    pub missing_line_feeds: u8,
    /// Items, in order.
    pub items: Vec<Arrival>,
    /// Which queue.
    pub priority: Priority,
}

/// One start of the program under development.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its id, as in `/run/<id>/stream`.
    pub id: String,
    /// Slug of the project that `run` names.
    pub project: String,
}

/// By which way a delivery came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/api/<project>/envelope/`.
    Envelope,
    /// `/api/<project>/store/`: one event without an envelope.
    Store,
    /// `/stream` and `/run/<id>/stream`.
    Stream,
    /// `/api/<project>/security/` and `…/csp-report/`: one report of a browser.
    Security,
    /// `/api/<project>/nel/`: network error reports.
    Nel,
    /// `/api/<project>/minidump/`.
    Minidump,
    /// `/api/<project>/unreal/<key>/`.
    Unreal,
    /// `/api/<project>/events/<event>/attachments/`.
    Attachments,
    /// `/api/<project>/cron/<monitor>/`.
    CheckIn,
    /// `…/v1/logs` of OpenTelemetry.
    OtlpLogs,
    /// `…/v1/traces` of OpenTelemetry.
    OtlpTraces,
    /// `…/v1/metrics` of OpenTelemetry.
    OtlpMetrics,
    /// Feedback without an envelope: the old interface, and the form of the dialog.
    Feedback,
    /// Any path that is no other route's: an envelope whose header names a DSN.
    Tunnel,
}

impl Route {
    /// The word under which it is listed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Envelope => "envelope",
            Self::Store => "store",
            Self::Stream => "stream",
            Self::Security => "security",
            Self::Nel => "nel",
            Self::Minidump => "minidump",
            Self::Unreal => "unreal",
            Self::Attachments => "attachments",
            Self::CheckIn => "cron",
            Self::OtlpLogs => "otlp logs",
            Self::OtlpTraces => "otlp traces",
            Self::OtlpMetrics => "otlp metrics",
            Self::Feedback => "feedback",
            Self::Tunnel => "tunnel",
        }
    }

    /// What comes that way is an envelope, or an event that could stand in one.
    pub fn brings_envelopes(self) -> bool {
        matches!(self, Self::Envelope | Self::Store | Self::Stream | Self::Tunnel)
    }
}

/// Which of the two queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Errors, feedback, check-ins, sessions.
    First,
    /// Logs, spans, metrics, replays, profiles.
    Second,
}

/// One item on its way into the file.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The item's header as it came; empty for what came without one.
    pub header: Bytes,
    /// What it is.
    pub kind: ItemKind,
    /// How it was received: ids, peer, origin; stored with it.
    pub received: Received,
    /// Payload, compressed.
    pub payload: Packed,
    /// What was read in it.
    pub content: Content,
}

/// A payload, compressed.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Row id of the zstd dictionary; 0: none.
    pub dictionary: i64,
    /// The dictionary, which is not removed while a payload that names it is on its way into the file.
    pub(super) _held: Option<Prepared>,
    /// zstd frame.
    pub bytes: Vec<u8>,
    /// Bytes before compression.
    pub size: usize,
    /// xxh3-128 of the bytes before compression: attachments are stored once, and a run's two copies are matched.
    pub hash: u128,
}

/// What was read in an item.
#[derive(Clone, Debug)]
pub enum Content {
    /// An event: error, message, transaction or feedback.
    Event(Box<NewEvent>),
    /// An attachment of the envelope's event.
    Attachment(NewAttachment),
    /// Kept as it is, nothing read yet.
    Opaque,
    /// It could not be read; why.
    Malformed(String),
    /// Past the size limit; the payload is empty.
    TooLarge,
}

/// An event, as far as the file has columns for it.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The id that counts.
    pub id: EventId,
    /// What it is. Only `Error`, `Default`, `Security` and `Nel` make issues.
    pub kind: EventKind,
    /// When it happened, as the client says.
    pub timestamp: Option<Timestamp>,
    /// Level.
    pub level: Level,
    /// Platform word.
    pub platform: String,
    /// Hashes, title, culprit, in-app decisions (stored with the event).
    pub grouping: Grouping,
    /// Message, for the search.
    pub message: Option<String>,
    /// Tags to be counted, derived ones too (`level`, `environment`, `release`, `browser`, `url` …). At most 100, values cut at 200 characters.
    pub tags: Vec<(String, String)>,
    /// `id:7`, `email:…`.
    pub user: Option<String>,
    /// Release.
    pub release: Option<String>,
    /// Environment.
    pub environment: Option<String>,
    /// Transaction.
    pub transaction: Option<String>,
    /// Trace id.
    pub trace_id: Option<String>,
    /// Whether it was handled.
    pub handled: Option<bool>,
    /// It belongs to a replay.
    pub has_replay: bool,
    /// Name and version of the SDK.
    pub sdk: Option<(String, String)>,
    /// What had to be cleaned before it could be read.
    pub damage: Option<String>,
}

/// An attachment.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// A label, never a path.
    pub filename: String,
    /// As the client said.
    pub content_type: Option<String>,
    /// `event.attachment` …
    pub attachment_type: String,
}

/// What became of a delivery: one outcome per item, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// As long as the delivery's items.
    pub outcomes: Vec<Outcome>,
    /// Id of the event-like item, for the answer.
    pub event_id: Option<EventId>,
    /// Slug of the project it went to.
    pub project: String,
}
