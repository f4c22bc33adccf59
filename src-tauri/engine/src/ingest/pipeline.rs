//! The way of a submission: decode, read, hand over, wait for the commit.
//!
//! Small requests are worked on where they came in: a hop to another thread would cost more than the work. Large ones go to one
//! of two workers, so that nobody waits for them longer than 5 ms.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use crashtray_core::change::Change;
use crashtray_core::dsn::ProjectKey;
use crashtray_core::group::GroupConfig;
use crashtray_core::id::EventId;
use crashtray_core::time::Timestamp;
use tokio::sync::{Semaphore, broadcast};

use super::budget::{Budget, Share};
use super::decode::{decode, unwrap_legacy};
use super::error::IngestError;
use super::filtered::Filtered;
use super::read::{Read, Reading};
use super::submission::{Limits, Submission};
use crate::store::{ArrivalRecord, Packer, Receipt, Route, Store};

/// What is larger, as it comes or once decoded, goes to a worker.
const SMALL: usize = 256 << 10;

/// Workers for what is large.
const WORKERS: usize = 2;

/// Arrivals within this time are told of together.
const ARRIVALS: Duration = Duration::from_millis(50);

/// What was filtered within this time is counted together.
const COUNTED: Duration = Duration::from_millis(500);

/// How many envelopes wait for a slow listener; larger ones than this do not.
const PASSING: usize = 32;
const LARGEST_PASSING: usize = 512 << 10;

/// A filter of the user: the name of what drops everything at this time, if something does.
pub type Filter = dyn Fn(Timestamp) -> Option<&'static str> + Send + Sync;

/// What takes submissions.
pub struct Intake {
    store: Arc<Store>,
    limits: Limits,
    grouping: GroupConfig,
    filter: Box<Filter>,
    budget: Budget,
    workers: Semaphore,
    packers: Mutex<Vec<Packer>>,
    filtered: Filtered,
    passing: broadcast::Sender<Passing>,
    /// Subscribers were told of an arrival just now.
    told: AtomicBool,
    /// There was another one since.
    untold: AtomicBool,
}

/// Something that came in, for who listens.
#[derive(Clone, Debug)]
pub struct Passing {
    /// Decoded: an envelope, or an event without one.
    pub bytes: Bytes,
    /// The id that was answered.
    pub id: Option<EventId>,
}

/// A submission that was read.
struct Worked {
    read: Read,
    decoded: Bytes,
    _share: Share,
}

/// What became of a submission.
#[derive(Debug)]
pub struct Accepted {
    /// The id for the answer.
    pub id: Option<EventId>,
    /// Slug of the project; `None` where nothing was stored.
    pub project: Option<String>,
    /// Item types, and what became of those that were not simply stored: `event, session duplicate`.
    pub what: String,
    /// What the sender wants to have back.
    pub echo: Option<Bytes>,
}

impl Intake {
    /// For this file.
    pub fn new(store: Arc<Store>, limits: Limits, grouping: GroupConfig, filter: Box<Filter>) -> Self {
        let budget = Budget::new(limits.memory);
        Self {
            store,
            limits,
            grouping,
            filter,
            budget,
            workers: Semaphore::new(WORKERS),
            packers: Mutex::default(),
            filtered: Filtered::default(),
            passing: broadcast::Sender::new(PASSING),
            told: AtomicBool::new(false),
            untold: AtomicBool::new(false),
        }
    }

