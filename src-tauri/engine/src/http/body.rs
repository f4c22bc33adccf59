//! Reading the body of a request: at most so many bytes, within so much time, and with memory reserved for all but the first of
//! them.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use crate::ingest::{Budget, IngestError, Pages, Share, UNKNOWN_LENGTH};

/// What a connection may hold of a body before there is memory for it. Nearly all events are no larger on the wire.
const BREATH: usize = 64 << 10;

/// Bytes a second that a body must have on average while others wait for memory.
const SLOWEST: u64 = 1 << 20;

/// How often that is looked at.
const TICK: Duration = Duration::from_millis(250);

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
    let too_slow = |_| IngestError::TooSlow { seconds: patience.as_secs() };
    let begin = Instant::now();
    match tokio::time::timeout(patience, first_breath(body, announced, limit)).await.map_err(too_slow)?? {
        Breath::Whole(bytes) => {
            let share = budget.reserve(bytes.len()).await?;
            Ok((bytes, share))
        }
        Breath::More(first) => {
            let expected = announced.unwrap_or(UNKNOWN_LENGTH);
            let mut share = budget.reserve_ahead(expected.max(first.len())).await?;
            let no_memory = |_| IngestError::OutOfMemory;
            let mut bytes = Pages::new(announced.unwrap_or(limit)).map_err(no_memory)?;
            bytes.extend(&first).map_err(no_memory)?;
            drop(first);
            let rest = read_rest(body, &mut bytes, limit, &mut share, budget);
            tokio::time::timeout(patience.saturating_sub(begin.elapsed()), rest).await.map_err(too_slow)??;
            Ok((bytes.freeze(), share))
        }
    }
}

/// The beginning of a body.
enum Breath {
    /// It was all of it.
    Whole(Bytes),
    /// Something is missing.
    More(Bytes),
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

/// Reads as much as a connection may hold without asking for memory. Most bodies are no longer.
async fn first_breath(body: &mut Incoming, announced: Option<usize>, limit: usize) -> Result<Breath, IngestError> {
    let Some(mut first) = next(body).await? else { return Ok(Breath::Whole(Bytes::new())) };
    let mut more = BytesMut::new();
    loop {
        let length = first.len() + more.len();
        if length > limit {
            return Err(IngestError::TooLarge { limit });
        }
        let is_whole = Some(length) == announced;
        if !is_whole
            && length <= BREATH
            && let Some(piece) = next(body).await?
        {
            if more.is_empty() {
                more.extend_from_slice(&std::mem::take(&mut first));
            }
            more.extend_from_slice(&piece);
            continue;
        }
        let bytes = if more.is_empty() { first } else { more.freeze() };
        return Ok(if is_whole || length <= BREATH { Breath::Whole(bytes) } else { Breath::More(bytes) });
    }
}

/// Reads on. Who is slow is cut short only when somebody else waits for his memory.
async fn read_rest(
    body: &mut Incoming,
    bytes: &mut Pages,
    limit: usize,
    share: &mut Share,
    budget: &Budget,
) -> Result<(), IngestError> {
    let begin = Instant::now();
    let mut ticks = tokio::time::interval(TICK);
    loop {
        let piece = tokio::select! {
            piece = next(body) => piece?,
            _ = ticks.tick() => {
                let seconds = begin.elapsed().as_secs();
                if budget.is_awaited() && bytes.n_bytes() as u64 / SLOWEST < seconds {
                    return Err(IngestError::TooSlow { seconds });
                }
                continue;
            }
        };
        let Some(piece) = piece else { return Ok(()) };
        let length = bytes.n_bytes() + piece.len();
        if length > limit {
            return Err(IngestError::TooLarge { limit });
        }
        share.grow_to(length)?;
        bytes.extend(&piece).map_err(|_| IngestError::OutOfMemory)?;
    }
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
