//! A delivery comes into the file: what is new is kept, what is known is recognised, every item gets its outcome.

use crashtray_core::change::{Cause, Change};
use crashtray_core::event::{EventKind, Level};
use crashtray_core::id::EventId;
use crashtray_core::items::ItemKind;
use crashtray_core::outcome::Outcome;
use twox_hash::XxHash3_128;

use super::Tx;
use super::issue::Effect;
use super::projects::Place;
use crate::store::tables::attachment::AttachmentRow;
use crate::store::tables::envelope::EnvelopeRow;
use crate::store::tables::event::{BY_DSN, BY_STREAM, EventRow};
use crate::store::tables::item::ItemRow;
use crate::store::tables::outbox::{Alert, AlertCause};
use crate::store::tables::{attachment, envelope, event, item, outbox, payload, run, twin};
use crate::store::{Arrival, Content, Delivery, NewAttachment, NewEvent, Receipt, Route, StoreError};

/// A delivery on its way in.
struct Course<'d> {
    delivery: &'d Delivery,
    place: Place,
    envelope: i64,
    /// `BY_DSN` or `BY_STREAM`.
    via: i64,
    /// The whole delivery came by the other way before.
    is_twin: bool,
    /// The event that attachments belong to.
    event_id: Option<EventId>,
    /// What became of that event.
    event_outcome: Option<Outcome>,
}

