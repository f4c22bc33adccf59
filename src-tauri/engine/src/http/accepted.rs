//! What those are told whose request was kept: each route answers as its clients expect it.

use http::request::Parts;
use http::{Method, StatusCode, header};

use super::answer::{self, Answer};
use super::guard;
use crate::ingest::{Accepted, Route};

/// One pixel that nobody sees.
const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The event's id, if there is one.
    Id,
    /// A picture, for who asks by the address of one.
    Pixel,
    /// Only the status.
    Status(StatusCode),
    /// The id as text, with dashes.
    Uuid,
    /// The empty message, in JSON.
    MessageJson,
    /// The empty message, in protobuf.
    MessageProtobuf,
    /// What was kept.
    Echo,
}

impl Shape {
    /// What this request is answered with.
    pub(super) fn of(route: Route, head: &Parts) -> Self {
        match route {
            Route::Store if head.method == Method::GET => Self::Pixel,
            Route::Envelope | Route::Store | Route::Stream | Route::Tunnel => Self::Id,
            Route::Security | Route::Nel => Self::Status(StatusCode::OK),
            Route::Minidump | Route::Unreal => Self::Uuid,
            Route::Attachments => Self::Status(StatusCode::CREATED),
            Route::CheckIn => Self::Status(StatusCode::ACCEPTED),
            Route::OtlpLogs | Route::OtlpTraces | Route::OtlpMetrics => {
                match guard::text(&head.headers, header::CONTENT_TYPE) {
                    Some(kind) if kind.contains("json") => Self::MessageJson,
                    Some(_) | None => Self::MessageProtobuf,
                }
            }
            Route::Feedback => Self::Echo,
        }
    }

    /// The status it has.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Status(status) => status,
            Self::Id | Self::Pixel | Self::Uuid | Self::MessageJson | Self::MessageProtobuf | Self::Echo => {
                StatusCode::OK
            }
        }
    }

    /// The answer.
    pub(super) fn answer(self, accepted: &Accepted) -> Answer {
        match self {
            Self::Id => {
                let body = accepted.id.map_or_else(|| "{}".to_owned(), |id| format!("{{\"id\":\"{id}\"}}"));
                answer::json(StatusCode::OK, body)
            }
            Self::Pixel => answer::whole(StatusCode::OK, "image/gif", PIXEL),
            Self::Status(status) => answer::empty(status),
            Self::Uuid => {
                let id = accepted.id.map(|id| dashed(&id.to_string())).unwrap_or_default();
                answer::whole(StatusCode::OK, "text/plain", id)
            }
            Self::MessageJson => answer::json(StatusCode::OK, "{}"),
            Self::MessageProtobuf => answer::whole(StatusCode::OK, "application/x-protobuf", ""),
            Self::Echo => answer::json(StatusCode::OK, accepted.echo.clone().unwrap_or_else(|| "{}".into())),
        }
    }
}

/// 32 digits as 8-4-4-4-12.
fn dashed(digits: &str) -> String {
    let group = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [group(0, 8), group(8, 12), group(12, 16), group(16, 20), group(20, 32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_get_their_dashes() {
        assert_eq!(dashed("0123456789abcdef0123456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef");
    }
}
