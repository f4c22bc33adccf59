//! Payloads, compressed. Their own table: so that reading a list of events never touches them.

use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};
use crate::store::Packed;

pub(crate) const TABLE: Table = Table {
    name: "payload",
    migrations: &[Migration {
        at: 2_026_112_104,
        older: Older::Refuses,
        sql: "CREATE TABLE payload (
                id INTEGER PRIMARY KEY,
                -- 0: none. -1: not compressed. Else a row of `dictionary`.
                dictionary INTEGER NOT NULL,
                -- Bytes before compression.
                size INTEGER NOT NULL,
                bytes BLOB NOT NULL
              ) STRICT;",
    }],
};

/// Keeps a payload.
pub(crate) fn insert(db: &Connection, packed: &Packed) -> rusqlite::Result<i64> {
    db.prepare_cached("INSERT INTO payload (dictionary, size, bytes) VALUES (?1, ?2, ?3)")?.insert((
        packed.dictionary,
        packed.size,
        &packed.bytes,
    ))
}

/// Dictionary, bytes, size before compression.
pub(crate) fn get(db: &Connection, id: i64) -> rusqlite::Result<Option<(i64, Vec<u8>, usize)>> {
    db.prepare_cached("SELECT dictionary, bytes, size FROM payload WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
}

/// What a payload is compressed with, by its number.
pub(crate) fn dictionary(db: &Connection, id: i64) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT dictionary FROM payload WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}

/// Bytes from a place on, at most so many, without the others being read; none: the place is the end.
pub(crate) fn piece(db: &Connection, id: i64, at: usize, most: usize) -> rusqlite::Result<Vec<u8>> {
    let blob = db.blob_open("main", "payload", "bytes", id, true)?;
    let mut piece = vec![0; blob.len().saturating_sub(at).min(most)];
    blob.read_at_exact(&mut piece, at)?;
    Ok(piece)
}

/// What is known of the next payloads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Next {
    /// The last of them; `None`: there are no more.
    pub(crate) last: Option<i64>,
    /// The first of them that names the dictionary.
    pub(crate) named: Option<i64>,
}

/// Looks at the next payloads after one, at most so many: does one of them name this dictionary?
pub(crate) fn next(db: &Connection, after: i64, dictionary: i64, limit: u32) -> rusqlite::Result<Next> {
    db.prepare_cached(
        "SELECT max(id), min(CASE WHEN dictionary = ?2 THEN id END)
         FROM (SELECT id, dictionary FROM payload WHERE id > ?1 ORDER BY id LIMIT ?3)",
    )?
    .query_row((after, dictionary, limit), |row| Ok(Next { last: row.get(0)?, named: row.get(1)? }))
}

/// Forgets a payload.
pub(crate) fn delete(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM payload WHERE id = ?1")?.execute([id])?;
    Ok(())
}
