//! Events per project and ten seconds of the last hour: the sidebar's curves and the rate. Older slots are swept away.

use crashtray_core::id::ProjectId;
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "pulse",
    migrations: &[Migration {
        at: 2_026_112_115,
        older: Older::Refuses,
        sql: "CREATE TABLE pulse (
                -- Tens of seconds since the Unix epoch.
                slot INTEGER NOT NULL,
                project INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (slot, project)
              ) STRICT, WITHOUT ROWID;",
    }],
};

/// Slots of an hour.
pub(crate) const HOUR: i64 = 360;

/// The slot of a time.
pub(crate) fn slot(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(10_000_000)
}

/// Counts `n` more events.
pub(crate) fn add(db: &Connection, slot: i64, project: ProjectId, n: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO pulse (slot, project, n) VALUES (?1, ?2, ?3) ON CONFLICT (slot, project) DO UPDATE SET n = n + ?3",
    )?
    .execute((slot, project.0, n))?;
    Ok(())
}

/// Slot, project and count, from a slot on, oldest first.
pub(crate) fn since(db: &Connection, slot: i64) -> rusqlite::Result<Vec<(i64, ProjectId, u64)>> {
    db.prepare_cached("SELECT slot, project, n FROM pulse WHERE slot >= ?1 ORDER BY slot")?
        .query_map([slot], |row| Ok((row.get(0)?, ProjectId(row.get(1)?), row.get(2)?)))?
        .collect()
}

/// Forgets what is before a slot.
pub(crate) fn sweep(db: &Connection, before: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM pulse WHERE slot < ?1")?.execute([before])?;
    Ok(())
}
