//! The rest of section 5 of the protocol notes, rule by rule, from the bytes that an SDK sends.

use super::notation::payload;
use super::*;
use crate::items::digest::digest;

/// By what, and with which hashes.
fn by(platform: &str, text: &str) -> String {
    let (payload, received) = (payload(platform, text), received());
    let digest = digest(&payload, &received);
    let grouping = grouped(&digest);
    let variants: Vec<&str> = grouping.hashes.iter().map(|hash| hash.variant.name()).collect();
    format!("{} [{}] {}", grouping.method.name(), variants.join(" "), leaves(&digest))
}

fn check(platform: &str, table: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected, _)| by(platform, text) != *expected)
        .map(|(text, expected, why)| format!("{why}: {}, not {expected}", by(platform, text)))
        .collect();
    assert!(wrong.is_empty(), "{platform}:\n{}", wrong.join("\n"));
}

#[test]
fn variants_5_1() {
    check(
        "go",
        &[
            ("E: v\n+ f  m:a\n- g  m:b", "stack trace [app system] E · a · f", "own frames, then all"),
            ("E: v\n+ f  m:a", "stack trace [app] E · a · f", "all frames say the same"),
            ("E: v\n- f  m:a", "stack trace [system] E · a · f", "no own frame"),
            ("E: v", "exception [app] E · v", "no stack trace"),
            (r#".message "m""#, "message [default] m", "no frames involved"),
            (
                ".csp {\"effective-directive\":\"img-src\",\"blocked-uri\":\"https://a.b\"}",
                "security [default] img-src · a.b",
                "a report",
            ),
            (
                ".template {\"filename\":\"a.html\",\"context_line\":\"{{ x }}\"}",
                "template [default] a.html · {{ x }}",
                "a template",
            ),
            (".fingerprint [\"a\",\"b\"]\nE: v", "fingerprint [custom] a · b", "the client's"),
            (
                ".checksum \"0123456789abcdef0123456789abcdef\"\nE: v",
                "checksum [checksum] 0123456789abcdef0123456789abcdef",
                "a checksum",
            ),
            (".level \"info\"", "fallback [fallback] ", "nothing"),
        ],
    );
}

#[test]
fn the_order_of_strategies_5_2() {
    let thread = |id: u32, flags: &str, function: &str| format!(".thread {{\"id\":{id}{flags}}}\n+ {function}  m:a\n");
    let all = format!(".message \"m\"\n+ loose  m:a\n{}", thread(1, ",\"crashed\":true", "t"));
    let threads = |one: &str, other: &str| format!(".message \"m\"\n{}{}", thread(1, one, "f"), thread(2, other, "g"));
    let table = [
        (format!("{all}E: v\n+ f  m:a"), "stack trace [app] E · a · f", "exceptions"),
        (format!("{all}A: v\nE: v"), "exception [app] A · v · E · v", "exceptions, also without frames"),
        (
            format!("{all}E: v"),
            "stack trace [app] E · a · loose",
            "the stack trace beside a single exception is its own",
        ),
        (all.clone(), "threads [app] a · t", "threads"),
        (".message \"m\"\n+ loose  m:a".to_owned(), "stack trace [app] a · loose", "the stack trace"),
        (threads(",\"crashed\":true", ",\"current\":true"), "threads [app] a · f", "the crashed thread"),
        (threads("", ",\"current\":true"), "threads [app] a · g", "the current one"),
        (thread(1, "", "f"), "threads [app] a · f", "the only one"),
        (threads(",\"crashed\":true", ",\"crashed\":true"), "message [default] m", "two crashed: none"),
        (threads("", ""), "message [default] m", "two of which nobody says anything: none"),
    ];
    check("go", &table.iter().map(|(text, expected, why)| (text.as_str(), *expected, *why)).collect::<Vec<_>>());
    check(
        "javascript",
        &[
            (
                ".csp {\"effective-directive\":\"script-src\",\"violated-directive\":\"script-src 'unsafe-inline'\",\"blocked-uri\":\"self\"}",
                "security [default] script-src · 'unsafe-inline'",
                "local, inline",
            ),
            (
                ".csp {\"effective-directive\":\"script-src\",\"violated-directive\":\"script-src 'unsafe-eval'\",\"blocked-uri\":\"\"}",
                "security [default] script-src · 'unsafe-eval'",
                "local, eval",
            ),
            (
                ".csp {\"effective-directive\":\"style-src\",\"violated-directive\":\"style-src 'unsafe-inline'\",\"blocked-uri\":\"self\"}",
                "security [default] style-src · 'self'",
                "only of scripts",
            ),
            (
                ".csp {\"effective-directive\":\"img-src\",\"blocked-uri\":\"https://evil.example/a\"}",
                "security [default] img-src · evil.example",
                "remote",
            ),
            (".hpkp {\"hostname\":\"a.b\"}", "security [default] hpkp · a.b", "pinning"),
            (".expectct {\"hostname\":\"a.b\"}", "security [default] expectct · a.b", "transparency"),
            (".expectstaple {\"hostname\":\"a.b\"}", "security [default] expectstaple · a.b", "stapling"),
        ],
    );
}

#[test]
fn one_exception_5_3() {
    check(
        "cocoa",
        &[
            ("E: v 7\n+ f", "stack trace [app] E · f", "type and frames"),
            ("E: v 7", "exception [app] E · v <int>", "type and value"),
            ("E: v\n~ {\"type\":\"x\",\"synthetic\":true}\n+ f", "stack trace [app] f", "no technical type"),
            (
                "E: v\n~ {\"meta\":{\"ns_error\":{\"domain\":\"D\",\"code\":-7}}}",
                "exception [app] E · D · -7",
                "a code instead of the value",
            ),
            (
                "E: v\n~ {\"meta\":{\"ns_error\":{\"domain\":\"D\",\"code\":-7}}}\n+ f",
                "stack trace [app] E · D · -7 · f",
                "a code beside frames",
            ),
            ("E: v\n- <redacted>", "exception [app] E · v", "no frame says anything"),
        ],
    );
}

#[test]
fn chains_and_groups_5_4() {
    let one = |kind: &str, id: u32, rest: &str| format!("{kind}: v\n~ {{\"exception_id\":{id}{rest}}}\n");
    let group = one("G", 0, ",\"is_exception_group\":true");
    let table = [
        ("A: a\nB: b".to_owned(), "exception [app] A · a · B · b", "all count"),
        (
            "A: a\n+ f  m:a\nB: b\n- g  m:b".to_owned(),
            "stack trace [app system] A · a · f · B · b",
            "without own frames, by value",
        ),
        ("A: a\nB: b\n- g  m:b".to_owned(), "stack trace [system] A · a · B · b · g", "no own frame at all"),
        (
            format!("{}{}{group}", one("A", 2, ",\"parent_id\":0"), one("B", 1, ",\"parent_id\":0")),
            "exception [app] B · v · A · v · G · v",
            "two sorts, by type downwards, and the group",
        ),
        (
            format!("{}{}{group}", one("A", 2, ",\"parent_id\":0"), one("A", 1, ",\"parent_id\":0")),
            "exception [app] A · v",
            "one sort: that one",
        ),
        (
            format!("{}{}{group}", one("C", 2, ",\"parent_id\":1"), one("A", 1, ",\"parent_id\":0")),
            "exception [app] C · v · A · v",
            "with its first cause, which stands before it",
        ),
        (
            format!(
                "{}{}{group}",
                one("A", 2, ",\"parent_id\":1"),
                one("H", 1, ",\"parent_id\":0,\"is_exception_group\":true")
            ),
            "exception [app] A · v",
            "a group in a group",
        ),
        (
            format!("{}A: v\n{group}", one("B", 1, ",\"parent_id\":0")),
            "exception [app] B · v · A · v · G · v",
            "one has no id: as a list",
        ),
        (
            format!("{}{group}", one("B", 1, ",\"parent_id\":1")),
            "exception [app] B · v · G · v",
            "its own parent: as a list",
        ),
        (
            format!("{}{}{group}", one("B", 1, ",\"parent_id\":0"), one("A", 1, ",\"parent_id\":0")),
            "exception [app] B · v · A · v · G · v",
            "an id twice: as a list",
        ),
        (
            format!("{}{}", one("B", 2, ",\"parent_id\":1"), one("A", 1, ",\"is_exception_group\":true")),
            "exception [app] B · v · A · v",
            "no root: as a list",
        ),
    ];
    check("python", &table.iter().map(|(text, expected, why)| (text.as_str(), *expected, *why)).collect::<Vec<_>>());
}

#[test]
fn frames_5_5() {
    let line = "x".repeat(121);
    let long = format!("E: v\n+ f  p:/a.py:1  src:{line}");
    let fits = format!("E: v\n+ f  p:/a.py:1  src:{}", &line[1..]);
    let kept = format!("stack trace [app] E · a.py · f · {}", &line[1..]);
    check(
        "python",
        &[
            ("E: v\n+ f  m:shop  p:/srv/a.py:1", "stack trace [app] E · shop · f", "no file beside a module"),
            ("E: v\n+ f  p:/srv/A.PY:1", "stack trace [app] E · a.py · f", "the last part, small"),
            ("E: v\n+ f  p:C:\\srv\\a.py:1", "stack trace [app] E · a.py · f", "of Windows too"),
            ("E: v\n+ f  p:/a.py:1  src:x \t= 1", "stack trace [app] E · a.py · f · x = 1", "blanks collapse"),
            (&long, "stack trace [app] E · a.py · f", "a line that is too long"),
            (&fits, &kept, "a line that just fits"),
            ("E: v\n+ f  p:<anonymous>", "stack trace [app] E · f", "no file"),
            ("E: v\n+ f  p:/a.py:1\n+ f  p:/a.py:1", "stack trace [app] E · a.py · f", "recursion"),
            (
                "E: v\n+ f  p:/a.py:1\n+ f  p:/a.py:2",
                "stack trace [app] E · a.py · f · a.py · f",
                "another line is another call",
            ),
        ],
    );
    check(
        "go",
        &[(
            "E: v\n+ f  p:/a.go:1  src:x()",
            "stack trace [app] E · a.go · f",
            "the line counts only in some languages",
        )],
    );
}

#[test]
fn frames_of_javascript_5_5() {
    check(
        "javascript",
        &[
            ("E: v\n+ f  p:http://h/a.js:1:2", "stack trace [app] E · f", "no file of an address"),
            ("E: v\n+ f  p:blob:http://h/1:1:2", "stack trace [app] E · f", "likewise"),
            ("E: v\n+ f  p:applewebdata://x/a:1:2", "stack trace [app] E · f", "likewise"),
            ("E: v\n+ f  p:file:///srv/a.js:1:2", "stack trace [app] E · a.js · f", "but of a file's"),
            ("E: v\n+ a.b.f  p:app:///a.js?x=1:1:2", "stack trace [app] E · a.js · f", "no receiver, no query"),
            ("E: v\n+ f  m:src/a  p:/srv/src/a:1:2", "stack trace [app] E · a · f", "a module that is the path"),
            (
                "E: v\n+ f  p:webpack:///./a.js:1:2  src:pay()  map:x",
                "stack trace [app] E · a.js · pay()",
                "mapped: the line instead of the function",
            ),
            ("E: v\n+ p:http://h/a.js:1:2  src:pay()", "exception [app] E · v", "no function, and an address: no line"),
            (
                "E: v\n+ p:file:///a.js:1:2  src:pay()",
                "stack trace [app] E · a.js",
                "a file's counts as an address here",
            ),
            (
                "E: v\n+ p:app:///a.js:1:2  src:pay()",
                "stack trace [app] E · a.js · pay()",
                "a single frame without a function",
            ),
            ("E: v\n+ eval  p:http://h/a.js:1:2", "exception [app] E · v", "eval"),
            ("E: v\n+ f  p:[native code]", "exception [app] E · v", "the engine's"),
            ("E: v\n+ f  p:native code", "exception [app] E · v", "the engine's"),
            ("E: v\n+ f  p:eval code", "exception [app] E · v", "the engine's"),
            ("E: v\n+ Anonymous function  p:app:///a.js", "stack trace [app] E · a.js", "a name that says nothing"),
            ("E: v\n+ <anonymous function>  p:app:///a.js", "stack trace [app] E · a.js", "a name that says nothing"),
            ("E: v\n+ pay/<  p:app:///a.js", "stack trace [app] E · a.js", "Firefox's name for an inner function"),
        ],
    );
}

#[test]
fn frames_of_java_5_5() {
    check(
        "java",
        &[
            (
                "E: v\n+ f  m:sun.reflect.GeneratedMethodAccessor7",
                "stack trace [system] E · sun.reflect.GeneratedMethodAccessor · f",
                "an accessor",
            ),
            (
                "E: v\n+ f  m:jdk.internal.reflect.GeneratedMethodAccessor7",
                "stack trace [system] E · jdk.internal.reflect.GeneratedMethodAccessor · f",
                "an accessor",
            ),
            (
                "E: v\n+ f  m:sun.reflect.GeneratedConstructorAccessor7",
                "stack trace [system] E · sun.reflect.GeneratedConstructorAccessor<auto> · f",
                "an accessor",
            ),
            (
                "E: v\n+ f  m:sun.reflect.GeneratedSerializationConstructorAccessor7",
                "stack trace [system] E · sun.reflect.GeneratedSerializationConstructorAccessor<auto> · f",
                "an accessor",
            ),
            ("E: v\n+ f  m:a.B$$EnhancerByCGLIB$$1a2b_3", "stack trace [app] E · a.B$$EnhancerBy<auto> · f", "a proxy"),
            (
                "E: v\n+ f  m:a.B$$FastClassBySpring$$1a2b",
                "stack trace [app] E · a.B$$FastClassBy<auto> · f",
                "a proxy",
            ),
            ("E: v\n+ f  m:a.B_$$_javassist_seam_3", "stack trace [app] E · a.B_$$_javassist<auto> · f", "a proxy"),
            ("E: v\n+ f  m:a.B$HibernateProxy$x1", "stack trace [app] E · a.B$HibernateProxy$<auto> · f", "a proxy"),
            (
                "E: v\n+ f  m:shop.core$fn__1234",
                "stack trace [app] E · shop.core$fn__<auto> · f",
                "a function of Clojure",
            ),
            (
                "E: v\n+ f  f:B_$$_javassist_seam_3.java",
                "stack trace [app] E · b_$$_javassist<auto>.java · f",
                "a proxy's file",
            ),
            ("E: v\n+ lambda$f$0  m:a.B", "stack trace [app] E · a.B", "a lambda's name"),
            ("E: v\n+ f  m:a.B$$Lambda$7/1", "stack trace [app] E · f", "a lambda's class"),
        ],
    );
}

#[test]
fn frames_of_the_others_5_5() {
    check(
        "php",
        &[
            ("E: v\n+ [Anonymous function]  p:/a.php:1", "stack trace [app] E · a.php", "no name"),
            (
                "E: v\n+ class@anonymous\0/a.php:3$0::pay  p:/a.php:1",
                "stack trace [app] E · a.php",
                "a class without a name",
            ),
            ("E: v\n+ class@anonymous::pay  p:/a.php:1", "stack trace [app] E · a.php · pay", "its method"),
        ],
    );
    check(
        "ruby",
        &[
            ("E: v\n+ block in pay  p:/a.rb:1", "stack trace [app] E · a.rb · block", "a block"),
            ("E: v\n+ _app_x__1234_5678  p:/a.erb:1", "stack trace [app] E · a.erb · _app_x", "a template"),
            ("E: v\n+ pay__12_34  p:/a.rb:1", "stack trace [app] E · a.rb · pay__12_34", "short numbers are a name"),
        ],
    );
    check(
        "csharp",
        &[("E: v\n+ Pay  m:A  raw:Pay (int)", "stack trace [app] E · A · Pay (int)", "the raw function is preferred")],
    );
    check(
        "native",
        &[
            ("E: v\n+ <redacted>  f:a.m", "stack trace [app] E · a.m", "no name"),
            ("E: v\n+ <unknown>  f:a.c", "stack trace [app] E · a.c", "no name"),
            ("E: v\n+ pay  f:a.c  raw:pay(int)", "stack trace [app] E · a.c · pay", "shortened before"),
        ],
    );
}

#[test]
fn python_starts_processes_with_other_numbers_5_11() {
    let of = |numbers: &str| {
        format!(
            "E: v\n+ <module>  m:__main__  p:<string>:1  src:from multiprocessing.spawn import spawn_main; spawn_main({numbers})"
        )
    };
    assert_eq!(by("python", &of("tracker_fd=5, pipe_handle=7")), by("python", &of("tracker_fd=12, pipe_handle=31")));
}

#[test]
fn fingerprints_5_10() {
    let event = |fingerprint: &str| {
        format!(
            ".fingerprint {fingerprint}\n.transaction \"/pay\"\n.logger \"shop\"\n.level \"fatal\"\n.environment \"dev\"\n.tags {{\"step\":\"card\"}}\nE: order 7\n- g  p:/l.py:1\n+ f  m:shop  p:/srv/a.py:3  lib:/opt/lib/x.so"
        )
    };
    let table = [
        ("[]", "stack trace [app system] E · shop · f", "empty"),
        ("null", "stack trace [app system] E · shop · f", "none"),
        ("\"x\"", "stack trace [app system] E · shop · f", "no list"),
        ("[\"{{ default }}\"]", "stack trace [app system] E · shop · f", "the default"),
        (
            "[\"{{default}}\", \"{{  default  }}\"]",
            "stack trace [app system] E · shop · f",
            "the default, however written",
        ),
        ("[\"a\",1,true,null,[]]", "fingerprint [custom] a · 1 · True", "elements that are no text"),
        ("[\"{{ default }}\",\"x\"]", "fingerprint [app system] E · shop · f · x", "both"),
        ("[\"x\",\"{{ default }}\"]", "fingerprint [app system] x · E · shop · f", "both, in its order"),
        ("[\"{{ transaction }}\"]", "fingerprint [custom] /pay", "a variable"),
        ("[\"{{ message }}\"]", "fingerprint [custom] order <int>", "the message, without what varies"),
        ("[\"{{ type }}\",\"{{ error.type }}\"]", "fingerprint [custom] E · E", "the type"),
        ("[\"{{ value }}\",\"{{ error.value }}\"]", "fingerprint [custom] order <int> · order <int>", "the value"),
        ("[\"{{ function }}\",\"{{ stack.function }}\"]", "fingerprint [custom] f · f", "the crash frame's function"),
        ("[\"{{ path }}\",\"{{ stack.abs_path }}\"]", "fingerprint [custom] /srv/a.py · /srv/a.py", "its path"),
        ("[\"{{ stack.filename }}\"]", "fingerprint [custom] /srv/a.py", "its file"),
        ("[\"{{ module }}\",\"{{ stack.module }}\"]", "fingerprint [custom] shop · shop", "its module"),
        ("[\"{{ package }}\",\"{{ stack.package }}\"]", "fingerprint [custom] x.so · x.so", "its image"),
        ("[\"{{ level }}\",\"{{ logger }}\"]", "fingerprint [custom] fatal · shop", "level and logger"),
        (
            "[\"{{ tags.step }}\",\"{{ tags.environment }}\"]",
            "fingerprint [custom] card · dev",
            "tags, and fields that are searched like them",
        ),
        ("[\"{{ tags.none }}\"]", "fingerprint [custom] <no-value-for-tag-none>", "a tag that is not there"),
        ("[\"{{ nonsense }}\"]", "fingerprint [custom] <unrecognized-variable-nonsense>", "an unknown name"),
        ("[\"order 7\"]", "fingerprint [custom] order <int>", "the value itself"),
        ("[\"order 8\"]", "fingerprint [custom] order 8", "another text stays"),
    ];
    for (fingerprint, expected, why) in table {
        assert_eq!(by("python", &event(fingerprint)), expected, "{why}: {fingerprint}");
    }
    let missing = [
        ("message", "<no-message>"),
        ("type", "<no-type>"),
        ("value", "<no-value>"),
        ("function", "<no-function>"),
        ("path", "<no-abs-path>"),
        ("stack.filename", "<no-filename>"),
        ("module", "<no-module>"),
        ("package", "<no-package>"),
        ("transaction", "<no-transaction>"),
        ("logger", "<no-logger>"),
    ];
    for (name, expected) in missing {
        assert_eq!(
            by("python", &format!(".fingerprint [\"{{{{ {name} }}}}\"]")),
            format!("fingerprint [custom] {expected}")
        );
    }
}

#[test]
fn built_in_fingerprints_5_10() {
    let hydration = |value: &str| format!(".tags {{\"transaction\":\"/pay\"}}\nError: {value}\n+ f  p:http://h/a.js");
    let messages = [
        "Hydration failed because the initial UI does not match what was rendered on the server.",
        "Hydration failed because the server rendered HTML didn't match the client.",
        "This Suspense boundary received an update before it finished hydrating.",
        "There was an error while hydrating this Suspense boundary. Switched to client rendering.",
        "There was an error while hydrating. Because the error happened outside of a Suspense boundary, …",
        "Text content does not match server-rendered HTML.",
    ];
    for message in messages {
        assert_eq!(by("javascript", &hydration(message)), "fingerprint [custom] hydrationerror · /pay", "{message}");
    }
    check(
        "javascript",
        &[
            ("ChunkLoadError: x\n+ f  p:http://h/a.js", "fingerprint [custom] chunkloaderror", "by type"),
            ("Error: ChunkLoadError: x\n+ f  p:http://h/a.js", "fingerprint [custom] chunkloaderror", "by value"),
            (
                "Error: Text content does not match server-rendered HTML.",
                "exception [app] Error · Text content does not match server-rendered HTML.",
                "without a transaction as always",
            ),
            (
                ".fingerprint [\"own\"]\nChunkLoadError: x",
                "fingerprint [custom] chunkloaderror",
                "before the client's own",
            ),
        ],
    );
    check("python", &[("ChunkLoadError: x", "exception [app] ChunkLoadError · x", "only in JavaScript")]);
}
