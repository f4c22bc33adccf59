//! The recorded requests of real SDKs: `tests/fixtures/requests/<client>.<scenario>.<n>.{json,body}`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::http::Request;

/// One of them.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// `python.error.1`.
    pub(crate) name: String,
    /// As it came, header for header.
    pub(crate) request: Request,
    /// Types of the items in it; empty where it is no envelope.
    pub(crate) items: Vec<String>,
}

/// All, by name.
pub(crate) fn all() -> Vec<Recorded> {
    let listing = fs::read_dir(folder()).expect("the recorded requests are there");
    let names =
        listing.map(|entry| entry.expect("the folder can be listed").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    names.sort();
    names.iter().map(|name| one(name)).collect()
}

/// The one of this name.
pub(crate) fn one(name: &str) -> Recorded {
    let read =
        |ending: &str| fs::read(folder().join(format!("{name}.{ending}"))).expect("both halves of a request are there");
    let json: Value = serde_json::from_slice(&read("json")).expect("the head of a recorded request is JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let path = text(&json["path"]);
    let query = text(&json["query"]);
    let target = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
    let mut request = Request::post(&target, read("body")).method(&text(&json["method"]));
    for pair in json["headers"].as_array().expect("headers are a list") {
        request = request.header(&text(&pair[0]), &text(&pair[1]));
    }
    if json["chunked"] == true {
        request = request.chunked();
    }
    let items = json["item_types"].as_array().into_iter().flatten().map(text).collect();
    Recorded { name: name.to_owned(), request, items }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/requests")
}
