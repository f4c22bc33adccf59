//! Events: narrow rows that lists and counters need. What the SDK sent is in the payload of the item.

use std::collections::{BTreeMap, HashMap};

use crashtray_core::event::{EventKind, Level};
use crashtray_core::group::GroupHash;
use crashtray_core::id::{EventId, IssueId, ProjectId};
use crashtray_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Migration, Older, Table, code};

pub(crate) const TABLE: Table = Table {
    name: "event",
    migrations: &[Migration {
        at: 2_026_112_108,
        older: Older::Refuses,
        sql: "CREATE TABLE event (
                id INTEGER PRIMARY KEY,
                -- 16 bytes, unique over errors, transactions and feedback.
                event_id BLOB NOT NULL UNIQUE,
                envelope INTEGER NOT NULL,
                n INTEGER NOT NULL,
                project INTEGER NOT NULL REFERENCES project (id),
                -- Null for what makes no issue.
                issue INTEGER,
                run INTEGER REFERENCES run (id),
                -- 1 by a DSN, 2 by a stream, 3 by both.
                via INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                received INTEGER NOT NULL,
                timestamp INTEGER,
                level INTEGER NOT NULL,
                platform TEXT NOT NULL,
                handled INTEGER,
                has_replay INTEGER NOT NULL,
                has_attachment INTEGER NOT NULL,
                release TEXT,
                environment TEXT,
                transaction_name TEXT,
                user TEXT,
                trace_id TEXT,
                -- 17 bytes each: variant, MD5.
                hashes BLOB NOT NULL,
                in_app BLOB NOT NULL
              ) STRICT;
              CREATE INDEX event_issue ON event (issue, received) WHERE issue IS NOT NULL;",
    }],
};

/// It came by a DSN.
pub(crate) const BY_DSN: i64 = 1;
/// It came by a stream.
pub(crate) const BY_STREAM: i64 = 2;

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventRow {
    pub(crate) id: i64,
    pub(crate) event_id: EventId,
    pub(crate) envelope: i64,
    pub(crate) n: usize,
    pub(crate) project: ProjectId,
    pub(crate) issue: Option<IssueId>,
    pub(crate) run: Option<i64>,
    pub(crate) via: i64,
    pub(crate) kind: EventKind,
    pub(crate) received: Timestamp,
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) level: Level,
    pub(crate) platform: String,
    pub(crate) handled: Option<bool>,
    pub(crate) has_replay: bool,
    pub(crate) has_attachment: bool,
    pub(crate) release: Option<String>,
    pub(crate) environment: Option<String>,
    pub(crate) transaction: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) trace_id: Option<String>,
    pub(crate) hashes: Vec<GroupHash>,
    pub(crate) in_app: Vec<Vec<bool>>,
}

const COLUMNS: &str = "id, event_id, envelope, n, project, issue, run, via, kind, received, timestamp, level, platform, \
    handled, has_replay, has_attachment, release, environment, transaction_name, user, trace_id, hashes, in_app";

fn row(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        id: row.get(0)?,
        event_id: EventId(row.get(1)?),
        envelope: row.get(2)?,
        n: row.get(3)?,
        project: ProjectId(row.get(4)?),
        issue: row.get::<_, Option<i64>>(5)?.map(IssueId),
        run: row.get(6)?,
        via: row.get(7)?,
        kind: code::event_kind_of(row.get(8)?),
        received: Timestamp::from_micros(row.get(9)?),
        timestamp: row.get::<_, Option<i64>>(10)?.map(Timestamp::from_micros),
        level: code::level_of(row.get(11)?),
        platform: row.get(12)?,
        handled: row.get(13)?,
        has_replay: row.get(14)?,
        has_attachment: row.get(15)?,
        release: row.get(16)?,
        environment: row.get(17)?,
        transaction: row.get(18)?,
        user: row.get(19)?,
        trace_id: row.get(20)?,
        hashes: code::hashes_of(row.get_ref(21)?.as_blob()?),
        in_app: code::in_app_of(row.get_ref(22)?.as_blob()?),
    })
}

