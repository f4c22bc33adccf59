//! Dictionaries for compression. Those that are no longer in use stay as long as older payloads need them.

use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "dictionary",
    migrations: &[Migration {
        at: 2_026_112_105,
        older: Older::Refuses,
        sql: "CREATE TABLE dictionary (
                id INTEGER PRIMARY KEY CHECK (id > 0),
                -- Of payloads of which item type and platform.
                kind TEXT NOT NULL,
                platform TEXT NOT NULL,
                bytes BLOB NOT NULL
              ) STRICT;",
    }],
};

/// A dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DictionaryRow {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) platform: String,
    pub(crate) bytes: Vec<u8>,
}

/// All, the oldest first: of one kind and platform the last is in use.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<DictionaryRow>> {
    db.prepare_cached("SELECT id, kind, platform, bytes FROM dictionary ORDER BY id")?
        .query_map([], |row| {
            Ok(DictionaryRow { id: row.get(0)?, kind: row.get(1)?, platform: row.get(2)?, bytes: row.get(3)? })
        })?
        .collect()
}

/// Bytes of a dictionary.
pub(crate) fn get(db: &Connection, id: i64) -> rusqlite::Result<Option<Vec<u8>>> {
    db.prepare_cached("SELECT bytes FROM dictionary WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}

/// Keeps a dictionary; `id` is not looked at.
pub(crate) fn insert(db: &Connection, dictionary: &DictionaryRow) -> rusqlite::Result<i64> {
    db.prepare_cached("INSERT INTO dictionary (kind, platform, bytes) VALUES (?1, ?2, ?3)")?.insert((
        &dictionary.kind,
        &dictionary.platform,
        &dictionary.bytes,
    ))
}

/// Forgets a dictionary that no payload names.
pub(crate) fn delete(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM dictionary WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// The latest payloads of an item type, of a platform where that is not empty, with their sizes as they came.
pub(crate) fn samples(db: &Connection, kind: &str, platform: &str, limit: u32) -> rusqlite::Result<Vec<(i64, usize)>> {
    // Of the last ones only: what is rare among them would be looked for in the whole file.
    let sql = if platform.is_empty() {
        "SELECT payload, size FROM (SELECT * FROM item ORDER BY envelope DESC, n DESC LIMIT 20000)
         WHERE kind = ?1 AND payload IS NOT NULL AND ?2 = '' LIMIT ?3"
    } else {
        "SELECT payload, size FROM (SELECT * FROM event ORDER BY id DESC LIMIT 20000) AS event
           JOIN item ON item.envelope = event.envelope AND item.n = event.n
         WHERE item.kind = ?1 AND payload IS NOT NULL AND event.platform = ?2 LIMIT ?3"
    };
    db.prepare_cached(sql)?.query_map((kind, platform, limit), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
