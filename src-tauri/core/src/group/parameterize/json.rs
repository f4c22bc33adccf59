//! Objects of JSON in messages: what they have, and what says what went wrong; the other values vary.

use super::flat;
use crate::json::{Json, Reader};

/// Keys whose values tell one error from another.
const TELLING: [&str; 11] =
    ["code", "detail", "error", "error_code", "errorCode", "kind", "message", "msg", "reason", "status", "type"];

/// So many keys are looked at.
const MAX_KEYS: usize = 24;

/// The objects of a text, asked from left to right.
#[derive(Debug, Default)]
pub(super) struct Objects {
    /// One that broke off was there: what is nested in it is not tried again and again.
    broke_off: bool,
}

impl Objects {
    /// What stands for the object, or the list of such, that starts at `at`, and where that ends.
    pub(super) fn at(&mut self, text: &str, at: usize) -> Option<(String, usize)> {
        let rest = text.get(at..)?;
        if self.broke_off || !starts_object(rest) {
            return None;
        }
        let mut reader = Reader::new(rest.as_bytes());
        let json = Json::from_reader(&mut reader);
        if reader.broken().is_some() {
            self.broke_off = true;
            return None;
        }
        Some((format!("<{}>", summary(&json)), at + reader.position()))
    }
}

/// `{"`, `[{"`, with blanks between.
fn starts_object(rest: &str) -> bool {
    let after_list = rest.strip_prefix('[').map_or(rest, str::trim_start);
    after_list.strip_prefix('{').is_some_and(|after| after.trim_start().starts_with('"'))
}

/// `json code=<int> error=declined id`: the keys in order, whatever order they came in.
fn summary(json: &Json) -> String {
    let first = match json {
        Json::List(values) => values.first().unwrap_or(json),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => json,
    };
    let mut words: Vec<String> = entries(first).iter().take(MAX_KEYS).map(|(key, value)| word(key, value)).collect();
    words.sort_unstable();
    words.dedup();
    words.insert(0, "json".to_owned());
    words.join(" ")
}

fn word(key: &str, value: &Json) -> String {
    let name = flat(key);
    if !TELLING.contains(&key) {
        return name.into_owned();
    }
    match value {
        Json::String(text) => format!("{name}={}", flat(text)),
        Json::Number(number) => format!("{name}={}", flat(number)),
        Json::Object(_) => {
            let mut nested: Vec<String> = entries(value)
                .iter()
                .filter(|(key, _)| TELLING.contains(&key.as_str()))
                .filter_map(|(key, value)| Some(format!("{key}={}", flat(&value.scalar().lenient()?))))
                .collect();
            nested.sort_unstable();
            format!("{name}={{{}}}", nested.join(" "))
        }
        Json::Null | Json::Bool(_) | Json::List(_) => name.into_owned(),
    }
}

fn entries(json: &Json) -> &[(String, Json)] {
    match json {
        Json::Object(entries) => entries,
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_) => &[],
    }
}