fn one(db: &Connection, rest: &str, params: impl rusqlite::Params) -> rusqlite::Result<Option<EventRow>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM event {rest}"))?.query_row(params, row).optional()
}

/// The event with this id.
pub(crate) fn by_id(db: &Connection, id: EventId) -> rusqlite::Result<Option<EventRow>> {
    one(db, "WHERE event_id = ?1", [id.0])
}

/// The event in this row.
pub(crate) fn by_row(db: &Connection, row: i64) -> rusqlite::Result<Option<EventRow>> {
    one(db, "WHERE id = ?1", [row])
}

/// The latest kept event of an issue.
pub(crate) fn latest(db: &Connection, issue: IssueId) -> rusqlite::Result<Option<EventRow>> {
    one(db, "WHERE issue = ?1 ORDER BY received DESC, id DESC LIMIT 1", [issue.0])
}

/// The first kept event of an issue.
pub(crate) fn first(db: &Connection, issue: IssueId) -> rusqlite::Result<Option<EventRow>> {
    one(db, "WHERE issue = ?1 ORDER BY received, id LIMIT 1", [issue.0])
}

/// The kept event at a place, from 0, oldest first.
pub(crate) fn at_place(db: &Connection, issue: IssueId, place: u64) -> rusqlite::Result<Option<EventRow>> {
    one(db, "WHERE issue = ?1 ORDER BY received, id LIMIT 1 OFFSET ?2", (issue.0, place))
}

/// The kept event of the issue before another one.
pub(crate) fn previous(db: &Connection, issue: IssueId, event: &EventRow) -> rusqlite::Result<Option<EventId>> {
    db.prepare_cached(
        "SELECT event_id FROM event WHERE issue = ?1 AND (received, id) < (?2, ?3) ORDER BY received DESC, id DESC LIMIT 1",
    )?
    .query_row((issue.0, event.received.as_micros(), event.id), |row| row.get(0).map(EventId))
    .optional()
}

/// The kept event of the issue after another one.
pub(crate) fn next(db: &Connection, issue: IssueId, event: &EventRow) -> rusqlite::Result<Option<EventId>> {
    db.prepare_cached(
        "SELECT event_id FROM event WHERE issue = ?1 AND (received, id) > (?2, ?3) ORDER BY received, id LIMIT 1",
    )?
    .query_row((issue.0, event.received.as_micros(), event.id), |row| row.get(0).map(EventId))
    .optional()
}

/// How many kept events of the issue came before another one.
pub(crate) fn n_before(db: &Connection, issue: IssueId, event: &EventRow) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT count(*) FROM event WHERE issue = ?1 AND (received, id) < (?2, ?3)")?
        .query_row((issue.0, event.received.as_micros(), event.id), |row| row.get(0))
}

/// Kept events of an issue before a place (receipt, row), the newest first.
pub(crate) fn page(db: &Connection, issue: IssueId, before: (i64, i64), limit: u32) -> rusqlite::Result<Vec<EventRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM event WHERE issue = ?1 AND (received, id) < (?2, ?3)
         ORDER BY received DESC, id DESC LIMIT ?4"
    );
    db.prepare_cached(&sql)?.query_map((issue.0, before.0, before.1, limit), row)?.collect()
}

/// Rows of the oldest kept events of an issue, without the first few. It reads the index and nothing else.
pub(crate) fn oldest(db: &Connection, issue: IssueId, skip: i64, limit: i64) -> rusqlite::Result<Vec<i64>> {
    db.prepare_cached("SELECT id FROM event WHERE issue = ?1 ORDER BY received, id LIMIT ?3 OFFSET ?2")?
        .query_map((issue.0, skip, limit), |row| row.get(0))?
        .collect()
}

/// The event in a row.
pub(crate) fn get(db: &Connection, row: i64) -> rusqlite::Result<Option<EventRow>> {
    one(db, "WHERE id = ?1", [row])
}

