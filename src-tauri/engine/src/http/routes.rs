//! Which path leads where: one table. Duplicate slashes are folded, a trailing one does not matter.

use std::sync::Arc;

use http::request::Parts;
use http::{Method, Request, StatusCode, header};
use hyper::body::Incoming;

use super::answer::{self, Answer};
use super::context::{Connection, Context};
use super::{cors, guard, health, held, ingest, rpc, stream, ui};
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
    /// The change stream.
    Changes,
    /// A one-time code for a browser.
    Code,
    /// A command.
    Command,
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
    /// Is somebody there, and does he know the token?
    Health,
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
    post(&["api", "*", "envelope"], Target::Submit(Route::Envelope)),
    post(&["api", "*", "store"], Target::Submit(Route::Store)),
    post(&["api", "store"], Target::Submit(Route::Store)),
    get(&["health"], Target::Open(Open::Health)),
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
    post(&["tunnel"], Target::Submit(Route::Envelope)),
];

/// What the table says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// It leads there; the segment that `*` stood for.
    Target(Target, Option<&'a str>),
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
        Found::Target(Target::Submit(route), segment) => {
            ingest::submit(route, segment, head, incoming, connection, context).await
        }
        Found::Target(Target::Open(target), _) => open(target, &head, incoming, connection, &context).await,
        Found::Target(Target::Guarded(target), segment) => match guard::may_read(&head.headers, &context) {
            Ok(()) => guarded(target, segment, &head, incoming, &context).await,
            Err(refusal) => *refusal,
        },
        Found::Preflight => cors::preflight(&head.headers),
        Found::WrongMethod(allowed) => {
            let allowed = allowed.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
            let answer = elsewhere(StatusCode::METHOD_NOT_ALLOWED, &head, incoming, connection, &context).await;
            answer::with_text(answer, header::ALLOW, &allowed)
        }
        Found::Nothing => {
            let asset = (head.method == Method::GET).then(|| ui::asset(&path, &head.headers, &context)).flatten();
            match asset {
                Some(asset) => asset,
                None => elsewhere(StatusCode::NOT_FOUND, &head, incoming, connection, &context).await,
            }
        }
    }
}

async fn open(
    target: Open,
    head: &Parts,
    incoming: Incoming,
    connection: Connection,
    context: &Arc<Context>,
) -> Answer {
    match target {
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
        Guarded::Changes => held::changes(&head.uri, context),
        Guarded::Code => rpc::code(context),
        Guarded::Command => rpc::command(segment.unwrap_or_default(), incoming, context).await,
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
    connection: Connection,
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
        if line.method == *method || (*method == Method::HEAD && line.method == Method::GET) {
            return Found::Target(line.target, wildcard(line.path, &segments));
        }
        if *method == Method::OPTIONS && matches!(line.target, Target::Submit(_)) {
            return Found::Preflight;
        }
        others.push(line.method.clone());
    }
    if others.is_empty() { Found::Nothing } else { Found::WrongMethod(others) }
}

fn fits(pattern: &[&str], segments: &[&str]) -> bool {
    pattern.len() == segments.len()
        && pattern.iter().zip(segments).all(|(part, segment)| *part == "*" || part == segment)
}

fn wildcard<'a>(pattern: &[&str], segments: &[&'a str]) -> Option<&'a str> {
    pattern.iter().zip(segments).find(|(part, _)| **part == "*").map(|(_, segment)| *segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_the_table_says() {
        let envelope = Target::Submit(Route::Envelope);
        for (method, path, expected) in [
            ("POST", "/api/1/envelope/", Found::Target(envelope, Some("1"))),
            ("POST", "/api/1/envelope", Found::Target(envelope, Some("1"))),
            ("POST", "//api///1/envelope//", Found::Target(envelope, Some("1"))),
            ("POST", "/api/store/", Found::Target(Target::Submit(Route::Store), None)),
            ("POST", "/stream", Found::Target(Target::Submit(Route::Stream), None)),
            ("GET", "/stream", Found::Target(Target::Open(Open::Spotlight), None)),
            ("POST", "/run/shop.1f/stream/", Found::Target(Target::Submit(Route::Stream), Some("shop.1f"))),
            ("HEAD", "/health", Found::Target(Target::Open(Open::Health), None)),
            ("GET", "/", Found::Target(Target::Open(Open::Page), None)),
            ("POST", "/rpc/list_issues", Found::Target(Target::Guarded(Guarded::Command), Some("list_issues"))),
            ("POST", "/rpc/quit", Found::Target(Target::Guarded(Guarded::Quit), None)),
            ("OPTIONS", "/api/1/envelope/", Found::Preflight),
            ("OPTIONS", "/stream", Found::Preflight),
            ("OPTIONS", "/rpc/quit", Found::WrongMethod(vec![Method::POST, Method::POST])),
            ("GET", "/api/1/envelope/", Found::WrongMethod(vec![Method::POST])),
            ("POST", "/api/1/security/", Found::Nothing),
            ("POST", "/api/1/envelope/more", Found::Nothing),
        ] {
            assert_eq!(find(&method.parse().unwrap(), path), expected, "{method} {path}");
        }
    }
}
