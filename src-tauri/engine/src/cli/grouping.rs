//! `crashtray show --grouping`: why an event is in its issue.

use serde::Serialize;

use super::error::CliError;
use super::output::{self, say};
use super::print::Found;
use crate::rpc::explain_stored;
use crate::rpc::view::{ExplanationView, FrameMarksView, HashView, RuleView, TraceView, ValueView};
use crate::store::Store;

/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// `{issue, grouping}`.
#[derive(Serialize)]
struct GroupingJson {
    issue: String,
    grouping: ExplanationView,
}

pub(super) fn json(store: &Store, found: &Found) -> Result<(), CliError> {
    output::json_line(&GroupingJson { issue: found.issue.id(), grouping: explain_stored(store, &found.stored) })
}

pub(super) fn text(store: &Store, found: &Found) -> Result<(), CliError> {
    let told = explain_stored(store, &found.stored);
    say!("{}  event {}", found.issue.id(), told.event_id)?;
    say!("grouped by {}{}", told.method, told.fingerprint.as_ref().map(|by| format!(": {by}")).unwrap_or_default())?;
    if let Some(RuleView { line, text, .. }) = &told.title_rule {
        say!("called so by the rule in line {line}: {text}")?;
    }
    for hash in &told.hashes {
        say!("\n{} hash {}", hash.variant, hash.hash)?;
        output::text(&output::table(&values(hash), output::terminal_width()))?;
    }
    for trace in &told.traces {
        say!("\nframes of {}", trace.of)?;
        output::text(&output::table(&frames(trace), output::terminal_width()))?;
    }
    if !told.is_current {
        output::hint("The event came when other rules held, and is where those led it.");
    }
    Ok(())
}

/// `*` marks what is hashed.
fn values(hash: &HashView) -> Vec<Vec<String>> {
    let row = |value: &ValueView| {
        let mark = if value.left_out.is_none() { "*" } else { " " };
        let why =
            value.left_out.clone().or_else(|| value.came_as.as_ref().map(|came| format!("came as {}", short(came))));
        vec![mark.to_owned(), short(&value.text), value.origin.clone(), why.unwrap_or_default()]
    };
    hash.values.iter().map(row).collect()
}

/// Number, marks, where, and who changed the marks.
fn frames(trace: &TraceView) -> Vec<Vec<String>> {
    let row = |(idx, frame): (usize, &FrameMarksView)| {
        let marks = [(frame.in_app, "own"), (!frame.grouped, "not grouped by")];
        let marks: Vec<&str> = marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word).collect();
        let touches: Vec<String> =
            frame.touches.iter().map(|touch| format!("{} {}", touch.actions, touch.by)).collect();
        let place = format!("{} in {}", frame.function.as_deref().unwrap_or("?"), frame.place);
        vec![(idx + 1).to_string(), short(&place), marks.join(", "), touches.join("; ")]
    };
    trace.frames.iter().enumerate().map(row).collect()
}

/// One line of a text, cut.
fn short(text: &str) -> String {
    let line = crashtray_core::render::clean_line(text);
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line)),
        None => line.into_owned(),
    }
}
