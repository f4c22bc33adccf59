//! Settings: names and values as text. What they mean is `config`'s business.

use rusqlite::{Connection, OptionalExtension};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "setting",
    migrations: &[Migration {
        at: 2_026_112_120,
        older: Older::Refuses,
        sql: "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    }],
};

/// One setting.
pub(crate) fn get(db: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT value FROM setting WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

/// All settings, by name.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    db.prepare_cached("SELECT name, value FROM setting ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Sets one, or takes it back to its default.
pub(crate) fn set(db: &Connection, name: &str, value: Option<&str>) -> rusqlite::Result<()> {
    match value {
        Some(value) => db
            .prepare_cached("INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")?
            .execute((name, value))?,
        None => db.prepare_cached("DELETE FROM setting WHERE name = ?1")?.execute([name])?,
    };
    Ok(())
}
