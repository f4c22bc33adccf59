//! Sessions of the page in a browser (`decisions`: 4.3): id and the hash of a token, for 30 days.

use crashtray_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "session",
    migrations: &[Migration {
        at: 2_026_112_121,
        older: Older::Refuses,
        sql: "CREATE TABLE session (id TEXT PRIMARY KEY, token_hash BLOB NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    }],
};

/// How long a session lasts, in microseconds.
const LASTS: i64 = 30 * 24 * 3_600 * 1_000_000;

/// Hash of the token of a session that has not ended.
pub(crate) fn get(db: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<Option<[u8; 32]>> {
    db.prepare_cached("SELECT token_hash FROM session WHERE id = ?1 AND at > ?2")?
        .query_row((id, now.as_micros() - LASTS), |row| row.get(0))
        .optional()
}

/// Begins a session.
pub(crate) fn insert(db: &Connection, id: &str, token_hash: &[u8; 32], at: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO session VALUES (?1, ?2, ?3)")?.execute((
        id,
        token_hash,
        at.as_micros(),
    ))?;
    Ok(())
}

/// So many sessions are open at a time; the oldest ends where one more begins.
pub(crate) const MAX_SESSIONS: i64 = 200;

/// Forgets those that have ended.
pub(crate) fn sweep(db: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached(
        "DELETE FROM session WHERE at <= ?1 OR id IN (SELECT id FROM session ORDER BY at DESC, id LIMIT -1 OFFSET ?2)",
    )?
    .execute((now.as_micros() - LASTS, MAX_SESSIONS))?;
    Ok(())
}
