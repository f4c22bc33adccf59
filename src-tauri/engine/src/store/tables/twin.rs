//! Envelopes without ids of the last minute: of those that `run` makes a program send to its stream and to its DSN, the second is known by this.

use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "twin",
    migrations: &[Migration {
        at: 2_026_112_119,
        older: Older::Refuses,
        sql: "CREATE TABLE twin (
                -- Over kinds and payloads of its items.
                hash BLOB NOT NULL,
                -- By which way it came: see `event.via`.
                via INTEGER NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (hash, via)
              ) STRICT, WITHOUT ROWID;",
    }],
};

/// How long a second copy is waited for, in microseconds.
pub(crate) const WAIT: i64 = 60_000_000;

/// Takes out the copy that came by this way at most a minute before or after.
pub(crate) fn take(db: &Connection, hash: u128, via: i64, at: Timestamp) -> rusqlite::Result<bool> {
    let n = db.prepare_cached("DELETE FROM twin WHERE hash = ?1 AND via = ?2 AND abs(at - ?3) <= ?4")?.execute((
        hash.to_be_bytes(),
        via,
        at.as_micros(),
        WAIT,
    ))?;
    Ok(n > 0)
}

/// Remembers a first copy.
pub(crate) fn put(db: &Connection, hash: u128, via: i64, at: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO twin (hash, via, at) VALUES (?1, ?2, ?3)")?.execute((
        hash.to_be_bytes(),
        via,
        at.as_micros(),
    ))?;
    Ok(())
}

/// Of the next ones after a hash, at most so many, forgets those that came before a time. The last hash that was looked at; `None`:
/// there are no more.
pub(crate) fn sweep(
    db: &Connection,
    after: [u8; 16],
    limit: u32,
    before: Timestamp,
) -> rusqlite::Result<Option<[u8; 16]>> {
    let last: Option<[u8; 16]> = db
        .prepare_cached("SELECT max(hash) FROM (SELECT hash FROM twin WHERE hash > ?1 ORDER BY hash LIMIT ?2)")?
        .query_row((after, limit), |row| row.get(0))?;
    if let Some(last) = last {
        db.prepare_cached("DELETE FROM twin WHERE hash > ?1 AND hash <= ?2 AND at < ?3")?.execute((
            after,
            last,
            before.as_micros(),
        ))?;
    }
    Ok(last)
}
