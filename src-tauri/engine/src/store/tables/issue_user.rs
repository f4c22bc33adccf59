//! Which users an issue had, as hashes, with how many events. Exact up to 10,000; later ones are not counted.

use crashtray_core::id::IssueId;
use rusqlite::{Connection, OptionalExtension};
use twox_hash::XxHash3_128;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "issue_user",
    migrations: &[Migration {
        at: 2_026_112_113,
        older: Older::Refuses,
        sql: "CREATE TABLE issue_user (
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                -- Half of the xxh3-128 of `id:7`, `email:…`.
                user INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (issue, user)
              ) STRICT, WITHOUT ROWID;",
    }],
};

/// How many users of an issue are told apart.
pub(crate) const MAX_USERS: i64 = 10_000;

/// The number under which a user is counted.
pub(crate) fn hash(user: &str) -> i64 {
    let bytes = XxHash3_128::oneshot(user.as_bytes()).to_le_bytes();
    bytes.first_chunk::<8>().map_or(0, |half| i64::from_le_bytes(*half))
}

/// Counts `n` more events (fewer, where it is negative) of a user, of an issue that has `n_users`. Answers how many users that is more.
pub(crate) fn add(db: &Connection, issue: IssueId, user: i64, n: i64, n_users: i64) -> rusqlite::Result<i64> {
    let left: Option<i64> = db
        .prepare_cached("UPDATE issue_user SET n = n + ?3 WHERE issue = ?1 AND user = ?2 RETURNING n")?
        .query_row((issue.0, user, n), |row| row.get(0))
        .optional()?;
    match left {
        Some(left) if left <= 0 => {
            db.prepare_cached("DELETE FROM issue_user WHERE issue = ?1 AND user = ?2")?.execute((issue.0, user))?;
            Ok(-1)
        }
        Some(_) => Ok(0),
        None if n > 0 && n_users < MAX_USERS => {
            db.prepare_cached("INSERT INTO issue_user (issue, user, n) VALUES (?1, ?2, ?3)")?
                .execute((issue.0, user, n))?;
            Ok(1)
        }
        None => Ok(0),
    }
}

/// Forgets some users of an issue; how many.
pub(crate) fn delete_some(db: &Connection, issue: IssueId, limit: u32) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "DELETE FROM issue_user WHERE issue = ?1 AND user IN (SELECT user FROM issue_user WHERE issue = ?1 LIMIT ?2)",
    )?
    .execute((issue.0, limit))
}

/// All users of an issue, each with the number of events.
pub(crate) fn of_issue(db: &Connection, issue: IssueId) -> rusqlite::Result<Vec<(i64, i64)>> {
    db.prepare_cached("SELECT user, n FROM issue_user WHERE issue = ?1")?
        .query_map([issue.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_told_apart_up_to_the_limit() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE issue (id INTEGER PRIMARY KEY); INSERT INTO issue VALUES (1);").unwrap();
        TABLE.migrations.iter().for_each(|migration| db.execute_batch(migration.sql).unwrap());
        let add = |user: &str, n, n_users| add(&db, IssueId(1), hash(user), n, n_users).unwrap();
        assert_eq!(add("id:1", 2, 0), 1, "a new one");
        assert_eq!(add("id:1", 1, 1), 0, "the same again");
        assert_eq!(add("id:2", 1, MAX_USERS), 0, "one too many to be told apart");
        assert_eq!(add("id:1", 1, MAX_USERS), 0, "those that are known still count");
        assert_eq!(add("id:2", -1, MAX_USERS), 0, "who was not counted is not taken away");
        assert_eq!((add("id:1", -3, 1), add("id:1", -1, 1)), (0, -1), "gone with the last of its events");
        assert_eq!(of_issue(&db, IssueId(1)).unwrap(), []);
        assert_ne!(hash("id:1"), hash("id:2"));
    }
}
