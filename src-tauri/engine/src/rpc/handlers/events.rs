//! One event, in full: read anew from the bytes that came.

use crashtray_core::group;
use crashtray_core::id::EventId;
use crashtray_core::items::digest;
use crashtray_core::normalize;

use crate::rpc::commands::{GetEvent, GetRaw};
use crate::rpc::convert::{EventParts, count, event_view};
use crate::rpc::view::{AttachmentView, EventPlace, EventView, GroupingView, RawView};
use crate::rpc::{Context, RpcError};
use crate::store::{EventAt, StoredEvent};

/// One event of an issue.
pub(in crate::rpc) fn get_event(context: &Context, input: &GetEvent) -> Result<EventView, RpcError> {
    let stored = stored_event(context, input)?;
    let grouping = grouping_view(context, &stored);
    let (event, notes) = normalize::event(&stored.payload, &stored.received);
    let parts = EventParts {
        event_id: stored.id.to_string(),
        issue: input.number,
        received: stored.received.at,
        grouping,
        attachments: attachments(&stored),
        place: place(&stored),
        in_app: stored.in_app,
    };
    // It may be 20 MiB, and what follows is as large once more.
    drop(stored.payload);
    Ok(event_view(event, notes, parts))
}

/// The first of the places asked for that is there.
pub(super) fn stored_event(context: &Context, input: &GetEvent) -> Result<StoredEvent, RpcError> {
    let issue = crashtray_core::id::IssueId(i64::from(input.number));
    for at in input.at.split(',') {
        if let Some(stored) = context.store.reader.event(issue, read_place(at)?)? {
            return Ok(stored);
        }
    }
    Err(missing(context, input)?)
}

/// Whether it is the issue that is not there, or only the event.
fn missing(context: &Context, input: &GetEvent) -> Result<RpcError, RpcError> {
    let number = crashtray_core::id::IssueId(i64::from(input.number));
    let issue = context.store.reader.entry(number, (context.clock)())?;
    Ok(if issue.is_some() { RpcError::no_event(&input.at) } else { RpcError::no_issue(input.number) })
}

/// The stored payload.
pub(in crate::rpc) fn get_raw(context: &Context, input: &GetRaw) -> Result<RawView, RpcError> {
    let missing = || RpcError::no_event(&input.event_id);
    let id = EventId::parse(input.event_id.as_bytes()).ok_or_else(missing)?;
    let payload = context.store.reader.payload(id)?.ok_or_else(missing)?;
    let json = String::from_utf8_lossy(&payload).into_owned();
    #[expect(clippy::cast_precision_loss, reason = "a payload is smaller than 2^53 bytes")]
    let size = payload.len() as f64;
    Ok(RawView { json, size })
}

fn read_place(at: &str) -> Result<EventAt, RpcError> {
    match at {
        "latest" => Ok(EventAt::Latest),
        "first" => Ok(EventAt::First),
        _ => {
            let place = at.parse().ok().filter(|_| at.len() < 12).map(EventAt::Place);
            place.or_else(|| EventId::parse(at.as_bytes()).map(EventAt::Id)).ok_or_else(|| RpcError::no_event(at))
        }
    }
}

fn grouping_view(context: &Context, stored: &StoredEvent) -> GroupingView {
    let base = group::GroupConfig::default();
    let config = context.store.reader.rulebook().config(&base, &stored.key);
    let digest = digest::digest(&stored.payload, &stored.received);
    let grouping = group::group(&digest, &config);
    GroupingView {
        method: grouping.method.name().to_owned(),
        values: group::explain(&digest, &config),
        hashes: grouping.hashes.iter().map(|hash| crashtray_core::id::EventId(hash.hash).to_string()).collect(),
    }
}

fn attachments(stored: &StoredEvent) -> Vec<AttachmentView> {
    #[expect(clippy::cast_precision_loss, reason = "an attachment is smaller than 2^53 bytes")]
    let view = |attachment: &crate::store::StoredAttachment| AttachmentView {
        id: attachment.id.to_string(),
        filename: attachment.filename.clone(),
        content_type: attachment.content_type.clone(),
        size: attachment.size as f64,
    };
    stored.attachments.iter().map(view).collect()
}

fn place(stored: &StoredEvent) -> EventPlace {
    let id = |id: Option<EventId>| id.map(|id| id.to_string());
    EventPlace {
        index: count(stored.place.index),
        kept: count(stored.place.kept),
        total: count(stored.place.total),
        first: id(stored.place.first),
        previous: id(stored.place.previous),
        next: id(stored.place.next),
        latest: id(stored.place.latest),
    }
}
