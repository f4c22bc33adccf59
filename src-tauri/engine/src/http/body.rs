//! Reading the body of a request: at most so many bytes, within so much time, and with memory reserved before the first of them.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use crate::ingest::{Budget, IngestError, Share, UNKNOWN_LENGTH};

/// A client that still sends does not pause longer than this.
const PAUSE: Duration = Duration::from_millis(200);

/// How much is read that nobody wants, and for how long.
const MOST_DRAINED: usize = 64 << 20;
const LONGEST_DRAINED: Duration = Duration::from_secs(5);

/// Reads it whole. Where it came in one piece nothing is copied.
///
/// # Errors
/// It is too large, too slow or breaks off, or no memory is left for it.
pub(super) async fn read(
    body: &mut Incoming,
    limit: usize,
    patience: Duration,
    budget: &Budget,
) -> Result<(Bytes, Share), IngestError> {
    let announced = body.size_hint().exact().map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced.is_some_and(|length| length > limit) {
        return Err(IngestError::TooLarge { limit });
    }
    let mut share = budget.reserve(announced.unwrap_or(UNKNOWN_LENGTH)).await?;
    let reading = read_frames(body, announced.unwrap_or(0), limit, &mut share);
    match tokio::time::timeout(patience, reading).await {
        Ok(bytes) => Ok((bytes?, share)),
        Err(_) => Err(IngestError::TooSlow { seconds: patience.as_secs() }),
    }
}

/// Reads on after a refusal: a client that is still sending would not see the answer. There is an end to that.
pub(super) async fn drain(mut body: Incoming, headers: &HeaderMap) {
    // Who asks first has not begun to send.
    if headers.contains_key(header::EXPECT) || body.size_hint().lower() > MOST_DRAINED as u64 {
        return;
    }
    let draining = async {
        let mut n_read = 0;
        while let Ok(Ok(Some(bytes))) = tokio::time::timeout(PAUSE, next(&mut body)).await {
            n_read += bytes.len();
            if n_read > MOST_DRAINED {
                return;
            }
        }
    };
    // Whatever comes after that is lost, and so is the answer.
    let _ = tokio::time::timeout(LONGEST_DRAINED, draining).await;
}

async fn read_frames(
    body: &mut Incoming,
    announced: usize,
    limit: usize,
    share: &mut Share,
) -> Result<Bytes, IngestError> {
    let Some(first) = next(body).await? else { return Ok(Bytes::new()) };
    let mut more = if first.len() == announced { None } else { next(body).await? };
    if first.len() > limit {
        return Err(IngestError::TooLarge { limit });
    }
    if more.is_none() {
        return Ok(first);
    }
    let mut bytes = BytesMut::with_capacity(announced.max(first.len() * 2));
    bytes.extend_from_slice(&first);
    while let Some(piece) = more {
        let length = bytes.len() + piece.len();
        if length > limit {
            return Err(IngestError::TooLarge { limit });
        }
        share.grow_to(length)?;
        bytes.extend_from_slice(&piece);
        more = next(body).await?;
    }
    Ok(bytes.freeze())
}

async fn next(body: &mut Incoming) -> Result<Option<Bytes>, IngestError> {
    loop {
        match body.frame().await {
            None => return Ok(None),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) if data.is_empty() => {}
                Ok(data) => return Ok(Some(data)),
                // Trailers say nothing that we need.
                Err(_) => {}
            },
            Some(Err(error)) => return Err(IngestError::Broken(Box::new(error))),
        }
    }
}
