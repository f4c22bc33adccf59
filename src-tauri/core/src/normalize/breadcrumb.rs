//! Breadcrumbs, oldest first as they came.

use super::notes::{Notes, Path};
use super::object::{Object, json_text, values};
use crate::event::{Breadcrumb, Level};
use crate::json::Json;

pub(super) fn breadcrumbs(value: Json, path: &Path<'_>, notes: &mut Notes) -> Vec<Breadcrumb> {
    let path = path.key("values");
    values(value).into_iter().enumerate().map(|(idx, value)| breadcrumb(value, &path.index(idx), notes)).collect()
}

fn breadcrumb(value: Json, path: &Path<'_>, notes: &mut Notes) -> Breadcrumb {
    let mut breadcrumb = Breadcrumb {
        timestamp: None,
        kind: "default".to_owned(),
        category: None,
        level: Level::Info,
        message: None,
        data: Vec::new(),
        other: Vec::new(),
    };
    let Json::Object(entries) = value else {
        notes.repaired(path, "a breadcrumb that is no object, read as its message");
        breadcrumb.message = json_text(value);
        return breadcrumb;
    };
    let mut object = Object::new(path, notes);
    for (key, value) in entries {
        match key.as_str() {
            "timestamp" => breadcrumb.timestamp = object.time(key, value),
            "type" | "ty" => breadcrumb.kind = object.word(key, value).unwrap_or(breadcrumb.kind),
            "category" => breadcrumb.category = object.word(key, value),
            "level" => breadcrumb.level = object.level(key, value).unwrap_or(Level::Info),
            "message" => breadcrumb.message = json_text(value),
            "data" => breadcrumb.data = data(value),
            _ => object.keep(key, value),
        }
    }
    breadcrumb.other = object.other;
    breadcrumb
}

/// What is no object stands under the key `value`.
fn data(value: Json) -> Vec<(String, Json)> {
    match value {
        Json::Object(entries) => entries,
        Json::Null => Vec::new(),
        single @ (Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_)) => {
            vec![("value".to_owned(), single)]
        }
    }
}
