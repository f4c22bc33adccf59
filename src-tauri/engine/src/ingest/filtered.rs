//! What a filter dropped, counted: in memory for a moment, then by one write for all of it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crashtray_core::dsn::ProjectKey;

use crate::store::{StoreError, Writer};

/// Items by project and type.
#[derive(Debug, Default)]
pub(super) struct Filtered(Mutex<HashMap<(ProjectKey, String), u32>>);

impl Filtered {
    /// Counts items. True: they are the first since the last write, and somebody should see to the next one.
    pub(super) fn count<'a>(&self, project: &ProjectKey, kinds: impl Iterator<Item = &'a str>) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let was_empty = counts.is_empty();
        for kind in kinds {
            *counts.entry((project.clone(), kind.to_owned())).or_default() += 1;
        }
        was_empty && !counts.is_empty()
    }

    /// Writes the counts.
    ///
    /// # Errors
    /// The file cannot be written; the counts are lost.
    pub(super) async fn write(&self, writer: &Writer) -> Result<(), StoreError> {
        let counts = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let write = writer.write(move |tx| {
            let mut counts = counts.iter();
            counts.try_for_each(|((project, kind), n)| tx.count_outcome(project, kind, "filtered", *n))
        });
        write.await
    }
}
