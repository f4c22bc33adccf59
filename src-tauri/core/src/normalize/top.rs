//! The event itself: its own fields, and who reads the others.

use std::borrow::Cow;

use super::notes::{Notes, Path};
use super::object::{Object, beside_values};
use super::{breadcrumb, context, exception, frame, message, request, secrets};
use crate::event::kind::Signs;
use crate::event::{Event, Level, security, tags, text};
use crate::id::EventId;
use crate::items::digest::default_level;
use crate::json::{Json, Reader};
use crate::note::Note;
use crate::time::Received;

/// Reads a whole event. Never fails: what could not be read is in the notes, and kept in `other` where it is JSON at all.
pub fn event(payload: &[u8], received: &Received) -> (Event, Vec<Note>) {
    let mut notes = Notes::default();
    let draft = Draft::read(json(payload, &mut notes), &mut notes, received);
    let event = draft.settle(&mut notes, received);
    secrets::find(&event, &mut notes);
    (event, notes.finish())
}

fn json(payload: &[u8], notes: &mut Notes) -> Json {
    let mut reader = Reader::new(payload);
    let json = Json::from_reader(&mut reader);
    let broken = reader.broken();
    reader.end();
    match (broken, reader.broken()) {
        (Some(broken), _) => {
            notes
                .repaired(&Path::ROOT, format!("the payload is no JSON from byte {} on: {}", broken.at, broken.reason));
        }
        (None, Some(_)) => notes.repaired(&Path::ROOT, "something follows the payload's end, left out"),
        (None, None) => {}
    }
    if let Some(repairs) = reader.repairs().describe() {
        notes.repaired(&Path::ROOT, format!("the payload holds {repairs}"));
    }
    json
}

/// What was read, before one field decides about another.
#[derive(Default)]
struct Draft {
    event: Event,
    said_kind: Option<String>,
    level: Option<Level>,
    messages: Vec<(String, Json)>,
    tags: Vec<(String, String)>,
    has_nel: bool,
    has_feedback: bool,
}