/// Events after one that came in an envelope up to `last`, in the order in which they came.
pub(crate) fn after(db: &Connection, id: i64, last: i64) -> rusqlite::Result<Vec<EventRow>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE id > ?1 ORDER BY id"))?;
    // Not in the statement: it would go on looking up to the newest.
    let is_within = |found: &rusqlite::Result<EventRow>| found.as_ref().map_or(true, |row| row.envelope <= last);
    statement.query_map([id], row)?.take_while(is_within).collect()
}

/// Keeps an event; `id` is not looked at.
pub(crate) fn insert(db: &Connection, event: &EventRow) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO event (event_id, envelope, n, project, issue, run, via, kind, received, timestamp, level, platform,
           handled, has_replay, has_attachment, release, environment, transaction_name, user, trace_id, hashes, in_app)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    )?
    .insert(rusqlite::params![
        event.event_id.0,
        event.envelope,
        event.n,
        event.project.0,
        event.issue.map(|issue| issue.0),
        event.run,
        event.via,
        code::event_kind(event.kind),
        event.received.as_micros(),
        event.timestamp.map(Timestamp::as_micros),
        code::level(event.level),
        event.platform,
        event.handled,
        event.has_replay,
        event.has_attachment,
        event.release,
        event.environment,
        event.transaction,
        event.user,
        event.trace_id,
        code::hashes(&event.hashes),
        code::in_app(&event.in_app),
    ])
}

/// It came by both ways; a run that it lacked is added.
pub(crate) fn set_merged(db: &Connection, row: i64, run: Option<i64>) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE event SET via = ?2, run = coalesce(run, ?3) WHERE id = ?1")?.execute((
        row,
        BY_DSN | BY_STREAM,
        run,
    ))?;
    Ok(())
}

/// It has an attachment.
pub(crate) fn set_has_attachment(db: &Connection, row: i64) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE event SET has_attachment = 1 WHERE id = ?1")?.execute([row])?;
    Ok(())
}

/// Writes what is read in an event.
pub(crate) fn update(db: &Connection, event: &EventRow) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE event SET kind = ?2, timestamp = ?3, level = ?4, platform = ?5, handled = ?6, has_replay = ?7, release = ?8,
           environment = ?9, transaction_name = ?10, user = ?11, trace_id = ?12, hashes = ?13, in_app = ?14
         WHERE id = ?1",
    )?
    .execute(rusqlite::params![
        event.id,
        code::event_kind(event.kind),
        event.timestamp.map(Timestamp::as_micros),
        code::level(event.level),
        event.platform,
        event.handled,
        event.has_replay,
        event.release,
        event.environment,
        event.transaction,
        event.user,
        event.trace_id,
        code::hashes(&event.hashes),
        code::in_app(&event.in_app),
    ])?;
    Ok(())
}

/// It belongs elsewhere.
pub(crate) fn place(db: &Connection, event: &EventRow) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE event SET project = ?2, issue = ?3 WHERE id = ?1")?.execute((
        event.id,
        event.project.0,
        event.issue.map(|issue| issue.0),
    ))?;
    Ok(())
}

/// Moves an event from one issue to another, if it is there.
pub(crate) fn set_issue(db: &Connection, row: i64, (from, to): (IssueId, IssueId)) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE event SET issue = ?3 WHERE id = ?1 AND issue = ?2")?.execute((row, from.0, to.0))?;
    Ok(())
}

/// Whether an event is kept.
pub(crate) fn exists(db: &Connection, row: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM event WHERE id = ?1")?.exists([row])
}

/// How many events of an issue are kept.
pub(crate) fn count(db: &Connection, issue: IssueId) -> rusqlite::Result<i64> {
    db.prepare_cached("SELECT count(*) FROM event WHERE issue = ?1")?.query_row([issue.0], |row| row.get(0))
}