impl Tx<'_> {
    /// Takes a delivery in.
    pub(super) fn ingest(&mut self, delivery: &Delivery) -> Result<Receipt, StoreError> {
        let place = self.place(delivery)?;
        let via = if delivery.route == Route::Stream { BY_STREAM } else { BY_DSN };
        let mut course = Course {
            envelope: self.keep_envelope(delivery, &place)?,
            delivery,
            place,
            via,
            is_twin: self.is_twin(delivery, via)?,
            event_id: event_id(delivery),
            event_outcome: None,
        };
        let mut outcomes = Vec::with_capacity(delivery.items.len());
        for (n, arrival) in delivery.items.iter().enumerate() {
            let outcome = self.take_in(&mut course, n, arrival)?;
            self.ledger.came_to(course.place.project, delivery.at, arrival.kind.counted(), outcome.name());
            outcomes.push(outcome);
        }
        Ok(Receipt { outcomes, event_id: first_event(delivery), project: course.place.slug })
    }

    fn keep_envelope(&self, delivery: &Delivery, place: &Place) -> Result<i64, StoreError> {
        let received = delivery.items.first().map(|item| &item.received);
        let row = EnvelopeRow {
            received: delivery.at,
            project: place.project,
            run: place.run,
            route: delivery.route,
            header: delivery.header.to_vec(),
            missing_line_feeds: delivery.missing_line_feeds,
            client: received.and_then(|received| received.client.clone()),
            peer: received.and_then(|received| received.peer.clone()),
            origin: received.and_then(|received| received.origin.clone()),
        };
        Ok(envelope::insert(self.db, &row)?)
    }

    /// Whether the same items without ids came by the other way within the last minute (`decisions`: 2.4).
    fn is_twin(&self, delivery: &Delivery, via: i64) -> Result<bool, StoreError> {
        let has_event = delivery.items.iter().any(|item| matches!(item.content, Content::Event(_)));
        if has_event || delivery.items.is_empty() {
            return Ok(false);
        }
        let hash = items_hash(delivery);
        let other = BY_DSN + BY_STREAM - via;
        if twin::take(self.db, hash, other, delivery.at)? {
            return Ok(true);
        }
        twin::put(self.db, hash, via, delivery.at)?;
        Ok(false)
    }

    fn take_in(&mut self, course: &mut Course<'_>, n: usize, arrival: &Arrival) -> Result<Outcome, StoreError> {
        let (outcome, payload) = match &arrival.content {
            _ if course.is_twin => (Outcome::Merged, None),
            Content::Event(event) => self.take_event(course, (n, arrival), event)?,
            Content::Attachment(attachment) => self.take_attachment(course, (n, arrival), attachment)?,
            Content::Opaque if course.event_outcome == Some(Outcome::Merged) => (Outcome::Merged, None),
            Content::Opaque => (opaque(&arrival.kind), Some(payload::insert(self.db, &arrival.payload)?)),
            Content::Malformed(reason) => {
                (Outcome::Malformed(reason.clone()), Some(payload::insert(self.db, &arrival.payload)?))
            }
            Content::TooLarge => (Outcome::TooLarge, None),
        };
        item::insert(self.db, &item_row(course.envelope, n, arrival, (&outcome, payload)))?;
        Ok(outcome)
    }

    fn take_event(
        &mut self,
        course: &mut Course<'_>,
        (n, arrival): (usize, &Arrival),
        event: &NewEvent,
    ) -> Result<(Outcome, Option<i64>), StoreError> {
        let outcome = match event::by_id(self.db, event.id)? {
            Some(known) => self.recognise(course, &known, event)?,
            None => Outcome::Stored,
        };
        if course.event_id == Some(event.id) && course.event_outcome.is_none() {
            course.event_outcome = Some(outcome.clone());
        }
        match outcome {
            Outcome::Stored => {
                let payload = payload::insert(self.db, &arrival.payload)?;
                self.keep_event(course, n, event)?;
                Ok((outcome, Some(payload)))
            }
            known => Ok((known, None)),
        }
    }

    /// An event whose id is known: a copy by the other way, or a duplicate.
    fn recognise(&mut self, course: &Course<'_>, known: &EventRow, event: &NewEvent) -> Result<Outcome, StoreError> {
        if course.place.is_silent || known.via & course.via != 0 {
            return Ok(Outcome::Duplicate);
        }
        event::set_merged(self.db, known.id, course.place.run)?;
        let is_new_to_run = known.run.is_none() && course.place.run.is_some();
        if let (true, Some(issue)) = (is_new_to_run, known.issue) {
            let project = known.project;
            self.tell(Change::Issue { issue, project, cause: Cause::State, event: Some(known.event_id) });
        }
        if course.via == BY_DSN {
            if let Some(id) = known.run {
                run::set_project(self.db, id, course.place.project)?;
            }
            // The rules of the DSN's project count; the stream's copy was grouped by those of the run's.
            if known.project != course.place.project || known.hashes != event.grouping.hashes {
                self.shift(known, course.place.project, event)?;
            }
        }
        Ok(Outcome::Merged)
    }

    fn keep_event(&mut self, course: &Course<'_>, n: usize, event: &NewEvent) -> Result<(), StoreError> {
        let at = course.delivery.at;
        let project = course.place.project;
        self.ledger.saw(project, event, at);
        let happened = match makes_issue(event.kind) {
            true => Some(self.happen(project, event, at)?),
            false => None,
        };
        let mut row = event_row(course, n, event);
        row.issue = happened.map(|(issue, _)| issue);
        row.has_attachment |= attachment::any(self.db, event.id)?;
        row.id = event::insert(self.db, &row)?;
        if let Some((issue, effect)) = happened {
            self.call_after(issue, event, &row)?;
            self.tell(Change::Issue { issue, project, cause: cause(effect), event: Some(event.id) });
            if !course.place.is_silent {
                self.alert(&row, event, effect)?;
            }
        }
        Ok(())
    }

    /// New and regressed issues of level `error` or worse are told to people, in the event's own transaction.
    fn alert(&self, row: &EventRow, event: &NewEvent, effect: Effect) -> Result<(), StoreError> {
        let cause = match effect {
            Effect::New => AlertCause::New,
            Effect::Regressed => AlertCause::Regressed,
            Effect::Another => return Ok(()),
        };
        if event.level < Level::Error {
            return Ok(());
        }
        let grouping = &event.grouping;
        let title = (grouping.kind.as_str(), grouping.value.as_str(), grouping.culprit.as_str());
        let alert = Alert { at: row.received, cause, event_id: event.id, level: event.level, title };
        Ok(outbox::insert(self.db, &alert)?)
    }

    fn take_attachment(
        &mut self,
        course: &Course<'_>,
        (n, arrival): (usize, &Arrival),
        attachment: &NewAttachment,
    ) -> Result<(Outcome, Option<i64>), StoreError> {
        let packed = &arrival.payload;
        if let Some(event) = course.event_id
            && attachment::is_there(self.db, event, &attachment.filename, packed.hash)?
        {
            let is_copy = course.event_outcome == Some(Outcome::Merged);
            return Ok((if is_copy { Outcome::Merged } else { Outcome::Duplicate }, None));
        }
        let payload = match attachment::payload_of(self.db, packed.hash, packed.size)? {
            Some(payload) => payload,
            None => payload::insert(self.db, packed)?,
        };
        let row = AttachmentRow {
            id: 0,
            envelope: course.envelope,
            n,
            event_id: course.event_id,
            filename: attachment.filename.clone(),
            content_type: attachment.content_type.clone(),
            attachment_type: attachment.attachment_type.clone(),
            size: packed.size,
            hash: packed.hash,
            payload,
        };
        attachment::insert(self.db, &row)?;
        if let Some(event) = course.event_id {
            self.attach(event)?;
        }
        Ok((Outcome::Stored, Some(payload)))
    }
}

