//! The one pass over a payload, and what is settled after it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::context::{self, Contexts};
use super::message::Messages;
use super::request::{self, RequestDraft, UserDraft};
use super::{Digest, ExceptionDigest, exception, stacktrace};
use crate::event::kind::Signs;
use crate::event::{EventKind, Level, moment, security, tags};
use crate::id::EventId;
use crate::json::{Json, Reader, Scalar, Shape};
use crate::time::Received;

/// Objects with more keys than this look for repeated keys by a table.
const FEW_KEYS: usize = 16;

/// Reads what grouping, titles and lists need. Never fails: what is no event says so in `malformed`.
pub fn digest<'a>(payload: &'a [u8], received: &'a Received) -> Digest<'a> {
    let mut draft = Draft::default();
    let mut reader = Reader::new(payload);
    let is_object = reader.object(|key, value| draft.read(key, value));
    draft.digest.malformed = match reader.broken() {
        _ if !is_object => Some("the payload is no JSON object".to_owned()),
        Some(broken) => Some(format!("the payload is no JSON: {} at byte {}", broken.reason, broken.at)),
        None => None,
    };
    let repairs = reader.repairs().describe().map(|repairs| format!("it holds {repairs}"));
    reader.end();
    let trailing =
        (draft.digest.malformed.is_none() && reader.broken().is_some()).then(|| "something follows it".to_owned());
    draft.digest.damage = match (repairs, trailing) {
        (Some(repairs), Some(trailing)) => Some(format!("{repairs}; {trailing}")),
        (repairs, trailing) => repairs.or(trailing),
    };
    draft.settle(received)
}

/// What was read, before one field decides about another.
#[derive(Default)]
struct Draft<'a> {
    digest: Digest<'a>,
    said_kind: Option<Cow<'a, str>>,
    level: Option<Level>,
    messages: Messages<'a>,
    tags: Vec<tags::Tag<'a>>,
    user: UserDraft<'a>,
    request: RequestDraft<'a>,
    contexts: Contexts<'a>,
}

impl<'a> Draft<'a> {
    fn read(&mut self, key: &str, value: &mut Reader<'a>) {
        let digest = &mut self.digest;
        match key {
            "event_id" => (digest.event_id, digest.bad_event_id) = event_id(value),
            "type" => self.said_kind = value.text(),
            "timestamp" => digest.timestamp = moment::read(&value.scalar()),
            "level" => self.level = Level::read(&value.scalar()),
            "platform" => digest.platform = word(value).unwrap_or_default(),
            "logger" => digest.logger = word(value),
            "server_name" => digest.server_name = word(value),
            "transaction" => digest.transaction = word(value),
            "release" => digest.release = word(value),
            "dist" => digest.dist = word(value),
            "environment" => digest.environment = word(value),
            "checksum" => digest.checksum = word(value),
            "fingerprint" => digest.fingerprint = fingerprint(value),
            "sdk" => digest.sdk = sdk(value),
            "logentry" | "message" | "sentry.interfaces.Message" => self.messages.read(key, value),
            "exception" => digest.exceptions = value.values(exception::read),
            "sentry.interfaces.Exception" if digest.exceptions.is_empty() => {
                digest.exceptions = value.values(exception::read);
            }
            "stacktrace" | "sentry.interfaces.Stacktrace" => digest.frames = stacktrace::frames(value),
            "threads" => {
                digest.threads = value.values(stacktrace::thread);
                digest.threads.retain(|thread| !thread.frames.is_empty());
            }
            "tags" => self.tags = pairs(value),
            "user" | "sentry.interfaces.User" => self.user = request::user(value),
            "request" | "sentry.interfaces.Http" => self.request = request::read(value),
            "contexts" | "sentry.interfaces.Contexts" => self.contexts = context::read(value),
            "template" | "sentry.interfaces.Template" => digest.template = template(value),
            _ => self.read_report(key, value),
        }
    }

    fn read_report(&mut self, key: &str, value: &mut Reader<'a>) {
        if let Some(kind) = security::kind_of(key)
            && value.shape() == Shape::Object
        {
            self.digest.security = Some(security::summary(kind, &Json::from_reader(value)));
        }
    }

