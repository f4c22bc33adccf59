//! The script that `showReportDialog` of an SDK puts into a page: it asks for feedback. What is sent comes in like any request.

use http::{HeaderValue, StatusCode, header};

use super::answer::{self, Answer};
use super::cors;

/// It takes all it needs to know from its own address.
const SCRIPT: &str = include_str!("dialog.js");

/// `GET /api/embed/error-page/`. SDKs load it with `crossorigin`: without the permission a browser would not run it.
pub(super) fn dialog() -> Answer {
    let script = answer::whole(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT);
    cors::open(answer::with(script, header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}
