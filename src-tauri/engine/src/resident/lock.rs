//! The lock on a data file: one holder at a time, resident or command at work (`decisions`: 4.1, 4.2).
//!
//! Who takes the lock writes the resident's file anew and keeps the token that is in it. Neither file is ever deleted.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crashtray_core::resident_file::{Does, PROTOCOL, ResidentFile};

use super::random::random_hex;
use crate::config::DataFile;

/// Random bytes of a token.
const TOKEN_BYTES: usize = 32;

/// Held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    data: DataFile,
    resident: ResidentFile,
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else has it; who, if that can be read.
    #[error("`{}` is in use by {}", .path.display(), holder_words(.holder.as_deref()))]
    Held {
        /// The data file.
        path: std::path::PathBuf,
        /// What its resident's file says.
        holder: Option<Box<ResidentFile>>,
    },
    /// The disk says no.
    #[error("`{}` cannot be written", .path.display())]
    Io {
        /// The file that failed.
        path: std::path::PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl LockError {
    /// What to do next, as a sentence. `held`: where somebody else has it.
    pub fn hint(&self, held: &str) -> String {
        let hint = match self {
            Self::Held { .. } => held,
            Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                "Free some space, or name a file on another disk with `--data FILE`."
            }
            Self::Io { .. } => "Make it writable, or name another file with `--data FILE`.",
        };
        hint.to_owned()
    }
}

impl Lock {
    /// Takes the lock and says in the resident's file what for.
    ///
    /// # Errors
    /// Somebody has it, or the disk says no.
    pub fn take(data: &DataFile, does: Does) -> Result<Self, LockError> {
        make_folder(data.folder()).map_err(|source| LockError::Io { path: data.folder().to_owned(), source })?;
        let io = |source| LockError::Io { path: data.lock(), source };
        let file = open_private(&data.lock()).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LockError::Held {
                    path: data.path().to_owned(),
                    holder: read_resident(data).map(Box::new),
                });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let token = match read_resident(data) {
            Some(before) => before.token,
            None => random_hex(TOKEN_BYTES).map_err(io)?,
        };
        let pid = std::process::id();
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let resident = ResidentFile { pid, version, protocol: PROTOCOL, does, addresses: Vec::new(), token };
        let lock = Self { file, data: data.clone(), resident };
        lock.write_resident().map_err(io)?;
        Ok(lock)
    }

    /// Says where the endpoint listens.
    ///
    /// # Errors
    /// The disk says no.
    pub fn announce(&mut self, addresses: Vec<SocketAddr>) -> Result<(), LockError> {
        self.resident.addresses = addresses;
        self.write_resident().map_err(|source| LockError::Io { path: self.data.resident(), source })
    }

    /// What the resident's file says.
    pub fn resident(&self) -> &ResidentFile {
        &self.resident
    }

    /// Written beside and moved into place, so that nobody reads half of it.
    fn write_resident(&self) -> io::Result<()> {
        let path = self.data.resident();
        let mut beside = path.clone().into_os_string();
        beside.push(".new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(self.resident.to_json().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.resident.addresses.clear();
        if let Err(error) = self.write_resident() {
            tracing::warn!(%error, "the resident's file could not be written");
        }
        // Closing alone is not enough: a child that was just started holds the same open file until it runs its program.
        if let Err(error) = self.file.unlock() {
            tracing::warn!(%error, "the data file could not be released");
        }
    }
}

/// What the resident's file says; `None` where there is none, or none that can be read.
pub fn read_resident(data: &DataFile) -> Option<ResidentFile> {
    let json = std::fs::read_to_string(data.resident()).ok()?;
    ResidentFile::parse(&json).ok()
}

/// Whether somebody holds the lock. Asks without taking it for longer than the question.
pub fn is_held(data: &DataFile) -> bool {
    let Ok(file) = OpenOptions::new().read(true).write(true).open(data.lock()) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

/// 0700, but only where we make it.
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn holder_words(holder: Option<&ResidentFile>) -> String {
    match holder {
        None => "another program".to_owned(),
        Some(ResidentFile { pid, does: Does::Command(name), .. }) => format!("`crashtray {name}` (pid {pid})"),
        Some(ResidentFile { pid, does: Does::Resident | Does::Serve, addresses, .. }) => match addresses.first() {
            Some(address) => format!("the resident at {address} (pid {pid})"),
            None => format!("a resident (pid {pid})"),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn one_holds_the_file_and_the_other_learns_who() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFile::at(folder.path()).unwrap();
        let lock = Lock::take(&data, Does::Command("clean".to_owned())).unwrap();
        let refused = Lock::take(&data, Does::Resident).unwrap_err().to_string();
        assert!(
            refused.ends_with(&format!("is in use by `crashtray clean` (pid {})", std::process::id())),
            "{refused}"
        );
        assert!(is_held(&data));
        drop(lock);
        assert!(!is_held(&data), "asking does not take it");
        Lock::take(&data, Does::Resident).unwrap();
    }

    #[test]
    fn the_token_is_kept_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFile::at(&folder.path().join("made/by us/crashtray.db")).unwrap();
        let first = Lock::take(&data, Does::Resident).unwrap().resident().token.clone();
        let second = Lock::take(&data, Does::Serve).unwrap().resident().token.clone();
        assert_eq!((first.len(), &first), (64, &second), "the token outlives its holder");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&data.resident()), mode(&data.lock()), mode(data.folder())), (0o600, 0o600, 0o700));
    }
}
