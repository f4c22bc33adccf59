//! The script that `showReportDialog` of an SDK puts into a page: it asks for feedback. What is sent comes in like any request.

use http::{HeaderValue, StatusCode, header};

use super::answer::{self, Answer};

/// It takes all it needs to know from its own address.
const SCRIPT: &str = include_str!("dialog.js");

/// `GET /api/embed/error-page/`.
pub(super) fn dialog() -> Answer {
    let script = answer::whole(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT);
    answer::with(script, header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))
}
