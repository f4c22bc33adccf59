//! Memory for requests in flight: one sum for all of them (`decisions`: 1.5).
//!
//! A request waits only before it holds some. One that must grow later and finds nothing left is turned away: it never waits
//! while it holds memory, so two of them cannot wait for each other. What comes in one breath needs none before it is there; so
//! whoever sends slowly holds none, or is cut short when others wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::IngestError;

/// Counted in pages, since a semaphore counts to no more than 2³² at once.
const PAGE: usize = 4096;

/// What is reserved for a body of unknown length.
pub const UNKNOWN_LENGTH: usize = 1 << 20;

/// What is no larger may take from the part that is kept for it: nearly all events are.
const SMALL: usize = 256 << 10;

/// The part kept for small requests that are there: large ones, and those that stand still, must not stop the rest.
const KEPT: usize = 3 << 20;

/// All memory for requests in flight.
#[derive(Clone, Debug)]
pub struct Budget {
    kept: Pool,
    open: Pool,
    /// Requests whose bodies cannot be read on, for want of memory.
    n_waiting: Arc<AtomicUsize>,
}

#[derive(Clone, Debug)]
struct Pool {
    pages: Arc<Semaphore>,
    total: usize,
}

/// The memory of one request; given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    budget: Budget,
    permits: Vec<OwnedSemaphorePermit>,
}

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: usize) -> Self {
        let kept = KEPT.min(bytes / 2);
        Self { kept: Pool::new(kept), open: Pool::new(bytes - kept), n_waiting: Arc::default() }
    }

    /// Memory for a body of so many bytes that is there, once there is that much.
    ///
    /// # Errors
    /// More than there is at all.
    pub async fn reserve(&self, bytes: usize) -> Result<Share, IngestError> {
        let mut share = self.nothing();
        if share.grow_to(bytes).is_err() {
            let pool = if bytes <= SMALL.min(self.kept.total * PAGE) { &self.kept } else { &self.open };
            share.permits.push(pool.take(bytes.div_ceil(PAGE)).await?);
        }
        Ok(share)
    }

    /// Memory for a body of so many bytes that is still on its way, once there is that much.
    ///
    /// # Errors
    /// More than there is at all.
    pub async fn reserve_ahead(&self, bytes: usize) -> Result<Share, IngestError> {
        let n_pages = bytes.div_ceil(PAGE);
        let taken = match self.open.try_take(n_pages) {
            Some(taken) => taken,
            None => {
                let _waiting = Waiting::new(&self.n_waiting);
                self.open.take(n_pages).await?
            }
        };
        Ok(Share { permits: vec![taken], ..self.nothing() })
    }

    /// Whether somebody waits to read on.
    pub fn is_awaited(&self) -> bool {
        self.n_waiting.load(Ordering::Relaxed) > 0
    }

    fn nothing(&self) -> Share {
        Share { budget: self.clone(), permits: Vec::with_capacity(2) }
    }
}

/// Somebody waits, as long as this lives.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(n_waiting: &'a AtomicUsize) -> Self {
        n_waiting.fetch_add(1, Ordering::Relaxed);
        Self(n_waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pool {
    fn new(bytes: usize) -> Self {
        let total = bytes / PAGE;
        Self { pages: Arc::new(Semaphore::new(total)), total }
    }

    async fn take(&self, n_pages: usize) -> Result<OwnedSemaphorePermit, IngestError> {
        if n_pages > self.total {
            return Err(IngestError::OutOfMemory);
        }
        let n_pages = u32::try_from(n_pages).map_err(|_| IngestError::OutOfMemory)?;
        Arc::clone(&self.pages).acquire_many_owned(n_pages).await.map_err(|_| IngestError::Closing)
    }

    fn try_take(&self, n_pages: usize) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.pages).try_acquire_many_owned(u32::try_from(n_pages).ok()?).ok()
    }
}

