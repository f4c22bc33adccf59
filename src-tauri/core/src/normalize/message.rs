//! The message, under the names that it comes by.

use std::borrow::Cow;

use super::notes::{Notes, Path};
use super::object::{Object, json_text, sort_of};
use crate::event::{Message, message as rules};
use crate::json::Json;

/// The message by the name it stood under, in the order in which the names count.
pub(super) const KEYS: [&str; 3] = ["logentry", "sentry.interfaces.Message", "message"];

/// Reads the first that is there; the others are given back, unless they say the same.
pub(super) fn read(came: &[(String, Json)], notes: &mut Notes) -> (Option<Message>, Vec<(String, Json)>) {
    let mut found: Option<Message> = None;
    let mut other = Vec::new();
    for (key, value) in KEYS.iter().filter_map(|name| came.iter().find(|(key, _)| key == name)) {
        let says_the_same = |message: &Message| {
            let text = value.scalar().text();
            text.is_some_and(|text| text == message.formatted || Some(text.as_ref()) == message.template.as_deref())
        };
        match &found {
            None => found = read_one(value.clone(), &Path::ROOT.key(key), notes, &mut other),
            Some(message) if says_the_same(message) || *value == Json::Null => {}
            Some(_) => other.push((key.clone(), value.clone())),
        }
    }
    (found, other)
}

fn read_one(value: Json, path: &Path<'_>, notes: &mut Notes, other: &mut Vec<(String, Json)>) -> Option<Message> {
    let mut object = Object::new(path, notes);
    let (mut template, mut formatted, mut params) = (None, None, None);
    match value {
        Json::String(text) => formatted = Some(text),
        Json::Object(entries) => {
            for (key, value) in entries {
                if matches!((key.as_str(), &value), ("message" | "formatted", Json::Bool(_) | Json::Number(_))) {
                    note_no_text(&value, &path.key(&key), object.notes);
                }
                match key.as_str() {
                    "message" => template = object.lenient(key, value),
                    "formatted" => formatted = object.lenient(key, value),
                    "params" => params = Some(value),
                    _ => object.keep(key, value),
                }
            }
        }
        Json::Null | Json::Bool(false) => {}
        Json::Bool(true) | Json::Number(_) | Json::List(_) => {
            note_no_text(&value, path, object.notes);
            formatted = json_text(value);
        }
    }
    other.extend(object.other.into_iter().map(|(key, value)| (path.key(&key).to_string(), value)));
    let (text, template) = rules::settle(template.map(Cow::Owned), formatted.map(Cow::Owned), || params.clone());
    Some(Message { template: template.map(Cow::into_owned), formatted: text?.into_owned(), params })
}

/// What is read as a text though it is none.
fn note_no_text(value: &Json, path: &Path<'_>, notes: &mut Notes) {
    if let Json::Bool(_) | Json::Number(_) | Json::List(_) = value {
        notes.repaired(path, format!("{} where a message should be, read as text", sort_of(value)));
    }
}
