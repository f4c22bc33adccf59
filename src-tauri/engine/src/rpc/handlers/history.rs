//! Reading history anew: begin, look on, stop.

use std::collections::BTreeMap;
use std::time::Duration;

use crashtray_core::id::IssueId;
use crashtray_core::query;

use crate::rpc::commands::{Nothing, Reprocess, ReprocessState};
use crate::rpc::convert::count;
use crate::rpc::history::{Job, Stage};
use crate::rpc::view::{HistoryMove, HistoryStage, HistoryView};
use crate::rpc::{Context, RpcError};
use crate::store::{Goal, Part, Purpose};

/// So long who looks on waits for news.
const PATIENCE: Duration = Duration::from_millis(500);

/// More moves are only counted.
const MOST_MOVES: usize = 500;

/// Begins.
pub(in crate::rpc) fn reprocess(context: &Context, input: &Reprocess) -> Result<HistoryView, RpcError> {
    let filter = query::parse(&input.query).map_err(|error| RpcError::wrong_query(&input.query, error))?;
    let purpose = if input.dry_run { Purpose::Say } else { Purpose::Do };
    context.history.start(&context.store, filter, purpose)?;
    view(context, context.history.look(None, Duration::ZERO))
}

/// How it stands.
pub(in crate::rpc) fn reprocess_state(context: &Context, input: &ReprocessState) -> Result<HistoryView, RpcError> {
    view(context, context.history.look(input.after, PATIENCE))
}

/// Stops it.
pub(in crate::rpc) fn reprocess_stop(context: &Context, _: &Nothing) -> Result<HistoryView, RpcError> {
    context.history.stop();
    view(context, context.history.look(None, Duration::ZERO))
}

fn view(context: &Context, job: Job) -> Result<HistoryView, RpcError> {
    let progress = job.progress;
    let number = |n: usize| count(n as u64);
    let mut view = HistoryView {
        revision: job.revision,
        stage: HistoryStage::None,
        dry_run: job.purpose == Purpose::Say,
        read: number(progress.n_read),
        events: number(progress.n_events),
        differ: number(progress.n_differ),
        written: number(progress.n_written),
        moved: number(progress.n_moved),
        moves: Vec::new(),
        more_moves: 0,
        failed: None,
    };
    match job.stage {
        Stage::None => {}
        Stage::Running => view.stage = HistoryStage::Running,
        Stage::Failed(error) => (view.stage, view.failed) = (HistoryStage::Failed, Some(error.to_string())),
        Stage::Done(done) => {
            view.stage = if done.is_stopped { HistoryStage::Stopped } else { HistoryStage::Done };
            view.moves = moves(context, done.moves.get(..MOST_MOVES).unwrap_or(&done.moves))?;
            view.more_moves = number(done.moves.len() - view.moves.len());
        }
    }
    Ok(view)
}

fn moves(context: &Context, parts: &[Part]) -> Result<Vec<HistoryMove>, RpcError> {
    let mut names = BTreeMap::new();
    let mut name = |number: IssueId| -> Result<String, RpcError> {
        if let Some(name) = names.get(&number) {
            return Ok(String::clone(name));
        }
        // One that all events have left is known by its number.
        let entry = context.store.reader.entry(number, (context.clock)())?;
        let known = entry.map_or_else(|| number.to_string(), |entry| entry.issue.id());
        names.insert(number, known.clone());
        Ok(known)
    };
    let one = |part: &Part| {
        let to = match part.to {
            Goal::Issue(issue) => Some(name(issue)?),
            Goal::New(_) => None,
        };
        Ok(HistoryMove { from: name(part.from)?, to, events: count(part.n as u64), title: part.title.clone() })
    };
    parts.iter().map(one).collect()
}
