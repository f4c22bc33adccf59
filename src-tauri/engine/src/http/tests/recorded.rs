//! Every recorded request of a real SDK, and what each route answers.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::server::Server;

#[derive(Deserialize)]
struct Recorded {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    chunked: bool,
}

#[test]
fn each_recorded_request_gets_its_answer() {
    let server = Server::start();
    let mut n_events = 0;
    for file in files() {
        let recorded: Recorded = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let expected = match file.file_name().unwrap().to_str().unwrap() {
            "curl.garbage.1.json" => 400,
            "curl.attachment_later.1.json" => 201,
            name if name.starts_with("curl.cron_") => 202,
            _ => 200,
        };
        let answer = server.send(bytes(&recorded, &std::fs::read(file.with_extension("body")).unwrap()));
        assert_eq!(answer.status, expected, "{}: {}", file.display(), answer.text());
        if answer.status == 200 && answer.body.starts_with(b"{\"id\":") {
            let id = answer.json()["id"].as_str().unwrap().to_owned();
            assert_eq!(id.len(), 32, "{}: {id}", file.display());
            n_events += 1;
        }
        let last = server.last();
        assert_eq!((last.status, last.refused), (expected, expected >= 400), "{}: it is listed", file.display());
        assert!(!last.what.is_empty() && last.project.is_some() == (expected < 300), "{}: {last:?}", file.display());
    }
    assert!(n_events > 100, "most of them hold an event: {n_events}");
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/requests");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|extension| extension == "json")).collect();
    files.sort();
    assert!(files.len() > 200, "the recorded requests are there");
    files
}

fn bytes(recorded: &Recorded, body: &[u8]) -> Vec<u8> {
    let query = if recorded.query.is_empty() { String::new() } else { format!("?{}", recorded.query) };
    let mut bytes = format!("{} {}{query} HTTP/1.1\r\n", recorded.method, recorded.path).into_bytes();
    for (name, value) in &recorded.headers {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    if recorded.chunked {
        bytes.extend(b"Transfer-Encoding: chunked\r\n\r\n");
        for chunk in body.chunks(1000) {
            bytes.extend(format!("{:x}\r\n", chunk.len()).bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"0\r\n\r\n");
    } else {
        bytes.extend(b"\r\n");
        bytes.extend_from_slice(body);
    }
    bytes
}
