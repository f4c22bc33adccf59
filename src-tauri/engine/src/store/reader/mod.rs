//! The reader: everything that only looks. Read-only connections, one per caller at a time, each query with a time limit.

mod attachment;
mod check;
mod event;
mod filter;
mod issue;
mod item;
mod kept;
mod list;
mod project;
mod rules;
mod sample;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crashtray_core::time::Timestamp;
use rusqlite::{Connection, Transaction};

use super::connection::{self, Use};
use super::dictionaries::Samples;
use super::pack::Unpacker;
use super::tables::dictionary::DictionaryRow;
use super::tables::outbox::{self, OutboxEntry};
use super::tables::{dictionary, held, payload, session, setting, web_origin};
use super::{Rulebook, StoreError, Writer};

pub use attachment::AttachmentBytes;
pub use event::{EventAt, EventEntry, EventList, EventPlace, StoredAttachment, StoredEvent};
pub use issue::{IssueRecord, TagFacetEntry};
pub use item::{ItemEntry, OutcomeEntry, StoredEnvelope, StoredItem};
pub(super) use kept::{Desk, Past};
pub use kept::{GroupEntry, KeptEvent};
pub use list::{IssueEntry, IssueList, IssueOrder, IssueQuery};
pub use project::{Counts, ProjectEntry};
pub use sample::Sample;

#[cfg(test)]
pub(super) use list::statement;

/// So many connections are kept open for the next caller.
const KEPT: usize = 4;

/// A query that takes longer is broken off.
const PATIENCE: Duration = Duration::from_secs(10);

/// After so many steps of SQLite's machine the clock is looked at.
const STEPS: i32 = 10_000;

/// All reads. Cheap to clone; all clones share their connections. Reading blocks the thread.
#[derive(Clone, Debug)]
pub struct Reader(Arc<Pool>);

#[derive(Debug)]
struct Pool {
    path: PathBuf,
    idle: Mutex<Idle>,
    /// The user's rules, as the file has them.
    rulebook: Rulebook,
    /// Who writes the counters that wait, in this process.
    writer: OnceLock<Writer>,
}

#[derive(Debug, Default)]
struct Idle {
    connections: Vec<Connection>,
    /// How often the file was opened anew; connections of before are not taken back.
    generation: u64,
}

impl Reader {
    /// Connections are opened when somebody reads.
    pub(super) fn new(path: &Path) -> Self {
        let rulebook = Rulebook::default();
        Self(Arc::new(Pool { path: path.to_owned(), idle: Mutex::default(), rulebook, writer: OnceLock::new() }))
    }

    /// The file is another one from now on.
    pub(super) fn forget(&self) {
        let mut idle = self.0.idle();
        idle.connections.clear();
        idle.generation += 1;
    }

    /// From now on whoever reads counters lets this writer write them first.
    pub(super) fn settle_by(&self, writer: &Writer) {
        // There is one writer for a file.
        drop(self.0.writer.set(writer.clone()));
    }

    /// Whether counters lack what was noted beside them.
    pub(super) fn is_unsettled(&self) -> Result<bool, StoreError> {
        self.read(|db| Ok(held::any(db)?))
    }

    /// As `read`, with counters that say all that was answered.
    fn read_settled<T>(&self, read: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if let Some(writer) = self.0.writer.get() {
            writer.settle();
        }
        self.read(read)
    }

    /// It is quiet: one connection will do, and what the others remember of the file goes.
    pub(super) fn rest(&self) {
        self.0.idle().connections.truncate(1);
    }

    /// Reads in one transaction: all that it sees is of one moment.
    fn read<T>(&self, read: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.read_within(PATIENCE, read)
    }

    /// As `read`, with another time limit.
    fn read_within<T>(
        &self,
        patience: Duration,
        read: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (db, generation) = {
            let mut idle = self.0.idle();
            (idle.connections.pop(), idle.generation)
        };
        let mut db = match db {
            Some(db) => db,
            None => connection::open(&self.0.path, Use::Read)?,
        };
        let started = Instant::now();
        db.progress_handler(STEPS, Some(move || started.elapsed() > patience))?;
        let went = db.transaction().map_err(StoreError::from).and_then(|transaction| read(&transaction));
        if !matches!(went, Err(StoreError::Corrupt(_) | StoreError::Io(_))) {
            self.0.give_back(db, generation);
        }
        went
    }

    /// The number that a query answers.
    #[cfg(test)]
    pub(super) fn ask(&self, patience: Duration, sql: &str) -> Result<i64, StoreError> {
        self.read_within(patience, |db| Ok(db.query_row(sql, [], |row| row.get(0))?))
    }

    /// All dictionaries, the oldest first.
    pub(super) fn dictionaries(&self) -> Result<Vec<DictionaryRow>, StoreError> {
        self.read(|db| Ok(dictionary::all(db)?))
    }

    /// Of the latest payloads of an item type and platform those that are no larger than `largest`, as many as have room.
    pub(super) fn samples(
        &self,
        (kind, platform): (&str, &str),
        limit: u32,
        (largest, room): (usize, usize),
    ) -> Result<Samples, StoreError> {
        self.read(|db| {
            let mut samples = Samples::default();
            let mut unpacker = Unpacker::default();
            for (id, size) in dictionary::samples(db, kind, platform, limit)? {
                let left = room.saturating_sub(samples.bytes.len());
                if size > left.min(largest) {
                    continue;
                }
                let Some((dictionary, packed, size)) = payload::get(db, id)? else { continue };
                let bytes = unpacker.unpack((dictionary, &packed, size), |id| Ok(dictionary::get(db, id)?))?;
                samples.bytes.extend_from_slice(&bytes);
                samples.sizes.push(bytes.len());
            }
            Ok(samples)
        })
    }

    /// The next payloads after one, and whether one of them names a dictionary.
    pub(super) fn payloads_after(&self, after: i64, dictionary: i64, limit: u32) -> Result<payload::Next, StoreError> {
        self.read(|db| Ok(payload::next(db, after, dictionary, limit)?))
    }

    /// Value of a setting; `None`: the default holds.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|db| Ok(setting::get(db, name)?))
    }

    /// All settings that were set, by name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn settings(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.read(|db| Ok(setting::all(db)?))
    }

    /// Hash of the token of a session of the page in a browser; `None`: there is none, or it has ended.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn session(&self, id: &str, now: Timestamp) -> Result<Option<[u8; 32]>, StoreError> {
        self.read(|db| Ok(session::get(db, id, now)?))
    }

    /// Whether pages of this origin may make projects and cause alerts.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn web_origin_is_allowed(&self, origin: &str) -> Result<bool, StoreError> {
        self.read(|db| Ok(web_origin::is_allowed(db, origin)?))
    }

    /// All origins that may.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn web_origins(&self) -> Result<Vec<String>, StoreError> {
        self.read(|db| Ok(web_origin::all(db)?))
    }

    /// Alerts after the one of this id that nobody has told yet, oldest first. Those of muted and deleted issues are left out.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn alerts(&self, after: i64, limit: u32) -> Result<Vec<OutboxEntry>, StoreError> {
        // Issues that are told of never wait.
        self.read(|db| Ok(outbox::after(db, after, limit)?))
    }
}

impl Pool {
    fn give_back(&self, db: Connection, generation: u64) {
        let mut idle = self.idle();
        if idle.generation == generation && idle.connections.len() < KEPT {
            idle.connections.push(db);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
