//! Origins of web pages that may make projects and cause alerts, since the user said so.

use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "web_origin",
    migrations: &[Migration {
        at: 2_026_112_122,
        older: Older::Refuses,
        sql: "CREATE TABLE web_origin (origin TEXT PRIMARY KEY, allowed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    }],
};

/// Whether an origin is allowed.
pub(crate) fn is_allowed(db: &Connection, origin: &str) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM web_origin WHERE origin = ?1")?.exists([origin])
}

/// Allows an origin.
pub(crate) fn allow(db: &Connection, origin: &str, at: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO web_origin VALUES (?1, ?2)")?.execute((origin, at.as_micros()))?;
    Ok(())
}

/// Allows it no more.
pub(crate) fn forbid(db: &Connection, origin: &str) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM web_origin WHERE origin = ?1")?.execute([origin])?;
    Ok(())
}

/// All that are allowed.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<String>> {
    db.prepare_cached("SELECT origin FROM web_origin ORDER BY origin")?.query_map([], |row| row.get(0))?.collect()
}
