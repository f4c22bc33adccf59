//! One event in every form of text.

use expect_test::{Expect, expect, expect_file};

use super::*;
use crate::event::{Breadcrumb, Context, Level, Mechanism, Request, Sdk, Stacktrace};
use crate::id::{EventId, IssueId};
use crate::issue::{Issue, State};
use crate::note::{Note, NoteKind};
use crate::time::Timestamp;

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn pair(key: &str, value: &str) -> (String, Json) {
    (key.to_owned(), Json::String(value.to_owned()))
}

fn frame(function: &str, filename: &str, lineno: u64, own: bool) -> Frame {
    Frame {
        function: Some(function.to_owned()),
        filename: Some(filename.to_owned()),
        lineno: Some(lineno),
        in_app: Some(own),
        ..Frame::default()
    }
}

fn exception(kind: &str, value: &str, frames: Vec<Frame>) -> Exception {
    Exception {
        kind: Some(kind.to_owned()),
        value: Some(value.to_owned()),
        mechanism: Some(Mechanism { kind: "excepthook".to_owned(), handled: Some(false), ..Mechanism::default() }),
        stacktrace: (!frames.is_empty()).then(|| Stacktrace { frames, other: Vec::new() }),
        ..Exception::default()
    }
}

fn event() -> Event {
    let crash = Frame {
        pre_context: owned(&["def charge(card):", "\tif card.expired:"]),
        context_line: Some("\t\traise CardError(card) # \u{1b}[31m".to_owned()),
        post_context: owned(&["", "def refund():"]),
        vars: vec![pair("card", "<Card 7>")],
        ..frame("charge", "shop/orders.py", 42, true)
    };
    let frames = vec![
        frame("main", "app.py", 3, true),
        frame("handle", "django/base.py", 100, false),
        frame("get", "django/views.py", 90, false),
        crash,
        frame("loads", "json/decoder.py", 7, false),
    ];
    let breadcrumb = Breadcrumb {
        timestamp: Some(Timestamp::from_millis(1_787_220_000_000)),
        kind: "http".to_owned(),
        category: Some("httplib".to_owned()),
        level: Level::Warning,
        message: Some("GET\n/x".to_owned()),
        data: vec![("status".to_owned(), Json::Number("503".to_owned()))],
        other: Vec::new(),
    };
    let request = Request {
        method: Some("POST".to_owned()),
        url: Some("http://localhost/pay".to_owned()),
        headers: vec![("Cookie".to_owned(), "sid=1".to_owned()), ("Accept".to_owned(), "*/*".to_owned())],
        ..Request::default()
    };
    Event {
        event_id: EventId::parse(b"0123456789abcdef0123456789abcdef"),
        timestamp: Some(Timestamp::from_millis(1_787_220_001_250)),
        platform: "python".to_owned(),
        level: Level::Error,
        release: Some("shop@1.0".to_owned()),
        exceptions: vec![exception("KeyError", "'x'", vec![]), exception("CardError", "declined\n```", frames)],
        breadcrumbs: vec![breadcrumb],
        request: Some(request),
        user: vec![pair("id", "7")],
        tags: vec![("step".to_owned(), "pay".to_owned())],
        contexts: vec![Context { name: "os".to_owned(), kind: "os".to_owned(), fields: vec![pair("name", "Linux")] }],
        sdk: Some(Sdk { name: "sentry.python".to_owned(), version: "2.75.0".to_owned(), other: Vec::new() }),
        ..Event::default()
    }
}

fn issue() -> Issue {
    Issue {
        number: IssueId(41),
        slug: "shop".to_owned(),
        state: State::Unresolved,
        level: Level::Error,
        kind: "CardError".to_owned(),
        value: "declined".to_owned(),
        culprit: "shop.orders in charge".to_owned(),
        platform: "python".to_owned(),
        first_seen: Timestamp::from_millis(1_787_220_000_000),
        last_seen: Timestamp::from_millis(1_787_220_001_300),
        events: 2,
        users: 1,
        new: true,
        regressed: false,
        unread: true,
        bookmarked: false,
        handled: Some(false),
        has_replay: false,
        has_attachment: false,
    }
}

