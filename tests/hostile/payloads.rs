//! JSON that nobody writes by hand. All of it is kept, and can be looked at.

use serde_json::json;

use super::Scene;
use crate::util::http::Request;
use crate::util::memory;

const MIB: usize = 1 << 20;

/// An event with this in it.
fn event(inside: &[u8]) -> Vec<u8> {
    [b"{}\n{\"type\":\"event\"}\n{\"message\":\"odd\",", inside, b"}\n"].concat()
}

/// The first, so many of the second, the last.
fn around(before: &str, again: &str, n: usize, after: &str) -> Vec<u8> {
    [before, &again.repeat(n), after].concat().into_bytes()
}

/// Small ones: each is odd in its own way.
fn small() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("NUL in text", event(b"\"a\":\"\0\"")),
        ("NUL escaped", event(br#""extra":{"a\u0000":"\u0000"}"#)),
        ("NUL between values", event(b"\"a\":\0 1")),
        ("bytes that are no UTF-8", event(b"\"extra\":{\"a\":\"\xff\xfe\xc3\x28\"}")),
        ("UTF-16", event(b"\"e\x00x\x00t\x00r\x00a\x00\":1")),
        ("lone surrogates", event(br#""extra":{"\ud800":"\udfff\ud800 a"},"level":"\ud83d""#)),
        ("NaN", event(b"\"extra\":{\"a\":NaN,\"b\":Infinity,\"c\":-Infinity}")),
        (
            "huge numbers",
            event(b"\"timestamp\":1e400,\"extra\":{\"a\":-1e999999,\"b\":123456789012345678901234567890}"),
        ),
        ("a number of 100,000 digits", event(&around("\"timestamp\":", "9", 100_000, ""))),
        (
            "repeated keys",
            event(&around("", "\"message\":\"again\",", 10_000, "\"level\":\"error\",\"level\":\"info\"")),
        ),
        ("a time before all others", event(b"\"timestamp\":-99999999999999999")),
        ("a time of another age", event(b"\"timestamp\":\"+99999-01-01T00:00:00Z\"")),
        (
            "a type for each field",
            event(b"\"level\":[],\"tags\":7,\"exception\":\"none\",\"user\":[[]],\"breadcrumbs\":{\"values\":{}}"),
        ),
        ("control and bidi characters", event("\"transaction\":\"\\u001b]0;evil\\u0007\\u202e\"".as_bytes())),
        ("200,000 levels of lists", event(&around("\"extra\":", "[", 200_000, ""))),
        (
            "200,000 levels, closed",
            event(&[around("\"extra\":", "[", 200_000, ""), "]".repeat(200_000).into_bytes()].concat()),
        ),
        ("100,000 levels of objects", event(&around("\"contexts\":", "{\"a\":", 100_000, "1"))),
        (
            "deep in an exception",
            event(&around(
                "\"exception\":{\"values\":[{\"stacktrace\":{\"frames\":[{\"vars\":",
                "[{\"a\":",
                50_000,
                "",
            )),
        ),
    ]
}

/// Large ones: the most that is taken, or just below.
fn large() -> Vec<(&'static str, Vec<u8>)> {
    let list = |name: &str, entry: &str, n: usize| {
        let entry = format!("{entry},");
        event(&around(&format!("\"{name}\":{{\"values\":["), &entry, n, "{}]}"))
    };
    let frames = "{\"function\":\"f\",\"filename\":\"a.py\",\"lineno\":1,\"in_app\":true}";
    let exception = |frames: &[u8]| {
        [b"\"exception\":{\"values\":[{\"type\":\"E\",\"stacktrace\":{\"frames\":[", frames, b"{}]}}]}"].concat()
    };
    vec![
        ("a million breadcrumbs", list("breadcrumbs", "{\"message\":\"a\"}", 1_000_000)),
        ("250,000 frames", event(&exception(&around("", &format!("{frames},"), 250_000, "")))),
        ("500,000 exceptions", list("exception", "{\"type\":\"E\",\"value\":\"v\"}", 500_000)),
        ("a million threads", list("threads", "{\"id\":1}", 1_000_000)),
        (
            "a million tags",
            event(&{
                let tags: String = (0..1_000_000).map(|n| format!("\"k{n}\":\"v\",")).collect();
                around("\"tags\":{", &tags, 1, "\"a\":1}")
            }),
        ),
        ("one tag a million times", event(&around("\"tags\":[", "[\"a\",\"b\"],", 1_000_000, "[]]"))),
        ("a text of 19 MiB", event(&around("\"extra\":{\"a\":\"", "x", 19 * MIB, "\"}"))),
        (
            "a title of 19 MiB",
            format!("{{}}\n{{\"type\":\"event\"}}\n{{\"message\":\"{}\"}}\n", "x".repeat(19 * MIB)).into_bytes(),
        ),
        ("escapes of 19 MiB", event(&around("\"extra\":{\"a\":\"", "\\u0041", 3 * MIB, "\"}"))),
        ("ten million levels", event(&around("\"extra\":", "[", 10_000_000, ""))),
        ("a fingerprint of a million parts", event(&around("\"fingerprint\":[", "\"a\",", 1_000_000, "\"b\"]"))),
        ("ten million empty values", event(&around("\"extra\":[", "[],", 6_000_000, "[]]"))),
    ]
}

/// Where the framing is odd.
fn framing() -> Vec<(&'static str, Vec<u8>)> {
    let name = "n".repeat(4 * MIB);
    vec![
        ("a million items", around("{}\n", "{\"type\":\"a\"}\n\n", 1_000_000, "")),
        ("a type of 4 MiB", format!("{{}}\n{{\"type\":\"{name}\"}}\n{{}}\n").into_bytes()),
        (
            "a file name of 4 MiB",
            format!("{{}}\n{{\"type\":\"attachment\",\"filename\":\"{name}\",\"length\":1}}\na\n").into_bytes(),
        ),
        (
            "a header of 4 MiB",
            format!("{{\"sdk\":{{\"name\":\"{name}\"}},\"event_id\":\"{name}\"}}\n{{\"type\":\"event\"}}\n{{}}\n")
                .into_bytes(),
        ),
        ("lengths that lie", around("{}\n", "{\"type\":\"event\",\"length\":18446744073709551615}\n{}\n", 1000, "")),
        ("nothing but line feeds", around("{}\n", "\n", 10 * MIB, "")),
        ("nothing but braces", around("{}\n", "{", 10 * MIB, "")),
        ("10,000 types that nobody knows", {
            let items: String = (0..9_999).map(|n| format!("{{\"type\":\"unknown_{n}\"}}\n{{}}\n")).collect();
            format!("{{}}\n{items}").into_bytes()
        }),
    ]
}

fn send(scene: &Scene, what: &str, body: Vec<u8>) {
    let answer = scene.sandbox.send(&Request::post("/api/1/envelope/?sentry_key=attack", body));
    assert_eq!(answer.status, 200, "{what} is kept: {}", answer.text());
}

/// Every issue of the attack in full, as the page asks for it, and the list.
fn look_at_all(scene: &Scene, what: &str) {
    let list = json!({ "query": "project:attack", "sort": "last_seen", "after": null, "limit": 500 });
    let answer = scene.sandbox.rpc("list_issues", &list);
    assert_eq!(answer.status, 200, "{what}: {}", answer.text());
    let page = answer.json();
    for row in page["rows"].as_array().into_iter().flatten() {
        let issue = scene.sandbox.rpc("get_issue", &json!({ "number": row["number"], "read": false }));
        let event = scene.sandbox.rpc("get_event", &json!({ "number": row["number"], "at": "latest" }));
        for answer in [issue, event] {
            assert_eq!(answer.status, 200, "{what}: {}", answer.text());
        }
    }
    for name in ["setup", "sidebar", "metrics"] {
        let answer = scene.sandbox.rpc(name, &json!({}));
        assert_eq!(answer.status, 200, "{what}: {name}: {}", answer.text());
        assert!(answer.body.len() < 4 * MIB, "{what}: {name} has {} bytes", answer.body.len());
    }
}

#[test]
fn odd_json_is_kept_and_can_be_looked_at() {
    let scene = Scene::new();
    for (what, body) in small() {
        send(&scene, what, body);
        look_at_all(&scene, what);
    }
    scene.meanwhile();
    scene.end("odd JSON");
}

#[test]
#[ignore = "hundreds of MiB of JSON: make test-all"]
fn large_json_is_kept_and_can_be_looked_at() {
    let scene = Scene::new();
    for (what, body) in large() {
        send(&scene, what, body);
        super::report(&format!("{what}: kept, {} MiB", memory::peak(scene.sandbox.pid())));
        look_at_all(&scene, what);
        super::report(&format!("{what}: looked at, {} MiB", memory::peak(scene.sandbox.pid())));
    }
    scene.end("large JSON");
}

#[test]
#[ignore = "hundreds of MiB of JSON: make test-all"]
fn odd_framing_is_kept_and_can_be_looked_at() {
    let scene = Scene::new();
    for (what, body) in framing() {
        send(&scene, what, body);
        super::report(&format!("{what}: kept, {} MiB", memory::peak(scene.sandbox.pid())));
        look_at_all(&scene, what);
    }
    scene.end("odd framing");
}
