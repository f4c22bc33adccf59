//! React Native: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "react native",
    platform: "javascript",
    join: &[
        (
            "the columns moved",
            "TypeError: undefined is not a function\n+ charge  p:app:///index.android.bundle:1:«482113|509332»",
        ),
        (
            "on iOS and on Android, mapped",
            "TypeError: x\n+ charge  p:app:///src/orders.js:«41:9|52:1»  src:pay(card)  map:«ios|android»",
        ),
        (
            "another container of the app",
            "TypeError: x\n+ charge  p:/private/var/containers/Bundle/Application/«7C9E6679-7425-40DE-944B-E07FC1F90AE7|00000000-7425-40DE-944B-E07FC1F90AE7»/Shop.app/main.jsbundle:1:9",
        ),
        (
            "another version of React Native",
            r"
            TypeError: x
            - «invokePassiveEffects|flushEffects»  p:app:///node_modules/react-native/Libraries/Renderer/a.js:«1|7»:2
            + charge  p:app:///src/orders.js:41:9
            ",
        ),
        (
            "Hermes' own bytecode",
            "TypeError: x\n+ charge  p:app:///index.android.bundle:1:9\n- «apply|tryCallOne»  p:native",
        ),
        (
            "the development server has another address",
            "TypeError: x\n+ charge  p:http://«192.168.1.7|10.0.2.2»:8081/index.bundle?platform=android:1021:9",
        ),
        ("rejected with another id", "Error: order «4711|98» is gone"),
        ("minified by another build", "TypeError: no card\n+ «a|zt»  p:app:///index.android.bundle:1:«482113|509332»"),
        ("the receiver", "TypeError: x\n+ «Orders|Object».charge  p:app:///src/orders.js:41:9"),
        (
            "in another thread",
            r#"
            .tags {"thread":"«mqt_js|mqt_native»"}
            TypeError: x
            + charge  p:app:///src/orders.js:41:9
            "#,
        ),
        (
            "a native module's exception, other lines",
            r"
            IllegalStateException: no view
            + show  m:com.shop.OrdersModule  f:OrdersModule.java  lang:java
            - «invoke|invoke0»  m:java.lang.reflect.Method  f:Method.java  lang:java
            ",
        ),
    ],
    split: &[
        ("another function", "TypeError: x\n+ «charge|refund»  p:app:///index.android.bundle:1:9"),
        ("another text, minified", "TypeError: no «card|money»\n+ a  p:app:///index.android.bundle:1:482113"),
        ("another type", "«TypeError|RangeError»: x\n+ charge  p:app:///index.android.bundle:1:9"),
        ("another line, mapped", "TypeError: x\n+ charge  p:app:///src/orders.js:41:9  src:pay(«card|order»)  map:x"),
        ("another file, mapped", "TypeError: x\n+ charge  p:app:///src/«orders|refunds».js:41:9  map:x"),
        (
            "another native module",
            r"
            IllegalStateException: no view
            + show  m:com.shop.«Orders|Cart»Module  f:M.java  lang:java
            ",
        ),
        (
            "another native function",
            r"
            IllegalStateException: no view
            + «show|hide»  m:com.shop.OrdersModule  f:M.java  lang:java
            ",
        ),
        (
            "another caller",
            "TypeError: x\n+ «Cart|Orders»  p:app:///src/a.js:1:2\n+ charge  p:app:///src/orders.js:41:9",
        ),
        ("another message", r#".message "«cart|order» is empty""#),
        ("rejected with another text", "UnhandledRejection: Non-Error promise rejection captured with value: «a|b»"),
    ],
};