/// The same delivery, all of it as bytes that could not be read: for one at whose content the store itself failed.
pub(super) fn as_raw(delivery: &Delivery, error: &StoreError) -> Delivery {
    let mut raw = delivery.clone();
    for item in &mut raw.items {
        item.content = match &item.content {
            Content::TooLarge => Content::TooLarge,
            Content::Event(_) | Content::Attachment(_) | Content::Opaque | Content::Malformed(_) => {
                Content::Malformed(error.to_string())
            }
        };
    }
    raw
}

/// Only these make issues; transactions and feedback are events without.
pub(super) fn makes_issue(kind: EventKind) -> bool {
    match kind {
        EventKind::Error | EventKind::Default | EventKind::Security | EventKind::Nel => true,
        EventKind::Transaction | EventKind::Feedback => false,
    }
}

fn cause(effect: Effect) -> Cause {
    match effect {
        Effect::New => Cause::New,
        Effect::Regressed => Cause::Regressed,
        Effect::Another => Cause::Event,
    }
}

fn opaque(kind: &ItemKind) -> Outcome {
    if matches!(kind, ItemKind::Unknown(_)) { Outcome::Unknown } else { Outcome::Stored }
}

fn first_event(delivery: &Delivery) -> Option<EventId> {
    delivery.items.iter().find_map(|item| match &item.content {
        Content::Event(event) => Some(event.id),
        Content::Attachment(_) | Content::Opaque | Content::Malformed(_) | Content::TooLarge => None,
    })
}

/// The event that attachments belong to: that of the envelope, else the one that its header names.
fn event_id(delivery: &Delivery) -> Option<EventId> {
    first_event(delivery).or_else(|| delivery.items.iter().find_map(|item| item.received.header_id))
}

/// Over kinds and payloads, in order.
fn items_hash(delivery: &Delivery) -> u128 {
    let mut bytes = Vec::new();
    for item in &delivery.items {
        bytes.extend_from_slice(item.kind.name().as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&item.payload.hash.to_be_bytes());
    }
    XxHash3_128::oneshot(&bytes)
}

fn item_row(envelope: i64, n: usize, arrival: &Arrival, (outcome, payload): (&Outcome, Option<i64>)) -> ItemRow {
    ItemRow {
        envelope,
        n,
        kind: arrival.kind.name().to_owned(),
        header: arrival.header.to_vec(),
        payload,
        size: arrival.payload.size,
        outcome: outcome.name().to_owned(),
        reason: outcome.reason().map(str::to_owned),
        header_id: arrival.received.header_id,
        fresh_id: arrival.received.fresh_id,
    }
}

fn event_row(course: &Course<'_>, n: usize, event: &NewEvent) -> EventRow {
    EventRow {
        id: 0,
        event_id: event.id,
        envelope: course.envelope,
        n,
        project: course.place.project,
        issue: None,
        run: course.place.run,
        via: course.via,
        kind: event.kind,
        received: course.delivery.at,
        timestamp: event.timestamp,
        level: event.level,
        platform: event.platform.clone(),
        handled: event.handled,
        has_replay: event.has_replay,
        has_attachment: course.delivery.items.iter().any(|item| matches!(item.content, Content::Attachment(_))),
        release: event.release.clone(),
        environment: event.environment.clone(),
        transaction: event.transaction.clone(),
        user: event.user.clone(),
        trace_id: event.trace_id.clone(),
        hashes: event.grouping.hashes.clone(),
        in_app: event.grouping.in_app.clone(),
    }
}
