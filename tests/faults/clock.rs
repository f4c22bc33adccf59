//! The clock goes back while the program runs, and before it starts again.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

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
    let shift = sandbox.path("shift");
    let set_clock = |days: i64| fs::write(&shift, (days * DAY).to_string()).expect("a file can be made");
    let surroundings = ["env", &format!("LD_PRELOAD={library}"), &format!("CLOCK_SHIFT={}", shift.display())];
    let mut acknowledged = BTreeSet::new();
    for (days, starts) in [(0, true), (-2, false), (-400, true), (-1, false), (-1, true)] {
        set_clock(days);
        if starts {
            if sandbox.is_alive() {
                sandbox.terminate();
            }
            sandbox.serve_behind(&surroundings);
        }
        for nth in 0..3 {
            let mark = format!("{days}.{starts}.{nth}");
            let answer = sandbox.send(&marked("event", &mark, "the same error"));
            assert_eq!(answer.status, 200, "{days} days: {}", answer.text());
            acknowledged.insert(mark);
        }
        look(&sandbox, days, acknowledged.len());
    }
    sandbox.terminate();
    assert_none_lost(&acknowledged, &sandbox.data());
}

/// All are counted in their issue, and it and each of them can be looked at.
fn look(sandbox: &Sandbox, days: i64, n_events: usize) {
    let all = json!({ "query": "", "sort": "last_seen", "after": null, "limit": 9 });
    let page = sandbox.rpc("list_issues", &all).json();
    let row = &page["rows"][0];
    assert_eq!(row["events"], json!(n_events), "{days} days: each is counted: {page}");
    let time = |name: &str| row[name].as_f64().unwrap_or_default();
    assert!(time("first_seen") > 0.0 && time("first_seen") <= time("last_seen"), "{days} days: {row}");
    for at in ["latest", "first", "1"] {
        let event = sandbox.rpc("get_event", &json!({ "number": row["number"], "at": at }));
        assert_eq!(event.status, 200, "{days} days, {at}: {}", event.text());
    }
}
