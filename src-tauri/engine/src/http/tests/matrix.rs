//! Every way in, in every encoding, with a good, an empty and a broken body; and every type of item, good, empty and broken.

use std::collections::BTreeMap;

use crashtray_core::time::Timestamp;

use super::server::Server;
use crate::ingest::encoded::{brotli, gzip, plain, raw_deflate, zlib, zstd};

const ENVELOPE: &str = "{\"dsn\":\"http://shop@localhost/1\"}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";
const FORM: &str = "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\none\r\n--xx--\r\n";

/// A way in.
#[derive(Clone, Copy)]
struct Way {
    line: &'static str,
    /// Header lines.
    head: &'static str,
    good: &'static str,
    /// What a good body is answered with, and what is kept of it: type and size.
    kept: (u16, &'static str, usize),
    /// What an empty one is answered with.
    empty: u16,
    /// A body that is wrong inside, and what it is answered with. Most ways keep what they do not read.
    broken: (&'static str, u16),
}

const fn way(line: &'static str, head: &'static str, good: &'static str, kept: (u16, &'static str, usize)) -> Way {
    Way { line, head, good, kept, empty: 400, broken: ("\u{1}", kept.0) }
}

const fn strict(way: Way, broken: (&'static str, u16)) -> Way {
    Way { broken, ..way }
}

fn ways() -> Vec<Way> {
    let event = (200, "event", 19);
    let no_envelope = ("[1]\n", 400);
    let no_event = ("[]", 400);
    let json = "Content-Type: application/json\r\n";
    let proto = "Content-Type: application/x-protobuf\r\n";
    let form = "Content-Type: multipart/form-data; boundary=xx\r\n";
    let check_in = |line| Way { empty: 202, ..way(line, json, "{\"status\":\"ok\"}", (202, "check_in", 15)) };
    vec![
        strict(way("POST /api/1/envelope/?sentry_key=shop", "", ENVELOPE, event), no_envelope),
        strict(way("POST /stream", "Content-Type: text/plain\r\n", ENVELOPE, event), no_envelope),
        strict(way("POST /run/shop.1/stream", "", ENVELOPE, event), no_envelope),
        strict(way("POST /api/1/store/?sentry_key=shop", json, "{\"message\":\"hello\"}", event), no_event),
        strict(way("POST /api/store/?sentry_key=shop", "", "{\"message\":\"hello\"}", event), no_event),
        way(
            "POST /api/1/security/?sentry_key=shop",
            "Content-Type: application/csp-report\r\n",
            "{\"csp-report\":{}}",
            (200, "raw_security", 17),
        ),
        way("POST /api/1/csp-report/?sentry_key=shop", json, "{}", (200, "raw_security", 2)),
        way("POST /api/1/nel/?sentry_key=shop", "Content-Type: application/reports+json\r\n", "[{}]", (200, "nel", 4)),
        way("POST /api/1/minidump/?sentry_key=shop", form, FORM, (200, "minidump", FORM.len())),
        way("POST /api/1/unreal/shop/?UserID=a", "", "CR1", (200, "unreal_report", 3)),
        way(
            "POST /api/1/events/0123456789abcdef0123456789abcdef/attachments/?sentry_key=shop",
            form,
            FORM,
            (201, "attachment", 3),
        ),
        check_in("POST /api/1/cron/night/?sentry_key=shop"),
        check_in("POST /api/1/cron/night/shop/"),
        way("POST /api/1/integration/otlp/v1/logs?sentry_key=shop", json, "{}", (200, "otlp_logs", 2)),
        way("POST /api/1/integration/otlp/v1/traces?sentry_key=shop", proto, "\n", (200, "otlp_traces", 1)),
        way("POST /api/1/integration/otlp/v1/metrics?sentry_key=shop", json, "{}", (200, "otlp_metrics", 2)),
        way("POST /v1/logs", json, "{}", (200, "otlp_logs", 2)),
        way("POST /v1/traces", json, "{}", (200, "otlp_traces", 2)),
        way("POST /v1/metrics", proto, "\n", (200, "otlp_metrics", 1)),
        way(
            "POST /api/0/projects/o/p/user-feedback/",
            "Authorization: DSN http://shop@localhost/1\r\n",
            "{\"comments\":\"no\"}",
            (200, "user_report", 17),
        ),
        way("POST /api/embed/error-page/?dsn=http://shop@localhost/1", "", "{\"a\":1}", (200, "user_report", 7)),
    ]
}

/// How a body may come: the value of the header (none: no header), and how it is made.
type Encoding = (Option<&'static str>, fn(&[u8]) -> Vec<u8>);

const ENCODINGS: [Encoding; 10] = [
    (None, plain),
    (Some(""), plain),
    (Some("UTF-8"), plain),
    (Some("identity"), plain),
    (Some("gzip"), gzip),
    (Some("x-gzip"), gzip),
    (Some("deflate"), zlib),
    (Some("deflate"), raw_deflate),
    (Some("br"), brotli),
    (Some("zstd"), zstd),
];

#[test]
fn every_way_in_takes_every_encoding() {
    let server = Server::start();
    for way in ways() {
        for (name, encode) in ENCODINGS {
            let header = name.map(|name| format!("Content-Encoding: {name}\r\n")).unwrap_or_default();
            let what = |body: &str| format!("{} {name:?} {body:?}", way.line);
            let ask = |body: &[u8]| server.ask(way.line, &format!("{}{header}", way.head), body);

            let (status, kind, size) = way.kept;
            let answer = ask(&encode(way.good.as_bytes()));
            assert_eq!(answer.status, status, "{}: {}", what(way.good), answer.text());
            let newest = &server.store.reader.items(None, None, 1).unwrap()[0];
            // The same bytes of the same name for the same event are kept once.
            let outcome = if kind == "attachment" && name.is_some() { "duplicate" } else { "stored" };
            assert_eq!((newest.kind.as_str(), newest.size, newest.outcome.as_str()), (kind, size as u64, outcome));
            assert_eq!(
                server.last().size,
                encode(way.good.as_bytes()).len() as u64,
                "{}",
                what("its size on the wire")
            );

            for (body, status) in [("", way.empty), way.broken] {
                let answer = ask(&encode(body.as_bytes()));
                assert_eq!(answer.status, status, "{}: {}", what(body), answer.text());
                assert!(status < 400 || answer.json()["detail"].is_string(), "{}: it says why", what(body));
            }

            let whole = encode(way.good.as_bytes());
            if whole != way.good.as_bytes() {
                for body in [&whole[..whole.len() / 2], &b"\xff\xff\xff\xff"[..]] {
                    let answer = ask(body);
                    assert_eq!(answer.status, 400, "{} cut or no such thing: {}", what(way.good), answer.text());
                    assert!(answer.json()["causes"][0].is_string(), "{}: the decoder's words", answer.text());
                }
            }
        }
        let answer = server.ask(way.line, &format!("{}Content-Encoding: snappy\r\n", way.head), way.good.as_bytes());
        assert_eq!(answer.status, 415, "{}: an encoding that nobody knows", way.line);
    }
}

#[test]
fn what_is_not_there_yet_says_so() {
    let server = Server::start();
    for path in ["integration/vercel/logs/", "playstation/", "upload/"] {
        let answer = server.ask(&format!("POST /api/1/{path}?sentry_key=shop"), "", b"x");
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (404, Some("no such route")), "{path}");
        assert_eq!(server.last().status, 404, "{path}: and the set-up page lists it");
    }
}

/// Item types (protocol notes, 2.1): the type, more of its header, a payload as clients send it, and the outcomes of a good, an empty
/// and a broken one.
const ITEMS: &[(&str, &str, &str, [&str; 3])] = &[
    ("event", "", "{\"message\":\"hello\",\"platform\":\"python\"}", EVENT_LIKE),
    (
        "transaction",
        "",
        "{\"type\":\"transaction\",\"transaction\":\"/\",\"start_timestamp\":1,\"timestamp\":2}",
        EVENT_LIKE,
    ),
    ("feedback", "", "{\"contexts\":{\"feedback\":{\"message\":\"no\",\"contact_email\":\"a@b\"}}}", EVENT_LIKE),
    ("user_report", "", "{\"event_id\":\"0123456789abcdef0123456789abcdef\",\"comments\":\"no\"}", OPAQUE),
    ("attachment", ",\"filename\":\"a.txt\",\"content_type\":\"text/plain\"", "a\nb", OPAQUE),
    ("session", "", "{\"sid\":\"7c7b6585-f901-4351-bf8d-02711b721929\",\"init\":true,\"status\":\"ok\"}", OPAQUE),
    ("sessions", "", "{\"aggregates\":[{\"started\":\"2026-08-20T10:00:00Z\",\"exited\":3}]}", OPAQUE),
    (
        "client_report",
        "",
        "{\"discarded_events\":[{\"reason\":\"queue_overflow\",\"category\":\"error\",\"quantity\":2}]}",
        OPAQUE,
    ),
    (
        "check_in",
        "",
        "{\"check_in_id\":\"83a7c03ed0a04e1b97e2e3b18d38f244\",\"monitor_slug\":\"night\",\"status\":\"ok\"}",
        OPAQUE,
    ),
    ("profile", "", "{\"version\":\"1\",\"profile\":{\"samples\":[]}}", OPAQUE),
    ("profile_chunk", ",\"platform\":\"python\"", "{\"version\":\"2\",\"chunk_id\":\"a\"}", OPAQUE),
    ("replay_event", "", "{\"type\":\"replay_event\",\"replay_id\":\"a\",\"segment_id\":0}", OPAQUE),
    ("replay_recording", "", "{\"segment_id\":0}\n[{\"type\":4}]", OPAQUE),
    ("replay_video", "", "\u{83}video", OPAQUE),
    (
        "log",
        ",\"item_count\":1,\"content_type\":\"application/vnd.sentry.items.log+json\"",
        "{\"items\":[{\"body\":\"a\"}]}",
        OPAQUE,
    ),
    ("trace_metric", ",\"item_count\":1", "{\"items\":[{\"name\":\"a\",\"value\":1}]}", OPAQUE),
    ("span", ",\"item_count\":1", "{\"items\":[{\"span_id\":\"a\"}]}", OPAQUE),
    ("statsd", "", "a@none:1|c|#x:y", OPAQUE),
    ("metric_buckets", "", "[{\"name\":\"a\"}]", OPAQUE),
    ("security", "", "{\"csp\":{\"effective_directive\":\"img-src\"}}", OPAQUE),
    ("raw_security", "", "{\"csp-report\":{}}", OPAQUE),
    ("nel", "", "[{\"type\":\"network-error\"}]", OPAQUE),
    ("form_data", "", "\u{1}\u{0}\u{0}\u{0}a\u{1}\u{0}\u{0}\u{0}b", OPAQUE),
    ("unreal_report", "", "CR1", OPAQUE),
    ("otel_span", "", "{\"trace_id\":\"a\"}", UNKNOWN),
    ("from_tomorrow", ",\"new\":[1]", "anything", UNKNOWN),
];
const EVENT_LIKE: [&str; 3] = ["stored", "malformed", "malformed"];
const OPAQUE: [&str; 3] = ["stored"; 3];
const UNKNOWN: [&str; 3] = ["unknown"; 3];

#[test]
fn every_type_of_item_is_kept_listed_and_counted() {
    let server = Server::start();
    let reader = &server.store.reader;
    let mut counted: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (kind, header, good, outcomes) in ITEMS {
        let payloads = [*good, "", "{\"mess"];
        for payload in payloads {
            let length = payload.len();
            let item = format!("{{\"type\":\"{kind}\",\"length\":{length}{header}}}\n{payload}\n");
            let answer = server.ask("POST /api/1/envelope/?sentry_key=shop", "", format!("{{}}\n{item}").as_bytes());
            assert_eq!(answer.status, 200, "{kind} {payload:?}: {}", answer.text());
        }
        let mut listed = reader.items(Some(kind), None, 9).unwrap();
        listed.reverse();
        assert_eq!(listed.iter().map(|item| item.outcome.as_str()).collect::<Vec<_>>(), outcomes, "{kind}");
        assert_eq!(
            listed.iter().map(|item| item.size).collect::<Vec<_>>(),
            payloads.map(|payload| payload.len() as u64)
        );
        for (item, outcome) in listed.iter().zip(outcomes) {
            assert_eq!(item.reason.is_some(), *outcome == "malformed", "{kind}: it says what was wrong, and only then");
            let name = if *outcome == "unknown" { "unknown" } else { kind };
            *counted.entry((name.to_owned(), (*outcome).to_owned())).or_default() += 1;
        }
    }
    let all = reader.outcomes(Timestamp::from_millis(0)).unwrap();
    let all: BTreeMap<_, _> = all.into_iter().map(|entry| ((entry.kind, entry.outcome), entry.n)).collect();
    assert_eq!(all, counted);
}

#[test]
fn what_is_too_large_is_told_apart_from_what_is_broken() {
    use super::server::{Setup, USUAL};
    use crate::ingest::LIMITS;

    let server = Server::start_with(Setup { limits: crate::ingest::Limits { event: 30, ..LIMITS }, ..USUAL });
    for (kind, outcome) in [
        ("event", "too large"),
        ("transaction", "too large"),
        ("feedback", "too large"),
        ("attachment", "stored"),
        ("log", "stored"),
        ("from_tomorrow", "unknown"),
    ] {
        let body = format!("{{}}\n{{\"type\":\"{kind}\"}}\n{{\"message\":\"longer than thirty bytes\"}}\n");
        let answer = server.ask("POST /api/1/envelope/?sentry_key=shop", "", body.as_bytes());
        assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
        let item = &server.store.reader.items(Some(kind), None, 1).unwrap()[0];
        assert_eq!(item.outcome, outcome, "{kind}");
    }
}
