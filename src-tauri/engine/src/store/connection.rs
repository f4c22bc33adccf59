//! Connections to the file: how it is made, how it is opened, and what every connection is set to.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::StoreError;

/// First bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// `application_id` of our files: `Ctry`.
pub(super) const APPLICATION_ID: i64 = 0x4374_7279;

/// How long a connection waits for another process.
const BUSY: Duration = Duration::from_secs(2);

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// The one that writes.
    Write,
    /// One of those that read.
    Read,
}

/// Which file a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// The file at `path`; `None`: there is none.
    ///
    /// # Errors
    /// The path cannot be looked at.
    pub(super) fn at(path: &Path) -> Result<Option<Self>, StoreError> {
        match fs::metadata(path) {
            Ok(file) => Ok(Some(Self { device: file.dev(), inode: file.ino() })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Makes the file where there is none: 0600, in a folder of 0700 where that has to be made too. SQLite would take the umask.
pub(super) fn make_file(path: &Path) -> Result<(), StoreError> {
    if let Some(folder) = path.parent()
        && !folder.as_os_str().is_empty()
        && !folder.exists()
    {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Looks at the first bytes: an empty file is one of ours to be, anything but SQLite is not. The rest is found out when it is used.
pub(super) fn check_header(path: &Path) -> Result<(), StoreError> {
    let mut start = Vec::new();
    File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    if start.is_empty() || start == MAGIC { Ok(()) } else { Err(StoreError::NotADatabase) }
}

/// Opens the file, which must be there.
pub(super) fn open(path: &Path, purpose: Use) -> Result<Connection, StoreError> {
    let access = match purpose {
        Use::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Use::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let db = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    set(&db, purpose)?;
    Ok(db)
}

/// All settings of a connection, in this order: the first two count only before the first table.
fn set(db: &Connection, purpose: Use) -> Result<(), StoreError> {
    // First of all: the next lines already need the file.
    db.busy_timeout(BUSY)?;
    match purpose {
        Use::Write => {
            // Payloads are a few thousand bytes: fewer of them spill over. Measured: a tenth off the size.
            db.pragma_update(None, "page_size", 8_192)?;
            // The file can give back what retention frees, a little at a time.
            db.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
            // Readers never wait for the writer, nor it for them.
            db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            // A kill loses nothing; a power cut may lose the last commits, but not the file.
            db.pragma_update(None, "synchronous", "NORMAL")?;
            // Checkpoints are for idle moments and for another thread; this is where one is made even so.
            db.pragma_update(None, "wal_autocheckpoint", 32_000)?;
            // What a statement would need to be taken back is a page or two: in memory, not in a file made for each of them.
            db.pragma_update(None, "temp_store", "MEMORY")?;
            // 8 MiB (negative: KiB): what is written again and again. The rest is in the system's memory; 16 MiB were no faster, neither in
            // an empty file nor among 1,000,000 events.
            db.pragma_update(None, "cache_size", -8_192)?;
        }
        Use::Read => {
            // Belt and braces: it is opened read-only.
            db.pragma_update(None, "query_only", true)?;
            // 4 MiB: there are several, and the system has the pages too.
            db.pragma_update(None, "cache_size", -4_096)?;
        }
    }
    // Counters of an issue go with it.
    db.pragma_update(None, "foreign_keys", true)?;
    // Plans do not depend on what is bound: with partial indexes SQLite would prepare a statement anew for each value.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A text in double quotes is a mistake, not a string.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // The last connection to close would remove the `-wal` beside the path, even if by then another file is there.
    // The writer makes its checkpoint itself.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.set_prepared_statement_cache_capacity(256);
    Ok(())
}

/// A path beside the file, whose name begins with the file's own.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
