//! What the commands for grouping print: rules, and why an event is in its issue.

use expect_test::{Expect, expect};

use super::said;
use crate::util::http::Request;
use crate::util::sandbox::Sandbox;

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
