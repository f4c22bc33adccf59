//! Messages without what changes from event to event: numbers, ids, dates, addresses (protocol notes, 5.7).

use std::borrow::Cow;

/// The first two lines of a text that are not blank.
pub(super) fn parameterize(text: &str) -> Cow<'_, str> {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    match (lines.next(), lines.next(), lines.next()) {
        (None, ..) => Cow::Borrowed(""),
        (Some(only), None, _) => Cow::Borrowed(only),
        (Some(first), Some(second), None) => Cow::Owned(format!("{first}\n{second}")),
        (Some(first), Some(second), Some(_)) => Cow::Owned(format!("{first}\n{second}...")),
    }
}
