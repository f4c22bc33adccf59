//! From bytes to a delivery, without a server or a file.

use bytes::Bytes;
use crashtray_core::group::GroupConfig;
use crashtray_core::time::Timestamp;
use expect_test::{Expect, expect};

use super::pipeline::attempt;
use super::read::{Read, Reading};
use super::{Beside, Declared, IngestError, Keys, LIMITS, Limits, Origin, Route, Submission, run};
use crate::store::{Content, Delivery, Dictionaries, Packer, Rulebook};

pub(super) fn submission(route: Route, body: &[u8]) -> Submission {
    Submission {
        route,
        number: Some("7".into()),
        run: None,
        keys: Keys { query: Some("sentry_key=shop&sentry_client=raven/1.0".into()), ..Keys::default() },
        encoding: String::new(),
        declared: Declared::Other,
        beside: Beside::default(),
        body: Bytes::copy_from_slice(body),
        peer: Some("127.0.0.1".into()),
        origin: Origin::Local(None),
        user_agent: Some("agent/1.0".into()),
        at: Timestamp::from_millis(1_800_000_000_000),
    }
}

fn read_with(submission: &Submission, limits: &Limits) -> Result<Read, IngestError> {
    let (grouping, rulebook) = (&GroupConfig::default(), &Rulebook::default());
    let reading = Reading { submission, limits, grouping, rulebook, seed: [7; 16] };
    reading.read(submission.body.clone(), &mut Packer::new(Dictionaries::default()))
}

pub(super) fn read(submission: &Submission) -> Result<Read, IngestError> {
    read_with(submission, &LIMITS)
}

/// What a delivery is about, in a few lines.
pub(super) fn described(delivery: &Delivery) -> String {
    let mut text = format!(
        "{} {} {:?} run={:?} web={:?}\n",
        delivery.project.key, delivery.project.number, delivery.priority, delivery.run, delivery.web_origin
    );
    for item in &delivery.items {
        let content = match &item.content {
            Content::Event(event) => {
                let at = &event.grouping;
                format!(
                    "{:?} {} {} {}: {} [{}] {:?}",
                    event.kind,
                    event.id,
                    event.level.name(),
                    at.kind,
                    at.value,
                    event.platform,
                    event.tags
                )
            }
            Content::Attachment(attachment) => format!("{attachment:?}"),
            Content::Opaque => "opaque".to_owned(),
            Content::Malformed(reason) => format!("malformed: {reason}"),
            Content::TooLarge => "too large".to_owned(),
        };
        let (kind, size, header) = (item.kind.name(), item.payload.size, item.received.header_id);
        text += &format!("{kind:?} {size} B of {header:?} by {:?}: {content}\n", item.received.client);
    }
    text
}

fn check(submission: &Submission, expected: &Expect) {
    expected.assert_eq(&described(&read(submission).unwrap().delivery));
}

