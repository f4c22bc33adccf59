//! Whose code a frame is, and whether it counts: every built-in rule of a platform, from the bytes that an SDK sends
//! (protocol notes, 5.8 and 5.9).

use super::notation::payload;
use super::*;
use crate::items::digest::digest;

/// Of one trace, oldest call first: `own`, `lib`; and what the primary hash is made from.
fn judged(platform: &str, frames: &str) -> (String, String) {
    let (payload, received) = (payload(platform, frames), received());
    let digest = digest(&payload, &received);
    let words = grouped(&digest).in_app.concat().iter().map(|own| if *own { "own" } else { "lib" }).collect::<Vec<_>>();
    (words.join(" "), leaves(&digest))
}

fn check(table: &[(&str, &str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (platform, frame, expected, why) in table {
        let whose = judged(platform, &format!("E\n{frame}")).0;
        if whose != *expected {
            wrong.push(format!("{platform} {frame}: {whose}, not {expected} ({why})"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn folders_and_hosts_that_hold_other_peoples_code() {
    check(&[
        ("python", "+ f  p:/srv/venv/lib/python3.12/site-packages/x.py", "lib", "site-packages"),
        ("python", "+ f  p:/usr/lib/python3/dist-packages/x.py", "lib", "dist-packages"),
        ("ruby", "+ f  p:/srv/shop/vendor/bundle/x.rb", "lib", "vendor"),
        ("php", "+ f  p:/srv/shop/vendor/symfony/x.php", "lib", "vendor"),
        ("node", "+ f  p:/srv/shop/node_modules/express/x.js", "lib", "node_modules"),
        ("node", r"+ f  p:C:\shop\Node_Modules\express\x.js", "lib", "backslashes, capitals"),
        ("go", "+ f  p:/root/go/pkg/mod/github.com/x/x.go", "lib", "Go's modules"),
        ("native", "+ f  p:/home/ann/.cargo/registry/src/x/lib.rs", "lib", "Cargo's registry"),
        ("native", "+ f  p:/home/ann/.cargo/git/checkouts/x/lib.rs", "lib", "Cargo's checkouts"),
        ("native", "+ f  p:/rustc/0123/library/std/src/x.rs", "lib", "the compiler's sources"),
        ("python", "+ f  p:/home/ann/.local/share/uv/x.py", "lib", ".local/share"),
        ("dart", "+ f  p:/home/ann/.pub-cache/hosted/x.dart", "lib", "Dart's packages"),
        ("ruby", "+ f  p:/usr/local/lib/ruby/x.rb", "lib", "/usr/local/lib"),
        ("ruby", "+ f  p:/usr/local/Cellar/ruby/x.rb", "lib", "Homebrew"),
        ("php", "+ f  p:/opt/newrelic/x.php", "lib", "a monitor"),
        ("javascript", "+ f  p:https://cdn.lr.example/LogRocket.min.js", "lib", "a recorder"),
        ("native", "+ f  lib:/lib/x86_64-linux-gnu/libc.so.6", "lib", "an image of the system"),
        ("native", "+ f  lib:/lib64/ld-linux-x86-64.so.2", "lib", "an image of the system"),
        ("native", "+ f  lib:/usr/lib/libz.so", "lib", "an image of the system"),
        ("javascript", "+ f  p:https://unpkg.com/react/x.js", "lib", "a network of libraries"),
        ("javascript", "+ f  p:https://cdnjs.cloudflare.com/x.js", "lib", "a network of libraries"),
        ("javascript", "+ f  p:https://cdn.jsdelivr.net/x.js", "lib", "a network of libraries"),
        ("javascript", "+ f  p:https://esm.run/x.js", "lib", "a network of libraries"),
        ("python", "+ f  p:/srv/vendors/x.py", "own", "only a like name"),
    ]);
}

#[test]
fn javascripts_rules() {
    check(&[
        ("javascript", "+ f  m:@babel/runtime/helpers", "lib", "what compilers put in"),
        ("javascript", "+ f  m:core-js/modules/es", "lib", "what compilers put in"),
        ("javascript", "+ f  m:regenerator-runtime/runtime", "lib", "what compilers put in"),
        ("javascript", "+ f  m:tslib", "lib", "what compilers put in"),
        ("javascript", "+ f  m:tslibrary", "own", "only a like name"),
        ("node", "+ process.processTicksAndRejections", "lib", "Node's own"),
        ("node", "+ runMicrotasks", "lib", "Node's own"),
        ("node", "+ queueMicrotask", "lib", "Node's own"),
        ("node", "+ runNextTicks", "lib", "Node's own"),
        ("node", "+ nextTick", "lib", "Node's own"),
        ("javascript", "+ _callSuper", "lib", "a helper of classes"),
        ("javascript", "+ pay\n+ reportError\n+ dispatch", "own lib lib", "it and all above"),
        ("javascript", "? f  p:webpack:///./src/a.js", "own", "bundled"),
        ("javascript", "? f  p:webpack://shop/./src/a.js", "own", "bundled, with a namespace"),
        ("javascript", "? f  p:webpack:///./~/react/a.js", "lib", "a library, bundled"),
        ("javascript", "? f  p:webpack:///./node_modules/react/a.js", "lib", "a library, bundled"),
        ("javascript", "? f  p:webpack:///external%20x", "lib", "not of the project"),
        ("javascript", "? f  p:chrome-extension://abc/a.js", "lib", "an extension"),
        ("javascript", "? f  p:moz-extension://abc/a.js", "lib", "an extension"),
        ("javascript", "? f  p:safari-web-extension://abc/a.js", "lib", "an extension"),
        ("javascript", "? f  p:<anonymous>", "lib", "no file"),
        ("javascript", "? f  p:[native code]", "lib", "the engine"),
        ("javascript", "? f  p:app:///src/a.js", "own", "an app"),
        ("javascript", "? f  p:app:///node_modules/x/a.js", "lib", "an app's library"),
        ("javascript", "? f  p:http://localhost:3000/src/a.js", "own", "the page"),
        ("node", "? f  p:node:internal/timers", "lib", "Node's own"),
        ("node", "? f  p:internal/timers.js", "lib", "Node's own, of old"),
        ("node", "? f  p:timers.js", "lib", "Node's own, of old"),
        ("node", "? f  p:/srv/shop/a.js", "own", "a file"),
        ("node", "? f  p:file:///srv/shop/a.mjs", "own", "a module's file"),
        ("node", r"? f  p:C:\shop\a.js", "own", "a file on Windows"),
    ]);
}

#[test]
fn pythons_rubys_phps_gos_rules() {
    check(&[
        ("python", "+ f  m:sentry_sdk.integrations.wsgi", "lib", "the SDK"),
        ("python", "? f  p:/usr/lib/python3.12/json/decoder.py", "lib", "the standard library"),
        ("python", "? f  p:<frozen importlib._bootstrap>", "lib", "frozen"),
        ("python", "? f  p:<string>", "lib", "no file"),
        ("python", "? f  m:asyncio.runners  p:/x/runners.py", "lib", "a standard module"),
        ("python", "? f  m:jsonish  p:/x/jsonish.py", "own", "only a like name"),
        ("python", "? f  m:shop  p:/srv/shop.py", "own", "a module"),
        ("ruby", "? f  p:/usr/local/bundle/gems/rack/x.rb", "lib", "a gem"),
        ("ruby", "? f  p:/usr/lib/ruby/3.3.0/set.rb", "lib", "the standard library"),
        ("ruby", "? f  p:<internal:kernel>", "lib", "Ruby's own"),
        ("ruby", "? f  p:/srv/ruby/shop/app.rb", "own", "a project in a folder called ruby"),
        ("php", "? f  p:/srv/shop/vendor/x.php", "lib", "a package"),
        ("php", "? f  p:/srv/shop/src/x.php", "own", "a file"),
        ("perl", "? f  p:/usr/share/perl5/x.pm", "lib", "installed"),
        ("perl", "? f  p:/srv/shop/x.pm", "own", "a file"),
        ("go", "? f  m:runtime  p:/x/panic.go", "lib", "the runtime"),
        ("go", "? f  m:net/http  p:/x/server.go", "lib", "the standard library"),
        ("go", "? f  m:shop  p:/usr/local/go/src/x.go", "lib", "its folder"),
        ("go", "? f  m:shop  p:/usr/lib/go-1.22/src/x.go", "lib", "Debian's folder"),
        ("go", "? f  m:main  p:/srv/main.go", "own", "the program"),
        ("go", "? f  m:network/x  p:/srv/x.go", "own", "only a like name"),
        ("elixir", "? f  m:Elixir.Phoenix.Router  p:deps/phoenix/lib/x.ex", "lib", "a dependency"),
        ("elixir", "? f  m:gen_server  p:gen_server.erl", "lib", "Erlang's own"),
        ("elixir", "? f  m:Elixir.GenServer  p:lib/gen_server.ex", "lib", "Elixir's own"),
        ("elixir", "? f  m:Elixir.Shop.Orders  p:lib/shop/orders.ex", "own", "a module"),
        ("csharp", "? f  m:System.Collections.Generic.Dictionary", "lib", "the framework"),
        ("csharp", "? f  m:Microsoft.AspNetCore.X", "lib", "the framework"),
        ("csharp", "? f  m:Sentry.SentrySdk", "lib", "the SDK"),
        ("csharp", "? f  m:SystemShop.Orders", "own", "only a like name"),
        ("dart", "? f  p:dart:async/zone.dart", "lib", "the language"),
        ("dart", "+ f  p:package:flutter/src/x.dart", "lib", "Flutter"),
        ("other", "+ f  p:package:flutter/src/x.dart", "lib", "Flutter, as its SDK says it"),
        ("other", "+ f  p:package:sentry_flutter/src/x.dart", "lib", "the SDK"),
        ("dart", "? f  p:package:shop/x.dart", "own", "a package of the user"),
    ]);
}

#[test]
fn javas_rules() {
    let libraries = [
        "akka.x.A",
        "android.app.A",
        "androidx.x.A",
        "com.android.x.A",
        "com.fasterxml.x.A",
        "com.sun.x.A",
        "dalvik.x.A",
        "feign.A",
        "io.ktor.A",
        "io.netty.A",
        "io.opentelemetry.A",
        "io.sentry.A",
        "java.util.A",
        "javax.x.A",
        "jdk.internal.A",
        "kotlin.A",
        "kotlinx.coroutines.A",
        "org.apache.x.A",
        "org.glassfish.A",
        "org.jboss.A",
        "org.postgresql.A",
        "org.springframework.web.A",
        "reactor.core.A",
        "scala.A",
        "sun.misc.A",
    ];
    for module in libraries {
        assert_eq!(judged("java", &format!("E\n+ f  m:{module}")).0, "lib", "{module}, whatever the SDK says");
    }
    check(&[
        ("java", "+ f  m:com.shop.A", "own", "the SDK says so"),
        ("java", "? f  m:com.shop.A", "own", "nobody says"),
        ("java", "? f  m:javashop.A", "own", "only a like name"),
        (
            "java",
            "? main  m:com.shop.A\n? runWorker  m:java.util.concurrent.ThreadPoolExecutor\n? f  m:com.shop.B",
            "lib lib own",
            "a thread starts here",
        ),
    ]);
    let app = r#".contexts {"app":{"app_identifier":"com.shop.android"}}"#;
    let table = [
        (
            "? f  m:com.shop.A\n? f  m:com.squareup.B",
            "own lib",
            "the first two words of the package are the application's",
        ),
        ("? f  m:com.shopping.A\n? f  m:com.squareup.B", "own own", "none are: the list decides"),
        ("+ f  m:com.squareup.A", "own", "the SDK says so"),
    ];
    for (frames, expected, why) in table {
        assert_eq!(judged("java", &format!("{app}\nE\n{frames}")).0, expected, "{why}");
    }
}

#[test]
fn the_rules_of_machine_code() {
    check(&[
        ("cocoa", "- f  lib:/private/var/containers/Bundle/Application/X/Shop.app/Shop", "own", "the app's bundle"),
        ("cocoa", "- f  lib:/Users/ann/Library/Developer/Xcode/DerivedData/Shop/Shop", "own", "built at home"),
        ("cocoa", "- f  lib:/Applications/Shop.app/Contents/MacOS/Shop", "own", "a Mac's app"),
        ("cocoa", "- f  lib:/Applications/Xcode.app/Contents/Developer/x", "lib", "but not Xcode"),
        (
            "cocoa",
            "+ f  lib:/Users/ann/CoreSimulator/Profiles/Runtimes/iOS.simruntime/x/RuntimeRoot/UIKit",
            "lib",
            "the simulator's system",
        ),
        (
            "cocoa",
            "+ f  lib:/var/containers/Bundle/Application/X/Shop.app/Frameworks/Sentry.framework/Sentry",
            "lib",
            "the SDK's image",
        ),
        ("cocoa", "+ -[SentryClient captureEvent:]", "lib", "the SDK"),
        ("cocoa", "+ +[SentrySDK crash]", "lib", "the SDK"),
        ("cocoa", "+ kscrash_x", "lib", "the SDK"),
        ("cocoa", "+ RNSentryX", "lib", "the SDK"),
        ("native", "+ sentry_value_new_stacktrace", "lib", "the SDK"),
        ("native", "? f  lib:/System/Library/x", "lib", "nobody says: an image of the system"),
        ("native", r"? f  lib:C:\Windows\System32\kernel32.dll", "lib", "nobody says: an image of the system"),
        ("native", "? f  lib:/srv/shop", "own", "nobody says: the program"),
        ("native", "+ f\n+ _CxxThrowException\n+ g", "own lib lib", "it and all above"),
        ("native", "+ f\n+ __cxa_throw", "own lib", "what throws"),
        ("native", "+ f\n+ __assert_rtn\n+ abort", "own lib lib", "what asserts"),
        ("cocoa", "+ f\n+ _NSRaiseError", "own lib", "what throws"),
        ("cocoa", "+ f\n+ objc_exception_throw", "own lib", "what throws"),
        ("native", "+ f\n+ abort", "own lib", "what ends"),
        ("native", "+ f\n+ raise", "own lib", "what ends"),
        ("native", "+ f\n+ std::terminate", "own lib", "what ends"),
        ("native", "+ f\n+ RaiseException", "own lib", "what ends"),
        ("native", "- f\n+ FDebug::AssertFailed\n+ g", "own lib lib", "Unreal: what called it is the user's"),
        ("native", "+ start  lib:/usr/lib/dyld\n+ f", "lib own", "what starts a program"),
        ("native", "+ start  lib:/srv/shop\n+ f", "own own", "but not the user's own"),
        ("native", "+ _pthread_start\n+ f", "lib own", "what starts a thread"),
        ("native", "+ BaseThreadInitThunk\n+ f", "lib own", "what starts a thread"),
        ("cocoa", "+ main\n+ UIApplicationMain\n+ f", "lib lib own", "it and what led there"),
        ("native", "+ f\n+ _sigtramp\n+ handler", "own lib lib", "a signal's handler"),
        ("native", "+ f\n+ RtlpExecuteHandlerForException", "own lib", "a signal's handler"),
        ("native", "+ std::vec::Vec<T>::push\n+ f", "lib own", "Rust's own"),
        ("native", "+ core::option::Option<T>::unwrap\n+ f", "lib own", "Rust's own"),
        ("native", "+ alloc::x\n+ __rust_alloc\n+ f", "lib lib own", "Rust's own"),
        ("native", "+ f\n+ rust_begin_unwind", "own lib", "what reports a panic"),
        ("native", "+ f\n+ std::panicking::begin_panic\n+ g", "own lib lib", "it and all above"),
        ("native", "+ f\n+ core::panicking::panic\n+ g", "own lib lib", "it and all above"),
        ("native", "+ f\n+ failure::backtrace::Backtrace::new\n+ g", "own lib lib", "it and all above"),
        ("native", "+ f\n+ error_chain::make_backtrace\n+ g", "own lib lib", "it and all above"),
        (
            "rust",
            "? tokio::runtime::park\n? sentry::x\n? shop::f",
            "lib lib own",
            "nobody says: crates that run programs",
        ),
    ]);
}

#[test]
fn what_only_calls_another_does_not_count() {
    let table = [
        ("+ f\n+ lambda\n+ g", "E · f · g"),
        ("+ f\n+ boost::function0<void>::operator()\n+ g", "E · f · g"),
        ("+ f\n+ std::function<void()>::operator()() const\n+ g", "E · f · g"),
        ("+ f\n+ g [clone .cold.1]", "E · f · g"),
    ];
    for (frames, expected) in table {
        assert_eq!(judged("native", &format!("E\n{frames}")).1, expected, "{frames}");
    }
}

#[test]
fn a_frame_of_another_platform_has_that_platforms_rules() {
    let (whose, leaves) = judged(
        "javascript",
        "E\n+ show  m:java.util.X  lang:java\n+ charge  m:com.shop.A$$Lambda$7  f:A.java  lang:java",
    );
    assert_eq!((whose.as_str(), leaves.as_str()), ("lib own", "E · a.java · charge"));
}

#[test]
fn as_soon_as_one_frame_says_whose_it_is_the_others_are_not() {
    assert_eq!(judged("python", "E\n? f  p:/srv/a.py\n+ g  p:/srv/b.py").0, "lib own", "unset is then no");
    assert_eq!(judged("python", "E\n? f  p:/srv/a.py\n? g  p:/srv/b.py").0, "own own", "nobody says");
}
