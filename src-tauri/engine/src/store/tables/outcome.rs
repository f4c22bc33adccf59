//! Outcomes, counted per project, hour, item type and word. They stay when items go.

use crashtray_core::id::ProjectId;
use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "outcome",
    migrations: &[Migration {
        at: 2_026_112_116,
        older: Older::Refuses,
        sql: "CREATE TABLE outcome (
                project INTEGER NOT NULL REFERENCES project (id),
                hour INTEGER NOT NULL,
                kind TEXT NOT NULL,
                outcome TEXT NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (project, hour, kind, outcome)
              ) STRICT, WITHOUT ROWID;",
    }],
};

/// Counts `n` more items.
pub(crate) fn add(
    db: &Connection,
    project: ProjectId,
    hour: i64,
    (kind, outcome): (&str, &str),
    n: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO outcome (project, hour, kind, outcome, n) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (project, hour, kind, outcome) DO UPDATE SET n = n + ?5",
    )?
    .execute((project.0, hour, kind, outcome, n))?;
    Ok(())
}

/// Slug, item type, outcome and count, from an hour on; at most a thousand, since anybody may invent types.
pub(crate) fn since(db: &Connection, hour: i64) -> rusqlite::Result<Vec<(String, String, String, u64)>> {
    db.prepare_cached(
        "SELECT slug, kind, outcome, sum(n) FROM outcome JOIN project ON project.id = outcome.project
         WHERE hour >= ?1 GROUP BY slug, kind, outcome ORDER BY slug, kind, outcome LIMIT 1000",
    )?
    .query_map([hour], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
    .collect()
}
