//! Which path leads where: one table. Duplicate slashes are folded, a trailing one does not matter.

use std::sync::Arc;

use http::request::Parts;
use http::{Method, Request, StatusCode, header};
use hyper::body::Incoming;

use super::answer::{self, Answer};
use super::context::{Connection, Context};
use super::{attachment, cors, feedback, guard, health, held, ingest, metrics, rpc, stream, ui};
use crate::ingest::Route;
use crate::rpc::{Code, RpcError};

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Only for who knows the token.
    Guarded(Guarded),
    /// For everybody, each with its own rules.
    Open(Open),
    /// Something to be stored.
    Submit(Route),
}

/// Targets that need the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guarded {
    /// The bytes of an attachment.
    Attachment,
    /// The change stream.
    Changes,
    /// A one-time code for a browser.
    Code,
    /// A command.
    Command,
    /// What is counted, for programs that watch.
    Metrics,
    /// The end of the resident.
    Quit,
    /// The window attaches.
    Window,
    /// The window has obeyed.
    WindowAck,
}

/// Targets that do without the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// The script of the dialog that asks for feedback.
    Dialog,
    /// Is somebody there, and does he know the token?
    Health,
    /// What clients of a relay ask before they send.
    Healthy,
    /// The page.
    Page,
    /// A session for a one-time code.
    Session,
    /// What other tools of the kind listen to.
    Spotlight,
}

/// A line of the table.
struct Line {
    /// `*` stands for any one segment.
    path: &'static [&'static str],
    method: Method,
    target: Target,
}

const fn get(path: &'static [&'static str], target: Target) -> Line {
    Line { path, method: Method::GET, target }
}

const fn post(path: &'static [&'static str], target: Target) -> Line {
    Line { path, method: Method::POST, target }
}

const TABLE: &[Line] = &[
    get(&[], Target::Open(Open::Page)),
    post(&[], Target::Submit(Route::Tunnel)),
    post(&["api", "*", "envelope"], Target::Submit(Route::Envelope)),
    post(&["api", "*", "store"], Target::Submit(Route::Store)),
    get(&["api", "*", "store"], Target::Submit(Route::Store)),
    post(&["api", "store"], Target::Submit(Route::Store)),
    get(&["api", "store"], Target::Submit(Route::Store)),
    post(&["api", "*", "csp-report"], Target::Submit(Route::Security)),
    get(&["api", "*", "cron", "*"], Target::Submit(Route::CheckIn)),
    post(&["api", "*", "cron", "*"], Target::Submit(Route::CheckIn)),
    get(&["api", "*", "cron", "*", "*"], Target::Submit(Route::CheckIn)),
    post(&["api", "*", "cron", "*", "*"], Target::Submit(Route::CheckIn)),
    post(&["api", "*", "events", "*", "attachments"], Target::Submit(Route::Attachments)),
    post(&["api", "*", "integration", "otlp", "v1", "logs"], Target::Submit(Route::OtlpLogs)),
    post(&["api", "*", "integration", "otlp", "v1", "metrics"], Target::Submit(Route::OtlpMetrics)),
    post(&["api", "*", "integration", "otlp", "v1", "traces"], Target::Submit(Route::OtlpTraces)),
    post(&["api", "*", "minidump"], Target::Submit(Route::Minidump)),
    post(&["api", "*", "nel"], Target::Submit(Route::Nel)),
    post(&["api", "*", "security"], Target::Submit(Route::Security)),
    post(&["api", "*", "unreal", "*"], Target::Submit(Route::Unreal)),
    post(&["api", "0", "projects", "*", "*", "user-feedback"], Target::Submit(Route::Feedback)),
    get(&["api", "embed", "error-page"], Target::Open(Open::Dialog)),
    post(&["api", "embed", "error-page"], Target::Submit(Route::Feedback)),
    get(&["api", "relay", "healthcheck", "live"], Target::Open(Open::Healthy)),
    get(&["api", "relay", "healthcheck", "ready"], Target::Open(Open::Healthy)),
    get(&["health"], Target::Open(Open::Health)),
    get(&["metrics"], Target::Guarded(Guarded::Metrics)),
    get(&["rpc", "attachment"], Target::Guarded(Guarded::Attachment)),
    get(&["rpc", "changes"], Target::Guarded(Guarded::Changes)),
    post(&["rpc", "code"], Target::Guarded(Guarded::Code)),
    post(&["rpc", "quit"], Target::Guarded(Guarded::Quit)),
    post(&["rpc", "session"], Target::Open(Open::Session)),
    get(&["rpc", "window"], Target::Guarded(Guarded::Window)),
    post(&["rpc", "window", "ack"], Target::Guarded(Guarded::WindowAck)),
    post(&["rpc", "*"], Target::Guarded(Guarded::Command)),
    post(&["run", "*", "stream"], Target::Submit(Route::Stream)),
    get(&["stream"], Target::Open(Open::Spotlight)),
    post(&["stream"], Target::Submit(Route::Stream)),
    post(&["v1", "logs"], Target::Submit(Route::OtlpLogs)),
    post(&["v1", "metrics"], Target::Submit(Route::OtlpMetrics)),
    post(&["v1", "traces"], Target::Submit(Route::OtlpTraces)),
];