const SDK_SAYS: Judgement<'_> = Judgement { in_app: &[], main_exception: None };

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(text);
}

#[test]
fn an_error_as_it_arrives() {
    check(
        &plain(&arrival(&issue(), &event(), SDK_SAYS)),
        &expect![[r#"
        SHOP-41 new unhandled  CardError: declined
          shop/orders.py:42 in charge
            40 | def charge(card):
            41 |     if card.expired:
          > 42 |         raise CardError(card) # 
            43 | 
            44 | def refund():
          caused by KeyError: 'x'
    "#]],
    );
}

fn linked(kind: &str, id: u64, parent: Option<u64>, source: &str, is_group: bool) -> Exception {
    let mechanism = Mechanism {
        exception_id: Some(id),
        parent_id: parent,
        is_exception_group: is_group.then_some(true),
        source: Some(source.to_owned()),
        ..Mechanism::default()
    };
    Exception { mechanism: Some(mechanism), ..exception(kind, "v", vec![]) }
}

fn nested() -> Event {
    let exceptions = vec![
        linked("OSError", 5, Some(0), "__cause__", false),
        linked("TypeError", 4, Some(3), "exceptions[0]", false),
        linked("ExceptionGroup", 3, Some(0), "exceptions[1]", true),
        linked("KeyError", 2, Some(1), "__context__", false),
        linked("ValueError", 1, Some(0), "exceptions[0]", false),
        linked("ExceptionGroup", 0, None, "", true),
    ];
    Event { exceptions, ..Event::default() }
}

#[test]
fn direct_causes_as_they_arrive() {
    let chain = Event {
        exceptions: ["KeyError", "ValueError", "RuntimeError"].map(|kind| exception(kind, "v", vec![])).to_vec(),
        ..Event::default()
    };
    let many = Event {
        exceptions: (0..12).rev().map(|id| linked("E", id, (id > 0).then_some(0), "errors[0]", id == 0)).collect(),
        ..Event::default()
    };
    let of_member = Judgement { main_exception: Some(4), ..SDK_SAYS };
    let table = [
        (&chain, SDK_SAYS, "  caused by ValueError: v\n"),
        (&nested(), SDK_SAYS, "  2 exceptions: ValueError, ExceptionGroup\n  caused by OSError: v\n"),
        (&nested(), of_member, "  while handling KeyError: v\n"),
        (&many, SDK_SAYS, "  11 exceptions: E, E, E, E, E, E, E, E, …\n"),
    ];
    for (event, judgement, expected) in table {
        let text = plain(&arrival(&issue(), event, judgement));
        assert_eq!(text.split_once('\n').map(|(_, rest)| rest), Some(expected));
    }
}

#[test]
fn a_group_whole() {
    let text = plain(&whole(&issue(), &nested(), SDK_SAYS, &[]));
    check(
        text.split_once("\n\n").unwrap().1,
        &expect![[r#"
        Exception
        ExceptionGroup
          v

            Exception 1 of 2 in the group
            ValueError
              v

            While handling
            KeyError
              v

            Exception 2 of 2 in the group
            ExceptionGroup
              v

                Exception 1 of 1 in the group
                TypeError
                  v

        Caused by
        OSError
          v
    "#]],
    );
    let headings = |line: &&str| line.starts_with("##");
    let report = report(&issue(), &nested(), SDK_SAYS);
    check(
        &report.lines().filter(headings).collect::<Vec<_>>().join("\n"),
        &expect![[r#"
        ## Exception
        ### Exception 1 of 2 in the group
        ### While handling
        ### Exception 2 of 2 in the group
        #### Exception 1 of 1 in the group
        ## Caused by"#]],
    );
}

#[test]
fn a_report_does_not_carry_secrets_in_variables() {
    let crash = Frame {
        vars: vec![pair("password", "hunter2"), pair("n", "7"), pair("url", "redis://me:pw1@host/0")],
        ..frame("f", "a.py", 1, true)
    };
    let event = Event { exceptions: vec![exception("E", "v", vec![crash])], ..Event::default() };
    let text = report(&issue(), &event, SDK_SAYS);
    assert!(text.contains("password = [left out]\n      n = 7\n      url = [left out]\n"), "{text}");
    assert!(
        plain(&whole(&issue(), &event, SDK_SAYS, &[])).contains("password = hunter2"),
        "on the machine it is shown"
    );
}

#[test]
fn a_message_as_it_arrives() {
    let event = Event { message: Some(Default::default()), ..Event::default() };
    let issue =
        Issue { kind: "it \u{1b}[1mbroke".to_owned(), value: String::new(), new: false, handled: None, ..issue() };
    check(
        &plain(&arrival(&issue, &event, SDK_SAYS)),
        &expect![[r#"
        SHOP-41  it broke
          shop.orders in charge
    "#]],
    );
}

#[test]
fn an_issue_whole() {
    let note = Note { kind: NoteKind::Secret, path: "request.headers.Cookie".to_owned(), text: "a session".to_owned() };
    check(
        &plain(&whole(&issue(), &event(), SDK_SAYS, &[note])),
        &expect![[r#"
            SHOP-41 new unhandled  CardError: declined
              shop.orders in charge
              state       unresolved
              level       error
              events      2, users 1
              first seen  2026-08-20T10:00:00.000Z
              last seen   2026-08-20T10:00:01.300Z
              event       0123456789abcdef0123456789abcdef
              release     shop@1.0
              sdk         sentry.python 2.75.0

            Exception
            CardError
              declined
              ```
              … 1 frame of a library
              shop/orders.py:42 in charge
                40 | def charge(card):
                41 |     if card.expired:
              > 42 |         raise CardError(card) # 
                43 | 
                44 | def refund():
                card = <Card 7>
              … 2 frames of libraries
              app.py:3 in main

            Caused by
            KeyError
              'x'

            Breadcrumbs
                 -1.2 s  httplib warning  GET /x  status=503

            Request
              POST http://localhost/pay
              Cookie  sid=1
              Accept  */*

            User
              id  7

            Tags
              step  pay

            Context os
              name  Linux

            Notes
              secret  request.headers.Cookie: a session
        "#]],
    );
}

#[test]
fn an_event_as_json() {
    let event = event();
    let issue = issue();
    let attachment = AttachmentJson { filename: "a.txt".to_owned(), content_type: None, size: 3 };
    let json = ReportJson {
        issue: IssueJson::of(&issue, Some("http://127.0.0.1:8969/#/issues/41".to_owned())),
        event: Some(EventJson::of(&event, SDK_SAYS, issue.last_seen, vec![attachment])),
        notes: vec![],
    };
    expect_file!["event.json"].assert_eq(&format!("{}\n", serde_json::to_string_pretty(&json).unwrap()));
}

#[test]
fn what_an_issue_does_not_have_is_null() {
    let bare = Issue { value: String::new(), culprit: String::new(), platform: String::new(), ..issue() };
    let table = [
        (issue(), r#"["CardError","declined","shop.orders in charge","python"]"#),
        (bare.clone(), r#"["CardError",null,null,null]"#),
        (Issue { kind: String::new(), ..bare }, "[null,null,null,null]"),
    ];
    for (issue, expected) in table {
        let json = IssueJson::of(&issue, None);
        let fields = [json.r#type, json.value, json.culprit, json.platform];
        assert_eq!(serde_json::to_string(&fields).unwrap(), expected);
    }
}

#[test]
fn what_is_absent_is_null() {
    let event = Event::default();
    let json = EventJson::of(&event, SDK_SAYS, Timestamp::from_millis(0), Vec::new());
    check(
        &serde_json::to_string(&json).unwrap(),
        &expect![[
            r#"{"event_id":null,"timestamp":null,"received":"1970-01-01T00:00:00.000Z","platform":"","level":"error","message":null,"exceptions":[],"threads":[],"breadcrumbs":[],"request":null,"user":null,"tags":{},"contexts":{},"release":null,"environment":null,"sdk":null,"extra":{},"modules":{},"attachments":[]}"#
        ]],
    );
}

#[test]
fn a_report() {
    check(
        &report(&issue(), &event(), SDK_SAYS),
        &expect![[r#"
            # CardError: declined

            - Issue: SHOP-41
            - Where: shop.orders in charge
            - Level: error
            - Events: 2 (2026-08-20T10:00:00.000Z to 2026-08-20T10:00:01.300Z)
            - Release: shop\@1.0
            - Platform: python
            - SDK: sentry.python 2.75.0

            ## Exception

            ````
            CardError: declined
            ```
              json/decoder.py:7 in loads  (library)
              shop/orders.py:42 in charge
                  40 | def charge(card):
                  41 | 	if card.expired:
                > 42 | 		raise CardError(card) # 
                  43 | 
                  44 | def refund():
                  card = <Card 7>
              django/views.py:90 in get  (library)
              django/base.py:100 in handle  (library)
              app.py:3 in main
            ````

            ## Caused by

            ```
            KeyError: 'x'
            ```

            ## Breadcrumbs

            ```
            2026-08-20T10:00:00.000Z httplib warning GET /x status=503
            ```

            ## Request

            ```
            POST http://localhost/pay
            Cookie: [left out]
            Accept: */*
            ```

            ## Tags

            ```
            step: pay
            ```

            ## Context os

            ```
            name: Linux
            ```
        "#]],
    );
}

#[test]
fn requests_of_the_sdk_to_us_are_left_out() {
    let crumb = |url: &str| Breadcrumb {
        timestamp: None,
        kind: "http".to_owned(),
        category: Some("httplib".to_owned()),
        level: Level::Info,
        message: None,
        data: vec![pair("url", url)],
        other: Vec::new(),
    };
    let own = crumb("http://127.0.0.1:8969/run/7f3a/stream");
    let mut event = Event { breadcrumbs: vec![own; 25], ..Event::default() };
    assert!(!plain(&whole(&issue(), &event, SDK_SAYS, &[])).contains("Breadcrumbs"), "nothing else");
    assert!(!report(&issue(), &event, SDK_SAYS).contains("Breadcrumbs"), "nothing else");
    event.breadcrumbs.insert(0, crumb("http://shop/pay"));
    let text = plain(&whole(&issue(), &event, SDK_SAYS, &[]));
    assert!(text.contains("Breadcrumbs\n") && text.contains("http://shop/pay") && !text.contains("8969"), "{text}");
    assert!(report(&issue(), &event, SDK_SAYS).contains("http://shop/pay"));
    let json = EventJson::of(&event, SDK_SAYS, Timestamp::from_millis(0), Vec::new());
    assert!(serde_json::to_string(&json).unwrap().contains("/run/7f3a/stream"), "the JSON has everything");
}

#[test]
fn what_the_sdk_itself_called_is_not_where_it_broke() {
    let sdk = Frame {
        module: Some("@sentry.node.build.esm.integrations:onunhandledrejection".to_owned()),
        ..frame("report", "/srv/node_modules/@sentry/node/build/esm/integrations/onunhandledrejection.js", 7, true)
    };
    let table = [
        (vec![frame("emit", "node:events", 1, false), sdk.clone()], "node:events:1 in emit"),
        (vec![frame("main", "app.js", 3, true), sdk.clone()], "app.js:3 in main"),
    ];
    for (frames, expected) in table {
        let event = Event { exceptions: vec![exception("Error", "v", frames)], ..Event::default() };
        let text = plain(&arrival(&issue(), &event, SDK_SAYS));
        assert_eq!(text.lines().nth(1).map(str::trim), Some(expected));
    }
    let event = Event { exceptions: vec![exception("Error", "v", vec![sdk])], ..Event::default() };
    assert_eq!(plain(&arrival(&issue(), &event, SDK_SAYS)).lines().count(), 1, "nothing but the SDK: nowhere");
}

#[test]
fn the_decision_of_grouping_beats_the_sdk() {
    let in_app = vec![vec![], vec![true, false, false, false, true]];
    let judgement = Judgement { in_app: &in_app, main_exception: Some(1) };
    assert!(plain(&arrival(&issue(), &event(), judgement)).contains("json/decoder.py:7 in loads"));
}
