//! What was asked for, as typed by the user or found in the environment. Nothing is decided here.

use std::net::IpAddr;
use std::path::PathBuf;

/// Flags and environment, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `--data`, `CRASHTRAY_DATA`: a file, or a folder that holds `crashtray.db`.
    pub data: Option<PathBuf>,
    /// `--port`: 0 takes any free one.
    pub port: Option<u16>,
    /// `--host`: one more address to listen on, for events only.
    pub host: Option<IpAddr>,
}
