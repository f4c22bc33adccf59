//! Dictionaries for compression, one per kind of payload. The table is there; none are made yet.

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
