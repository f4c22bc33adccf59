//! Counters that wait: while batches follow each other closely, what they count is written together, not once per batch. Until
//! then each batch leaves a note of it in the file, in its own transaction, so that a kill loses nothing.
//!
//! Counting is half of what a batch would write: an issue's row and its indexes, tags, hours, users. Who reads in this process
//! lets the writer settle first (`Reader::read_settled`), so nobody sees less than was answered.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::ledger::Ledger;
use super::note::Note;
use crate::store::StoreError;
use crate::store::tables::{held, issue};

/// So long counters wait at most. What comes less often is written at once.
const WAIT: Duration = Duration::from_millis(500);

/// So many counters wait at most: some milliseconds of work.
const MOST: usize = 4_000;

/// What waits.
#[derive(Debug)]
pub(super) struct Held {
    ledger: Ledger,
    settled: Option<Instant>,
}

/// When a transaction writes what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// With itself, and with it all that waits.
    Now,
    /// Later: it leaves a note.
    Later,
}

impl Held {
    /// Nothing waits.
    pub(super) fn new() -> Self {
        Self { ledger: Ledger::default(), settled: None }
    }

    /// What waits.
    pub(super) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// When a batch writes what it counts.
    pub(super) fn when(&self) -> When {
        match self.settled {
            Some(at) if at.elapsed() < WAIT && self.ledger.len() < MOST => When::Later,
            Some(_) | None => When::Now,
        }
    }

    /// How long what waits may go on waiting. `None`: nothing waits.
    pub(super) fn patience(&self) -> Option<Duration> {
        let since = self.settled.map_or(WAIT, |at| at.elapsed());
        (!self.ledger.is_empty()).then(|| WAIT.saturating_sub(since))
    }

    /// It could not be written now.
    pub(super) fn put_off(&mut self) {
        self.settled = Some(Instant::now());
    }

    /// A transaction was committed. `left`: what it counted and only noted; `None`: it wrote all that there was.
    pub(super) fn committed(&mut self, left: Option<Ledger>) {
        match left {
            Some(ledger) => self.ledger.absorb(ledger),
            None => {
                self.ledger = Ledger::default();
                self.settled = Some(Instant::now());
            }
        }
    }
}

/// Leaves a note of what a batch counted.
pub(super) fn note(db: &Connection, ledger: &Ledger) -> Result<(), StoreError> {
    let note = serde_json::to_vec(&Note::from(ledger)).map_err(|error| StoreError::Io(error.to_string()))?;
    Ok(held::insert(db, &note)?)
}

/// Writes what waits and what was counted since, and takes the notes away.
pub(super) fn settle(db: &Connection, waiting: &Ledger, later: Ledger) -> Result<(), StoreError> {
    if waiting.is_empty() {
        return Ok(later.settle(db)?);
    }
    // What waits is still there when this transaction fails.
    let mut all = waiting.clone();
    all.absorb(later);
    all.settle(db)?;
    Ok(held::clear(db)?)
}

/// Writes what the notes in the file say: after a kill, before anything else.
///
/// # Errors
/// The file cannot be written, or a note cannot be read.
pub(in crate::store) fn recover(db: &mut Connection) -> Result<(), StoreError> {
    if !held::any(db)? {
        return Ok(());
    }
    let transaction = db.transaction()?;
    let mut all = Ledger::default();
    for bytes in held::all(&transaction)? {
        let note: Note<'_> = serde_json::from_slice(&bytes)
            .map_err(|error| StoreError::Corrupt(format!("a note of counters cannot be read: {error}")))?;
        all.absorb(note.into());
    }
    // Issues that were removed later have no counters.
    let mut gone = Vec::new();
    for &id in all.issues.keys() {
        if issue::get(&transaction, id)?.is_none() {
            gone.push(id);
        }
    }
    gone.iter().for_each(|id| drop(all.issues.remove(id)));
    all.settle(&transaction)?;
    held::clear(&transaction)?;
    Ok(transaction.commit()?)
}
