//! An event as text: for a terminal, as JSON, as Markdown. `tail`, `show` and reports share it.
//!
//! Text from events is hostile: what goes to a terminal goes through [`clean()`]. Colours are the caller's business; here
//! pieces only say what they are.

mod causes;
mod clean;
mod context;
mod human;
mod json;
mod markdown;
mod vars;

pub use clean::{clean, clean_line};
pub use human::{Piece, Role, arrival, plain, whole};
pub use json::{AttachmentJson, EventJson, IssueJson, NoteJson, ReportJson};
pub use markdown::report;

use crate::event::{Breadcrumb, Event, Exception, Frame};
use crate::json::Json;

/// What the engine knows of an event beside its payload.
#[derive(Clone, Copy, Debug)]
pub struct Judgement<'a> {
    /// For each exception, each of its frames: own code or not, as grouping decided. May be shorter: then what the SDK says.
    pub in_app: &'a [Vec<bool>],
    /// Index of the exception that the title is of; `None`: the last.
    pub main_exception: Option<usize>,
}

impl Judgement<'_> {
    /// Whether a frame is the user's own code.
    fn is_own(&self, exception_idx: usize, frame_idx: usize, frame: &Frame) -> bool {
        if is_of_sdk(frame) {
            return false;
        }
        let decided = self.in_app.get(exception_idx).and_then(|frames| frames.get(frame_idx)).copied();
        decided.unwrap_or(frame.in_app == Some(true))
    }

    /// The exception that matters, and its index.
    fn main<'e>(&self, event: &'e Event) -> Option<(usize, &'e Exception)> {
        let last = event.exceptions.len().checked_sub(1)?;
        let main = self.main_exception.filter(|main| *main <= last).unwrap_or(last);
        event.exceptions.get(main).map(|exception| (main, exception))
    }

    /// The frame that matters: the latest own call, else the latest that is not the SDK's.
    fn crash_frame<'e>(&self, exception_idx: usize, exception: &'e Exception) -> Option<&'e Frame> {
        let frames = frames(exception);
        let own = frames.iter().enumerate().rev().find(|(idx, frame)| self.is_own(exception_idx, *idx, frame));
        own.map(|(_, frame)| frame).or_else(|| frames.iter().rev().find(|frame| !is_of_sdk(frame)))
    }
}

/// The breadcrumbs that a reader wants, without the SDK's own requests to us: how many there are, and the last `n_last`.
fn last_breadcrumbs(event: &Event, n_last: usize) -> (usize, Vec<&Breadcrumb>) {
    let mut shown: Vec<&Breadcrumb> = event.breadcrumbs.iter().filter(|crumb| !crumb.is_own_post()).collect();
    let n_all = shown.len();
    shown.drain(..n_all.saturating_sub(n_last));
    (n_all, shown)
}

fn is_of_sdk(frame: &Frame) -> bool {
    crate::event::frame::is_of_sdk(frame.module.as_deref(), [frame.abs_path.as_deref(), frame.filename.as_deref()])
}

fn frames(exception: &Exception) -> &[Frame] {
    exception.stacktrace.as_ref().map_or(&[], |trace| &trace.frames)
}

/// `ValueError: bad card`, or what there is of it.
fn headline(exception: &Exception) -> String {
    match (exception.kind.as_deref(), exception.value.as_deref().filter(|value| !value.is_empty())) {
        (Some(kind), Some(value)) => format!("{kind}: {value}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => "<unknown>".to_owned(),
    }
}

/// `orders.py:42`.
fn place(frame: &Frame) -> String {
    let file = frame.filename.as_deref().or(frame.abs_path.as_deref()).or(frame.module.as_deref());
    let file = file.or(frame.package.as_deref()).or(frame.instruction_addr.as_deref()).unwrap_or("?");
    match (frame.lineno, frame.colno) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(line), None) => format!("{file}:{line}"),
        (None, _) => file.to_owned(),
    }
}

/// A value on one line: a text as it is, the rest as JSON.
fn flat(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => {
            serde_json::to_string(value).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests;
