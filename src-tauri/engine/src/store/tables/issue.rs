//! Issues: what lists show of them, and the counters. The row id is the number that people see; it is never given out twice.

use crashtray_core::event::Level;
use crashtray_core::id::{IssueId, ProjectId};
use crashtray_core::issue::{Issue, State};
use crashtray_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Migration, Older, Table, code};

pub(crate) const TABLE: Table = Table {
    name: "issue",
    migrations: &[Migration {
        at: 2_026_112_109,
        older: Older::Refuses,
        // Each order of the list has an index of its own, so that a page of it is read and nothing else.
        sql: "CREATE TABLE issue (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project INTEGER NOT NULL REFERENCES project (id),
                -- 0 unresolved, 1 resolved, 2 muted.
                state INTEGER NOT NULL,
                -- Of the last resolution.
                resolved_at INTEGER,
                resolved_in TEXT,
                -- Muted until it has so many events; null: for good.
                until_events INTEGER,
                -- Of the latest event.
                level INTEGER NOT NULL,
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                culprit TEXT NOT NULL,
                platform TEXT NOT NULL,
                handled INTEGER,
                has_replay INTEGER NOT NULL,
                has_attachment INTEGER NOT NULL,
                latest_event INTEGER,
                first_seen INTEGER NOT NULL,
                last_seen INTEGER NOT NULL,
                -- Ever; and those that are still there.
                events INTEGER NOT NULL,
                kept INTEGER NOT NULL,
                users INTEGER NOT NULL,
                -- Somebody looked at it.
                seen INTEGER NOT NULL,
                regressed INTEGER NOT NULL,
                unread INTEGER NOT NULL,
                bookmarked INTEGER NOT NULL,
                deleted_at INTEGER,
                -- What `type:` and words look in: without case.
                folded_kind TEXT NOT NULL,
                folded_words TEXT NOT NULL
              ) STRICT;
              CREATE INDEX issue_last_seen ON issue (last_seen) WHERE deleted_at IS NULL;
              CREATE INDEX issue_first_seen ON issue (first_seen) WHERE deleted_at IS NULL;
              CREATE INDEX issue_events ON issue (events) WHERE deleted_at IS NULL;
              CREATE INDEX issue_users ON issue (users) WHERE deleted_at IS NULL;
              CREATE INDEX issue_state ON issue (state, last_seen) WHERE deleted_at IS NULL;
              CREATE INDEX issue_project ON issue (project, last_seen) WHERE deleted_at IS NULL;
              CREATE INDEX issue_bookmarked ON issue (last_seen) WHERE deleted_at IS NULL AND bookmarked = 1;
              CREATE INDEX issue_deleted ON issue (deleted_at) WHERE deleted_at IS NOT NULL;",
    }],
};

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IssueRow {
    pub(crate) id: IssueId,
    pub(crate) project: ProjectId,
    pub(crate) state: State,
    pub(crate) resolved_at: Option<Timestamp>,
    pub(crate) resolved_in: Option<String>,
    pub(crate) level: Level,
    pub(crate) kind: String,
    pub(crate) value: String,
    pub(crate) culprit: String,
    pub(crate) platform: String,
    pub(crate) handled: Option<bool>,
    pub(crate) has_replay: bool,
    pub(crate) has_attachment: bool,
    pub(crate) latest_event: Option<i64>,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
    pub(crate) events: i64,
    pub(crate) kept: i64,
    pub(crate) users: i64,
    pub(crate) seen: bool,
    pub(crate) regressed: bool,
    pub(crate) unread: bool,
    pub(crate) bookmarked: bool,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) folded_words: String,
}

/// The columns that `row` reads, in its order.
pub(crate) const COLUMNS: &str = "issue.id, issue.project, issue.state, issue.resolved_at, issue.resolved_in, \
    issue.until_events, issue.level, issue.kind, issue.value, issue.culprit, issue.platform, issue.handled, \
    issue.has_replay, issue.has_attachment, issue.latest_event, issue.first_seen, issue.last_seen, issue.events, \
    issue.kept, issue.users, issue.seen, issue.regressed, issue.unread, issue.bookmarked, issue.deleted_at, issue.folded_words";

/// Number of a state.
pub(crate) fn state_code(state: &State) -> i64 {
    match state {
        State::Unresolved => 0,
        State::Resolved { .. } => 1,
        State::Muted { .. } => 2,
    }
}

/// The state again.
pub(crate) fn state_of(number: i64, resolved_in: Option<&str>, until_events: Option<u64>) -> State {
    match number {
        1 => State::Resolved { in_release: resolved_in.map(str::to_owned) },
        2 => State::Muted { until_events },
        _ => State::Unresolved,
    }
}

/// Reads `COLUMNS`.
pub(crate) fn row(row: &Row<'_>) -> rusqlite::Result<IssueRow> {
    let resolved_in: Option<String> = row.get(4)?;
    let state = state_of(row.get(2)?, resolved_in.as_deref(), row.get(5)?);
    Ok(IssueRow {
        id: IssueId(row.get(0)?),
        project: ProjectId(row.get(1)?),
        state,
        resolved_at: row.get::<_, Option<i64>>(3)?.map(Timestamp::from_micros),
        resolved_in,
        level: code::level_of(row.get(6)?),
        kind: row.get(7)?,
        value: row.get(8)?,
        culprit: row.get(9)?,
        platform: row.get(10)?,
        handled: row.get(11)?,
        has_replay: row.get(12)?,
        has_attachment: row.get(13)?,
        latest_event: row.get(14)?,
        first_seen: Timestamp::from_micros(row.get(15)?),
        last_seen: Timestamp::from_micros(row.get(16)?),
        events: row.get(17)?,
        kept: row.get(18)?,
        users: row.get(19)?,
        seen: row.get(20)?,
        regressed: row.get(21)?,
        unread: row.get(22)?,
        bookmarked: row.get(23)?,
        deleted_at: row.get::<_, Option<i64>>(24)?.map(Timestamp::from_micros),
        folded_words: row.get(25)?,
    })
}

