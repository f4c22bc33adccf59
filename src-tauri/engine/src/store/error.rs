//! What can go wrong with the file. "Not found" is no error, and what a client sent is none either.

use rusqlite::ErrorCode;

/// What is wrong with the file, or with what is in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another process holds it.
    #[error("the data file is in use by another process")]
    Busy,
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// The file or its disk cannot be written.
    #[error("the data file is read-only")]
    ReadOnly,
    /// A newer version made it.
    #[error("the data file has schema {found}, this version knows {supported}")]
    TooNew {
        /// Schema of the file.
        found: i64,
        /// Newest schema that we know.
        supported: i64,
    },
    /// It was opened for reading only, and an older version made it.
    #[error("the data file has an older schema")]
    TooOld,
    /// It is damaged.
    #[error("the data file is damaged: {0}")]
    Corrupt(String),
    /// It is something else.
    #[error("the file is no data file of Crashtray")]
    NotADatabase,
    /// It was removed and is being put back.
    #[error("the data file was removed")]
    Gone,
    /// Somebody put another file in its place.
    #[error("another file is where the data file was")]
    Replaced,
    /// The disk or the system failed.
    #[error("the data file cannot be used: {0}")]
    Io(String),
    /// The database refused; a bug of ours.
    #[error("the database refused: {0}")]
    Sql(String),
    /// A query took too long and was broken off.
    #[error("the data file took too long to answer")]
    Slow,
    /// Our code panicked at work on the file; nothing of that work is in it.
    #[error("the store panicked: {0}")]
    Panicked(String),
    /// The writer has ended.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// It may be over at the next try: the answer is 503.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy
            | Self::Full
            | Self::ReadOnly
            | Self::Gone
            | Self::Replaced
            | Self::Io(_)
            | Self::Slow
            | Self::Closed => true,
            Self::TooNew { .. }
            | Self::TooOld
            | Self::Corrupt(_)
            | Self::NotADatabase
            | Self::Sql(_)
            | Self::Panicked(_) => false,
        }
    }

    /// What to do next, as a sentence.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Busy => "`crashtray status` says who has it.",
            Self::Full => "Free some space, or name a file on another disk with `--data FILE`.",
            Self::ReadOnly => "Make it writable, or name another file with `--data FILE`.",
            Self::TooNew { .. } => "Use the newer version of Crashtray, or name another file with `--data FILE`.",
            Self::TooOld => "`crashtray serve` brings it up to date.",
            Self::Corrupt(_) => "`crashtray doctor --set-aside` renames it, so that a new one can be made.",
            Self::NotADatabase => "Name another file with `--data FILE`.",
            Self::Replaced => "Put the old file back, or restart with `crashtray quit` and `crashtray`.",
            Self::Gone | Self::Io(_) | Self::Slow | Self::Sql(_) | Self::Panicked(_) | Self::Closed => return None,
        };
        Some(hint.to_owned())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt(text),
            Some(ErrorCode::OperationInterrupted) => Self::Slow,
            Some(ErrorCode::NotADatabase) => Self::NotADatabase,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::Io(text),
            Some(_) | None => Self::Sql(text),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_database_become_words_that_help() {
        use rusqlite::ffi;
        let table = [
            (ffi::SQLITE_BUSY, StoreError::Busy),
            (ffi::SQLITE_FULL, StoreError::Full),
            (ffi::SQLITE_READONLY, StoreError::ReadOnly),
            (ffi::SQLITE_INTERRUPT, StoreError::Slow),
            (ffi::SQLITE_NOTADB, StoreError::NotADatabase),
        ];
        for (code, expected) in table {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert_eq!(StoreError::from(error), expected, "code {code}");
        }
    }
}
