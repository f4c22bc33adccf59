//! The writer's thread: takes what waits, commits, publishes, answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crashtray_core::change::Change;
use rusqlite::TransactionBehavior;

use super::checkpoint::Checkpoint;
use super::file::File;
use super::held::{Held, When};
use super::ingest::as_raw;
use super::ledger::Ledger;
use super::queue::{Job, Waiting, Woken, Work};
use super::sweep::{Room, Sweep};
use super::{Shared, Tx};
use crate::bus::Bus;
use crate::store::{Reader, Receipt, StoreError};

/// So much work is one transaction; what comes later waits for the next.
const BATCH: Duration = Duration::from_millis(10);

/// After so long without work the log is written back into the file.
const QUIET: Duration = Duration::from_millis(250);

/// And after so long what is remembered of the file goes: the system has its pages too.
const REST: Duration = Duration::from_secs(5);

/// How often a round of sweeping begins; and where the file is so large that a flood could soon make it too large.
const SWEEP: Duration = Duration::from_secs(60);
const WATCHFUL: Duration = Duration::from_secs(5);

/// Between two steps of a round without work, and with work: deliveries come first.
const BREATH: Duration = Duration::from_millis(5);
const LONG_BREATH: Duration = Duration::from_millis(100);

/// So long a refusal is told, though something smaller could be written meanwhile.
const TOLD: Duration = Duration::from_secs(5);

/// How long an end may take.
const END: Duration = Duration::from_secs(1);

/// Works until the queue is closed and empty.
pub(super) fn run(file: File, checkpoint: Checkpoint, shared: &Shared, reader: &Reader, bus: &Bus) {
    let round = Round { sweep: Sweep::default(), is_over: true, at: Instant::now() };
    let held = Held::new();
    let mut thread =
        Thread { file, checkpoint, shared, reader, bus, held, is_dirty: true, is_warm: true, refused: None, round };
    loop {
        match shared.queue.next(thread.patience()) {
            Woken::Job(job) => {
                thread.take(job);
                thread.shorten_log();
            }
            Woken::Idle if thread.held.patience().is_some() => thread.settle(),
            Woken::Idle if !thread.round.is_over => thread.sweep(),
            Woken::Idle if thread.is_dirty => thread.checkpoint(),
            Woken::Idle => thread.rest(),
            Woken::Closed => break,
        }
        if thread.round.is_due() {
            thread.sweep();
        }
    }
    if thread.held.patience().is_some() {
        thread.settle();
    }
    // It has a connection of its own.
    drop(thread.checkpoint);
    thread.file.close();
}

struct Thread<'a> {
    file: File,
    checkpoint: Checkpoint,
    shared: &'a Shared,
    reader: &'a Reader,
    bus: &'a Bus,
    held: Held,
    /// Something was written since the last checkpoint.
    is_dirty: bool,
    /// Something was done since the last rest.
    is_warm: bool,
    /// When a delivery was refused last: the file could not be written.
    refused: Option<Instant>,
    round: Round,
}

/// A round of sweeping.
struct Round {
    sweep: Sweep,
    is_over: bool,
    /// When its last step was.
    at: Instant,
}

impl Round {
    /// The next step has waited long enough, whatever else there is to do.
    fn is_due(&self) -> bool {
        self.at.elapsed() >= self.pause()
    }

    fn pause(&self) -> Duration {
        match (self.is_over, self.sweep.room()) {
            (true, Room::Enough) => SWEEP,
            (true, Room::Scarce | Room::Exceeded) => WATCHFUL,
            (false, Room::Enough | Room::Scarce) => LONG_BREATH,
            // Then what comes waits for what goes: the file has an end, whoever sends.
            (false, Room::Exceeded) => Duration::ZERO,
        }
    }
}

