//! `crashtray` and `crashtray open`: shows the window, else the browser; without a display, prints addresses.

use std::process::ExitCode;

use serde::Deserialize;
use serde_json::json;

use super::error::CliError;
use super::output::say;
use super::{client, serve};
use crate::config::Config;
use crate::resident::{Desktop, Resident, find_or_start};

/// Shows the window, else the browser, on an issue
#[derive(Debug, clap::Args)]
pub(super) struct OpenArgs {
    /// `41` or `SHOP-41`
    issue: Option<String>,
    /// In the browser, even where the window is there
    #[arg(long)]
    browser: bool,
}

#[derive(Deserialize)]
struct Opened {
    refused: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// Without a command: the window; without a display: in the foreground.
pub(super) fn open_or_serve(config: &Config) -> Result<ExitCode, CliError> {
    if own_session().has_display() {
        return open(config, &OpenArgs { issue: None, browser: false });
    }
    match crate::resident::settled_holder(config)? {
        Some(resident) => print_page(&resident, None),
        None => serve::serve(config, &serve::ServeArgs::default()),
    }
}

pub(super) fn open(config: &Config, args: &OpenArgs) -> Result<ExitCode, CliError> {
    let issue = args.issue.as_deref().map(client::issue_number).transpose()?;
    let resident = find_or_start(config)?;
    let session = own_session();
    if !session.has_display() {
        return print_page(&resident, issue);
    }
    if args.browser || !open_window(&resident, issue, &session)? {
        open_in_browser(&page(&resident, issue)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks the resident for the window, in our session. False: it has none; then the browser will do.
fn open_window(resident: &Resident, issue: Option<u32>, session: &Desktop) -> Result<bool, CliError> {
    let session: Vec<(&str, &str)> = session.variables().collect();
    let body = json!({ "issue": issue, "session": session }).to_string();
    let answer = client::ask(resident, "open_window", body.as_bytes())?;
    let opened: Opened = serde_json::from_slice(&answer).map_err(CliError::internal)?;
    if let Some(reason) = &opened.refused {
        tracing::info!("no window: {reason}");
    }
    Ok(opened.refused.is_none())
}

fn own_session() -> Desktop {
    Desktop::of(|name| std::env::var(name).ok())
}

/// Hands an address to the system's browser.
pub(super) fn open_in_browser(address: &str) -> Result<(), CliError> {
    open::that_detached(address).map_err(|error| CliError::failure(error).hint(format!("Open {address} in a browser.")))
}

fn print_page(resident: &Resident, issue: Option<u32>) -> Result<ExitCode, CliError> {
    say!("listening on http://{}", resident.address)?;
    say!("page          {}", page(resident, issue)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The page's address with a one-time code: good for a minute, once.
fn page(resident: &Resident, issue: Option<u32>) -> Result<String, CliError> {
    let code: Code = serde_json::from_slice(&client::ask(resident, "code", b"")?).map_err(CliError::internal)?;
    Ok(crate::engine::page_address(resident.address, &code.code, issue))
}
