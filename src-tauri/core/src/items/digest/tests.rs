//! Every shape in which clients send what the digest reads, as tables.

use super::*;
use crate::event::EventKind::{Default as Message, Error, Feedback, Nel, Security, Transaction};
use crate::time::Received;

#[expect(clippy::needless_pass_by_value, reason = "an expectation reads better as a value")]
fn check<T: PartialEq + std::fmt::Debug>(payload: &str, of: impl Fn(&Digest<'_>) -> T, expected: T) {
    let received = received();
    let digest = digest(payload.as_bytes(), &received);
    assert_eq!(of(&digest), expected, "{payload}");
}

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

fn owned(text: &Option<Cow<'_, str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

fn joined(pair: &Option<(Cow<'_, str>, Cow<'_, str>)>) -> Option<String> {
    pair.as_ref().map(|(left, right)| format!("{left}/{right}"))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[test]
fn exceptions_come_in_every_form() {
    let table = [
        (r#"{"exception":{"values":[{"type":"A","value":"1"},{"type":"B","value":"2"}]}}"#, "A=1 B=2"),
        (r#"{"exception":[{"type":"A","value":"1"}]}"#, "A=1"),
        (r#"{"exception":{"type":"A","value":"1"}}"#, "A=1"),
        (r#"{"exception":{"values":[null,{"type":"A","value":"1"}]}}"#, "A=1"),
        (r#"{"sentry.interfaces.Exception":[{"type":"A","value":"1"}]}"#, "A=1"),
        (r#"{"exception":[{"value":"A: 1"}]}"#, "A=1"),
        (r#"{"exception":[{"type":"A","value":{"code": 1}}]}"#, r#"A={"code":1}"#),
        (r#"{"exception":[{"type":"A","value":false}]}"#, "A=false"),
        (r#"{"exception":[{"type":"A","value":1.50}]}"#, "A=1.50"),
        (r#"{"exception":[{"type":"A","value":null}]}"#, "A="),
        (r#"{"exception":["1"]}"#, "=1"),
        (r#"{"exception":[{"type":"A","type":"B","value":"\ud800"}]}"#, "B=\u{fffd}"),
        (r#"{"exception":null}"#, ""),
        (r#"{"exception":{}}"#, ""),
        (r#"{"exception":{"values":null}}"#, ""),
    ];
    for (payload, expected) in table {
        let shown = |digest: &Digest<'_>| {
            let one = |e: &ExceptionDigest<'_>| {
                format!("{}={}", owned(&e.kind).unwrap_or_default(), owned(&e.value).unwrap_or_default())
            };
            digest.exceptions.iter().map(one).collect::<Vec<_>>().join(" ")
        };
        check(payload, shown, expected.to_owned());
    }
}

#[test]
fn a_list_without_exceptions_is_no_error() {
    let table = [
        (r#"{"exception":{"values":[null,{"type":null}]}}"#, 0, Message),
        (r#"{"exception":[{},{"type":"","value":null,"stacktrace":{"frames":[null]}}]}"#, 0, Message),
        (r#"{"exception":[{"what":1}]}"#, 0, Message),
        (r#"{"exception":[{},{"value":""}]}"#, 2, Error),
        (r#"{"exception":[{"mechanism":{}}]}"#, 1, Error),
        (r#"{"exception":[{"module":"m"}]}"#, 1, Error),
    ];
    for (payload, n_exceptions, kind) in table {
        check(payload, |digest| (digest.exceptions.len(), digest.kind), (n_exceptions, kind));
    }
}

#[test]
fn a_mechanism_says_how_it_was_caught() {
    let mechanism = r#"{"type":"chained","handled":false,"synthetic":true,"exception_id":2,"parent_id":"1",
        "is_exception_group":true,"meta":{"ns_error":{"domain":"NSURL","code":-1},"errno":{"number":2}}}"#;
    let payload = format!(r#"{{"exception":[{{"type":"A","mechanism":{mechanism},"module":null}}]}}"#);
    let received = received();
    let digest = digest(payload.as_bytes(), &received);
    let [exception] = digest.exceptions.as_slice() else { panic!("one exception") };
    assert_eq!(
        (exception.mechanism.as_deref(), exception.handled, exception.synthetic),
        (Some("chained"), Some(false), true)
    );
    assert_eq!((exception.exception_id, exception.parent_id, exception.is_group), (Some(2), Some(1), true));
    assert_eq!(exception.ns_error, Some(("NSURL".into(), "-1".to_owned())));
    assert_eq!(digest.handled(), Some(false));
    check(r#"{"exception":[{"type":"A","mechanism":null}]}"#, |digest| digest.handled(), None);
    check(r#"{"exception":[{"mechanism":{}}]}"#, |digest| owned(&digest.exceptions[0].mechanism), some("generic"));
}

#[test]
fn frames_come_in_every_form() {
    let table = [
        (r#"[{"function":"f","filename":"a.js","lineno":3,"colno":7.0,"in_app":true}]"#, "f a.js a.js 3 7 true"),
        (r#"[{"function":"?","abs_path":"/srv/a.go","lineno":"12","in_app":null}]"#, "- /srv/a.go /srv/a.go 12 - -"),
        (r#"[{"instruction_addr":"0x1","lineno":-1}]"#, "- - - - - -"),
        (
            r#"[{"abs_path":"http://h/a.js?v=1","native":false,"vars":{"a":[{}]},"pre_context":[null]}]"#,
            "- /a.js http://h/a.js?v=1 - - -",
        ),
        (r#"[null,{"function":"g"},7]"#, "g - - - - -, - - - - - -"),
        ("null", ""),
        ("{}", ""),
    ];
    for (frames, expected) in table {
        let shown = |digest: &Digest<'_>| {
            let one = |frame: &FrameDigest<'_>| {
                let fields = [
                    owned(&frame.function),
                    owned(&frame.filename),
                    owned(&frame.abs_path),
                    frame.lineno.map(|number| number.to_string()),
                    frame.colno.map(|number| number.to_string()),
                    frame.in_app.map(|in_app| in_app.to_string()),
                ];
                fields.map(|field| field.unwrap_or("-".to_owned())).join(" ")
            };
            digest.exceptions[0].frames.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        check(
            &format!(r#"{{"exception":[{{"type":"A","stacktrace":{{"frames":{frames}}}}}]}}"#),
            shown,
            expected.to_owned(),
        );
    }
    let mapped = r#"{"stacktrace":{"frames":[{"data":{"sourcemap":"x"}},{"data":{"sourcemap":null}},{"data":null}]}}"#;
    check(
        mapped,
        |digest| digest.frames.iter().map(|frame| frame.mapped).collect::<Vec<_>>(),
        vec![true, false, false],
    );
}

#[test]
fn a_stack_trace_beside_a_single_exception_is_its_own() {
    let stack = r#""stacktrace":{"frames":[{"function":"f"}]}"#;
    let counts = |digest: &Digest<'_>| {
        (digest.frames.len(), digest.exceptions.iter().map(|e| e.frames.len()).collect::<Vec<_>>())
    };
    check(&format!(r#"{{{stack},"exception":[{{"type":"A"}}]}}"#), counts, (0, vec![1]));
    check(&format!(r#"{{{stack},"exception":[{{"type":"A"}},{{"type":"B"}}]}}"#), counts, (1, vec![0, 0]));
    check(&format!(r#"{{{stack}}}"#), counts, (1, vec![]));
    check(
        &format!(
            r#"{{"threads":[{{"crashed":true,"current":null,{stack}}},{{"id":2}},{{"stacktrace":{{"frames":[]}}}}]}}"#
        ),
        |digest| digest.threads.iter().map(|thread| (thread.crashed, thread.frames.len())).collect::<Vec<_>>(),
        vec![(true, 1)],
    );
}

#[test]
fn messages_come_in_every_form() {
    let table = [
        (r#"{"message":"a"}"#, "a", ""),
        (r#"{"message":{"formatted":"a"}}"#, "a", ""),
        (r#"{"logentry":{"message":"%s!","params":["a"]}}"#, "a!", "%s!"),
        (r#"{"logentry":{"message":"{x}!","params":{"x":1}}}"#, "1!", "{x}!"),
        (r#"{"logentry":{"message":"%s!","formatted":"a!"},"message":"b"}"#, "a!", "%s!"),
        (r#"{"logentry":"a"}"#, "a", ""),
        (r#"{"logentry":null,"message":"b"}"#, "b", ""),
        (r#"{"logentry":{"message":""},"message":"b"}"#, "b", ""),
        (r#"{"sentry.interfaces.Message":{"message":"a"},"message":"b"}"#, "a", ""),
        (r#"{"message":false}"#, "", ""),
        (r#"{"message":"false"}"#, "false", ""),
        (r#"{"message":5}"#, "5", ""),
        (r#"{"message":[1, "a"]}"#, r#"[1,"a"]"#, ""),
        (r#"{"logentry":{"message":5}}"#, "5", ""),
        (r#"{"message":""}"#, "", ""),
    ];
    for (payload, text, template) in table {
        check(
            payload,
            |digest| (owned(&digest.message), owned(&digest.message_template)),
            (some(text), some(template)),
        );
    }
}

#[test]
fn kinds_and_levels_are_inferred() {
    let table = [
        ("{}", Message, Level::Error),
        (r#"{"type":"error"}"#, Message, Level::Error),
        (r#"{"exception":[{"type":"T"}],"level":"fatal"}"#, Error, Level::Fatal),
        (r#"{"type":"transaction","exception":[{"type":"T"}]}"#, Transaction, Level::Info),
        (r#"{"type":"feedback"}"#, Feedback, Level::Info),
        (r#"{"contexts":{"feedback":{"message":"x"}}}"#, Feedback, Level::Info),
        (r#"{"csp":{"effective_directive":"img-src"}}"#, Security, Level::Error),
        (r#"{"contexts":{"nel":{}}}"#, Nel, Level::Error),
        (r#"{"level":40}"#, Message, Level::Error),
        (r#"{"level":"10"}"#, Message, Level::Debug),
        (r#"{"level":"LOG"}"#, Message, Level::Info),
        (r#"{"level":"loud"}"#, Message, Level::Error),
        (r#"{"level":null}"#, Message, Level::Error),
    ];
    for (payload, kind, level) in table {
        check(payload, |digest| (digest.kind, digest.level), (kind, level));
    }
}

#[test]
fn tags_come_as_an_object_or_as_pairs() {
    let table = [
        (r#"{"tags":{"a":"b","n":1,"t":true,"f":1.5,"z":null,"o":{}}}"#, "a=b n=1 t=True f=1.5"),
        (r#"{"tags":[["a","b"],["a","c"],[1,2],["x"],"y",null,["k",null]]}"#, "a=b 1=2"),
        (r#"{"tags":{"a":"b","environment":"dev","user":"x"}}"#, "a=b"),
        (r#"{"tags":"a=b"}"#, ""),
        (r#"{"tags":null}"#, ""),
    ];
    for (payload, expected) in table {
        let shown = |digest: &Digest<'_>| {
            digest.tags.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
        };
        check(payload, shown, expected.to_owned());
    }
    check(r#"{"tags":{"environment":"dev"}}"#, |digest| owned(&digest.environment), some("dev"));
    check(r#"{"tags":{"environment":"dev"},"environment":"prod"}"#, |digest| owned(&digest.environment), some("prod"));
}

#[test]
fn ids_are_read_and_bad_ones_kept() {
    let id = EventId::parse(b"0123456789abcdef0123456789abcdef");
    let ids = |digest: &Digest<'_>| (digest.event_id, owned(&digest.bad_event_id));
    check(r#"{"event_id":"01234567-89AB-CDEF-0123-456789abcdef"}"#, ids, (id, None));
    check(r#"{"event_id":"0123456789abcdef0123456789abcdef"}"#, ids, (id, None));
    check(r#"{"event_id":"nope"}"#, ids, (None, some("nope")));
    check(r#"{"event_id":17}"#, ids, (None, some("17")));
    check(r#"{"event_id":null}"#, ids, (None, None));
}

#[test]
fn the_user_is_named_by_the_first_field() {
    let table = [
        (r#"{"user":{"ip_address":"1.2.3.4","email":"a@b","id":7}}"#, "id:7"),
        (r#"{"user":{"username":"","email":"a@b"}}"#, "email:a@b"),
        (r#"{"user":{"ip_address":"{{auto}}"}}"#, "ip:127.0.0.1"),
        (r#"{"sentry.interfaces.User":{"username":"ann"}}"#, "username:ann"),
        (r#"{"user":"ann"}"#, ""),
        (r#"{"user":{"name":"ann"}}"#, ""),
    ];
    for (payload, user) in table {
        check(payload, |digest| digest.user.clone(), some(user));
    }
}

#[test]
fn small_fields_are_lenient() {
    check(
        r#"{"release":1.0,"dist":12,"environment":" "}"#,
        |d| [owned(&d.release), owned(&d.dist), owned(&d.environment)],
        [some("1.0"), some("12"), None],
    );
    check(r#"{"fingerprint":["a",1,null,[],true]}"#, |d| d.fingerprint.join("|"), "a|1|True".to_owned());
    check(r#"{"fingerprint":"a"}"#, |d| d.fingerprint.len(), 0);
    check(r#"{"sdk":{"name":"x","version":null}}"#, |d| joined(&d.sdk), some("x/"));
    check("{}", |d| joined(&d.sdk), some("sentry.test/1.0"));
    check("{}", |d| d.platform.to_string(), "other".to_owned());
    check(r#"{"timestamp":1787220000.031}"#, |d| d.timestamp.map(|t| t.to_string()), some("2026-08-20T10:00:00.031Z"));
    check(r#"{"request":{"url":"http://h/p?a#b"}}"#, |d| owned(&d.url), some("http://h/p"));
    check(r#"{"template":{"filename":"a.html","context_line":"x"}}"#, |d| joined(&d.template), some("a.html/x"));
    check(r#"{"contexts":{"feedback":{"message":"it broke"}}}"#, |d| owned(&d.feedback), some("it broke"));
    let trace = r#"{"contexts":{"trace":{"trace_id":"t","span_id":"s"},"replay":{"replay_id":"r"}}}"#;
    check(trace, |d| [owned(&d.trace_id), owned(&d.span_id), owned(&d.replay_id)], ["t", "s", "r"].map(some));
    check(r#"{"tags":{"replayId":"r"}}"#, |d| owned(&d.replay_id), some("r"));
}

#[test]
fn names_that_are_searched_like_tags_are_derived() {
    let derived =
        |digest: &Digest<'_>| digest.derived.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
    let contexts = r#"{"contexts":{"runtime":{"name":"CPython","version":"3.11"},"os":{"raw_description":"Linux x"},
        "browser":{"name":"Firefox"},"device":{"name":"my-host","family":"iPhone"}}}"#;
    check(
        contexts,
        derived,
        ["browser=Firefox", "device=iPhone", "os=Linux x", "runtime=CPython 3.11"].map(String::from).to_vec(),
    );
    let agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36";
    for headers in [format!(r#"{{"user-agent":"{agent}"}}"#), format!(r#"[["User-Agent","{agent}"]]"#)] {
        let payload = format!(r#"{{"request":{{"headers":{headers}}}}}"#);
        check(&payload, derived, ["browser=Chrome 120.0.0.0", "os=Linux"].map(String::from).to_vec());
    }
}

#[test]
fn what_is_no_event_says_so_and_what_was_repaired_too() {
    let table: [(&[u8], &str, &str); 9] = [
        (b"{}", "", ""),
        (b"", "the payload is no JSON object", ""),
        (b"[1]", "the payload is no JSON object", ""),
        (b"eJyr", "the payload is no JSON object", ""),
        (b"{\"message\":\"x\"", "the payload is no JSON: it breaks off at byte 14", ""),
        (
            b"\xef\xbb\xbf{\"level\":NaN,\"message\":\"\xff\\ud800\"}",
            "",
            "it holds a byte order mark before it, half a UTF-16 pair, bytes that are no UTF-8, NaN or Infinity",
        ),
        (b"{\"message\":\"a\nb\"}", "", "it holds an unescaped control character"),
        (b"{}\0", "", "something follows it"),
        (b"{}\n", "", ""),
    ];
    for (payload, malformed, damage) in table {
        let received = received();
        let digest = digest(payload, &received);
        assert_eq!(
            (digest.malformed, digest.damage),
            (some(malformed), some(damage)),
            "{}",
            String::from_utf8_lossy(payload)
        );
    }
}

#[test]
fn abuse_is_read_like_anything_else() {
    let deep = format!(r#"{{"extra":{}"#, "[".repeat(200_000));
    check(&deep, |digest| digest.malformed.is_some(), true);
    let frames = r#"{"function":"f"},"#.repeat(10_000);
    let payload = format!(r#"{{"exception":{{"stacktrace":{{"frames":[{frames}{{}}]}}}}}}"#);
    check(&payload, |digest| digest.exceptions[0].frames.len(), 10_001);
    let tags: String = (0..100_000).map(|n| format!("\"{n}\":{n},")).collect();
    check(&format!(r#"{{"tags":{{{tags}"a":1}}}}"#), |digest| digest.tags.len(), 10_000);
    check(
        &format!(r#"{{"breadcrumbs":[{}{{}}]}}"#, "{},".repeat(1_000_000)),
        |digest| digest.malformed.is_some(),
        false,
    );
}

#[test]
fn there_is_an_end_to_frames() {
    let frames = "{},".repeat(30_000);
    let exceptions = format!("{{\"type\":\"E\",\"stacktrace\":{{\"frames\":[{frames}{{}}]}}}},").repeat(3);
    let payload = format!("{{\"exception\":{{\"values\":[{exceptions}{{\"type\":\"last\"}}]}},\"release\":\"1\"}}");
    let received = received();
    let digest = digest(payload.as_bytes(), &received);
    let n_frames: usize = digest.exceptions.iter().map(|exception| exception.frames.len()).sum();
    assert!((40_000..=50_000).contains(&n_frames), "{n_frames}");
    assert_eq!(digest.release.as_deref(), Some("1"), "the rest is read");
}

#[test]
fn there_is_an_end_to_tags_and_to_a_fingerprint() {
    let keys: String = (0..20_000).map(|n| format!("\"k{n}\":\"v\",")).collect();
    for tags in [format!("{{{keys}\"a\":1}}"), format!("[{}[]]", "[\"a\",\"b\",\"c\"],".repeat(20_000))] {
        let payload =
            format!("{{\"tags\":{tags},\"fingerprint\":[{}\"z\"],\"release\":\"1\"}}", "\"a\",".repeat(20_000));
        let received = received();
        let digest = digest(payload.as_bytes(), &received);
        assert!(digest.tags.len() <= 10_000 && digest.fingerprint.len() == 10_000);
        assert_eq!(digest.release.as_deref(), Some("1"), "the rest is read");
    }
}
