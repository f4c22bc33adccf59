//! Swift and Objective-C: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "swift, objective-c (cocoa)",
    platform: "cocoa",
    join: &[
        (
            "other addresses and another load",
            "EXC_BAD_ACCESS: KERN_INVALID_ADDRESS at 0x«10|7ffee0».\n+ Shop.Order.charge(amount: Swift.Int) -> ()  lib:/var/containers/Bundle/Application/«7C9E6679-7425-40DE-944B-E07FC1F90AE7|00000000-7425-40DE-944B-E07FC1F90AE7»/Shop.app/Shop  addr:0x10«04a1b2c|1293040»",
        ),
        (
            "the signature changed",
            "Fatal error: no card\n+ Shop.Order.charge(«amount: Swift.Int|amount: Swift.Int, currency: Swift.String») «-> ()|throws -> Swift.Bool»  f:Order.swift",
        ),
        (
            "a closure, numbered anew",
            "Fatal error: no card\n+ closure #«1|2» (Swift.Int) -> () in Shop.Order.charge() -> ()  f:Order.swift",
        ),
        (
            "a part of an async function",
            "Fatal error: no card\n+ «(1) suspend resume partial function for |(3) await resume partial function for »Shop.Order.charge() async -> ()  f:Order.swift",
        ),
        (
            "specialized by the optimizer, or not",
            "Fatal error: no card\n+ «specialized |»Shop.Order.charge() -> ()  f:Order.swift",
        ),
        (
            "called from Objective-C, or straight",
            "Fatal error: no card\n+ «@objc |»Shop.Order.charge() -> ()  f:Order.swift",
        ),
        (
            "a block, numbered anew",
            "NSRangeException: *** index «7|12» beyond bounds\n+ __«27|31»-[Order chargeWithCard:]_block_invoke«|_2»  f:Order.m",
        ),
        (
            "a block, numbered by the linker",
            "NSRangeException: x\n+ __27-[Order chargeWithCard:]_block_invoke.«12|345»  f:Order.m",
        ),
        (
            "what throws it changed",
            r"
            NSInvalidArgumentException: no card
            + -[Order charge]  f:Order.m
            - «objc_exception_throw|_NSRaiseError»  lib:/usr/lib/libobjc.A.dylib
            - «abort|__cxa_throw»  lib:/usr/lib/system/libsystem_c.dylib
            ",
        ),
        (
            "the system around it changed",
            r"
            NSInvalidArgumentException: no card
            - start  lib:/usr/lib/dyld
            + main  lib:/var/containers/Bundle/Application/X/Shop.app/Shop
            - UIApplicationMain  lib:/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore
            - «-[UIWindow sendEvent:]|-[UIApplication _handleEvent:]»  lib:/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore
            + -[Order charge]  f:Order.m
            ",
        ),
        (
            "in the simulator, or on a device",
            "NSInvalidArgumentException: no card\n- -[Order charge]  lib:«/Users/ann/Library/Developer/CoreSimulator/Devices/A/data/Containers/Bundle/Application/B/Shop.app/Shop|/private/var/containers/Bundle/Application/C/Shop.app/Shop»",
        ),
        (
            "another thread",
            r#"
            .threads [{"id":«1|7»,"name":"com.shop.queue-«1|7»","crashed":true}]
            NSInvalidArgumentException: no card
            + -[Order charge]  f:Order.m
            "#,
        ),
        (
            "the application hangs, for another time",
            "App Hanging: App hanging for at least «2000|2017» ms.\n+ Shop.load() -> ()  f:Shop.swift",
        ),
        (
            "a coded error with another text",
            r#"
            NSError: The operation couldn’t be completed. /tmp/«a|b»
            ~ {"type":"NSError","meta":{"ns_error":{"domain":"NSURLErrorDomain","code":-1009}}}
            "#,
        ),
    ],
    split: &[
        ("another method", "NSInvalidArgumentException: no card\n+ -[Order «charge|refund»]  f:Order.m"),
        ("another class", "NSInvalidArgumentException: no card\n+ -[«Order|Cart» charge]  f:x.m"),
        ("a class's method, and an object's", "NSInvalidArgumentException: no card\n+ «+|-»[Order charge]  f:x.m"),
        ("another function", "Fatal error: no card\n+ Shop.Order.«charge|refund»() -> ()  f:x.swift"),
        ("another type", "«NSInvalidArgumentException|NSRangeException»: no card\n+ -[Order charge]  f:x.m"),
        (
            "another caller",
            "Fatal error: no card\n+ Shop.«checkout|renew»() -> ()  f:x.swift\n+ Shop.charge() -> ()  f:x.swift",
        ),
        (
            "a closure of another function",
            "Fatal error: no card\n+ closure #1 () -> () in Shop.«charge|refund»() -> ()  f:x.swift",
        ),
        (
            "a closure, and the function itself",
            "Fatal error: no card\n+ «closure #1 () -> () in |»Shop.charge() -> ()  f:x.swift",
        ),
        ("a block of another method", "NSRangeException: x\n+ __27-[Order «charge|refund»:]_block_invoke  f:Order.m"),
        (
            "another code",
            r#"
            NSError: offline
            ~ {"type":"NSError","meta":{"ns_error":{"domain":"NSURLErrorDomain","code":-«1009|1001»}}}
            "#,
        ),
        (
            "another domain",
            r#"
            NSError: offline
            ~ {"type":"NSError","meta":{"ns_error":{"domain":"«NSURL|Shop»ErrorDomain","code":7}}}
            "#,
        ),
        (
            "another place hangs",
            "App Hanging: App hanging for at least 2000 ms.\n+ Shop.«load|save»() -> ()  f:Shop.swift",
        ),
        ("another text, no frames", "Fatal error: card «declined|expired»"),
    ],
};
