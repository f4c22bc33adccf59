//! `crashtray send-test`: real test events through the real endpoint.

use std::process::ExitCode;

use serde::Deserialize;
use serde_json::json;

use super::client;
use super::error::CliError;
use super::output::say;
use crate::config::Config;
use crate::resident::find_or_start;

/// Sends real test events through the real endpoint
#[derive(Debug, clap::Args)]
pub(super) struct SendTestArgs {
    /// breadcrumbs, chain, error, log, message, transaction or all
    #[arg(default_value = "error")]
    kind: String,
}

#[derive(Deserialize)]
struct Sent {
    event_ids: Vec<String>,
    issues: Vec<u32>,
}

pub(super) fn send_test(config: &Config, args: &SendTestArgs) -> Result<ExitCode, CliError> {
    let resident = find_or_start(config)?;
    if client::is_paused(&resident)? {
        let message = "nothing is kept at the moment: the endpoint is paused";
        return Err(CliError::failure(anyhow::Error::msg(message)).hint("`crashtray resume` takes events in again."));
    }
    let answer = client::ask(&resident, "send_test", json!({ "kind": args.kind }).to_string().as_bytes())?;
    let sent: Sent = serde_json::from_slice(&answer).map_err(CliError::internal)?;
    for id in &sent.event_ids {
        say!("sent {id}")?;
    }
    if sent.issues.is_empty() {
        say!("it makes no issue; `crashtray items` lists it")?;
    }
    for issue in &sent.issues {
        say!("it is in issue {issue}: `crashtray show {issue}`")?;
    }
    Ok(ExitCode::SUCCESS)
}
