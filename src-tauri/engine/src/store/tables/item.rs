//! Items of envelopes, in order, with what became of them.

use crashtray_core::id::EventId;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "item",
    migrations: &[Migration {
        at: 2_026_112_106,
        older: Older::Refuses,
        sql: "CREATE TABLE item (
                envelope INTEGER NOT NULL REFERENCES envelope (id),
                -- Its place, from 0.
                n INTEGER NOT NULL,
                -- `type` of its header.
                kind TEXT NOT NULL,
                header BLOB NOT NULL,
                -- Null: not kept.
                payload INTEGER,
                -- Bytes of the payload as it came.
                size INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                reason TEXT,
                -- What the receipt gave this item: see `Received`.
                header_id BLOB,
                fresh_id BLOB NOT NULL,
                PRIMARY KEY (envelope, n)
              ) STRICT, WITHOUT ROWID;",
    }],
};

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemRow {
    pub(crate) envelope: i64,
    pub(crate) n: usize,
    pub(crate) kind: String,
    pub(crate) header: Vec<u8>,
    pub(crate) payload: Option<i64>,
    pub(crate) size: usize,
    pub(crate) outcome: String,
    pub(crate) reason: Option<String>,
    pub(crate) header_id: Option<EventId>,
    pub(crate) fresh_id: EventId,
}

const COLUMNS: &str = "envelope, n, kind, header, payload, size, outcome, reason, header_id, fresh_id";

fn row(row: &Row<'_>) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        envelope: row.get(0)?,
        n: row.get(1)?,
        kind: row.get(2)?,
        header: row.get(3)?,
        payload: row.get(4)?,
        size: row.get(5)?,
        outcome: row.get(6)?,
        reason: row.get(7)?,
        header_id: row.get::<_, Option<[u8; 16]>>(8)?.map(EventId),
        fresh_id: EventId(row.get(9)?),
    })
}

/// Keeps an item.
pub(crate) fn insert(db: &Connection, item: &ItemRow) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO item (envelope, n, kind, header, payload, size, outcome, reason, header_id, fresh_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute((
        item.envelope,
        item.n,
        &item.kind,
        &item.header,
        item.payload,
        item.size,
        &item.outcome,
        &item.reason,
        item.header_id.map(|id| id.0),
        item.fresh_id.0,
    ))?;
    Ok(())
}

/// One item.
pub(crate) fn get(db: &Connection, envelope: i64, n: usize) -> rusqlite::Result<Option<ItemRow>> {
    let sql = format!("SELECT {COLUMNS} FROM item WHERE envelope = ?1 AND n = ?2");
    db.prepare_cached(&sql)?.query_row((envelope, n), row).optional()
}

/// All items of an envelope, in order.
pub(crate) fn of_envelope(db: &Connection, envelope: i64) -> rusqlite::Result<Vec<ItemRow>> {
    let sql = format!("SELECT {COLUMNS} FROM item WHERE envelope = ?1 ORDER BY n");
    db.prepare_cached(&sql)?.query_map([envelope], row)?.collect()
}

/// Place and kind of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemKindRow {
    pub(crate) n: usize,
    pub(crate) kind: String,
}

/// Place and kind of all items of an envelope, in order.
pub(crate) fn kinds(db: &Connection, envelope: i64) -> rusqlite::Result<Vec<ItemKindRow>> {
    db.prepare_cached("SELECT n, kind FROM item WHERE envelope = ?1 ORDER BY n")?
        .query_map([envelope], |row| Ok(ItemKindRow { n: row.get(0)?, kind: row.get(1)? }))?
        .collect()
}

/// How many items an envelope has.
pub(crate) fn count(db: &Connection, envelope: i64) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT count(*) FROM item WHERE envelope = ?1")?.query_row([envelope], |row| row.get(0))
}

/// An item, as a list shows it: without its header, which is as long as a client wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemLine {
    pub(crate) envelope: i64,
    pub(crate) n: usize,
    pub(crate) kind: String,
    pub(crate) size: usize,
    pub(crate) outcome: String,
    pub(crate) reason: Option<String>,
}

/// The newest items before a place, the newest first.
pub(crate) fn before(
    db: &Connection,
    before: (i64, i64),
    kind: Option<&str>,
    limit: u32,
) -> rusqlite::Result<Vec<ItemLine>> {
    db.prepare_cached(
        "SELECT envelope, n, kind, size, outcome, reason FROM item
         WHERE (envelope, n) < (?1, ?2) AND (?3 IS NULL OR kind = ?3) ORDER BY envelope DESC, n DESC LIMIT ?4",
    )?
    .query_map((before.0, before.1, kind, limit), |row| {
        Ok(ItemLine {
            envelope: row.get(0)?,
            n: row.get(1)?,
            kind: row.get(2)?,
            size: row.get(3)?,
            outcome: row.get(4)?,
            reason: row.get(5)?,
        })
    })?
    .collect()
}

/// Forgets an item; its payload is forgotten apart.
pub(crate) fn delete(db: &Connection, envelope: i64, n: usize) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM item WHERE envelope = ?1 AND n = ?2")?.execute((envelope, n))?;
    Ok(())
}
