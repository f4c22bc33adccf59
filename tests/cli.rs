//! Each command once, as a user types it: what it prints, where, and how it ends.

use crate::util::http::Request;
use crate::util::sandbox::Sandbox;

#[test]
fn says_what_it_can_do() {
    let sandbox = Sandbox::new();
    let said = sandbox.cli(&["--help"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
    let commands = [
        "serve",
        "run",
        "tail",
        "issues",
        "show",
        "resolve",
        "mute",
        "reopen",
        "delete",
        "undo",
        "send-test",
        "dsn",
        "doctor",
    ];
    for command in commands {
        assert!(said.stdout.contains(command), "`{command}` is in the help: {}", said.stdout);
        let said = sandbox.cli(&[command, "--help"]);
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""), "`{command} --help`");
    }
    assert!(sandbox.cli(&["--version"]).stdout.starts_with("crashtray 0."));
}

#[test]
fn wrong_usage_is_2_and_failure_is_1() {
    let sandbox = Sandbox::new();
    for args in [&["nonsense"][..], &["show"], &["serve", "--port", "many"]] {
        let said = sandbox.cli(args);
        assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""), "{args:?}: {said:?}");
        assert!(said.stderr.contains("error"), "{args:?}: {said:?}");
    }
    for sandbox in [sandbox, Sandbox::serving()] {
        let said = sandbox.cli(&["show", "41"]);
        assert_eq!((said.status, said.stdout.as_str()), (Some(1), ""), "there is no such issue: {said:?}");
        assert!(said.stderr.starts_with("error: "), "it says what failed: {said:?}");
        assert!(said.stderr.contains("\nhint: "), "it says what to type next: {said:?}");
    }
}

#[test]
fn an_issue_lives_on_the_command_line() {
    let sandbox = Sandbox::serving();
    let event = "{}\n{\"type\":\"event\"}\n{\"message\":\"no more tea\",\"level\":\"error\"}\n";
    let crash = Request::post("/api/1/envelope/?sentry_key=shop", event);
    assert_eq!(sandbox.send(&crash).status, 200);
    let state = || sandbox.json(&["show", "1", "--json"])["issue"]["state"].clone();
    assert_eq!(state(), "unresolved");
    let does = |args: &[&str], expected: &str| {
        let said = sandbox.cli(args);
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""), "{args:?}");
        assert_eq!(state(), expected, "after {args:?}");
    };
    does(&["resolve", "1"], "resolved");
    does(&["undo"], "unresolved");
    does(&["mute", "SHOP-1"], "muted");
    does(&["reopen", "shop-1"], "unresolved");
    does(&["resolve", "1"], "resolved");
    assert_eq!(sandbox.send(&crash).status, 200);
    let shown = sandbox.json(&["show", "1", "--json"]);
    assert_eq!(
        (&shown["issue"]["state"], &shown["issue"]["regressed"]),
        (&"unresolved".into(), &true.into()),
        "{shown}"
    );
    assert_eq!(sandbox.cli(&["delete", "1"]).status, Some(0));
    assert_eq!(sandbox.json(&["issues", "--json"]), serde_json::json!([]));
    assert_eq!(sandbox.cli(&["undo"]).status, Some(0));
    assert_eq!(sandbox.json(&["issues", "--json"])[0]["id"], "SHOP-1");
}
