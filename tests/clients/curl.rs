//! curl, in the uses that Sentry documents: what a person types, or a script does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use crate::util::came::{came, nothing_was_refused};
use crate::util::program::run;
use crate::util::sandbox::Sandbox;
use crate::util::shown::Shown;

const AUTH: &str = "X-Sentry-Auth: Sentry sentry_version=7, sentry_client=curl/1.0, sentry_key=shop";
const EVENT_ID: &str = "9ec79c33ec9942ab8353589fcb2e04dc";

/// What was answered.
struct Answer {
    body: String,
    /// What was said on the way, with `-v`.
    log: String,
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn events_in_every_framing() {
    let sandbox = Sandbox::serving();
    let event = format!(r#"{{"event_id":"{EVENT_ID}","message":"by /store/","level":"warning"}}"#);
    let answer = curl(&sandbox, "api/1/store/", &["-H", AUTH, "-d", &event]);
    assert_eq!(answer.body, format!(r#"{{"id":"{EVENT_ID}"}}"#), "the id that it came with");
    assert_eq!(Shown::titled(&sandbox, "by /store/").event["event_id"], EVENT_ID);

    let plain = envelope(&sandbox, "as an envelope");
    curl(
        &sandbox,
        "api/1/envelope/",
        &["-H", AUTH, "-H", "Content-Type: application/x-sentry-envelope", "--data-binary", &at(&plain)],
    );
    let shown = Shown::titled(&sandbox, "as an envelope");
    assert_eq!(shown.event["attachments"][0]["filename"], "order.json", "{}", shown.event["attachments"]);

    let packed = packed(&envelope(&sandbox, "chunked and gzip"));
    let chunked = ["-H", "Transfer-Encoding: chunked", "-H", "Content-Encoding: gzip", "--data-binary", &at(&packed)];
    curl(&sandbox, "api/1/envelope/?sentry_key=shop", &chunked);
    Shown::titled(&sandbox, "chunked and gzip");

    let asked = ["-v", "--expect100-timeout", "25", "-H", "Expect: 100-continue", "--data-binary"];
    let large = envelope(&sandbox, &"a long story ".repeat(100_000));
    let answer = curl(&sandbox, "api/1/envelope/?sentry_key=shop", &[&asked[..], &[&at(&large)]].concat());
    assert!(answer.log.contains("< HTTP/1.1 100 Continue"), "{}", answer.log);

    // The DSN in the envelope's header is key enough.
    let tunnelled = sandbox.path("tunnelled");
    let dsn = sandbox.dsn("shop");
    fs::write(&tunnelled, format!("{{\"dsn\":\"{dsn}\"}}\n{{\"type\":\"event\"}}\n{{\"message\":\"by a tunnel\"}}\n"))
        .expect("a file can be written");
    curl(&sandbox, "tunnel", &["--data-binary", &at(&tunnelled)]);
    Shown::titled(&sandbox, "by a tunnel");

    assert_eq!(came(&sandbox), ["attachment 3", "event 5"]);
    nothing_was_refused(&sandbox);
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn check_ins() {
    let sandbox = Sandbox::serving();
    curl(&sandbox, "api/1/cron/stock-count/shop/?status=in_progress", &[]);
    curl(&sandbox, "api/1/cron/stock-count/shop/?status=ok&duration=2.5&environment=test", &[]);
    let monitor = json!({
        "monitor_config": { "schedule": { "type": "crontab", "value": "0 * * * *" }, "checkin_margin": 5 },
        "status": "error",
    });
    let posted = ["-X", "POST", "-H", "Content-Type: application/json", "-d", &monitor.to_string()];
    curl(&sandbox, "api/1/cron/stock-count/shop/", &posted);
    assert_eq!(came(&sandbox), ["check_in 3"]);
    nothing_was_refused(&sandbox);
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn crash_dumps_and_attachments() {
    let sandbox = Sandbox::serving();
    let dump = sandbox.path("mini.dmp");
    fs::write(&dump, [b"MDMP".as_slice(), &[0; 4096]].concat()).expect("a file can be written");
    let parts = [
        "-F".to_owned(),
        format!("upload_file_minidump={}", at(&dump)),
        "-F".to_owned(),
        r#"sentry={"release":"shop@1.4.2","tags":{"checkout.step":"3"}}"#.to_owned(),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let answer = curl(&sandbox, "api/1/minidump/?sentry_key=shop", &parts);
    let id = answer.body.trim_matches(['"', '\n']);
    assert_eq!(id.replace('-', "").len(), 32, "the id of the crash: {}", answer.body);

    curl(&sandbox, "api/1/unreal/shop/?UserID=7", &["--data-binary", &at(&dump)]);

    let file = format!("order.json={};type=application/json", at(&envelope(&sandbox, "unused")));
    curl(&sandbox, &format!("api/1/events/{EVENT_ID}/attachments/?sentry_key=shop"), &["-F", &file]);

    // Unknown is what is kept as it came and read by nobody yet.
    assert_eq!(came(&sandbox), ["attachment", "minidump", "unreal_report"]);
    nothing_was_refused(&sandbox);
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn reports_of_browsers() {
    let sandbox = Sandbox::serving();
    let csp = json!({"csp-report": {
        "document-uri": "http://shop.example/cart", "violated-directive": "img-src", "blocked-uri": "http://evil.example/x.png",
        "effective-directive": "img-src", "original-policy": "img-src 'self'",
    }});
    for path in ["api/1/security/?sentry_key=shop", "api/1/csp-report/?sentry_key=shop&sentry_release=shop@1.4.2"] {
        curl(&sandbox, path, &["-H", "Content-Type: application/csp-report", "-d", &csp.to_string()]);
    }
    let nel = json!([{
        "age": 12, "type": "network-error", "url": "http://shop.example/pay", "user_agent": "curl",
        "body": { "type": "http.error", "status_code": 502, "phase": "application", "sampling_fraction": 1.0 },
    }]);
    let reports = ["-H", "Content-Type: application/reports+json", "-d", &nel.to_string()];
    curl(&sandbox, "api/1/nel/?sentry_key=shop", &reports);
    assert_eq!(came(&sandbox), ["nel", "raw_security 2"]);
    nothing_was_refused(&sandbox);
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn feedback_by_a_dsn() {
    let sandbox = Sandbox::serving();
    let words = json!({"event_id": EVENT_ID, "name": "Jane", "email": "jane@example.com", "comments": "it broke"});
    let dsn = format!("Authorization: DSN {}", sandbox.dsn("shop"));
    let typed = ["-H", &dsn, "-H", "Content-Type: application/json", "-d", &words.to_string()];
    let answer = curl(&sandbox, "api/0/projects/acme/shop/user-feedback/", &typed);
    assert!(answer.body.contains("it broke"), "the sender gets it back: {}", answer.body);
    assert_eq!(came(&sandbox), ["user_report"]);
    nothing_was_refused(&sandbox);
}

/// Sends; any answer but 2xx fails.
fn curl(sandbox: &Sandbox, path: &str, args: &[&str]) -> Answer {
    let url = format!("http://{}/{path}", sandbox.address());
    let said = run(sandbox, "", &[&["curl", "-sS", "--fail-with-body", &url], args].concat());
    assert_eq!(said.status, Some(0), "{path}: {said:?}\n{}", sandbox.log());
    Answer { body: said.stdout, log: said.stderr }
}

/// As curl names a file.
fn at(file: &Path) -> String {
    format!("@{}", file.display())
}

/// An event with an attachment, in a file.
fn envelope(sandbox: &Sandbox, message: &str) -> PathBuf {
    let file = sandbox.path("envelope");
    let event = json!({ "message": message });
    let attachment = "{\"type\":\"attachment\",\"length\":11,\"filename\":\"order.json\"}\n{\"items\": [\n";
    fs::write(&file, format!("{{}}\n{{\"type\":\"event\"}}\n{event}\n{attachment}")).expect("a file can be written");
    file
}

fn packed(file: &Path) -> PathBuf {
    let output = Command::new("gzip").arg("-c").arg(file).stdin(Stdio::null()).output().expect("gzip starts");
    assert!(output.status.success(), "{output:?}");
    let packed = file.with_extension("gz");
    fs::write(&packed, output.stdout).expect("a file can be written");
    packed
}
