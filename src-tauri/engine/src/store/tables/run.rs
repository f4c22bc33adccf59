//! Runs: each start of a program by `crashtray run`; and where the events of a run belong, once its DSN has told.

use crashtray_core::id::ProjectId;
use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "run",
    migrations: &[
        Migration {
            at: 2_026_112_102,
            older: Older::Refuses,
            sql: "CREATE TABLE run (
                id INTEGER PRIMARY KEY,
                -- As in /run/<name>/stream.
                name TEXT NOT NULL UNIQUE,
                -- The project that a DSN of this run named last; where its stream's events go from then on.
                project INTEGER REFERENCES project (id)
              ) STRICT;
              -- All projects that DSNs of a run named.
              CREATE TABLE run_project (
                run INTEGER NOT NULL REFERENCES run (id),
                project INTEGER NOT NULL REFERENCES project (id),
                PRIMARY KEY (run, project)
              ) STRICT, WITHOUT ROWID;",
        },
        // A run goes when nothing of it is left: who looks for that must not read all that there is.
        Migration {
            at: 2_026_112_801,
            older: Older::MayOpen,
            sql: "CREATE INDEX envelope_run ON envelope (run) WHERE run IS NOT NULL;
                  CREATE INDEX event_run ON event (run) WHERE run IS NOT NULL;",
        },
    ],
};

/// So many runs are known at a time. Their names come from clients, who could invent any number.
pub(crate) const MAX_RUNS: i64 = 10_000;

/// The run of this name; made if it is new. `None`: there are too many.
pub(crate) fn find_or_insert(db: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let found =
        db.prepare_cached("SELECT id FROM run WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()?;
    if found.is_some() {
        return Ok(found);
    }
    let n: i64 = db.prepare_cached("SELECT count(*) FROM run")?.query_row([], |row| row.get(0))?;
    if n >= MAX_RUNS {
        return Ok(None);
    }
    db.prepare_cached("INSERT INTO run (name) VALUES (?1)")?.insert([name]).map(Some)
}

/// The next runs after one, at most so many.
pub(crate) fn after(db: &Connection, id: i64, limit: u32) -> rusqlite::Result<Vec<i64>> {
    db.prepare_cached("SELECT id FROM run WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map((id, limit), |row| row.get(0))?
        .collect()
}

/// Forgets a run of which neither an event nor an envelope is left.
pub(crate) fn delete_if_unused(db: &Connection, id: i64) -> rusqlite::Result<()> {
    let is_used = db
        .prepare_cached("SELECT 1 WHERE EXISTS (SELECT 1 FROM envelope WHERE run = ?1) OR EXISTS (SELECT 1 FROM event WHERE run = ?1)")?
        .exists([id])?;
    if !is_used {
        db.prepare_cached("DELETE FROM run_project WHERE run = ?1")?.execute([id])?;
        db.prepare_cached("DELETE FROM run WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
}

/// Name of a run.
pub(crate) fn name(db: &Connection, id: i64) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT name FROM run WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}

/// Its DSN names this project.
pub(crate) fn set_project(db: &Connection, id: i64, project: ProjectId) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE run SET project = ?2 WHERE id = ?1")?.execute((id, project.0))?;
    db.prepare_cached("INSERT OR IGNORE INTO run_project VALUES (?1, ?2)")?.execute((id, project.0))?;
    Ok(())
}

/// All projects that its DSNs named, the last one first.
pub(crate) fn projects(db: &Connection, id: i64) -> rusqlite::Result<Vec<ProjectId>> {
    db.prepare_cached(
        "SELECT run_project.project FROM run_project JOIN run ON run.id = run WHERE run = ?1
         ORDER BY run_project.project = run.project DESC, run_project.project",
    )?
    .query_map([id], |row| row.get(0).map(ProjectId))?
    .collect()
}