    /// How much is taken.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The memory from which the share of each request comes.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Remembers a request for the set-up page. Who looks on hears of it at once, but not more often than he could follow.
    pub fn record(self: &Arc<Self>, arrival: ArrivalRecord) {
        self.store.rings.record(arrival);
        if self.told.swap(true, Ordering::AcqRel) {
            self.untold.store(true, Ordering::Release);
            return;
        }
        self.store.bus.publish(vec![Change::Arrived]);
        let intake = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(ARRIVALS).await;
            intake.told.store(false, Ordering::Release);
            if intake.untold.swap(false, Ordering::AcqRel) {
                intake.store.bus.publish(vec![Change::Arrived]);
            }
        });
    }

    /// Takes a submission. When this is done it is in the file.
    ///
    /// # Errors
    /// Nothing of it was kept, and why.
    pub async fn take(self: Arc<Self>, submission: Submission, share: Share) -> Result<Accepted, IngestError> {
        let at = submission.at;
        let Worked { read, decoded, _share } = Arc::clone(&self).read(submission, share).await?;
        let kinds: Vec<String> = read.delivery.items.iter().map(|item| item.kind.name().to_owned()).collect();
        if let Some(filter) = (self.filter)(at) {
            let what = format!("{} filtered ({filter})", kinds.join(", "));
            let counted = read.delivery.items.iter().map(|item| item.kind.counted());
            self.count_filtered(&read.delivery.project, counted);
            return Ok(Accepted { id: read.header_id, project: None, what, echo: read.echo });
        }
        let may_pass = read.delivery.web_origin.is_none() && read.delivery.route.brings_envelopes();
        let receipt = self.store.writer.ingest(read.delivery).await.map_err(IngestError::Store)?;
        let id = receipt.event_id.or(read.header_id);
        if may_pass && self.passing.receiver_count() > 0 && decoded.len() <= LARGEST_PASSING {
            // The last listener may be gone by now.
            let _ = self.passing.send(Passing { bytes: decoded, id });
        }
        Ok(Accepted { id, what: describe(&kinds, &receipt), project: Some(receipt.project), echo: read.echo })
    }

    fn count_filtered<'k>(self: &Arc<Self>, project: &ProjectKey, kinds: impl Iterator<Item = &'k str>) {
        if !self.filtered.count(project, kinds) {
            return;
        }
        let intake = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(COUNTED).await;
            if let Err(error) = intake.filtered.write(&intake.store.writer).await {
                tracing::warn!(%error, "what was filtered could not be counted");
            }
        });
    }

    /// What comes in from now on, for who listens. Who is slow misses some.
    pub fn listen(&self) -> broadcast::Receiver<Passing> {
        self.passing.subscribe()
    }

    /// Reads a submission, here or on a worker. Its memory is held until its end.
    async fn read(self: Arc<Self>, submission: Submission, mut share: Share) -> Result<Worked, IngestError> {
        if submission.body.len() <= SMALL {
            match self.attempt(&submission, SMALL.min(self.limits.decoded), &mut share) {
                Err(IngestError::TooLargeDecoded { limit }) if limit < self.limits.decoded => {}
                done => return done.map(|(read, decoded)| Worked { read, decoded, _share: share }),
            }
        }
        let intake = Arc::clone(&self);
        let _worker = self.workers.acquire().await.map_err(|_| IngestError::Closing)?;
        let work = move || {
            let (read, decoded) = intake.attempt(&submission, intake.limits.decoded, &mut share)?;
            Ok(Worked { read, decoded, _share: share })
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| IngestError::Closing)?
    }

    /// A panic is a fault of ours: what made it is kept, for whoever wants to know.
    fn attempt(&self, submission: &Submission, limit: usize, share: &mut Share) -> Result<(Read, Bytes), IngestError> {
        let rulebook = self.store.reader.rulebook();
        let reading = Reading { submission, limits: &self.limits, grouping: &self.grouping, rulebook, seed: seed()? };
        let packer = self.packers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut packer = packer.unwrap_or_else(|| Packer::new(self.store.dictionaries.clone()));
        let read = attempt(&reading, &mut packer, |reading, bytes, packer| {
            *bytes = decoded(submission, limit, share)?;
            reading.read(bytes.clone(), packer)
        });
        self.packers.lock().unwrap_or_else(PoisonError::into_inner).push(packer);
        if submission.route == Route::Tunnel { read.map_err(IngestError::of_a_tunnel) } else { read }
    }
}

/// Reads; after a panic, keeps the bytes as far as they were decoded. With what was read, the bytes it was read from.
pub(super) fn attempt(
    reading: &Reading<'_>,
    packer: &mut Packer,
    read: impl FnOnce(&Reading<'_>, &mut Bytes, &mut Packer) -> Result<Read, IngestError>,
) -> Result<(Read, Bytes), IngestError> {
    let mut bytes = reading.submission.body.clone();
    let attempt = catch_unwind(AssertUnwindSafe(|| read(reading, &mut bytes, packer)));
    let read = attempt.unwrap_or_else(|panic| {
        let said = panic_text(panic.as_ref());
        tracing::error!(%said, "reading a request failed; its bytes are kept");
        packer.renew();
        Ok(reading.rescue(&bytes, said, packer))
    });
    read.map(|read| (read, bytes))
}

pub(super) fn decoded(submission: &Submission, limit: usize, share: &mut Share) -> Result<Bytes, IngestError> {
    let decoded = decode(submission.body.clone(), &submission.encoding, limit, share)?;
    let is_bare = |bytes: &[u8]| bytes.trim_ascii_start().starts_with(b"{") || bytes.starts_with(b"\xef\xbb\xbf");
    if submission.route != Route::Store || is_bare(&decoded) {
        return Ok(decoded);
    }
    Ok(unwrap_legacy(&decoded, limit, share)?.unwrap_or(decoded))
}

fn seed() -> Result<[u8; 16], IngestError> {
    let mut seed = [0; 16];
    getrandom::fill(&mut seed).map_err(|_| IngestError::Closing)?;
    Ok(seed)
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words")
}

/// Item types in order; what was not simply stored says so.
fn describe(kinds: &[String], receipt: &Receipt) -> String {
    let words = kinds.iter().zip(&receipt.outcomes).map(|(kind, outcome)| match outcome.name() {
        "stored" => kind.clone(),
        other => format!("{kind} {other}"),
    });
    words.collect::<Vec<_>>().join(", ")
}
