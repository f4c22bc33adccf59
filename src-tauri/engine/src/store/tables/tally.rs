//! How many issues there are of each sort: so that no list counts. Kept by triggers on `issue`, which nobody can forget.

use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "tally",
    migrations: &[Migration {
        at: 2_026_112_114,
        older: Older::Refuses,
        sql: "CREATE TABLE tally (
                project INTEGER NOT NULL,
                state INTEGER NOT NULL,
                unread INTEGER NOT NULL,
                bookmarked INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (project, state, unread, bookmarked)
              ) STRICT, WITHOUT ROWID;
              CREATE TRIGGER tally_insert AFTER INSERT ON issue WHEN new.deleted_at IS NULL BEGIN
                INSERT INTO tally VALUES (new.project, new.state, new.unread, new.bookmarked, 1)
                  ON CONFLICT DO UPDATE SET n = n + 1;
              END;
              CREATE TRIGGER tally_delete AFTER DELETE ON issue WHEN old.deleted_at IS NULL BEGIN
                UPDATE tally SET n = n - 1 WHERE project = old.project AND state = old.state
                  AND unread = old.unread AND bookmarked = old.bookmarked;
              END;
              CREATE TRIGGER tally_update AFTER UPDATE OF project, state, unread, bookmarked, deleted_at ON issue
                WHEN old.project <> new.project OR old.state <> new.state OR old.unread <> new.unread
                  OR old.bookmarked <> new.bookmarked OR (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
                UPDATE tally SET n = n - 1 WHERE old.deleted_at IS NULL AND project = old.project
                  AND state = old.state AND unread = old.unread AND bookmarked = old.bookmarked;
                INSERT INTO tally SELECT new.project, new.state, new.unread, new.bookmarked, 1 WHERE new.deleted_at IS NULL
                  ON CONFLICT DO UPDATE SET n = n + 1;
              END;",
    }],
};

/// Issues of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) project: i64,
    pub(crate) state: i64,
    pub(crate) unread: bool,
    pub(crate) bookmarked: bool,
    pub(crate) n: u64,
}

/// All sorts that there are.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Tally>> {
    db.prepare_cached("SELECT project, state, unread, bookmarked, n FROM tally WHERE n > 0")?
        .query_map([], |row| {
            Ok(Tally {
                project: row.get(0)?,
                state: row.get(1)?,
                unread: row.get(2)?,
                bookmarked: row.get(3)?,
                n: row.get(4)?,
            })
        })?
        .collect()
}