    fn settle(self, received: &'a Received) -> Digest<'a> {
        let Self { mut digest, said_kind, level, messages, tags, user, request, contexts } = self;
        if digest.exceptions.iter().all(ExceptionDigest::is_nothing) {
            digest.exceptions.clear();
        }
        let signs = Signs {
            said: said_kind.as_deref(),
            has_exception: !digest.exceptions.is_empty(),
            has_security: digest.security.is_some(),
            has_nel: contexts.has_nel,
            has_feedback: contexts.has_feedback,
        };
        digest.kind = signs.kind();
        digest.level = level.unwrap_or(default_level(digest.kind));
        if digest.platform.is_empty() {
            digest.platform = Cow::Borrowed("other");
        }
        if let [exception] = digest.exceptions.as_mut_slice()
            && exception.frames.is_empty()
        {
            exception.frames = std::mem::take(&mut digest.frames);
        }
        (digest.message, digest.message_template) = messages.settle();
        let (tags, fields) = tags::settle(tags);
        digest.release = digest.release.or(fields.release);
        digest.dist = digest.dist.or(fields.dist);
        digest.environment = digest.environment.or(fields.environment);
        digest.tags = tags;
        digest.user = user.identity().name(received.peer.as_deref());
        digest.sdk = digest.sdk.or_else(|| sdk_of_client(received.client.as_deref()?));
        digest.url = request.url;
        contexts.settle(&mut digest, request.agent.as_deref());
        digest
    }
}

/// The level of an event that names none.
pub(crate) fn default_level(kind: EventKind) -> Level {
    match kind {
        EventKind::Transaction | EventKind::Feedback => Level::Info,
        EventKind::Error | EventKind::Default | EventKind::Security | EventKind::Nel => Level::Error,
    }
}

/// `sentry.python/2.75.0` as name and version.
pub(crate) fn sdk_of_client(client: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let (name, version) = client.split_once('/').unwrap_or((client, ""));
    (!name.is_empty()).then_some((Cow::Borrowed(name), Cow::Borrowed(version)))
}

/// A lenient string without blanks around it; an empty one is none.
pub(super) fn word<'a>(value: &mut Reader<'a>) -> Option<Cow<'a, str>> {
    value.scalar().lenient().map(tags::trim).filter(|word| !word.is_empty())
}

fn event_id<'a>(value: &mut Reader<'a>) -> (Option<EventId>, Option<Cow<'a, str>>) {
    match value.scalar().lenient() {
        None => (None, None),
        Some(text) => match EventId::parse(text.as_bytes()) {
            Some(id) => (Some(id), None),
            None => (None, Some(text)),
        },
    }
}

fn fingerprint<'a>(value: &mut Reader<'a>) -> Vec<Cow<'a, str>> {
    let mut parts = Vec::new();
    value.list(|part| {
        if parts.len() < MOST {
            parts.extend(part.scalar().lenient());
        }
    });
    parts
}

fn sdk<'a>(value: &mut Reader<'a>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let (mut name, mut version) = (None, None);
    value.object(|key, value| match key {
        "name" => name = word(value),
        "version" => version = word(value),
        _ => value.skip(),
    });
    Some((name?, version.unwrap_or_default()))
}

fn template<'a>(value: &mut Reader<'a>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let (mut filename, mut line) = (None, None);
    value.object(|key, value| match key {
        "filename" => filename = word(value),
        "context_line" => line = value.text(),
        _ => value.skip(),
    });
    Some((filename?, line.unwrap_or_default()))
}

/// So many tags, or parts of a fingerprint, are more than anybody sends on purpose.
const MOST: usize = 10_000;

/// An object, or a list of pairs. What has no key or no value that is text is left out.
fn pairs<'a>(value: &mut Reader<'a>) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    match value.shape() {
        Shape::Object => pairs_of_object(value),
        Shape::List | Shape::Text | Shape::Word | Shape::Nothing => {
            let mut pairs = Vec::new();
            value.list(|pair| {
                if pairs.len() < MOST {
                    pairs.extend(read_pair(pair));
                }
            });
            pairs
        }
    }
}

/// Of a repeated key the first place and the last value, as everywhere in JSON.
fn pairs_of_object<'a>(value: &mut Reader<'a>) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    let mut pairs: Vec<(String, Option<Cow<'a, str>>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    value.object(|key, value| {
        let text = value.scalar().lenient();
        if places.is_empty() && pairs.len() > FEW_KEYS {
            places.extend(pairs.iter().enumerate().map(|(place, (key, _))| (key.clone(), place)));
        }
        let known = match places.is_empty() {
            true => pairs.iter().position(|(known, _)| known == key),
            false => places.get(key).copied(),
        };
        if let Some(pair) = known.and_then(|place| pairs.get_mut(place)) {
            pair.1 = text;
            return;
        }
        if pairs.len() == MOST {
            return;
        }
        if !places.is_empty() {
            places.insert(key.to_owned(), pairs.len());
        }
        pairs.push((key.to_owned(), text));
    });
    pairs.into_iter().filter_map(|(key, value)| Some((Cow::Owned(key), value?))).collect()
}

fn read_pair<'a>(pair: &mut Reader<'a>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let mut both = Vec::new();
    pair.list(|part| {
        if both.len() < 2 {
            both.push(part.scalar());
        }
    });
    let mut both = both.into_iter();
    Some((both.next()?.lenient()?, both.next().and_then(Scalar::lenient)?))
}
