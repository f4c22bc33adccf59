//! What an issue is called, and where it happened (protocol notes, section 6).
//!
//! Where the type is only technical (`synthetic`), what the client said is preferred to the name of a function.

use std::borrow::Cow;

use super::Subject;
use super::frame::Site;
use super::platforms::{CulpritStyle, Family, javascript, path};
use super::trace::Trace;
use crate::event::EventKind;
use crate::items::digest::ExceptionDigest;

const MAX_KIND: usize = 256;
const MAX_VALUE: usize = 1_024;
const MAX_CULPRIT: usize = 200;

/// What an issue is called.
pub(super) struct Title {
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) culprit: String,
}

/// The title of an event.
pub(super) fn of(subject: &Subject<'_>) -> Title {
    let (kind, value) = match subject.exceptions.main() {
        Some((exception, trace)) => of_exception(exception, trace),
        None => (of_text(subject), ""),
    };
    let mut value = Cow::Borrowed(without_kind(first_line(value), kind));
    let says_nothing =
        |exception: &ExceptionDigest<'_>| exception.value.as_deref().is_none_or(|value| first_line(value).is_empty());
    if subject.exceptions.main().is_some_and(|(exception, _)| says_nothing(exception)) {
        value = instead_of_value(subject);
    }
    Title { kind: cut(kind, MAX_KIND), value: cut(&value, MAX_VALUE), culprit: cut(&culprit(subject), MAX_CULPRIT) }
}

fn of_exception<'t>(exception: &'t ExceptionDigest<'t>, trace: &'t Trace<'t>) -> (&'t str, &'t str) {
    let value = exception.value.as_deref().unwrap_or_default();
    match exception.kind.as_deref() {
        Some("Minidump") if exception.mechanism.as_deref() == Some("minidump") => {
            (crash_function(trace).unwrap_or("Native crash"), MINIDUMP)
        }
        Some(kind) if exception.synthetic => (crash_function(trace).unwrap_or(kind), value),
        Some(kind) => (kind, value),
        None if !exception.synthetic => ("Error", value),
        None if first_line(value).is_empty() => (crash_function(trace).unwrap_or("<unknown>"), ""),
        None => (first_line(value), ""),
    }
}

/// What a client writes before the dump was read (`Invalid Minidump`) says nothing.
const MINIDUMP: &str = "a program ended, and left a minidump";

/// Some clients write the type before the value once more.
fn without_kind<'v>(value: &'v str, kind: &str) -> &'v str {
    let rest = value.strip_prefix(kind).and_then(|rest| rest.strip_prefix(": ")).map(str::trim_start);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(value)
}

/// What tells two errors of one type apart that say nothing: the line of the user's code that failed (`assert total == 3`), or
/// the place, where the culprit names a transaction.
fn instead_of_value<'s>(subject: &'s Subject<'_>) -> Cow<'s, str> {
    let trace = subject.crash_trace();
    let line = trace.crash(|site| site.in_app).and_then(Site::source);
    let is_told_by_culprit = subject.digest.transaction.as_deref().is_none_or(str::is_empty);
    match (line, trace.crash(|_| true)) {
        (Some(line), _) => line,
        (None, Some(site)) if !is_told_by_culprit => Cow::Owned(place(site)),
        (None, _) => Cow::Borrowed(""),
    }
}

/// The function of the user's code where it broke.
fn crash_function<'t>(trace: &'t Trace<'t>) -> Option<&'t str> {
    let is_named = |site: &Site<'_>| {
        site.in_app && site.function.as_deref().is_some_and(|name| !matches!(name, "<redacted>" | "<unknown>" | "?"))
    };
    trace.crash(is_named).and_then(|site| site.function.as_deref())
}

fn of_text<'s>(subject: &'s Subject<'_>) -> &'s str {
    let digest = subject.digest;
    let said = match digest.kind {
        EventKind::Security => digest.security.as_ref().map(|report| report.title.as_str()),
        EventKind::Transaction => digest.transaction.as_deref(),
        EventKind::Feedback => digest.feedback.as_deref(),
        EventKind::Nel => digest.message.as_deref().or(digest.network_error.as_deref()),
        EventKind::Default | EventKind::Error => None,
    };
    let text =
        first_line(said.or(digest.message.as_deref()).or(digest.message_template.as_deref()).unwrap_or_default());
    if text.is_empty() { "<unlabeled event>" } else { text }
}

/// Transaction, else the frame where it broke, else the URL. Of what is only technical: nothing but the transaction.
fn culprit(subject: &Subject<'_>) -> String {
    let digest = subject.digest;
    if let Some(report) = &digest.security {
        return report.culprit.clone();
    }
    if let Some(transaction) = digest.transaction.as_deref().filter(|text| !text.is_empty()) {
        return transaction.to_owned();
    }
    if subject.exceptions.main().is_some_and(|(exception, _)| exception.synthetic) {
        return String::new();
    }
    match (subject.crash_trace().crash(|_| true), digest.network_error.as_deref()) {
        (Some(site), _) => place(site),
        (None, Some(error)) if digest.kind == EventKind::Nel => error.to_owned(),
        (None, _) => digest.url.as_deref().unwrap_or_default().to_owned(),
    }
}

fn place(site: &Site<'_>) -> String {
    let is_name = |name: &&str| site.platform.family != Family::JavaScript || javascript::function(name).is_some();
    let function = site.function.as_deref().filter(is_name).unwrap_or("?");
    let file = || Some(short_path(site.frame.filename.as_deref().unwrap_or_else(|| path(site.frame))));
    let module = site.shown_module().or_else(file).filter(|module| !module.is_empty());
    match (site.platform.culprit, module) {
        (CulpritStyle::Function, _) | (_, None) => function.to_owned(),
        (CulpritStyle::FunctionAt, Some(module)) => format!("{function}({module})"),
        (CulpritStyle::ModuleIn, Some(module)) => format!("{module} in {function}"),
    }
}

/// Of a URL the path.
fn short_path(filename: &str) -> &str {
    let after_scheme = filename.split_once("://").map(|(_, rest)| rest);
    after_scheme.and_then(|rest| rest.find('/').and_then(|at| rest.get(at..))).unwrap_or(filename)
}

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default().trim_end()
}

/// At most `max` characters; what is longer ends in three dots.
fn cut(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some(_) => text.chars().take(max - 3).chain("...".chars()).collect(),
    }
}
