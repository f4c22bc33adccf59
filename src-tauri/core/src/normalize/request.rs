//! The request that was served: address, query, cookies, headers in one form each.

use super::notes::{Notes, Path};
use super::object::{Object, json_text};
use crate::event::Request;
use crate::json::{Json, Reader};

pub(super) fn read(value: Json, path: &Path<'_>, notes: &mut Notes) -> Option<Request> {
    let mut object = Object::new(path, notes);
    let mut request = Request::default();
    let entries = match value {
        Json::Object(entries) => entries,
        Json::Null => return None,
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_) => {
            object.misfit("value".to_owned(), value, "a request");
            return Some(Request { other: object.other, ..request });
        }
    };
    for (key, value) in entries {
        match key.as_str() {
            "method" => request.method = object.word(key, value),
            "url" => request.url = object.word(key, value),
            "query_string" | "query" => request.query = query(&mut object, key, value),
            "fragment" => request.fragment = object.word(key, value),
            "cookies" => request.cookies = cookies(&mut object, key, value),
            "headers" => request.headers = headers(&mut object, key, value),
            "data" => request.data = body(value),
            "env" => request.env = object.entries(key, value),
            _ => object.keep(key, value),
        }
    }
    request.other = object.other;
    split_url(&mut request);
    Some(request)
}

/// A body that came as text and is JSON, or a form, is shown as what it is.
fn body(value: Json) -> Option<Json> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(read_json(&text).or_else(|| read_form(&text)).unwrap_or(Json::String(text))),
        Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => Some(value),
    }
}

fn read_json(text: &str) -> Option<Json> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut reader = Reader::new(text.as_bytes());
    let json = Json::from_reader(&mut reader);
    reader.end();
    reader.broken().is_none().then_some(json)
}

/// `card=4&name=ann+lee`: names and values without blanks, in pairs all of them. A name may come twice, as in a query.
fn read_form(text: &str) -> Option<Json> {
    let is_pair = |pair: &str| {
        let name = pair.split_once('=').map_or("", |(name, _)| name);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.%+[]".contains(&byte))
    };
    if text.contains(|sign: char| sign.is_whitespace() || sign.is_control()) || !text.split('&').all(is_pair) {
        return None;
    }
    let fields = split_query(text).into_iter().map(|(name, value)| (name, Json::String(value)));
    Some(Json::Object(fields.collect()))
}

/// Query and fragment leave the URL; where they also came alone, those stay.
fn split_url(request: &mut Request) {
    let Some(url) = &mut request.url else { return };
    if let Some((before, fragment)) = url.split_once('#') {
        request.fragment.get_or_insert_with(|| fragment.to_owned());
        *url = before.to_owned();
    }
    if let Some((before, query)) = url.split_once('?') {
        if request.query.is_empty() {
            request.query = split_query(query);
        }
        *url = before.to_owned();
    }
}

fn query(object: &mut Object<'_, '_>, key: String, value: Json) -> Vec<(String, String)> {
    match value {
        Json::String(text) => split_query(text.trim_start_matches('?')),
        Json::Null | Json::Bool(_) | Json::Number(_) => joined_pairs(object, key, value),
        Json::Object(entries) => {
            let text = |(name, value)| (name, json_text(value).map_or(Json::Null, Json::String));
            object.pairs(key, Json::Object(entries.into_iter().map(text).collect()))
        }
        Json::List(pairs) => {
            let text = |value| json_text(value).map_or(Json::Null, Json::String);
            object.pairs(key, Json::List(pairs.into_iter().map(|pair| join_second(pair, text)).collect()))
        }
    }
}

fn split_query(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// `a%20b+c` to `a b c`. What is no escape stays.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = after.first_chunk::<2>().filter(|_| byte == b'%').and_then(|digits| {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            Some(digit(digits[0])? * 16 + digit(digits[1])?)
        });
        bytes.push(escaped.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn cookies(object: &mut Object<'_, '_>, key: String, value: Json) -> Vec<(String, String)> {
    match value {
        Json::String(header) => {
            let pairs = header.split(';').map(str::trim).filter(|pair| !pair.is_empty());
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (name.into(), value.into()))
                .collect()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => {
            joined_pairs(object, key, value)
        }
    }
}

fn headers(object: &mut Object<'_, '_>, key: String, value: Json) -> Vec<(String, String)> {
    joined_pairs(object, key, value).into_iter().map(|(name, value)| (title_case(&name), value)).collect()
}

/// Pairs whose values may be lists, joined with commas.
fn joined_pairs(object: &mut Object<'_, '_>, key: String, value: Json) -> Vec<(String, String)> {
    let join = |value: Json| match value {
        Json::List(values) if values.iter().all(|value| value.scalar().lenient().is_some()) => {
            Json::String(values.iter().filter_map(|value| value.scalar().lenient()).collect::<Vec<_>>().join(","))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_) | Json::Object(_) => value,
    };
    let value = match value {
        Json::Object(entries) => Json::Object(entries.into_iter().map(|(name, value)| (name, join(value))).collect()),
        Json::List(pairs) => Json::List(pairs.into_iter().map(|pair| join_second(pair, join)).collect()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => value,
    };
    object.pairs(key, value)
}

fn join_second(pair: Json, join: impl Fn(Json) -> Json) -> Json {
    match pair {
        Json::List(parts) => Json::List(
            parts.into_iter().enumerate().map(|(idx, part)| if idx == 1 { join(part) } else { part }).collect(),
        ),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => pair,
    }
}

/// `user-agent` to `User-Agent`.
fn title_case(name: &str) -> String {
    let mut at_start = true;
    let case = |character: char| {
        let cased = if at_start { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() };
        at_start = character == '-';
        cased
    };
    name.trim().chars().map(case).collect()
}
