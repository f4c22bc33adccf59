//! From decoded bytes to what the writer takes: framing, one pass over each event, its group, its payload compressed.
//!
//! A pure function of its input but for the packer's memory; a panic in it costs nobody more than this one request.

use std::borrow::Cow;

use bytes::Bytes;
use crashtray_core::dsn::{Dsn, ProjectKey};
use crashtray_core::envelope::{self, Envelope, RawItem};
use crashtray_core::event::EventKind;
use crashtray_core::group::{GroupConfig, group};
use crashtray_core::id::EventId;
use crashtray_core::items::digest::digest;
use crashtray_core::items::{ItemKind, Place, is_too_large, settle_id};
use crashtray_core::json::{Reader, Shape};
use crashtray_core::text::cut;
use crashtray_core::time::Received;
use sha2::{Digest as _, Sha256};

use super::auth::Credentials;
use super::error::IngestError;
use super::submission::{Declared, Limits, Submission};
use crate::store::{Arrival, Content, Delivery, NewAttachment, Packed, Packer, Priority, Route, Rulebook, new_event};

/// The number of a project whose path names none: that of the DSN we print.
pub(super) const USUAL_NUMBER: &str = "1";

/// Characters of a label: the name of a file, a client. The header of the item, or of the envelope, has the rest.
const LABEL_LENGTH: usize = 255;

/// What reading needs beside the request.
pub(super) struct Reading<'a> {
    /// Who sent it, and how.
    pub(super) submission: &'a Submission,
    /// How much is taken.
    pub(super) limits: &'a Limits,
    /// For grouping: what holds for all.
    pub(super) grouping: &'a GroupConfig,
    /// And what the user says of projects.
    pub(super) rulebook: &'a Rulebook,
    /// 16 random bytes, from which fresh ids are made.
    pub(super) seed: [u8; 16],
}

/// What was read, and what the answer needs of it.
#[derive(Debug)]
pub(super) struct Read {
    /// For the writer.
    pub(super) delivery: Delivery,
    /// The id in the envelope's header, or the one that a crash without an envelope is given.
    pub(super) header_id: Option<EventId>,
    /// What the sender wants to have back.
    pub(super) echo: Option<Bytes>,
}

