//! What follows from what was asked for: paths and addresses. The file system is asked only whether a path is a folder.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use super::Asked;

/// The port that Spotlight's clients know.
pub const DEFAULT_PORT: u16 = 8969;

/// Name of the data file in a folder.
const FILE_NAME: &str = "crashtray.db";

/// Where the data is, and where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The data file.
    pub data: DataFile,
    /// Port on both loopback addresses; 0 takes any free one.
    pub port: u16,
    /// Whether the user named the port.
    pub port_is_asked: bool,
    /// One more address, for events only.
    pub host: Option<IpAddr>,
}

/// The data file; all names beside it begin with its own (`decisions`: 4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    path: PathBuf,
}

/// Why there is no place for the data.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no home folder.
    #[error("no folder for the data was found: there is no home folder")]
    NoHome,
    /// The working folder cannot be named.
    #[error("the path `{0}` cannot be made absolute")]
    NotAbsolute(PathBuf),
}

impl Config {
    /// Fills in what was not asked for.
    ///
    /// # Errors
    /// There is no place for the data.
    pub fn resolve(asked: Asked) -> Result<Self, ConfigError> {
        let path = match asked.data {
            Some(path) => path,
            None => default_folder()?,
        };
        Ok(Self {
            data: DataFile::at(&path)?,
            port: asked.port.unwrap_or(DEFAULT_PORT),
            port_is_asked: asked.port.is_some(),
            host: asked.host,
        })
    }

    /// Addresses to listen on: both loopbacks, then the one asked for.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        loopback.into_iter().chain(self.host).map(|ip| SocketAddr::new(ip, self.port)).collect()
    }
}

impl DataFile {
    /// The file at `path`; a folder, or a path that ends in a slash, is taken as the folder of `crashtray.db`.
    ///
    /// # Errors
    /// The working folder cannot be named.
    pub fn at(path: &Path) -> Result<Self, ConfigError> {
        let absolute = std::path::absolute(path).map_err(|_| ConfigError::NotAbsolute(path.to_owned()))?;
        let is_folder = absolute.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/");
        Ok(Self { path: if is_folder { absolute.join(FILE_NAME) } else { absolute } })
    }

    /// The database.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    /// Locked by whoever works on the file; never deleted.
    pub fn lock(&self) -> PathBuf {
        self.beside("-lock")
    }

    /// Who that is.
    pub fn resident(&self) -> PathBuf {
        self.beside("-resident")
    }

    /// The resident's log.
    pub fn log(&self) -> PathBuf {
        self.beside("-log")
    }

    /// The window's own storage.
    pub fn web(&self) -> PathBuf {
        self.beside("-web")
    }

    /// The file whose name is that of the database with this at its end.
    pub fn beside(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(self.path.as_os_str());
        name.push(ending);
        PathBuf::from(name)
    }
}

fn default_folder() -> Result<PathBuf, ConfigError> {
    let dirs = directories::ProjectDirs::from("", "", "crashtray").ok_or(ConfigError::NoHome)?;
    Ok(dirs.data_dir().join(FILE_NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_begin_with_that_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let inside = DataFile::at(folder.path()).unwrap();
        assert_eq!(inside.path(), folder.path().join("crashtray.db"), "a folder is taken as the folder of the file");
        assert_eq!(inside.lock(), folder.path().join("crashtray.db-lock"));
        let named = DataFile::at(&folder.path().join("shop.sqlite")).unwrap();
        assert_eq!(named.resident(), folder.path().join("shop.sqlite-resident"));
    }

    #[test]
    fn both_loopbacks_are_listened_on() {
        let asked = Asked { data: Some("/tmp/x.db".into()), port: Some(0), host: None };
        let addresses: Vec<String> =
            Config::resolve(asked).unwrap().addresses().iter().map(ToString::to_string).collect();
        assert_eq!(addresses, ["127.0.0.1:0", "[::1]:0"]);
    }
}
