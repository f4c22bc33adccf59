//! Section 3 of the protocol notes, and the shapes that recorded clients send, field by field: what came, what it is read as, and
//! whether that is worth a note.

use super::{entries, pairs, read};
use crate::event::{Event, EventKind, Level};
use crate::json::Json;

/// Payload, what it is read as, how many notes.
type Row = (&'static str, &'static str, usize);

fn check(table: &[Row], of: fn(&Event) -> String) {
    let mut wrong = Vec::new();
    for (payload, expected, n_notes) in table {
        let (event, notes) = read(payload);
        let read = of(&event);
        if read != *expected || notes.len() != *n_notes {
            wrong.push(format!("{payload}: {read:?} with {notes:?}, not {expected:?} with {n_notes} notes"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn text(text: &Option<String>) -> String {
    text.clone().unwrap_or("-".to_owned())
}

#[test]
fn lists_3_1() {
    check(
        &[
            (r#"{"exception":{"values":[{"type":"A"},{"type":"B"}]}}"#, "A B | 0 | 0", 0),
            (r#"{"exception":[{"type":"A"}]}"#, "A | 0 | 0", 0),
            (r#"{"exception":{"type":"A","value":"v"}}"#, "A | 0 | 0", 0),
            (r#"{"exception":{"values":[null,{"type":"A"},null]}}"#, "A | 0 | 0", 0),
            (r#"{"exception":null}"#, " | 0 | 0", 0),
            (r#"{"exception":{}}"#, " | 0 | 0", 0),
            (r#"{"exception":[]}"#, " | 0 | 0", 0),
            (r#"{"exception":{"values":null}}"#, " | 0 | 0", 0),
            (r#"{"threads":[{"id":1}],"breadcrumbs":[{"message":"a"},{"message":"b"}]}"#, " | 1 | 2", 0),
            (r#"{"threads":{"values":[{"id":1},null]},"breadcrumbs":{"values":[{"message":"a"}]}}"#, " | 1 | 1", 0),
            (r#"{"threads":{"id":1},"breadcrumbs":{"message":"a"}}"#, " | 1 | 1", 0),
            (r#"{"threads":null,"breadcrumbs":[]}"#, " | 0 | 0", 0),
            (r#"{"sentry.interfaces.Breadcrumbs":{"values":[{"ty":"http"}]}}"#, " | 0 | 1", 0),
        ],
        |event| {
            let kinds: Vec<String> = event.exceptions.iter().map(|exception| text(&exception.kind)).collect();
            format!("{} | {} | {}", kinds.join(" "), event.threads.len(), event.breadcrumbs.len())
        },
    );
}

#[test]
fn pairs_3_1() {
    check(
        &[
            (r#"{"tags":{"a":"b","c":"d"}}"#, "a=b c=d", 0),
            (r#"{"tags":[["a","b"],["c","d"]]}"#, "a=b c=d", 0),
            (r#"{"tags":{"n":1,"f":1.5,"t":true,"u":false,"z":null}}"#, "n=1 f=1.5 t=True u=False", 0),
            (r#"{"tags":[["a","b"],["a","c"]]}"#, "a=b", 0),
            (r#"{"tags":{" a b ":" x\ny "}}"#, "a-b=x y", 0),
            (r#"{"tags":{"release":"1","dist":"2","user":"3","filename":"4","function":"5","ok":"6"}}"#, "ok=6", 0),
            (r#"{"tags":{"a":[1]}}"#, "", 1),
            (r#"{"tags":[["a"],7,["b","c"]]}"#, "b=c", 2),
            (r#"{"tags":"a"}"#, "", 1),
        ],
        |event| pairs(&event.tags),
    );
    check(
        &[
            (r#"{"request":{"query_string":"?a=b&c=%20d+e"}}"#, "a=b c= d e | ", 0),
            (
                r#"{"request":{"query_string":{"a":"b","n":1,"o":{"x":1},"t":true,"z":null}}}"#,
                r#"a=b n=1 o={"x":1} t=true | "#,
                0,
            ),
            (r#"{"request":{"query_string":[["a","b"],["o",[1]]]}}"#, "a=b o=[1] | ", 0),
            (r#"{"request":{"cookies":"a=b; c=d"}}"#, " | a=b c=d", 1),
            (r#"{"request":{"cookies":{"a":"b"}}}"#, " | a=b", 1),
            (r#"{"request":{"cookies":[["a","b"]]}}"#, " | a=b", 1),
            (r#"{"request":{"url":"/p?a=1#f","query_string":""}}"#, "a=1 | ", 0),
        ],
        |event| {
            let request = event.request.as_ref().unwrap();
            format!("{} | {}", pairs(&request.query), pairs(&request.cookies))
        },
    );
}

#[test]
fn lenient_values_3_1() {
    check(
        &[
            (r#"{"release":"a"}"#, "a", 0),
            (r#"{"release":7}"#, "7", 0),
            (r#"{"release":true}"#, "True", 0),
            (r#"{"release":false}"#, "False", 0),
            (r#"{"release":null}"#, "-", 0),
            (r#"{"release":[1]}"#, "-", 1),
            (r#"{"release":{}}"#, "-", 1),
            (r#"{"release":" a "}"#, "a", 0),
        ],
        |event| text(&event.release),
    );
    check(
        &[
            (r#"{"exception":[{"type":"A","value":"v"}]}"#, "v", 0),
            (r#"{"exception":[{"type":"A","value":7}]}"#, "7", 0),
            (r#"{"exception":[{"type":"A","value":true}]}"#, "true", 0),
            (r#"{"exception":[{"type":"A","value":{"a": [1, "x"]}}]}"#, r#"{"a":[1,"x"]}"#, 0),
            (r#"{"exception":[{"type":"A","value":"lone \ud800 one"}]}"#, "lone \u{fffd} one", 1),
            (r#"{"exception":[{"type":"A","value":"nul \u0000"}]}"#, "nul \0", 0),
            (r#"{"exception":[{"type":"A","value":null}]}"#, "-", 0),
            (r#"{"exception":["v"]}"#, "v", 1),
        ],
        |event| text(&event.exceptions[0].value),
    );
    check(
        &[
            (r#"{"stacktrace":{"frames":[{"lineno":7}]}}"#, "7", 0),
            (r#"{"stacktrace":{"frames":[{"lineno":7.0}]}}"#, "7", 0),
            (r#"{"stacktrace":{"frames":[{"lineno":"7"}]}}"#, "7", 0),
            (r#"{"stacktrace":{"frames":[{"lineno":7.5}]}}"#, "-", 1),
            (r#"{"stacktrace":{"frames":[{"lineno":-1}]}}"#, "-", 1),
            (r#"{"stacktrace":{"frames":[{"lineno":18446744073709551615}]}}"#, "18446744073709551615", 0),
            (r#"{"stacktrace":{"frames":[{"lineno":18446744073709551616}]}}"#, "-", 1),
            (r#"{"stacktrace":{"frames":[{"lineno":true}]}}"#, "-", 1),
        ],
        |event| event.stacktrace.as_ref().unwrap().frames[0].lineno.map_or("-".to_owned(), |lineno| lineno.to_string()),
    );
    check(
        &[
            (r#"{"stacktrace":{"frames":[{"in_app":true}]}}"#, "Some(true)", 0),
            (r#"{"stacktrace":{"frames":[{"in_app":false}]}}"#, "Some(false)", 0),
            (r#"{"stacktrace":{"frames":[{"in_app":1}]}}"#, "None", 1),
            (r#"{"stacktrace":{"frames":[{"in_app":"true"}]}}"#, "None", 1),
            (r#"{"stacktrace":{"frames":[{"in_app":null}]}}"#, "None", 0),
        ],
        |event| format!("{:?}", event.stacktrace.as_ref().unwrap().frames[0].in_app),
    );
}

#[test]
fn what_nobody_knows_is_kept_3_1() {
    check(
        &[
            (r#"{"time_spent":3,"project":"1","version":"5"}"#, r#"time_spent=3 project="1" version="5""#, 0),
            (
                r#"{"exception":{"values":[{"type":"A"}],"exc_omitted":[1,2],"x":null}}"#,
                r#"exception={"exc_omitted":[1,2]}"#,
                0,
            ),
            (
                r#"{"threads":{"values":[],"y":1},"breadcrumbs":{"values":[],"z":2}}"#,
                r#"threads={"y":1} breadcrumbs={"z":2}"#,
                0,
            ),
            (
                r#"{"errors":[{"type":"invalid"}],"_meta":{"a":{"":{}}}}"#,
                r#"errors=[{"type":"invalid"}] _meta={"a":{"":{}}}"#,
                0,
            ),
            (r#"{"debug_meta":{"images":[{"type":"new"}]}}"#, r#"debug_meta={"images":[{"type":"new"}]}"#, 0),
        ],
        |event| entries(&event.other),
    );
    let (event, notes) = read(
        r#"{"exception":[{"type":"A","raw_stacktrace":1,"mechanism":{"type":"x","data":{"a":1},"help_link":"h"},
        "stacktrace":{"registers":{"r":"0"},"frames":[{"symbol":"s","lock":{"type":1}}]}}],"request":{"body_size":7},
        "breadcrumbs":[{"event_id":"x"}],"threads":[{"held_locks":{}}],"sdk":{"name":"s","packages":[]}}"#,
    );
    let exception = &event.exceptions[0];
    let stacktrace = exception.stacktrace.as_ref().unwrap();
    let kept = [
        entries(&exception.other),
        entries(&exception.mechanism.as_ref().unwrap().other),
        entries(&stacktrace.other),
        entries(&stacktrace.frames[0].other),
        entries(&event.request.as_ref().unwrap().other),
        entries(&event.breadcrumbs[0].other),
        entries(&event.threads[0].other),
        entries(&event.sdk.as_ref().unwrap().other),
    ];
    let expected = [
        "raw_stacktrace=1",
        r#"data={"a":1} help_link="h""#,
        r#"registers={"r":"0"}"#,
        r#"symbol="s" lock={"type":1}"#,
        "body_size=7",
        r#"event_id="x""#,
        "held_locks={}",
        "packages=[]",
    ];
    assert_eq!(kept.each_ref().map(String::as_str), expected, "at every level");
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn legacy_names_3_1() {
    check(
        &[
            (r#"{"sentry.interfaces.Message":{"message":"m"}}"#, "m", 0),
            (r#"{"sentry.interfaces.Http":{"url":"/u"}}"#, "/u", 0),
            (r#"{"sentry.interfaces.User":{"id":"7"}}"#, r#"id="7""#, 0),
            (r#"{"sentry.interfaces.Exception":[{"type":"E"}]}"#, "E", 0),
            (r#"{"exception":[{"type":"E","sentry.interfaces.Stacktrace":{"frames":[{}]}}]}"#, "E 1", 0),
            (r#"{"sentry.interfaces.Stacktrace":{"frames":[{},{}]}}"#, "2", 0),
            (r#"{"sentry.interfaces.Contexts":{"os":{"name":"x"}}}"#, "os", 0),
            (r#"{"sentry.interfaces.Template":{"filename":"a"}}"#, "template", 0),
            (r#"{"sentry.interfaces.Csp":{"effective_directive":"x"}}"#, "csp", 0),
        ],
        |event| {
            let n_frames = |stacktrace: &crate::event::Stacktrace| stacktrace.frames.len().to_string();
            let parts = [
                event.message.as_ref().map(|message| message.formatted.clone()),
                event.request.as_ref().and_then(|request| request.url.clone()),
                Some(entries(&event.user)),
                event.exceptions.first().map(|exception| text(&exception.kind)),
                event.exceptions.first().and_then(|exception| exception.stacktrace.as_ref().map(n_frames)),
                event.stacktrace.as_ref().map(n_frames),
                event.contexts.first().map(|context| context.name.clone()),
                event.template.as_ref().map(|_| "template".to_owned()),
                event.security.as_ref().map(|(kind, _)| kind.clone()),
            ];
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        },
    );
}

#[test]
fn times_3_2() {
    check(
        &[
            (r#"{"timestamp":1787220000}"#, "2026-08-20T10:00:00.000Z", 0),
            (r#"{"timestamp":1787220000.031}"#, "2026-08-20T10:00:00.031Z", 0),
            (r#"{"timestamp":-1}"#, "1969-12-31T23:59:59.000Z", 0),
            (r#"{"timestamp":1.78722e9}"#, "2026-08-20T10:00:00.000Z", 0),
            (r#"{"timestamp":"1787220000"}"#, "2026-08-20T10:00:00.000Z", 0),
            (r#"{"timestamp":"2026-08-20T10:00:00"}"#, "2026-08-20T10:00:00.000Z", 0),
            (r#"{"timestamp":"2026-08-20T10:00:00Z"}"#, "2026-08-20T10:00:00.000Z", 0),
            (r#"{"timestamp":"2026-08-20T10:00:00.1Z"}"#, "2026-08-20T10:00:00.100Z", 0),
            (r#"{"timestamp":"2026-08-20T10:00:00.123456789Z"}"#, "2026-08-20T10:00:00.123Z", 0),
            (r#"{"timestamp":"2026-08-20T12:00:00+02:00"}"#, "2026-08-20T10:00:00.000Z", 0),
            (r#"{"timestamp":"2026-08-20 10:00:00+00:00"}"#, "2026-08-20T10:00:00.000Z", 0),
            (r#"{"timestamp":1787220000031}"#, "2026-08-20T10:00:00.031Z", 1),
            (r#"{"timestamp":1787220000031000}"#, "2026-08-20T10:00:00.031Z", 1),
            (r#"{"timestamp":1787220000031000000}"#, "2026-08-20T10:00:00.031Z", 1),
            (r#"{"timestamp":"10000-01-01T00:00:00Z"}"#, "-", 1),
            (r#"{"timestamp":NaN}"#, "-", 1),
            (r#"{"timestamp":true}"#, "-", 1),
            (r#"{"timestamp":[1]}"#, "-", 1),
            (r#"{"timestamp":null}"#, "-", 0),
            ("{}", "-", 0),
        ],
        |event| event.timestamp.map_or("-".to_owned(), |time| time.to_string()),
    );
    check(
        &[(r#"{"start_timestamp":1787220000,"breadcrumbs":[{"timestamp":"2026-08-20T10:00:00Z"}]}"#, "true true", 0)],
        |event| format!("{} {}", event.start_timestamp.is_some(), event.breadcrumbs[0].timestamp.is_some()),
    );
}

#[test]
fn levels_3_3() {
    check(
        &[
            (r#"{"level":"fatal"}"#, "fatal", 0),
            (r#"{"level":"critical"}"#, "fatal", 0),
            (r#"{"level":"error"}"#, "error", 0),
            (r#"{"level":"warning"}"#, "warning", 0),
            (r#"{"level":"warn"}"#, "warning", 0),
            (r#"{"level":"info"}"#, "info", 0),
            (r#"{"level":"log"}"#, "info", 0),
            (r#"{"level":"debug"}"#, "debug", 0),
            (r#"{"level":"trace"}"#, "debug", 0),
            (r#"{"level":"WARNING"}"#, "warning", 0),
            (r#"{"level":10}"#, "debug", 0),
            (r#"{"level":20}"#, "info", 0),
            (r#"{"level":30}"#, "warning", 0),
            (r#"{"level":40}"#, "error", 0),
            (r#"{"level":50}"#, "fatal", 0),
            (r#"{"level":40.0}"#, "error", 0),
            (r#"{"level":"40"}"#, "error", 0),
            (r#"{"level":35}"#, "error", 1),
            (r#"{"level":"loud"}"#, "error", 1),
            (r#"{"level":null}"#, "error", 0),
            (r#"{"type":"transaction"}"#, "info", 0),
        ],
        |event| event.level.name().to_owned(),
    );
}

#[test]
fn the_other_fields_3_3() {
    check(
        &[
            (r#"{"platform":"dart","logger":"l","server_name":"s"}"#, "dart l s - - - -", 0),
            (r#"{"transaction":"t","release":"r","dist":"d","environment":"e"}"#, "other - - t r d e", 0),
            (r#"{"tags":{"release":"r","dist":"d","environment":"e"}}"#, "other - - - r d e", 0),
            (r#"{"environment":"","tags":{"environment":"e"}}"#, "other - - - - - e", 0),
            (r#"{"platform":null,"dist":7}"#, "other - - - - 7 -", 0),
        ],
        |event| {
            let Event { platform, logger, server_name, transaction, release, dist, environment, .. } = event;
            let fields = [logger, server_name, transaction, release, dist, environment].map(text);
            format!("{platform} {}", fields.join(" "))
        },
    );
    check(
        &[
            (r#"{"fingerprint":["a","b"]}"#, "a|b", 0),
            (r#"{"fingerprint":[1,1.5,true]}"#, "1|1.5|True", 0),
            (r#"{"fingerprint":[]}"#, "", 0),
            (r#"{"fingerprint":"a"}"#, "", 1),
            (r#"{"fingerprint":["a",{}]}"#, "a", 1),
        ],
        |event| event.fingerprint.join("|"),
    );
    check(
        &[
            (r#"{"modules":{"a":"1","b":2}}"#, "a=1 b=2 |  | ", 0),
            (r#"{"extra":{"a":[1]}}"#, " | a=[1] | ", 0),
            (r#"{"extra":[1]}"#, " |  | ", 1),
            (r#"{"checksum":"c"}"#, " |  | c", 0),
        ],
        |event| {
            format!(
                "{} | {} | {}",
                pairs(&event.modules),
                entries(&event.extra),
                event.checksum.clone().unwrap_or_default()
            )
        },
    );
    check(
        &[
            (r#"{"event_id":"0123456789ABCDEF0123456789abcdef"}"#, "0123456789abcdef0123456789abcdef", 0),
            (r#"{"event_id":"01234567-89ab-cdef-0123-456789abcdef"}"#, "0123456789abcdef0123456789abcdef", 0),
            (r#"{"event_id":"0123"}"#, "-", 1),
            (r#"{"event_id":7}"#, "-", 1),
            ("{}", "-", 0),
        ],
        |event| event.event_id.map_or("-".to_owned(), |id| id.to_string()),
    );
}

#[test]
fn messages_3_4() {
    check(
        &[
            (r#"{"message":"m"}"#, "m -", 0),
            (r#"{"logentry":"m"}"#, "m -", 0),
            (r#"{"logentry":{"message":"m"}}"#, "m -", 0),
            (r#"{"logentry":{"formatted":"m"}}"#, "m -", 0),
            (r#"{"logentry":{"message":"m","formatted":"m"}}"#, "m -", 0),
            (r#"{"message":{"formatted":"m"}}"#, "m -", 0),
            (r#"{"message":false}"#, "- -", 0),
            (r#"{"logentry":{"message":"%s %d","params":["a",1]}}"#, "a 1 %s %d", 0),
            (r#"{"logentry":{"message":"%(n)s","params":{"n":"a"}}}"#, "a %(n)s", 0),
            (r#"{"logentry":{"message":"{} {0}","params":["a"]}}"#, "a a {} {0}", 0),
            (r#"{"logentry":{"message":"{n}","params":{"n":"a"}}}"#, "a {n}", 0),
            (r#"{"logentry":{"message":"%s %s","params":["a"]}}"#, "%s %s -", 0),
            (r#"{"logentry":{"message":"%s","params":"a"}}"#, "%s -", 0),
            (r#"{"logentry":{"message":"%s","formatted":"f","params":["a"]}}"#, "f %s", 0),
            (r#"{"logentry":null,"message":"m"}"#, "m -", 0),
        ],
        |event| {
            let message = event.message.as_ref();
            format!(
                "{} {}",
                message.map_or("-", |message| &message.formatted),
                message.and_then(|message| message.template.as_deref()).unwrap_or("-")
            )
        },
    );
}

#[test]
fn exceptions_3_5() {
    check(
        &[
            (r#"{"exception":[{"value":"E: v"}]}"#, "E v - -", 0),
            (r#"{"exception":[{"value":"no type: v"}]}"#, "- no type: v - -", 0),
            (r#"{"exception":[{"type":"","value":"E: v"}]}"#, "E v - -", 0),
            (r#"{"exception":[{"type":"A","value":"E: v"}]}"#, "A E: v - -", 0),
            (r#"{"exception":[{"type":"A","module":"m","thread_id":7}]}"#, "A - m 7", 0),
            (r#"{"exception":[{"type":"A","module":null,"thread_id":"7"}]}"#, "A - - 7", 0),
        ],
        |event| {
            let exception = &event.exceptions[0];
            [&exception.kind, &exception.value, &exception.module, &exception.thread_id].map(text).join(" ")
        },
    );
    check(
        &[
            (
                r#"{"exception":[{"type":"A","mechanism":{"type":"onerror","handled":false}}]}"#,
                "onerror Some(false) None",
                0,
            ),
            (
                r#"{"exception":[{"type":"A","mechanism":{"handled":true,"synthetic":true}}]}"#,
                "generic Some(true) Some(true)",
                0,
            ),
            (r#"{"exception":[{"type":"A","mechanism":{"posix_signal":{"signal":11}}}]}"#, "generic None None", 0),
            (r#"{"exception":[{"type":"A","mechanism":{"type":"x","handled":"no"}}]}"#, "x None None", 1),
            (r#"{"exception":[{"type":"A","mechanism":null}]}"#, "", 0),
            (r#"{"exception":[{"type":"A","mechanism":"x"}]}"#, "", 1),
        ],
        |event| {
            let mechanism = event.exceptions[0].mechanism.as_ref();
            mechanism.map_or(String::new(), |m| format!("{} {:?} {:?}", m.kind, m.handled, m.synthetic))
        },
    );
    let legacy = read(r#"{"exception":[{"type":"A","mechanism":{"posix_signal":{"signal":11}}}]}"#).0;
    assert_eq!(entries(&legacy.exceptions[0].mechanism.as_ref().unwrap().other), r#"posix_signal={"signal":11}"#);
    check(
        &[
            (r#"{"stacktrace":{"frames":[{}]},"exception":[{"type":"A"}]}"#, "1 0", 0),
            (r#"{"stacktrace":{"frames":[{}]},"exception":[{"type":"A","stacktrace":{"frames":[{},{}]}}]}"#, "2 1", 0),
            (r#"{"stacktrace":{"frames":[{}]},"exception":[{"type":"A"},{"type":"B"}]}"#, "0 1", 0),
        ],
        |event| {
            let of = |stacktrace: Option<&crate::event::Stacktrace>| {
                stacktrace.map_or(0, |stacktrace| stacktrace.frames.len())
            };
            format!("{} {}", of(event.exceptions[0].stacktrace.as_ref()), of(event.stacktrace.as_ref()))
        },
    );
}

#[test]
fn frames_and_threads_3_6() {
    check(
        &[
            (r#"{"stacktrace":{"frames":[{"function":"?","filename":"a.py"}]}}"#, "- a.py a.py - ", 0),
            (r#"{"stacktrace":{"frames":[{"abs_path":"/srv/a.py","filename":""}]}}"#, "- /srv/a.py /srv/a.py - ", 0),
            (r#"{"stacktrace":{"frames":[{"abs_path":"http://h/s/a.js?v"}]}}"#, "- /s/a.js http://h/s/a.js?v - ", 0),
            (r#"{"stacktrace":{"frames":[{"abs_path":"file:///s/a.js"}]}}"#, "- /s/a.js file:///s/a.js - ", 0),
            (
                r#"{"stacktrace":{"frames":[{"abs_path":"applewebdata://x/a.js"}]}}"#,
                "- /a.js applewebdata://x/a.js - ",
                0,
            ),
            (r#"{"stacktrace":{"frames":[{"pre_context":["a",null]}]}}"#, "- - -  a,", 0),
            (r#"{"stacktrace":{"frames":[{"context_line":null,"post_context":["b"]}]}}"#, "- - -  ", 0),
            (r#"{"stacktrace":{"frames":[{"function":"f","native":false}]}}"#, "f - - - ", 0),
            (r#"{"stacktrace":{"frames":[{"instruction_addr":"0x10"}]}}"#, "- - - - ", 0),
            (r#"{"stacktrace":{"frames":[{"vars":[7]}]}}"#, "- - - - 0=7", 0),
            (r#"{"stacktrace":{"frames":[{"vars":{"a":7}}]}}"#, "- - - - a=7", 0),
        ],
        |event| {
            let frame = &event.stacktrace.as_ref().unwrap().frames[0];
            let fields = [&frame.function, &frame.filename, &frame.abs_path, &frame.context_line].map(text);
            format!("{} {}{}", fields.join(" "), frame.pre_context.join(","), entries(&frame.vars))
        },
    );
    check(
        &[
            (
                r#"{"threads":[{"id":7,"name":"main","crashed":true,"current":false,"main":true,"state":"RUNNABLE"}]}"#,
                "7 main Some(true) Some(false) Some(true) RUNNABLE",
                0,
            ),
            (r#"{"threads":[{"id":"7"}]}"#, "7 - None None None -", 0),
            (r#"{"threads":[{"crashed":"yes"}]}"#, "- - None None None -", 1),
        ],
        |event| {
            let thread = &event.threads[0];
            format!(
                "{} {} {:?} {:?} {:?} {}",
                text(&thread.id),
                text(&thread.name),
                thread.crashed,
                thread.current,
                thread.main,
                text(&thread.state)
            )
        },
    );
}

#[test]
fn breadcrumbs_requests_and_users_3_7() {
    check(
        &[
            (r#"{"breadcrumbs":[{}]}"#, "default - info - ", 0),
            (
                r#"{"breadcrumbs":[{"type":"http","category":"xhr","level":"warning","message":"m","data":{"a":1}}]}"#,
                "http xhr warning m a=1",
                0,
            ),
            (r#"{"breadcrumbs":[{"ty":"query"}]}"#, "query - info - ", 0),
            (r#"{"breadcrumbs":[{"message":{"a":1},"data":"x"}]}"#, r#"default - info {"a":1} value="x""#, 0),
            (r#"{"breadcrumbs":["m"]}"#, "default - info m ", 1),
        ],
        |event| {
            let crumb = &event.breadcrumbs[0];
            let level = crumb.level.name();
            format!(
                "{} {} {level} {} {}",
                crumb.kind,
                text(&crumb.category),
                text(&crumb.message),
                entries(&crumb.data)
            )
        },
    );
    check(
        &[
            (r#"{"request":{"method":"POST","url":"http://h/p?a=1#f"}}"#, "POST http://h/p f  - ", 0),
            (r#"{"request":{"headers":{"user-agent":"x","X-LIST":["a","b"]}}}"#, "- - - User-Agent=x X-List=a,b - ", 0),
            (r#"{"request":{"headers":[["accept","x"]]}}"#, "- - - Accept=x - ", 0),
            (r#"{"request":{"data":{"a":1}}}"#, r#"- - -  {"a":1} "#, 0),
            (r#"{"request":{"data":"{\"a\": 1}"}}"#, r#"- - -  {"a":1} "#, 0),
            (r#"{"request":{"data":"a=1&b=x+y"}}"#, r#"- - -  {"a":"1","b":"x y"} "#, 0),
            (r#"{"request":{"data":"a = 1"}}"#, r#"- - -  "a = 1" "#, 0),
            (r#"{"request":{"data":"{broken"}}"#, r#"- - -  "{broken" "#, 0),
            (r#"{"request":{"data":"plain"}}"#, r#"- - -  "plain" "#, 0),
            (r#"{"request":{"env":{"REMOTE_ADDR":"::1"}}}"#, r#"- - -  - REMOTE_ADDR="::1""#, 0),
        ],
        |event| {
            let request = event.request.as_ref().unwrap();
            let data = request.data.as_ref().map_or("-".to_owned(), Json::to_string);
            let start = [&request.method, &request.url, &request.fragment].map(text).join(" ");
            format!("{start} {} {data} {}", pairs(&request.headers), entries(&request.env))
        },
    );
    check(
        &[
            (
                r#"{"user":{"id":7,"username":"ann","email":"a@b","name":"Ann"}}"#,
                r#"id=7 username="ann" email="a@b" name="Ann""#,
                0,
            ),
            (r#"{"user":{"ip_address":"{{auto}}"}}"#, r#"ip_address="127.0.0.1""#, 0),
            (
                r#"{"user":{"plan":"pro","id":1,"geo":{"city":"X"},"data":{}}}"#,
                r#"id=1 plan="pro" geo={"city":"X"} data={}"#,
                0,
            ),
            // Sentry takes the peer's address for browsers; on one machine that is always this machine, and says nothing.
            (r#"{"platform":"javascript","user":{}}"#, "", 0),
            (r#"{"user":"ann"}"#, "", 1),
        ],
        |event| entries(&event.user),
    );
}

#[test]
fn contexts_3_8() {
    check(
        &[
            (r#"{"contexts":{"os":{"name":"Linux"}}}"#, r#"os:os name="Linux""#, 0),
            (r#"{"contexts":{"os":{"type":""}}}"#, "os:os ", 0),
            (r#"{"contexts":{"client_os":{"type":"os"}}}"#, "client_os:os ", 0),
            (r#"{"contexts":{"x":[1]}}"#, "x:x value=[1]", 0),
            (r#"{"contexts":{"x":null}}"#, "", 0),
            (r#"{"contexts":[1]}"#, "", 1),
        ],
        |event| {
            let context = |context: &crate::event::Context| {
                format!("{}:{} {}", context.name, context.kind, entries(&context.fields))
            };
            event.contexts.iter().map(context).collect::<Vec<_>>().join(", ")
        },
    );
}

#[test]
fn kinds_3_11() {
    let table = [
        (r#"{"type":"transaction","exception":[{"type":"A"}]}"#, EventKind::Transaction),
        (r#"{"type":"feedback","exception":[{"type":"A"}]}"#, EventKind::Feedback),
        (r#"{"type":"default","exception":[{"type":"A"}]}"#, EventKind::Error),
        (r#"{"type":"error"}"#, EventKind::Default),
        (r#"{"csp":{"effective_directive":"x"}}"#, EventKind::Security),
        (r#"{"hpkp":{"hostname":"x"}}"#, EventKind::Security),
        (r#"{"expectct":{"hostname":"x"}}"#, EventKind::Security),
        (r#"{"expectstaple":{"hostname":"x"}}"#, EventKind::Security),
        (r#"{"contexts":{"nel":{}}}"#, EventKind::Nel),
        (r#"{"contexts":{"feedback":{"message":"m"}}}"#, EventKind::Feedback),
        (r#"{"message":"m"}"#, EventKind::Default),
    ];
    for (payload, kind) in table {
        assert_eq!(read(payload).0.kind, kind, "{payload}");
    }
}

/// Each row of the table of shapes that vary among the recorded clients.
#[test]
fn shapes_of_real_clients() {
    let table = [
        ("go 0.47: a bare list", r#"{"exception":[{"type":"E"}],"threads":[{}],"breadcrumbs":[{}]}"#),
        ("raven-go: a single object, tags as pairs", r#"{"exception":{"type":"E"},"tags":[["a","b"]]}"#),
        (
            "raven-py: a level as a number, no zone",
            r#"{"exception":{"values":[{"type":"E"}]},"level":40,"timestamp":"2024-01-01T00:00:00"}"#,
        ),
        (
            "native: a dashed id, a message as an object",
            r#"{"exception":[{"type":"E"}],"event_id":"01234567-89ab-cdef-0123-456789abcdef","message":{"formatted":"m"}}"#,
        ),
        ("ruby, java: an empty fingerprint", r#"{"exception":[{"type":"E","thread_id":7}],"fingerprint":[]}"#),
        ("rust: a thread's id as text", r#"{"exception":[{"type":"E","thread_id":"7"}]}"#),
        ("python: null module and mechanism", r#"{"exception":[{"type":"E","module":null,"mechanism":null}]}"#),
        (
            "raven-ruby: null lines",
            r#"{"exception":[{"type":"E","stacktrace":{"frames":[{"pre_context":[null,"a"]}]}}]}"#,
        ),
        ("java: native, no in_app", r#"{"exception":[{"type":"E","stacktrace":{"frames":[{"native":false}]}}]}"#),
        ("browser: the peer's address", r#"{"exception":[{"type":"E"}],"user":{"ip_address":"{{auto}}"}}"#),
        ("JavaScript: log as a level", r#"{"exception":[{"type":"E"}],"level":"log"}"#),
        ("python0: no breadcrumbs", r#"{"exception":[{"type":"E"}],"breadcrumbs":[]}"#),
        ("users: tags that are no text", r#"{"exception":[{"type":"E"}],"tags":{"n":1,"b":true}}"#),
        ("php: the id is only in the envelope", r#"{"exception":[{"type":"E"}],"timestamp":1787220000.5}"#),
    ];
    for (who, payload) in table {
        let (event, notes) = read(payload);
        assert_eq!((event.kind, event.exceptions.len(), notes), (EventKind::Error, 1, Vec::new()), "{who}");
    }
    assert_eq!(read(r#"{"level":"log"}"#).0.level, Level::Info);
}
