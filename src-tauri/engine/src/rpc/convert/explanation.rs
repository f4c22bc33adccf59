//! Why an event is where it is, as clients see it.

use crashtray_core::group::{
    Cause, Explanation, FingerprintBy, FrameExplanation, Origin, Row, RuleRef, RuleScope, Touch, TraceOf,
};
use crashtray_core::id::EventId;

use super::count;
use crate::rpc::view::{
    ExplanationView, FrameMarksView, HashView, RuleKindView, RuleView, TouchView, TraceView, ValueView,
};
use crate::store::StoredEvent;

/// Characters of a value. Hashed is all of it.
const SHOWN: usize = 2_000;

/// An explanation of the group of a stored event.
pub(in crate::rpc) fn explanation_view(stored: &StoredEvent, told: Explanation) -> ExplanationView {
    let now: Vec<[u8; 16]> = told.hashes.iter().map(|hash| hash.hash).collect();
    let then: Vec<[u8; 16]> = stored.hashes.iter().map(|hash| hash.hash).collect();
    let hash_view = |hash: crashtray_core::group::HashExplanation| HashView {
        variant: hash.variant.name().to_owned(),
        hash: EventId(hash.hash).to_string(),
        values: hash.rows.iter().map(value_view).collect(),
    };
    let trace_view = |trace: crashtray_core::group::TraceExplanation| TraceView {
        of: trace.of.in_words(),
        exception: of_exception(trace.of),
        frames: trace.frames.into_iter().map(frame_view).collect(),
    };
    ExplanationView {
        event_id: stored.id.to_string(),
        method: told.method.name().to_owned(),
        fingerprint: told.fingerprint.as_ref().map(FingerprintBy::in_words),
        fingerprint_rule: match told.fingerprint {
            Some(FingerprintBy::Rule(rule)) => Some(rule_view(RuleKindView::Fingerprint, rule)),
            Some(FingerprintBy::Client | FingerprintBy::BuiltIn) | None => None,
        },
        title_rule: told.title.map(|rule| rule_view(RuleKindView::Fingerprint, rule)),
        hashes: told.hashes.into_iter().map(hash_view).collect(),
        traces: told.traces.into_iter().map(trace_view).collect(),
        is_current: now == then,
    }
}

fn rule_view(kind: RuleKindView, rule: RuleRef) -> RuleView {
    let own = match rule.scope {
        RuleScope::All => false,
        RuleScope::Project => true,
    };
    RuleView { kind, own, line: rule.line, text: rule.text }
}

fn value_view(row: &Row) -> ValueView {
    let (exception, frame) = match row.origin {
        Origin::Type(idx) | Origin::Value(idx) | Origin::ErrorDomain(idx) | Origin::ErrorCode(idx) => {
            (Some(count(idx as u64)), None)
        }
        Origin::Frame(of, idx, _) => (of_exception(of), Some(count(idx as u64))),
        Origin::Checksum | Origin::Fingerprint(_) | Origin::Template | Origin::Report | Origin::Message => (None, None),
    };
    ValueView {
        origin: row.origin.in_words(),
        exception,
        frame,
        text: shown(&row.text),
        came_as: row.came_as.as_deref().map(shown),
        left_out: row.left_out.map(|why| why.in_words().to_owned()),
    }
}

fn of_exception(of: TraceOf) -> Option<u32> {
    match of {
        TraceOf::Exception(idx) => Some(count(idx as u64)),
        TraceOf::Thread | TraceOf::Event => None,
    }
}

fn frame_view(frame: FrameExplanation) -> FrameMarksView {
    FrameMarksView {
        function: frame.function.as_deref().map(shown),
        place: shown(&frame.place),
        said: frame.said,
        in_app: frame.in_app,
        grouped: frame.grouped,
        category: frame.category,
        touches: frame.touches.into_iter().map(touch_view).collect(),
    }
}

fn touch_view(touch: Touch) -> TouchView {
    let (by, actions) = (touch.cause.in_words(), touch.actions());
    let rule = match touch.cause {
        Cause::Rule(rule) => Some(rule_view(RuleKindView::Stack, rule)),
        Cause::Libraries | Cause::Root | Cause::BuiltIn(_) | Cause::Sdk => None,
    };
    TouchView { by, rule, actions }
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
