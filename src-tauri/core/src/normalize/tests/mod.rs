//! Shapes of single fields as tables, the notes, and abuse.

mod section_three;

use super::event;
use crate::event::{Event, Level};
use crate::id::EventId;
use crate::json::Json;
use crate::note::{Note, NoteKind};
use crate::time::{Received, Timestamp};

fn received() -> Received {
    Received {
        at: Timestamp::from_millis(0),
        header_id: None,
        fresh_id: EventId([1; 16]),
        client: Some("sentry.test/1.0".to_owned()),
        peer: Some("127.0.0.1".to_owned()),
        origin: None,
    }
}

fn read(payload: impl AsRef<[u8]>) -> (Event, Vec<String>) {
    let (event, notes) = event(payload.as_ref(), &received());
    let shown = |note: &Note| match note.kind {
        NoteKind::Repaired => format!("{}: {}", note.path, note.text),
        NoteKind::Secret => format!("{}: secret, {}", note.path, note.text),
    };
    (event, notes.iter().map(shown).collect())
}

fn pairs(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
}

fn entries(entries: &[(String, Json)]) -> String {
    entries.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn normal_variants_are_no_news() {
    let table = [
        "{}",
        r#"{"timestamp":"2026-08-20T10:00:00","level":40,"exception":{"type":"T"},"breadcrumbs":[],"threads":null}"#,
        r#"{"tags":[["a",1],["b",true]],"message":{"formatted":"x"},"logger":null,"fingerprint":[]}"#,
        r#"{"exception":[{"type":"T","value":{"a":1},"module":null,"mechanism":null,"stacktrace":{"frames":null}}]}"#,
        r#"{"user":{"id":7,"ip_address":"{{auto}}"},"request":{"query_string":"a=b","headers":[["A","b"]]}}"#,
    ];
    for payload in table {
        assert_eq!(read(payload).1, Vec::<String>::new(), "{payload}");
    }
}

#[test]
fn what_does_not_fit_is_kept_and_noted() {
    let table = [
        (r#"{"level":"loud"}"#, "level=\"loud\"", "level: a text where a level should be"),
        (r#"{"timestamp":"soon"}"#, "timestamp=\"soon\"", "timestamp: a text where a time should be"),
        (r#"{"release":{"a":1}}"#, "release={\"a\":1}", "release: an object where a text should be"),
        (r#"{"user":"ann"}"#, "user=\"ann\"", "user: a text where an object should be"),
        (r#"{"fingerprint":"x"}"#, "fingerprint=\"x\"", "fingerprint: a text where a list should be"),
        (r#"{"fingerprint":["x",[]]}"#, "", "fingerprint: 1 of 2 parts are no text, left out"),
        (r#"{"event_id":"nope"}"#, "", "event_id: `nope` is no event id"),
        (r#"{"tags":{"a":[1]}}"#, "", "tags.a: a list where a text should be"),
        (r#"{"tags":[["a"]]}"#, "", "tags: something that is no pair of texts, left out"),
        (
            r#"{"timestamp":1787220000031}"#,
            "",
            "timestamp: a time that is not in seconds, read as 2026-08-20T10:00:00.031Z",
        ),
        (r#"{"message":7}"#, "", "message: a number where a message should be, read as text"),
        (r#"{"message":[1]}"#, "", "message: a list where a message should be, read as text"),
        (r#"{"logentry":{"message":7}}"#, "", "logentry.message: a number where a message should be, read as text"),
        (r#"{"exception":{"values":[null,{"type":null}]}}"#, "", "exception: a list without an exception"),
        (
            r#"{"exception":[{"what":1,"thread_id":2},{"stacktrace":{"a":1}}]}"#,
            r#"exception=[{"thread_id":"2","what":1},{"stacktrace":{"a":1}}]"#,
            "exception: a list without an exception",
        ),
        (r#"{"what":1,"is":null}"#, "what=1", ""),
        ("[1]", "payload=[1]", ": the payload is no object"),
        (r#"{"a":1,"a":2}"#, "a=2", ": the payload holds a key twice in one object"),
        (r#"{"a":1"#, "a=1", ": the payload is no JSON from byte 6 on: it breaks off"),
        (r#"{"a":1} x"#, "a=1", ": something follows the payload's end, left out"),
    ];
    for (payload, other, note) in table {
        let (event, notes) = read(payload);
        assert_eq!(entries(&event.other), other, "{payload}");
        assert_eq!(notes.join("\n"), note, "{payload}");
    }
}

#[test]
fn lines_of_source_come_without_their_ends() {
    let (event, notes) = read(
        r#"{"exception":{"stacktrace":{"frames":[{"pre_context":["a\n","b\r\n"],"context_line":"  c \n","post_context":["\n",null,"d\n\n"]}]}}}"#,
    );
    let frame = &event.exceptions[0].stacktrace.as_ref().unwrap().frames[0];
    assert_eq!(frame.pre_context, ["a", "b"], "Ruby sends them with their ends");
    assert_eq!(frame.context_line.as_deref(), Some("  c "), "blanks belong to the line");
    assert_eq!(frame.post_context, ["", "", "d\n"], "one end, not more");
    assert_eq!(notes, [""; 0]);
}

#[test]
fn broken_parts_of_exceptions_and_breadcrumbs_are_kept() {
    let (event, notes) = read(
        r#"{"exception":{"values":["boom",null,{"value":"E: x","stacktrace":{"frames":[7,null,{"lineno":"12","in_app":"no",
        "vars":[1,2],"pre_context":["a",null],"abs_path":"/srv/a.py","function":"?"}]}}]},"breadcrumbs":["click",{"data":"x","level":"loud"}]}"#,
    );
    let [first, second] = event.exceptions.as_slice() else { panic!("two exceptions") };
    assert_eq!(first.value.as_deref(), Some("boom"));
    assert_eq!((second.kind.as_deref(), second.value.as_deref()), (Some("E"), Some("x")));
    let frames = &second.stacktrace.as_ref().unwrap().frames;
    assert_eq!(entries(&frames[0].other), "value=7");
    let frame = &frames[1];
    assert_eq!((frame.lineno, frame.in_app, frame.function.as_deref()), (Some(12), None, None));
    assert_eq!((frame.filename.as_deref(), frame.context_line.as_deref()), (Some("/srv/a.py"), Some("")));
    assert_eq!(frame.pre_context, ["a", ""]);
    assert_eq!(entries(&frame.vars), "0=1 1=2");
    assert_eq!(event.breadcrumbs[0].message.as_deref(), Some("click"));
    assert_eq!(
        (entries(&event.breadcrumbs[1].data), event.breadcrumbs[1].level),
        ("value=\"x\"".to_owned(), Level::Info)
    );
    assert_eq!(
        notes,
        [
            "exception.values[0]: an exception that is no object, read as its value",
            "exception.values[1].stacktrace.frames[0].value: a number where a frame should be",
            "exception.values[1].stacktrace.frames[2].in_app: a text where true or false should be",
            "breadcrumbs.values[0]: a breadcrumb that is no object, read as its message",
            "breadcrumbs.values[1].level: a text where a level should be",
        ]
    );
}

#[test]
fn a_request_has_one_form_whatever_it_came_as() {
    let table = [
        (r#"{"url":"http://h/p?a=1&b=%C3%A9+x#top"}"#, "http://h/p | a=1 b=é x | Some(\"top\") |  | "),
        (r#"{"url":"/p?lost=1","query_string":"?kept=%zz"}"#, "/p | kept=%zz | None |  | "),
        (r#"{"query_string":[["a","1"],["a","2"]],"cookies":"a=b; c"}"#, " | a=1 a=2 | None | a=b c= | "),
        (
            r#"{"headers":{"user-agent":"x","ACCEPT":["a","b"]},"cookies":{"s":1}}"#,
            " |  | None | s=1 | User-Agent=x Accept=a,b",
        ),
        (r#"{"headers":[["x-one","1"],["x-two",["1",2]]]}"#, " |  | None |  | X-One=1 X-Two=1,2"),
    ];
    for (request, expected) in table {
        let (event, _) = read(format!(r#"{{"request":{request}}}"#));
        let request = event.request.unwrap();
        let shown = format!(
            "{} | {} | {:?} | {} | {}",
            request.url.unwrap_or_default(),
            pairs(&request.query),
            request.fragment,
            pairs(&request.cookies),
            pairs(&request.headers)
        );
        assert_eq!(shown, expected);
    }
}

#[test]
fn users_contexts_and_sdks_are_shown_in_order() {
    let (event, _) = read(
        r#"{"user":{"plan":"pro","ip_address":"{{auto}}","id":7,"email":null},"contexts":{"os":{"type":"os","name":"Linux"},
        "mine":{"type":""},"raw":[1],"none":null}}"#,
    );
    assert_eq!(entries(&event.user), "id=7 ip_address=\"127.0.0.1\" plan=\"pro\"");
    let contexts: Vec<String> = event
        .contexts
        .iter()
        .map(|context| format!("{} {} {}", context.name, context.kind, entries(&context.fields)))
        .collect();
    assert_eq!(contexts, ["os os name=\"Linux\"", "mine mine ", "raw raw value=[1]"]);
    let sdk = event.sdk.unwrap();
    assert_eq!(
        (sdk.name.as_str(), sdk.version.as_str()),
        ("sentry.test", "1.0"),
        "the request's, where the event has none"
    );
}

#[test]
fn legacy_names_are_understood() {
    let (event, notes) = read(
        r#"{"sentry.interfaces.Message":{"message":"%s!","params":["hi"]},"message":"%s!",
        "sentry.interfaces.Exception":[{"type":"T"}],"sentry.interfaces.Http":{"url":"/x"},
        "sentry.interfaces.User":{"id":"1"},"stacktrace":{"frames":[{"function":"f"}]}}"#,
    );
    let message = event.message.unwrap();
    assert_eq!((message.formatted.as_str(), message.template.as_deref()), ("hi!", Some("%s!")));
    let frames = &event.exceptions[0].stacktrace.as_ref().unwrap().frames;
    assert_eq!(frames[0].function.as_deref(), Some("f"), "the only exception gets the stack trace beside it");
    assert_eq!(event.stacktrace, None);
    assert_eq!(event.request.unwrap().url.as_deref(), Some("/x"));
    assert_eq!(entries(&event.user), "id=\"1\"");
    assert_eq!((event.other, notes), (Vec::new(), Vec::new()), "the message says nothing that the other does not");
}

#[test]
fn secrets_are_named_by_place_and_look_never_by_value() {
    let (_, notes) = read(
        r#"{"exception":[{"type":"T","stacktrace":{"frames":[{"vars":{"password":"hunter2","n":1,"conf":{"api_key":"0815"}}}]}}],
        "request":{"headers":{"Authorization":"Digest x"},"cookies":"s=1","data":{"card":"4111 1111 1111 1111"}},
        "breadcrumbs":[{"message":"GET https://ann:hunter2@shop/"}],"extra":{"pem":"-----BEGIN PRIVATE KEY-----"}}"#,
    );
    assert_eq!(
        notes,
        [
            "exception.values[0].stacktrace.frames[0].vars.password: secret, looks like a password",
            "exception.values[0].stacktrace.frames[0].vars.conf.api_key: secret, looks like a token or a key of a service",
            "breadcrumbs.values[0].message: secret, looks like a password",
            "request.headers.Authorization: secret, looks like a token or a key of a service",
            "request.cookies: secret, holds cookies, with which somebody could be logged in",
            "request.data.card: secret, looks like the number of a payment card",
            "extra.pem: secret, looks like a private key",
        ]
    );
    assert!(!notes.join("").contains("hunter2"));
}

#[test]
fn abuse_is_read_like_anything_else() {
    let crumbs = "{},".repeat(1_000_000);
    let (event, notes) = read(format!(r#"{{"breadcrumbs":[{crumbs}{{}}],"release":"1"}}"#));
    assert_eq!((event.breadcrumbs.len(), notes.len()), (49_999, 1), "{notes:?}");
    assert_eq!(event.release.as_deref(), Some("1"), "what comes after them is read");

    let crumbs = r#"{"timestamp":"never"},"#.repeat(10_000);
    let (_, notes) = read(format!(r#"{{"breadcrumbs":[{crumbs}{{}}]}}"#));
    assert_eq!(notes.last().map(String::as_str), Some(": 9900 more values that had to be repaired"));

    let frames = r#"{"function":"f","vars":{"a":"b"}},"#.repeat(10_000);
    let (event, _) =
        read(format!(r#"{{"exception":{{"stacktrace":{{"frames":[{}]}}}}}}"#, frames.trim_end_matches(',')));
    assert_eq!(event.exceptions[0].stacktrace.as_ref().unwrap().frames.len(), 10_000);

    let keys: String = (0..20_000).map(|n| format!("\"{n}\":{n},")).collect();
    let (event, _) = read(format!(r#"{{"tags":{{{keys}"a":1}},{keys}"a":1}}"#));
    assert_eq!((event.tags.len(), event.other.len()), (20_001, 20_001));

    let deep = "{\"a\":[".repeat(100_000);
    let (event, notes) = read(format!(r#"{{"extra":{deep}"#));
    assert_eq!((event.extra.len(), notes.len()), (1, 2), "a note that it breaks off, and one that it is deep");
}
