//! Runs: each start of a program by `crashtray run`; and where the events of a run belong, once its DSN has told.

use crashtray_core::id::ProjectId;
use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "run",
    migrations: &[Migration {
        at: 2_026_112_102,
        older: Older::Refuses,
        sql: "CREATE TABLE run (
                id INTEGER PRIMARY KEY,
                -- As in /run/<name>/stream.
                name TEXT NOT NULL UNIQUE,
                -- The project that a DSN of this run named last; where its stream's events go from then on.
                project INTEGER REFERENCES project (id)
              ) STRICT;",
    }],
};

/// A run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunRow {
    pub(crate) id: i64,
    pub(crate) project: Option<ProjectId>,
}

/// The run of this name; made if it is new.
pub(crate) fn find_or_insert(db: &Connection, name: &str) -> rusqlite::Result<RunRow> {
    let found = db
        .prepare_cached("SELECT id, project FROM run WHERE name = ?1")?
        .query_row([name], |row| Ok(RunRow { id: row.get(0)?, project: row.get::<_, Option<i64>>(1)?.map(ProjectId) }))
        .optional()?;
    match found {
        Some(run) => Ok(run),
        None => {
            let id = db.prepare_cached("INSERT INTO run (name) VALUES (?1)")?.insert([name])?;
            Ok(RunRow { id, project: None })
        }
    }
}

/// Name of a run.
pub(crate) fn name(db: &Connection, id: i64) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT name FROM run WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}

/// Its DSN names this project.
pub(crate) fn set_project(db: &Connection, id: i64, project: ProjectId) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE run SET project = ?2 WHERE id = ?1")?.execute((id, project.0))?;
    Ok(())
}
