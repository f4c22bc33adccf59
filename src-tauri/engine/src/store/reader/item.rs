//! Items as they came, with what became of them; and whole envelopes again.

use crashtray_core::id::EventId;
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::Reader;
use super::event::bytes;
use crate::store::tables::item::{ItemLine, ItemRow};
use crate::store::tables::{code, envelope, event, item, outcome, project};
use crate::store::{Route, StoreError};

/// An item, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemEntry {
    /// For `after` and for its envelope: `envelope.n`.
    pub id: String,
    /// Receipt.
    pub at: Timestamp,
    /// Slug of its project.
    pub project: String,
    /// `type` of its header.
    pub kind: String,
    /// Word of its outcome.
    pub outcome: String,
    /// Why, where there is more to say.
    pub reason: Option<String>,
    /// Bytes as they came.
    pub size: u64,
    /// By which way.
    pub route: Route,
}

/// How often an outcome was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeEntry {
    /// Slug of the project.
    pub project: String,
    /// Item type.
    pub kind: String,
    /// Word of the outcome.
    pub outcome: String,
    /// Items.
    pub n: u64,
}

/// An envelope, as it came: what `envelope::write` needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEnvelope {
    /// Receipt.
    pub at: Timestamp,
    /// By which way.
    pub route: Route,
    /// Header, byte for byte.
    pub header: Vec<u8>,
    /// Line feeds that were missing at the end.
    pub missing_line_feeds: u8,
    /// Items that are kept, in order.
    pub items: Vec<StoredItem>,
}

/// An item, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// Its place in the envelope, from 0.
    pub n: usize,
    /// `type` of its header.
    pub kind: String,
    /// Header, byte for byte.
    pub header: Vec<u8>,
    /// Word of its outcome.
    pub outcome: String,
    /// Payload, byte for byte; `None`: it is not kept.
    pub payload: Option<Vec<u8>>,
}

impl Reader {
    /// Items, newest first. `after`: the id of the last one of the page before; `kind`: only of this type.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn items(&self, kind: Option<&str>, after: Option<&str>, limit: u32) -> Result<Vec<ItemEntry>, StoreError> {
        self.read(|db| {
            let before = after.and_then(place).unwrap_or((i64::MAX, i64::MAX));
            item::before(db, before, kind, limit)?.into_iter().map(|row| entry(db, row)).collect()
        })
    }

    /// Outcomes since a time (the hour of it), by project, item type and outcome.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn outcomes(&self, since: Timestamp) -> Result<Vec<OutcomeEntry>, StoreError> {
        self.read_settled(|db| {
            let counted = outcome::since(db, code::hour(since))?;
            let entry = |(project, kind, outcome, n)| OutcomeEntry { project, kind, outcome, n };
            Ok(counted.into_iter().map(entry).collect())
        })
    }

    /// The whole envelope that an event came in.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn envelope_of(&self, event: EventId) -> Result<Option<StoredEnvelope>, StoreError> {
        self.read(|db| {
            let Some(row) = event::by_id(db, event)? else { return Ok(None) };
            let Some(envelope) = envelope::get(db, row.envelope)? else { return Ok(None) };
            let items = item::of_envelope(db, row.envelope)?;
            Ok(Some(StoredEnvelope {
                at: envelope.received,
                route: envelope.route,
                header: envelope.header,
                missing_line_feeds: envelope.missing_line_feeds,
                items: items.into_iter().map(|row| stored(db, row)).collect::<Result<_, _>>()?,
            }))
        })
    }
}

fn place(after: &str) -> Option<(i64, i64)> {
    let (envelope, n) = after.split_once('.')?;
    Some((envelope.parse().ok()?, n.parse().ok()?))
}

fn entry(db: &Connection, row: ItemLine) -> Result<ItemEntry, StoreError> {
    let missing = || StoreError::Corrupt("an item has lost its envelope".to_owned());
    let (at, project, route) = envelope::label(db, row.envelope)?.ok_or_else(missing)?;
    Ok(ItemEntry {
        id: format!("{}.{}", row.envelope, row.n),
        at,
        project: project::slug(db, project)?,
        kind: row.kind,
        outcome: row.outcome,
        reason: row.reason,
        size: row.size as u64,
        route,
    })
}

fn stored(db: &Connection, row: ItemRow) -> Result<StoredItem, StoreError> {
    let payload = match row.payload {
        Some(id) => bytes(db, id)?,
        None => None,
    };
    Ok(StoredItem { n: row.n, kind: row.kind, header: row.header, outcome: row.outcome, payload })
}