impl Thread<'_> {
    /// How long to wait for work before there is something else to do.
    fn patience(&self) -> Duration {
        if let Some(patience) = self.held.patience() {
            return patience;
        }
        match (self.round.is_over, self.is_dirty) {
            (false, _) => BREATH,
            (true, true) => QUIET,
            (true, false) => {
                let sweep = SWEEP.saturating_sub(self.round.at.elapsed());
                if self.is_warm { sweep.min(REST) } else { sweep }
            }
        }
    }

    fn take(&mut self, job: Job) {
        let is_late = self.shared.queue.closed_at().is_some_and(|at| at.elapsed() > END);
        let ready = if is_late { Err(StoreError::Closed) } else { self.file.be_there(self.reader) };
        match (ready, job) {
            (Ok(()), Job::Delivery(waiting)) => self.batch(waiting),
            (Ok(()), Job::Work(work, _)) => self.work(work),
            (Err(error), Job::Delivery(waiting)) => {
                self.note_delivery(Some(&error));
                answer(waiting, Err(error));
            }
            (Err(error), Job::Work(work, _)) => {
                self.note(Some(&error));
                work.answer(Err(error));
            }
        }
    }

    /// One transaction for this delivery and those that wait behind it.
    fn batch(&mut self, first: Box<Waiting>) {
        let started = Instant::now();
        let mut taken = vec![first];
        let queue = &self.shared.queue;
        let went = self.transaction(self.held.when(), |tx| {
            let mut receipts = Vec::new();
            while let Some(waiting) = taken.last() {
                receipts.push(tx.ingest(&waiting.delivery)?);
                if started.elapsed() >= BATCH {
                    break;
                }
                match queue.next_delivery() {
                    Some(waiting) => taken.push(waiting),
                    None => break,
                }
            }
            Ok(receipts)
        });
        self.note_delivery(went.as_ref().err());
        match went {
            Ok(receipts) => taken.into_iter().zip(receipts).for_each(|(waiting, receipt)| answer(waiting, Ok(receipt))),
            Err(_) => taken.into_iter().for_each(|waiting| self.alone(waiting)),
        }
    }

    /// A delivery in a transaction of its own, after one with others failed. Where it is at fault itself, its bytes are kept.
    fn alone(&mut self, waiting: Box<Waiting>) {
        let went = self.one(&waiting.delivery).or_else(|error| match error {
            StoreError::Sql(_) | StoreError::Panicked(_) => self.one(&as_raw(&waiting.delivery, &error)),
            other => Err(other),
        });
        answer(waiting, went);
    }

    fn one(&mut self, delivery: &crate::store::Delivery) -> Result<Receipt, StoreError> {
        let went = self.transaction(self.held.when(), |tx| tx.ingest(delivery));
        self.note_delivery(went.as_ref().err());
        went
    }

    /// Writes the counters that wait. What fails now is tried again with the next batch.
    fn settle(&mut self) {
        let ready = self.file.be_there(self.reader);
        if ready.and_then(|()| self.settled(|_| Ok(()))).is_err() {
            self.held.put_off();
        }
    }

    fn work(&mut self, mut work: Box<dyn Work>) {
        let went = self.settled(|tx| work.run(tx));
        work.answer(went);
    }

    /// A transaction that finds all counters written.
    fn settled<T>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let went = self.transaction(When::Now, |tx| {
            tx.settle()?;
            work(tx)
        });
        if went.is_err() || self.refused.is_none_or(|at| at.elapsed() > TOLD) {
            self.note(went.as_ref().err());
        }
        went
    }

    /// Begins, works, commits, looks after the file, publishes. A failure or a panic leaves nothing behind.
    fn transaction<T>(
        &mut self,
        when: When,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let now = (self.shared.clock)();
        let db = self.file.db.as_mut().ok_or(StoreError::Gone)?;
        let waiting = self.held.ledger();
        let committed = catch_unwind(AssertUnwindSafe(|| -> Result<(T, Vec<Change>, Option<Ledger>), StoreError> {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut tx = Tx::new(&transaction, now, waiting, when);
            let made = work(&mut tx)?;
            let (changes, left) = tx.finish()?;
            transaction.commit()?;
            Ok((made, changes, left))
        }));
        let committed = committed.unwrap_or_else(|panic| Err(StoreError::Panicked(words(&*panic))));
        self.is_dirty = true;
        self.is_warm = true;
        committed.and_then(|(made, changes, left)| {
            self.held.committed(left);
            self.shared.is_held.store(self.held.patience().is_some(), Ordering::Release);
            self.file.be_there(self.reader)?;
            self.bus.publish(changes);
            Ok(made)
        })
    }

    /// The same, of what clients send.
    fn note_delivery(&mut self, error: Option<&StoreError>) {
        self.refused = error.map(|_| Instant::now());
        self.note(error);
    }

    /// Remembers what keeps the file from being written; the page is told when that changes.
    fn note(&self, error: Option<&StoreError>) {
        let trouble = error.filter(|error| error.is_passing() || matches!(error, StoreError::Corrupt(_))).cloned();
        let mut noted = self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if *noted != trouble {
            *noted = trouble;
            drop(noted);
            self.bus.publish(vec![Change::Endpoint]);
        }
    }

    /// While there is no quiet moment: another thread brings the log in, and what that leaves is brought in here.
    fn shorten_log(&mut self) {
        if self.checkpoint.wrote(self.file.id) {
            self.file.checkpoint();
        }
    }

    fn checkpoint(&mut self) {
        self.is_dirty = false;
        self.file.checkpoint();
    }

    /// Nothing has come for a while.
    fn rest(&mut self) {
        if std::mem::take(&mut self.is_warm) {
            self.file.shrink();
            self.reader.rest();
        }
    }

    /// One step. What fails now is tried again in a minute.
    fn sweep(&mut self) {
        let mut sweep = self.round.sweep.clone();
        let (stage, begun) = (sweep.stage, Instant::now());
        let ready = self.file.be_there(self.reader);
        let went = ready.and_then(|()| self.settled(|tx| tx.sweep(&mut sweep)));
        tracing::debug!(?stage, micros = begun.elapsed().as_micros(), "a step of sweeping");
        self.round.is_over = !went.as_ref().is_ok_and(|is_more| *is_more);
        if went.is_ok() {
            self.round.sweep = sweep;
        } else {
            self.round.sweep.begin_again();
        }
        self.round.at = Instant::now();
    }
}

fn answer(waiting: Box<Waiting>, went: Result<Receipt, StoreError>) {
    // Who is gone wants no answer.
    drop(waiting.reply.send(went));
}

/// What a panic said.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_waits_for_what_goes_only_where_the_file_is_too_large() {
        for (used, is_over, pause, why) in [
            (25, true, SWEEP, "a round begins every minute"),
            (26, true, WATCHFUL, "more than a quarter: looked at more often"),
            (500, true, WATCHFUL, "too large: the same"),
            (25, false, LONG_BREATH, "within a round deliveries come first, but not alone"),
            (112, false, LONG_BREATH, "a little too large"),
            (113, false, Duration::ZERO, "much too large: a step after each batch"),
        ] {
            let sweep = Sweep { room: Room::of(used, 100), ..Sweep::default() };
            assert_eq!(Round { sweep, is_over, at: Instant::now() }.pause(), pause, "{used}: {why}");
        }
    }
}