impl Share {
    /// Makes it at least so many bytes.
    ///
    /// # Errors
    /// Nothing is left.
    pub fn grow_to(&mut self, bytes: usize) -> Result<(), IngestError> {
        let missing = bytes.div_ceil(PAGE).saturating_sub(self.n_pages());
        if missing == 0 {
            return Ok(());
        }
        let kept = if bytes <= SMALL { self.budget.kept.try_take(missing) } else { None };
        let more = kept.or_else(|| self.budget.open.try_take(missing)).ok_or(IngestError::OutOfMemory)?;
        self.permits.push(more);
        Ok(())
    }

    /// How many bytes it is.
    pub fn bytes(&self) -> usize {
        self.n_pages() * PAGE
    }

    fn n_pages(&self) -> usize {
        self.permits.iter().map(OwnedSemaphorePermit::num_permits).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1 << 20;

    #[tokio::test]
    async fn a_share_grows_while_there_is_something_left_and_comes_back() {
        let budget = Budget::new(KEPT + 10 * MIB);
        let mut share = budget.reserve(4 * MIB).await.unwrap();
        share.grow_to(2 * MIB).unwrap();
        assert_eq!(share.bytes(), 4 * MIB, "it never shrinks");
        share.grow_to(7 * MIB).unwrap();
        let mut second = budget.reserve(MIB).await.unwrap();
        assert!(matches!(second.grow_to(4 * MIB), Err(IngestError::OutOfMemory)), "two are left, not three");
        drop(share);
        second.grow_to(10 * MIB).unwrap();
        assert!(matches!(second.grow_to(11 * MIB), Err(IngestError::OutOfMemory)), "more than there is at all");
    }

    #[tokio::test]
    async fn who_waits_is_served_when_memory_comes_back() {
        let budget = Budget::new(KEPT + 2 * MIB);
        let share = budget.reserve(2 * MIB).await.unwrap();
        let waiting = tokio::spawn({
            let budget = budget.clone();
            async move { budget.reserve(MIB).await.map(|share| share.bytes()) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished(), "nothing is left");
        drop(share);
        assert_eq!(waiting.await.unwrap().unwrap(), MIB);
        assert!(budget.reserve(3 * MIB).await.is_err(), "what can never be served does not wait");
    }

    #[tokio::test]
    async fn large_requests_leave_something_for_small_ones() {
        let budget = Budget::new(64 * MIB);
        let _stalled = [budget.reserve(40 * MIB).await.unwrap(), budget.reserve(21 * MIB).await.unwrap()];
        let mut small = budget.reserve(5 << 10).await.unwrap();
        small.grow_to(60 << 10).unwrap();
        assert!(small.grow_to(2 * MIB).is_err(), "but not for what becomes large");
    }

    #[tokio::test]
    async fn what_is_on_its_way_takes_nothing_of_what_is_kept() {
        let budget = Budget::new(64 * MIB);
        let mut coming = Vec::new();
        while let Ok(share) = tokio::time::timeout(std::time::Duration::ZERO, budget.reserve_ahead(250 << 10)).await {
            coming.push(share.unwrap());
        }
        assert!(coming.len() > 200, "they have the rest: {}", coming.len());
        assert!(!budget.is_awaited(), "who gave up does not wait");
        let whole = budget.reserve(200 << 10).await.unwrap();
        assert_eq!(whole.bytes(), 200 << 10, "one that is there has its part");
        let waiting = tokio::spawn({
            let budget = budget.clone();
            async move { budget.reserve_ahead(MIB).await.map(|share| share.bytes()) }
        });
        tokio::task::yield_now().await;
        assert!(budget.is_awaited());
        coming.truncate(10);
        assert_eq!(waiting.await.unwrap().unwrap(), MIB);
        assert!(!budget.is_awaited());
    }

    #[tokio::test]
    async fn the_largest_request_that_is_allowed_fits() {
        let mut share = Budget::new(64 * MIB).reserve(20 * MIB).await.unwrap();
        share.grow_to(20 * MIB + 40 * MIB + 1).unwrap();
    }
}
