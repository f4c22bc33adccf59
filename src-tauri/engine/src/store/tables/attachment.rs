//! Attachments: labels of items that belong to an event. Equal bytes are kept once.

use crashtray_core::id::EventId;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "attachment",
    migrations: &[Migration {
        at: 2_026_112_107,
        older: Older::Refuses,
        sql: "CREATE TABLE attachment (
                id INTEGER PRIMARY KEY,
                envelope INTEGER NOT NULL,
                n INTEGER NOT NULL,
                -- Null where nothing said to which event it belongs. The event may come later.
                event_id BLOB,
                -- A label, never a path.
                filename TEXT NOT NULL,
                content_type TEXT,
                attachment_type TEXT NOT NULL,
                size INTEGER NOT NULL,
                -- xxh3-128 of the bytes.
                hash BLOB NOT NULL,
                payload INTEGER NOT NULL
              ) STRICT;
              CREATE INDEX attachment_event ON attachment (event_id) WHERE event_id IS NOT NULL;
              CREATE INDEX attachment_hash ON attachment (hash);",
    }],
};

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttachmentRow {
    pub(crate) id: i64,
    pub(crate) envelope: i64,
    pub(crate) n: usize,
    pub(crate) event_id: Option<EventId>,
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) attachment_type: String,
    pub(crate) size: usize,
    pub(crate) hash: u128,
    pub(crate) payload: i64,
}

const COLUMNS: &str = "id, envelope, n, event_id, filename, content_type, attachment_type, size, hash, payload";

fn row(row: &Row<'_>) -> rusqlite::Result<AttachmentRow> {
    Ok(AttachmentRow {
        id: row.get(0)?,
        envelope: row.get(1)?,
        n: row.get(2)?,
        event_id: row.get::<_, Option<[u8; 16]>>(3)?.map(EventId),
        filename: row.get(4)?,
        content_type: row.get(5)?,
        attachment_type: row.get(6)?,
        size: row.get(7)?,
        hash: u128::from_be_bytes(row.get(8)?),
        payload: row.get(9)?,
    })
}

/// Those of an event, in the order in which they came.
pub(crate) fn of_event(db: &Connection, event: EventId) -> rusqlite::Result<Vec<AttachmentRow>> {
    let sql = format!("SELECT {COLUMNS} FROM attachment WHERE event_id = ?1 ORDER BY id");
    db.prepare_cached(&sql)?.query_map([event.0], row)?.collect()
}

/// Whether an event has any.
pub(crate) fn any(db: &Connection, event: EventId) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM attachment WHERE event_id = ?1")?.exists([event.0])
}

/// Whether an event has this one already.
pub(crate) fn is_there(db: &Connection, event: EventId, filename: &str, hash: u128) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM attachment WHERE event_id = ?1 AND filename = ?2 AND hash = ?3")?.exists((
        event.0,
        filename,
        hash.to_be_bytes(),
    ))
}

/// The payload of any attachment with these bytes.
pub(crate) fn payload_of(db: &Connection, hash: u128, size: usize) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT payload FROM attachment WHERE hash = ?1 AND size = ?2")?
        .query_row((hash.to_be_bytes(), size), |row| row.get(0))
        .optional()
}

/// One attachment.
pub(crate) fn get(db: &Connection, id: i64) -> rusqlite::Result<Option<AttachmentRow>> {
    let sql = format!("SELECT {COLUMNS} FROM attachment WHERE id = ?1");
    db.prepare_cached(&sql)?.query_row([id], row).optional()
}

/// Those after one that came in an envelope up to `last`, in the order in which they came.
pub(crate) fn after(db: &Connection, id: i64, last: i64) -> rusqlite::Result<Vec<AttachmentRow>> {
    let sql = format!("SELECT {COLUMNS} FROM attachment WHERE id > ?1 ORDER BY id");
    let mut statement = db.prepare_cached(&sql)?;
    // Not in the statement: it would go on looking up to the newest.
    let is_within = |found: &rusqlite::Result<AttachmentRow>| found.as_ref().map_or(true, |row| row.envelope <= last);
    statement.query_map([id], row)?.take_while(is_within).collect()
}

/// Keeps an attachment; `id` is not looked at.
pub(crate) fn insert(db: &Connection, attachment: &AttachmentRow) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO attachment (envelope, n, event_id, filename, content_type, attachment_type, size, hash, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .insert((
        attachment.envelope,
        attachment.n,
        attachment.event_id.map(|id| id.0),
        &attachment.filename,
        &attachment.content_type,
        &attachment.attachment_type,
        attachment.size,
        attachment.hash.to_be_bytes(),
        attachment.payload,
    ))
}

/// Forgets an attachment. True: nobody else has its payload.
pub(crate) fn delete(db: &Connection, attachment: &AttachmentRow) -> rusqlite::Result<bool> {
    db.prepare_cached("DELETE FROM attachment WHERE id = ?1")?.execute([attachment.id])?;
    let shared = db
        .prepare_cached("SELECT 1 FROM attachment WHERE hash = ?1 AND payload = ?2")?
        .exists((attachment.hash.to_be_bytes(), attachment.payload))?;
    Ok(!shared)
}
