//! Memory for requests in flight: one sum for all of them (`decisions`: 1.5).
//!
//! A request waits only before its body is read. One that must grow later and finds nothing left is turned away: it never
//! waits while it holds memory, so two of them cannot wait for each other.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::IngestError;

/// Counted in pages, since a semaphore counts to no more than 2³² at once.
const PAGE: usize = 4096;

/// What is reserved for a body of unknown length.
pub const UNKNOWN_LENGTH: usize = 1 << 20;

/// All memory for requests in flight.
#[derive(Clone, Debug)]
pub struct Budget {
    pages: Arc<Semaphore>,
    total: usize,
}

/// The memory of one request; given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    budget: Budget,
    permit: OwnedSemaphorePermit,
}

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: usize) -> Self {
        let total = bytes.div_ceil(PAGE);
        Self { pages: Arc::new(Semaphore::new(total)), total }
    }

    /// Memory for a body of so many bytes, once there is that much.
    ///
    /// # Errors
    /// More than there is at all.
    pub async fn reserve(&self, bytes: usize) -> Result<Share, IngestError> {
        let n_pages = self.n_pages(bytes)?;
        let permit = Arc::clone(&self.pages).acquire_many_owned(n_pages).await.map_err(|_| IngestError::Closing)?;
        Ok(Share { budget: self.clone(), permit })
    }

    fn n_pages(&self, bytes: usize) -> Result<u32, IngestError> {
        let n_pages = bytes.div_ceil(PAGE);
        if n_pages > self.total {
            return Err(IngestError::OutOfMemory);
        }
        u32::try_from(n_pages).map_err(|_| IngestError::OutOfMemory)
    }
}

impl Share {
    /// Makes it at least so many bytes.
    ///
    /// # Errors
    /// Nothing is left.
    pub fn grow_to(&mut self, bytes: usize) -> Result<(), IngestError> {
        let missing = bytes.div_ceil(PAGE).saturating_sub(self.permit.num_permits());
        if missing == 0 {
            return Ok(());
        }
        let n_pages = self.budget.n_pages(missing * PAGE)?;
        let more = Arc::clone(&self.budget.pages).try_acquire_many_owned(n_pages);
        self.permit.merge(more.map_err(|_| IngestError::OutOfMemory)?);
        Ok(())
    }

    /// How many bytes it is.
    pub fn bytes(&self) -> usize {
        self.permit.num_permits() * PAGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_share_grows_while_there_is_something_left_and_comes_back() {
        let budget = Budget::new(10 * PAGE);
        let mut share = budget.reserve(4 * PAGE).await.unwrap();
        share.grow_to(2 * PAGE).unwrap();
        assert_eq!(share.bytes(), 4 * PAGE, "it never shrinks");
        share.grow_to(7 * PAGE).unwrap();
        let mut second = budget.reserve(PAGE).await.unwrap();
        assert!(matches!(second.grow_to(4 * PAGE), Err(IngestError::OutOfMemory)), "two pages are left, not three");
        drop(share);
        second.grow_to(10 * PAGE).unwrap();
        assert!(matches!(second.grow_to(11 * PAGE), Err(IngestError::OutOfMemory)), "more than there is at all");
    }

    #[tokio::test]
    async fn who_waits_is_served_when_memory_comes_back() {
        let budget = Budget::new(2 * PAGE);
        let share = budget.reserve(2 * PAGE).await.unwrap();
        let waiting = tokio::spawn({
            let budget = budget.clone();
            async move { budget.reserve(PAGE).await.map(|share| share.bytes()) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished(), "nothing is left");
        drop(share);
        assert_eq!(waiting.await.unwrap().unwrap(), PAGE);
        assert!(budget.reserve(3 * PAGE).await.is_err(), "what can never be served does not wait");
    }
}
