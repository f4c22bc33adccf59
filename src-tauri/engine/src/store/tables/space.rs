//! How much room the file takes, and how it gives some back. No table of its own.

use rusqlite::{Connection, OptionalExtension};

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

/// The last row number before those of an envelope, in a table whose rows have the order in which their envelopes came.
pub(crate) fn before_envelope(db: &Connection, table: &'static str, envelope: i64) -> rusqlite::Result<i64> {
    // Each end by itself: asked for both at once, SQLite would read the whole table.
    let end =
        |of: &str| db.prepare_cached(&format!("SELECT {of}(rowid) FROM {table}"))?.query_row([], |row| row.get(0));
    let (first, last): (Option<i64>, Option<i64>) = (end("min")?, end("max")?);
    let (mut low, mut high) = (first.unwrap_or(1), last.unwrap_or(0) + 1);
    let mut at =
        db.prepare_cached(&format!("SELECT rowid, envelope FROM {table} WHERE rowid >= ?1 ORDER BY rowid LIMIT 1"))?;
    while low < high {
        let middle = low + (high - low) / 2;
        let next: Option<(i64, i64)> = at.query_row([middle], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match next.filter(|(_, of)| *of < envelope) {
            Some((row, _)) => low = row + 1,
            None => high = middle,
        }
    }
    Ok(low - 1)
}
