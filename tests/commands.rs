//! What each command prints, word for word: standard output, standard error, status.
//!
//! `UPDATE_EXPECT=1 cargo test --test outside commands` writes the snapshots anew; read the difference.

mod attachments;
mod rules;

use expect_test::{Expect, expect, expect_file};

use crate::util::http::Request;
use crate::util::recorded;
use crate::util::sandbox::Sandbox;

/// What differs from run to run, and the word that stands for it.
const CHANGING: &[(&str, &str)] = &[
    // Not every machine has IPv6.
    (r" and \[::1\]:\d+", ""),
    (r"(127\.0\.0\.1|localhost):\d+", "$1:PORT"),
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME"),
    (r"\b[0-9a-f]{32}\b", "ID"),
    (r"\d+(ms|s) ago", "NOW"),
    (r"pid \d+", "pid PID"),
    (r"\d+ KiB", "SIZE"),
];

/// Runs a command; gives what it printed and how it ended, with the changing parts replaced.
fn said(sandbox: &Sandbox, args: &[&str]) -> String {
    let said = sandbox.cli(args);
    let mut text = format!("{}{}-> {}\n", said.stdout, said.stderr, said.status.unwrap_or(-1));
    text = text.replace(&*sandbox.path("").to_string_lossy(), "FOLDER/");
    for (pattern, word) in CHANGING {
        let pattern = regex::Regex::new(pattern).expect("the patterns are good");
        text = pattern.replace_all(&text, *word).into_owned();
    }
    text
}

/// A resident with one event in its file.
fn with_an_issue() -> Sandbox {
    let sandbox = Sandbox::serving();
    assert_eq!(sandbox.send(&recorded::one("py-django.error.1").request).status, 200);
    sandbox
}

