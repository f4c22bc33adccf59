//! Follows the change stream while the program runs, and prints what comes of it.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::cli::arrivals::{self, Arrivals, Fresh, Line};
use crate::cli::error::CliError;
use crate::cli::print::{Found, Target};
use crate::cli::{client, print};
use crate::config::Config;
use crate::resident::Resident;
use crate::store::{Run, Store};

/// After the program's end, what was answered is waited for this long; it is there at once.
const PATIENCE: Duration = Duration::from_secs(2);

/// Prints the errors of one run.
pub(super) struct Follower {
    seen: Receiver<Step>,
    start: u64,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Events of this run.
    pub(super) n_errors: usize,
    /// Issues that were new with them.
    pub(super) n_new: usize,
}

/// One line of the change stream, handled.
struct Step {
    position: u64,
    seen: Seen,
}

impl Follower {
    /// Follows from now on.
    pub(super) fn start(config: &Config, resident: &Resident, run: &Run) -> Result<Self, CliError> {
        let arrivals = Arrivals::from_now();
        let start = arrivals::position(resident)?;
        let lines = resident.lines(&format!("/rpc/changes?since={start}"))?;
        let store = client::read(config)?;
        let (steps, seen) = channel();
        let run = run.clone();
        std::thread::spawn(move || follow(lines, arrivals, &store, &run, &steps));
        Ok(Self { seen, start: count(&start) })
    }

    /// Waits until all is printed that was answered before the program's end.
    pub(super) fn finish(self, resident: &Resident) -> Result<Seen, CliError> {
        let end = count(&arrivals::position(resident)?);
        let deadline = Instant::now() + PATIENCE;
        let mut at = self.start;
        let mut sum = Seen::default();
        while at < end {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(step) = self.seen.recv_timeout(left) else { break };
            at = step.position;
            sum = Seen { n_errors: sum.n_errors + step.seen.n_errors, n_new: sum.n_new + step.seen.n_new };
        }
        while let Ok(step) = self.seen.try_recv() {
            sum = Seen { n_errors: sum.n_errors + step.seen.n_errors, n_new: sum.n_new + step.seen.n_new };
        }
        Ok(sum)
    }
}

fn follow(
    lines: impl Iterator<Item = io::Result<String>>,
    mut arrivals: Arrivals,
    store: &Store,
    run: &Run,
    steps: &Sender<Step>,
) {
    for line in lines.map_while(Result::ok) {
        let Ok(line) = serde_json::from_str::<Line>(&line) else { continue };
        // What cannot be read now is in the inbox nevertheless.
        let seen = arrivals.of(&line, store).and_then(|fresh| print_own(&fresh, store, run)).unwrap_or_default();
        if steps.send(Step { position: count(&line.position), seen }).is_err() {
            return;
        }
    }
}

/// Prints the events that are of this run.
fn print_own(fresh: &Fresh, store: &Store, run: &Run) -> Result<Seen, CliError> {
    let mut seen = Seen::default();
    for id in &fresh.events {
        if let Some(found) = Found::by_id(store, *id)?.filter(|found| found.is_of_run(run)) {
            print::arrival(&found, Target::Stderr)?;
            seen.n_errors += usize::from(found.event.level >= crashtray_core::event::Level::Error);
        }
    }
    seen.n_new = usize::from(fresh.is_new && seen.n_errors > 0);
    Ok(seen)
}

/// The count in a position: `<start of the resident in ms>-<n>`.
fn count(position: &str) -> u64 {
    position.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}
