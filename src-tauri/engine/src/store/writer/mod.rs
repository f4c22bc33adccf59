//! The writer: everything that changes the file goes through its one thread, in the order in which it was accepted.
//!
//! Deliveries are committed in groups without waiting for more: what is in the queue, up to 10 ms of work, is one transaction.

mod change;
mod checkpoint;
mod file;
mod held;
mod ingest;
mod issue;
mod ledger;
mod merge;
mod note;
mod projects;
mod queue;
mod regroup;
mod retention;
mod split;
mod sweep;
mod thread;
mod tx;
mod walk;

use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crashtray_core::id::IssueId;
use crashtray_core::time::Timestamp;
use tokio::sync::oneshot;

use super::{Clock, Delivery, Priority, Reader, Receipt, StoreError};
use crate::bus::Bus;
use queue::{Queue, Task, Waiting};

use checkpoint::Checkpoint;

pub use change::{Done, IssueAction};
pub(super) use file::{File, take_up};
pub(super) use held::recover;
pub(super) use regroup::{AT_ONCE, reads_otherwise};
pub use regroup::{Heading, Moved, Regroup};
pub use sweep::Sweep;
pub use tx::Tx;

/// All writes. Cheap to clone; all clones are one writer.
#[derive(Clone)]
pub struct Writer(Arc<Shared>);

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer")
    }
}

/// What the thread and the handles share.
struct Shared {
    queue: Queue,
    clock: Clock,
    /// What keeps the file from being written.
    trouble: Mutex<Option<StoreError>>,
    /// Counters wait to be written.
    is_held: AtomicBool,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Shared {
    fn new(queue: Queue, clock: Clock) -> Self {
        let (trouble, is_held, thread) = (Mutex::default(), AtomicBool::new(false), Mutex::default());
        Self { queue, clock, trouble, is_held, thread }
    }
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(file: File, reader: Reader, bus: Bus, clock: Clock) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::new(Queue::new(), clock));
        let checkpoint = Checkpoint::start(file.path.clone())?;
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || thread::run(file, checkpoint, &shared, &reader, &bus)
        })?;
        *shared.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
        Ok(Self(shared))
    }

    /// A writer that refuses: the file is open for reading only.
    pub(super) fn none(clock: Clock) -> Self {
        Self(Arc::new(Shared::new(Queue::refusing(StoreError::ReadOnly), clock)))
    }

    /// Stores a delivery. The answer comes after the commit; a full queue makes the caller wait.
    ///
    /// # Errors
    /// The file cannot be written; nothing of the delivery is in it.
    pub async fn ingest(&self, delivery: Delivery) -> Result<Receipt, StoreError> {
        let room = self.0.queue.room(&delivery).await?;
        let (reply, answer) = oneshot::channel();
        let gathering = self.0.queue.gather(Box::new(Waiting { delivery, reply, room }))?;
        // What other clients have sent by now comes into the same transaction: it is their turn first, and nobody waits for the clock.
        tokio::task::yield_now().await;
        drop(gathering);
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Does `work` in a transaction of its own. The answer comes after the commit.
    ///
    /// # Errors
    /// That of `work`, or the file cannot be written; nothing of it is in the file.
    pub fn write<T, F>(&self, work: F) -> impl Future<Output = Result<T, StoreError>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        // Who is gone wants no answer.
        let pushed = self.0.queue.push(Task::boxed(work, move |result| drop(reply.send(result))), Priority::First);
        async move {
            pushed?;
            answer.await.unwrap_or(Err(StoreError::Closed))
        }
    }

    /// As `write`, for callers without a runtime: it blocks the thread.
    ///
    /// # Errors
    /// As `write`.
    pub fn write_blocking<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.do_blocking(Priority::First, work)
    }

    /// As `write_blocking`; of the second priority where all others come first.
    ///
    /// # Errors
    /// As `write`.
    pub fn do_blocking<T, F>(&self, priority: Priority, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = sync_channel(1);
        let work = Task::boxed(work, move |result| drop(reply.send(result)));
        self.0.queue.push(work, priority)?;
        answer.recv().unwrap_or(Err(StoreError::Closed))
    }

    /// Changes issues.
    ///
    /// # Errors
    /// As `write`.
    pub async fn change(&self, numbers: &[IssueId], action: IssueAction) -> Result<Done, StoreError> {
        let numbers = numbers.to_vec();
        self.write(move |tx| tx.change(&numbers, &action)).await
    }

    /// As `change`; it blocks the thread.
    ///
    /// # Errors
    /// As `write`.
    pub fn change_blocking(&self, numbers: &[IssueId], action: IssueAction) -> Result<Done, StoreError> {
        let numbers = numbers.to_vec();
        self.write_blocking(move |tx| tx.change(&numbers, &action))
    }

    /// Takes a change back: the one of this id, else the last.
    ///
    /// # Errors
    /// As `write`.
    pub async fn undo(&self, id: Option<i64>) -> Result<Done, StoreError> {
        self.write(move |tx| tx.undo(id)).await
    }

    /// As `undo`; it blocks the thread.
    ///
    /// # Errors
    /// As `write`.
    pub fn undo_blocking(&self, id: Option<i64>) -> Result<Done, StoreError> {
        self.write_blocking(move |tx| tx.undo(id))
    }

    /// Moves events to the issues that they belong to, at most 200 in a transaction. It blocks the thread.
    ///
    /// # Errors
    /// As `write`; earlier transactions stand.
    pub fn regroup_blocking(&self, mut moves: Vec<Regroup>, priority: Priority) -> Result<Moved, StoreError> {
        let mut moved = Moved::default();
        while !moves.is_empty() {
            let rest = moves.split_off(moves.len().min(regroup::AT_ONCE));
            let some = std::mem::replace(&mut moves, rest);
            moved.add(self.do_blocking(priority, move |tx| tx.regroup(&some))?);
        }
        Ok(moved)
    }

    /// Sees to it that the counters say all that was answered. Blocks for the batch at work, where counters wait; else not at all.
    pub(super) fn settle(&self) {
        if self.0.is_held.load(Ordering::Acquire) {
            // Where the file cannot be written, what is in it is all there is to read.
            drop(self.write_blocking(|_| Ok(())));
        }
    }

    /// What keeps the file from being written, in words; `None`: all is well.
    pub fn trouble(&self) -> Option<String> {
        self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(StoreError::to_string)
    }

    /// Jobs that wait to be written: of the first priority, and of the second.
    pub fn waiting(&self) -> [usize; 2] {
        self.0.queue.lengths()
    }

    /// Takes nothing more, finishes within a second what was accepted, and closes the file. Blocks until then.
    pub fn shutdown(&self) {
        self.0.queue.close();
        let thread = self.0.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It catches the panics of its work; one beyond that has been printed.
            drop(thread.join());
        }
    }

    /// The time by the writer's clock.
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }
}
