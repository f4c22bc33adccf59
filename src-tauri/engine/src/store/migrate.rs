//! Brings the schema up to date: all missing migrations of all tables, by time, in one transaction. A newer file is refused.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::StoreError;
use super::connection::APPLICATION_ID;
use super::tables::{Migration, Older, TABLES, Table};

/// How a file's schema compares with ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schema {
    /// It has all that we know.
    Current,
    /// It lacks some.
    Old,
}

/// Brings the file up to date. A failure leaves it as it was.
pub(super) fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    migrate_to(db, TABLES)
}

/// Compares the file's schema with ours.
pub(super) fn check(db: &Connection) -> Result<Schema, StoreError> {
    check_against(db, TABLES)
}

/// As `migrate`, with other tables.
pub(super) fn migrate_to(db: &mut Connection, tables: &[Table]) -> Result<(), StoreError> {
    match check_against(db, tables)? {
        Schema::Current => return Ok(()),
        Schema::Old => {}
    }
    let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let version = version(&work)?;
    if version == 0 {
        work.pragma_update(None, "application_id", APPLICATION_ID)?;
        work.execute_batch(
            "CREATE TABLE migration (
               at INTEGER PRIMARY KEY,
               -- 1: versions that do not know it refuse the file.
               older_refuses INTEGER NOT NULL
             ) STRICT;",
        )?;
    }
    for (table, migration) in sorted(tables) {
        let failed = |error: StoreError| match error {
            StoreError::Sql(why) => StoreError::Sql(format!("table `{}`, {}: {why}", table.name, migration.at)),
            other => other,
        };
        apply(&work, migration).map_err(failed)?;
    }
    work.pragma_update(None, "user_version", version.max(newest(tables)))?;
    work.commit()?;
    Ok(())
}

fn apply(work: &Transaction<'_>, migration: &Migration) -> Result<(), StoreError> {
    if work.prepare("SELECT 1 FROM migration WHERE at = ?1")?.exists([migration.at])? {
        return Ok(());
    }
    work.execute_batch(migration.sql)?;
    let older_refuses = migration.older == Older::Refuses;
    work.execute("INSERT INTO migration (at, older_refuses) VALUES (?1, ?2)", (migration.at, older_refuses))?;
    Ok(())
}

/// As `check`, with other tables.
pub(super) fn check_against(db: &Connection, tables: &[Table]) -> Result<Schema, StoreError> {
    let version = version(db)?;
    let supported = newest(tables);
    if version == 0 {
        let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        return if n_tables == 0 { Ok(Schema::Old) } else { Err(StoreError::NotADatabase) };
    }
    let application_id: i64 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application_id != APPLICATION_ID {
        return Err(StoreError::NotADatabase);
    }
    let refused: Option<i64> =
        db.query_row("SELECT max(at) FROM migration WHERE at > ?1 AND older_refuses", [supported], |row| row.get(0))?;
    match refused {
        Some(found) => Err(StoreError::TooNew { found, supported }),
        None => lacks_any(db, tables),
    }
}

fn lacks_any(db: &Connection, tables: &[Table]) -> Result<Schema, StoreError> {
    let mut known = db.prepare("SELECT 1 FROM migration WHERE at = ?1")?;
    for (_, migration) in sorted(tables) {
        if !known.exists([migration.at])? {
            return Ok(Schema::Old);
        }
    }
    Ok(Schema::Current)
}

fn version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn newest(tables: &[Table]) -> i64 {
    sorted(tables).last().map_or(0, |(_, migration)| migration.at)
}

fn sorted(tables: &[Table]) -> Vec<(&Table, &Migration)> {
    let each = |table| move |migration| (table, migration);
    let mut all: Vec<_> = tables.iter().flat_map(|table| table.migrations.iter().map(each(table))).collect();
    all.sort_by_key(|(_, migration)| migration.at);
    all
}
