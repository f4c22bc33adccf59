//! From a request to a submission, and from its outcome to an answer.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use hyper::body::{Body, Incoming};
use percent_encoding::percent_decode_str;

use super::accepted::Shape;
use super::answer::{self, Answer};
use super::callers::Doing;
use super::context::{Connection, Context};
use super::routes::Segments;
use super::{body, cors, guard, query};
use crate::ingest::{
    Accepted, ArrivalRecord, Beside, Declared, IngestError, Keys, Origin, Route, Run, Submission, run,
};

const SENTRY_AUTH: HeaderName = HeaderName::from_static("x-sentry-auth");
const SENTRY_ERROR: HeaderName = HeaderName::from_static("x-sentry-error");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Takes a request in. `segments`: the project's number or the run's id, and what else the path names.
pub(super) async fn submit(
    route: Route,
    segments: Segments<'_>,
    head: Parts,
    mut incoming: Incoming,
    connection: Connection,
    context: Arc<Context>,
) -> Answer {
    let shape = Shape::of(route, &head);
    let mut visit = Visit::new(&head, &incoming, &connection, &context);
    let limit = context.intake.limits().wire;
    let read = body::read(&mut incoming, limit, context.patience.body, context.intake.budget()).await;
    let (bytes, share) = match read {
        Ok(read) => read,
        Err(error) => {
            body::drain(incoming, &head.headers).await;
            return visit.refused(&error, &context);
        }
    };
    connection.caller.now(Doing::Served);
    let is_in_query = route == Route::Store && head.method == Method::GET;
    let bytes = if is_in_query { Bytes::from(query::event(&head.uri)) } else { bytes };
    visit.record.size = bytes.len() as u64;
    let submission = submission(route, segments, &head, bytes, &visit.record);
    // On its own: a client that hangs up after its last byte has still sent an event.
    let task = tokio::spawn(async move {
        match Arc::clone(&context.intake).take(submission, share).await {
            Ok(accepted) => visit.accepted(shape, accepted, &context),
            Err(error) => visit.refused(&error, &context),
        }
    });
    let closing = |_| answer::detail(StatusCode::SERVICE_UNAVAILABLE, &IngestError::Closing.to_string(), &[]);
    task.await.unwrap_or_else(closing)
}

/// Refuses what leads nowhere, or leads there by another method.
pub(super) async fn refuse(
    status: StatusCode,
    head: &Parts,
    incoming: Incoming,
    connection: &Connection,
    context: &Context,
) -> Answer {
    let what = if status == StatusCode::NOT_FOUND { "no such route" } else { "the method is not allowed here" };
    Visit::new(head, &incoming, connection, context).log(status, what.to_owned(), None, context);
    body::drain(incoming, &head.headers).await;
    cors::open(answer::detail(status, what, &[]))
}

/// Whether a path is one that clients of Sentry send to: what is refused there is worth listing.
pub(super) fn is_for_clients(path: &str) -> bool {
    let first = path.split('/').find(|segment| !segment.is_empty());
    matches!(first, Some("api" | "run" | "stream" | "v1"))
}

/// A request, as the set-up page lists it.
struct Visit {
    record: ArrivalRecord,
}

impl Visit {
    fn new(head: &Parts, incoming: &Incoming, connection: &Connection, context: &Context) -> Self {
        let record = ArrivalRecord {
            at: (context.clock)(),
            path: head.uri.path().to_owned(),
            status: 0,
            what: String::new(),
            refused: false,
            size: incoming.size_hint().lower(),
            project: None,
            peer: Some(connection.peer.ip().to_string()),
        };
        Self { record }
    }

    fn accepted(self, shape: Shape, accepted: Accepted, context: &Context) -> Answer {
        let answer = shape.answer(&accepted);
        self.log(shape.status(), accepted.what, accepted.project, context);
        cors::open(answer)
    }

