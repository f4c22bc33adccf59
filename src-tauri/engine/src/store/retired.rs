//! Dictionaries that nobody packs with any more: kept as long as a payload names them, then removed.
//!
//! Whether one does is found by reading on from where the last one was found, beside the writer: no payload before that place can
//! name it again, since a payload on its way into the file holds on to its dictionary.

use std::sync::Arc;

use super::dictionaries::Prepared;
use super::{Reader, StoreError, Writer};

/// So many payloads are looked at in one read.
const AT_ONCE: u32 = 500;

/// A dictionary that is only for reading.
pub(super) struct Retired {
    id: i64,
    /// What it was packed with in this process.
    prepared: Option<Prepared>,
    /// No payload up to this one names it.
    clear: i64,
}

impl Retired {
    /// One of an earlier time.
    pub(super) fn of_row(id: i64) -> Self {
        Self { id, prepared: None, clear: 0 }
    }

    /// One that was in use until now.
    pub(super) fn of(prepared: Prepared) -> Self {
        Self { id: prepared.id, prepared: Some(prepared), clear: 0 }
    }

    /// Removes it if nobody needs it. True: it is gone.
    pub(super) fn remove_if_unused(&mut self, reader: &Reader, writer: &Writer) -> Result<bool, StoreError> {
        let is_held = self.prepared.as_ref().is_some_and(|prepared| Arc::strong_count(&prepared.zstd) > 1);
        if is_held {
            return Ok(false);
        }
        // Nobody packs with it any more, so nobody can take it up again.
        self.prepared = None;
        if self.is_named(reader)? {
            return Ok(false);
        }
        let id = self.id;
        writer.write_blocking(move |tx| tx.remove_dictionary(id))?;
        tracing::debug!(id, "a dictionary was removed: no payload needs it any more");
        Ok(true)
    }

    fn is_named(&mut self, reader: &Reader) -> Result<bool, StoreError> {
        loop {
            let next = reader.payloads_after(self.clear, self.id, AT_ONCE)?;
            if let Some(named) = next.named {
                self.clear = named - 1;
                return Ok(true);
            }
            let Some(last) = next.last else { return Ok(false) };
            self.clear = last;
        }
    }
}
