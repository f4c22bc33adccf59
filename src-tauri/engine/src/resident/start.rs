//! Starts a resident in the background, and asks one to end.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crashtray_core::resident_file::{Does, PROTOCOL, ResidentFile};

use super::address::{Holder, Resident, holder};
use crate::config::Config;

/// A resident that does not answer by then is said to have failed.
const START_PATIENCE: Duration = Duration::from_secs(5);

/// A command at work is waited for this long (`decisions`: 4.2).
const COMMAND_PATIENCE: Duration = Duration::from_secs(10);

/// How often is asked.
const PAUSE: Duration = Duration::from_millis(10);

/// Why there is no resident.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The program cannot be started.
    #[error("the resident cannot be started: {0}")]
    Spawn(#[from] io::Error),
    /// It ended at once; what it said.
    #[error("the resident ended at once: {0}")]
    Ended(String),
    /// Somebody holds the file and does not answer.
    #[error("the resident (pid {0}) does not answer")]
    Silent(u32),
    /// A command at work did not end.
    #[error("`{0}` is still in use by another command")]
    Busy(String),
    /// A newer version runs.
    #[error("the resident is of a newer version, {0}")]
    Newer(String),
    /// It is there but does not listen.
    #[error("the resident did not begin to listen within 5 s")]
    Late,
}

/// The resident of the data file: the one that runs, else a new one in the background.
///
/// # Errors
/// None can be reached and none can be started.
pub fn find_or_start(config: &Config) -> Result<Resident, StartError> {
    match settled_holder(config)? {
        Some(resident) if makes_way(&resident.file) => {
            resident.end(config, "/rpc/quit?for=upgrade")?;
            start(config)
        }
        Some(resident) => Ok(resident),
        None => start(config),
    }
}

/// The resident that runs; `None` where nobody holds the file. A command at work is waited for.
///
/// # Errors
/// Whoever holds it does not answer.
pub fn settled_holder(config: &Config) -> Result<Option<Resident>, StartError> {
    let deadline = Instant::now() + COMMAND_PATIENCE;
    loop {
        match holder(&config.data) {
            Holder::Nobody => return Ok(None),
            Holder::Resident(resident) if resident.file.protocol > PROTOCOL => {
                return Err(StartError::Newer(resident.file.version));
            }
            Holder::Resident(resident) => return Ok(Some(resident)),
            Holder::Silent(file) => return Err(StartError::Silent(file.pid)),
            Holder::Busy(_) if Instant::now() > deadline => {
                return Err(StartError::Busy(config.data.path().display().to_string()));
            }
            Holder::Busy(_) => std::thread::sleep(PAUSE),
        }
    }
}

/// Starts a resident: in its own process group, without our pipes, so that it outlives us.
fn start(config: &Config) -> Result<Resident, StartError> {
    let mut command = Command::new(own_program()?);
    command.arg("resident").arg("--data").arg(config.data.path());
    if config.port_is_asked {
        command.arg("--port").arg(config.port.to_string());
    }
    let mut child =
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let deadline = Instant::now() + START_PATIENCE;
    while Instant::now() < deadline {
        if let Holder::Resident(resident) = holder(&config.data) {
            return Ok(resident);
        }
        if let Some(status) = child.try_wait()? {
            return match holder(&config.data) {
                Holder::Resident(resident) => Ok(resident),
                Holder::Nobody | Holder::Busy(_) | Holder::Silent(_) => {
                    Err(StartError::Ended(last_words(config, status)))
                }
            };
        }
        std::thread::sleep(PAUSE);
    }
    Err(StartError::Late)
}

/// An older resident in the background makes way for us; one in the foreground is somebody's terminal.
fn makes_way(file: &ResidentFile) -> bool {
    let is_older = version(&file.version) < version(env!("CARGO_PKG_VERSION"));
    is_older && file.does == Does::Resident
}

/// `0.10.2` as numbers; what is no number counts as 0.
fn version(text: &str) -> Vec<u64> {
    text.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

fn own_program() -> io::Result<PathBuf> {
    match std::env::var_os("CRASHTRAY_BIN") {
        Some(program) => Ok(PathBuf::from(program)),
        None => std::env::current_exe(),
    }
}

/// The last error in the log, else the status.
fn last_words(config: &Config, status: std::process::ExitStatus) -> String {
    let log = std::fs::read_to_string(config.data.log()).unwrap_or_default();
    let line = log.lines().rev().find_map(|line| line.split_once("ERROR").map(|(_, said)| said.trim().to_owned()));
    line.unwrap_or_else(|| status.to_string())
}

impl Resident {
    /// Asks it to end, and waits until the file is free.
    ///
    /// # Errors
    /// It cannot be reached, or it does not end within 5 s.
    pub fn quit(&self, config: &Config) -> Result<(), StartError> {
        self.end(config, "/rpc/quit")
    }

    fn end(&self, config: &Config, path: &str) -> Result<(), StartError> {
        self.post(path, b"")?;
        let deadline = Instant::now() + START_PATIENCE;
        while Instant::now() < deadline {
            if !super::lock::is_held(&config.data) {
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
        Err(StartError::Silent(self.file.pid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_resident_makes_way_but_no_terminal_does() {
        let of = |version: &str, does| ResidentFile {
            pid: 1,
            version: version.to_owned(),
            protocol: PROTOCOL,
            does,
            addresses: Vec::new(),
            token: String::new(),
        };
        assert!(makes_way(&of("0.0.9", Does::Resident)), "it is older");
        assert!(!makes_way(&of("0.0.9", Does::Serve)), "it is somebody's terminal");
        assert!(!makes_way(&of(env!("CARGO_PKG_VERSION"), Does::Resident)), "it is the same");
        assert!(version("0.10.0") > version("0.9.9"), "versions are numbers");
    }
}