/// Kept events of an issue, each with its primary hash; where it has none, zeros.
pub(crate) fn primaries(db: &Connection, issue: IssueId) -> rusqlite::Result<BTreeMap<i64, [u8; 16]>> {
    db.prepare_cached("SELECT id, hashes FROM event WHERE issue = ?1")?
        .query_map([issue.0], |row| {
            let hashes = row.get_ref(1)?.as_blob()?;
            Ok((row.get(0)?, hashes.get(1..).and_then(|hash| hash.first_chunk()).copied().unwrap_or_default()))
        })?
        .collect()
}

/// Kept events of an issue that share their primary hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GroupRow {
    pub(crate) hash: [u8; 16],
    pub(crate) n: u64,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
    pub(crate) latest: EventId,
}

/// The groups of an issue, the latest first.
pub(crate) fn groups(db: &Connection, issue: IssueId) -> rusqlite::Result<Vec<GroupRow>> {
    let mut groups: Vec<GroupRow> = Vec::new();
    let mut places: HashMap<[u8; 16], usize> = HashMap::new();
    let mut statement = db.prepare_cached(
        "SELECT substr(hashes, 2, 16), received, event_id FROM event
         WHERE issue = ?1 AND length(hashes) >= 17 ORDER BY received DESC, id DESC",
    )?;
    let mut rows = statement.query([issue.0])?;
    while let Some(row) = rows.next()? {
        let (hash, received) = (row.get(0)?, Timestamp::from_micros(row.get(1)?));
        let place = *places.entry(hash).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => (group.n, group.first_seen) = (group.n + 1, received),
            None => {
                let latest = EventId(row.get(2)?);
                groups.push(GroupRow { hash, n: 1, first_seen: received, last_seen: received, latest });
            }
        }
    }
    Ok(groups)
}

/// Of how many groups the latest kept events of an issue are.
pub(crate) fn n_groups(db: &Connection, issue: IssueId, limit: u32) -> rusqlite::Result<u64> {
    db.prepare_cached(
        "SELECT count(DISTINCT substr(hashes, 2, 16)) FROM
           (SELECT hashes FROM event WHERE issue = ?1 ORDER BY received DESC LIMIT ?2)",
    )?
    .query_row((issue.0, limit), |row| row.get(0))
}

/// Receipt, row and id of kept events of a group, the latest first.
pub(crate) fn of_group(
    db: &Connection,
    issue: IssueId,
    hash: &[u8; 16],
    limit: u32,
) -> rusqlite::Result<Vec<(i64, i64, EventId)>> {
    db.prepare_cached(
        "SELECT received, id, event_id FROM event WHERE issue = ?1 AND substr(hashes, 2, 16) = ?2
         ORDER BY received DESC, id DESC LIMIT ?3",
    )?
    .query_map((issue.0, hash, limit), |row| Ok((row.get(0)?, row.get(1)?, EventId(row.get(2)?))))?
    .collect()
}

/// Kept events of an issue whose primary hash leads to another one, the latest first.
pub(crate) fn astray(db: &Connection, issue: IssueId, limit: u32) -> rusqlite::Result<Vec<EventId>> {
    db.prepare_cached(
        "SELECT event.event_id FROM event
           JOIN issue_hash ON issue_hash.project = event.project AND issue_hash.hash = substr(event.hashes, 2, 16)
           JOIN issue ON issue.id = issue_hash.issue
         WHERE event.issue = ?1 AND issue_hash.issue <> ?1 AND issue.deleted_at IS NULL
         ORDER BY event.received DESC, event.id DESC LIMIT ?2",
    )?
    .query_map((issue.0, limit), |row| row.get(0).map(EventId))?
    .collect()
}

/// All events of an issue belong to another one.
pub(crate) fn move_all(db: &Connection, from: IssueId, to: IssueId) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE event SET issue = ?2 WHERE issue = ?1")?.execute((from.0, to.0))?;
    Ok(())
}

/// Forgets an event.
pub(crate) fn delete(db: &Connection, row: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM event WHERE id = ?1")?.execute([row])?;
    Ok(())
}
