//! Stack traces: frames with their source lines and variables.

use std::borrow::Cow;

use super::notes::{Notes, Path};
use super::object::Object;
use crate::event::{Frame, Stacktrace, frame as rules};
use crate::json::Json;

pub(super) fn stacktrace(value: Json, path: &Path<'_>, notes: &mut Notes) -> Option<Stacktrace> {
    let Json::Object(entries) = value else {
        if value != Json::Null {
            notes.repaired(path, "a stack trace that is no object, left out");
        }
        return None;
    };
    let mut object = Object::new(path, notes);
    let mut frames = Vec::new();
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("frames", Json::List(elements)) => frames = read_all(elements, &path.key("frames"), object.notes),
            ("frames", Json::Null) => {}
            ("frames", value) => object.misfit(key, value, "a list"),
            (_, value) => object.keep(key, value),
        }
    }
    Some(Stacktrace { frames, other: object.other })
}

fn read_all(elements: Vec<Json>, path: &Path<'_>, notes: &mut Notes) -> Vec<Frame> {
    let numbered = elements.into_iter().enumerate().filter(|(_, element)| *element != Json::Null);
    numbered.map(|(idx, element)| read(element, &path.index(idx), notes)).collect()
}

fn read(value: Json, path: &Path<'_>, notes: &mut Notes) -> Frame {
    let mut object = Object::new(path, notes);
    let mut frame = Frame::default();
    let Json::Object(entries) = value else {
        object.misfit("value".to_owned(), value, "a frame");
        return Frame { other: object.other, ..frame };
    };
    for (key, value) in entries {
        match key.as_str() {
            "function" => {
                frame.function = rules::function(object.lenient(key, value).map(Cow::Owned)).map(Cow::into_owned);
            }
            "raw_function" => frame.raw_function = object.lenient(key, value),
            "module" => frame.module = object.lenient(key, value),
            "package" => frame.package = object.lenient(key, value),
            "filename" => frame.filename = object.lenient(key, value),
            "abs_path" => frame.abs_path = object.lenient(key, value),
            "lineno" => frame.lineno = object.integer(key, value),
            "colno" => frame.colno = object.integer(key, value),
            "platform" => frame.platform = object.lenient(key, value),
            "pre_context" => frame.pre_context = lines(&mut object, key, value),
            "context_line" => {
                frame.context_line = object.lenient(key, value).map(|line| rules::line(Cow::Owned(line)).into_owned());
            }
            "post_context" => frame.post_context = lines(&mut object, key, value),
            "in_app" => frame.in_app = object.boolean(key, value),
            "vars" => frame.vars = vars(&mut object, key, value),
            "instruction_addr" => frame.instruction_addr = object.lenient(key, value),
            _ => object.keep(key, value),
        }
    }
    frame.other = object.other;
    settle(&mut frame);
    frame
}

fn settle(frame: &mut Frame) {
    let mut filename = frame.filename.take().map(Cow::Owned);
    let mut abs_path = frame.abs_path.take().map(Cow::Owned);
    rules::fill_paths(&mut filename, &mut abs_path);
    frame.filename = filename.map(Cow::into_owned);
    frame.abs_path = abs_path.map(Cow::into_owned);
    if frame.context_line.is_none() && !(frame.pre_context.is_empty() && frame.post_context.is_empty()) {
        frame.context_line = Some(String::new());
    }
}

/// Lines of source; what is no text is an empty line, so that the others keep their numbers.
fn lines(object: &mut Object<'_, '_>, key: String, value: Json) -> Vec<String> {
    match value {
        Json::List(lines) => lines
            .into_iter()
            .map(|line| rules::line(line.scalar().lenient().unwrap_or_default()).into_owned())
            .collect(),
        Json::Null => Vec::new(),
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => {
            object.misfit(key, value, "a list of lines");
            Vec::new()
        }
    }
}

/// Variables by name; a list gets its indices as names.
fn vars(object: &mut Object<'_, '_>, key: String, value: Json) -> Vec<(String, Json)> {
    match value {
        Json::List(values) => values.into_iter().enumerate().map(|(idx, value)| (idx.to_string(), value)).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => object.entries(key, value),
    }
}
