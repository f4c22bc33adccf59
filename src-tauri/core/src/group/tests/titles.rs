//! What an issue is called, from the bytes that an SDK sends (protocol notes, section 6; browsers' reports: 4.2).

use super::notation::payload;
use super::*;
use crate::items::digest::digest;

fn title(platform: &str, text: &str) -> String {
    let (payload, received) = (payload(platform, text), received());
    let (kind, value, culprit) = called(&digest(&payload, &received));
    format!("{kind} | {value} | {culprit}")
}

fn check(table: &[(&str, &str, &str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(platform, text, expected, _)| title(platform, text) != *expected)
        .map(|(platform, text, expected, why)| format!("{why}: {}, not {expected}", title(platform, text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors() {
    check(&[
        ("python", "ValueError: bad⏎worse", "ValueError | bad | ", "the first line of the value"),
        ("python", "ValueError: ⏎ ⏎bad", "ValueError | bad | ", "the first that says something"),
        ("node", "Error: Error: no card", "Error | no card | ", "the type is not said twice"),
        ("node", "Error: Error:", "Error | Error: | ", "unless it is all there is"),
        ("python", "A: a\nB: b", "B | b | ", "the last of a chain"),
        (
            "python",
            r#"
            ValueError: a
            ~ {"exception_id":1,"parent_id":0}
            ExceptionGroup: all
            ~ {"exception_id":0,"is_exception_group":true}
            "#,
            "ValueError | a | ",
            "a group of one is that one",
        ),
        (
            "python",
            r#"
            KeyError: b
            ~ {"exception_id":2,"parent_id":0}
            ValueError: a
            ~ {"exception_id":1,"parent_id":0}
            ExceptionGroup: all
            ~ {"exception_id":0,"is_exception_group":true}
            "#,
            "ExceptionGroup | all | ",
            "a group of two is the group",
        ),
        (
            "javascript",
            r#"
            TypeError: x is null
            ~ {"exception_id":1,"parent_id":0}
            Error: There was an error while hydrating but React was able to recover
            ~ {"exception_id":0}
            "#,
            "TypeError | x is null | ",
            "what React wrapped",
        ),
    ]);
}

#[test]
fn errors_that_say_nothing_are_told_apart() {
    check(&[
        (
            "python",
            "AssertionError\n+ charge  m:shop  p:/srv/a.py:3  src:assert total ==\t 3",
            "AssertionError | assert total == 3 | shop in charge",
            "by the line that failed",
        ),
        (
            "python",
            ".transaction \"/pay\"\nAssertionError\n+ charge  m:shop  p:/srv/a.py:3  src:assert ok",
            "AssertionError | assert ok | /pay",
            "by the line, in a view",
        ),
        (
            "python",
            "StopIteration\n+ charge  m:shop  p:/srv/a.py:3  src:next(x)\n- get  m:lib  p:/x/site-packages/a.py:3  src:raise StopIteration",
            "StopIteration | next(x) | shop in charge",
            "by the user's own line",
        ),
        (
            "java",
            ".transaction \"/pay\"\njava.lang.NullPointerException\n+ charge  m:com.shop.Orders  f:Orders.java",
            "java.lang.NullPointerException | com.shop.Orders in charge | /pay",
            "by the place, where there is no source",
        ),
        (
            "java",
            "java.lang.NullPointerException\n+ charge  m:com.shop.Orders  f:Orders.java",
            "java.lang.NullPointerException |  | com.shop.Orders in charge",
            "the culprit says the place already",
        ),
        ("go", "*errors.errorString", "*errors.errorString |  | ", "nothing is known"),
    ]);
}

#[test]
fn technical_errors() {
    let synthetic = r#"~ {"type":"x","synthetic":true}"#;
    let cases = [
        ("native", format!("SIGSEGV: Segfault\n{synthetic}\n+ shop::charge(int)  lib:/srv/shop"), "shop::charge | Segfault | ", "the function of the user's code"),
        ("native", format!("SIGSEGV: Segfault\n{synthetic}\n- memcpy  lib:/lib/libc.so"), "SIGSEGV | Segfault | ", "no code of the user's"),
        ("native", format!("SIGSEGV: Segfault\n{synthetic}\n+ shop::charge  lib:/srv/shop\n- abort  lib:/lib/libc.so"), "shop::charge | Segfault | ", "what ends the program is not it"),
        ("cocoa", format!("EXC_BAD_ACCESS: KERN_INVALID_ADDRESS at 0x10\n{synthetic}\n+ <redacted>  lib:/Users/a/x\n+ -[Order charge]  lib:/Users/a/x\n+ <redacted>  lib:/Users/a/x"), "-[Order charge] | KERN_INVALID_ADDRESS at 0x10 | ", "not a redacted one"),
        ("javascript", "UnhandledRejection: Non-Error promise rejection captured with value: no money\n~ {\"type\":\"onunhandledrejection\",\"synthetic\":true,\"handled\":false}".to_owned(), "UnhandledRejection | Non-Error promise rejection captured with value: no money | ", "a rejection with a text"),
        ("javascript", "UnhandledRejection: Object captured as promise rejection with keys: code, why".to_owned(), "UnhandledRejection | Object captured as promise rejection with keys: code, why | ", "a rejection with an object"),
        ("native", "Minidump: Invalid Minidump\n~ {\"type\":\"minidump\",\"handled\":false,\"synthetic\":true}".to_owned(), "Native crash | a program ended, and left a minidump | ", "a dump that was not read"),
        ("native", "Minidump: Invalid Minidump\n~ {\"type\":\"minidump\",\"synthetic\":true}\n+ shop::charge  lib:/srv/shop".to_owned(), "shop::charge | a program ended, and left a minidump | ", "a dump with frames"),
        ("java", "ApplicationNotResponding: Application Not Responding for at least 5000 ms.\n~ {\"type\":\"ANR\",\"handled\":false}\n+ load  m:com.shop.Main  f:Main.java\n- sleep  m:java.lang.Thread  f:Thread.java".to_owned(), "ApplicationNotResponding | Application Not Responding for at least 5000 ms. | com.shop.Main in load", "an application that does not respond"),
        ("cocoa", "App Hanging: App hanging for at least 2000 ms.\n~ {\"type\":\"AppHang\",\"synthetic\":true}\n+ Shop.load() -> ()  lib:/Users/a/x".to_owned(), "Shop.load | App hanging for at least 2000 ms. | ", "an application that hangs"),
    ];
    check(
        &cases
            .iter()
            .map(|(platform, text, expected, why)| (*platform, text.as_str(), *expected, *why))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn what_is_no_error() {
    check(&[
        ("python", r#".message "\n hello \nworld""#, "hello |  | ", "the first line"),
        ("python", r#".logentry {"message":"user %s","params":["ann"]}"#, "user ann |  | ", "the filled template"),
        ("python", r#".level "info""#, "<unlabeled event> |  | ", "nothing"),
        ("python", ".type \"transaction\"\n.transaction \"GET /pay\"", "GET /pay |  | GET /pay", "a transaction"),
        ("python", r#".contexts {"feedback":{"message":"I am lost\nhelp"}}"#, "I am lost |  | ", "feedback"),
        (
            "javascript",
            r#".contexts {"nel":{"error_type":"dns.unreachable"}}"#,
            "dns.unreachable |  | dns.unreachable",
            "a network error",
        ),
        (
            "javascript",
            ".contexts {\"nel\":{\"error_type\":\"tcp.refused\"}}\n.message \"connection refused\"\n.request {\"url\":\"http://shop/pay?x\"}",
            "connection refused |  | tcp.refused",
            "a network error that says more",
        ),
        (
            "python",
            ".message \"m\"\n.request {\"url\":\"http://shop/pay?x=1#y\"}",
            "m |  | http://shop/pay",
            "the address",
        ),
        ("go", ".message \"m\"\n+ charge  m:shop  p:/srv/a.go:3", "m |  | shop in charge", "the stack trace beside it"),
        (
            "java",
            ".message \"m\"\n.thread {\"id\":1,\"crashed\":true}\n+ charge  m:com.shop.A  f:A.java",
            "m |  | com.shop.A in charge",
            "the thread's",
        ),
    ]);
}

#[test]
fn culprits() {
    check(&[
        ("python", ".transaction \"/pay\"\nE: v\n+ f  m:shop", "E | v | /pay", "the transaction"),
        ("python", "E: v\n+ f  m:shop\n- g  m:lib", "E | v | shop in f", "the nearest own frame"),
        ("python", "E: v\n- f  m:shop\n- g  m:json", "E | v | json in g", "else the nearest"),
        ("python", "E: v\n+ f  p:/srv/a.py:3", "E | v | /srv/a.py in f", "the file, where there is no module"),
        ("python", "E: v\n+ m:shop", "E | v | shop in ?", "no function"),
        ("native", "E: v\n+ shop::pay(int)  f:a.cpp", "E | v | shop::pay", "machine code: the function"),
        ("native", "E: v\n? addr:0x10", "E | v | ?", "machine code without a name"),
        (
            "javascript",
            "E: v\n+ pay  p:http://h:1/js/main.js:1:2",
            "E | v | pay(/js/main.js)",
            "JavaScript: the path of the address",
        ),
        (
            "node",
            "E: v\n+ Object.<anonymous>  m:app  p:/srv/app.js:1:2",
            "E | v | ?(app)",
            "what only says that there is no name",
        ),
        (
            "csharp",
            "E: v\n+ MoveNext  m:Shop.Orders+<ChargeAsync>d__7",
            "E | v | Shop.Orders in ChargeAsync",
            "what the compiler made of a method",
        ),
        (
            "elixir",
            "E: v\n+ Shop.pay/1  m:Elixir.Shop  f:lib/shop.ex",
            "E | v | Shop.pay/1",
            "Elixir names the module with the function",
        ),
        ("node", "E: v\n+ pay  m:app\n+ x  m:@sentry.core:exports", "E | v | pay(app)", "never the SDK"),
        (
            "python",
            "E: v\n~ {\"type\":\"x\",\"synthetic\":true}\n+ f  m:shop",
            "f | v | ",
            "of what is technical, none",
        ),
        ("python", "E: v", "E | v | ", "nothing is known"),
    ]);
}

#[test]
fn reports_of_browsers() {
    let csp = |report: &str| title("javascript", &format!(".csp {report}"));
    let local = |directive: &str, violated: &str| {
        csp(&format!(
            r#"{{"effective-directive":"{directive}","violated-directive":"{violated}","blocked-uri":"self"}}"#
        ))
    };
    let of = |title: &str| title.split(" |").next().unwrap_or_default().to_owned();
    let table = [
        ("child-src", "child-src", "Blocked inline 'child'"),
        ("connect-src", "connect-src", "Blocked inline 'connect'"),
        ("font-src", "font-src", "Blocked inline 'font'"),
        ("img-src", "img-src", "Blocked inline 'image'"),
        ("manifest-src", "manifest-src", "Blocked inline 'manifest'"),
        ("media-src", "media-src", "Blocked inline 'media'"),
        ("object-src", "object-src", "Blocked inline 'object'"),
        ("style-src", "style-src", "Blocked inline 'style'"),
        ("script-src", "script-src 'unsafe-inline'", "Blocked unsafe inline 'script'"),
        ("script-src", "script-src 'unsafe-eval'", "Blocked unsafe eval() 'script'"),
        ("script-src", "script-src", "Blocked unsafe (eval() or inline) 'script'"),
        ("style-src-elem", "style-src-elem", "Blocked 'style' or 'link' element"),
        ("style-src-attr", "style-src-attr", "Blocked style attribute"),
        ("script-src-attr", "script-src-attr", "Blocked unsafe 'script' element"),
        ("script-src-elem", "script-src-elem", "Blocked inline script attribute"),
        ("base-uri", "base-uri", "Blocked inline 'base-uri'"),
    ];
    for (directive, violated, expected) in table {
        assert_eq!(of(&local(directive, violated)), expected, "{directive}");
    }
    let table = [
        ("script-src", "https://evil.example:81/a.js?b", "Blocked 'script' from 'evil.example:81'"),
        ("script-src-elem", "http://evil.example", "Blocked 'script' from 'evil.example'"),
        ("img-src", "data", "Blocked 'image' from 'data:'"),
        ("child-src", "https://a.b", "Blocked 'child' from 'a.b'"),
        ("connect-src", "wss://a.b/c", "Blocked 'connect' from 'wss://a.b'"),
        ("form-action", "https://a.b", "Blocked 'form' action to 'a.b'"),
        ("script-src-attr", "https://a.b", "Blocked inline script attribute from 'a.b'"),
        ("style-src-attr", "https://a.b", "Blocked style attribute from 'a.b'"),
        ("frame-ancestors", "https://a.b", "Blocked 'frame-ancestors' from 'a.b'"),
    ];
    for (directive, blocked, expected) in table {
        let report = format!(r#"{{"effective-directive":"{directive}","blocked-uri":"{blocked}"}}"#);
        assert_eq!(of(&csp(&report)), expected, "{directive}");
    }
    let missing = r#"{"violated-directive":"Img-Src https://a.b/c 'self'","blocked-uri":"https://evil.example"}"#;
    assert_eq!(
        csp(missing),
        "Blocked 'image' from 'evil.example' |  | Img-Src a.b 'self'",
        "the first word of what was violated"
    );
    let others = [
        (".hpkp {\"hostname\":\"shop.example\"}", "Public key pinning validation failed for 'shop.example'"),
        (".expectct {\"hostname\":\"shop.example\"}", "Expect-CT failed for 'shop.example'"),
        (".expectstaple {\"hostname\":\"shop.example\"}", "Expect-Staple failed for 'shop.example'"),
    ];
    for (report, expected) in others {
        assert_eq!(of(&title("javascript", report)), expected);
    }
}
