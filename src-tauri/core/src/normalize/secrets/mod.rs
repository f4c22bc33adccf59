//! What would have been a secret on a server: found, so that the user sees what an SDK would have sent away.
//!
//! A note names the place and what the value looks like, never the value. Nothing is taken out: this is the user's own machine.

mod look;

use self::look::{Look, looks_like, named};
use super::notes::{Notes, Path};
use crate::event::{Event, Request, Stacktrace};
use crate::json::Json;

/// Looks through everything in which programs leave values.
pub(super) fn find(event: &Event, notes: &mut Notes) {
    in_exceptions(event, notes);
    let (threads, breadcrumbs) = (Path::ROOT.key("threads"), Path::ROOT.key("breadcrumbs"));
    let values = threads.key("values");
    for (idx, thread) in event.threads.iter().enumerate() {
        in_frames(thread.stacktrace.as_ref(), &values.index(idx), notes);
    }
    in_frames(event.stacktrace.as_ref(), &Path::ROOT, notes);
    let values = breadcrumbs.key("values");
    for (idx, breadcrumb) in event.breadcrumbs.iter().enumerate() {
        let path = values.index(idx);
        in_entries(&breadcrumb.data, &path.key("data"), notes);
        in_text(breadcrumb.message.as_deref(), &path.key("message"), notes);
    }
    if let Some(request) = &event.request {
        in_request(request, &Path::ROOT.key("request"), notes);
    }
    let contexts = Path::ROOT.key("contexts");
    for context in &event.contexts {
        in_entries(&context.fields, &contexts.key(&context.name), notes);
    }
    in_entries(&event.extra, &Path::ROOT.key("extra"), notes);
    for (key, value) in &event.tags {
        in_field(key, value, &Path::ROOT.key("tags"), notes);
    }
    in_text(event.message.as_ref().map(|message| message.formatted.as_str()), &Path::ROOT.key("message"), notes);
}

/// Whether a value would be noted as a secret, by its name or by itself.
pub(crate) fn looks_secret(key: &str, text: &str) -> bool {
    looks_like(text).or_else(|| named(key, text)).is_some()
}

fn in_exceptions(event: &Event, notes: &mut Notes) {
    let exception_path = Path::ROOT.key("exception");
    let values = exception_path.key("values");
    for (idx, exception) in event.exceptions.iter().enumerate() {
        let path = values.index(idx);
        in_text(exception.value.as_deref(), &path.key("value"), notes);
        in_frames(exception.stacktrace.as_ref(), &path, notes);
    }
}

fn in_frames(stacktrace: Option<&Stacktrace>, path: &Path<'_>, notes: &mut Notes) {
    let stacktrace_path = path.key("stacktrace");
    let frames = stacktrace_path.key("frames");
    for (idx, frame) in stacktrace.iter().flat_map(|stacktrace| &stacktrace.frames).enumerate() {
        in_entries(&frame.vars, &frames.index(idx).key("vars"), notes);
    }
}

fn in_request(request: &Request, path: &Path<'_>, notes: &mut Notes) {
    for (part, pairs) in [("headers", &request.headers), ("query_string", &request.query)] {
        for (name, value) in pairs {
            in_field(name, value, &path.key(part), notes);
        }
    }
    if !request.cookies.is_empty() {
        notes.secret(&path.key("cookies"), Look::Cookie.sentence());
    }
    if let Some(data) = &request.data {
        in_value(data, &path.key("data"), notes);
    }
    in_entries(&request.env, &path.key("env"), notes);
    in_text(request.url.as_deref(), &path.key("url"), notes);
}

fn in_entries(entries: &[(String, Json)], path: &Path<'_>, notes: &mut Notes) {
    for (key, value) in entries {
        match value {
            Json::String(text) => in_field(key, text, path, notes),
            Json::Number(number) => in_field(key, number, path, notes),
            Json::List(_) | Json::Object(_) => in_value(value, &path.key(key), notes),
            Json::Null | Json::Bool(_) => {}
        }
    }
}

/// As deep as a [`Json`] is, which is bounded.
fn in_value(value: &Json, path: &Path<'_>, notes: &mut Notes) {
    match value {
        Json::String(text) => in_text(Some(text), path, notes),
        Json::Number(number) => in_text(Some(number), path, notes),
        Json::List(values) => {
            for (idx, value) in values.iter().enumerate() {
                in_value(value, &path.index(idx), notes);
            }
        }
        Json::Object(entries) => in_entries(entries, path, notes),
        Json::Null | Json::Bool(_) => {}
    }
}

fn in_field(key: &str, text: &str, path: &Path<'_>, notes: &mut Notes) {
    if let Some(look) = looks_like(text).or_else(|| named(key, text)) {
        notes.secret(&path.key(key), look.sentence());
    }
}

fn in_text(text: Option<&str>, path: &Path<'_>, notes: &mut Notes) {
    if let Some(look) = text.and_then(looks_like) {
        notes.secret(path, look.sentence());
    }
}
