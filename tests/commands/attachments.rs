//! What the commands for attachments print.

use expect_test::{Expect, expect};

use super::said;
use crate::util::http::Request;
use crate::util::sandbox::Sandbox;

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
