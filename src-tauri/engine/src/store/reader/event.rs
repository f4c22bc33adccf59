//! Events: one with its payload, or the list of those of an issue.

use crashtray_core::dsn::ProjectKey;
use crashtray_core::event::Level;
use crashtray_core::group::GroupHash;
use crashtray_core::id::{EventId, IssueId};
use crashtray_core::time::{Received, Timestamp};
use rusqlite::Connection;

use super::Reader;
use crate::store::StoreError;
use crate::store::pack::unpack;
use crate::store::tables::envelope::EnvelopeRow;
use crate::store::tables::event::EventRow;
use crate::store::tables::item::ItemRow;
use crate::store::tables::{self, attachment, code, envelope, issue, item, project, run};

/// Which event of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventAt {
    /// The newest that is kept.
    Latest,
    /// The oldest that is kept.
    First,
    /// The n-th of those that are kept, from 1, oldest first.
    Place(u64),
    /// This one.
    Id(EventId),
}

/// An event, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its id.
    pub id: EventId,
    /// Its issue; `None` for what makes none.
    pub issue: Option<IssueId>,
    /// Slug of its project.
    pub project: String,
    /// How it was received.
    pub received: Received,
    /// What the SDK sent, byte for byte.
    pub payload: Vec<u8>,
    /// Own code or not, for each frame of each exception, as it was decided when it came.
    pub in_app: Vec<Vec<bool>>,
    /// The hashes by which it came to its issue.
    pub hashes: Vec<GroupHash>,
    /// DSN of its project.
    pub key: ProjectKey,
    /// Where it stands among those of its issue.
    pub place: EventPlace,
    /// Its attachments.
    pub attachments: Vec<StoredAttachment>,
    /// Id of the run that it came from.
    pub run: Option<String>,
}

/// Place of an event among those of its issue that are kept, oldest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventPlace {
    /// From 1; 0 without an issue.
    pub index: u64,
    /// How many are kept.
    pub kept: u64,
    /// How many there ever were.
    pub total: u64,
    /// The oldest.
    pub first: Option<EventId>,
    /// The one before.
    pub previous: Option<EventId>,
    /// The one after.
    pub next: Option<EventId>,
    /// The newest.
    pub latest: Option<EventId>,
}

/// Label of an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAttachment {
    /// For fetching it.
    pub id: i64,
    /// A label, never a path.
    pub filename: String,
    /// As the client said.
    pub content_type: Option<String>,
    /// Bytes.
    pub size: u64,
}

/// An event, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventEntry {
    /// Its id.
    pub id: EventId,
    /// Receipt.
    pub received: Timestamp,
    /// When it happened, as the client says.
    pub timestamp: Option<Timestamp>,
    /// Level.
    pub level: Level,
    /// Platform word.
    pub platform: String,
    /// Whether it was handled.
    pub handled: Option<bool>,
    /// Release.
    pub release: Option<String>,
    /// Environment.
    pub environment: Option<String>,
    /// Transaction.
    pub transaction: Option<String>,
    /// `id:7`, `email:…`.
    pub user: Option<String>,
    /// Trace id.
    pub trace_id: Option<String>,
    /// It has attachments.
    pub has_attachment: bool,
}

/// A page of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventList {
    /// Newest first.
    pub rows: Vec<EventEntry>,
    /// For the next page; `None` at the end.
    pub next: Option<String>,
}

impl Reader {
    /// An event of an issue with its payload; `None`: there is none such, or it is of another issue.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn event(&self, issue: IssueId, at: EventAt) -> Result<Option<StoredEvent>, StoreError> {
        self.read_settled(|db| {
            if !is_there(db, issue)? {
                return Ok(None);
            }
            let row = match at {
                EventAt::Latest => tables::event::latest(db, issue)?,
                EventAt::First => tables::event::first(db, issue)?,
                EventAt::Place(0) => None,
                EventAt::Place(n) => tables::event::at_place(db, issue, n - 1)?,
                EventAt::Id(id) => tables::event::by_id(db, id)?.filter(|row| row.issue == Some(issue)),
            };
            row.map(|row| stored(db, row)).transpose()
        })
    }

    /// An event by its id alone: transactions and feedback too.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn event_by_id(&self, id: EventId) -> Result<Option<StoredEvent>, StoreError> {
        self.read(|db| tables::event::by_id(db, id)?.map(|row| stored(db, row)).transpose())
    }

    /// The issue of an event; `None`: there is no such event, it makes no issue, or that was deleted.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn find_event(&self, id: EventId) -> Result<Option<IssueId>, StoreError> {
        self.read(|db| {
            let issue = tables::event::by_id(db, id)?.and_then(|row| row.issue);
            Ok(match issue {
                Some(issue) if is_there(db, issue)? => Some(issue),
                Some(_) | None => None,
            })
        })
    }

    /// What the SDK sent for an event, byte for byte.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn payload(&self, id: EventId) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|db| match tables::event::by_id(db, id)? {
            Some(row) => payload(db, &row),
            None => Ok(None),
        })
    }

    /// Kept events of an issue, newest first. `after`: `next` of the page before.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn events(&self, issue: IssueId, after: Option<&str>, limit: u32) -> Result<EventList, StoreError> {
        self.read_settled(|db| {
            if !is_there(db, issue)? {
                return Ok(EventList { rows: Vec::new(), next: None });
            }
            let before = after.and_then(place_of).unwrap_or((i64::MAX, i64::MAX));
            let mut rows = tables::event::page(db, issue, before, limit.saturating_add(1))?;
            let has_more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let next = rows.last().filter(|_| has_more).map(|row| format!("{}.{}", row.received.as_micros(), row.id));
            Ok(EventList { rows: rows.into_iter().map(entry).collect(), next })
        })
    }
}

