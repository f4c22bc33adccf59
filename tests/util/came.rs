//! What came, as `items` lists it, and whether anything of it was refused.

use std::collections::BTreeMap;

use super::sandbox::Sandbox;

/// How many of these a client sends depends on when it is done: they are listed, not counted.
const UNCOUNTED: &[&str] = &["client_report", "replay_event", "replay_recording", "session", "span"];

/// All that came, each kind with its number where it is more than one: `["attachment", "event 2", "session"]`.
/// What was not stored is listed with its outcome.
pub(crate) fn came(sandbox: &Sandbox) -> Vec<String> {
    let items = sandbox.json(&["items", "--json"]);
    let mut counted = BTreeMap::new();
    for item in items.as_array().into_iter().flatten() {
        let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
        let kind =
            if item["outcome"] == "stored" { text("type") } else { format!("{} {}", text("type"), text("outcome")) };
        *counted.entry(kind).or_insert(0_usize) += 1;
    }
    let line = |(kind, n): (String, usize)| match n {
        1 => kind,
        _ if UNCOUNTED.contains(&kind.as_str()) => kind,
        _ => format!("{kind} {n}"),
    };
    counted.into_iter().map(line).collect()
}

/// Nothing was refused, nothing could not be read: `doctor` has nothing to say about what came.
pub(crate) fn nothing_was_refused(sandbox: &Sandbox) {
    let checks = sandbox.json(&["doctor", "--json"]);
    let is_about_what_came =
        |subject: &str| subject.ends_with("refused") || ["items", "file", "endpoint"].contains(&subject);
    for check in checks.as_array().into_iter().flatten() {
        let is_good = check["state"] == "good";
        assert!(is_good || !is_about_what_came(check["subject"].as_str().unwrap_or_default()), "{checks}");
    }
}
