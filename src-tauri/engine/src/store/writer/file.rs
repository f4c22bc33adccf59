//! The file behind the writer: SQLite does not notice that it was removed or replaced, so we look before and after each batch.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::checkpoint;
use crate::store::connection::{self, FileId, Use, beside};
use crate::store::{Reader, StoreError, migrate};

/// The copy of a file that was removed, until it is in place.
const RESTORED: &str = "-restored";

/// What is behind a path, and the connection that writes it.
pub(crate) struct File {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Which file we opened there.
    pub(crate) id: FileId,
    /// `None`: between its removal and its return; a copy is beside the path then.
    pub(crate) db: Option<Connection>,
}

impl File {
    /// Sees to it that the path leads to our file. One that was removed is put back from the connection, which still has it.
    ///
    /// # Errors
    /// `Replaced`: another file is there. `Gone` or what the disk says: it could not be put back yet.
    pub(super) fn be_there(&mut self, reader: &Reader) -> Result<(), StoreError> {
        match FileId::at(&self.path)? {
            Some(id) if id == self.id && self.db.is_some() => Ok(()),
            Some(_) => Err(StoreError::Replaced),
            None => self.put_back(reader),
        }
    }

    /// Writes the log back into the file, as far as nobody reads from it.
    pub(super) fn checkpoint(&self) {
        if let Some(db) = &self.db {
            // It is for speed only: the next one does what this one could not.
            drop(checkpoint::passive(db));
        }
    }

    /// Gives back the memory of pages that need not be remembered.
    pub(super) fn shrink(&self) {
        if let Some(db) = &self.db {
            drop(db.execute_batch("PRAGMA shrink_memory"));
        }
    }

    /// Closes the file with an empty log, if it is still ours.
    pub(super) fn close(&mut self) {
        let is_ours = FileId::at(&self.path).is_ok_and(|id| id == Some(self.id));
        if let Some(db) = self.db.take().filter(|_| is_ours) {
            drop(db.query_row("PRAGMA optimize", [], |_| Ok(())));
            drop(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
        }
    }

    /// Copy beside the path, close, remove what is left of the old one, put the copy in place, open. A link does not replace
    /// what somebody else puts there meanwhile.
    fn put_back(&mut self, reader: &Reader) -> Result<(), StoreError> {
        let copy = beside(&self.path, RESTORED);
        if let Some(db) = self.db.as_mut() {
            remove(&copy)?;
            connection::make_file(&copy)?;
            let target = copy.to_str().ok_or_else(|| StoreError::Io("the path is no text".to_owned()))?;
            db.execute("VACUUM INTO ?1", [target])?;
            self.db = None;
        }
        reader.forget();
        put_in_place(&copy, &self.path)?;
        self.db = Some(connection::open(&self.path, Use::Write)?);
        self.id = FileId::at(&self.path)?.ok_or(StoreError::Gone)?;
        remove(&copy)
    }
}

/// Takes up a copy that was made when we were killed before it was in place. A half-made one is rolled back to nothing by SQLite.
pub(crate) fn take_up(path: &Path) -> Result<(), StoreError> {
    let copy = beside(path, RESTORED);
    if FileId::at(path)?.is_some() || FileId::at(&copy)?.is_none() {
        return Ok(());
    }
    let is_whole = connection::open(&copy, Use::Write).and_then(|db| migrate::check(&db)).is_ok();
    if is_whole {
        // What that connection wrote beside the copy is in it: it had nothing to write.
        put_in_place(&copy, path)?;
    }
    for suffix in ["", "-wal", "-shm", "-journal"] {
        remove(&beside(&copy, suffix))?;
    }
    Ok(())
}

/// Puts a copy where there is nothing, without the log of what was there.
fn put_in_place(copy: &Path, path: &Path) -> Result<(), StoreError> {
    remove(&beside(path, "-wal"))?;
    remove(&beside(path, "-shm"))?;
    match fs::hard_link(copy, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(StoreError::Replaced),
        linked => Ok(linked?),
    }
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => Ok(removed?),
    }
}
