//! Brings what is in SQLite's log back into the file, on a thread and a connection of its own: a client never waits for the disk.
//!
//! The log is begun anew only when all of it is in the file. While writing goes on there is always a rest, so when the log has become
//! long, the writer brings that rest in itself: a short work by then.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::connection::{self, FileId, Use};

/// How often, while there is writing.
const EVERY: Duration = Duration::from_millis(500);

/// Pages of a log that is to be begun anew: 128 MiB. Longer ones write each page to the file less often.
const LONG: i64 = 16_000;

/// So many passes follow each other before the writer brings in the rest: while one waits for the disk more is written, and what is
/// written during the next one is less each time.
const PASSES: usize = 3;

/// The writer's side. It ends the thread when it is dropped.
pub(super) struct Checkpoint {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    last: Instant,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    wake: Condvar,
    /// The log is long, and all of it but the last milliseconds is in the file.
    wants_rest: AtomicBool,
}

#[derive(Default)]
struct State {
    is_wanted: bool,
    has_ended: bool,
    /// Which file is at the path.
    file: Option<FileId>,
}

impl Checkpoint {
    /// Starts the thread.
    pub(super) fn start(path: PathBuf) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::default());
        let thread = std::thread::Builder::new().name("checkpoint".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || work(&path, &shared)
        })?;
        Ok(Self { shared, thread: Some(thread), last: Instant::now() })
    }

    /// Something was committed to this file. True: the writer is to bring the rest of the log in.
    pub(super) fn wrote(&mut self, file: FileId) -> bool {
        // At once: each commit until then makes the rest longer.
        if self.shared.wants_rest.swap(false, Ordering::AcqRel) {
            return true;
        }
        if self.last.elapsed() < EVERY {
            return false;
        }
        self.last = Instant::now();
        let mut state = self.shared.state();
        state.is_wanted = true;
        state.file = Some(file);
        drop(state);
        self.shared.wake.notify_one();
        false
    }
}

impl Drop for Checkpoint {
    fn drop(&mut self) {
        self.shared.state().has_ended = true;
        self.shared.wake.notify_one();
        if let Some(thread) = self.thread.take() {
            // It only calls SQLite; a panic of it has been printed.
            drop(thread.join());
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to do: with which file. `None`: the end.
    fn next(&self) -> Option<FileId> {
        let is_quiet = |state: &mut State| !state.is_wanted && !state.has_ended;
        let mut state = self.wake.wait_while(self.state(), is_quiet).unwrap_or_else(PoisonError::into_inner);
        state.is_wanted = false;
        state.file.filter(|_| !state.has_ended)
    }
}

fn work(path: &Path, shared: &Shared) {
    let mut opened: Option<(FileId, Connection)> = None;
    while let Some(file) = shared.next() {
        if opened.as_ref().is_none_or(|(of, _)| *of != file) {
            // One that was put back has another log.
            opened = connection::open(path, Use::Write).ok().map(|db| (file, db));
        }
        // It is for speed only: what could not be done now is done later, or by the writer in a quiet moment.
        let pass = || opened.as_ref().and_then(|(_, db)| passive(db).ok()).is_some_and(|length| length >= LONG);
        // All passes, as long as the log is too long.
        shared.wants_rest.store((0..PASSES).all(|_| pass()), Ordering::Release);
    }
}

/// Brings in what nobody reads any more; how many pages the log has.
pub(super) fn passive(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))
}
