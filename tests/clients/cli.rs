//! sentry-cli in two versions: what it sends, with a DSN and nothing else.

use std::fs;

use crate::util::came::{came, nothing_was_refused};
use crate::util::program::run;
use crate::util::sandbox::Sandbox;
use crate::util::shown::Shown;

#[test]
#[ignore = "needs more clients: make test-all"]
fn sentry_cli_2() {
    sends_what_it_can("node_modules/sentry-cli-2/bin/sentry-cli");
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn sentry_cli_3() {
    sends_what_it_can("node_modules/sentry-cli-3/bin/sentry-cli");
}

fn sends_what_it_can(program: &str) {
    let sandbox = Sandbox::serving();
    let said = |expected: i32, args: &[&str]| {
        let said = run(&sandbox, "npm", &[&[program], args].concat());
        assert_eq!(said.status, Some(expected), "{args:?}: {said:?}\n{}", sandbox.log());
    };

    said(
        0,
        &["send-event", "-m", "the stock is low", "--level", "warning", "--tag", "checkout.step:3", "--user", "id:7"],
    );
    let message = Shown::titled(&sandbox, "the stock is low");
    assert_eq!((&message.issue["level"], &message.event["sdk"]["name"]), (&"warning".into(), &"sentry-cli".into()));
    assert_eq!((&message.event["tags"]["checkout.step"], &message.event["user"]["id"]), (&"3".into(), &"7".into()));

    let file = sandbox.path("event.json");
    fs::write(&file, br#"{"message":"from a file","level":"error"}"#).expect("a file can be written");
    said(0, &["send-event", &file.to_string_lossy()]);
    Shown::titled(&sandbox, "from a file");

    let file = sandbox.path("an.envelope");
    fs::write(&file, ENVELOPE).expect("a file can be written");
    said(0, &["send-envelope", &file.to_string_lossy()]);
    let enveloped = Shown::titled(&sandbox, "from an envelope");
    assert_eq!(enveloped.event["event_id"], "9ec79c33ec9942ab8353589fcb2e04dc");
    assert_eq!(enveloped.event["attachments"][0]["filename"], "order.json", "{}", enveloped.event["attachments"]);

    said(0, &["monitors", "run", "stock-count", "--", "true"]);
    // A job that fails is told, and its code is handed on.
    said(3, &["monitors", "run", "--schedule", "0 * * * *", "stock-count", "--", "sh", "-c", "exit 3"]);

    let script = format!(r#"eval "$({program} bash-hook)"; count_stock() {{ no_such_program; }}; count_stock"#);
    let hooked = run(&sandbox, "npm", &["bash", "-c", &script]);
    assert_eq!(hooked.status, Some(127), "{hooked:?}");
    let hooked = Shown::titled(&sandbox, "BashError: command no_such_program exited with status 127");
    assert_eq!(hooked.issue["culprit"], "count_stock");

    assert_eq!(came(&sandbox), ["attachment", "check_in 4", "event 4"]);
    nothing_was_refused(&sandbox);
}

const ENVELOPE: &[u8] =
    b"{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n{\"type\":\"event\"}\n{\"message\":\"from an envelope\"}\n\
    {\"type\":\"attachment\",\"length\":11,\"filename\":\"order.json\"}\n{\"items\": [\n";
