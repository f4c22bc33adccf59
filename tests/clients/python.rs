//! sentry-sdk in three versions, and the client before them: one program.

use super::Client;

const LATEST: Client = Client {
    folder: "python",
    command: &["../../.venv/bin/python"],
    wishes: ["app.py", "everything.py"],
    environment: &[],
    stays: false,
    ends_with: 1,
    platform: "python",
    sdk: "sentry.python",
    kind: "OrderError",
    value: "order 41 cannot be read",
    culprit: "__main__ in read_order",
    handled: Some(false),
    chain: &["JSONDecodeError", "OrderError"],
    own: &[
        ("<module>", "main()"),
        ("main", r#"check_out({"customer": "jane", "order": '{"items": ['})"#),
        ("check_out", r#"return read_order(cart["order"])"#),
        ("read_order", r#"raise OrderError("order 41 cannot be read") from error"#),
    ],
    breadcrumbs: &["2 items in the cart", "reading the order of jane"],
    crash: &["event"],
    everything: &["attachment", "check_in 2", "event 2", "log", "session", "trace_metric", "transaction"],
};

const PYTHON_1: Client = Client {
    command: &[".venv/1.9/bin/python"],
    everything: &["attachment", "event 2", "session", "transaction"],
    ..LATEST
};

const PYTHON_0: Client = Client { command: &[".venv/0.14/bin/python"], everything: &["event 2", "session"], ..LATEST };

/// It does not say whether an error was handled.
const RAVEN: Client = Client {
    command: &[".venv/raven/bin/python"],
    environment: &[("PYTHONPATH", "lent")],
    sdk: "raven-python",
    handled: None,
    everything: &["event 2"],
    ..LATEST
};

crash_and_everything! {
    python_0: PYTHON_0;
    python_1: PYTHON_1;
    python_latest: LATEST;
    raven: RAVEN;
}
