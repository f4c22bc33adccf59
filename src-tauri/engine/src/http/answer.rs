//! Answers: whole ones, and held ones that are sent line by line. What they say is up to who answers.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{self, HeaderName};
use http::{HeaderValue, Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

use crate::rpc::RpcError;

/// What is sent.
pub(super) type Answer = Response<Payload>;

/// The body of an answer.
pub(super) enum Payload {
    /// Known in full; empty once it is sent.
    Whole(Bytes),
    /// As long as the sender lives.
    Held(mpsc::Receiver<Bytes>),
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Held(lines) => lines.poll_recv(cx).map(|line| line.map(|line| Ok(Frame::data(line)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Held(_) => SizeHint::default(),
        }
    }
}

/// Bytes of a type.
pub(super) fn whole(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
    with_type(status, content_type, Payload::Whole(body.into()))
}

/// Nothing but a status.
pub(super) fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Payload::Whole(Bytes::new()));
    *answer.status_mut() = status;
    answer
}

/// JSON that is made already.
pub(super) fn json(status: StatusCode, body: impl Into<Bytes>) -> Answer {
    uncached(whole(status, "application/json", body))
}

/// A held answer of a type.
pub(super) fn held(content_type: &'static str, lines: mpsc::Receiver<Bytes>) -> Answer {
    uncached(with_type(StatusCode::OK, content_type, Payload::Held(lines)))
}

/// What an SDK is told: `{"detail": …, "causes": […]}`.
pub(super) fn detail(status: StatusCode, detail: &str, causes: &[String]) -> Answer {
    let body = serde_json::json!({ "detail": detail, "causes": causes });
    json(status, body.to_string())
}

/// What a client of the resident is told, with the status that belongs to the code.
pub(super) fn rpc_error(error: &RpcError) -> Answer {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    rpc_error_with(status, error)
}

/// The same with a status of its own.
pub(super) fn rpc_error_with(status: StatusCode, error: &RpcError) -> Answer {
    json(status, serde_json::to_vec(error).unwrap_or_default())
}

/// With a header.
pub(super) fn with(mut answer: Answer, name: HeaderName, value: HeaderValue) -> Answer {
    answer.headers_mut().insert(name, value);
    answer
}

/// With a header whose value is made here; left out if it is no header value.
pub(super) fn with_text(answer: Answer, name: HeaderName, value: &str) -> Answer {
    match HeaderValue::from_str(value) {
        Ok(value) => with(answer, name, value),
        Err(_) => answer,
    }
}

fn uncached(answer: Answer) -> Answer {
    with(answer, header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

fn with_type(status: StatusCode, content_type: &'static str, payload: Payload) -> Answer {
    let mut answer = Response::new(payload);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}
