//! Reading history anew, as a job: one at a time, beside everything else. Who started it may look on or go; anybody may stop it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crashtray_core::query::Filter;

use super::{Code, RpcError};
use crate::store::{Progress, Purpose, Reprocessed, Store, StoreError};

/// So long an end waits for what is just being written.
const END: Duration = Duration::from_secs(1);

/// How much others go before.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// The job, and what became of the last one. Shared by all who command.
#[derive(Debug, Default)]
pub struct History {
    state: Mutex<Job>,
    changed: Condvar,
}

/// How the job stands.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// Grows with every change.
    pub(super) revision: u32,
    pub(super) purpose: Purpose,
    pub(super) progress: Progress,
    pub(super) is_asked_to_stop: bool,
    pub(super) stage: Stage,
}

#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// Nobody asked for it yet.
    None,
    /// At work.
    Running,
    /// Over; also if it was stopped.
    Done(Arc<Reprocessed>),
    /// Over: why.
    Failed(StoreError),
}

impl Default for Job {
    fn default() -> Self {
        let progress = Progress::default();
        Self { revision: 0, purpose: Purpose::Say, progress, is_asked_to_stop: false, stage: Stage::None }
    }
}

impl History {
    /// Begins, unless one is at work.
    pub(super) fn start(
        self: &Arc<Self>,
        store: &Arc<Store>,
        filter: Filter,
        purpose: Purpose,
    ) -> Result<(), RpcError> {
        let mut job = self.job();
        if matches!(job.stage, Stage::Running) {
            return Err(RpcError::new(
                Code::Busy,
                "history is being read anew already".to_owned(),
                Some("`crashtray reprocess --stop` stops it; what it has done by then is kept."),
            ));
        }
        let before = job.clone();
        *job = Job { revision: job.revision + 1, purpose, stage: Stage::Running, ..Job::default() };
        let (history, store) = (Arc::clone(self), Arc::clone(store));
        let work = move || history.work(&store, &filter, purpose);
        if let Err(error) = std::thread::Builder::new().name("history".to_owned()).spawn(work) {
            *job = before;
            return Err(RpcError::internal(&error));
        }
        drop(job);
        self.changed.notify_all();
        Ok(())
    }

    /// It ends after what it is just doing.
    pub(super) fn stop(&self) {
        self.job().is_asked_to_stop = true;
    }

    /// Stops it, and waits a moment until it has.
    pub fn end(&self) {
        self.stop();
        let is_running = |job: &mut Job| matches!(job.stage, Stage::Running);
        drop(self.changed.wait_timeout_while(self.job(), END, is_running));
    }

    /// How it stands, as soon as that is another revision than the one given; at most after `patience`.
    pub(super) fn look(&self, after: Option<u32>, patience: Duration) -> Job {
        let is_same = |job: &mut Job| Some(job.revision) == after && matches!(job.stage, Stage::Running);
        let (job, _) =
            self.changed.wait_timeout_while(self.job(), patience, is_same).unwrap_or_else(PoisonError::into_inner);
        job.clone()
    }

    fn work(&self, store: &Store, filter: &Filter, purpose: Purpose) {
        let_others_go_first();
        let go_on = |progress| {
            let mut job = self.job();
            job.progress = progress;
            job.revision += 1;
            self.changed.notify_all();
            !job.is_asked_to_stop
        };
        let went = catch_unwind(AssertUnwindSafe(|| store.reprocess(filter, purpose, go_on)));
        let went = went.unwrap_or_else(|_| Err(StoreError::Panicked("reading an event anew failed".to_owned())));
        let mut job = self.job();
        job.revision += 1;
        job.stage = match went {
            Ok(done) => {
                job.progress = done.progress;
                Stage::Done(Arc::new(done))
            }
            Err(error) => {
                tracing::warn!(%error, "history could not be read anew to its end");
                Stage::Failed(error)
            }
        };
        self.changed.notify_all();
    }

    fn job(&self) -> MutexGuard<'_, Job> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// On Linux each thread has a niceness of its own; elsewhere it would be that of all.
fn let_others_go_first() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::debug!(%error, "history is read as fast as everything else");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Mode;

    #[test]
    fn one_at_a_time_and_who_looks_on_hears_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::open(&folder.path().join("crashtray.db"), Mode::Write).unwrap());
        let history = Arc::new(History::default());
        assert!(matches!(history.look(Some(0), Duration::ZERO).stage, Stage::None), "nobody asked for it");
        history.stop();
        history.start(&store, Filter::default(), Purpose::Do).unwrap();
        let mut job = history.look(None, Duration::ZERO);
        while matches!(job.stage, Stage::Running) {
            job = history.look(Some(job.revision), END);
        }
        let Stage::Done(done) = &job.stage else { panic!("{job:?}") };
        assert!(!done.is_stopped, "that somebody had said so before it began does not stop it");

        history.job().stage = Stage::Running;
        let error = history.start(&store, Filter::default(), Purpose::Say).unwrap_err();
        assert_eq!((error.code, error.status()), (Code::Busy, 409));
        history.stop();
        assert!(
            history.job().is_asked_to_stop && history.job().revision == job.revision,
            "it is the other one's still"
        );
    }

    #[test]
    fn what_stands_in_its_way_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crashtray.db");
        drop(Store::open(&path, Mode::Write).unwrap());
        let store = Arc::new(Store::open(&path, Mode::Read).unwrap());
        // Removed, it would still be read: a connection to it is open.
        std::fs::write(&path, vec![0xff; 1 << 18]).unwrap();
        let history = Arc::new(History::default());
        history.start(&store, Filter::default(), Purpose::Do).unwrap();
        let mut job = history.look(None, Duration::ZERO);
        while matches!(job.stage, Stage::Running) {
            job = history.look(Some(job.revision), END);
        }
        assert!(matches!(job.stage, Stage::Failed(_)), "{job:?}");
        history.start(&store, Filter::default(), Purpose::Do).unwrap();
        history.end();
    }
}
