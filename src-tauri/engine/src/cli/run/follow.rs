//! Follows the change stream while the program runs, and prints what comes of it.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crashtray_core::id::EventId;
use serde::Deserialize;

use crate::cli::error::CliError;
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
    /// Changes that brought events of this run.
    pub(super) n_errors: usize,
    /// Issues that were new with them.
    pub(super) n_new: usize,
}

/// One line of the change stream, handled.
struct Step {
    position: u64,
    seen: Seen,
}

/// A line of the change stream, as far as it matters here.
#[derive(Deserialize)]
pub(in crate::cli) struct Line {
    /// Where in the stream.
    pub(in crate::cli) position: String,
    /// What.
    pub(in crate::cli) change: LineChange,
}

/// See [`Line`].
#[derive(Deserialize)]
pub(in crate::cli) struct LineChange {
    /// `new`, `regressed`, `event` …
    pub(in crate::cli) cause: Option<String>,
    /// 32 hex digits.
    pub(in crate::cli) event_id: Option<String>,
    /// The issue.
    pub(in crate::cli) row: Option<LineRow>,
}

/// See [`Line`].
#[derive(Deserialize)]
pub(in crate::cli) struct LineRow {
    /// Slug.
    pub(in crate::cli) project: String,
}

#[derive(Deserialize)]
struct Sidebar {
    position: String,
}

impl Follower {
    /// Follows from now on.
    pub(super) fn start(config: &Config, resident: &Resident, run: &Run) -> Result<Self, CliError> {
        let start = position(resident)?;
        let lines = resident.lines(&format!("/rpc/changes?since={start}"))?;
        let store = client::read(config)?;
        let (steps, seen) = channel();
        let run = run.clone();
        std::thread::spawn(move || follow(lines, &store, &run, &steps));
        Ok(Self { seen, start: count(&start) })
    }

    /// Waits until all is printed that was answered before the program's end.
    pub(super) fn finish(self, resident: &Resident) -> Result<Seen, CliError> {
        let end = count(&position(resident)?);
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

fn follow(lines: impl Iterator<Item = io::Result<String>>, store: &Store, run: &Run, steps: &Sender<Step>) {
    for line in lines.map_while(Result::ok) {
        let Ok(line) = serde_json::from_str::<Line>(&line) else { continue };
        let seen = handle(&line.change, store, run);
        if steps.send(Step { position: count(&line.position), seen }).is_err() {
            return;
        }
    }
}

/// Prints the event, if it is one of this run.
fn handle(change: &LineChange, store: &Store, run: &Run) -> Seen {
    let is_event = matches!(change.cause.as_deref(), Some("new" | "regressed" | "event"));
    let id = change.event_id.as_deref().and_then(|id| EventId::parse(id.as_bytes()));
    let (true, Some(id), Some(row)) = (is_event, id, &change.row) else { return Seen::default() };
    match print::event_of_run(store, id, run, &row.project) {
        Ok(true) => Seen { n_errors: 1, n_new: usize::from(change.cause.as_deref() == Some("new")) },
        Ok(false) | Err(_) => Seen::default(),
    }
}

fn position(resident: &Resident) -> Result<String, CliError> {
    let answer = client::ask(resident, "sidebar", b"{}")?;
    let sidebar: Sidebar = serde_json::from_slice(&answer).map_err(CliError::internal)?;
    Ok(sidebar.position)
}

/// The count in a position: `<start of the resident in ms>-<n>`.
fn count(position: &str) -> u64 {
    position.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}
