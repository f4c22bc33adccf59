//! @sentry/browser in five versions: one page, in a real browser.

use super::Client;

const LATEST: Client = Client {
    folder: "npm",
    command: &["node", "page.mjs", "@sentry/browser"],
    wishes: ["crash", "everything"],
    environment: &[],
    stays: true,
    ends_with: 0,
    platform: "javascript",
    sdk: "sentry.javascript.browser",
    kind: "OrderError",
    value: "order 41 cannot be read",
    culprit: "readOrder(/app.js)",
    handled: Some(false),
    chain: &["SyntaxError", "OrderError"],
    own: &[("HTMLButtonElement.<anonymous>", "?"), ("checkOut", "?"), ("readOrder", "?")],
    breadcrumbs: &["2 items in the cart", "body > button#pay", "reading the order of jane"],
    crash: &["event", "session"],
    everything: &[
        "attachment",
        "event 2",
        "feedback",
        "log",
        "replay_event",
        "replay_recording",
        "session",
        "span",
        "trace_metric",
    ],
};

/// Transactions are the page's load and what it did.
const BROWSER_10: Client = Client {
    command: &["node", "page.mjs", "sentry-browser-10"],
    everything: &[
        "attachment",
        "event 2",
        "feedback",
        "log",
        "replay_event",
        "replay_recording",
        "session",
        "trace_metric",
        "transaction 2",
    ],
    ..LATEST
};

const BROWSER_8: Client = Client {
    command: &["node", "page.mjs", "sentry-browser-8"],
    everything: &["attachment", "event 2", "feedback", "replay_event", "replay_recording", "session", "transaction 2"],
    ..LATEST
};

const BROWSER_7: Client = Client {
    command: &["node", "page.mjs", "sentry-browser-7"],
    everything: &[
        "attachment",
        "event 2",
        "replay_event",
        "replay_recording",
        "session",
        "transaction 2",
        "user_report",
    ],
    ..LATEST
};

/// It calls handled what it caught around the listener.
const BROWSER_5: Client = Client {
    command: &["node", "page.mjs", "sentry-browser-5"],
    handled: Some(true),
    crash: &["event"],
    everything: &["event 2"],
    ..LATEST
};

crash_and_everything! {
    browser_10: BROWSER_10;
    browser_5: BROWSER_5;
    browser_7: BROWSER_7;
    browser_8: BROWSER_8;
    browser_latest: LATEST;
}
