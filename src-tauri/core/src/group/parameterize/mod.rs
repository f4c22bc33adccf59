//! Messages without what changes from event to event: numbers, ids, dates, addresses (protocol notes, 5.7).
//!
//! One pass from left to right; at each place the first kind that matches wins. Every kind looks at a bounded stretch of text or
//! consumes what it looked at, so that the time is linear.

mod hosts;
mod json;
mod numbers;
mod paths;
mod patterns;

use std::borrow::Cow;

use self::hosts::Hostnames;
use self::json::Objects;
use self::patterns::Patterns;

/// Longer texts are left as they are.
const MAX_BYTES: usize = 8_192;

/// The first two lines of a text that are not blank, what varies in them replaced by the name of its kind: `user <int>`.
pub(super) fn parameterize(text: &str) -> Cow<'_, str> {
    let lines = first_lines(text);
    if lines.len() > MAX_BYTES {
        return lines;
    }
    let mut objects = Objects::default();
    match replaced(&lines, |at| objects.at(&lines, at)) {
        Some(constant) => Cow::Owned(constant),
        None => lines,
    }
}

/// Two lines; three dots say that there were more.
fn first_lines(text: &str) -> Cow<'_, str> {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    match (lines.next(), lines.next(), lines.next()) {
        (None, ..) => Cow::Borrowed(""),
        (Some(only), None, _) => Cow::Borrowed(only),
        (Some(first), Some(second), None) => Cow::Owned(format!("{first}\n{second}")),
        (Some(first), Some(second), Some(_)) => Cow::Owned(format!("{first}\n{second}...")),
    }
}

/// A stretch of text that varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    kind: &'static str,
    start: usize,
    end: usize,
}

/// A text that is part of another: what varies in it replaced, objects in it left alone.
fn flat(text: &str) -> Cow<'_, str> {
    replaced(text, |_| None).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// `None`: nothing varies. `object` says what stands for the object that starts at a place, and where that ends.
fn replaced(text: &str, mut object: impl FnMut(usize) -> Option<(String, usize)>) -> Option<String> {
    let mut out = String::new();
    let mut n_copied = 0;
    let emails = hosts::emails(text);
    let mut hostnames = Hostnames::default();
    let mut patterns = Patterns::of(text);
    let mut at = 0;
    while at < text.len() {
        if matches!(text.as_bytes().get(at), Some(b'{' | b'['))
            && let Some((summary, end)) = object(at)
        {
            out.extend([text.get(n_copied..at).unwrap_or_default(), &summary]);
            (n_copied, at) = (end, end);
            continue;
        }
        let found = hosts::email_at(&emails, at)
            .or_else(|| hostnames.at(text, at))
            .or_else(|| patterns.at(at))
            .or_else(|| hosts::ip_v6_at(text, at))
            .or_else(|| paths::at(text, at))
            .or_else(|| numbers::at(text, at));
        match found {
            Some(found) => {
                out.extend([text.get(n_copied..at).unwrap_or_default(), "<", found.kind, ">"]);
                n_copied = found.end;
                at = found.end;
            }
            None => at += 1,
        }
    }
    out.push_str(text.get(n_copied..).unwrap_or_default());
    (n_copied > 0).then_some(out)
}

/// Letters, digits and `_`; what is not ASCII counts as a letter.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// No word goes on from before `at`.
fn starts_word(text: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| text.get(before)).is_none_or(|byte| !is_word(*byte))
}

/// No word goes on at `at`.
fn ends_word(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(|byte| !is_word(*byte))
}

/// How many bytes from `at` on are such.
fn run(text: &[u8], at: usize, is_such: impl Fn(u8) -> bool) -> usize {
    text.get(at..).unwrap_or_default().iter().take_while(|byte| is_such(**byte)).count()
}

#[cfg(test)]
mod tests;
