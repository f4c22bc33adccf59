//! @sentry/node in five versions, the client before them, and the SDKs for Bun and Deno: one program.

use super::Client;

const LATEST: Client = Client {
    folder: "npm",
    command: &["node", "shop.js", "@sentry/node"],
    wishes: ["crash", "everything"],
    environment: &[],
    stays: false,
    ends_with: 1,
    platform: "node",
    sdk: "sentry.javascript.node",
    kind: "OrderError",
    value: "order 41 cannot be read",
    culprit: "readOrder(shop)",
    handled: Some(false),
    chain: &["SyntaxError", "OrderError"],
    own: &[("Object.?", TOP), CHECK_OUT, READ_ORDER],
    breadcrumbs: &["2 items in the cart", "reading the order of jane"],
    crash: &["event", "session"],
    everything: &["attachment", "check_in 2", "event 2", "feedback", "log", "session", "span", "trace_metric"],
};

const TOP: &str = r#"if (process.argv[3] === "crash") checkOut({ customer: "jane", order: '{"items": [' });"#;
const LINE_5: &str = "// `crash` ends with an uncaught error. `everything` sends one of each kind that this version has, and ends by itself.";
const CHECK_OUT: (&str, &str) = ("checkOut", "return readOrder(cart.order);");
const READ_ORDER: (&str, &str) = ("readOrder", r#"throw new OrderError("order 41 cannot be read", error);"#);

const NODE_10: Client = Client {
    command: &["node", "shop.js", "sentry-node-10"],
    everything: &["attachment", "check_in 2", "event 2", "feedback", "log", "session", "trace_metric", "transaction"],
    ..LATEST
};

const NODE_8: Client = Client {
    command: &["node", "shop.js", "sentry-node-8"],
    everything: &["attachment", "check_in 2", "event 2", "feedback", "session", "transaction"],
    ..LATEST
};

const NODE_7: Client = Client {
    command: &["node", "shop.js", "sentry-node-7"],
    own: &[("Object.<anonymous>", TOP), CHECK_OUT, READ_ORDER],
    everything: &["attachment", "check_in 2", "event 2", "session", "transaction"],
    ..LATEST
};

/// It calls handled what ends the program, and prints the error before it sends it.
const NODE_5: Client = Client {
    command: &["node", "shop.js", "sentry-node-5"],
    handled: Some(true),
    own: &[("Object.<anonymous>", TOP), CHECK_OUT, READ_ORDER],
    breadcrumbs: &["2 items in the cart", "reading the order of jane", "OrderError: order 41 cannot be read"],
    crash: &["event"],
    everything: &["event 2", "transaction"],
    ..LATEST
};

/// It knows neither causes nor whether an error was handled, and names the culprit itself.
const RAVEN: Client = Client {
    command: &["node", "-r", "./raven.js", "shop.js", "raven"],
    sdk: "raven-node",
    culprit: "shop at readOrder",
    handled: None,
    chain: &["OrderError"],
    own: &[("Object.<anonymous>", TOP), CHECK_OUT, READ_ORDER],
    crash: &["event"],
    everything: &["event 2"],
    ..LATEST
};

const BUN: Client = Client {
    command: &["node_modules/.bin/bun", "shop.js", "@sentry/bun"],
    sdk: "sentry.javascript.bun",
    own: &[("<anonymous>", TOP), CHECK_OUT, READ_ORDER],
    everything: &["attachment", "check_in 2", "event 2", "feedback", "log", "session", "span", "trace_metric"],
    ..LATEST
};

/// Deno loads a CommonJS file by a module of its own under the file's name: its line 5 is not the file's.
const DENO: Client = Client {
    command: &[
        "node_modules/.bin/deno",
        "run",
        "--allow-all",
        "--node-modules-dir=manual",
        "--preload",
        "deno.mjs",
        "shop.js",
        "@sentry/deno",
    ],
    platform: "javascript",
    sdk: "sentry.javascript.deno",
    culprit: "readOrder(/shop.js)",
    own: &[("?", LINE_5), ("Object.?", TOP), CHECK_OUT, READ_ORDER],
    crash: &["event"],
    everything: &["attachment", "check_in 2", "event 2", "feedback", "log", "trace_metric", "transaction"],
    ..LATEST
};

crash_and_everything! {
    bun: BUN;
    deno: DENO;
    node_10: NODE_10;
    node_5: NODE_5;
    node_7: NODE_7;
    node_8: NODE_8;
    node_latest: LATEST;
    raven: RAVEN;
}
