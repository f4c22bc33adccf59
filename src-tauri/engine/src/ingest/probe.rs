//! What holds for any bytes at all: asked by property tests (`make test`) and by the fuzz targets (`make fuzz`). Not part of the product.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use crashtray_core::envelope;
use crashtray_core::group::GroupConfig;
use crashtray_core::time::Timestamp;

use super::budget::{Budget, Share};
use super::decode::{decode, unwrap_legacy};
use super::pipeline::decoded;
use super::read::Reading;
use super::{Beside, Declared, IngestError, Keys, Limits, Origin, Route, Submission};
use crate::store::{Content, Delivery, Dictionaries, Packer, Rulebook, unpack};

/// Small, so that a limit is often in the way.
const LIMITS: Limits = Limits { wire: 64 << 10, decoded: 64 << 10, event: 32 << 10, items: 20, memory: 512 << 10 };

/// Each one alone, some together.
const ENCODINGS: [&str; 8] = ["br", "deflate", "deflate, br", "gzip", "gzip, gzip", "identity", "zstd", "zstd, gzip"];

/// Every way in, with a type that it takes.
const ROUTES: [(Route, &str); 16] = [
    (Route::Envelope, "application/x-sentry-envelope"),
    (Route::Store, "application/json"),
    (Route::Store, "application/x-sentry-envelope"),
    (Route::Stream, "text/plain"),
    (Route::Security, "application/csp-report"),
    (Route::Nel, "application/reports+json"),
    (Route::Minidump, "multipart/form-data; boundary=xx"),
    (Route::Unreal, "application/octet-stream"),
    (Route::Attachments, "multipart/form-data; boundary=xx"),
    (Route::Attachments, "text/plain"),
    (Route::CheckIn, "application/json"),
    (Route::OtlpLogs, "application/json"),
    (Route::OtlpTraces, "application/x-protobuf"),
    (Route::OtlpMetrics, "application/x-protobuf"),
    (Route::Feedback, "application/json"),
    (Route::Feedback, "application/x-www-form-urlencoded"),
];

/// The first byte chooses encodings (past the list: what old clients wrap events in); the rest is in them. What comes out is
/// within the limit and was paid for.
pub fn decoding(input: &[u8]) {
    let Some((&choice, body)) = input.split_first() else { return };
    let Some(mut share) = share(body.len()) else { return };
    let limit = LIMITS.decoded;
    let Some(&encodings) = ENCODINGS.get(usize::from(choice)) else {
        match unwrap_legacy(body, limit, &mut share) {
            Ok(json) => assert!(json.is_none_or(|json| json.len() <= limit.max(body.len())), "more than the limit"),
            Err(error) => assert!(matches!(error.status(), 413 | 429), "{error}"),
        }
        return;
    };
    match decode(Bytes::copy_from_slice(body), encodings, limit, &mut share) {
        Ok(decoded) => {
            assert!(decoded.len() <= limit, "{} bytes of {encodings}", decoded.len());
            let held = if encodings == "identity" { body.len() } else { body.len() + decoded.len() };
            assert!(share.bytes() >= held, "{} bytes were paid for, {held} are held", share.bytes());
        }
        Err(error) => assert!(matches!(error.status(), 400 | 413 | 429), "{error}"),
    }
}

/// The first line is a content type, the rest a body. Parts are pieces of the body, in order, without a boundary in them.
pub fn multipart(input: &[u8]) {
    const MOST: usize = 9;
    let end = memchr::memchr(b'\n', input).unwrap_or(input.len());
    let content_type = String::from_utf8_lossy(input.get(..end).unwrap_or_default());
    let body = Bytes::copy_from_slice(input.get(end + 1..).unwrap_or_default());
    let Some(boundary) = super::multipart::boundary(&content_type) else { return };
    let Some(parts) = super::multipart::parts(&body, boundary, MOST) else { return };
    assert!((1..=MOST).contains(&parts.len()), "{} parts", parts.len());
    let fence = format!("\r\n--{boundary}");
    let mut from = 0;
    for part in parts.iter().filter(|part| !part.body.is_empty()) {
        let at = part.body.as_ptr() as usize - body.as_ptr() as usize;
        assert!(at >= from && at + part.body.len() <= body.len(), "{part:?} is a piece of {body:?} behind {from}");
        assert!(memchr::memmem::find(&part.body, fence.as_bytes()).is_none(), "{part:?} ends at the boundary");
        from = at + part.body.len();
    }
}

/// The first byte chooses a route, the rest is a body. Every item of it is in what the writer gets, byte for byte.
pub fn reading(input: &[u8]) {
    let Some((&choice, body)) = input.split_first() else { return };
    let (route, content_type) = ROUTES.get(usize::from(choice) % ROUTES.len()).copied().unwrap_or(ROUTES[0]);
    match delivered((route, content_type), body) {
        Ok((bytes, delivery)) => check(&bytes, &delivery),
        Err(error) => assert!(matches!(error.status(), 400 | 413 | 415 | 429), "{error}"),
    }
}

/// What the writer would get of a body: with its bytes, decoded.
///
/// # Errors
/// Nothing could be made of it.
pub(super) fn delivered((route, content_type): (Route, &str), body: &[u8]) -> Result<(Bytes, Delivery), IngestError> {
    let is_envelope = content_type == "application/x-sentry-envelope";
    let submission = Submission {
        route,
        number: Some("1".to_owned()),
        run: None,
        keys: Keys { query: Some("sentry_key=shop&status=ok&eventId=1".to_owned()), ..Keys::default() },
        encoding: String::new(),
        declared: if is_envelope { Declared::Envelope } else { Declared::Other },
        beside: Beside { content_type: Some(content_type.to_owned()), name: Some("night".to_owned()) },
        body: Bytes::copy_from_slice(body),
        peer: None,
        origin: Origin::Local(None),
        user_agent: None,
        at: Timestamp::from_millis(1_800_000_000_000),
    };
    let mut share = share(body.len()).ok_or(IngestError::OutOfMemory)?;
    let bytes = decoded(&submission, LIMITS.decoded, &mut share)?;
    let (grouping, rulebook) = (&GroupConfig::default(), &Rulebook::default());
    let reading = Reading { submission: &submission, limits: &LIMITS, grouping, rulebook, seed: [7; 16] };
    let read = reading.read(bytes.clone(), &mut Packer::new(Dictionaries::default()))?;
    Ok((bytes, read.delivery))
}

fn check(bytes: &Bytes, delivery: &Delivery) {
    for item in &delivery.items {
        let packed = &item.payload;
        let payload = unpack((packed.dictionary, &packed.bytes, packed.size), |_| Ok(None));
        let payload = payload.unwrap_or_else(|error| panic!("what was packed is unpacked: {error}"));
        assert!(!matches!(item.content, Content::TooLarge) || payload.is_empty(), "{item:?}");
    }
    if !matches!(delivery.route, Route::Envelope | Route::Stream) {
        return;
    }
    let framing = envelope::Limits { items: LIMITS.items, item_bytes: LIMITS.event };
    let n_items = envelope::parse(bytes.clone(), &framing).map(|envelope| envelope.items.len());
    assert_eq!(n_items, Ok(delivery.items.len()), "none is left out, none is made up");
}

fn share(bytes: usize) -> Option<Share> {
    let budget = Budget::new(LIMITS.memory);
    let reserving = pin!(budget.reserve(bytes));
    match reserving.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(share) => share.ok(),
        Poll::Pending => None,
    }
}

#[cfg(test)]
mod tests;
