//! What was counted and is not in the counters yet: a note per batch, only ever appended and taken away as a whole. After a kill it
//! is what the counters lack.

use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "held",
    migrations: &[Migration {
        at: 2_026_112_809,
        older: Older::Refuses,
        sql: "CREATE TABLE held (
                id INTEGER PRIMARY KEY,
                -- JSON: see `writer/held.rs`.
                note BLOB NOT NULL
              ) STRICT;",
    }],
};

/// Keeps a note.
pub(crate) fn insert(db: &Connection, note: &[u8]) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO held (note) VALUES (?1)")?.execute([note])?;
    Ok(())
}

/// All notes, the oldest first.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Vec<u8>>> {
    db.prepare_cached("SELECT note FROM held ORDER BY id")?.query_map([], |row| row.get(0))?.collect()
}

/// Whether there are any.
pub(crate) fn any(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM held")?.exists([])
}

/// Forgets all.
pub(crate) fn clear(db: &Connection) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM held")?.execute([])?;
    Ok(())
}
