//! How much room the file takes, and how it gives some back. No table of its own.

use rusqlite::Connection;

/// Bytes in use: without free pages.
pub(crate) fn used(db: &Connection) -> rusqlite::Result<i64> {
    let n_pages: i64 = db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let page: i64 = db.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    Ok((n_pages - free(db)?) * page)
}

/// Free pages.
pub(crate) fn free(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA freelist_count", [], |row| row.get(0))
}

/// Gives so many free pages back to the disk, with the next checkpoint.
pub(crate) fn give_back(db: &Connection, n: i64) -> rusqlite::Result<()> {
    let mut vacuum = db.prepare(&format!("PRAGMA incremental_vacuum({n})"))?;
    let mut pages = vacuum.query([])?;
    // Each step gives one back.
    while pages.next()?.is_some() {}
    Ok(())
}

/// The largest row number of a table; 0: it is empty.
pub(crate) fn newest(db: &Connection, table: &'static str) -> rusqlite::Result<i64> {
    db.prepare_cached(&format!("SELECT coalesce(max(rowid), 0) FROM {table}"))?.query_row([], |row| row.get(0))
}
