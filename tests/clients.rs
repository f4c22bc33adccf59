//! Many clients, in many versions, against the product: `make test-all`. The programs are in `tests/sdk/`.
//!
//! All are the same small shop. Each client crashes in it once and sends, once more, one of each kind of thing that its version has.
//! `scripts/set-up sdk browser clients` installs what they need; a client that is not there fails its test.

/// Two tests for each client.
macro_rules! crash_and_everything {
    ($($name:ident: $client:expr;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            #[ignore = "needs more clients: make test-all"]
            fn crashes() {
                $client.crashes();
            }

            #[test]
            #[ignore = "needs more clients: make test-all"]
            fn sends_everything() {
                $client.sends_everything();
            }
        }
    )*};
}

mod browser;
mod cli;
mod curl;
mod go;
mod node;
mod python;
mod ruby;
mod versions;

use serde_json::{Value, json};

use crate::util::came::{came, nothing_was_refused};
use crate::util::program::Program;
use crate::util::sandbox::{Said, Sandbox};
use crate::util::shown::Shown;
use crate::util::wait;

/// A client, and what is shown of what it sends.
#[derive(Clone, Copy)]
struct Client {
    /// Below `tests/sdk/`.
    folder: &'static str,
    /// What is started, and what is added to it for the crash and for everything.
    command: &'static [&'static str],
    wishes: [&'static str; 2],
    environment: &'static [(&'static str, &'static str)],
    /// It stays until its input is closed, as a page does.
    stays: bool,
    /// The program's own code after the crash.
    ends_with: i32,
    platform: &'static str,
    sdk: &'static str,
    kind: &'static str,
    value: &'static str,
    culprit: &'static str,
    /// As the client says it, or leaves it out.
    handled: Option<bool>,
    /// Types of the exceptions, the root cause first.
    chain: &'static [&'static str],
    /// The user's own frames, oldest first: function and source line. Between and before them are only libraries.
    own: &'static [(&'static str, &'static str)],
    breadcrumbs: &'static [&'static str],
    /// All that comes of the crash, and of everything.
    crash: &'static [&'static str],
    everything: &'static [&'static str],
}

impl Client {
    /// Crashes, and looks at what is shown of it.
    fn crashes(&self) {
        let sandbox = Sandbox::serving();
        let said = self.run(&sandbox, self.wishes[0], self.crash);
        assert_eq!(said.status, Some(self.ends_with), "it ends as without the SDK: {said:?}");
        assert_eq!(came(&sandbox), self.crash, "{said:?}\n{}", sandbox.log());
        nothing_was_refused(&sandbox);
        self.is_shown(&Shown::only(&sandbox));
    }

    /// Sends one of each kind.
    fn sends_everything(&self) {
        let sandbox = Sandbox::serving();
        let said = self.run(&sandbox, self.wishes[1], self.everything);
        assert_eq!(said.status, Some(0), "{said:?}");
        assert_eq!(came(&sandbox), self.everything, "{said:?}\n{}", sandbox.log());
        nothing_was_refused(&sandbox);
        self.everything_is_shown(&sandbox);
    }

    fn run(&self, sandbox: &Sandbox, wish: &str, expected: &[&str]) -> Said {
        let mut command = self.command.to_vec();
        command.push(wish);
        let program = Program::start(sandbox, self.folder, &command, self.environment);
        if self.stays {
            wait::until_equal(expected, || came(sandbox));
        }
        program.end()
    }

    fn is_shown(&self, shown: &Shown) {
        let issue = |name: &str| shown.issue[name].clone();
        assert_eq!((issue("type"), issue("value")), (json!(self.kind), json!(self.value)));
        assert_eq!((issue("culprit"), issue("handled")), (json!(self.culprit), json!(self.handled)), "{}", shown.issue);
        assert_eq!((issue("project"), issue("users")), (json!("shop"), json!(1)));
        assert_eq!(shown.event["platform"], self.platform);
        assert_eq!(shown.event["sdk"]["name"], self.sdk);
        self.has_its_context(shown);
        assert_eq!(shown.chain(), self.chain, "root cause first");
        let own: Vec<_> = shown.own_frames(self.kind);
        let own: Vec<_> = own.iter().map(|(function, line)| (function.as_str(), line.as_str())).collect();
        assert_eq!(own, self.own, "{:?}", shown.in_app(self.kind));
        assert_eq!(shown.in_app(self.kind).last(), self.own.last().map(|(function, _)| (*function, true)).as_ref());
        let first_lines = shown.breadcrumbs().into_iter().map(|text| text.lines().next().unwrap_or_default());
        assert_eq!(first_lines.collect::<Vec<_>>(), self.breadcrumbs);
    }

    fn everything_is_shown(&self, sandbox: &Sandbox) {
        let error = Shown::titled(sandbox, &format!("{}: {}", self.kind, self.value));
        assert_eq!(error.chain(), self.chain);
        self.has_its_context(&error);
        if self.everything.contains(&"attachment") {
            assert_eq!(error.event["attachments"][0]["filename"], "order.json", "{}", error.event["attachments"]);
        }
        let message = Shown::titled(sandbox, "the stock is low");
        assert_eq!((&message.issue["level"], message.chain()), (&json!("warning"), vec![]), "{}", message.issue);
        self.has_its_context(&message);
    }

    fn has_its_context(&self, shown: &Shown) {
        let event = |name: &str| shown.event[name].clone();
        assert_eq!((event("release"), event("environment")), (json!("shop@1.4.2"), json!("test")), "{}", self.sdk);
        assert_eq!(event("user")["email"], "jane@example.com");
        assert_eq!(event("tags")["checkout.step"], "3");
        assert_ne!(event("sdk")["version"], Value::Null);
    }
}
