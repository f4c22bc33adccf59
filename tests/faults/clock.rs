//! The clock goes back while the program runs, and before it starts again.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{assert_none_lost, marked};
use crate::util::namespace;
use crate::util::sandbox::Sandbox;

const DAY: i64 = 24 * 60 * 60;

/// What goes between the program and the system's clock; made anew, since no Rust of ours may do such a thing.
fn shifter(sandbox: &Sandbox) -> Option<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/faults/clock.c");
    let library = sandbox.path("clock.so");
    let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    if !made.is_ok_and(|status| status.success()) {
        namespace::skipped("a clock that goes back", "there is no `cc`");
        return None;
    }
    library.into_os_string().into_string().ok()
}

#[test]
fn a_clock_that_goes_back_loses_nothing() {
    let mut sandbox = Sandbox::new();
    let Some(library) = shifter(&sandbox) else { return };
    let shift = |days: i64| fs::write(sandbox.path("shift"), (days * DAY).to_string()).expect("a file can be made");
    let shift_file = format!("CLOCK_SHIFT={}", sandbox.path("shift").display());
    let preload = format!("LD_PRELOAD={library}");
    shift(0);
    let mut acknowledged = std::collections::BTreeSet::new();
    let mut n_sent = 0;
    for days in [0, -2, -400, -1] {
        fs::write(sandbox.path("shift"), (days * DAY).to_string()).expect("a file can be made");
        // A start of its own, and a change of the clock while it runs.
        if sandbox_is_down(&mut sandbox) || days == -400 {
            if days == -400 {
                sandbox.terminate();
            }
            sandbox.serve_behind(&["env", &preload, &shift_file]);
        }
        for _ in 0..3 {
            n_sent += 1;
            let mark = format!("event-{n_sent}");
            let answer = sandbox.send(&marked("event", &mark, "the same error"));
            assert_eq!(answer.status, 200, "{days} days: {}", answer.text());
            acknowledged.insert(mark);
        }
        let issues = sandbox.rpc("list_issues", &json!({ "query": "", "sort": "last_seen", "after": null, "limit": 9 })).json();
        let row = &issues["rows"][0];
        assert_eq!(row["events"], json!(n_sent), "{days} days: each is counted: {issues}");
        let time = |name: &str| row[name].as_f64().unwrap_or_default();
        assert!(time("first_seen") > 0.0 && time("first_seen") <= time("last_seen"), "{days} days: {row}");
        for at in ["latest", "first", "1"] {
            let event = sandbox.rpc("get_event", &json!({ "number": row["number"], "at": at }));
            assert_eq!(event.status, 200, "{days} days, {at}: {}", event.text());
        }
        assert_ne!(sandbox.rpc("sidebar", &json!({})).json(), Value::Null);
    }
    sandbox.terminate();
    assert_none_lost(&acknowledged, &sandbox.data());
}

fn sandbox_is_down(sandbox: &mut Sandbox) -> bool {
    !sandbox.is_alive()
}
