//! Contexts: the trace, and the names that are searched like tags.

use std::borrow::Cow;

use super::Digest;
use super::read::word;
use crate::event::agent;
use crate::json::{Reader, Shape};

/// What is read of the contexts.
#[derive(Default)]
pub(super) struct Contexts<'a> {
    trace_id: Option<Cow<'a, str>>,
    span_id: Option<Cow<'a, str>>,
    replay_id: Option<Cow<'a, str>>,
    feedback: Option<Cow<'a, str>>,
    network_error: Option<Cow<'a, str>>,
    app_identifier: Option<Cow<'a, str>>,
    browser: Option<String>,
    device: Option<String>,
    os: Option<String>,
    runtime: Option<String>,
    pub(super) has_feedback: bool,
    pub(super) has_nel: bool,
}

pub(super) fn read<'a>(value: &mut Reader<'a>) -> Contexts<'a> {
    let mut contexts = Contexts::default();
    value.object(|key, value| match key {
        "trace" => (contexts.trace_id, contexts.span_id) = trace(value),
        "replay" => contexts.replay_id = field(value, "replay_id"),
        "feedback" => {
            let is_object = value.shape() == Shape::Object;
            contexts.feedback = if is_object { field(value, "message") } else { None };
            contexts.has_feedback = is_object || value.is_something();
        }
        "app" => contexts.app_identifier = field(value, "app_identifier"),
        "browser" => contexts.browser = named(value),
        "device" => contexts.device = device(value),
        "os" => contexts.os = named(value),
        "runtime" => contexts.runtime = named(value),
        "nel" => {
            let is_object = value.shape() == Shape::Object;
            contexts.network_error = if is_object { network_error(value) } else { None };
            contexts.has_nel = is_object || value.is_something();
        }
        _ => value.skip(),
    });
    contexts
}

impl<'a> Contexts<'a> {
    pub(super) fn settle(self, digest: &mut Digest<'a>, agent: Option<&str>) {
        digest.trace_id = self.trace_id;
        digest.span_id = self.span_id;
        digest.feedback = self.feedback;
        digest.network_error = self.network_error;
        digest.app_identifier = self.app_identifier;
        digest.replay_id = self.replay_id.or_else(|| replay_tag(digest));
        let names = [
            ("browser", self.browser.or_else(|| agent::browser(agent?))),
            ("device", self.device),
            ("os", self.os.or_else(|| agent::system(agent?))),
            ("runtime", self.runtime),
        ];
        digest.derived = names.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    }
}

fn replay_tag<'a>(digest: &Digest<'a>) -> Option<Cow<'a, str>> {
    digest.tags.iter().find(|(key, _)| key == "replayId").map(|(_, value)| value.clone())
}

fn trace<'a>(value: &mut Reader<'a>) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
    let (mut trace_id, mut span_id) = (None, None);
    value.object(|key, value| match key {
        "trace_id" => trace_id = word(value),
        "span_id" => span_id = word(value),
        _ => value.skip(),
    });
    (trace_id, span_id)
}

fn field<'a>(value: &mut Reader<'a>, name: &str) -> Option<Cow<'a, str>> {
    let mut field = None;
    value.object(|key, value| {
        if key == name {
            field = word(value);
        }
    });
    field
}

/// The type of a network error: `dns.unreachable`.
fn network_error<'a>(value: &mut Reader<'a>) -> Option<Cow<'a, str>> {
    let mut error = None;
    value.object(|key, value| match key {
        "error_type" => error = word(value),
        "type" => error = error.take().or(word(value)),
        _ => value.skip(),
    });
    error.filter(|error| error != "nel")
}

/// `CPython 3.11.2`.
fn named(value: &mut Reader<'_>) -> Option<String> {
    let (mut name, mut version, mut raw) = (None, None, None);
    value.object(|key, value| match key {
        "name" => name = word(value),
        "version" => version = word(value),
        "raw_description" => raw = word(value),
        _ => value.skip(),
    });
    match (name, version) {
        (Some(name), Some(version)) => Some(format!("{name} {version}")),
        (name, _) => name.or(raw).map(Cow::into_owned),
    }
}

fn device(value: &mut Reader<'_>) -> Option<String> {
    let (mut model, mut family) = (None, None);
    value.object(|key, value| match key {
        "model" => model = word(value),
        "family" => family = word(value),
        _ => value.skip(),
    });
    model.or(family).map(Cow::into_owned)
}