#[test]
fn lists_and_states() {
    let sandbox = with_an_issue();
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    check(
        &["issues"],
        expect![[r#"
            issue        level  events  last seen  title
            PROJECT_1-1  error  1       NOW     OperationalError: no such table: nope
            -> 0
        "#]],
    );
    check(
        &["events", "1"],
        expect![[r#"
            event                             received                  level  environment  release         user
            ID  TIME  error  staging      demo-app@1.0.0  ip:127.0.0.1
            -> 0
        "#]],
    );
    check(
        &["resolve", "1"],
        expect![[r#"
        1 issue resolved
        `crashtray undo` takes it back
        -> 0
    "#]],
    );
    check(
        &["undo"],
        expect![[r#"
        taken back: 1 issue resolved
        -> 0
    "#]],
    );
    check(
        &["send-test"],
        expect![[r#"
        sent ID
        it is in issue 2: `crashtray show 2`
        -> 0
    "#]],
    );
    check(
        &["pause", "--for", "1h"],
        expect![[r#"
        paused for 60 min
        -> 0
    "#]],
    );
    check(
        &["resume"],
        expect![[r#"
        events are kept again
        -> 0
    "#]],
    );
}

#[test]
fn together_apart_and_anew() {
    let sandbox = with_an_issue();
    for tea in ["cold", "spilt"] {
        let event =
            format!(r#"{{"fingerprint":["{tea}"],"exception":{{"values":[{{"type":"Tea","value":"{tea}"}}]}}}}"#);
        assert_eq!(sandbox.send(&Request::post("/api/1/store/?sentry_key=shop", event)).status, 200);
    }
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    check(
        &["merge", "SHOP-3", "SHOP-2"],
        expect![[r#"
        2 issues merged into SHOP-2
        `crashtray undo` takes it back
        -> 0
    "#]],
    );
    check(
        &["split", "2"],
        expect![[r#"
        group                             events  last seen  title
        ID  1       NOW     Tea: spilt
        ID  1       NOW     Tea: cold
        -> 0
    "#]],
    );
    check(
        &["split", "1", "--list"],
        expect![[r#"
        group                             events  last seen  title
        ID  1       NOW     OperationalError: no such table: nope (/boom/)
        hint: It is one group: there is nothing to split.
        -> 0
    "#]],
    );
    check(
        &["split", "2", "--group", "0", "f"],
        expect![[r#"
        error: issue 2 has no group whose hash begins with `0`
        hint: `crashtray split 2 --list` lists them.
        -> 2
    "#]],
    );
    check(
        &["merge", "1", "2"],
        expect![[r#"
        error: these issues are of different projects: `project_1`, `shop`
        hint: Only issues of one project can be merged.
        -> 2
    "#]],
    );
    check(
        &["reprocess"],
        expect![[r#"
        read 3 events: nothing is read otherwise than before
        -> 0
    "#]],
    );
    check(
        &["reprocess", "--project", "shop", "--dry-run"],
        expect![[r#"
        read 2 events: nothing is read otherwise than before
        -> 0
    "#]],
    );
    check(
        &["reprocess", "--stop"],
        expect![[r#"
        history is not being read anew
        -> 0
    "#]],
    );
}

#[test]
fn an_issue_in_full() {
    let sandbox = with_an_issue();
    expect_file!["fixtures/show.txt"].assert_eq(&said(&sandbox, &["show", "1"]));
}

#[test]
fn what_is_wrong() {
    let sandbox = with_an_issue();
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    check(
        &["issues", "is:done"],
        expect![[r#"
        error: the query cannot be read: a mark or state (unresolved, resolved, muted, unread, bookmarked, new, regressed, unhandled) was expected after `is:`, and `done` is none
          is:done
             ^
        -> 2
    "#]],
    );
    check(
        &["issues", "release:1"],
        expect![[r#"
        error: the query cannot be read: `release:` is not there yet; there are `is:`, `level:`, `project:`, `type:` and words
          release:1
          ^
        -> 2
    "#]],
    );
    check(
        &["show", "41"],
        expect![[r#"
        error: there is no issue 41
        hint: `crashtray issues` lists them.
        -> 1
    "#]],
    );
    check(
        &["log"],
        expect![[r#"
        error: there is no log at `FOLDER/crashtray.db-log` yet
        hint: Only a resident in the background writes one; `crashtray serve` prints to the terminal.
        -> 1
    "#]],
    );
    check(
        &["serve"],
        expect![[r#"
        error: `FOLDER/crashtray.db` is in use by the resident at 127.0.0.1:PORT (pid PID)
        hint: `crashtray open` shows it, `crashtray quit` ends it.
        -> 1
    "#]],
    );
}

#[test]
fn where_to_send_and_look() {
    let sandbox = with_an_issue();
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    check(
        &["dsn"],
        expect![[r#"
        http://shop@localhost:PORT/1
        -> 0
    "#]],
    );
    check(
        &["dsn", "billing", "--platform", "node"],
        expect![[r#"
        // npm install @sentry/node, then load this file first
        const Sentry = require("@sentry/node");

        Sentry.init({
          dsn: "http://billing@localhost:PORT/1",
          tracesSampleRate: 1.0,
        });
        -> 0
    "#]],
    );
    check(
        &["open", "1"],
        expect![[r#"
        listening on http://127.0.0.1:PORT
        page          http://127.0.0.1:PORT/#code=ID&issue=1
        -> 0
    "#]],
    );
    check(
        &["doctor"],
        expect![[r#"
            good     endpoint       listening on 127.0.0.1:PORT (pid PID)
            warning  notifications  no service: Failed to connect to address `unix:path=FOLDER/run/bus`: No such file or directory (os error 2)
                                    A desktop session has one; `dunst` is a small one.
            good     file           `FOLDER/crashtray.db` is sound, SIZE
            good     project_1      last event NOW, sentry.python.django 2.75.0
            good     items          `project_1` in 24 hours: 1 event stored
            -> 0
        "#]],
    );
}

#[test]
fn the_resident_and_its_end() {
    let sandbox = with_an_issue();
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    check(
        &["status"],
        expect![[r#"
        localhost:PORT (pid PID, 0.1.0)
        since         NOW
        events        1 in the last minute, the last NOW
        issues        1 unresolved, 1 unread
        data          FOLDER/crashtray.db (SIZE)
        -> 0
    "#]],
    );
    check(
        &["quit"],
        expect![[r#"
        the resident (pid PID) has ended
        -> 0
    "#]],
    );
    check(
        &["status"],
        expect![[r#"
        no resident runs for `FOLDER/crashtray.db`
        -> 0
    "#]],
    );
}
