//! Dart and Flutter: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "dart",
    platform: "dart",
    join: &[
        ("the lines moved", "StateError: no card\n+ Order.charge  f:order.dart  p:package:shop/order.dart:«41:7|87:9»"),
        (
            "a closure, in either name",
            "StateError: no card\n+ Order.charge.<«anonymous closure|fn»>  f:order.dart  p:package:shop/order.dart:41",
        ),
        (
            "another Flutter",
            r"
            StateError: no card
            - «_InkResponseState.handleTap|_InkResponseState._handleTap»  f:ink_well.dart  p:package:flutter/src/material/ink_well.dart:«1072|1170»
            + Order.charge  f:order.dart  p:package:shop/order.dart:41
            ",
        ),
        (
            "Flutter's frames, marked or not",
            r"
            StateError: no card
            «+|-» State.setState  f:framework.dart  p:package:flutter/src/widgets/framework.dart:1
            + Order.charge  f:order.dart  p:package:shop/order.dart:41
            ",
        ),
        (
            "called asynchronously",
            r"
            StateError: no card
            «- <asynchronous suspension>|»
            + Order.charge  f:order.dart  p:package:shop/order.dart:41
            ",
        ),
        (
            "the SDK's own frames",
            r"
            StateError: no card
            «+ SentryHttpClient.send  f:sentry_http_client.dart  p:package:sentry/src/http_client/sentry_http_client.dart:1|»
            + Order.charge  f:order.dart  p:package:shop/order.dart:41
            ",
        ),
        (
            "another version of a package",
            r"
            StateError: no card
            - DioMixin.«fetch|request»  f:dio_mixin.dart  p:/home/ann/.pub-cache/hosted/pub.dev/dio-5.«3|4».0/lib/src/dio_mixin.dart:1
            + Order.charge  f:order.dart  p:package:shop/order.dart:41
            ",
        ),
        (
            "another Dart, and nobody says what is own",
            r"
            StateError: no card
            ? «_rootRun|_rootRunUnary»  f:zone.dart  p:dart:async/zone.dart:1399
            ? Order.charge  f:order.dart  p:package:shop/order.dart:41
            ",
        ),
        ("another id in the value", "StateError: Bad state: order «4711|98» is gone"),
        ("another instance", "_TypeError: type 'Null' is not a subtype of type 'Order' of #«1a2b3|99fe0»"),
        (
            "recursion",
            "StackOverflowError: deep\n+ walk  p:package:shop/t.dart:3:1\n«+ walk  p:package:shop/t.dart:3:1|»\n+ leaf  p:package:shop/t.dart:9:1",
        ),
        (
            "a private name, mangled",
            "StateError: no card\n+ _Order@«123456789|987654321»._charge  f:order.dart  p:package:shop/order.dart:41",
        ),
    ],
    split: &[
        ("another method", "StateError: no card\n+ Order.«charge|refund»  p:package:shop/order.dart:41"),
        ("another class", "StateError: no card\n+ «Order|Cart».charge  p:package:shop/x.dart:41"),
        ("another file", "StateError: no card\n+ charge  p:package:shop/«order|cart».dart:41"),
        ("another type", "«StateError|RangeError»: no card\n+ Order.charge  p:package:shop/x.dart:41"),
        (
            "another caller",
            "StateError: no card\n+ Shop.«checkout|renew»  p:package:shop/a.dart:1\n+ Order.charge  p:package:shop/x.dart:41",
        ),
        (
            "a closure of another method",
            "StateError: no card\n+ Order.«charge|refund».<anonymous closure>  p:package:shop/x.dart:41",
        ),
        (
            "a closure, and the method itself",
            "StateError: no card\n+ Order.charge«.<anonymous closure>|»  p:package:shop/x.dart:41",
        ),
        ("another text, no frames", "StateError: Bad state: no «element|card»"),
        (
            "only in Flutter, another method",
            "FlutterError: x\n- State.«setState|dispose»  p:package:flutter/src/widgets/framework.dart:1",
        ),
        (
            "another cause",
            "«SocketException|HttpException»: low\nStateError: no card\n+ Order.charge  p:package:shop/x.dart:41",
        ),
        ("another message", r#".message "«payment|refund» failed""#),
    ],
};
