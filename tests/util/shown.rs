//! What `show --json` says of an issue.

use serde_json::{Value, json};

use super::sandbox::Sandbox;

/// See the file.
pub(crate) struct Shown {
    pub(crate) issue: Value,
    pub(crate) event: Value,
}

impl Shown {
    /// Of the only issue, with its latest event.
    pub(crate) fn only(sandbox: &Sandbox) -> Self {
        let issues = sandbox.json(&["issues", "--json"]);
        assert_eq!(issues.as_array().map(Vec::len), Some(1), "one crash is one issue: {issues}\n{}", sandbox.log());
        Self::of(sandbox, &issues[0]["number"].to_string())
    }

    /// Of the only issue with this title.
    pub(crate) fn titled(sandbox: &Sandbox, title: &str) -> Self {
        let issues = sandbox.json(&["issues", "--json"]);
        let mut found = issues.as_array().into_iter().flatten().filter(|issue| issue["title"] == title);
        match (found.next(), found.next()) {
            (Some(issue), None) => Self::of(sandbox, &issue["number"].to_string()),
            _ => panic!("one issue is `{title}`: {issues}\n{}", sandbox.log()),
        }
    }

    /// Of an issue or an event.
    pub(crate) fn of(sandbox: &Sandbox, what: &str) -> Self {
        let shown = sandbox.json(&["show", what, "--json"]);
        Self { issue: shown["issue"].clone(), event: shown["event"].clone() }
    }

    /// What is the same of the uncaught errors in all languages.
    pub(crate) fn is_the_crash_of_the_shop(&self, platform: &str, kind: &str, value: &str) {
        let issue = |name: &str| self.issue[name].clone();
        assert_eq!(issue("project"), "shop");
        assert_eq!((issue("type"), issue("value")), (json!(kind), json!(value)));
        assert_eq!((issue("state"), issue("events"), issue("users")), (json!("unresolved"), json!(1), json!(1)));
        assert_eq!((issue("handled"), issue("new")), (json!(false), json!(true)), "{}", self.issue);
        let event = |name: &str| self.event[name].clone();
        assert_eq!(event("platform"), platform);
        assert_eq!((event("release"), event("environment")), (json!("shop@1.4.2"), json!("test")));
        assert_eq!(event("user")["email"], "jane@example.com");
        assert_eq!(event("tags")["checkout.step"], "3");
        assert!(event("sdk")["version"].is_string(), "{}", event("sdk"));
    }

    /// Types of the exceptions in their order.
    pub(crate) fn chain(&self) -> Vec<&str> {
        self.exceptions().iter().filter_map(|exception| exception["type"].as_str()).collect()
    }

    /// Function, short file name and crashing line of each frame.
    pub(crate) fn frames(&self, kind: &str) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
        let frames = self.raw_frames(kind).iter();
        frames.map(|frame| (text(&frame["function"]), text(&frame["filename"]), text(&frame["context_line"]))).collect()
    }

    /// Function of each frame, and whether it is the user's own.
    pub(crate) fn in_app(&self, kind: &str) -> Vec<(&str, bool)> {
        let frames = self.raw_frames(kind).iter();
        frames.map(|frame| (frame["function"].as_str().unwrap_or("?"), frame["in_app"] == true)).collect()
    }

    /// Function and crashing line of the user's own frames, oldest call first.
    pub(crate) fn own_frames(&self, kind: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or("?").trim_start().to_owned();
        let own = self.raw_frames(kind).iter().filter(|frame| frame["in_app"] == true);
        own.map(|frame| (text(&frame["function"]), text(&frame["context_line"]))).collect()
    }

    /// Their messages, oldest first.
    pub(crate) fn breadcrumbs(&self) -> Vec<&str> {
        let crumbs = self.event["breadcrumbs"].as_array().into_iter().flatten();
        crumbs.filter_map(|crumb| crumb["message"].as_str()).collect()
    }

    fn exceptions(&self) -> &[Value] {
        self.event["exceptions"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn raw_frames(&self, kind: &str) -> &[Value] {
        let exception = self.exceptions().iter().find(|exception| exception["type"] == kind);
        exception.and_then(|exception| exception["frames"].as_array()).map(Vec::as_slice).unwrap_or_default()
    }
}