/// How an event was received: reading it again must see the same.
pub(super) fn received(db: &Connection, row: &EventRow) -> Result<Option<Received>, StoreError> {
    let (Some(envelope), Some(item)) = (envelope::get(db, row.envelope)?, item::get(db, row.envelope, row.n)?) else {
        return Ok(None);
    };
    Ok(Some(received_as(envelope, &item)))
}

/// How an item of an envelope was received.
pub(super) fn received_as(envelope: EnvelopeRow, item: &ItemRow) -> Received {
    Received {
        at: envelope.received,
        header_id: item.header_id,
        fresh_id: item.fresh_id,
        client: envelope.client,
        peer: envelope.peer,
        origin: envelope.origin,
    }
}

/// The payload of an event.
pub(super) fn payload(db: &Connection, row: &EventRow) -> Result<Option<Vec<u8>>, StoreError> {
    match item::get(db, row.envelope, row.n)?.and_then(|item| item.payload) {
        Some(id) => bytes(db, id),
        None => Ok(None),
    }
}

/// A payload.
pub(super) fn bytes(db: &Connection, payload: i64) -> Result<Option<Vec<u8>>, StoreError> {
    match tables::payload::get(db, payload)? {
        Some((dictionary, bytes, size)) => {
            unpack((dictionary, &bytes, size), |id| Ok(tables::dictionary::get(db, id)?)).map(Some)
        }
        None => Ok(None),
    }
}

fn is_there(db: &Connection, issue: IssueId) -> Result<bool, StoreError> {
    Ok(issue::get(db, issue)?.is_some_and(|issue| issue.deleted_at.is_none()))
}

fn place_of(after: &str) -> Option<(i64, i64)> {
    let (received, row) = after.split_once('.')?;
    Some((received.parse().ok()?, row.parse().ok()?))
}

fn stored(db: &Connection, row: EventRow) -> Result<StoredEvent, StoreError> {
    let missing = || StoreError::Corrupt(format!("event {} has lost its payload", row.event_id));
    let project = project::by_id(db, row.project)?.ok_or_else(missing)?;
    Ok(StoredEvent {
        id: row.event_id,
        issue: row.issue,
        project: project.slug,
        key: project.key,
        received: received(db, &row)?.ok_or_else(missing)?,
        payload: payload(db, &row)?.ok_or_else(missing)?,
        place: match row.issue {
            Some(issue) => place(db, issue, &row)?,
            None => EventPlace::default(),
        },
        attachments: attachment::of_event(db, row.event_id)?.into_iter().map(label).collect(),
        run: match row.run {
            Some(id) => run::name(db, id)?,
            None => None,
        },
        in_app: row.in_app,
        hashes: row.hashes,
    })
}

fn place(db: &Connection, id: IssueId, row: &EventRow) -> Result<EventPlace, StoreError> {
    let (kept, total) =
        issue::get(db, id)?.map_or((0, 0), |issue| (code::count(issue.kept), code::count(issue.events)));
    Ok(EventPlace {
        index: tables::event::n_before(db, id, row)? + 1,
        kept,
        total,
        first: tables::event::first(db, id)?.map(|row| row.event_id),
        previous: tables::event::previous(db, id, row)?,
        next: tables::event::next(db, id, row)?,
        latest: tables::event::latest(db, id)?.map(|row| row.event_id),
    })
}

pub(super) fn label(row: attachment::AttachmentRow) -> StoredAttachment {
    StoredAttachment { id: row.id, filename: row.filename, content_type: row.content_type, size: row.size as u64 }
}

fn entry(row: EventRow) -> EventEntry {
    EventEntry {
        id: row.event_id,
        received: row.received,
        timestamp: row.timestamp,
        level: row.level,
        platform: row.platform,
        handled: row.handled,
        release: row.release,
        environment: row.environment,
        transaction: row.transaction,
        user: row.user,
        trace_id: row.trace_id,
        has_attachment: row.has_attachment,
    }
}