    fn refused(self, error: &IngestError, context: &Context) -> Answer {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let (text, causes) = (error.to_string(), error.causes());
        let mut answer = answer::with_text(answer::detail(status, &text, &causes), SENTRY_ERROR, &text);
        if let Some(seconds) = error.retry_after() {
            answer = answer::with(answer, header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        self.log(status, std::iter::once(text).chain(causes).collect::<Vec<_>>().join(": "), None, context);
        cors::open(answer)
    }

    fn log(mut self, status: StatusCode, what: String, project: Option<String>, context: &Context) {
        self.record.status = status.as_u16();
        self.record.refused = status.as_u16() >= 400;
        self.record.what = what;
        self.record.project = project;
        context.intake.record(self.record);
    }
}

fn submission(route: Route, segments: Segments<'_>, head: &Parts, body: Bytes, record: &ArrivalRecord) -> Submission {
    let headers = &head.headers;
    let named = named(route, segments);
    Submission {
        route,
        number: named.number,
        run: named.run,
        keys: Keys {
            sentry_auth: owned(headers, SENTRY_AUTH),
            authorization: owned(headers, header::AUTHORIZATION),
            query: head.uri.query().map(str::to_owned),
            path: named.key,
        },
        beside: Beside {
            content_type: if route.brings_envelopes() { None } else { owned(headers, header::CONTENT_TYPE) },
            name: named.name,
        },
        encoding: encodings(headers),
        declared: declared(headers),
        body,
        peer: record.peer.clone(),
        origin: origin(headers),
        user_agent: owned(headers, header::USER_AGENT),
        at: record.at,
    }
}

/// What a path names.
#[derive(Default)]
struct Named {
    number: Option<String>,
    run: Option<Run>,
    name: Option<String>,
    key: Option<String>,
}

fn named(route: Route, segments: Segments<'_>) -> Named {
    let word = |n| segments.get(n).map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned());
    let number = || segments.get(0).map(str::to_owned);
    match route {
        Route::Stream => Named { run: segments.get(0).map(run), ..Named::default() },
        Route::Unreal => Named { number: number(), key: word(1), ..Named::default() },
        Route::CheckIn => Named { number: number(), name: word(1), key: word(2), run: None },
        Route::Attachments => Named { number: number(), name: word(1), ..Named::default() },
        Route::Feedback => Named { name: word(1), ..Named::default() },
        Route::Envelope
        | Route::Store
        | Route::Security
        | Route::Nel
        | Route::Minidump
        | Route::OtlpLogs
        | Route::OtlpTraces
        | Route::OtlpMetrics => Named { number: number(), ..Named::default() },
        Route::Tunnel => Named::default(),
    }
}

fn owned(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn encodings(headers: &HeaderMap) -> String {
    let values = headers.get_all(header::CONTENT_ENCODING).iter();
    values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect::<Vec<_>>().join(",")
}

fn declared(headers: &HeaderMap) -> Declared {
    match guard::text(headers, header::CONTENT_TYPE) {
        Some(kind) if kind.trim_start().to_ascii_lowercase().starts_with("application/x-sentry-envelope") => {
            Declared::Envelope
        }
        Some(_) | None => Declared::Other,
    }
}

/// From the web is: an `Origin` that is not loopback, or none where the browser says that another site sent it.
fn origin(headers: &HeaderMap) -> Origin {
    match guard::text(headers, header::ORIGIN) {
        Some(origin) if is_loopback(origin) => Origin::Local(Some(origin.to_owned())),
        Some(origin) => Origin::Web(origin.to_owned()),
        None if headers.contains_key(header::ORIGIN) => Origin::Web("null".to_owned()),
        None if guard::text(headers, SEC_FETCH_SITE) == Some("cross-site") => Origin::Web("null".to_owned()),
        None => Origin::Local(None),
    }
}

fn is_loopback(origin: &str) -> bool {
    let Some((_, rest)) = origin.split_once("://") else { return false };
    let host = match rest.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => rest.split(':').next().unwrap_or_default(),
    };
    let is_local_name = host == "localhost" || host.ends_with(".localhost");
    is_local_name || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn from_the_web_is_what_a_page_of_another_machine_sends() {
        for (pairs, web) in [
            (&[][..], None),
            (&[("origin", "http://localhost:3000")], None),
            (&[("origin", "https://127.0.0.1")], None),
            (&[("origin", "http://127.8.9.1:1")], None),
            (&[("origin", "http://[::1]:5173")], None),
            (&[("origin", "http://shop.localhost:5173")], None),
            (&[("origin", "https://shop.example")], Some("https://shop.example")),
            (&[("origin", "https://localhost.evil.example")], Some("https://localhost.evil.example")),
            (&[("origin", "http://127.0.0.1.evil.example")], Some("http://127.0.0.1.evil.example")),
            (&[("origin", "http://localhost@evil.example")], Some("http://localhost@evil.example")),
            (&[("origin", "null")], Some("null")),
            (&[("origin", "chrome-extension://abc")], Some("chrome-extension://abc")),
            (&[("sec-fetch-site", "cross-site")], Some("null")),
            (&[("sec-fetch-site", "same-site")], None),
            (&[("origin", "http://localhost:3000"), ("sec-fetch-site", "cross-site")], None),
        ] {
            assert_eq!(origin(&headers(pairs)).web(), web, "{pairs:?}");
        }
    }

    #[test]
    fn every_value_of_the_encoding_counts() {
        let mut all = headers(&[("content-encoding", "gzip")]);
        all.append("content-encoding", "br".parse().unwrap());
        assert_eq!(encodings(&all), "gzip,br");
        assert_eq!(encodings(&headers(&[("content-encoding", "")])), "");
    }
}
