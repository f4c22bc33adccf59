//! `crashtray status`: what runs where, since when.

use std::process::ExitCode;

use serde::Deserialize;
use serde_json::json;

use super::client;
use super::error::CliError;
use super::output::{self, say};
use crate::config::Config;
use crate::resident::{Resident, settled_holder};

/// Says what runs where, since when, how much comes in and how large the file is
#[derive(Debug, clap::Args)]
pub(super) struct StatusArgs {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What of the sidebar is printed.
#[derive(Deserialize)]
struct Sidebar {
    unresolved: u32,
    unread: u32,
    endpoint: Endpoint,
}

#[derive(Deserialize)]
struct Endpoint {
    address: String,
    since: f64,
    per_minute: u32,
    last_event: Option<f64>,
    paused_until: Option<f64>,
    trouble: Option<String>,
}

pub(super) fn status(config: &Config, args: &StatusArgs) -> Result<ExitCode, CliError> {
    match settled_holder(config)? {
        None if args.json => output::json_line(&json!({ "running": false, "data": config.data.path() }))?,
        None => say!("no resident runs for `{}`", config.data.path().display())?,
        Some(resident) => print_resident(config, args, &resident)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print_resident(config: &Config, args: &StatusArgs, resident: &Resident) -> Result<(), CliError> {
    let answer = client::ask(resident, "sidebar", b"{}")?;
    let sidebar: Sidebar = serde_json::from_slice(&answer).map_err(CliError::internal)?;
    let size = std::fs::metadata(config.data.path()).map(|metadata| metadata.len()).unwrap_or_default();
    if args.json {
        output::json_line(&as_json(config, resident, &sidebar, size))?;
    } else {
        print_rows(config, resident, &sidebar, size)?;
    }
    Ok(())
}

fn as_json(config: &Config, resident: &Resident, sidebar: &Sidebar, size: u64) -> serde_json::Value {
    json!({
        "running": true,
        "pid": resident.file.pid,
        "version": resident.file.version,
        "addresses": resident.file.addresses,
        "since": millis(sidebar.endpoint.since),
        "events_per_minute": sidebar.endpoint.per_minute,
        "last_event": sidebar.endpoint.last_event.map(millis),
        "paused": sidebar.endpoint.paused_until.is_some(),
        "trouble": sidebar.endpoint.trouble,
        "unresolved": sidebar.unresolved,
        "unread": sidebar.unread,
        "data": config.data.path(),
        "bytes": size,
    })
}

fn print_rows(config: &Config, resident: &Resident, sidebar: &Sidebar, size: u64) -> Result<(), CliError> {
    let now = client::now().as_millis_f64();
    let endpoint = &sidebar.endpoint;
    say!("{} (pid {}, {})", endpoint.address, resident.file.pid, resident.file.version)?;
    say!("since         {}", output::ago(endpoint.since, now))?;
    say!("events        {} in the last minute, {}", endpoint.per_minute, last_event(endpoint, now))?;
    say!("issues        {} unresolved, {} unread", sidebar.unresolved, sidebar.unread)?;
    say!("data          {} ({} KiB)", config.data.path().display(), size / 1024)?;
    if endpoint.paused_until.is_some() {
        say!("paused: events are answered but not kept; `crashtray resume` takes them in again")?;
    }
    if let Some(trouble) = &endpoint.trouble {
        say!("trouble: {trouble}")?;
    }
    Ok(())
}

fn last_event(endpoint: &Endpoint, now: f64) -> String {
    endpoint.last_event.map_or_else(|| "none yet".to_owned(), |at| format!("the last {}", output::ago(at, now)))
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit an i64")]
fn millis(at: f64) -> String {
    crashtray_core::time::Timestamp::from_millis(at as i64).to_string()
}
