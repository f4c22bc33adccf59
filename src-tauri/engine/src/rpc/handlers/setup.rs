//! The set-up page: the DSN, snippets, what arrives, and what was seen so far.

use crashtray_core::dsn;
use crashtray_core::time::Timestamp;

use super::metrics::outcomes;
use super::sidebar::shown_address;
use crate::rpc::commands::Nothing;
use crate::rpc::convert::count;
use crate::rpc::view::{ArrivalView, CheckView, SetupView, SnippetView};
use crate::rpc::{Context, RpcError, SNIPPETS};
use crate::store::{ArrivalRecord, ProjectEntry};

/// The name in the DSN that we show.
const EXAMPLE_PROJECT: &str = "shop";

/// For so long what became of items is shown, in microseconds.
const DAY: i64 = 24 * 3_600 * 1_000_000;

/// What the set-up page shows.
pub(in crate::rpc) fn setup(context: &Context, _: &Nothing) -> Result<SetupView, RpcError> {
    let position = context.store.bus.position();
    let dsn = dsn::dsn(EXAMPLE_PROJECT, &shown_address(context));
    let now = (context.clock)();
    let projects = context.store.reader.projects(now)?;
    Ok(SetupView {
        snippets: snippets(&dsn),
        dsn,
        arrivals: context.store.rings.arrivals().into_iter().map(arrival_view).collect(),
        refusals: context.store.rings.refusals().into_iter().map(arrival_view).collect(),
        checks: checks(context, &projects),
        outcomes: outcomes(context, Timestamp::from_micros(now.as_micros() - DAY))?,
        position,
    })
}

/// A request that came.
pub(in crate::rpc) fn arrival_view(arrival: ArrivalRecord) -> ArrivalView {
    #[expect(clippy::cast_precision_loss, reason = "a request is smaller than 2^53 bytes")]
    let size = arrival.size as f64;
    ArrivalView {
        at: arrival.at.as_millis_f64(),
        path: arrival.path,
        status: u32::from(arrival.status),
        what: arrival.what,
        refused: arrival.refused,
        size,
        project: arrival.project,
    }
}

fn snippets(dsn: &str) -> Vec<SnippetView> {
    let view = |snippet: &crate::rpc::Snippet| SnippetView {
        platform: snippet.platform.to_owned(),
        label: snippet.label.to_owned(),
        language: snippet.language.to_owned(),
        code: snippet.with_dsn(dsn).trim_end().to_owned(),
    };
    SNIPPETS.iter().map(view).collect()
}

fn checks(context: &Context, projects: &[ProjectEntry]) -> Vec<CheckView> {
    let mut checks = vec![listening(context)];
    match projects.iter().filter(|project| project.last_event.is_some()).min_by_key(|project| project.first_event) {
        None => checks.push(check("waiting", "Waiting for the first event".to_owned())),
        Some(first) => {
            checks.push(first_event(first));
            if !first.has_release {
                checks.push(check("warning", "No `release`: resolving cannot tell old from new".to_owned()));
            }
        }
    }
    checks
}

fn listening(context: &Context) -> CheckView {
    match context.store.writer.trouble() {
        Some(trouble) => check("warning", trouble),
        None => check("good", format!("Listening on `{}`", shown_address(context))),
    }
}

/// `First event from Python, sentry-sdk 2.75.0`.
fn first_event(project: &ProjectEntry) -> CheckView {
    let issue = project.first_issue.map(|issue| count(issue.0.unsigned_abs()));
    let sender = project.sdk.as_ref().map_or_else(|| project.platform.clone(), |(name, version)| sender(name, version));
    CheckView { issue, ..check("good", format!("First event from {sender}")) }
}

/// An SDK by the name that its users know: that of the package they installed.
fn sender(sdk: &str, version: &str) -> String {
    match sdk.strip_prefix("sentry.javascript.") {
        Some(package) => format!("JavaScript, @sentry/{package} {version}"),
        None => match PACKAGES.iter().find(|(name, _)| *name == sdk) {
            Some((_, package)) => format!("{package} {version}"),
            None => format!("{sdk} {version}"),
        },
    }
}

/// SDKs and the packages they come in, alphabetical.
const PACKAGES: &[(&str, &str)] = &[
    ("sentry.go", "Go, sentry-go"),
    ("sentry.java", "Java, io.sentry"),
    ("sentry.native", "native code, sentry-native"),
    ("sentry.php", "PHP, sentry/sentry"),
    ("sentry.python", "Python, sentry-sdk"),
    ("sentry.ruby", "Ruby, sentry-ruby"),
    ("sentry.rust", "Rust, sentry"),
];

fn check(state: &str, text: String) -> CheckView {
    CheckView { state: state.to_owned(), text, aside: None, issue: None }
}

#[cfg(test)]
mod tests {
    use super::sender;

    #[test]
    fn an_sdk_is_called_as_its_package() {
        let table = [
            ("sentry.python", "Python, sentry-sdk 2.0"),
            ("sentry.javascript.node", "JavaScript, @sentry/node 2.0"),
            ("homemade", "homemade 2.0"),
        ];
        for (sdk, expected) in table {
            assert_eq!(sender(sdk, "2.0"), expected);
        }
    }
}
