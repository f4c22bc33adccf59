//! `crashtray reprocess`: history is read anew.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crashtray_core::query;
use crashtray_core::render::clean_line;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

use super::client::Session;
use super::error::CliError;
use super::issues::wrong_query;
use super::output::{self, say};
use crate::config::Config;

/// Moves that are shown before the rest is only counted.
const SHOWN: usize = 20;

/// Reads what is kept anew, as if it came in now: after an update, or after rules for grouping were changed
///
/// Events that are grouped otherwise go to where they belong. Issues keep their numbers and states, and what was merged or split by hand
/// stays so. Ctrl-C stops it: what was done by then is done, and the same command does the rest. New events come first meanwhile.
#[derive(Debug, clap::Args)]
pub(super) struct ReprocessArgs {
    /// Only events of issues that match, as `crashtray issues` takes it; without one, all
    query: Vec<String>,
    /// Only events of this project
    #[arg(long, value_name = "NAME")]
    project: Option<String>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Stop one that is at work
    #[arg(long, conflicts_with_all = ["query", "project", "dry_run"])]
    stop: bool,
    /// Print one JSON object: `{read, events, differ, written, moved, stopped, moves, more_moves}`
    #[arg(long)]
    json: bool,
}

/// How far it is.
#[derive(Deserialize)]
struct State {
    revision: u32,
    stage: Stage,
    read: u32,
    events: u32,
    differ: u32,
    written: u32,
    moved: u32,
    moves: Vec<Move>,
    more_moves: u32,
    failed: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    None,
    Running,
    Done,
    Stopped,
    Failed,
}

/// Events that go the same way.
#[derive(Deserialize, Serialize)]
struct Move {
    from: String,
    to: Option<String>,
    events: u32,
    title: String,
}

pub(super) fn reprocess(config: &Config, args: &ReprocessArgs) -> Result<ExitCode, CliError> {
    let session = Session::open(config, "reprocess")?;
    if args.stop {
        return stop(&session);
    }
    let text = text(args);
    query::parse(&text).map_err(|error| wrong_query(&text, &error))?;
    let interrupted = interruptions()?;
    let mut state: State = session.call("reprocess", &json!({ "query": text, "dry_run": args.dry_run }))?;
    let line = Line::new();
    while state.stage == Stage::Running {
        line.show(&state);
        if interrupted.load(Ordering::Relaxed) {
            let _: State = session.call("reprocess_stop", &json!({}))?;
        }
        state = session.call("reprocess_state", &json!({ "after": state.revision }))?;
    }
    line.clear();
    report(&state, args)
}

fn stop(session: &Session) -> Result<ExitCode, CliError> {
    let state: State = session.call("reprocess_stop", &json!({}))?;
    match state.stage {
        Stage::Running => say!("it stops; what it has done by then is kept")?,
        Stage::None | Stage::Done | Stage::Stopped | Stage::Failed => say!("history is not being read anew")?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(args: &ReprocessArgs) -> String {
    let project = args.project.iter().map(|project| format!("project:{project}"));
    args.query.iter().cloned().chain(project).collect::<Vec<_>>().join(" ")
}

/// Becomes true when the user, or the system, wants it to stop.
fn interruptions() -> Result<Arc<AtomicBool>, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut interrupts, mut terminations) = {
        let _entered = runtime.enter();
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
    };
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    let wait = move || {
        runtime.block_on(async {
            tokio::select! {
                _ = interrupts.recv() => {}
                _ = terminations.recv() => {}
            }
        });
        flag.store(true, Ordering::Relaxed);
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
    Ok(interrupted)
}

fn report(state: &State, args: &ReprocessArgs) -> Result<ExitCode, CliError> {
    let is_stopped = state.stage == Stage::Stopped;
    if let Some(failed) = &state.failed {
        return Err(CliError::failure(anyhow::Error::msg(failed.clone())).hint("What was done by then is kept."));
    }
    if args.json {
        output::json_line(&json!({
            "read": state.read, "events": state.events, "differ": state.differ, "written": state.written, "moved": state.moved,
            "stopped": is_stopped, "moves": state.moves, "more_moves": state.more_moves,
        }))?;
    } else {
        say!("{}", summary(state, args.dry_run))?;
        output::text(&output::table(&rows(state), output::terminal_width()))?;
        rest(state)?;
    }
    if is_stopped {
        return Err(CliError::failure(anyhow::Error::msg("it was stopped before its end"))
            .hint("What was done by then is kept; the same command does the rest."));
    }
    if args.dry_run && state.differ > 0 && !args.json {
        output::hint("The same without `--dry-run` does it.");
    }
    Ok(ExitCode::SUCCESS)
}

/// `read 812 events: 3 are read otherwise now, 2 of them moved`
fn summary(state: &State, dry_run: bool) -> String {
    let read = counted(state.read, "event");
    let n_going: u32 = state.moves.iter().map(|one| one.events).sum();
    match (state.differ, dry_run) {
        (0, _) => format!("read {read}: nothing is read otherwise than before"),
        (n, true) => format!("read {read}: {n} would be read otherwise, {n_going} of them would move"),
        (n, false) => format!("read {read}: {n} are read otherwise now, {} of them moved", state.moved),
    }
}

fn rows(state: &State) -> Vec<Vec<String>> {
    if state.moves.is_empty() {
        return Vec::new();
    }
    let head = ["from", "to", "events", "title"].map(str::to_owned).to_vec();
    let row = |one: &Move| {
        let to = one.to.clone().unwrap_or_else(|| "a new issue".to_owned());
        vec![one.from.clone(), to, one.events.to_string(), clean_line(&one.title).into_owned()]
    };
    std::iter::once(head).chain(state.moves.iter().take(SHOWN).map(row)).collect()
}

fn rest(state: &State) -> Result<(), CliError> {
    let n_more = state.moves.len().saturating_sub(SHOWN) + state.more_moves as usize;
    if n_more > 0 { say!("… and {n_more} more") } else { Ok(()) }
}

fn counted(n: u32, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}

/// One line on the terminal that says how far it is; elsewhere nothing.
struct Line {
    is_shown: bool,
}

impl Line {
    fn new() -> Self {
        Self { is_shown: std::io::stderr().is_terminal() }
    }

    fn show(&self, state: &State) {
        if self.is_shown && state.written == 0 {
            output::aside(&format!("\r\x1b[Kread {} of {} events, {} differ", state.read, state.events, state.differ));
        } else if self.is_shown {
            let State { written, differ, moved, .. } = state;
            output::aside(&format!("\r\x1b[Kwritten {written} of {differ} events, {moved} moved"));
        }
    }

    fn clear(&self) {
        if self.is_shown {
            output::aside("\r\x1b[K");
        }
    }
}