#[test]
fn an_envelope_becomes_a_delivery() {
    let body = b"{\"event_id\":\"0123456789abcdef0123456789abcdef\",\"sdk\":{\"name\":\"sentry.python\",\"version\":\"2\"}}\n\
        {\"type\":\"event\"}\n\
        {\"platform\":\"python\",\"exception\":{\"values\":[{\"type\":\"ValueError\",\"value\":\"no\",\"mechanism\":{\"type\":\"excepthook\",\"handled\":false}}]},\"tags\":{\"plan\":\"pro\"},\"release\":\"shop@1\",\"user\":{\"id\":\"7\"}}\n\
        {\"type\":\"attachment\",\"length\":3,\"filename\":\"a.txt\"}\nabc\n\
        {\"type\":\"event\"}\n{\"message\":\"a second one\"}\n\
        {\"type\":\"new_thing\"}\nwhat\n";
    check(
        &submission(Route::Envelope, body),
        &expect![[r#"
            shop 7 First run=None web=None
            "event" 190 B of Some(0123456789abcdef0123456789abcdef) by Some("raven/1.0"): Error 0123456789abcdef0123456789abcdef error ValueError: no [python] [("plan", "pro"), ("level", "error"), ("release", "shop@1"), ("user", "id:7"), ("mechanism", "excepthook"), ("handled", "no")]
            "attachment" 3 B of Some(0123456789abcdef0123456789abcdef) by Some("raven/1.0"): NewAttachment { filename: "a.txt", content_type: None, attachment_type: "event.attachment" }
            "event" 26 B of Some(0123456789abcdef0123456789abcdef) by Some("raven/1.0"): Default d6148da8dfc1e74c8a50383df3f479ba error a second one:  [other] [("level", "error")]
            "new_thing" 4 B of Some(0123456789abcdef0123456789abcdef) by Some("raven/1.0"): opaque
        "#]],
    );
}

#[test]
fn attachments_belong_to_the_event_that_only_its_payload_names() {
    let body = b"{}\n{\"type\":\"attachment\",\"length\":1}\na\n{\"type\":\"event\"}\n{\"event_id\":\"0123456789abcdef0123456789abcdef\"}";
    let read = read(&submission(Route::Envelope, body)).unwrap();
    let owner = read.delivery.items[0].received.header_id.unwrap();
    assert_eq!(owner.to_string(), "0123456789abcdef0123456789abcdef");
    assert_eq!(read.header_id, None, "the header itself has none");
}

#[test]
fn what_is_broken_is_kept_with_its_reason() {
    let body = b"{\"event_id\":\"nonsense\"}\n{\"type\":\"event\"}\n{\"message\":\n{\"type\":\"event\"}\n[1]\n{\"type\":\"event\",\"length\":999}\n{";
    check(
        &submission(Route::Envelope, body),
        &expect![[r#"
        shop 7 First run=None web=None
        "event" 11 B of None by Some("raven/1.0"): malformed: the payload is no JSON: a value is missing at byte 11
        "event" 3 B of None by Some("raven/1.0"): malformed: the payload is no JSON object
        "" 31 B of None by Some("raven/1.0"): malformed: an item ends before its `length`
    "#]],
    );
}

#[test]
fn an_event_past_its_limit_is_not_kept_but_the_rest_is() {
    let body = b"{}\n{\"type\":\"event\"}\n{\"message\":\"too long\"}\n{\"type\":\"session\"}\n{\"sid\":\"a longer one than that\"}\n";
    let read = read_with(&submission(Route::Envelope, body), &Limits { event: 10, ..LIMITS }).unwrap();
    let [event, session] = read.delivery.items.as_slice() else { panic!("two items") };
    assert!(matches!((&event.content, event.payload.size), (Content::TooLarge, 0)), "{event:?}");
    assert!(matches!(session.content, Content::Opaque), "a limit for events alone");
}

#[test]
fn stored_events_come_bare() {
    check(
        &submission(Route::Store, b"{\"message\":\"hello\",\"level\":40}"),
        &expect![[r#"
        shop 7 First run=None web=None
        "event" 30 B of None by Some("raven/1.0"): Default 6a72d0b4a60cf21f9207ebe219f3f0e3 error hello:  [other] [("level", "error")]
    "#]],
    );
    check(
        &submission(Route::Store, b" {\"type\":\"transaction\",\n\"transaction\":\"/\"}\n"),
        &expect![[r#"
        shop 7 Second run=None web=None
        "transaction" 43 B of None by Some("raven/1.0"): Transaction 6a72d0b4a60cf21f9207ebe219f3f0e3 info /:  [other] [("level", "info"), ("transaction", "/")]
    "#]],
    );
    let sessions = b"{}\n{\"type\":\"session\"}\n{\"sid\":\"1\"}\n";
    check(
        &submission(Route::Store, sessions),
        &expect![[r#"
        shop 7 First run=None web=None
        "session" 11 B of None by Some("raven/1.0"): opaque
    "#]],
    );
    let empty = Submission {
        declared: Declared::Envelope,
        ..submission(Route::Store, b"{\"event_id\":\"0123456789abcdef0123456789abcdef\"}")
    };
    assert!(read(&empty).unwrap().delivery.items.is_empty(), "declared as an envelope: one without items");
    for body in [&b"[]"[..], b"null", b"{", b"\"text\"", b"\x00"] {
        let error = read(&submission(Route::Store, body)).unwrap_err();
        assert_eq!(error.status(), 400, "{error}");
    }
}

#[test]
fn the_project_is_named_by_the_request_else_by_the_envelope() {
    let body = b"{\"dsn\":\"http://tunnel@localhost:8969/42\"}\n";
    let named = |change: &dyn Fn(&mut Submission)| {
        let mut submission = submission(Route::Envelope, body);
        change(&mut submission);
        read(&submission).map(|read| (read.delivery.project.key, read.delivery.project.number))
    };
    let pair = |key: &str, number: &str| (key.to_owned(), number.to_owned());
    assert_eq!(named(&|_| {}).unwrap(), pair("shop", "7"), "key and path of the request");
    assert_eq!(
        named(&|submission| submission.keys = Keys::default()).unwrap(),
        pair("tunnel", "7"),
        "the path still counts"
    );
    let tunnel = |submission: &mut Submission| {
        submission.keys = Keys::default();
        submission.number = None;
    };
    assert_eq!(named(&tunnel).unwrap(), pair("tunnel", "42"), "a tunnel has neither");
    let any_path = |submission: &mut Submission| {
        submission.route = Route::Tunnel;
        submission.number = None;
    };
    assert_eq!(named(&any_path).unwrap(), pair("tunnel", "42"), "on a path of its own only the DSN counts");
    let nobody = |submission: &mut Submission| {
        submission.keys = Keys::default();
        submission.body = Bytes::from_static(b"{\"dsn\":\"nonsense\"}\n");
    };
    assert_eq!(named(&nobody).unwrap_err().status(), 401);
    assert_eq!(named(&|submission| submission.route = Route::Stream).unwrap(), pair("spotlight", "0"), "no DSN there");
    let of_run = |submission: &mut Submission| {
        submission.route = Route::Stream;
        submission.run = Some(run("my_app.1f"));
    };
    assert_eq!(named(&of_run).unwrap(), pair("my_app", "1"), "the run's project");
}

#[test]
fn a_run_names_its_project() {
    for (id, project) in [
        ("shop.1f", "shop"),
        ("my_app.0.1f", "spotlight"),
        ("7", "spotlight"),
        ("../x.1", "spotlight"),
        (".1", "spotlight"),
    ] {
        let run = run(id);
        assert_eq!((run.id.as_str(), run.project.as_str()), (id, project));
    }
}

#[test]
fn labels_and_names_are_cut_where_they_are_longer_than_anybodys() {
    let long = "é".repeat(10_000);
    let body = format!(
        "{{\"dsn\":\"http://{long}@h/{long}\",\"sdk\":{{\"name\":\"{long}\"}}}}\n\
         {{\"type\":\"attachment\",\"length\":0,\"filename\":\"{long}\",\"content_type\":\"{long}\",\"attachment_type\":\"{long}\"}}\n\n\
         {{\"type\":\"{long}\",\"length\":0}}\n\n"
    );
    let mut sent = submission(Route::Envelope, body.as_bytes());
    (sent.keys, sent.number) = (Keys::default(), None);
    sent.origin = Origin::Web(long.clone());
    let delivery = read(&sent).unwrap().delivery;
    let Content::Attachment(attachment) = &delivery.items[0].content else { panic!("an attachment") };
    let received = &delivery.items[0].received;
    for text in [
        Some(&delivery.project.key),
        Some(&delivery.project.number),
        Some(&attachment.filename),
        attachment.content_type.as_ref(),
        Some(&attachment.attachment_type),
        received.client.as_ref(),
        received.origin.as_ref(),
        Some(&run(&long).id),
        Some(&delivery.items[1].kind.name().to_owned()),
    ] {
        let n = text.unwrap().chars().count();
        assert!((100..=255).contains(&n), "{n} characters");
    }
    assert!(delivery.items[1].header.len() > 20_000, "what came is whole");
}

#[test]
fn fresh_ids_differ_from_item_to_item_and_are_repeatable() {
    let body = b"{}\n{\"type\":\"event\"}\n{}\n{\"type\":\"event\"}\n{}\n";
    let ids = || {
        let read = read(&submission(Route::Envelope, body)).unwrap();
        read.delivery.items.iter().map(|item| item.received.fresh_id).collect::<Vec<_>>()
    };
    assert_eq!(ids(), ids(), "the same request, the same ids");
    assert_ne!(ids()[0], ids()[1]);
}

#[test]
fn a_panic_keeps_the_bytes_with_a_note() {
    let mut submission = submission(Route::Envelope, b"whatever it was");
    submission.keys = Keys::default();
    let (grouping, rulebook) = (&GroupConfig::default(), &Rulebook::default());
    let reading = Reading { submission: &submission, limits: &LIMITS, grouping, rulebook, seed: [7; 16] };
    let (read, bytes) =
        attempt(&reading, &mut Packer::new(Dictionaries::default()), |_, _, _| panic!("for the test")).unwrap();
    expect![[r#"
        unknown 7 First run=None web=None
        "" 15 B of None by Some("agent/1.0"): malformed: reading it failed: for the test
    "#]]
    .assert_eq(&described(&read.delivery));
    assert_eq!(bytes, "whatever it was", "as far as it was decoded");
}
