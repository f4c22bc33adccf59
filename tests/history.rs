//! History read anew, and what the user puts together and apart by hand, from the command line: with a resident and without.

use serde_json::{Value, json};

use crate::util::http::Request;
use crate::util::recorded;
use crate::util::sandbox::{Said, Sandbox};

/// An error of a group.
fn crash(group: &str) -> Request {
    let event = format!(
        "{{}}\n{{\"type\":\"event\"}}\n{{\"fingerprint\":[\"{group}\"],\"exception\":{{\"values\":[{{\"type\":\"Tea\",\"value\":\"{group}\"}}]}}}}\n"
    );
    Request::post("/api/1/envelope/?sentry_key=shop", event)
}

fn serving(groups: &[&str]) -> Sandbox {
    let sandbox = Sandbox::serving();
    for group in groups {
        assert_eq!(sandbox.send(&crash(group)).status, 200);
    }
    sandbox
}

/// `SHOP-1 Tea: cold 2`, by number.
fn issues(sandbox: &Sandbox) -> Vec<String> {
    let listed = sandbox.json(&["issues", "--json"]);
    let line = |issue: &Value| {
        let text = |name: &str| issue[name].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", text("id"), text("value"), issue["events"])
    };
    let mut lines: Vec<String> = listed.as_array().into_iter().flatten().map(line).collect();
    lines.sort();
    lines
}

fn good(said: &Said) -> &str {
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""), "{said:?}");
    &said.stdout
}

#[test]
fn every_recorded_event_is_read_again_as_it_came_in() {
    let mut sandbox = Sandbox::serving();
    for recorded in recorded::all() {
        sandbox.send(&recorded.request);
    }
    let before = sandbox.json(&["issues", "--json"]);
    let check = |sandbox: &Sandbox| {
        let done = sandbox.json(&["reprocess", "--json"]);
        let n_events: u64 =
            before.as_array().into_iter().flatten().map(|issue| issue["events"].as_u64().unwrap_or(0)).sum();
        let expected = json!({
            "read": n_events, "events": n_events, "differ": 0, "written": 0, "moved": 0, "stopped": false, "moves": [], "more_moves": 0,
        });
        assert_eq!(done, expected, "nothing is read otherwise");
    };
    check(&sandbox);
    assert_eq!(sandbox.json(&["issues", "--json"]), before, "and nothing has changed");
    sandbox.kill();
    check(&sandbox);
}

#[test]
fn issues_are_merged_and_split_on_the_command_line() {
    let mut sandbox = serving(&["cold", "spilt", "cold", "bitter"]);
    let merged = sandbox.json(&["merge", "SHOP-2", "1", "--json"]);
    assert_eq!((&merged["text"], &merged["issue"]), (&json!("2 issues merged into SHOP-1"), &json!(1)));
    assert_eq!(issues(&sandbox), ["SHOP-1 cold 3", "SHOP-3 bitter 1"]);
    let groups = sandbox.json(&["split", "1", "--json"]);
    let counted: Vec<_> =
        groups.as_array().into_iter().flatten().map(|group| (&group["value"], &group["events"])).collect();
    assert_eq!(counted, [(&json!("cold"), &json!(2)), (&json!("spilt"), &json!(1))], "the largest first");
    let spilt = groups[1]["hash"].as_str().unwrap_or_default().to_owned();

    // Without a resident the commands do it by themselves.
    sandbox.kill();
    assert!(good(&sandbox.cli(&["reprocess"])).contains("nothing is read otherwise"));
    let split = sandbox.json(&["split", "shop-1", "--group", &spilt[..8], "--json"]);
    assert_eq!((&split["text"], &split["issue"]), (&json!("1 group split off SHOP-1 as SHOP-4"), &json!(4)));
    assert_eq!(issues(&sandbox), ["SHOP-1 cold 2", "SHOP-3 bitter 1", "SHOP-4 spilt 1"]);
    good(&sandbox.cli(&["undo"]));
    assert_eq!(issues(&sandbox), ["SHOP-1 cold 3", "SHOP-3 bitter 1"], "called after its latest");
    good(&sandbox.cli(&["undo"]));
    assert_eq!(issues(&sandbox), ["SHOP-1 cold 2", "SHOP-2 spilt 1", "SHOP-3 bitter 1"]);
}

#[test]
fn what_cannot_be_merged_or_split_says_why() {
    let sandbox = serving(&["cold", "spilt"]);
    assert_eq!(sandbox.send(&Request::post("/api/1/store/?sentry_key=api", r#"{"message":"x"}"#)).status, 200);
    let table: [(&[&str], i32, &str); 8] = [
        (&["merge", "1"], 2, "2 values required"),
        (&["merge", "1", "SHOP-1"], 2, "it takes two issues to merge"),
        (&["merge", "1", "3"], 2, "these issues are of different projects: `api`, `shop`"),
        (&["merge", "1", "9"], 1, "there is no issue 9"),
        (&["split", "9"], 1, "there is no issue 9"),
        (&["split", "1", "--group", "ffff"], 2, "issue 1 has no group whose hash begins with `ffff`"),
        (&["reprocess", "is:done"], 2, "the query cannot be read"),
        (&["reprocess", "--stop", "--dry-run"], 2, "cannot be used with"),
    ];
    for (args, status, why) in table {
        let said = sandbox.cli(args);
        assert_eq!((said.status, said.stdout.as_str()), (Some(status), ""), "{args:?}: {said:?}");
        assert!(said.stderr.contains(why), "{args:?}: {said:?}");
    }
    let hash = sandbox.json(&["split", "1", "--json"])[0]["hash"].as_str().unwrap_or_default().to_owned();
    let said = sandbox.cli(&["split", "1", "--group", &hash]);
    assert!(said.status == Some(2) && said.stderr.contains("nothing would be left of issue 1"), "{said:?}");
    assert_eq!(issues(&sandbox).len(), 3, "nothing has happened");
}
