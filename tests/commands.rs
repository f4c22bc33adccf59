//! What each command prints, word for word: standard output, standard error, status.
//!
//! `UPDATE_EXPECT=1 cargo test --test outside commands` writes the snapshots anew; read the difference.

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

/// A crash of this type, always in the same function.
fn crash(sandbox: &Sandbox, kind: &str) {
    let event = format!(
        r#"{{"platform":"python","exception":{{"values":[{{"type":"{kind}","value":"no money","stacktrace":{{"frames":[{{"function":"main","module":"app"}},{{"function":"pay","module":"shop.pay"}}]}}}}]}}}}"#
    );
    let crash = Request::post("/api/1/envelope/?sentry_key=shop", format!("{{}}\n{{\"type\":\"event\"}}\n{event}\n"));
    assert_eq!(sandbox.send(&crash).status, 200);
}

/// A file of rules.
fn file(sandbox: &Sandbox, text: &str) -> String {
    let path = sandbox.path("file.rules");
    std::fs::write(&path, text).expect("a file can be written");
    path.to_string_lossy().into_owned()
}

const RULE: &str = "# one issue for all of it\nfunction:pay -> payment title=\"No money\"\n";

#[test]
fn rules_that_cannot_be_read() {
    let sandbox = Sandbox::serving();
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    let wrong = file(&sandbox, "function:pay -> payment\nfunction:pay\n\tkind:x -> y\n");
    check(
        &["rules", "check", &wrong, "--kind", "fingerprint"],
        expect![[r#"
        error: 2 lines of `FOLDER/file.rules` cannot be read
        line 2: `->` and what to group by were expected
          function:pay
                      ^
        line 3: a matcher was expected (app, category, family, function, level, logger, mechanism, message, module, package, path, release, sdk, tags.NAME, type, value), and `kind:` is none
           kind:x -> y
           ^
        -> 1
    "#]],
    );
    check(
        &["rules", "check", &wrong, "--kind", "fingerprint", "--json"],
        expect![[r#"
        {"rules":1,"errors":[{"line":2,"column":13,"expected":"`->` and what to group by were expected"},{"line":3,"column":2,"expected":"a matcher was expected (app, category, family, function, level, logger, mechanism, message, module, package, path, release, sdk, tags.NAME, type, value), and `kind:` is none"}]}
        -> 1
    "#]],
    );
    let refused = said(&sandbox, &["rules", "check", &wrong, "--kind", "fingerprint"]);
    assert_eq!(said(&sandbox, &["rules", "set", &wrong, "--kind", "fingerprint"]), refused, "nor are they set");
    check(
        &["rules", "preview", &wrong, "--kind", "stack"],
        expect![[r#"
        error: 3 lines of `FOLDER/file.rules` cannot be read
        line 1: an action was expected: `+app`, `-app`, `+group` or `-group`, with `^` or `v` in front for the frames above or below, or `category=`, `max-frames=`, `min-frames=`
          function:pay -> payment
                       ^
        line 2: an action like `-app` or `+group` was expected
          function:pay
                      ^
        line 3: a matcher was expected (app, category, family, function, mechanism, module, package, path, type, value), and `kind:` is none
           kind:x -> y
           ^
        -> 1
    "#]],
    );
    check(
        &["rules", "check", "nowhere", "--kind", "stack"],
        expect![[r#"
        error: `nowhere` cannot be read: No such file or directory (os error 2)
        -> 1
    "#]],
    );
}

#[test]
fn rules_without_a_project() {
    let sandbox = Sandbox::serving();
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    let good = file(&sandbox, RULE);
    check(
        &["rules", "check", &good, "--kind", "fingerprint"],
        expect![[r#"
        1 fingerprint rule: all can be read
        -> 0
    "#]],
    );
    check(
        &["rules", "set", &good, "--kind", "fingerprint", "--project", "api"],
        expect![[r#"
        error: there is no project `api`
        hint: A project is made when its first event comes; `crashtray doctor` lists those that there are.
        -> 1
    "#]],
    );
    check(
        &["rules"],
        expect![[r#"
        there are no rules
        hint: `crashtray rules set FILE --kind stack` sets some; `crashtray help rules` says how they read.
        -> 0
    "#]],
    );
}

#[test]
fn rules_are_tried_and_set() {
    let sandbox = Sandbox::serving();
    crash(&sandbox, "CardError");
    crash(&sandbox, "BankError");
    let good = file(&sandbox, RULE);
    let of_shop = ["--kind", "fingerprint", "--project", "shop"];
    let rules = |args: &[&str]| said(&sandbox, &[&["rules"], args, &of_shop].concat());
    expect![[r#"
        would become one, SHOP-1: No money
          1 event  SHOP-1  CardError: no money
          1 event  SHOP-2  BankError: no money
        would be called `No money`, SHOP-1: CardError: no money
        looked at 2 events of 2 issues; 1 event would move
        -> 0
    "#]]
    .assert_eq(&rules(&["preview", &good]));
    expect![[r#"
        1 fingerprint rule for `shop` from now on
        hint: `crashtray rules preview --kind fingerprint --project shop` says what they would change in what is kept.
        -> 0
    "#]]
    .assert_eq(&rules(&["set", &good]));
    expect![[r##"
        # one issue for all of it
        function:pay -> payment title="No money"
        -> 0
    "##]]
    .assert_eq(&rules(&["show"]));
    expect![[r##"
        [{"project":"shop","kind":"fingerprint","rules":1,"text":"# one issue for all of it\nfunction:pay -> payment title=\"No money\"\n"}]
        -> 0
    "##]].assert_eq(&rules(&["show", "--json"]));
    expect![[r#"
        {"errors":[],"issues":2,"events":2,"moved":1,"merges":[{"into":{"number":1,"id":"SHOP-1","title":"CardError: no money","events":2},"title":"No money","issues":[{"number":1,"id":"SHOP-1","title":"CardError: no money","events":1},{"number":2,"id":"SHOP-2","title":"BankError: no money","events":1}]}],"splits":[],"renamed":[{"issue":{"number":1,"id":"SHOP-1","title":"CardError: no money","events":1},"title":"No money"}]}
        -> 0
    "#]].assert_eq(&rules(&["preview", "--json"]));
    crash(&sandbox, "CashError");
    expect![[r#"
        issue   level  events  last seen  title
        SHOP-3  error  1       NOW     No money
        SHOP-2  error  1       NOW     BankError: no money
        SHOP-1  error  1       NOW     CardError: no money
        -> 0
    "#]]
    .assert_eq(&said(&sandbox, &["issues"]));
}

#[test]
fn rules_without_a_resident() {
    let mut sandbox = Sandbox::serving();
    crash(&sandbox, "CardError");
    crash(&sandbox, "BankError");
    let good = file(&sandbox, RULE);
    sandbox.kill();
    let rules = |args: &[&str]| said(&sandbox, &[&["rules"], args].concat());
    assert!(rules(&["set", &good, "--kind", "fingerprint", "--project", "shop"]).ends_with("-> 0\n"));
    expect![[r#"
        would become one, SHOP-1: No money
          1 event  SHOP-1  CardError: no money
          1 event  SHOP-2  BankError: no money
        would be called `No money`, SHOP-1: CardError: no money
        looked at 2 events of 2 issues; 1 event would move
        -> 0
    "#]]
    .assert_eq(&rules(&["preview", "--kind", "fingerprint"]));
    let stack = file(&sandbox, "function:main -group\n");
    expect![[r#"
        1 stack-trace rule for all projects from now on
        hint: `crashtray rules preview --kind stack` says what they would change in what is kept.
        -> 0
    "#]]
    .assert_eq(&rules(&["set", &stack, "--kind", "stack"]));
    expect![[r##"
        # 1 fingerprint rule for `shop`
        # one issue for all of it
        function:pay -> payment title="No money"
        # 1 stack-trace rule for all projects
        function:main -group
        -> 0
    "##]]
    .assert_eq(&rules(&[]));
    expect![[r#"
        no stack-trace rules for all projects from now on
        hint: `crashtray rules preview --kind stack` says what they would change in what is kept.
        -> 0
    "#]]
    .assert_eq(&rules(&["set", "-", "--kind", "stack"]));
}

#[test]
fn why_an_event_is_in_its_issue() {
    let sandbox = Sandbox::serving();
    crash(&sandbox, "CardError");
    let check = |args: &[&str], expected: Expect| expected.assert_eq(&said(&sandbox, args));
    check(
        &["show", "1", "--grouping"],
        expect![[r#"
        SHOP-1  event ID
        grouped by stack trace

        app hash ID
        *  CardError  type of exception 1
           no money   value of exception 1                the frames say more
        *  app        module of frame 1 of exception 1
        *  main       function of frame 1 of exception 1
        *  shop.pay   module of frame 2 of exception 1
        *  pay        function of frame 2 of exception 1

        frames of exception 1
        1  main in app      own  +app the platform's list of libraries, since the SDK marks no frame
        2  pay in shop.pay  own  +app the platform's list of libraries, since the SDK marks no frame
        -> 0
    "#]],
    );
    for (kind, rules) in [("fingerprint", RULE), ("stack", "function:main -group category=start\n")] {
        assert_eq!(sandbox.cli(&["rules", "set", &file(&sandbox, rules), "--kind", kind]).status, Some(0));
    }
    check(
        &["show", "1", "--grouping"],
        expect![[r#"
        SHOP-1  event ID
        grouped by fingerprint: rule for all projects, line 2: function:pay -> payment title="No money"
        called so by the rule in line 2: function:pay -> payment title="No money"

        custom hash ID
        *  payment  part 1 of the fingerprint

        frames of exception 1
        1  main in app      own, not grouped by  +app the platform's list of libraries, since the SDK marks no frame; category=start rule for all projects, line 1: function:main -group category=start; -group rule for all projects, line 1: function:main -group category=start
        2  pay in shop.pay  own                  +app the platform's list of libraries, since the SDK marks no frame
        hint: The event came when other rules held, and is where those led it.
        -> 0
    "#]],
    );
    check(
        &["show", "1", "--grouping", "--json"],
        expect![[r#"
        {"issue":"SHOP-1","grouping":{"event_id":"ID","method":"fingerprint","fingerprint":"rule for all projects, line 2: function:pay -> payment title=\"No money\"","fingerprint_rule":{"kind":"fingerprint","own":false,"line":2,"text":"function:pay -> payment title=\"No money\""},"title_rule":{"kind":"fingerprint","own":false,"line":2,"text":"function:pay -> payment title=\"No money\""},"hashes":[{"variant":"custom","hash":"ID","values":[{"origin":"part 1 of the fingerprint","exception":null,"frame":null,"text":"payment","came_as":null,"left_out":null}]}],"traces":[{"of":"exception 1","exception":0,"frames":[{"function":"main","place":"app","said":null,"in_app":true,"grouped":false,"category":"start","touches":[{"by":"the platform's list of libraries, since the SDK marks no frame","rule":null,"actions":"+app"},{"by":"rule for all projects, line 1: function:main -group category=start","rule":{"kind":"stack","own":false,"line":1,"text":"function:main -group category=start"},"actions":"category=start"},{"by":"rule for all projects, line 1: function:main -group category=start","rule":{"kind":"stack","own":false,"line":1,"text":"function:main -group category=start"},"actions":"-group"}]},{"function":"pay","place":"shop.pay","said":null,"in_app":true,"grouped":true,"category":null,"touches":[{"by":"the platform's list of libraries, since the SDK marks no frame","rule":null,"actions":"+app"}]}]}],"is_current":false}}
        -> 0
    "#]],
    );
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

/// The event that the attachments belong to.
const WITH_ATTACHMENTS: &str = "0123456789abcdef0123456789abcdef";

/// A resident with four attachments of one event in its file.
fn with_attachments() -> Sandbox {
    let sandbox = Sandbox::serving();
    let attachment = |name: &str, kind: &str, bytes: &str| {
        let length = bytes.len();
        format!(
            "{{\"type\":\"attachment\",\"length\":{length},\"filename\":\"{name}\",\"content_type\":\"{kind}\"}}\n{bytes}\n"
        )
    };
    let body = [
        format!("{{\"event_id\":\"{WITH_ATTACHMENTS}\"}}\n{{\"type\":\"event\"}}\n{{\"message\":\"a\"}}\n"),
        attachment("../../app.log", "text/plain", "one\ntwo\n"),
        attachment("shot\\u001b[31m.png", "image/png", "\u{1}\u{0}"),
        attachment("same", "text/plain", "1"),
        attachment("same", "text/plain", "22"),
    ];
    let answer = sandbox.send(&Request::post("/api/1/envelope/?sentry_key=shop", body.concat()));
    assert_eq!(answer.status, 200, "{}", answer.text());
    sandbox
}

#[test]
fn attachments_are_listed_and_saved() {
    let sandbox = with_attachments();
    let check = |args: &[&str], expected: Expect| {
        expected.assert_eq(&said(&sandbox, &[&["attachments", WITH_ATTACHMENTS], args].concat()));
    };
    check(
        &[],
        expect![[r#"
        n  size  type        name
        1  8     text/plain  ../../app.log
        2  2     image/png   shot.png
        3  1     text/plain  same
        4  2     text/plain  same
        -> 0
    "#]],
    );
    check(
        &["--json"],
        expect![[r#"
        [{"n":1,"filename":"../../app.log","content_type":"text/plain","size":8},{"n":2,"filename":"shot\u001b[31m.png","content_type":"image/png","size":2},{"n":3,"filename":"same","content_type":"text/plain","size":1},{"n":4,"filename":"same","content_type":"text/plain","size":2}]
        -> 0
    "#]],
    );
    check(
        &["--save", "../../app.log", "-o", "-"],
        expect![[r#"
        one
        two
        -> 0
    "#]],
    );
    check(
        &["--save", "4", "-o", "-"],
        expect![[r#"
        22-> 0
    "#]],
    );
    check(
        &["--save", "2", "-o", "saved.png"],
        expect![[r#"
        -> 0
    "#]],
    );
    check(
        &["--save", "1", "-o", "saved.png"],
        expect![[r#"
        error: `saved.png` cannot be made: File exists (os error 17)
        hint: Nothing is overwritten: take another name.
        -> 1
    "#]],
    );
    let saved = std::fs::read(sandbox.path("work").join("saved.png")).expect("it was saved where it was told to");
    assert_eq!(saved, b"\x01\x00", "byte for byte, and nothing was overwritten");
}

#[test]
fn what_is_no_attachment_says_so() {
    let sandbox = with_attachments();
    let check = |args: &[&str], expected: Expect| {
        expected.assert_eq(&said(&sandbox, &[&["attachments"], args].concat()));
    };
    check(
        &[WITH_ATTACHMENTS, "--save", "same", "-o", "-"],
        expect![[r#"
        error: several attachments are called `same`
        hint: `--save N` takes the number in the list.
        -> 2
    "#]],
    );
    check(
        &[WITH_ATTACHMENTS, "--save", "5", "-o", "-"],
        expect![[r#"
        error: the event has no attachment `5`
        hint: `crashtray attachments EVENT` lists them.
        -> 1
    "#]],
    );
    check(
        &[WITH_ATTACHMENTS, "--save", "1"],
        expect![[r#"
        error: the following required arguments were not provided:
          --output <FILE|->

        Usage: crashtray attachments --save <NAME|N> --output <FILE|-> --data <FILE> <EVENT>

        For more information, try '--help'.
        -> 2
    "#]],
    );
    check(
        &["1123456789abcdef0123456789abcdef"],
        expect![[r#"
        error: there is no event `ID`
        hint: Retention may have removed it; `crashtray events ISSUE` lists those that are kept.
        -> 1
    "#]],
    );
    check(
        &["41"],
        expect![[r#"
        error: `41` is no id of an event
        hint: `crashtray events ISSUE` lists them.
        -> 2
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
