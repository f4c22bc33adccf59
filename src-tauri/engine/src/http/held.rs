//! Answers that stay open: the change stream, and what the window is told.
//!
//! Each has a task that writes lines to a short queue. A reader who is slow fills it, and then hears of later changes only; nobody
//! waits for him but his own task.

use std::sync::Arc;

use bytes::Bytes;
use http::{StatusCode, Uri};
use tokio::sync::mpsc;

use super::answer::{self, Answer};
use super::context::{Context, ended};
use super::query;
use crate::resident::{Attached, Lines};
use crate::rpc::view::{ChangeLine, ChangeView};

const LINES: &str = "application/x-ndjson";

/// Lines that wait for a slow reader.
const QUEUE: usize = 4;

/// `GET /rpc/changes?since=P`.
pub(super) fn changes(uri: &Uri, context: &Arc<Context>) -> Answer {
    let (sender, lines) = mpsc::channel(QUEUE);
    let since = query::value(uri, "since").unwrap_or_default();
    tokio::spawn(follow(Arc::clone(context), since, sender));
    answer::held(LINES, lines)
}

/// `GET /rpc/window?issue=N`.
pub(super) async fn window(uri: &Uri, context: &Arc<Context>) -> Answer {
    let issue = query::value(uri, "issue").and_then(|issue| issue.parse().ok());
    match context.windows.attach(issue).await {
        Attached::Shown => answer::empty(StatusCode::CONFLICT),
        Attached::Yours(lines) => {
            let (sender, answer) = mpsc::channel(QUEUE);
            tokio::spawn(tell_window(lines, sender));
            answer::held(LINES, answer)
        }
    }
}

/// `POST /rpc/window/ack?window=N`.
pub(super) fn acknowledge(uri: &Uri, context: &Context) -> Answer {
    if let Some(number) = query::value(uri, "window").and_then(|number| number.parse().ok()) {
        context.windows.acknowledge(number);
    }
    answer::empty(StatusCode::NO_CONTENT)
}

async fn follow(context: Arc<Context>, mut since: String, sender: mpsc::Sender<Bytes>) {
    let mut ending = context.ending.clone();
    loop {
        let changed = tokio::select! {
            () = sender.closed() => return,
            () = ended(&mut ending) => return,
            changed = (context.changes)(since.clone()) => Some(changed),
            () = tokio::time::sleep(context.patience.heartbeat) => None,
        };
        let lines = match changed {
            Some(changed) => {
                since = changed.position;
                changed.lines
            }
            None => vec![ChangeLine { position: since.clone(), change: ChangeView::Heartbeat {} }],
        };
        if lines.is_empty() {
            continue;
        }
        if sender.send(written(&lines)).await.is_err() {
            return;
        }
    }
}

fn written(lines: &[ChangeLine]) -> Bytes {
    let mut text = Vec::new();
    for line in lines {
        // A view always becomes JSON.
        if serde_json::to_writer(&mut text, line).is_ok() {
            text.push(b'\n');
        }
    }
    Bytes::from(text)
}

async fn tell_window(mut lines: Lines, sender: mpsc::Sender<Bytes>) {
    loop {
        let line = tokio::select! {
            () = sender.closed() => return,
            line = lines.next() => line,
        };
        let Some(line) = line else { return };
        if sender.send(Bytes::from(line)).await.is_err() {
            return;
        }
    }
}
