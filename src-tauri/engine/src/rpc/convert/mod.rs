//! From what is stored to what clients see.

mod change;
mod event;
mod explanation;
mod frame;
mod issue;
mod source;

pub use change::{change_line, resync_line};
pub(super) use event::{EventParts, event_view};
pub(super) use explanation::explanation_view;
pub(super) use issue::{issue_row, issue_view};

use crashtray_core::event::Level;
use crashtray_core::json::Json;

use super::view::{JsonView, LevelView, Pair};

fn level_view(level: Level) -> LevelView {
    match level {
        Level::Debug => LevelView::Debug,
        Level::Info => LevelView::Info,
        Level::Warning => LevelView::Warning,
        Level::Error => LevelView::Error,
        Level::Fatal => LevelView::Fatal,
    }
}

fn pairs(fields: Vec<(String, Json)>) -> Vec<Pair> {
    fields.into_iter().map(|(key, value)| Pair { key, value: JsonView(value) }).collect()
}

fn text_pairs(fields: Vec<(String, String)>) -> Vec<Pair> {
    fields.into_iter().map(|(key, value)| Pair { key, value: JsonView(Json::String(value)) }).collect()
}

/// A count, as far as a `u32` reaches.
pub(super) fn count(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
