//! Framing: where the items of an envelope begin and end. What they contain is none of its business.
//!
//! Rules: `docs/protocol` of Relay as restated in the project's protocol notes, section 2; what is lenient is marked where it is.

mod parse;
#[cfg(test)]
mod tests;
mod write;

use bytes::Bytes;

pub use parse::parse;
pub use write::write;

use crate::id::EventId;

/// An envelope as it came, cut into items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Its header.
    pub header: Header,
    /// Its items, in order.
    pub items: Vec<RawItem>,
    /// What was wrong with the framing. Items before the damage are kept; the rest of the bytes is the last item.
    pub damage: Option<Damage>,
    /// How many of the line feeds that `write` would put at the end were missing: 0, 1 or 2.
    pub missing_line_feeds: u8,
}

/// The header of an envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The JSON as it came, without the line feed.
    pub bytes: Bytes,
    /// `event_id`, where it is a good one.
    pub event_id: Option<EventId>,
    /// `event_id` as it was written, where it is a bad one.
    pub bad_event_id: Option<String>,
    /// `dsn`: what tunnels rely on.
    pub dsn: Option<String>,
    /// `sdk.name` and `sdk.version`.
    pub sdk: Option<(String, String)>,
}

/// One item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawItem {
    /// The header's JSON as it came, without the line feed. Empty for the rest of a damaged envelope.
    pub header: Bytes,
    /// `type`. Empty for the rest of a damaged envelope.
    pub kind: String,
    /// `filename`, `content_type`, `attachment_type`, where they are strings.
    pub filename: Option<String>,
    /// See `filename`.
    pub content_type: Option<String>,
    /// See `filename`.
    pub attachment_type: Option<String>,
    /// The payload, byte for byte.
    pub payload: Bytes,
}

/// Where the framing broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Offset in bytes of the first byte that belongs to no good item, in the envelope as `write` puts it.
    pub at: usize,
    /// Why, as a fragment: `item header is not an object with a type`.
    pub reason: String,
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Items per envelope; what comes after is damage.
    pub items: usize,
    /// Bytes of an event-like item's payload; a larger one is not kept.
    pub item_bytes: usize,
}

/// Why nothing could be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// No bytes.
    #[error("the body is empty")]
    Empty,
    /// The first value is no JSON object, or something other than a line feed follows it.
    #[error("the envelope has no readable header: {0}")]
    Header(String),
}
