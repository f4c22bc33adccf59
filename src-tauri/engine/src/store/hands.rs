//! What the user does by hand, to its end: the writer changes the file at once, and events that it does not know enough of are read
//! here and handed to it, a few at a time.

use std::collections::BTreeSet;

use crashtray_core::id::IssueId;

use super::writer::AT_ONCE;
use super::{Done, Heading, Moved, Priority, Regroup, Store, StoreError};

impl Store {
    /// All of these issues become the one with the lowest number. It blocks the thread.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn merge(&self, numbers: &[IssueId]) -> Result<Done, StoreError> {
        let numbers = numbers.to_vec();
        self.writer.write_blocking(move |tx| tx.merge(&numbers))
    }

    /// Groups of an issue, named by their hashes, get an issue of their own. `n`: 0 where none of their events is kept, or no other. It blocks the
    /// thread until all of them have moved.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn split(&self, issue: IssueId, hashes: &[[u8; 16]]) -> Result<Done, StoreError> {
        let mut first = Vec::new();
        for id in self.reader.of_groups(issue, hashes, AT_ONCE - 1)? {
            first.extend(self.reader.regroup(id, Heading::Kept)?);
        }
        let hashes = hashes.to_vec();
        let done = self.writer.write_blocking(move |tx| tx.split(issue, &hashes, &first))?;
        self.finish(&done)?;
        Ok(done)
    }

    /// Takes a change back: the one of this id, else the last. It blocks the thread.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn undo(&self, id: Option<i64>) -> Result<Done, StoreError> {
        let done = self.writer.undo_blocking(id)?;
        self.finish(&done)?;
        Ok(done)
    }

    fn finish(&self, done: &Done) -> Result<(), StoreError> {
        let mut unnamed = BTreeSet::new();
        for &issue in &done.loose {
            unnamed.insert(issue);
            unnamed.extend(self.bring_home(issue)?);
        }
        self.name(&unnamed, Priority::First)
    }

    /// Events of an issue whose hashes lead elsewhere go there. Answers which issues lack a name then.
    fn bring_home(&self, issue: IssueId) -> Result<BTreeSet<IssueId>, StoreError> {
        let mut unnamed = BTreeSet::new();
        loop {
            let astray = self.reader.astray(issue, AT_ONCE)?;
            let mut moves = Vec::with_capacity(astray.len());
            for &id in &astray {
                moves.extend(self.reader.regroup(id, Heading::Kept)?);
            }
            let Moved { n, unnamed: more, .. } = self.writer.regroup_blocking(moves, Priority::First)?;
            unnamed.extend(more);
            // What could not be moved now will not be the next time.
            if n == 0 || astray.len() < AT_ONCE {
                return Ok(unnamed);
            }
        }
    }

    /// Calls issues after their latest event. Those that are gone, or of which nothing is kept, stay as they are.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub(super) fn name(&self, issues: &BTreeSet<IssueId>, priority: Priority) -> Result<(), StoreError> {
        for &issue in issues {
            let Some(latest) = self.reader.latest(issue)? else { continue };
            let moves: Vec<Regroup> = self.reader.regroup(latest, Heading::Nowhere)?.into_iter().collect();
            self.writer.regroup_blocking(moves, priority)?;
        }
        Ok(())
    }
}
