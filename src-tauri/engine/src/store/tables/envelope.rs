//! Envelopes as they came: header and circumstances. Their items are rows of `item`.

use crashtray_core::id::ProjectId;
use crashtray_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};
use crate::store::Route;

pub(crate) const TABLE: Table = Table {
    name: "envelope",
    migrations: &[Migration {
        at: 2_026_112_103,
        older: Older::Refuses,
        sql: "CREATE TABLE envelope (
                id INTEGER PRIMARY KEY,
                received INTEGER NOT NULL,
                project INTEGER NOT NULL REFERENCES project (id),
                run INTEGER REFERENCES run (id),
                -- 0 /api/…/envelope/, 1 /api/…/store/, 2 /stream.
                route INTEGER NOT NULL,
                -- Byte for byte, without the line feed.
                header BLOB NOT NULL,
                missing_line_feeds INTEGER NOT NULL,
                client TEXT,
                peer TEXT,
                origin TEXT
              ) STRICT;",
    }],
};

/// An envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnvelopeRow {
    pub(crate) received: Timestamp,
    pub(crate) project: ProjectId,
    pub(crate) run: Option<i64>,
    pub(crate) route: Route,
    pub(crate) header: Vec<u8>,
    pub(crate) missing_line_feeds: u8,
    pub(crate) client: Option<String>,
    pub(crate) peer: Option<String>,
    pub(crate) origin: Option<String>,
}

/// Ways in, by their number. It only grows.
const ROUTES: [Route; 14] = [
    Route::Envelope,
    Route::Store,
    Route::Stream,
    Route::Security,
    Route::Nel,
    Route::Minidump,
    Route::Unreal,
    Route::Attachments,
    Route::CheckIn,
    Route::OtlpLogs,
    Route::OtlpTraces,
    Route::OtlpMetrics,
    Route::Feedback,
    Route::Tunnel,
];

/// Keeps an envelope.
pub(crate) fn insert(db: &Connection, envelope: &EnvelopeRow) -> rusqlite::Result<i64> {
    let route = ROUTES.iter().position(|&route| route == envelope.route).unwrap_or(0);
    db.prepare_cached(
        "INSERT INTO envelope (received, project, run, route, header, missing_line_feeds, client, peer, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .insert((
        envelope.received.as_micros(),
        envelope.project.0,
        envelope.run,
        route,
        &envelope.header,
        envelope.missing_line_feeds,
        &envelope.client,
        &envelope.peer,
        &envelope.origin,
    ))
}

/// One envelope.
pub(crate) fn get(db: &Connection, id: i64) -> rusqlite::Result<Option<EnvelopeRow>> {
    db.prepare_cached(
        "SELECT received, project, run, route, header, missing_line_feeds, client, peer, origin FROM envelope WHERE id = ?1",
    )?
    .query_row([id], |row| {
        Ok(EnvelopeRow {
            received: Timestamp::from_micros(row.get(0)?),
            project: ProjectId(row.get(1)?),
            run: row.get(2)?,
            route: route(row.get(3)?),
            header: row.get(4)?,
            missing_line_feeds: row.get(5)?,
            client: row.get(6)?,
            peer: row.get(7)?,
            origin: row.get(8)?,
        })
    })
    .optional()
}

/// Receipt, project and way of an envelope: what a list shows, without its header.
pub(crate) fn label(db: &Connection, id: i64) -> rusqlite::Result<Option<(Timestamp, ProjectId, Route)>> {
    db.prepare_cached("SELECT received, project, route FROM envelope WHERE id = ?1")?
        .query_row([id], |row| Ok((Timestamp::from_micros(row.get(0)?), ProjectId(row.get(1)?), route(row.get(2)?))))
        .optional()
}

fn route(number: usize) -> Route {
    ROUTES.get(number).copied().unwrap_or(Route::Envelope)
}

/// Envelopes after one with their receipts, in the order in which they came.
pub(crate) fn after(db: &Connection, id: i64, limit: u32) -> rusqlite::Result<Vec<(i64, Timestamp)>> {
    db.prepare_cached("SELECT id, received FROM envelope WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map((id, limit), |row| Ok((row.get(0)?, Timestamp::from_micros(row.get(1)?))))?
        .collect()
}

/// When the last envelope up to one came; `None`: there is none.
pub(crate) fn up_to(db: &Connection, id: i64) -> rusqlite::Result<Option<Timestamp>> {
    db.prepare_cached("SELECT received FROM envelope WHERE id <= ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([id], |row| row.get(0).map(Timestamp::from_micros))
        .optional()
}

/// It belongs to another project.
pub(crate) fn set_project(db: &Connection, id: i64, project: ProjectId) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE envelope SET project = ?2 WHERE id = ?1")?.execute((id, project.0))?;
    Ok(())
}

/// Removes it if it has no items left.
pub(crate) fn delete_if_empty(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM envelope WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM item WHERE envelope = ?1)")?
        .execute([id])?;
    Ok(())
}
