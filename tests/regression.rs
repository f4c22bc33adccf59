//! What went wrong once, as its user met it. Each test says what was seen.

use std::fs;

use crate::util::sandbox::Sandbox;

/// `resolve 1 999` said "1 issue resolved" and was content.
#[test]
fn a_number_that_names_no_issue_is_told_among_good_ones() {
    let sandbox = Sandbox::serving();
    sandbox.cli(&["send-test"]);
    let said = sandbox.cli(&["resolve", "1", "999"]);
    assert_eq!((said.status, said.stdout.lines().next()), (Some(1), Some("1 issue resolved")), "{said:?}");
    assert!(said.stderr.contains("there is no issue 999"), "{said:?}");
    let again = sandbox.cli(&["resolve", "1"]);
    assert_eq!(again.stdout, "nothing to resolve: it is so already\n", "{again:?}");
}

/// `issues -level:error` was taken for an option.
#[test]
fn a_query_may_begin_with_a_minus() {
    let sandbox = Sandbox::serving();
    sandbox.cli(&["send-test", "all"]);
    let issues = sandbox.json(&["issues", "-level:error", "--json"]);
    let levels: Vec<_> = issues.as_array().unwrap().iter().map(|issue| issue["level"].clone()).collect();
    assert_eq!(levels, ["warning"], "all but errors");
}

/// `serve --data /etc/passwd` refused it, and left a lock and a resident's file beside it.
#[test]
fn nothing_is_made_beside_a_file_that_is_not_ours() {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.data().parent().unwrap()).unwrap();
    fs::write(sandbox.data(), "root:x:0:0:root:/root:/bin/bash\n").unwrap();
    let said = sandbox.cli(&["serve", "--port", "0"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    for ending in ["-lock", "-resident", "-wal"] {
        assert!(!sandbox.data_file_beside(ending).exists(), "{ending} was made");
    }
}

/// While paused, `send-test` said "sent" and ended well.
#[test]
fn a_pause_is_named_where_events_are_expected() {
    let sandbox = Sandbox::serving();
    sandbox.cli(&["pause"]);
    let said = sandbox.cli(&["send-test"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.stderr.contains("paused") && said.stderr.contains("`crashtray resume`"), "{said:?}");
    assert!(sandbox.cli(&["doctor"]).stdout.contains("paused"), "doctor names it too");
}
