//! Exceptions, how they were caught, and threads.

use std::borrow::Cow;

use super::frame::stacktrace;
use super::notes::{Notes, Path};
use super::object::{Object, json_text, values};
use crate::event::exception::split_type;
use crate::event::{Exception, Mechanism, Thread};
use crate::json::Json;

pub(super) fn exceptions(value: Json, path: &Path<'_>, notes: &mut Notes) -> Vec<Exception> {
    let path = path.key("values");
    values(value).into_iter().enumerate().map(|(idx, value)| exception(value, &path.index(idx), notes)).collect()
}

/// Nothing in it says that something went wrong.
pub(super) fn is_nothing(exception: &Exception) -> bool {
    let texts = [&exception.kind, &exception.value, &exception.module];
    texts.into_iter().all(Option::is_none)
        && exception.mechanism.is_none()
        && exception.stacktrace.as_ref().is_none_or(|stacktrace| stacktrace.frames.is_empty())
}

/// What such exceptions hold beside; `None`: nothing at all.
pub(super) fn rest(exceptions: Vec<Exception>) -> Option<Json> {
    let one = |exception: Exception| {
        let thread_id = exception.thread_id.map(|id| ("thread_id".to_owned(), Json::String(id)));
        let registers = exception.stacktrace.map(|stacktrace| stacktrace.other).filter(|other| !other.is_empty());
        let stacktrace = registers.map(|other| ("stacktrace".to_owned(), Json::Object(other)));
        thread_id.into_iter().chain(stacktrace).chain(exception.other).collect::<Vec<_>>()
    };
    let rest = exceptions.into_iter().map(one).filter(|entries| !entries.is_empty());
    let rest: Vec<Json> = rest.map(Json::Object).collect();
    (!rest.is_empty()).then_some(Json::List(rest))
}

fn exception(value: Json, path: &Path<'_>, notes: &mut Notes) -> Exception {
    let mut exception = Exception::default();
    let Json::Object(entries) = value else {
        notes.repaired(path, "an exception that is no object, read as its value");
        exception.value = json_text(value);
        return exception;
    };
    let mut object = Object::new(path, notes);
    for (key, value) in entries {
        match key.as_str() {
            "type" => exception.kind = object.lenient(key, value).filter(|kind| !kind.is_empty()),
            "value" => exception.value = json_text(value),
            "module" => exception.module = object.lenient(key, value),
            "thread_id" => exception.thread_id = object.lenient(key, value),
            "mechanism" => exception.mechanism = mechanism(&mut object, key, value),
            "stacktrace" | "sentry.interfaces.Stacktrace" => {
                exception.stacktrace = stacktrace(value, &path.key(&key), object.notes);
            }
            _ => object.keep(key, value),
        }
    }
    exception.other = object.other;
    let mut kind = exception.kind.map(Cow::Owned);
    let mut value = exception.value.map(Cow::Owned);
    split_type(&mut kind, &mut value);
    Exception { kind: kind.map(Cow::into_owned), value: value.map(Cow::into_owned), ..exception }
}

fn mechanism(outer: &mut Object<'_, '_>, key: String, value: Json) -> Option<Mechanism> {
    let entries = match value {
        Json::Object(entries) => entries,
        Json::Null => return None,
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_) => {
            outer.misfit(key, value, "an object");
            return None;
        }
    };
    let path = outer.path.key(&key);
    let mut object = Object::new(&path, outer.notes);
    let mut mechanism = Mechanism { kind: "generic".to_owned(), ..Mechanism::default() };
    for (key, value) in entries {
        match key.as_str() {
            "type" => {
                if let Some(kind) = object.lenient(key, value) {
                    mechanism.kind = kind;
                }
            }
            "handled" => mechanism.handled = object.boolean(key, value),
            "synthetic" => mechanism.synthetic = object.boolean(key, value),
            "exception_id" => mechanism.exception_id = object.integer(key, value),
            "parent_id" => mechanism.parent_id = object.integer(key, value),
            "is_exception_group" => mechanism.is_exception_group = object.boolean(key, value),
            "source" => mechanism.source = object.lenient(key, value),
            _ => object.keep(key, value),
        }
    }
    mechanism.other = object.other;
    Some(mechanism)
}

pub(super) fn threads(value: Json, path: &Path<'_>, notes: &mut Notes) -> Vec<Thread> {
    let path = path.key("values");
    values(value).into_iter().enumerate().map(|(idx, value)| thread(value, &path.index(idx), notes)).collect()
}

fn thread(value: Json, path: &Path<'_>, notes: &mut Notes) -> Thread {
    let mut object = Object::new(path, notes);
    let mut thread = Thread::default();
    let Json::Object(entries) = value else {
        object.misfit("value".to_owned(), value, "a thread");
        return Thread { other: object.other, ..thread };
    };
    for (key, value) in entries {
        match key.as_str() {
            "id" => thread.id = object.lenient(key, value),
            "name" => thread.name = object.lenient(key, value),
            "crashed" => thread.crashed = object.boolean(key, value),
            "current" => thread.current = object.boolean(key, value),
            "main" => thread.main = object.boolean(key, value),
            "state" => thread.state = object.lenient(key, value),
            "stacktrace" | "sentry.interfaces.Stacktrace" => {
                thread.stacktrace = stacktrace(value, &path.key(&key), object.notes);
            }
            _ => object.keep(key, value),
        }
    }
    thread.other = object.other;
    thread
}