impl Draft {
    fn read(json: Json, notes: &mut Notes, received: &Received) -> Self {
        let mut draft = Self::default();
        let mut object = Object::new(&Path::ROOT, notes);
        match json {
            Json::Object(entries) => {
                for (key, value) in entries {
                    draft.field(key, value, &mut object, received);
                }
            }
            other @ (Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_)) => {
                object.notes.repaired(&Path::ROOT, "the payload is no object");
                object.keep("payload".to_owned(), other);
            }
        }
        draft.event.other = object.other;
        draft
    }

    fn field(&mut self, key: String, value: Json, object: &mut Object<'_, '_>, received: &Received) {
        let event = &mut self.event;
        match key.as_str() {
            "event_id" => event.event_id = event_id(object, key, value),
            "type" => self.said_kind = object.word(key, value),
            "timestamp" => event.timestamp = object.time(key, value),
            "start_timestamp" => event.start_timestamp = object.time(key, value),
            "level" => self.level = object.level(key, value),
            "platform" => event.platform = object.word(key, value).unwrap_or_default(),
            "logger" => event.logger = object.word(key, value),
            "server_name" => event.server_name = object.word(key, value),
            "transaction" => event.transaction = object.word(key, value),
            "release" => event.release = object.word(key, value),
            "dist" => event.dist = object.word(key, value),
            "environment" => event.environment = object.word(key, value),
            "checksum" => event.checksum = object.word(key, value),
            "fingerprint" => event.fingerprint = fingerprint(object, key, value),
            "tags" => self.tags = object.pairs(key, value),
            "extra" => event.extra = object.entries(key, value),
            "modules" => event.modules = object.pairs(key, value),
            "user" | "sentry.interfaces.User" => {
                event.user = context::user(object.entries(key, value), received.peer.as_deref());
            }
            "contexts" | "sentry.interfaces.Contexts" => {
                let entries = object.entries(key, value);
                let has = |name: &str| entries.iter().any(|(key, value)| key == name && *value != Json::Null);
                (self.has_nel, self.has_feedback) = (has("nel"), has("feedback"));
                event.contexts = context::contexts(entries);
            }
            "sdk" => event.sdk = context::sdk(object, key, value),
            name if message::KEYS.contains(&name) => self.messages.push((key, value)),
            _ => self.interface(key, value, object),
        }
    }

    /// The parts of an event that have a file of their own.
    fn interface(&mut self, key: String, value: Json, object: &mut Object<'_, '_>) {
        if let ("exception" | "threads" | "breadcrumbs", Some(rest)) = (key.as_str(), beside_values(&value)) {
            object.keep(key.clone(), rest);
        }
        let event = &mut self.event;
        let path = Path::ROOT.key(&key);
        let notes = &mut *object.notes;
        match key.as_str() {
            "exception" => event.exceptions = exception::exceptions(value, &path, notes),
            "sentry.interfaces.Exception" if event.exceptions.is_empty() => {
                event.exceptions = exception::exceptions(value, &path, notes);
            }
            "stacktrace" | "sentry.interfaces.Stacktrace" => event.stacktrace = frame::stacktrace(value, &path, notes),
            "threads" => event.threads = exception::threads(value, &path, notes),
            "breadcrumbs" | "sentry.interfaces.Breadcrumbs" => {
                event.breadcrumbs = breadcrumb::breadcrumbs(value, &path, notes);
            }
            "request" | "sentry.interfaces.Http" => event.request = request::read(value, &path, notes),
            "template" | "sentry.interfaces.Template" if matches!(value, Json::Object(_)) => {
                event.template = Some(value);
            }
            name => match (security::kind_of(name), &value) {
                (Some(kind), Json::Object(_)) => event.security = Some((kind.to_owned(), value)),
                _ => object.keep(key, value),
            },
        }
    }

    fn settle(self, notes: &mut Notes, received: &Received) -> Event {
        let Self { mut event, said_kind, level, messages, tags, has_nel, has_feedback } = self;
        if !event.exceptions.is_empty() && event.exceptions.iter().all(exception::is_nothing) {
            notes.repaired(&Path::ROOT.key("exception"), "a list without an exception");
            let rest = exception::rest(std::mem::take(&mut event.exceptions));
            event.other.extend(rest.map(|rest| ("exception".to_owned(), rest)));
        }
        let signs = Signs {
            said: said_kind.as_deref(),
            has_exception: !event.exceptions.is_empty(),
            has_security: event.security.is_some(),
            has_nel,
            has_feedback,
        };
        event.kind = signs.kind();
        event.level = level.unwrap_or(default_level(event.kind));
        if event.platform.is_empty() {
            "other".clone_into(&mut event.platform);
        }
        move_stacktrace(&mut event);
        let (message, rest) = message::read(&messages, notes);
        event.message = message;
        event.other.extend(rest);
        let (tags, fields) = tags::settle(tags.into_iter().map(|(key, value)| (Cow::Owned(key), Cow::Owned(value))));
        event.release = event.release.or(fields.release.map(Cow::into_owned));
        event.dist = event.dist.or(fields.dist.map(Cow::into_owned));
        event.environment = event.environment.or(fields.environment.map(Cow::into_owned));
        event.tags = tags.into_iter().map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
        event.sdk = event.sdk.or_else(|| context::sdk_of_request(received));
        event
    }
}

/// The single exception without a stack trace gets the legacy one.
fn move_stacktrace(event: &mut Event) {
    if let [exception] = event.exceptions.as_mut_slice()
        && exception.stacktrace.as_ref().is_none_or(|stacktrace| stacktrace.frames.is_empty())
        && event.stacktrace.as_ref().is_some_and(|stacktrace| !stacktrace.frames.is_empty())
    {
        exception.stacktrace = event.stacktrace.take();
    }
}

fn event_id(object: &mut Object<'_, '_>, key: String, value: Json) -> Option<EventId> {
    let text = object.lenient(key, value)?;
    let id = EventId::parse(text.as_bytes());
    if id.is_none() {
        object.notes.repaired(&Path::ROOT.key("event_id"), format!("`{}` is no event id", text::beginning(&text, 64)));
    }
    id
}

fn fingerprint(object: &mut Object<'_, '_>, key: String, value: Json) -> Vec<String> {
    match value {
        Json::List(parts) => {
            let n_parts = parts.len();
            let read: Vec<String> =
                parts.iter().filter_map(|part| Some(part.scalar().lenient()?.into_owned())).collect();
            if read.len() < n_parts {
                object.notes.repaired(
                    &Path::ROOT.key(&key),
                    format!("{} of {n_parts} parts are no text, left out", n_parts - read.len()),
                );
            }
            read
        }
        Json::Null => Vec::new(),
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => {
            object.misfit(key, value, "a list");
            Vec::new()
        }
    }
}
