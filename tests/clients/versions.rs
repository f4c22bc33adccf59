//! The same crash sent by two versions of one client is one issue, where what they send allows it.

use std::collections::BTreeSet;

use crate::util::came::nothing_was_refused;
use crate::util::program::{Program, run};
use crate::util::sandbox::Sandbox;
use crate::util::wait;

#[test]
#[ignore = "needs more clients: make test-all"]
fn node_bun_and_deno() {
    let sandbox = Sandbox::serving();
    for package in ["sentry-node-5", "sentry-node-7", "sentry-node-8", "sentry-node-10", "@sentry/node"] {
        run(&sandbox, "npm", &["node", "shop.js", package, "crash"]);
    }
    run(&sandbox, "npm", &["node", "-r", "./raven.js", "shop.js", "raven", "crash"]);
    run(&sandbox, "npm", &["node_modules/.bin/bun", "shop.js", "@sentry/bun", "crash"]);
    let deno = ["node_modules/.bin/deno", "run", "--allow-all", "--node-modules-dir=manual", "--preload", "deno.mjs"];
    run(&sandbox, "npm", &[&deno[..], &["shop.js", "@sentry/deno", "crash"]].concat());
    check(
        &sandbox,
        &[
            &[
                "sentry.javascript.bun 11",
                "sentry.javascript.node 10",
                "sentry.javascript.node 11",
                "sentry.javascript.node 7",
                "sentry.javascript.node 8",
            ],
            // It calls the engine's own `JSON.parse`, a frame without a file, the program's.
            &["sentry.javascript.node 5"],
            // It does not send what caused the error.
            &["raven-node 2"],
            // Its frames have no modules, and the file that was loaded is one of them.
            &["sentry.javascript.deno 10"],
        ],
    );
    nothing_was_refused(&sandbox);
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn browser() {
    let sandbox = Sandbox::serving();
    let packages = "sentry-browser-5,sentry-browser-7,sentry-browser-8,sentry-browser-10,@sentry/browser";
    let program = Program::start(&sandbox, "npm", &["node", "page.mjs", packages, "crash"], &[]);
    wait::until_equal(&5, || issues(&sandbox).iter().map(BTreeSet::len).sum::<usize>());
    let said = program.end();
    assert_eq!(said.status, Some(0), "{said:?}");
    check(
        &sandbox,
        &[&[
            "sentry.javascript.browser 10",
            "sentry.javascript.browser 11",
            "sentry.javascript.browser 5",
            "sentry.javascript.browser 7",
            "sentry.javascript.browser 8",
        ]],
    );
    nothing_was_refused(&sandbox);
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn python() {
    let sandbox = Sandbox::serving();
    for python in ["../../.venv/bin/python", ".venv/0.14/bin/python", ".venv/1.9/bin/python"] {
        run(&sandbox, "python", &[python, "app.py"]);
    }
    Program::start(&sandbox, "python", &[".venv/raven/bin/python", "app.py"], &[("PYTHONPATH", "lent")]).end();
    check(&sandbox, &[&["raven-python 6", "sentry.python 0", "sentry.python 1", "sentry.python 2"]]);
    nothing_was_refused(&sandbox);
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn ruby() {
    let sandbox = Sandbox::serving();
    run(&sandbox, "ruby", &["ruby", "app/shop.rb", "crash"]);
    run(&sandbox, "ruby", &["ruby", "-r", "./raven.rb", "app/shop.rb", "crash"]);
    check(&sandbox, &[&["raven-ruby 3", "sentry.ruby 5"]]);
    nothing_was_refused(&sandbox);
}

/// Just these clients share an issue.
fn check(sandbox: &Sandbox, expected: &[&[&str]]) {
    let set = |clients: &&[&str]| clients.iter().map(|client| (*client).to_owned()).collect();
    assert_eq!(issues(sandbox), expected.iter().map(set).collect::<BTreeSet<_>>(), "{}", sandbox.log());
}

/// Of each issue, which clients sent it.
fn issues(sandbox: &Sandbox) -> BTreeSet<BTreeSet<String>> {
    let issues = sandbox.json(&["issues", "--json"]);
    let clients = |number: String| {
        let events = sandbox.json(&["events", &number, "--json"]);
        let ids = events.as_array().into_iter().flatten().filter_map(|event| event["event_id"].as_str());
        ids.map(|id| client(sandbox, id)).collect()
    };
    issues.as_array().into_iter().flatten().map(|issue| clients(issue["number"].to_string())).collect()
}

/// Name and major version.
fn client(sandbox: &Sandbox, event: &str) -> String {
    let sdk = sandbox.json(&["show", event, "--json"])["event"]["sdk"].clone();
    let version = sdk["version"].as_str().unwrap_or_default();
    format!("{} {}", sdk["name"].as_str().unwrap_or("?"), version.split('.').next().unwrap_or_default())
}
