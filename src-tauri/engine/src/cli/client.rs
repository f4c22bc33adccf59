//! How a command reaches the data: reading ones open the file read-only, writing ones go through the resident where one runs,
//! else they take the lock and work on the file (`decisions`: 4.2). A second process never writes behind the first.

use std::sync::Arc;

use crashtray_core::resident_file::Does;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::CliError;
use crate::config::Config;
use crate::resident::{Lock, Resident, send_envelope, settled_holder};
use crate::rpc::{self, PauseState};
pub(super) use crate::store::system_clock as now;
use crate::store::{Mode, Store, StoreError};

/// Opens the file to read. An older one is brought up to date first, which takes the lock; so does one whose resident was killed
/// before it had written its counters. One that is at work is asked to write them.
pub(super) fn read(config: &Config) -> Result<Store, CliError> {
    if !config.data.path().exists() {
        return Err(nothing_there(config));
    }
    let store = match Store::open(config.data.path(), Mode::Read) {
        Err(StoreError::TooOld) => return written_once(config, "migrate"),
        opened => opened?,
    };
    if !store.is_unsettled()? {
        return Ok(store);
    }
    match settled_holder(config)? {
        Some(resident) => ask(&resident, "sidebar", b"{}").map(|_| store),
        None => written_once(config, "settle"),
    }
}

/// Opens the file to read, after it was open for writing.
fn written_once(config: &Config, name: &str) -> Result<Store, CliError> {
    let _lock = Lock::take(&config.data, Does::Command(name.to_owned()))?;
    drop(Store::open(config.data.path(), Mode::Write)?);
    Ok(Store::open(config.data.path(), Mode::Read)?)
}

/// Carries out a command of the list, by the resident or by ourselves.
pub(super) fn call<T: DeserializeOwned>(config: &Config, name: &str, input: &Value) -> Result<T, CliError> {
    Session::open(config, name)?.call(name, input)
}

/// Commands of the list, one after the other: by the resident where one runs, else by ourselves, with the lock held until the end.
pub(super) enum Session {
    Resident(Resident),
    Own(Own),
}

/// The file, open for writing.
pub(super) struct Own {
    context: rpc::Context,
    _lock: Lock,
}

/// What was begun ends before the lock is given back.
impl Drop for Own {
    fn drop(&mut self) {
        self.context.history.end();
        self.context.store.writer.shutdown();
    }
}

impl Session {
    /// For a command of this name.
    pub(super) fn open(config: &Config, name: &str) -> Result<Self, CliError> {
        match settled_holder(config)? {
            Some(resident) => Ok(Self::Resident(resident)),
            None => Own::open(config, name).map(Self::Own),
        }
    }

    /// Carries a command out.
    pub(super) fn call<T: DeserializeOwned>(&self, name: &str, input: &Value) -> Result<T, CliError> {
        let body = input.to_string();
        let answer = match self {
            Self::Resident(resident) => ask(resident, name, body.as_bytes())?,
            Self::Own(own) => rpc::call(&own.context, name, body.as_bytes())?,
        };
        serde_json::from_slice(&answer).map_err(CliError::internal)
    }
}

/// As `call`, for a command that changes nothing: without a resident the file is opened for reading.
pub(super) fn look<T: DeserializeOwned>(config: &Config, name: &str, input: &Value) -> Result<T, CliError> {
    let body = input.to_string();
    let answer = match settled_holder(config)? {
        Some(resident) => ask(&resident, name, body.as_bytes())?,
        None => rpc::call(&context(Arc::new(read(config)?)), name, body.as_bytes())?,
    };
    serde_json::from_slice(&answer).map_err(CliError::internal)
}

/// Carries out a command of the list by the resident.
pub(super) fn ask(resident: &Resident, name: &str, body: &[u8]) -> Result<Vec<u8>, CliError> {
    let answer = resident.post(&format!("/rpc/{name}"), body)?;
    if answer.status == 200 {
        return Ok(answer.body);
    }
    let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let message =
        said["message"].as_str().map_or_else(|| format!("the resident answered {}", answer.status), str::to_owned);
    let error = match said["code"].as_str() {
        Some("bad_input" | "query") => CliError::usage(message),
        _ => CliError::failure(anyhow::Error::msg(message)),
    };
    Err(match said["hint"].as_str() {
        Some(hint) => error.hint(hint),
        None => error,
    })
}

/// Whether events are dropped at the moment.
pub(super) fn is_paused(resident: &Resident) -> Result<bool, CliError> {
    let sidebar: Value = serde_json::from_slice(&ask(resident, "sidebar", b"{}")?).map_err(CliError::internal)?;
    Ok(!sidebar["endpoint"]["paused_until"].is_null())
}

/// Reads the number of an issue: `41`, `SHOP-41` or `shop-41`. Only the number resolves.
pub(super) fn issue_number(text: &str) -> Result<u32, CliError> {
    let number = text.rsplit('-').next().and_then(|number| number.parse().ok());
    number
        .ok_or_else(|| CliError::usage(format!("`{text}` names no issue")).hint("An issue is named `41` or `SHOP-41`."))
}

impl Own {
    fn open(config: &Config, name: &str) -> Result<Self, CliError> {
        if !config.data.path().exists() {
            return Err(nothing_there(config));
        }
        let lock = Lock::take(&config.data, Does::Command(name.to_owned()))?;
        let context = context(Arc::new(Store::open(config.data.path(), Mode::Write)?));
        Ok(Self { context, _lock: lock })
    }
}

/// What commands work with where no resident runs.
fn context(store: Arc<Store>) -> rpc::Context {
    rpc::Context {
        store,
        pause: Arc::new(PauseState::default()),
        history: Arc::default(),
        address: None,
        started: now(),
        clock: now,
        send: send_envelope,
        open_window: None,
    }
}

fn nothing_there(config: &Config) -> CliError {
    CliError::failure(anyhow::Error::msg(format!("there is no data file at `{}` yet", config.data.path().display())))
        .hint("`crashtray` starts the inbox; `crashtray dsn` prints where to send events.")
}
