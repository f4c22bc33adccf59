//! Events per issue and hour. It stays when events go; after a year nobody asks for single hours any more.

use crashtray_core::id::IssueId;
use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "issue_hour",
    migrations: &[Migration {
        at: 2_026_112_112,
        older: Older::Refuses,
        sql: "CREATE TABLE issue_hour (
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                -- Hours since the Unix epoch.
                hour INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (issue, hour)
              ) STRICT, WITHOUT ROWID;",
    }],
};

/// Counts `n` more events (fewer, where it is negative) in an hour.
pub(crate) fn add(db: &Connection, issue: IssueId, hour: i64, n: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO issue_hour (issue, hour, n) VALUES (?1, ?2, max(?3, 0))
         ON CONFLICT (issue, hour) DO UPDATE SET n = max(n + ?3, 0)",
    )?
    .execute((issue.0, hour, n))?;
    if n < 0 {
        db.prepare_cached("DELETE FROM issue_hour WHERE issue = ?1 AND hour = ?2 AND n = 0")?
            .execute((issue.0, hour))?;
    }
    Ok(())
}

/// Forgets the hours of an issue before one.
pub(crate) fn sweep(db: &Connection, issue: IssueId, hour: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM issue_hour WHERE issue = ?1 AND hour < ?2")?.execute((issue.0, hour))?;
    Ok(())
}

/// Hours of an issue from `first` on, each with its count, oldest first.
pub(crate) fn since(db: &Connection, issue: IssueId, first: i64) -> rusqlite::Result<Vec<(i64, i64)>> {
    db.prepare_cached("SELECT hour, n FROM issue_hour WHERE issue = ?1 AND hour >= ?2 ORDER BY hour")?
        .query_map((issue.0, first), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
