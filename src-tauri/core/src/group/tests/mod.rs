//! Grouping as tables: what an event holds, and what it is grouped by and called.

mod notation;
mod own_code;
mod pairs;
mod protocol;
mod titles;

use std::borrow::Cow;

use super::*;
use crate::event::EventKind;
use crate::items::digest::{ExceptionDigest, FrameDigest, SecurityDigest, ThreadDigest};

fn text(text: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(text))
}

/// `module|filename|function|line of source`, `+` or `-` in front: in-app as the SDK says.
fn frame(spec: &'static str) -> FrameDigest<'static> {
    let (in_app, spec) = match spec.split_at(1) {
        ("+", rest) => (Some(true), rest),
        ("-", rest) => (Some(false), rest),
        _ => (None, spec),
    };
    let mut fields = spec.split('|').map(|field| text(field).filter(|field| !field.is_empty()));
    let mut next = || fields.next().flatten();
    FrameDigest {
        in_app,
        module: next(),
        filename: next(),
        function: next(),
        context_line: next(),
        abs_path: next(),
        lineno: Some(1),
        ..FrameDigest::default()
    }
}

fn exception(kind: &'static str, value: &'static str, frames: &[&'static str]) -> ExceptionDigest<'static> {
    ExceptionDigest {
        kind: text(kind).filter(|kind| !kind.is_empty()),
        value: text(value),
        frames: frames.iter().map(|spec| frame(spec)).collect(),
        ..ExceptionDigest::default()
    }
}

fn event(platform: &'static str, exceptions: Vec<ExceptionDigest<'static>>) -> Digest<'static> {
    Digest { kind: EventKind::Error, platform: Cow::Borrowed(platform), exceptions, ..Digest::default() }
}

fn message(message: &'static str) -> Digest<'static> {
    Digest { message: text(message), platform: Cow::Borrowed("python"), ..Digest::default() }
}

/// What the primary hash is made from, with dots between.
fn leaves(digest: &Digest<'_>) -> String {
    explain(digest, &GroupConfig::default()).join(" · ")
}

fn received() -> crate::time::Received {
    crate::time::Received {
        at: crate::time::Timestamp::from_millis(0),
        header_id: None,
        fresh_id: crate::id::EventId([0; 16]),
        client: None,
        peer: None,
        origin: None,
    }
}

fn grouped(digest: &Digest<'_>) -> Grouping {
    group(digest, &GroupConfig::default())
}

fn variants(digest: &Digest<'_>) -> Vec<&'static str> {
    grouped(digest).hashes.iter().map(|hash| hash.variant.name()).collect()
}

fn called(digest: &Digest<'_>) -> (String, String, String) {
    let grouping = grouped(digest);
    (grouping.kind, grouping.value, grouping.culprit)
}

const PYTHON: [&str; 3] =
    ["+app|app.py|main|run()|", "-django.core|base.py|get|return f()|", "+shop.orders|orders.py|charge|raise E|"];

#[test]
fn own_frames_come_first_and_all_frames_second() {
    let digest = event("python", vec![exception("ValueError", "bad 7", &PYTHON)]);
    assert_eq!(leaves(&digest), "ValueError · app · main · run() · shop.orders · charge · raise E");
    assert_eq!(variants(&digest), ["app", "system"], "all frames differ from the own ones");
    assert_eq!(grouped(&digest).method, Method::StackTrace);
    assert_eq!(grouped(&digest).in_app, [[true, false, true]]);
}

#[test]
fn the_hash_is_the_md5_of_the_texts_without_separators() {
    let digest = event("python", vec![exception("ValueError", "bad 7", &PYTHON)]);
    let joined: String = explain(&digest, &GroupConfig::default()).concat();
    assert_eq!(grouped(&digest).hashes.first().map(|first| first.hash), Some(hash::md5(&joined)));
}

#[test]
fn what_identifies_an_exception() {
    let ns_error = ExceptionDigest {
        ns_error: Some((Cow::Borrowed("NSCocoa"), "260".to_owned())),
        ..exception("NSError", "no such file /tmp/8", &[])
    };
    let synthetic = ExceptionDigest { synthetic: true, ..exception("EXC_BAD", "at 0x1f", &["+|a.c|crash||"]) };
    let table = [
        (
            "only its type and value",
            event("python", vec![exception("E", "card declined", &[])]),
            "E · card declined",
            "app",
        ),
        (
            "no value beside frames",
            event("go", vec![exception("E", "v", &["+main|a.go|main||"])]),
            "E · main · main",
            "app",
        ),
        ("no own frame", event("python", vec![exception("E", "v", &["-m|m.py|f||"])]), "E · m · f", "system"),
        ("a code instead of the value", event("cocoa", vec![ns_error]), "NSError · NSCocoa · 260", "app"),
        ("no technical type", event("native", vec![synthetic]), "a.c · crash", "app"),
        (
            "causes count, root cause first",
            event("python", vec![exception("A", "a", &["+m|m.py|f||"]), exception("B", "b", &[])]),
            "A · m · f · B · b",
            "app",
        ),
    ];
    for (why, digest, expected, variant) in table {
        assert_eq!((leaves(&digest).as_str(), variants(&digest).first().copied()), (expected, Some(variant)), "{why}");
    }
}

#[test]
fn what_identifies_a_frame() {
    let table = [
        ("python", "+|/srv/App/Main.PY|f|  a  =\t1 |", "main.py · f · a = 1"),
        (
            "python",
            "+m|m.py|f|0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890|",
            "m · f",
        ),
        (
            "python",
            "+__main__|<string>|<module>|from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=5, pipe_handle=7)",
            "__main__ · <module> · from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=<int>, pipe_handle=<int>)",
        ),
        ("go", "+|C:\\shop\\Main.go|f|x = 1|", "main.go · f"),
        ("javascript", "+|https://shop.example/a.js?v=3|Object.charge|pay()|", "charge · pay()"),
        ("javascript", "+|https://shop.example/a.js|?|pay()|", ""),
        ("javascript", "+|app.js?v=3|foo.<anonymous>|pay()|", "app.js · pay()"),
        ("javascript", "+src/a|a.js|f||/srv/src/a", "a.js · f"),
        ("javascript", "+|a.js|eval|pay()|", ""),
        ("javascript", "+|<anonymous>|Array.map||", ""),
        ("node", "+app|/srv/app.js|Object.?||", "app"),
        ("java", "+com.shop.A$$Lambda$14|A.java|run||", "a.java · run"),
        ("java", "+com.shop.A$$EnhancerBySpringCGLIB$$1ab2|A.java|lambda$run$0||", "com.shop.A$$EnhancerBy<auto>"),
        ("java", "+sun.reflect.GeneratedMethodAccessor12||invoke||", "sun.reflect.GeneratedMethodAccessor · invoke"),
        ("ruby", "+|a.rb|block (2 levels) in <main>||", "a.rb · block"),
        ("ruby", "+|a.erb|_app_views_show__1234_56789||", "a.erb · _app_views_show"),
        ("php", "+|a.php|class@anonymous/srv/a.php:3$0::pay||", "a.php · pay"),
        ("php", "+|a.php|[Anonymous function]||", "a.php"),
        ("csharp", "+Shop|A.cs|Pay (int)||", "Shop · Pay"),
        ("native", "+|a.rs|shop::pay::h0123456789abcdef||", "a.rs · shop::pay"),
        ("native", "+|a.m|<redacted>||", "a.m"),
    ];
    for (platform, spec, expected) in table {
        let digest = event(platform, vec![exception("", "", &[spec])]);
        assert_eq!(leaves(&digest), expected, "{platform} {spec}");
    }
}

#[test]
fn recursion_counts_once() {
    let once = event("python", vec![exception("E", "", &["+m|m.py|f||", "+m|m.py|g||"])]);
    let thrice =
        event("python", vec![exception("E", "", &["+m|m.py|f||", "+m|m.py|f||", "+m|m.py|f||", "+m|m.py|g||"])]);
    assert_eq!(grouped(&once).hashes, grouped(&thrice).hashes);
}

#[test]
fn the_depth_of_a_deep_stack_does_not_matter() {
    let deep = |n_calls: usize| {
        let pair = ["+m|m.py|even||", "+m|m.py|odd||"];
        event("python", vec![exception("RecursionError", "", &pair.repeat(n_calls))])
    };
    assert_eq!(grouped(&deep(200)).hashes, grouped(&deep(400)).hashes);
}

#[test]
fn whose_code_a_frame_is() {
    let table = [
        ("python", "|/srv/app/a.py|f||", true, "nobody says: not in a library"),
        ("python", "|/usr/lib/python3.12/json/decoder.py|f||", false, "nobody says: the standard library"),
        ("python", "json.decoder|decoder.py|f||", false, "nobody says: a standard module"),
        ("python", "+x|/srv/venv/lib/python3.12/site-packages/x.py|f||", false, "a rule beats the SDK"),
        ("python", "-shop|/srv/shop/a.py|f||", false, "the SDK says so"),
        ("node", "|node:internal/timers|f||", false, "a part of Node"),
        ("node", "|/srv/app.js|f||", true, "a file"),
        ("node", "|/srv/node_modules/express/index.js|f||", false, "a package"),
        ("javascript", "|webpack:///./src/a.js|f||", true, "bundled, own"),
        ("javascript", "|webpack:///shop/./src/a.js|f||", true, "bundled, own, with a namespace"),
        ("javascript", "|webpack:///./~/react/index.js|f||", false, "bundled, a library"),
        ("javascript", "|https://shop.example/a.js|f||", true, "the page"),
        ("javascript", "+|https://unpkg.com/react/a.js|f||", false, "a network of libraries"),
        ("javascript", "|chrome-extension://x/a.js|f||", false, "an extension"),
        ("rust", "|src/main.rs|shop::pay||", true, "a crate of the user"),
        ("native", "+|x.rs|core::panicking::panic_fmt||", false, "the standard library of Rust"),
        (
            "native",
            "|x.rs|<alloc::boxed::Box<F> as core::ops::FnOnce>::call_once||",
            false,
            "likewise, by its receiver",
        ),
        ("native", "|x.rs|tokio::runtime::park||", false, "a crate that runs programs"),
        ("go", "runtime|panic.go|f||", false, "the runtime"),
        ("java", "+org.springframework.web.A|A.java|f||", false, "a framework"),
        ("elixir", "|deps/phoenix/a.ex|f||", false, "a dependency"),
    ];
    for (platform, spec, own, why) in table {
        let digest = event(platform, vec![exception("E", "", &[spec])]);
        assert_eq!(grouped(&digest).in_app, [[own]], "{why}: {platform} {spec}");
    }
}

#[test]
fn a_confirmed_root_makes_code_the_users_own() {
    let config = GroupConfig { roots: vec!["/srv/shop".to_owned()], ..GroupConfig::default() };
    let frames = [
        "+|/opt/x.py|a||",
        "|/srv/shop/b.py|b||",
        "|/srv/shop/.venv/site-packages/c.py|c||",
        "|/srv/shopping/d.py|d||",
        "-|/srv/shop/e.py|e||",
    ];
    let digest = event("python", vec![exception("E", "", &frames)]);
    assert_eq!(group(&digest, &config).in_app, [[true, true, false, false, false]]);
}

#[test]
fn what_starts_a_program_does_not_count() {
    let frames =
        ["+|libc-start.c|__libc_start_main_impl||", "+||main||", "-|rt.rs|std::rt::lang_start||", "+|a.rs|shop::pay||"];
    let digest = event("native", vec![exception("panic", "at 7", &frames)]);
    assert_eq!(
        (leaves(&digest).as_str(), grouped(&digest).in_app),
        ("panic · a.rs · shop::pay", vec![vec![false, false, false, true]])
    );
    let in_c = event("native", vec![exception("SIGSEGV", "", &["+|libc-start.c|__libc_start_main||", "+|a.c|main||"])]);
    assert_eq!(leaves(&in_c), "SIGSEGV · a.c · main", "in C that is the user's");
}

#[test]
fn a_panics_own_frames_do_not_count() {
    let frames = ["+|a.rs|shop::pay||", "+|b.rs|core::panicking::panic_fmt||", "+|c.rs|shop::hook||"];
    let digest = event("native", vec![exception("panic", "at 7", &frames)]);
    assert_eq!(leaves(&digest), "panic · a.rs · shop::pay");
    assert_eq!(variants(&digest), ["app"], "all frames are then the own one");
}

fn member(kind: &'static str, id: u64, parent: Option<u64>, is_group: bool) -> ExceptionDigest<'static> {
    ExceptionDigest { exception_id: Some(id), parent_id: parent, is_group, ..exception(kind, "v", &[]) }
}

#[test]
fn a_group_of_exceptions_is_what_it_holds() {
    let table = [
        (
            "all alike: that one, with its causes",
            vec![
                member("Cause", 3, Some(1), false),
                member("A", 2, Some(0), false),
                member("A", 1, Some(0), false),
                member("G", 0, None, true),
            ],
            "Cause · v · A · v",
            "A",
        ),
        (
            "different ones: each, and the group",
            vec![member("B", 2, Some(0), false), member("A", 1, Some(0), false), member("G", 0, None, true)],
            "B · v · A · v · G · v",
            "G",
        ),
        (
            "a cycle: as a list",
            vec![member("B", 1, Some(2), true), member("A", 2, Some(1), true), member("G", 0, None, true)],
            "B · v · A · v · G · v",
            "G",
        ),
        (
            "an id twice: as a list",
            vec![member("B", 1, Some(0), false), member("A", 1, Some(0), false), member("G", 0, None, true)],
            "B · v · A · v · G · v",
            "G",
        ),
        (
            "its own parent: as a list",
            vec![member("B", 1, Some(1), false), member("G", 0, None, true)],
            "B · v · G · v",
            "G",
        ),
        ("no root: as a list", vec![member("B", 2, Some(1), false), member("G", 1, None, true)], "B · v · G · v", "G"),
    ];
    for (why, exceptions, expected, title) in table {
        let digest = event("python", exceptions);
        assert_eq!((leaves(&digest).as_str(), called(&digest).0.as_str()), (expected, title), "{why}");
    }
}

#[test]
fn the_order_of_sources() {
    let thread = |crashed, current, function| ThreadDigest { crashed, current, frames: vec![frame(function)] };
    let with_threads =
        |threads| Digest { threads, message: text("m"), platform: Cow::Borrowed("go"), ..Digest::default() };
    let security = SecurityDigest {
        title: "Blocked".into(),
        culprit: "img-src".into(),
        values: vec!["img-src".into(), "evil".into()],
    };
    let table = [
        (with_threads(vec![thread(false, false, "+|a|f||"), thread(true, false, "+|a|g||")]), "a · g", Method::Threads),
        (with_threads(vec![thread(false, false, "+|a|f||"), thread(false, true, "+|a|g||")]), "a · g", Method::Threads),
        (with_threads(vec![thread(false, false, "+|a|f||")]), "a · f", Method::Threads),
        (with_threads(vec![thread(true, false, "+|a|f||"), thread(true, false, "+|a|g||")]), "m", Method::Message),
        (Digest { frames: vec![frame("+|a|f||")], ..message("m") }, "a · f", Method::StackTrace),
        (
            Digest { template: Some((Cow::Borrowed("a.html"), Cow::Borrowed("{{ x }}"))), ..message("m") },
            "a.html · {{ x }}",
            Method::Template,
        ),
        (Digest { security: Some(security), ..message("m") }, "img-src · evil", Method::Security),
        (Digest { message_template: text("user %s"), ..message("user ann") }, "user %s", Method::Message),
        (message("hello"), "hello", Method::Message),
        (message(""), "", Method::Fallback),
    ];
    for (digest, expected, method) in table {
        assert_eq!((leaves(&digest).as_str(), grouped(&digest).method), (expected, method), "{digest:?}");
    }
    let nothing = grouped(&message("")).hashes;
    assert_eq!(
        nothing,
        [GroupHash { variant: Variant::Fallback, hash: hash::md5("") }],
        "all that say nothing are one"
    );
}

#[test]
fn fingerprints() {
    let table: [(&[&str], &str, Method); 12] = [
        (&[], "ValueError · app · main · run()", Method::StackTrace),
        (&["{{ default }}"], "ValueError · app · main · run()", Method::StackTrace),
        (&["{{default}}"], "ValueError · app · main · run()", Method::StackTrace),
        (&["payment"], "payment", Method::Fingerprint),
        (&["{{ default }}", "x"], "ValueError · app · main · run() · x", Method::Fingerprint),
        (&["{{ type }}", "{{ function }}", "{{ level }}"], "ValueError · main · error", Method::Fingerprint),
        (&["{{ transaction }}", "{{ logger }}"], "<no-transaction> · <no-logger>", Method::Fingerprint),
        (&["{{ tags.step }}", "{{ tags.none }}"], "pay · <no-value-for-tag-none>", Method::Fingerprint),
        (&["{{ stack.filename }}", "{{ stack.abs_path }}"], "app.py · app.py", Method::Fingerprint),
        (&["{{ package }}", "{{ module }}"], "<no-package> · app", Method::Fingerprint),
        (&["{{ nonsense }}"], "<unrecognized-variable-nonsense>", Method::Fingerprint),
        (&["{{ two words }}"], "{{ two words }}", Method::Fingerprint),
    ];
    for (fingerprint, expected, method) in table {
        let digest = Digest {
            fingerprint: fingerprint.iter().map(|part| Cow::Borrowed(*part)).collect(),
            tags: vec![(Cow::Borrowed("step"), Cow::Borrowed("pay"))],
            ..event("python", vec![exception("ValueError", "v", &["+app|app.py|main|run()|"])])
        };
        assert_eq!((leaves(&digest).as_str(), grouped(&digest).method), (expected, method), "{fingerprint:?}");
    }
}

#[test]
fn a_fingerprint_of_its_own_is_one_hash() {
    let digest = Digest { fingerprint: vec![Cow::Borrowed("a"), Cow::Borrowed("b")], ..event("python", vec![]) };
    assert_eq!(grouped(&digest).hashes, [GroupHash { variant: Variant::Custom, hash: hash::md5("ab") }]);
}

#[test]
fn a_checksum_overrides_all() {
    let of = |checksum| grouped(&Digest { checksum: text(checksum), ..message("m") }).hashes;
    let hash = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
    assert_eq!(of("0123456789abcdef0123456789ABCDEF"), [GroupHash { variant: Variant::Checksum, hash }]);
    assert_eq!(of("shop"), [GroupHash { variant: Variant::Checksum, hash: hash::md5("shop") }]);
}

#[test]
fn chunks_that_do_not_load_are_one_issue() {
    let first = event("javascript", vec![exception("ChunkLoadError", "chunk 7", &["+|a.js|f||"])]);
    let second = event("javascript", vec![exception("Error", "ChunkLoadError: chunk 9", &["+|b.js|g||"])]);
    assert_eq!(grouped(&first).hashes, grouped(&second).hashes);
    let elsewhere = event("python", vec![exception("ChunkLoadError", "chunk 7", &[])]);
    assert_ne!(grouped(&first).hashes, grouped(&elsewhere).hashes, "only in JavaScript");
}

/// What Node's SDK makes of `Promise.reject("no card 7")`.
fn rejected(value: &'static str, own: Option<&'static str>) -> Digest<'static> {
    let frames = [
        Some("-node:events|node:events|emit||"),
        own,
        Some("+@sentry.node.build.esm.integrations:onunhandledrejection|onunhandledrejection.js|?||"),
    ];
    let frames: Vec<&'static str> = frames.into_iter().flatten().collect();
    event("node", vec![ExceptionDigest { synthetic: true, ..exception("Error", value, &frames) }])
}

#[test]
fn a_rejection_without_own_frames_is_told_by_its_value() {
    let own = Some("+app|app.js|pay|reject()|");
    let table = [
        ("a text", rejected("no card 7", None), "no card <int> · node:events · emit"),
        ("another text", rejected("no money", None), "no money · node:events · emit"),
        ("own code beats the value", rejected("no money", own), "app · pay · reject()"),
        (
            "not technical",
            event("node", vec![exception("Error", "v", &["-node:events||emit||"])]),
            "Error · node:events · emit",
        ),
    ];
    for (why, digest, expected) in table {
        assert_eq!(leaves(&digest), expected, "{why}");
    }
    assert_eq!(grouped(&rejected("x", own)).in_app, [[false, true, false]], "the SDK is nobody's own code");
    assert_eq!(called(&rejected("no card 7", None)), ("Error".to_owned(), "no card 7".to_owned(), String::new()));
    let plain =
        event("node", vec![exception("Error", "v", &["+app|app.js|pay||", "+@sentry.core:exports||capture||"])]);
    assert_eq!(called(&plain).2, "pay(app)", "the SDK is not where it broke");
}

#[test]
fn titles_and_culprits() {
    let said = ExceptionDigest { synthetic: true, ..exception("", "it broke\nbadly", &["+|a.js|f||"]) };
    let technical = ExceptionDigest { synthetic: true, ..exception("SIGSEGV", "at 0x1", &["+|a.c|crash||"]) };
    let wrapped = vec![
        ExceptionDigest {
            exception_id: Some(1),
            parent_id: Some(0),
            ..exception("TypeError", "x is null", &["+|a.js|App||"])
        },
        ExceptionDigest {
            exception_id: Some(0),
            ..exception("Error", "There was an error during concurrent rendering but React was able to recover", &[])
        },
    ];
    let web = "+|http://127.0.0.1:8080/js/main.js?x|inner||";
    let table = [
        (
            event("python", vec![exception("ValueError", "bad\nworse", &PYTHON)]),
            ["ValueError", "bad", "shop.orders in charge"],
        ),
        (event("python", vec![exception("KeyError", "", &["-json|d.py|load||"])]), ["KeyError", "", "json in load"]),
        (
            event("javascript", vec![exception("TypeError", "x is null", &[web])]),
            ["TypeError", "x is null", "inner(/js/main.js?x)"],
        ),
        (event("node", vec![exception("Error", "v", &["+app|/srv/app.js|||"])]), ["Error", "v", "?(app)"]),
        (
            event("native", vec![exception("panic", "v", &["+|a.rs|shop::pay::h0123456789abcdef||"])]),
            ["panic", "v", "shop::pay"],
        ),
        (event("go", vec![exception("", "v", &[])]), ["Error", "v", ""]),
        (event("javascript", vec![said]), ["it broke", "", ""]),
        (event("native", vec![technical]), ["crash", "at 0x1", ""]),
        (event("javascript", wrapped), ["TypeError", "x is null", "App(a.js)"]),
        (
            Digest { transaction: text("POST /pay"), ..event("python", vec![exception("E", "v", &PYTHON)]) },
            ["E", "v", "POST /pay"],
        ),
        (Digest { url: text("http://shop/pay"), ..message("\n  hello\nworld") }, ["hello", "", "http://shop/pay"]),
        (message("  "), ["<unlabeled event>", "", ""]),
        (Digest { kind: EventKind::Feedback, feedback: text("I am lost"), ..message("") }, ["I am lost", "", ""]),
        (Digest { kind: EventKind::Transaction, transaction: text("GET /"), ..message("") }, ["GET /", "", "GET /"]),
    ];
    for (digest, [kind, value, culprit]) in table {
        assert_eq!(called(&digest), (kind.to_owned(), value.to_owned(), culprit.to_owned()));
    }
}

#[test]
fn titles_are_bounded() {
    let long: &'static str = "ä".repeat(5_000).leak();
    let digest = Digest { transaction: text(long), ..event("python", vec![exception(long, long, &[])]) };
    let (kind, value, culprit) = called(&digest);
    assert_eq!([kind, value, culprit].map(|text| text.chars().count()), [256, 1_024, 200]);
}

/// The same crash as another build, another machine or another SDK would send it.
fn crash(lineno: u32, colno: u32, address: u32, keys_reversed: &str) -> Grouping {
    let frame = format!(
        r#"{{"function":"pay","lineno":{lineno},"colno":{colno},"filename":"a.js","in_app":true,"instruction_addr":"0x{address:x}","vars":{{"n":{address}}}}}"#
    );
    let exception = match keys_reversed {
        "reversed" => format!(r#"{{"stacktrace":{{"frames":[{frame}]}},"value":"declined","type":"E"}}"#),
        _ => format!(r#"{{"type":"E","value":"declined","stacktrace":{{"frames":[{frame}]}}}}"#),
    };
    let payload = match keys_reversed {
        "reversed" => format!(r#"{{"exception":[{exception}],"platform":"node"}}"#),
        _ => format!(r#"{{"platform":"node","exception":{{"values":[{exception}]}}}}"#),
    };
    let received = received();
    grouped(&crate::items::digest::digest(payload.as_bytes(), &received))
}

proptest::proptest! {
    #[test]
    fn lines_columns_addresses_and_the_order_of_keys_do_not_matter(lineno: u32, colno: u32, address: u32) {
        let expected = crash(1, 1, 1, "");
        proptest::prop_assert_eq!(&crash(lineno, colno, address, ""), &expected);
        proptest::prop_assert_eq!(&crash(lineno, colno, address, "reversed"), &expected);
    }
}
