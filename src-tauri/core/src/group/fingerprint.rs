//! What a client, or one of the built-in rules, wants an event to be grouped by (protocol notes, 5.10).

use std::borrow::Cow;

use super::Subject;
use super::frame::Site;
use super::parameterize::parameterize;
use super::platforms::{Family, path};
use crate::items::digest::{Digest, ExceptionDigest};

/// By what an event is grouped.
pub(super) enum Fingerprint<'d> {
    /// By what it is.
    Default,
    /// By these texts alone.
    Custom(Vec<Cow<'d, str>>),
    /// By these texts and by what it is.
    Hybrid(Vec<Part<'d>>),
}

/// An element of a fingerprint.
pub(super) enum Part<'d> {
    /// `{{ default }}`: what it is.
    Default,
    /// A text.
    Text(Cow<'d, str>),
}

impl<'d> Fingerprint<'d> {
    /// The fingerprint of an event, its variables filled in.
    pub(super) fn of(subject: &Subject<'d>) -> Self {
        if let Some(built_in) = built_in(subject) {
            return Self::Custom(built_in);
        }
        let parts: Vec<Part<'d>> = subject.digest.fingerprint.iter().map(|text| part(text, subject)).collect();
        if parts.iter().all(|part| matches!(part, Part::Default)) {
            return Self::Default;
        }
        if parts.iter().any(|part| matches!(part, Part::Default)) {
            return Self::Hybrid(parts);
        }
        let text = |part| match part {
            Part::Text(text) => Some(text),
            Part::Default => None,
        };
        Self::Custom(parts.into_iter().filter_map(text).collect())
    }
}

fn part<'d>(text: &'d str, subject: &Subject<'d>) -> Part<'d> {
    let name = text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    match name {
        Some("default") => Part::Default,
        Some(name) if !name.is_empty() && !name.contains(char::is_whitespace) => Part::Text(variable(name, subject)),
        Some(_) | None => {
            let is_from_event = subject.digest.message.as_deref() == Some(text)
                || subject.digest.exceptions.iter().any(|exception| exception.value.as_deref() == Some(text));
            Part::Text(if is_from_event { parameterize(text) } else { Cow::Borrowed(text) })
        }
    }
}

fn variable<'d>(name: &str, subject: &Subject<'d>) -> Cow<'d, str> {
    let digest = subject.digest;
    let last = digest.exceptions.last();
    let known = |text: Option<&'d str>, missing: &'static str| Cow::Borrowed(text.unwrap_or(missing));
    let of_frame = |text: fn(&Site<'d>) -> Option<Cow<'d, str>>, missing: &'static str| {
        subject.crash_trace().crash(|_| true).and_then(text).unwrap_or(Cow::Borrowed(missing))
    };
    match name {
        "transaction" => known(digest.transaction.as_deref(), "<no-transaction>"),
        "message" => message(digest).map_or(Cow::Borrowed("<no-message>"), parameterize),
        "type" | "error.type" => known(last.and_then(|exception| exception.kind.as_deref()), "<no-type>"),
        "value" | "error.value" => value(last).map_or(Cow::Borrowed("<no-value>"), parameterize),
        "function" | "stack.function" => of_frame(|site| site.function.clone(), "<no-function>"),
        "path" | "stack.abs_path" => of_frame(|site| Some(Cow::Borrowed(path(site.frame))), "<no-abs-path>"),
        "stack.filename" => of_frame(|site| site.frame.filename.as_deref().map(Cow::Borrowed), "<no-filename>"),
        "module" | "stack.module" => of_frame(|site| site.frame.module.as_deref().map(Cow::Borrowed), "<no-module>"),
        "package" | "stack.package" => of_frame(
            |site| site.frame.package.as_deref()?.rsplit(['/', '\\']).next().map(Cow::Borrowed),
            "<no-package>",
        ),
        "level" => Cow::Borrowed(digest.level.name()),
        "logger" => known(digest.logger.as_deref(), "<no-logger>"),
        _ => match name.strip_prefix("tags.") {
            Some(key) => tag(digest, key).map_or_else(|| format!("<no-value-for-tag-{key}>").into(), Cow::Borrowed),
            None => format!("<unrecognized-variable-{name}>").into(),
        },
    }
}

fn message<'d>(digest: &'d Digest<'d>) -> Option<&'d str> {
    digest.message.as_deref().or(digest.message_template.as_deref()).or_else(|| value(digest.exceptions.last()))
}

fn value<'d>(exception: Option<&'d ExceptionDigest<'d>>) -> Option<&'d str> {
    exception.and_then(|exception| exception.value.as_deref())
}

/// A tag of the client, or one that stands for a field of the event.
fn tag<'d>(digest: &'d Digest<'d>, key: &str) -> Option<&'d str> {
    let sent = digest.tags.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_ref());
    sent.or_else(|| match key {
        "dist" => digest.dist.as_deref(),
        "environment" => digest.environment.as_deref(),
        "level" => Some(digest.level.name()),
        "logger" => digest.logger.as_deref(),
        "release" => digest.release.as_deref(),
        "server_name" => digest.server_name.as_deref(),
        "transaction" => digest.transaction.as_deref(),
        "url" => digest.url.as_deref(),
        "user" => digest.user.as_deref(),
        _ => digest.derived.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str()),
    })
}

/// What goes wrong in every JavaScript program after a deployment, with a different stack trace each time.
fn built_in<'d>(subject: &Subject<'d>) -> Option<Vec<Cow<'d, str>>> {
    if subject.platform.family != Family::JavaScript {
        return None;
    }
    let digest = subject.digest;
    let of_chunk = |exception: &ExceptionDigest<'_>| {
        exception.kind.as_deref() == Some("ChunkLoadError")
            || exception.value.as_deref().is_some_and(|value| value.starts_with("ChunkLoadError"))
    };
    if digest.exceptions.iter().any(of_chunk) {
        return Some(vec![Cow::Borrowed("chunkloaderror")]);
    }
    let is_hydration = |text: &str| HYDRATION.iter().any(|part| text.contains(part));
    let values = digest.exceptions.iter().filter_map(|exception| exception.value.as_deref());
    if values.chain(digest.message.as_deref()).any(is_hydration) {
        let transaction = tag(digest, "transaction")?;
        return Some(vec![Cow::Borrowed("hydrationerror"), Cow::Borrowed(transaction)]);
    }
    None
}

/// How React says that the server's page and the browser's differ.
const HYDRATION: [&str; 6] = [
    "initial UI does not match what was rendered on the server",
    "Hydration failed because the server rendered",
    "This Suspense boundary received an update before it finished hydrating",
    "There was an error while hydrating this Suspense boundary",
    "There was an error while hydrating. Because the error happened outside of a Suspense boundary",
    "Text content does not match server-rendered HTML",
];