impl IssueRow {
    /// As lists and reports need it.
    pub(crate) fn into_issue(self, slug: String) -> Issue {
        Issue {
            number: self.id,
            slug,
            state: self.state,
            level: self.level,
            kind: self.kind,
            value: self.value,
            culprit: self.culprit,
            platform: self.platform,
            first_seen: self.first_seen,
            last_seen: self.last_seen,
            events: code::count(self.events),
            users: code::count(self.users),
            new: !self.seen,
            regressed: self.regressed,
            unread: self.unread,
            bookmarked: self.bookmarked,
            handled: self.handled,
            has_replay: self.has_replay,
            has_attachment: self.has_attachment,
        }
    }
}

/// The issue of this number; a deleted one too.
pub(crate) fn get(db: &Connection, id: IssueId) -> rusqlite::Result<Option<IssueRow>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM issue WHERE id = ?1"))?.query_row([id.0], row).optional()
}

/// Makes an issue without events: unresolved, unread, nameless.
pub(crate) fn insert(db: &Connection, project: ProjectId, level: Level, at: Timestamp) -> rusqlite::Result<IssueId> {
    insert_as(db, None, project, level, at)
}

fn insert_as(
    db: &Connection,
    id: Option<IssueId>,
    project: ProjectId,
    level: Level,
    at: Timestamp,
) -> rusqlite::Result<IssueId> {
    db.prepare_cached(
        "INSERT INTO issue (id, project, state, level, kind, value, culprit, platform, has_replay, has_attachment, first_seen,
           last_seen, events, kept, users, seen, regressed, unread, bookmarked, folded_kind, folded_words)
         VALUES (?1, ?2, 0, ?3, '', '', '', '', 0, 0, ?4, ?4, 0, 0, 0, 0, 0, 1, 0, '', '')",
    )?
    .insert((id.map(|id| id.0), project.0, code::level(level), at.as_micros()))
    .map(IssueId)
}

/// Puts an issue back that was taken out.
pub(crate) fn insert_again(db: &Connection, issue: &IssueRow) -> rusqlite::Result<()> {
    let id = insert_as(db, Some(issue.id), issue.project, issue.level, issue.first_seen)?;
    update(db, &IssueRow { id, ..issue.clone() })
}

/// Writes all of a row.
pub(crate) fn update(db: &Connection, issue: &IssueRow) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE issue SET project = ?2, state = ?3, resolved_at = ?4, resolved_in = ?5, until_events = ?6, level = ?7, kind = ?8,
           value = ?9, culprit = ?10, platform = ?11, handled = ?12, has_replay = ?13, has_attachment = ?14,
           latest_event = ?15, first_seen = ?16, last_seen = ?17, events = ?18, kept = ?19, users = ?20, seen = ?21,
           regressed = ?22, unread = ?23, bookmarked = ?24, deleted_at = ?25, folded_kind = ?26, folded_words = ?27
         WHERE id = ?1",
    )?
    .execute(rusqlite::params![
        issue.id.0,
        issue.project.0,
        state_code(&issue.state),
        issue.resolved_at.map(Timestamp::as_micros),
        issue.resolved_in,
        until_events(&issue.state),
        code::level(issue.level),
        issue.kind,
        issue.value,
        issue.culprit,
        issue.platform,
        issue.handled,
        issue.has_replay,
        issue.has_attachment,
        issue.latest_event,
        issue.first_seen.as_micros(),
        issue.last_seen.as_micros(),
        issue.events,
        issue.kept,
        issue.users,
        issue.seen,
        issue.regressed,
        issue.unread,
        issue.bookmarked,
        issue.deleted_at.map(Timestamp::as_micros),
        code::folded(&issue.kind),
        issue.folded_words,
    ])?;
    Ok(())
}

/// So many events end a muted state.
pub(crate) fn until_events(state: &State) -> Option<u64> {
    match state {
        State::Muted { until_events } => *until_events,
        State::Unresolved | State::Resolved { .. } => None,
    }
}

/// The issue that was deleted first, if that was before a time.
pub(crate) fn deleted_before(db: &Connection, at: Timestamp) -> rusqlite::Result<Option<IssueId>> {
    db.prepare_cached(
        "SELECT id FROM issue WHERE deleted_at IS NOT NULL AND deleted_at < ?1 ORDER BY deleted_at LIMIT 1",
    )?
    .query_row([at.as_micros()], |row| row.get(0).map(IssueId))
    .optional()
}

/// Issues after one, each with how many of its events are kept.
pub(crate) fn kept_after(db: &Connection, id: i64, limit: u32) -> rusqlite::Result<Vec<(i64, i64)>> {
    db.prepare_cached("SELECT id, kept FROM issue WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map((id, limit), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Issues without kept events that nobody has marked, muted or resolved, the oldest first.
pub(crate) fn bare(db: &Connection, limit: u32) -> rusqlite::Result<Vec<IssueId>> {
    db.prepare_cached(
        "SELECT id FROM issue WHERE deleted_at IS NULL AND kept = 0 AND state = 0 AND bookmarked = 0
         ORDER BY last_seen LIMIT ?1",
    )?
    .query_map([limit], |row| row.get(0).map(IssueId))?
    .collect()
}

/// Forgets an issue and, by their foreign keys, its hashes and counters.
pub(crate) fn delete(db: &Connection, id: IssueId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM issue WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}