/// What begins like this is ours, or a client's mistake: no tunnel leads there.
const NO_TUNNEL: &[&str] = &["api", "assets", "rpc", "run", "v1"];

/// The segments that each `*` of a line stood for, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Segments<'a>([Option<&'a str>; 3]);

impl<'a> Segments<'a> {
    /// The nth, from 0.
    pub(super) fn get(self, n: usize) -> Option<&'a str> {
        self.0.get(n).copied().flatten()
    }
}

/// What the table says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// It leads there; the segments that `*` stood for.
    Target(Target, Segments<'a>),
    /// A browser asks whether it may send there.
    Preflight,
    /// The path is there, the method is not; those that are.
    WrongMethod(Vec<Method>),
    /// The path is not there.
    Nothing,
}

/// Answers a request.
pub(super) async fn answer(request: Request<Incoming>, connection: Connection, context: Arc<Context>) -> Answer {
    let (head, incoming) = request.into_parts();
    let path = head.uri.path().to_owned();
    match find(&head.method, &path) {
        Found::Target(Target::Submit(route), segments) => {
            ingest::submit(route, segments, head, incoming, connection, context).await
        }
        Found::Target(Target::Open(target), _) => open(target, &head, incoming, &connection, &context).await,
        Found::Target(Target::Guarded(target), segments) => match guard::may_read(&head.headers, &context) {
            Ok(()) => guarded(target, segments.get(0), &head, incoming, &context).await,
            Err(refusal) => *refusal,
        },
        Found::Preflight => cors::preflight(&head.headers),
        Found::WrongMethod(allowed) => {
            let allowed = allowed.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
            let answer = elsewhere(StatusCode::METHOD_NOT_ALLOWED, &head, incoming, &connection, &context).await;
            answer::with_text(answer, header::ALLOW, &allowed)
        }
        Found::Nothing => {
            let asset = (head.method == Method::GET).then(|| ui::asset(&path, &head.headers, &context)).flatten();
            match asset {
                Some(asset) => asset,
                None => elsewhere(StatusCode::NOT_FOUND, &head, incoming, &connection, &context).await,
            }
        }
    }
}

async fn open(
    target: Open,
    head: &Parts,
    incoming: Incoming,
    connection: &Connection,
    context: &Arc<Context>,
) -> Answer {
    match target {
        Open::Dialog => feedback::dialog(),
        Open::Healthy => answer::json(StatusCode::OK, "{\"is_healthy\":true}"),
        Open::Health => health::answer(&head.uri, connection, context),
        Open::Page => ui::page(&head.uri, &head.headers, context),
        Open::Session => rpc::session(head, incoming, context).await,
        Open::Spotlight => stream::answer(head, connection, context),
    }
}

async fn guarded(
    target: Guarded,
    segment: Option<&str>,
    head: &Parts,
    incoming: Incoming,
    context: &Arc<Context>,
) -> Answer {
    match target {
        Guarded::Attachment => attachment::answer(&head.uri, context).await,
        Guarded::Changes => held::changes(&head.uri, context),
        Guarded::Code => rpc::code(context),
        Guarded::Command => rpc::command(segment.unwrap_or_default(), incoming, context).await,
        Guarded::Metrics => metrics::answer(context).await,
        Guarded::Quit => rpc::quit(&head.uri, context),
        Guarded::Window => held::window(&head.uri, context).await,
        Guarded::WindowAck => held::acknowledge(&head.uri, context),
    }
}

/// What leads nowhere, or not so.
async fn elsewhere(
    status: StatusCode,
    head: &Parts,
    incoming: Incoming,
    connection: &Connection,
    context: &Context,
) -> Answer {
    if ingest::is_for_clients(head.uri.path()) {
        return ingest::refuse(status, head, incoming, connection, context).await;
    }
    let error = RpcError::new(Code::NotFound, format!("there is nothing at `{}`", head.uri.path()), None);
    answer::rpc_error_with(status, &error)
}

/// Looks a request up.
pub(super) fn find<'a>(method: &Method, path: &'a str) -> Found<'a> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut others = Vec::new();
    for line in TABLE.iter().filter(|line| fits(line.path, &segments)) {
        let is_submit = matches!(line.target, Target::Submit(_));
        // Who asks for a head does not want to have something stored.
        if line.method == *method || (*method == Method::HEAD && line.method == Method::GET && !is_submit) {
            return Found::Target(line.target, wildcards(line.path, &segments));
        }
        if *method == Method::OPTIONS && is_submit {
            return Found::Preflight;
        }
        others.push(line.method.clone());
    }
    if !others.is_empty() {
        return Found::WrongMethod(others);
    }
    // The page's own server may take any path for its tunnel, and passes it on as it is.
    let may_be_tunnel = segments.first().is_none_or(|first| !NO_TUNNEL.contains(first));
    match *method {
        Method::POST if may_be_tunnel => Found::Target(Target::Submit(Route::Tunnel), Segments::default()),
        Method::OPTIONS if may_be_tunnel => Found::Preflight,
        _ => Found::Nothing,
    }
}