impl Reading<'_> {
    /// Reads what was decoded.
    ///
    /// # Errors
    /// Nothing can be made of it, or it names no project.
    pub(super) fn read(&self, decoded: Bytes, packer: &mut Packer) -> Result<Read, IngestError> {
        if decoded.is_empty() && self.submission.route != Route::CheckIn {
            return Err(IngestError::Empty);
        }
        match self.submission.route {
            Route::Envelope | Route::Stream | Route::Tunnel => self.envelope(self.parse(decoded)?, packer),
            Route::Store => match self.stored_envelope(&decoded) {
                Some(envelope) => self.envelope(envelope, packer),
                None => self.stored_event(decoded, packer),
            },
            Route::Security
            | Route::Nel
            | Route::Minidump
            | Route::Unreal
            | Route::Attachments
            | Route::CheckIn
            | Route::OtlpLogs
            | Route::OtlpTraces
            | Route::OtlpMetrics
            | Route::Feedback => self.bare(decoded, packer),
        }
    }

    /// What a panic left of a request: its bytes, with a note.
    pub(super) fn rescue(&self, bytes: &[u8], panic: &str, packer: &mut Packer) -> Read {
        let reason = format!("reading it failed: {panic}");
        let item = Arrival {
            header: Bytes::new(),
            kind: ItemKind::Unknown(String::new()),
            received: self.received(0, None, None),
            payload: packer.pack(bytes),
            content: Content::Malformed(reason),
        };
        let nobody = || Credentials { key: "unknown".to_owned(), client: None };
        let found = self.submission.keys.find().unwrap_or_else(nobody);
        let number = self.submission.number.clone().unwrap_or_else(|| USUAL_NUMBER.to_owned());
        let project = self.project(None, Some(&found)).unwrap_or(ProjectKey { key: found.key.clone(), number });
        Read { delivery: self.delivery(project, Bytes::new(), 0, vec![item]), header_id: None, echo: None }
    }

    fn parse(&self, bytes: Bytes) -> Result<Envelope, IngestError> {
        envelope::parse(bytes, &self.framing()).map_err(IngestError::NotAnEnvelope)
    }

    fn framing(&self) -> envelope::Limits {
        envelope::Limits { items: self.limits.items, item_bytes: self.limits.event }
    }

    fn envelope(&self, envelope: Envelope, packer: &mut Packer) -> Result<Read, IngestError> {
        let found = self.submission.keys.find();
        let project = self.project(envelope.header.dsn.as_deref(), found.as_ref())?;
        let config = self.config(&project);
        let client = found.and_then(|found| found.client).or_else(|| sdk_client(&envelope));
        let header_id = envelope.header.event_id;
        let mut owner = header_id;
        let mut place = Place::First;
        let mut items: Vec<Arrival> = Vec::with_capacity(envelope.items.len());
        for (index, item) in envelope.items.iter().enumerate() {
            let received = self.received(index, header_id, client.as_deref());
            let arrival = self.item(item, received, &config, (place, envelope.damage.as_ref()), packer);
            if arrival.kind.is_event_like() {
                place = Place::Further;
            }
            if let (Content::Event(event), None) = (&arrival.content, owner) {
                owner = Some(event.id);
            }
            items.push(arrival);
        }
        // Attachments and their like belong to the envelope's event, also where only its payload names it.
        for item in items.iter_mut().filter(|item| !item.kind.is_event_like()) {
            item.received.header_id = owner;
        }
        let delivery = self.delivery(project, envelope.header.bytes, envelope.missing_line_feeds, items);
        Ok(Read { delivery, header_id, echo: None })
    }

    pub(super) fn item(
        &self,
        item: &RawItem,
        received: Received,
        config: &GroupConfig,
        (place, damage): (Place, Option<&envelope::Damage>),
        packer: &mut Packer,
    ) -> Arrival {
        let kind = ItemKind::parse(&item.kind);
        let mut payload: &[u8] = &item.payload;
        let content = if let (true, Some(damage)) = (item.header.is_empty(), damage) {
            Content::Malformed(damage.reason.clone())
        } else if is_too_large(item, &self.framing()) {
            payload = &[];
            Content::TooLarge
        } else if kind.is_event_like() {
            event(&kind, payload, &received, config, place)
        } else if kind == ItemKind::Attachment {
            Content::Attachment(attachment(item))
        } else {
            Content::Opaque
        };
        let payload = pack(packer, &kind, &content, payload);
        Arrival { header: item.header.clone(), kind, received, payload, content }
    }

    /// By what events of a project are grouped. What comes from the web names no folder of this disk.
    pub(super) fn config(&self, project: &ProjectKey) -> Cow<'_, GroupConfig> {
        match self.submission.origin.web() {
            Some(_) => Cow::Owned(self.rulebook.config(&GroupConfig::default(), project).into_owned()),
            None => self.rulebook.config(self.grouping, project),
        }
    }

    /// Old Python clients post envelopes of sessions to `/store/`.
    fn stored_envelope(&self, bytes: &Bytes) -> Option<Envelope> {
        let is_declared = self.submission.declared == Declared::Envelope;
        if !is_declared && !bytes.trim_ascii_end().contains(&b'\n') {
            return None;
        }
        let envelope = envelope::parse(bytes.clone(), &self.framing()).ok()?;
        let is_whole = !envelope.items.is_empty() && envelope.damage.is_none();
        (is_declared || is_whole).then_some(envelope)
    }

    /// One event, without an envelope around it.
    fn stored_event(&self, json: Bytes, packer: &mut Packer) -> Result<Read, IngestError> {
        let found = self.submission.keys.find();
        let project = self.project(None, found.as_ref())?;
        let received = self.received(0, None, found.and_then(|found| found.client).as_deref());
        let item =
            RawItem { header: Bytes::new(), kind: stored_kind(&json).into(), payload: json, ..RawItem::default() };
        let config = self.config(&project);
        let arrival = self.item(&item, received, &config, (Place::First, None), packer);
        if matches!(arrival.content, Content::Malformed(_)) {
            return Err(IngestError::NotAnEvent);
        }
        Ok(Read { delivery: self.delivery(project, Bytes::new(), 0, vec![arrival]), header_id: None, echo: None })
    }

    pub(super) fn delivery(
        &self,
        project: ProjectKey,
        header: Bytes,
        missing_line_feeds: u8,
        items: Vec<Arrival>,
    ) -> Delivery {
        Delivery {
            project,
            run: self.submission.run.clone(),
            route: self.submission.route,
            at: self.submission.at,
            web_origin: self.submission.origin.web().map(str::to_owned),
            header,
            missing_line_feeds,
            priority: priority(&items),
            items,
        }
    }

    /// The project. What came by a stream goes to the run's or to Spotlight's, whatever keys it has, and through a tunnel to the
    /// DSN's in the envelope's header; else key and path name it, and the header of the envelope where the request has no key.
    pub(super) fn project(&self, dsn: Option<&str>, found: Option<&Credentials>) -> Result<ProjectKey, IngestError> {
        let submission = self.submission;
        if submission.route == Route::Stream {
            return Ok(match &submission.run {
                Some(run) => ProjectKey { key: run.project.clone(), number: USUAL_NUMBER.to_owned() },
                None => ProjectKey { key: "spotlight".to_owned(), number: "0".to_owned() },
            });
        }
        let usual = || USUAL_NUMBER.to_owned();
        if let Some(found) = found.filter(|_| submission.route != Route::Tunnel) {
            return Ok(ProjectKey::new(&found.key, &submission.number.clone().unwrap_or_else(usual)));
        }
        let named = dsn.and_then(|dsn| Dsn::parse(dsn).ok()).ok_or(IngestError::NoKey)?.project;
        Ok(ProjectKey::new(&named.key, &submission.number.clone().unwrap_or(named.number)))
    }

    pub(super) fn received(&self, index: usize, header_id: Option<EventId>, client: Option<&str>) -> Received {
        let submission = self.submission;
        Received {
            at: submission.at,
            header_id,
            fresh_id: fresh_id(&self.seed, index),
            client: client.or(submission.user_agent.as_deref()).map(|client| cut(client, LABEL_LENGTH).to_owned()),
            peer: submission.peer.clone(),
            origin: submission.origin.named().map(|origin| cut(origin, LABEL_LENGTH).to_owned()),
        }
    }
}

