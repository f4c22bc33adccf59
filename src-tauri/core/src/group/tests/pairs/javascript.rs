//! JavaScript in a browser: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "javascript (browser)",
    platform: "javascript",
    join: &[
        (
            "the lines and columns moved",
            r"
            TypeError: x is undefined
            + charge  p:http://localhost:3000/src/orders.js:«41:9|52:13»
            ",
        ),
        (
            "another port and host",
            r"
            TypeError: x is undefined
            + charge  p:http://«localhost:3000|127.0.0.1:5173»/src/orders.js:41:9
            ",
        ),
        (
            "another build: minified names and hashed files",
            r"
            TypeError: Cannot read properties of undefined (reading 'card')
            + «a|Qe»  p:https://shop.example/assets/index-«BfD3k2_a|C9xLw-0Z».js:1:«48211|50933»
            + «t.b|e.xt»  p:https://shop.example/assets/index-«BfD3k2_a|C9xLw-0Z».js:1:«9120|8801»
            ",
        ),
        (
            "the receiver is called otherwise",
            r"
            TypeError: x is undefined
            + «Object|Orders».charge  p:http://localhost:3000/src/orders.js:41:9
            ",
        ),
        (
            "Chrome's words and Firefox's for a function without a name",
            r"
            TypeError: x is undefined
            + charge  p:http://localhost:3000/src/orders.js:41:9
            + «<anonymous>|?»  p:http://localhost:3000/src/orders.js:44:9
            ",
        ),
        (
            "called asynchronously in Firefox, and in Chrome",
            r"
            TypeError: x is undefined
            + «async*|async »charge  p:http://localhost:3000/src/orders.js:41:9
            ",
        ),
        (
            "an alias in the trace",
            r"
            TypeError: x is undefined
            + Object.charge«| [as onClick]»  p:http://localhost:3000/src/orders.js:41:9
            ",
        ),
        (
            "another element of Promise.all",
            r"
            TypeError: x is undefined
            + charge  p:http://localhost:3000/src/orders.js:41:9
            + async Promise.all (index «0|3»)  p:<anonymous>
            ",
        ),
        (
            "the query changes with each start of the development server",
            r"
            TypeError: x is undefined
            + charge  p:app:///src/orders.js?t=«1690000001|1701111102»:41:9
            ",
        ),
        (
            "another version of a library",
            r"
            TypeError: x is undefined
            - «renderWithHooks|finishRender»  p:http://localhost:5173/node_modules/.vite/deps/react-dom.js?v=«a1b2c3d4|9f8e7d6c»:1:2
            + Cart  p:http://localhost:5173/src/Cart.jsx:41:9
            ",
        ),
        (
            "in a browser with an extension",
            r"
            TypeError: x is undefined
            - «wrapped|hook»  p:chrome-extension://«abcdef|ghijkl»/inject.js:1:2
            + charge  p:http://localhost:3000/src/orders.js:41:9
            ",
        ),
        (
            "chunks that do not load after a deployment",
            r"
            ChunkLoadError: Loading chunk «7|12» failed. (https://shop.example/chunk.«7.a1b2|12.ffee».js)
            + «a|b»  p:https://shop.example/main.js:1:2
            ",
        ),
        (
            "rejected with another id",
            r#"
            UnhandledRejection: Non-Error promise rejection captured with value: order «4711|98»
            ~ {"type":"onunhandledrejection","handled":false,"synthetic":true}
            "#,
        ),
        (
            "rejected with an object: the same keys, other values",
            r#"
            UnhandledRejection: {«"code":402,"id":"evt_1"|"id":"evt_2", "code":500»,"error":"declined"}
            "#,
        ),
        (
            "hydration fails on the same page",
            r#"
            .tags {"transaction":"/orders"}
            Error: «Hydration failed because the initial UI does not match what was rendered on the server.|Text content does not match server-rendered HTML.»
            + «a|b»  p:https://shop.example/main.js:1:2
            "#,
        ),
    ],
    split: &[
        (
            "another function",
            "TypeError: x is undefined\n+ «charge|refund»  p:http://localhost:3000/src/orders.js:41:9",
        ),
        (
            "another type",
            "«TypeError|RangeError»: x is undefined\n+ charge  p:http://localhost:3000/src/orders.js:41:9",
        ),
        (
            "another source line, mapped",
            r"
            TypeError: x is undefined
            + charge  p:webpack:///./src/orders.js:41:9  src:pay(«card|order»)  map:x
            ",
        ),
        (
            "another file, bundled",
            r"
            TypeError: x is undefined
            + charge  p:webpack:///./src/«orders|refunds».js:41:9
            ",
        ),
        (
            "minified, but another property is missing",
            r"
            TypeError: Cannot read properties of undefined (reading '«card|total»')
            + a  p:https://shop.example/assets/index-BfD3k2_a.js:1:48211
            ",
        ),
        (
            "short names in code that is not minified",
            r"
            TypeError: x is undefined
            + «f|g»  p:http://localhost:3000/src/orders.js:41:9
            ",
        ),
        (
            "rejected with another text",
            "UnhandledRejection: Non-Error promise rejection captured with value: «no money|no card»",
        ),
        (
            "rejected with another error in an object",
            r#"UnhandledRejection: {"code":402,"error":"«declined|expired»"}"#,
        ),
        (
            "rejected with an object with other keys",
            r#"UnhandledRejection: Object captured as promise rejection with keys: «code, id|user»"#,
        ),
        (
            "another page does not hydrate",
            r#"
            .tags {"transaction":"«/orders|/cart»"}
            Error: Text content does not match server-rendered HTML.
            "#,
        ),
        (
            "another resource is blocked",
            r#".csp {"effective-directive":"img-src","blocked-uri":"https://«evil|cdn».example/a.png"}"#,
        ),
        (
            "another directive",
            r#".csp {"effective-directive":"«img|script»-src","blocked-uri":"https://evil.example/a"}"#,
        ),
        ("another message", r#".message "«cart|order» is empty""#),
    ],
};
