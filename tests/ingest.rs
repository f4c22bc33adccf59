//! Every recorded request of a real SDK gets the answer that it needs, and so does what is broken.

use std::collections::BTreeSet;

use crate::util::http::Request;
use crate::util::items::TYPES;
use crate::util::recorded;
use crate::util::sandbox::Sandbox;

/// Recorded requests that are not answered 200, by the beginning of their names.
const NOT_200: &[(&str, u16)] = &[
    ("curl.attachment_later", 201),
    ("curl.cron_", 202),
    // No envelope at all.
    ("curl.garbage", 400),
];

fn expected(recorded: &recorded::Recorded) -> u16 {
    NOT_200.iter().find(|(name, _)| recorded.name.starts_with(name)).map_or(200, |(_, status)| *status)
}

#[test]
fn each_recorded_request_gets_its_answer() {
    let sandbox = Sandbox::serving();
    let mut wrong = Vec::new();
    let mut events = BTreeSet::new();
    for recorded in recorded::all() {
        let answer = sandbox.send(&recorded.request);
        if answer.status != expected(&recorded) {
            wrong.push(format!(
                "{}: {} {}, expected {}",
                recorded.name,
                answer.status,
                answer.text(),
                expected(&recorded)
            ));
        }
        if answer.status == 200 && recorded.items.iter().any(|item| item == "event" || item == "store:event") {
            match answer.json()["id"].as_str() {
                Some(id) if is_id(id) => drop(events.insert(id.to_owned())),
                _ => wrong.push(format!("{}: the answer has no id: {}", recorded.name, answer.text())),
            }
        }
        if answer.status >= 400 && answer.json()["detail"].as_str().is_none_or(str::is_empty) {
            wrong.push(format!("{}: the refusal does not say why: {}", recorded.name, answer.text()));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n{}", wrong.join("\n"), sandbox.log());

    // What was asked for by the address of a picture is an event too, but its id is told to nobody.
    let untold = 1;
    let issues = sandbox.json(&["issues", "--json"]);
    let counted: u64 = issues.as_array().into_iter().flatten().map(|issue| issue["events"].as_u64().unwrap_or(0)).sum();
    assert_eq!(counted, events.len() as u64 + untold, "each event is in one issue, and the same id counts once");
    for id in &events {
        let said = sandbox.cli(&["show", id, "--raw"]);
        assert_eq!(said.status, Some(0), "the event {id} is there: {said:?}");
    }
}

#[test]
fn what_is_broken_is_refused_with_a_reason_or_kept() {
    let sandbox = Sandbox::serving();
    let envelope = "/api/1/envelope/?sentry_key=shop";
    let event = "{}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";
    let check = |what: &str, request: Request, status: u16| {
        let answer = sandbox.send(&request);
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        if status >= 400 {
            assert!(answer.json()["detail"].is_string(), "{what}: the refusal says why: {}", answer.text());
        }
    };
    check("a plain event", Request::post(envelope, event), 200);
    check("no trailing slash", Request::post("/api/1/envelope?sentry_key=shop", event), 200);
    check(
        "the key only in the envelope",
        Request::post("/api/1/envelope/", format!("{{\"dsn\":\"http://k@h/1\"}}{}", &event[2..])),
        200,
    );
    check("Spotlight", Request::post("/stream", event), 200);
    check("Spotlight of a run", Request::post("/run/7/stream", event), 200);
    check("no key anywhere", Request::post("/api/1/envelope/", event), 401);
    check("an empty body", Request::post(envelope, ""), 400);
    check("no envelope header", Request::post(envelope, "[1]\n"), 400);
    check("not what its encoding says", Request::post(envelope, event).header("Content-Encoding", "gzip"), 400);
    check("an empty encoding", Request::post(envelope, event).header("Content-Encoding", ""), 200);
    check("a broken item", Request::post(envelope, "{}\n{\"type\":\"event\"}\n{\"message\":\n"), 200);
    check(
        "damaged framing behind the first item",
        Request::post(envelope, format!("{event}{{\"type\":\"event\",\"length\":999}}\n{{")),
        200,
    );
    check("a list as a stored event", Request::post("/api/1/store/?sentry_key=shop", "[]"), 400);
    check("too large", Request::post(envelope, vec![b' '; 21 << 20]), 413);
    check("no such route", Request::post("/api/1/nothing/?sentry_key=shop", event), 404);
    check("another method", Request::get(envelope).method("PUT"), 405);
}

#[test]
fn every_item_type_is_kept_and_listed() {
    let sandbox = Sandbox::serving();
    for kind in TYPES {
        let payload = format!("{{\"about\":\"{kind}\",\n\"more\":1}}");
        let envelope = format!("{{}}\n{{\"type\":\"{kind}\",\"length\":{}}}\n{payload}\n", payload.len());
        let answer = sandbox.send(&Request::post("/api/1/envelope/?sentry_key=shop", envelope));
        assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
        let items = sandbox.json(&["items", "--type", kind, "--json"]);
        let items = items.as_array().expect("items are an array");
        assert_eq!(items.len(), 1, "{kind}: {items:?}");
        let outcome = if *kind == "from_tomorrow" { "unknown" } else { "stored" };
        assert_eq!(items[0]["outcome"], outcome, "{kind}");
        let pair = (items[0]["type"].as_str(), items[0]["size"].as_u64());
        assert_eq!(pair, (Some(*kind), Some(payload.len() as u64)), "{kind}");
        assert_eq!((&items[0]["project"], &items[0]["route"]), (&"shop".into(), &"envelope".into()), "{kind}");
    }
    let all = sandbox.json(&["items", "--json", "-n", "9999"]);
    let kinds: Vec<_> = all.as_array().into_iter().flatten().filter_map(|item| item["type"].as_str()).collect();
    assert_eq!(kinds, TYPES.iter().rev().copied().collect::<Vec<_>>(), "newest first");
    assert_eq!(sandbox.json(&["items", "--json", "-n", "3"]).as_array().map(Vec::len), Some(3));
    let said = sandbox.cli(&["items", "--type", "log"]);
    assert!(said.stdout.contains("envelope  stored\n"), "{said:?}");
    assert_eq!(sandbox.cli(&["items", "--type", "none"]).stdout, "no item of type `none` has come\n");
}

#[test]
fn every_item_has_one_outcome_and_it_is_counted() {
    let sandbox = Sandbox::serving();
    let event = "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n{\"type\":\"event\"}\n{\"message\":\"a\"}\n";
    let mixed = "{}\n{\"type\":\"event\"}\n{\"mess\n{\"type\":\"session\"}\n{}\n{\"type\":\"new\"}\n{}\n";
    for (key, envelope) in [("shop", event), ("shop", event), ("web", mixed)] {
        let answer = sandbox.send(&Request::post(&format!("/api/1/envelope/?sentry_key={key}"), envelope));
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let refused = sandbox.send(&Request::post("/api/1/envelope/?sentry_key=shop", ""));
    assert_eq!(refused.status, 400);

    let token = format!("Bearer {}", sandbox.resident_file().token);
    let answer = sandbox.send(&Request::get("/metrics").header("Authorization", &token));
    assert_eq!(answer.header("Content-Type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    assert_eq!(answer.header("Access-Control-Allow-Origin"), None, "no page of another origin may read it");
    let text = answer.text();
    let items: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("crashtray_items_total")).collect();
    assert_eq!(
        items,
        [
            "{project=\"shop\",type=\"event\",outcome=\"duplicate\"} 1",
            "{project=\"shop\",type=\"event\",outcome=\"stored\"} 1",
            "{project=\"web\",type=\"event\",outcome=\"malformed\"} 1",
            "{project=\"web\",type=\"session\",outcome=\"stored\"} 1",
            "{project=\"web\",type=\"unknown\",outcome=\"unknown\"} 1",
        ]
    );
    for line in [
        "crashtray_events_total{project=\"shop\"} 1",
        "crashtray_requests_total{status=\"200\"} 3",
        "crashtray_requests_total{status=\"400\"} 1",
        "crashtray_queue_length{queue=\"first\"} 0",
    ] {
        assert!(text.lines().any(|said| said == line), "`{line}` is in\n{text}");
    }
    let request = Request::get("/metrics").header("Authorization", &token).header("Origin", "https://evil.example");
    assert_eq!(sandbox.send(&request).status, 403, "a page of the web with the token");
    assert_eq!(sandbox.send(&Request::get("/metrics")).status, 401, "without the token");

    let said = sandbox.cli(&["doctor"]).stdout;
    for line in [
        "`shop` in 24 hours: 1 event duplicate, 1 event stored\n",
        "`web` in 24 hours: 1 event malformed, 1 session stored, 1 of unknown type\n",
    ] {
        assert!(said.contains(line), "`{line}` is in\n{said}");
    }
    let setup = Request::post("/rpc/setup", "{}").header("Authorization", &token);
    assert_eq!(sandbox.send(&setup).json()["outcomes"].as_array().map(Vec::len), Some(5), "the page shows them too");
}

/// Routes without envelopes: the request, the status, the type and the body of the answer.
#[test]
fn each_route_answers_as_its_clients_expect() {
    const ID: &str = "9ec79c33ec9942ab8353589fcb2e04dc";
    let sandbox = Sandbox::serving();
    let post = |path: &str, kind: &str, body: &str| Request::post(path, body).header("Content-Type", kind);
    let feedback = format!("{{\"event_id\":\"{ID}\",\"name\":\"Jo\",\"email\":\"\",\"comments\":\"no\"}}");
    let old = "/api/0/projects/o/p/user-feedback/";
    let dsn = sandbox.dsn("shop");
    for (request, status, kind, body) in [
        (post("/api/1/security/?sentry_key=shop", "application/csp-report", "{}"), 200, "", ""),
        (post("/api/1/csp-report/?sentry_key=shop", "application/json", "{}"), 200, "", ""),
        (post("/api/1/security/?sentry_key=shop", "text/plain", "{}"), 415, "application/json", "`text/plain`"),
        (post("/api/1/nel/?sentry_key=shop", "application/csp-report", "[]"), 415, "application/json", "csp-report"),
        (post("/api/1/nel?sentry_key=shop", "application/reports+json", ""), 400, "application/json", "empty"),
        (post("/api/1/unreal/shop/?UserID=a", "application/octet-stream", "CR1"), 200, "text/plain", "-"),
        (post(&format!("/api/1/events/{ID}/attachments/?sentry_key=shop"), "text/plain", "a log"), 201, "", ""),
        (Request::get("/api/1/cron/night/shop?status=ok"), 202, "", ""),
        (Request::get("/api/1/cron/night/?status=ok"), 401, "application/json", "no key"),
        (post("/v1/logs", "application/json", "{}"), 200, "application/json", "{}"),
        (post("/v1/metrics/", "application/x-protobuf", "\n"), 200, "application/x-protobuf", ""),
        (post("/v1/traces", "text/plain", "x"), 415, "application/json", "text/plain"),
        (
            post(old, "application/json", &feedback).header("Authorization", &format!("DSN {dsn}")),
            200,
            "application/json",
            &feedback,
        ),
        (post(old, "application/json", &feedback), 401, "application/json", "no key"),
        (Request::get("/api/embed/error-page/?eventId=1"), 200, "text/javascript; charset=utf-8", "document"),
        (
            post(
                &format!("/api/embed/error-page/?eventId={ID}&dsn={dsn}"),
                "application/x-www-form-urlencoded",
                "name=Jo&comments=no+way",
            ),
            200,
            "application/json",
            "\"no way\"",
        ),
        (Request::get("/api/relay/healthcheck/live/"), 200, "application/json", "{\"is_healthy\":true}"),
        (Request::get("/api/relay/healthcheck/ready"), 200, "application/json", "{\"is_healthy\":true}"),
        (Request::get("/api/1/store/?sentry_key=shop&sentry_data=eyJtZXNzYWdlIjoiYSJ9"), 200, "image/gif", "GIF89a"),
        (Request::get("/api/1/store/?sentry_key=shop"), 400, "application/json", "empty"),
    ] {
        let answer = sandbox.send(&request);
        assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
        assert_eq!(answer.header("Content-Type").unwrap_or_default(), kind, "{request:?}");
        let is_right = if body.is_empty() { answer.body.is_empty() } else { answer.text().contains(body) };
        assert!(is_right, "{request:?}: {}", answer.text());
    }
    for path in ["/api/1/cron/night/shop?status=ok", "/api/embed/error-page/", "/api/1/cron/night"] {
        let answer = sandbox.send(&Request::get(path).header("Origin", "https://shop.example"));
        assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"), "{path}: a page may ask");
    }
}

#[test]
fn a_decoded_body_has_its_limit() {
    let sandbox = Sandbox::serving();
    let mut bomb = Vec::new();
    let mut encoder = flate2::write::GzEncoder::new(&mut bomb, flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    for _ in 0..64 {
        std::io::Write::write_all(&mut encoder, &block).expect("memory takes all");
    }
    encoder.try_finish().expect("memory takes all");
    drop(encoder);
    let request = Request::post("/api/1/envelope/?sentry_key=shop", bomb).header("Content-Encoding", "gzip");
    assert_eq!(sandbox.send(&request).status, 413, "64 MiB behind 64 KiB");
}

#[test]
fn browsers_may_send_from_anywhere() {
    let sandbox = Sandbox::serving();
    let asked = Request::get("/api/1/envelope/?sentry_key=shop")
        .method("OPTIONS")
        .header("Origin", "http://localhost:3000")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type,sentry-trace")
        .header("Access-Control-Request-Private-Network", "true");
    let answer = sandbox.send(&asked);
    assert!(answer.status == 200 || answer.status == 204, "{}", answer.status);
    assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(answer.header("Access-Control-Allow-Private-Network"), Some("true"));
    let headers = answer.header("Access-Control-Allow-Headers").unwrap_or_default().to_lowercase();
    assert!(headers.contains("sentry-trace"), "what is asked for is allowed: {headers}");
}

fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