fn event(kind: &ItemKind, payload: &[u8], received: &Received, config: &GroupConfig, place: Place) -> Content {
    let mut digest = digest(payload, received);
    if let Some(reason) = digest.malformed {
        return Content::Malformed(reason);
    }
    // The item's type says it also where the payload does not.
    if *kind == ItemKind::Transaction {
        digest.kind = EventKind::Transaction;
    } else if *kind == ItemKind::Feedback {
        digest.kind = EventKind::Feedback;
    }
    let grouping = group(&digest, config);
    Content::Event(Box::new(new_event(settle_id(received, digest.event_id, place), &digest, grouping)))
}

/// SHA-256 of the request's seed and the item's place, cut to 16 bytes.
pub(super) fn fresh_id(seed: &[u8; 16], index: usize) -> EventId {
    let hash = Sha256::new().chain_update(seed).chain_update((index as u64).to_le_bytes()).finalize();
    let mut id = [0; 16];
    id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    EventId(id)
}

fn sdk_client(envelope: &Envelope) -> Option<String> {
    envelope.header.sdk.as_ref().map(|(name, version)| format!("{name}/{version}"))
}

/// The item type that an event without an envelope would have had.
fn stored_kind(json: &[u8]) -> &'static str {
    let mut is_transaction = false;
    let mut reader = Reader::new(json);
    if reader.shape() == Shape::Object {
        reader.object(|key, value| match key {
            "type" => is_transaction = value.text().as_deref() == Some("transaction"),
            _ => value.skip(),
        });
    }
    if is_transaction { "transaction" } else { "event" }
}

/// The item's header has all of each; a list needs less.
fn attachment(item: &RawItem) -> NewAttachment {
    let label = |text: &Option<String>| text.as_deref().map(|text| cut(text, LABEL_LENGTH).to_owned());
    NewAttachment {
        filename: label(&item.filename).unwrap_or_else(|| "attachment".to_owned()),
        content_type: label(&item.content_type),
        attachment_type: label(&item.attachment_type).unwrap_or_else(|| "event.attachment".to_owned()),
    }
}

/// The most important item decides.
fn priority(items: &[Arrival]) -> Priority {
    let first = items.iter().any(|item| match &item.kind {
        ItemKind::Event
        | ItemKind::Feedback
        | ItemKind::UserReport
        | ItemKind::Attachment
        | ItemKind::Session
        | ItemKind::Sessions
        | ItemKind::CheckIn
        | ItemKind::ClientReport
        | ItemKind::Security
        | ItemKind::RawSecurity
        | ItemKind::Nel
        | ItemKind::FormData
        | ItemKind::UnrealReport
        | ItemKind::Minidump
        | ItemKind::Unknown(_) => true,
        ItemKind::Transaction
        | ItemKind::Profile
        | ItemKind::ProfileChunk
        | ItemKind::ReplayEvent
        | ItemKind::ReplayRecording
        | ItemKind::ReplayVideo
        | ItemKind::Log
        | ItemKind::TraceMetric
        | ItemKind::Span
        | ItemKind::Statsd
        | ItemKind::MetricBuckets
        | ItemKind::OtlpLogs
        | ItemKind::OtlpMetrics
        | ItemKind::OtlpTraces => false,
    });
    if first { Priority::First } else { Priority::Second }
}

/// Events of one platform are alike, and so is most of what is JSON; files of the user are not.
fn pack(packer: &mut Packer, kind: &ItemKind, content: &Content, payload: &[u8]) -> Packed {
    match content {
        Content::Event(event) => packer.pack_alike((kind.name(), &event.platform), payload),
        Content::Opaque if is_json(kind) => packer.pack_alike((kind.name(), ""), payload),
        Content::Opaque | Content::Attachment(_) | Content::Malformed(_) | Content::TooLarge => packer.pack(payload),
    }
}

/// Neither the user's bytes nor what nobody knows.
fn is_json(kind: &ItemKind) -> bool {
    use ItemKind::{
        CheckIn, ClientReport, Log, Nel, Profile, ProfileChunk, ReplayEvent, Session, Sessions, Span, TraceMetric,
    };
    matches!(
        kind,
        CheckIn
            | ClientReport
            | Log
            | Nel
            | Profile
            | ProfileChunk
            | ReplayEvent
            | Session
            | Sessions
            | Span
            | TraceMetric
    )
}
