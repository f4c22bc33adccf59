//! What the items of an envelope contain, as far as the endpoint must know before it answers.

pub mod digest;
mod settle;

pub use settle::{Place, settle_id};

use crate::envelope::{Limits, RawItem};

/// Whether an event-like item is larger than allowed: it is not kept. Attachments and the rest are bounded by the request alone.
pub fn is_too_large(item: &RawItem, limits: &Limits) -> bool {
    item.payload.len() > limits.item_bytes && ItemKind::parse(&item.kind).is_event_like()
}

/// A type that nobody knows keeps so many characters of its word; the item's header has all of it.
const LONGEST: usize = 100;

/// The item types of the protocol (its section 2.1), and those of what comes without an envelope. An unknown one keeps its word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// An error or a message.
    Event,
    /// A transaction.
    Transaction,
    /// User feedback.
    Feedback,
    /// Older user feedback.
    UserReport,
    /// Bytes that belong to an event.
    Attachment,
    /// One session update.
    Session,
    /// Aggregated sessions.
    Sessions,
    /// What the SDK dropped.
    ClientReport,
    /// A check-in of a monitor.
    CheckIn,
    /// A profile of a transaction.
    Profile,
    /// A piece of a continuous profile.
    ProfileChunk,
    /// What a replay segment is about.
    ReplayEvent,
    /// What a replay segment shows.
    ReplayRecording,
    /// A mobile replay segment.
    ReplayVideo,
    /// Log records.
    Log,
    /// Metrics.
    TraceMetric,
    /// Spans.
    Span,
    /// Retired metrics, as text.
    Statsd,
    /// Retired metrics, as JSON.
    MetricBuckets,
    /// A browser's report, processed.
    Security,
    /// A browser's report, as it came.
    RawSecurity,
    /// Network error reports.
    Nel,
    /// Multipart fields.
    FormData,
    /// A crash of the Unreal engine.
    UnrealReport,
    /// A crash dump, alone or in a form.
    Minidump,
    /// Log records of OpenTelemetry.
    OtlpLogs,
    /// Metrics of OpenTelemetry.
    OtlpMetrics,
    /// Spans of OpenTelemetry.
    OtlpTraces,
    /// Anything else.
    Unknown(String),
}

impl ItemKind {
    /// Reads the `type` of an item header.
    pub fn parse(word: &str) -> Self {
        KINDS
            .iter()
            .find(|(name, _)| *name == word)
            .map_or_else(|| Self::Unknown(word.chars().take(LONGEST).collect()), |(_, kind)| kind.clone())
    }

    /// The word in the item header.
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown(word) => word,
            known => KINDS.iter().find(|(_, kind)| kind == known).map_or("", |(name, _)| name),
        }
    }

    /// The word under which it is counted. All unknown types are one: clients could invent any number.
    pub fn counted(&self) -> &str {
        if matches!(self, Self::Unknown(_)) { "unknown" } else { self.name() }
    }

    /// It is an event in the wider sense: it has an id that is unique in the file, and a payload that `digest` reads.
    pub fn is_event_like(&self) -> bool {
        matches!(self, Self::Event | Self::Transaction | Self::Feedback)
    }
}

/// Every known kind with its word.
const KINDS: [(&str, ItemKind); 28] = [
    ("attachment", ItemKind::Attachment),
    ("check_in", ItemKind::CheckIn),
    ("client_report", ItemKind::ClientReport),
    ("event", ItemKind::Event),
    ("feedback", ItemKind::Feedback),
    ("form_data", ItemKind::FormData),
    ("log", ItemKind::Log),
    ("metric_buckets", ItemKind::MetricBuckets),
    ("minidump", ItemKind::Minidump),
    ("nel", ItemKind::Nel),
    ("otlp_logs", ItemKind::OtlpLogs),
    ("otlp_metrics", ItemKind::OtlpMetrics),
    ("otlp_traces", ItemKind::OtlpTraces),
    ("profile", ItemKind::Profile),
    ("profile_chunk", ItemKind::ProfileChunk),
    ("raw_security", ItemKind::RawSecurity),
    ("replay_event", ItemKind::ReplayEvent),
    ("replay_recording", ItemKind::ReplayRecording),
    ("replay_video", ItemKind::ReplayVideo),
    ("security", ItemKind::Security),
    ("session", ItemKind::Session),
    ("sessions", ItemKind::Sessions),
    ("span", ItemKind::Span),
    ("statsd", ItemKind::Statsd),
    ("trace_metric", ItemKind::TraceMetric),
    ("transaction", ItemKind::Transaction),
    ("unreal_report", ItemKind::UnrealReport),
    ("user_report", ItemKind::UserReport),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_keeps_its_word_and_invented_ones_are_counted_together() {
        for (word, kind) in &KINDS {
            assert_eq!((&ItemKind::parse(word), kind.name(), kind.counted()), (kind, *word, *word));
        }
        let long = "é".repeat(200);
        for (word, kept) in [("new_thing", "new_thing"), ("", ""), ("Event", "Event"), (&long, &long[..200])] {
            let kind = ItemKind::parse(word);
            assert_eq!((kind.name(), kind.counted(), kind.is_event_like()), (kept, "unknown", false), "{word}");
        }
    }
}
