//! The outbox: alerts that must be told, written with the event that causes them. A sink takes them and says when it is done.

use crashtray_core::event::Level;
use crashtray_core::id::{EventId, IssueId};
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::{Migration, Older, Table, code};

pub(crate) const TABLE: Table = Table {
    name: "outbox",
    migrations: &[Migration {
        at: 2_026_112_117,
        older: Older::Refuses,
        sql: "CREATE TABLE outbox (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at INTEGER NOT NULL,
                -- 0 new, 1 regressed.
                cause INTEGER NOT NULL,
                -- It names the event, not the issue: the event may move.
                event_id BLOB NOT NULL,
                level INTEGER NOT NULL,
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                culprit TEXT NOT NULL
              ) STRICT;",
    }],
};

/// An alert that waits to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Hand it in when it was told.
    pub id: i64,
    /// Receipt of the event.
    pub at: Timestamp,
    /// Why.
    pub cause: AlertCause,
    /// The event.
    pub event_id: EventId,
    /// The issue that the event is in now.
    pub issue: IssueId,
    /// Slug of its project.
    pub project: String,
    /// Display name of its project.
    pub project_name: String,
    /// Level of the event.
    pub level: Level,
    /// Exception type, or the whole title.
    pub kind: String,
    /// First line of the value.
    pub value: String,
    /// Where.
    pub culprit: String,
}

/// Why somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertCause {
    /// The first event of an issue.
    New,
    /// An event of a resolved issue.
    Regressed,
}

/// What an alert says of its event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alert<'a> {
    pub(crate) at: Timestamp,
    pub(crate) cause: AlertCause,
    pub(crate) event_id: EventId,
    pub(crate) level: Level,
    pub(crate) title: (&'a str, &'a str, &'a str),
}

/// Puts an alert in.
pub(crate) fn insert(db: &Connection, alert: &Alert<'_>) -> rusqlite::Result<()> {
    let cause = match alert.cause {
        AlertCause::New => 0,
        AlertCause::Regressed => 1,
    };
    let (kind, value, culprit) = alert.title;
    db.prepare_cached(
        "INSERT INTO outbox (at, cause, event_id, level, kind, value, culprit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((alert.at.as_micros(), cause, alert.event_id.0, code::level(alert.level), kind, value, culprit))?;
    Ok(())
}

/// The oldest alerts after one, whose issue is there and not muted.
pub(crate) fn after(db: &Connection, id: i64, limit: u32) -> rusqlite::Result<Vec<OutboxEntry>> {
    db.prepare_cached(
        "SELECT outbox.id, at, cause, outbox.event_id, issue.id, slug, name, outbox.level, outbox.kind, outbox.value, outbox.culprit
         FROM outbox JOIN event ON event.event_id = outbox.event_id
           JOIN issue ON issue.id = event.issue AND deleted_at IS NULL AND state <> 2
           JOIN project ON project.id = issue.project
         WHERE outbox.id > ?1 ORDER BY outbox.id LIMIT ?2",
    )?
    .query_map((id, limit), |row| {
        Ok(OutboxEntry {
            id: row.get(0)?,
            at: Timestamp::from_micros(row.get(1)?),
            cause: if row.get::<_, i64>(2)? == 1 { AlertCause::Regressed } else { AlertCause::New },
            event_id: EventId(row.get(3)?),
            issue: IssueId(row.get(4)?),
            project: row.get(5)?,
            project_name: row.get(6)?,
            level: code::level_of(row.get(7)?),
            kind: row.get(8)?,
            value: row.get(9)?,
            culprit: row.get(10)?,
        })
    })?
    .collect()
}

/// These alerts are told.
pub(crate) fn delete(db: &Connection, ids: &[i64]) -> rusqlite::Result<()> {
    let mut delete = db.prepare_cached("DELETE FROM outbox WHERE id = ?1")?;
    for id in ids {
        delete.execute([id])?;
    }
    Ok(())
}

/// So many alerts wait at most: who has not heard of so many is helped by the list, not by more of them.
pub(crate) const MAX_WAITING: i64 = 10_000;

/// Forgets what nobody told: there is no sink, or the issue is gone. The oldest go first, at most so many at once.
pub(crate) fn sweep(db: &Connection, before: Timestamp, limit: u32) -> rusqlite::Result<()> {
    db.prepare_cached(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT ?3)
           AND (at < ?1 OR id <= (SELECT max(id) FROM outbox) - ?2)",
    )?
    .execute((before.as_micros(), MAX_WAITING, limit))?;
    Ok(())
}
