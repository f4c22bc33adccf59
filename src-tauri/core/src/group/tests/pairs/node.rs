//! Node: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "node",
    platform: "node",
    join: &[
        (
            "the lines moved",
            "Error: no card\n+ charge  m:orders  p:/srv/shop/orders.js:«41:9|52:13»  src:throw new Error('no card')",
        ),
        (
            "through a promise, or straight",
            r"
            Error: no card
            + charge  m:orders  p:/srv/shop/orders.js:41:9  src:throw new Error('no card')
            «- process.processTicksAndRejections  p:node:internal/process/task_queues:95:5|»
            ",
        ),
        (
            "another version of Node",
            r"
            Error: no card
            - «Module._compile|wrapModuleLoad»  p:node:internal/modules/cjs/loader:«1105|1369»:14
            + charge  m:orders  p:/srv/shop/orders.js:41:9  src:throw new Error('no card')
            ",
        ),
        (
            "another version of a package",
            r"
            Error: no card
            - «Layer.handle|handleRequest»  m:express.lib.router:layer  p:/srv/shop/node_modules/express/lib/router/layer.js:95:5
            + charge  m:orders  p:/srv/shop/orders.js:41:9  src:throw new Error('no card')
            ",
        ),
        (
            "installed elsewhere",
            "Error: no card\n+ charge  p:«/srv|/home/ann/dev»/shop/orders.js:41:9  src:throw new Error('no card')",
        ),
        (
            "as an ES module",
            "Error: no card\n+ charge  p:«|file://»/srv/shop/orders.mjs:41:9  src:throw new Error('no card')",
        ),
        (
            "on Windows",
            r"Error: no card
            + charge  p:«C:\shop\|/srv/»orders.js:41:9  src:throw new Error('no card')",
        ),
        ("another id in the value", "Error: order «4711|98» of user «7|8» is gone"),
        ("another address", "Error: connect ECONNREFUSED «127.0.0.1:5432|10.0.0.7:5433»"),
        ("another duration", "Error: timeout after «31ms|2.5s»"),
        ("the bundle has another hash", "Error: no card\n+ charge  p:/srv/dist/server.«3f2a1b9c|77aa00ee».js:1:9"),
        (
            "recursion",
            "RangeError: Maximum call stack size exceeded\n+ walk  p:/srv/a.js:4:5  src:walk(n)\n«+ walk  p:/srv/a.js:4:5  src:walk(n)|»\n+ leaf  p:/srv/a.js:9:5  src:x",
        ),
        (
            "the SDK's own frame of another version",
            r"
            Error: no card
            + charge  p:/srv/shop/orders.js:41:9  src:throw new Error('no card')
            + «onunhandledrejection|makeHandler»  p:/srv/shop/node_modules/@sentry/node/build/cjs/integrations/onunhandledrejection.js:1:2
            ",
        ),
        ("another temporary folder", "Error: ENOENT: no such file or directory, open '/tmp/«a1b2/x|zz/y».json'"),
        ("another user in an object", r#"Error: bank said {"id":«7|8»,"name":"«Ann|Bob»","error":"declined"}"#),
    ],
    split: &[
        (
            "another line of the same function",
            "Error: no card\n+ charge  p:/srv/shop/orders.js:41:9  src:«check(card)|pay(card)»",
        ),
        ("another function", "Error: no card\n+ «charge|refund»  p:/srv/shop/orders.js:41:9  src:x"),
        ("another file", "Error: no card\n+ charge  p:/srv/shop/«orders|refunds».js:41:9  src:x"),
        ("another type", "«TypeError|RangeError»: no card\n+ charge  p:/srv/shop/orders.js:41:9  src:x"),
        ("another text, no frames", "Error: connect «ECONNREFUSED|ECONNRESET» 127.0.0.1:5432"),
        ("another host, no frames", "Error: getaddrinfo «ENOTFOUND|EAI_AGAIN» db.shop.example"),
        (
            "another cause",
            r"
            «TypeError|RangeError»: low
            Error: no card
            + charge  p:/srv/shop/orders.js:41:9  src:x
            ",
        ),
        (
            "a file whose name only looks like one with a hash",
            "Error: no card\n+ charge  p:/srv/dist/user-«Profile2|Profile3».js:1:9",
        ),
        (
            "another caller",
            "Error: no card\n+ «checkout|renew»  p:/srv/app.js:1:1  src:charge()\n+ charge  p:/srv/shop/orders.js:41:9  src:x",
        ),
        (
            "rejected with another text",
            r#"
            Error: «no money|no card»
            ~ {"type":"onunhandledrejection","handled":false,"synthetic":true}
            - emit  m:node:events  p:node:events:514:28
            "#,
        ),
        ("another message", r#".message "«payment|refund» failed""#),
        ("an empty file is not another one", "Error: ENOENT: no such file or directory, open '/etc/«shop|cart».json'"),
    ],
};
