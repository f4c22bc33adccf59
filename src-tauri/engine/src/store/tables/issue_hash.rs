//! Which issue a group hash leads to, within a project.

use crashtray_core::id::{IssueId, ProjectId};
use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "issue_hash",
    migrations: &[Migration {
        at: 2_026_112_110,
        older: Older::Refuses,
        sql: "CREATE TABLE issue_hash (
                project INTEGER NOT NULL REFERENCES project (id),
                hash BLOB NOT NULL,
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                -- A merge or split of the user put it there: regrouping does not take it away.
                pinned INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (project, hash)
              ) STRICT, WITHOUT ROWID;
              CREATE INDEX issue_hash_issue ON issue_hash (issue);",
    }],
};

/// The issue that a hash leads to; `None` also where that is deleted.
pub(crate) fn issue(db: &Connection, project: ProjectId, hash: &[u8; 16]) -> rusqlite::Result<Option<IssueId>> {
    db.prepare_cached(
        "SELECT issue FROM issue_hash JOIN issue ON issue.id = issue_hash.issue
         WHERE issue_hash.project = ?1 AND hash = ?2 AND deleted_at IS NULL",
    )?
    .query_row((project.0, hash), |row| row.get(0).map(IssueId))
    .optional()
}

/// How many hashes may lead to an issue. Who has one that is new with every event is found by the others.
pub(crate) const MAX_HASHES: i64 = 200;

/// As `issue`, and whether the user put the hash there.
pub(crate) fn lead(db: &Connection, project: ProjectId, hash: &[u8; 16]) -> rusqlite::Result<Option<(IssueId, bool)>> {
    db.prepare_cached(
        "SELECT issue, pinned FROM issue_hash JOIN issue ON issue.id = issue_hash.issue
         WHERE issue_hash.project = ?1 AND hash = ?2 AND deleted_at IS NULL",
    )?
    .query_row((project.0, hash), |row| Ok((IssueId(row.get(0)?), row.get(1)?)))
    .optional()
}

/// The hash leads to this issue, unless it leads to another one that is not deleted, or to this one lead too many.
pub(crate) fn add(db: &Connection, project: ProjectId, hash: &[u8; 16], issue: IssueId) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO issue_hash (project, hash, issue) SELECT ?1, ?2, ?3
         WHERE (SELECT count(*) FROM issue_hash WHERE issue = ?3) < ?4
         ON CONFLICT (project, hash) DO UPDATE SET issue = excluded.issue, pinned = 0
         WHERE issue_hash.issue <> excluded.issue
           AND (SELECT deleted_at FROM issue WHERE id = issue_hash.issue) IS NOT NULL",
    )?
    .execute((project.0, hash, issue.0, MAX_HASHES))?;
    Ok(())
}

/// A hash of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HashRow {
    pub(crate) project: ProjectId,
    pub(crate) hash: [u8; 16],
    pub(crate) pinned: bool,
}

/// Hashes of an issue.
pub(crate) fn of_issue(db: &Connection, issue: IssueId) -> rusqlite::Result<Vec<HashRow>> {
    db.prepare_cached("SELECT project, hash, pinned FROM issue_hash WHERE issue = ?1 ORDER BY project, hash")?
        .query_map([issue.0], |row| {
            Ok(HashRow { project: ProjectId(row.get(0)?), hash: row.get(1)?, pinned: row.get(2)? })
        })?
        .collect()
}

/// All hashes of an issue lead to another one; those that the user put there stay known as such.
pub(crate) fn move_all(db: &Connection, from: IssueId, to: IssueId) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE issue_hash SET issue = ?2 WHERE issue = ?1")?.execute((from.0, to.0))?;
    Ok(())
}

/// The user put a hash of an issue there.
pub(crate) fn pin(db: &Connection, project: ProjectId, hash: &[u8; 16], issue: IssueId) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE issue_hash SET pinned = 1 WHERE project = ?1 AND hash = ?2 AND issue = ?3 AND pinned = 0",
    )?
    .execute((project.0, hash, issue.0))?;
    Ok(())
}

/// The user put all hashes of an issue there.
pub(crate) fn pin_all(db: &Connection, issue: IssueId) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE issue_hash SET pinned = 1 WHERE issue = ?1")?.execute([issue.0])?;
    Ok(())
}

/// A hash that leads to one issue leads to another one, or to the same in another way. False: it leads elsewhere.
pub(crate) fn turn(db: &Connection, row: &HashRow, from: IssueId, to: IssueId) -> rusqlite::Result<bool> {
    let n_turned = db
        .prepare_cached(
            "UPDATE issue_hash SET issue = ?4, pinned = ?5 WHERE project = ?1 AND hash = ?2 AND issue = ?3",
        )?
        .execute((row.project.0, row.hash, from.0, to.0, row.pinned))?;
    Ok(n_turned > 0)
}
