//! An object being read: its values by the protocol's lenient rules. What does not fit stays with the rest, and is noted.

use std::borrow::Cow;

use super::notes::{Notes, Path};
use crate::event::{Level, moment, tags};
use crate::json::{Json, Scalar};
use crate::time::Timestamp;

/// What is gathered while the fields of an object are read.
pub(super) struct Object<'n, 'p> {
    pub(super) path: &'p Path<'p>,
    pub(super) notes: &'n mut Notes,
    /// What is not understood, in order.
    pub(super) other: Vec<(String, Json)>,
}

impl<'n, 'p> Object<'n, 'p> {
    pub(super) fn new(path: &'p Path<'p>, notes: &'n mut Notes) -> Self {
        Self { path, notes, other: Vec::new() }
    }

    /// A value that nobody knows, or that does not fit: kept.
    pub(super) fn keep(&mut self, key: String, value: Json) {
        if value != Json::Null {
            self.other.push((key, value));
        }
    }

    /// A value that is not what it should be: kept, and noted.
    pub(super) fn misfit(&mut self, key: String, value: Json, expected: &str) {
        self.notes.repaired(&self.path.key(&key), format!("{} where {expected} should be", sort_of(&value)));
        self.keep(key, value);
    }

    /// A lenient string.
    pub(super) fn lenient(&mut self, key: String, value: Json) -> Option<String> {
        match value {
            Json::String(text) => Some(text),
            Json::Null | Json::Bool(_) | Json::Number(_) => value.scalar().lenient().map(Cow::into_owned),
            Json::List(_) | Json::Object(_) => {
                self.misfit(key, value, "a text");
                None
            }
        }
    }

    /// A lenient string without blanks around it; an empty one is none.
    pub(super) fn word(&mut self, key: String, value: Json) -> Option<String> {
        let text = tags::trim(Cow::Owned(self.lenient(key, value)?)).into_owned();
        (!text.is_empty()).then_some(text)
    }

    /// A boolean.
    pub(super) fn boolean(&mut self, key: String, value: Json) -> Option<bool> {
        self.fitting(key, value, "true or false", |scalar| scalar.boolean())
    }

    /// A whole number that is not negative.
    pub(super) fn integer(&mut self, key: String, value: Json) -> Option<u64> {
        self.fitting(key, value, "a whole number", |scalar| scalar.integer())
    }

    /// A level.
    pub(super) fn level(&mut self, key: String, value: Json) -> Option<Level> {
        self.fitting(key, value, "a level", Level::read)
    }

    /// A time. One that is not in seconds is noted.
    pub(super) fn time(&mut self, key: String, value: Json) -> Option<Timestamp> {
        let is_scaled =
            matches!(&value, Json::Number(number) if number.parse::<f64>().is_ok_and(|size| size.abs() > 1e11));
        let path = self.path.key(&key);
        let time = moment::read(&value.scalar());
        if let (true, Some(time)) = (is_scaled, time) {
            self.notes.repaired(&path, format!("a time that is not in seconds, read as {time}"));
        }
        if time.is_none() && value != Json::Null {
            self.misfit(key, value, "a time");
        }
        time
    }

    /// An object, or nothing.
    pub(super) fn entries(&mut self, key: String, value: Json) -> Vec<(String, Json)> {
        match value {
            Json::Object(entries) => entries,
            Json::Null => Vec::new(),
            Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_) => {
                self.misfit(key, value, "an object");
                Vec::new()
            }
        }
    }

    /// An object, or a list of pairs; values as lenient strings, those that are none left out with a note.
    pub(super) fn pairs(&mut self, key: String, value: Json) -> Vec<(String, String)> {
        let values = match value {
            Json::Object(entries) => entries,
            Json::List(pairs) => pairs.into_iter().filter_map(|pair| self.pair(&key, pair)).collect(),
            Json::Null => return Vec::new(),
            Json::Bool(_) | Json::Number(_) | Json::String(_) => {
                self.misfit(key, value, "an object");
                return Vec::new();
            }
        };
        let path = self.path.key(&key);
        let mut pairs = Vec::with_capacity(values.len());
        for (name, value) in values {
            match value.scalar().lenient() {
                Some(text) => pairs.push((name, text.into_owned())),
                None if value == Json::Null => {}
                None => self.notes.repaired(&path.key(&name), format!("{} where a text should be", sort_of(&value))),
            }
        }
        pairs
    }

    fn pair(&mut self, key: &str, pair: Json) -> Option<(String, Json)> {
        let parts = if let Json::List(parts) = pair { parts } else { Vec::new() };
        let mut parts = parts.into_iter();
        let name = parts.next().and_then(|name| name.scalar().lenient().map(Cow::into_owned));
        match (name, parts.next()) {
            (Some(name), Some(value)) => Some((name, value)),
            _ => {
                self.notes.repaired(&self.path.key(key), "something that is no pair of texts, left out");
                None
            }
        }
    }

    fn fitting<T>(
        &mut self,
        key: String,
        value: Json,
        expected: &str,
        read: impl Fn(&Scalar<'_>) -> Option<T>,
    ) -> Option<T> {
        let fitting = read(&value.scalar());
        if fitting.is_none() && value != Json::Null {
            self.misfit(key, value, expected);
        }
        fitting
    }
}

/// What Sentry calls values: a list, an object with the list under `values`, or a single object. Null elements are left out.
pub(super) fn values(value: Json) -> Vec<Json> {
    let values = match value {
        Json::List(values) => values,
        Json::Object(entries) if entries.is_empty() => Vec::new(),
        Json::Object(mut entries) => match entries.iter().position(|(key, _)| key == "values") {
            Some(idx) => match entries.swap_remove(idx).1 {
                Json::List(values) => values,
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => Vec::new(),
            },
            None => vec![Json::Object(entries)],
        },
        Json::Null => Vec::new(),
        single @ (Json::Bool(_) | Json::Number(_) | Json::String(_)) => vec![single],
    };
    values.into_iter().filter(|value| *value != Json::Null).collect()
}

/// What stands beside the list under `values`.
pub(super) fn beside_values(value: &Json) -> Option<Json> {
    value.get("values")?;
    let Json::Object(entries) = value else { return None };
    let rest = entries.iter().filter(|(key, value)| key != "values" && *value != Json::Null).cloned();
    let rest: Vec<(String, Json)> = rest.collect();
    (!rest.is_empty()).then_some(Json::Object(rest))
}

/// A text, or compact JSON of what is none.
pub(super) fn json_text(value: Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text),
        Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => Some(value.to_string()),
    }
}

/// What a value is, for people.
pub(super) fn sort_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::List(_) => "a list",
        Json::Object(_) => "an object",
    }
}
