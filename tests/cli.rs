//! Each command once, as a user types it: what it prints, where, and how it ends.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;

use serde_json::Value;

use crate::util::http::Request;
use crate::util::sandbox::{Said, Sandbox};
use crate::util::wait;

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
        "items",
        "show",
        "resolve",
        "mute",
        "reopen",
        "delete",
        "merge",
        "split",
        "reprocess",
        "clean",
        "undo",
        "send-test",
        "dsn",
        "doctor",
        "rules",
        "explain",
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

#[test]
fn clean_does_only_what_it_is_told_to_do() {
    let mut sandbox = Sandbox::serving();
    for tea in ["no more tea", "cold tea", "spilt tea"] {
        let event = format!("{{}}\n{{\"type\":\"event\"}}\n{{\"message\":\"{tea}\",\"level\":\"error\"}}\n");
        assert_eq!(sandbox.send(&Request::post("/api/1/envelope/?sentry_key=shop", event)).status, 200);
    }
    for args in [&["clean"][..], &["clean", "--older-than", "30"], &["clean", "tea", "--resolve", "--delete"]] {
        assert_eq!(sandbox.cli(args).status, Some(2), "{args:?}");
    }
    let n_left = |sandbox: &Sandbox, query: &str| sandbox.json(&["issues", query, "--json"]).as_array().map(Vec::len);
    let says = |sandbox: &Sandbox, args: &[&str], expected: &str| {
        let said = sandbox.cli(args);
        assert!(said.status == Some(0) && said.stdout.contains(expected), "{args:?}: {said:?}");
    };
    says(&sandbox, &["clean", "tea", "--delete"], "would delete 3 issues, with 3 events in all\n");
    says(&sandbox, &["clean", "tea", "--older-than", "1h", "--delete", "--execute"], "nothing to do");
    assert_eq!(n_left(&sandbox, "is:unresolved"), Some(3), "nothing was done");
    says(&sandbox, &["clean", "cold", "--execute"], "1 issue resolved\n`crashtray undo` takes it back\n");
    says(&sandbox, &["clean", "cold"], "nothing to do");
    // Without a resident the command does it by itself.
    sandbox.kill();
    says(&sandbox, &["clean", "spilt", "--delete", "--execute"], "1 issue deleted\n");
    assert_eq!((n_left(&sandbox, "is:unresolved"), n_left(&sandbox, "is:resolved")), (Some(1), Some(1)));
    says(&sandbox, &["undo"], "taken back: 1 issue deleted");
    assert_eq!(n_left(&sandbox, "is:unresolved"), Some(2));
}

/// A crash whose texts are hostile: escapes, a lone C1 control, a change of the direction of text.
fn hostile() -> Request {
    let event = r#"{"exception":{"values":[{"type":"Tea\u001b[31m","value":"gone\u009b2J \u202eoff","stacktrace":{"frames":[
        {"function":"pour\u001b]0;x\u0007","filename":"tea.py","lineno":3,"in_app":true,"context_line":"raise Tea()\u001b[2J"}]}}]}}"#;
    Request::post(
        "/api/1/envelope/?sentry_key=shop",
        format!("{{}}\n{{\"type\":\"event\"}}\n{}\n", event.replace('\n', "")),
    )
}