fn fits(pattern: &[&str], segments: &[&str]) -> bool {
    pattern.len() == segments.len()
        && pattern.iter().zip(segments).all(|(part, segment)| *part == "*" || part == segment)
}

fn wildcards<'a>(pattern: &[&str], segments: &[&'a str]) -> Segments<'a> {
    let mut stood_for = pattern.iter().zip(segments).filter(|(part, _)| **part == "*").map(|(_, segment)| *segment);
    Segments([stood_for.next(), stood_for.next(), stood_for.next()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_the_table_says() {
        let submit = |route, segments| Found::Target(Target::Submit(route), Segments(segments));
        let open = |target| Found::Target(Target::Open(target), Segments::default());
        let guarded = |target, segment| Found::Target(Target::Guarded(target), Segments([segment, None, None]));
        for (method, path, expected) in [
            ("POST", "/api/1/envelope/", submit(Route::Envelope, [Some("1"), None, None])),
            ("POST", "/api/1/envelope", submit(Route::Envelope, [Some("1"), None, None])),
            ("POST", "//api///1/envelope//", submit(Route::Envelope, [Some("1"), None, None])),
            ("POST", "/api/store/", submit(Route::Store, [None; 3])),
            ("GET", "/api/1/store/", submit(Route::Store, [Some("1"), None, None])),
            ("POST", "/stream", submit(Route::Stream, [None; 3])),
            ("GET", "/stream", open(Open::Spotlight)),
            ("POST", "/run/shop.1f/stream/", submit(Route::Stream, [Some("shop.1f"), None, None])),
            ("POST", "/api/1/security/", submit(Route::Security, [Some("1"), None, None])),
            ("GET", "/api/1/cron/night/k/", submit(Route::CheckIn, [Some("1"), Some("night"), Some("k")])),
            ("POST", "/api/1/cron/night", submit(Route::CheckIn, [Some("1"), Some("night"), None])),
            ("HEAD", "/api/1/cron/night", Found::WrongMethod(vec![Method::GET, Method::POST])),
            ("POST", "/api/1/integration/otlp/v1/traces/", submit(Route::OtlpTraces, [Some("1"), None, None])),
            ("POST", "/v1/traces", submit(Route::OtlpTraces, [None; 3])),
            ("GET", "/api/embed/error-page/", open(Open::Dialog)),
            ("OPTIONS", "/api/embed/error-page/", Found::Preflight),
            ("GET", "/metrics", guarded(Guarded::Metrics, None)),
            ("GET", "/rpc/attachment", guarded(Guarded::Attachment, None)),
            ("POST", "/rpc/attachment", guarded(Guarded::Command, Some("attachment"))),
            ("HEAD", "/health", open(Open::Health)),
            ("GET", "/", open(Open::Page)),
            ("POST", "/rpc/list_issues", guarded(Guarded::Command, Some("list_issues"))),
            ("POST", "/rpc/quit", guarded(Guarded::Quit, None)),
            ("OPTIONS", "/api/1/envelope/", Found::Preflight),
            ("OPTIONS", "/stream", Found::Preflight),
            ("OPTIONS", "/rpc/quit", Found::WrongMethod(vec![Method::POST, Method::POST])),
            ("GET", "/api/1/envelope/", Found::WrongMethod(vec![Method::POST])),
            ("POST", "/api/1/nothing/", Found::Nothing),
            ("POST", "/api/1/envelope/more", Found::Nothing),
            ("POST", "/monitoring", submit(Route::Tunnel, [None; 3])),
            ("POST", "/errors/of/ours/", submit(Route::Tunnel, [None; 3])),
            ("POST", "/", submit(Route::Tunnel, [None; 3])),
            ("OPTIONS", "/monitoring", Found::Preflight),
            ("OPTIONS", "/", Found::Preflight),
            ("GET", "/monitoring", Found::Nothing),
            ("PUT", "/monitoring", Found::Nothing),
            ("POST", "/health", Found::WrongMethod(vec![Method::GET])),
            ("POST", "/metrics", Found::WrongMethod(vec![Method::GET])),
            ("OPTIONS", "/metrics", Found::WrongMethod(vec![Method::GET])),
            ("PUT", "/", Found::WrongMethod(vec![Method::GET, Method::POST])),
            ("POST", "/rpc/list_issues/more", Found::Nothing),
            ("OPTIONS", "/rpc/list_issues/more", Found::Nothing),
            ("POST", "/api/1/security/more", Found::Nothing),
            ("POST", "/run/1", Found::Nothing),
        ] {
            assert_eq!(find(&method.parse().unwrap(), path), expected, "{method} {path}");
        }
    }
}
