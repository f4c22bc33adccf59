//! The file: one writer thread that owns the only writable connection, readers apart, changes published after the commit.
//!
//! It knows rows, not views; and it decides only what depends on what is in the file.

mod connection;
mod delivery;
mod dictionaries;
mod error;
mod hands;
mod history;
mod migrate;
mod pack;
mod plan;
mod reader;
mod refusals;
mod retired;
mod rulebook;
mod seen;
mod tables;
mod writer;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crashtray_core::time::Timestamp;

use crate::bus::Bus;
use connection::{FileId, Use};
use migrate::Schema;

pub use delivery::{Arrival, Content, Delivery, NewAttachment, NewEvent, Packed, Priority, Receipt, Route, Run};
pub use dictionaries::Dictionaries;
pub use error::StoreError;
pub use history::{Progress, Purpose, Reading, Reprocessed};
pub use pack::{Packer, pack, unpack};
pub use plan::{Candidate, Goal, Part, Plan, plan};
pub use reader::{
    AttachmentBytes, Counts, EventAt, EventEntry, EventList, EventPlace, GroupEntry, IssueEntry, IssueList, IssueOrder,
    IssueQuery, IssueRecord, ItemEntry, KeptEvent, OutcomeEntry, ProjectEntry, Reader, Sample, StoredAttachment,
    StoredEnvelope, StoredEvent, StoredItem, TagFacetEntry,
};
pub use refusals::{ArrivalRecord, Rings};
pub use rulebook::{RuleText, Rulebook};
pub use seen::{new_event, read_again, regroup};
pub use tables::outbox::{AlertCause, OutboxEntry};
pub use writer::{Done, Heading, IssueAction, Moved, Regroup, Sweep, Tx, Writer};

/// The file, open.
pub struct Store {
    /// All writes. Without the right to write, all of them fail.
    pub writer: Writer,
    /// All reads.
    pub reader: Reader,
    /// What changed, after each commit.
    pub bus: Bus,
    /// What payloads are packed with.
    pub dictionaries: Dictionaries,
    /// The last requests, in memory.
    pub rings: Rings,
    path: PathBuf,
}

/// What the file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reading and writing: it is made where there is none, and brought up to date. The caller holds the lock of the file.
    Write,
    /// Reading.
    Read,
}

/// Tells the time.
pub type Clock = fn() -> Timestamp;

impl Store {
    /// Opens the file by the system's clock.
    ///
    /// # Errors
    /// `TooNew`, `TooOld` (only for reading), `NotADatabase`, `Gone` (only for reading: there is none), and what the disk says.
    pub fn open(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        Self::open_with(path, mode, system_clock)
    }

    /// Opens the file by a clock of the caller.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_with(path: &Path, mode: Mode, clock: Clock) -> Result<Self, StoreError> {
        let bus = Bus::new(clock().as_micros() / 1_000);
        let reader = Reader::new(path);
        let writer = match mode {
            Mode::Write => {
                writer::take_up(path)?;
                connection::make_file(path)?;
                // What is refused must not be touched: a connection that writes would already change its header.
                schema(path)?;
                let mut db = connection::open(path, Use::Write)?;
                migrate::migrate(&mut db)?;
                writer::recover(&mut db)?;
                let id = FileId::at(path)?.ok_or(StoreError::Gone)?;
                Writer::start(
                    writer::File { path: path.to_owned(), id, db: Some(db) },
                    reader.clone(),
                    bus.clone(),
                    clock,
                )?
            }
            Mode::Read => {
                FileId::at(path)?.ok_or(StoreError::Gone)?;
                match schema(path)? {
                    Schema::Current => {}
                    Schema::Old => return Err(StoreError::TooOld),
                }
                Writer::none(clock)
            }
        };
        reader.settle_by(&writer);
        reader.load_rules()?;
        let dictionaries = match mode {
            Mode::Write => Dictionaries::start(reader.clone(), writer.clone())?,
            Mode::Read => Dictionaries::default(),
        };
        Ok(Self { dictionaries, writer, reader, bus, rings: Rings::default(), path: path.to_owned() })
    }

    /// Exchanges the user's rules of one kind, for all projects or for the one of this slug; they hold from now on. The rules of
    /// before; `None`: there is no such project. It blocks the thread.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_rules(&self, rules: RuleText) -> Result<Option<String>, StoreError> {
        let before = self.writer.write_blocking(move |tx| tx.set_rules(&rules))?;
        self.reader.load_rules()?;
        Ok(before)
    }

    /// Whether counters in the file lack what was noted beside them. A resident writes them on its own, or when it is asked to read;
    /// after a kill, whoever opens the file for writing.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_unsettled(&self) -> Result<bool, StoreError> {
        self.reader.is_unsettled()
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// What was accepted is finished.
impl Drop for Store {
    fn drop(&mut self) {
        self.dictionaries.end();
        self.writer.shutdown();
    }
}

/// What is there, as far as its header and its schema say.
fn schema(path: &Path) -> Result<Schema, StoreError> {
    connection::check_header(path)?;
    migrate::check(&connection::open(path, Use::Read)?)
}

/// The time now, UTC: the only place that asks the system.
pub fn system_clock() -> Timestamp {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;

/// Refuses a file that is no database, before anything is made beside it. A missing or empty one is fine.
///
/// # Errors
/// `NotADatabase`, and what the disk says.
pub fn refuse_strangers(path: &Path) -> Result<(), StoreError> {
    if path.exists() { connection::check_header(path) } else { Ok(()) }
}
