//! Outcomes, counted per project, hour, item type and word. They stay when items go; of those that are old only the sum stays.

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

/// The hour under which the old ones are counted together: sums over all hours never become less.
const OLD: i64 = 0;

/// Adds up the counts of the oldest hour before `hour`. False: there was none.
pub(crate) fn fold(db: &Connection, hour: i64) -> rusqlite::Result<bool> {
    // From project to project: the key begins with it.
    let oldest: Option<i64> = db
        .prepare_cached(
            "SELECT min(first) FROM (SELECT (SELECT min(hour) FROM outcome WHERE project = project.id AND hour > ?1) AS first FROM project)",
        )?
        .query_row([OLD], |row| row.get(0))?;
    let Some(oldest) = oldest.filter(|oldest| *oldest < hour) else { return Ok(false) };
    db.prepare_cached(
        "INSERT INTO outcome (project, hour, kind, outcome, n)
         SELECT outcome.project, ?2, kind, outcome, n FROM project CROSS JOIN outcome ON outcome.project = project.id AND hour = ?1
         WHERE true ON CONFLICT (project, hour, kind, outcome) DO UPDATE SET n = n + excluded.n",
    )?
    .execute((oldest, OLD))?;
    db.prepare_cached("DELETE FROM outcome WHERE hour = ?1 AND project IN (SELECT id FROM project)")?
        .execute([oldest])?;
    Ok(true)
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