#[test]
fn nothing_that_a_terminal_obeys_gets_out() {
    let sandbox = Sandbox::serving();
    assert_eq!(sandbox.send(&hostile()).status, 200);
    let commands: [&[&str]; 6] = [
        &["issues"],
        &["issues", "--json"],
        &["show", "1"],
        &["show", "1", "--json"],
        &["show", "1", "--markdown"],
        &["events", "1", "--json"],
    ];
    for args in commands {
        let said = sandbox.cli(args);
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""), "{args:?}");
        let obeyed = said.stdout.chars().find(|sign| (sign.is_control() && *sign != '\n') || *sign == '\u{202e}');
        assert_eq!(obeyed, None, "{args:?}: {}", said.stdout);
    }
    let read = sandbox.json(&["show", "1", "--json"]);
    assert_eq!(read["issue"]["value"], "gone\u{9b}2J \u{202e}off", "JSON says what came, in escapes");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let sandbox = Sandbox::serving();
    assert_eq!(sandbox.send(&hostile()).status, 200);
    for args in [&["issues"][..], &["issues", "--json"], &["show", "1"], &["show", "1", "--raw"], &["status"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        drop(reader);
        let output = sandbox.command(args).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output();
        let said = Said::from(output.expect("the program starts"));
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn tail_tells_what_comes_and_matches() {
    let sandbox = Sandbox::serving();
    let mut command = sandbox.command(&["tail", "--json", "type:Tea*"]);
    let mut tail = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let stdout = tail.stdout.take().expect("its output is ours");
    let (lines, told) = mpsc::channel();
    thread::spawn(move || BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| lines.send(line)));
    let other =
        Request::post("/api/1/envelope/?sentry_key=shop", "{}\n{\"type\":\"event\"}\n{\"message\":\"other\"}\n");
    let line = wait::until("`tail` tells of an event", || {
        assert_eq!(sandbox.send(&other).status, 200);
        assert_eq!(sandbox.send(&hostile()).status, 200);
        told.try_recv().ok()
    });
    tail.kill().expect("a child can be killed");
    tail.wait().expect("a child can be waited for");
    let told: Value = serde_json::from_str(&line).expect("each line is JSON");
    assert_eq!(told["event"]["exceptions"][0]["value"], "gone\u{9b}2J \u{202e}off", "{told}");
    assert_eq!(told["issue"]["project"], "shop", "{told}");
    assert!(told["notes"].is_array(), "{told}");
}

#[test]
fn a_query_says_what_is_wrong_with_it_and_where() {
    let sandbox = Sandbox::serving();
    let said = sandbox.cli(&["issues", "tea level:hot"]);
    assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""), "{said:?}");
    let expected = "error: the query cannot be read: a level was expected after `level:`, and `hot` is none\n  tea level:hot\n            ^\n";
    assert_eq!(said.stderr, expected);
}

#[test]
fn only_the_number_names_an_issue() {
    let sandbox = Sandbox::serving();
    assert_eq!(sandbox.send(&hostile()).status, 200);
    let said = sandbox.cli(&["show", "cellar-1"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), "hint: Issue 1 is SHOP-1.\n"));
    assert!(said.stdout.starts_with("SHOP-1 "), "{said:?}");
}

#[test]
fn a_wrong_slug_is_told_only_where_it_is_wrong() {
    let sandbox = Sandbox::serving();
    assert_eq!(sandbox.send(&hostile()).status, 200);
    for name in ["1", "SHOP-1", "shop-1"] {
        assert_eq!(sandbox.cli(&["show", name]).stderr, "", "{name}");
    }
}

#[test]
fn messages_are_explained_line_by_line() {
    let sandbox = Sandbox::new();
    let input = b"\"user 7 is gone\"\n\nuser 8\n\"from 127.0.0.1\\nand more\"\n[\"a\"]\n\"\\ud800 \xff\" x\n\"at \\u001b[J 10:00:00\"";
    let mut child = sandbox
        .command(&["explain", "--messages"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("it has an input").write_all(input).expect("it reads");
    let said = Said::from(child.wait_with_output().expect("it ends"));
    assert_eq!(
        said.stdout.lines().collect::<Vec<_>>(),
        [r#""user <int> is gone""#, r#""from <ip>\nand more""#, r#""at \u001b[J <date>""#]
    );
    assert_eq!(
        said.stderr,
        "line 3: a JSON string was expected\nline 5: a JSON string was expected\nline 6: a JSON string was expected\n\
         error: 3 of 7 lines could not be read\n"
    );
    assert_eq!(said.status, Some(1));
    assert_eq!(sandbox.cli(&["explain"]).status, Some(2), "there is nothing else to explain yet");
}
