//! What the user changed last, with what is needed to take it back.

use crashtray_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "undo",
    migrations: &[Migration {
        at: 2_026_112_118,
        older: Older::Refuses,
        sql: "CREATE TABLE undo (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at INTEGER NOT NULL,
                -- JSON: what was before.
                before TEXT NOT NULL
              ) STRICT;",
    }],
};

/// Notes a change.
pub(crate) fn insert(db: &Connection, at: Timestamp, before: &str) -> rusqlite::Result<i64> {
    db.prepare_cached("INSERT INTO undo (at, before) VALUES (?1, ?2)")?.insert((at.as_micros(), before))
}

/// Takes out the change of this id, else the last one.
pub(crate) fn take(db: &Connection, id: Option<i64>) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("DELETE FROM undo WHERE id = coalesce(?1, (SELECT max(id) FROM undo)) RETURNING before")?
        .query_row([id], |row| row.get(0))
        .optional()
}

/// So many of the last changes can be taken back.
pub(crate) const MAX_CHANGES: i64 = 100;

/// Forgets what was changed before a time, and what was changed long ago.
pub(crate) fn sweep(db: &Connection, before: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM undo WHERE at < ?1 OR id <= (SELECT max(id) FROM undo) - ?2")?
        .execute((before.as_micros(), MAX_CHANGES))?;
    Ok(())
}
