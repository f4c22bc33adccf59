//! Tag counts: how many events of an issue have a value. At most 100 values per key, where what comes later is counted as the rest;
//! and at most 200 keys, where what comes later is not counted: events have all of their tags.

use crashtray_core::id::IssueId;
use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "facet",
    migrations: &[Migration {
        at: 2_026_112_111,
        older: Older::Refuses,
        sql: "CREATE TABLE facet (
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                key TEXT NOT NULL,
                -- U+0001 counts what has no row of its own.
                value TEXT NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (issue, key, value)
              ) STRICT, WITHOUT ROWID;",
    }],
};

/// The value under which the rest is counted. No tag has it: control characters are no part of a tag's value.
pub(crate) const REST: &str = "\u{1}";

/// How many values per key have a row.
pub(crate) const MAX_VALUES: i64 = 100;

/// How many keys an issue has.
pub(crate) const MAX_KEYS: i64 = 200;

/// How many keys an issue has, once somebody asked.
pub(crate) type Keys = Option<i64>;

/// Counts `n` more events (fewer, where it is negative) with this value. `keys`: what the calls before this one knew of the issue.
pub(crate) fn add(
    db: &Connection,
    issue: IssueId,
    (key, value): (&str, &str),
    n: i64,
    keys: &mut Keys,
) -> rusqlite::Result<()> {
    if change(db, issue, key, value, n)? {
        return Ok(());
    }
    let n_known = n_values(db, issue, key)?;
    let rest = if n < 0 || n_known >= MAX_VALUES { REST } else { value };
    if rest == REST && change(db, issue, key, REST, n)? {
        return Ok(());
    }
    if n > 0 && (n_known > 0 || has_room(db, issue, keys)?) {
        db.prepare_cached("INSERT INTO facet (issue, key, value, n) VALUES (?1, ?2, ?3, ?4)")?
            .execute((issue.0, key, rest, n))?;
    }
    Ok(())
}

/// False: there is no such row, or it counts too few.
fn change(db: &Connection, issue: IssueId, key: &str, value: &str, n: i64) -> rusqlite::Result<bool> {
    let n_changed = db
        .prepare_cached("UPDATE facet SET n = n + ?4 WHERE issue = ?1 AND key = ?2 AND value = ?3 AND n + ?4 >= 0")?
        .execute((issue.0, key, value, n))?;
    if n_changed > 0 && n < 0 {
        db.prepare_cached("DELETE FROM facet WHERE issue = ?1 AND key = ?2 AND value = ?3 AND n = 0")?
            .execute((issue.0, key, value))?;
    }
    Ok(n_changed > 0)
}

/// Whether one more key may come; it does.
fn has_room(db: &Connection, issue: IssueId, keys: &mut Keys) -> rusqlite::Result<bool> {
    let n = match *keys {
        Some(n) => n,
        None => n_keys(db, issue)?,
    };
    let has_room = n < MAX_KEYS;
    *keys = Some(n + i64::from(has_room));
    Ok(has_room)
}

/// From key to key, without looking at their values.
fn n_keys(db: &Connection, issue: IssueId) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "WITH RECURSIVE each(key) AS (
           SELECT min(key) FROM facet WHERE issue = ?1
           UNION ALL SELECT (SELECT min(key) FROM facet WHERE issue = ?1 AND key > each.key) FROM each WHERE each.key IS NOT NULL)
         SELECT count(key) FROM each",
    )?
    .query_row([issue.0], |row| row.get(0))
}

fn n_values(db: &Connection, issue: IssueId, key: &str) -> rusqlite::Result<i64> {
    db.prepare_cached("SELECT count(*) FROM facet WHERE issue = ?1 AND key = ?2 AND value <> ?3")?
        .query_row((issue.0, key, REST), |row| row.get(0))
}

/// Forgets some counts of an issue; how many.
pub(crate) fn delete_some(db: &Connection, issue: IssueId, limit: u32) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "DELETE FROM facet WHERE issue = ?1 AND (key, value) IN (SELECT key, value FROM facet WHERE issue = ?1 LIMIT ?2)",
    )?
    .execute((issue.0, limit))
}

/// All counts of an issue, by key, the most frequent value first.
pub(crate) fn of_issue(db: &Connection, issue: IssueId) -> rusqlite::Result<Vec<(String, String, i64)>> {
    db.prepare_cached("SELECT key, value, n FROM facet WHERE issue = ?1 ORDER BY key, n DESC, value")?
        .query_map([issue.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}
