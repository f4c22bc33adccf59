//! `crashtray items`: everything that came, of whatever type, with what became of it.

use std::process::ExitCode;

use serde::Serialize;

use super::client;
use super::error::CliError;
use super::output::{self, say};
use crate::config::Config;
use crate::store::{ItemEntry, Store};

/// Rows asked for at once.
const PAGE: u32 = 500;

/// Lists what came: events, sessions, logs, attachments and all the rest, newest first
#[derive(Debug, clap::Args)]
pub(super) struct ItemsArgs {
    /// Only of this type: `event`, `transaction`, `session`, `log`, `attachment` …
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(short = 'n', long, default_value_t = 100)]
    limit: u32,
}

/// An item, as JSON has it.
#[derive(Serialize)]
struct ItemJson<'a> {
    /// Envelope and place in it: `7.0`.
    id: &'a str,
    /// RFC 3339.
    received: String,
    project: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    outcome: &'a str,
    /// Why, where there is more to say.
    reason: Option<&'a str>,
    /// Bytes.
    size: u64,
    /// By which way it came.
    route: &'static str,
}

pub(super) fn items(config: &Config, args: &ItemsArgs) -> Result<ExitCode, CliError> {
    let entries = collect(&client::read(config)?, args)?;
    if args.json {
        output::json_line(&entries.iter().map(item_json).collect::<Vec<_>>())?;
    } else if entries.is_empty() {
        match &args.kind {
            Some(kind) => say!("no item of type `{}` has come", crashtray_core::render::clean(kind))?,
            None => say!("no item has come")?,
        }
    } else {
        output::text(&output::table(&rows(&entries), output::terminal_width()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn collect(store: &Store, args: &ItemsArgs) -> Result<Vec<ItemEntry>, CliError> {
    let mut entries: Vec<ItemEntry> = Vec::new();
    loop {
        let n_left = args.limit.saturating_sub(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        let wanted = n_left.min(PAGE);
        let after = entries.last().map(|entry| entry.id.clone());
        let page = store.reader.items(args.kind.as_deref(), after.as_deref(), wanted)?;
        let is_last = page.len() < wanted as usize || n_left <= PAGE;
        entries.extend(page);
        if is_last {
            return Ok(entries);
        }
    }
}

fn item_json(entry: &ItemEntry) -> ItemJson<'_> {
    ItemJson {
        id: &entry.id,
        received: entry.at.to_string(),
        project: &entry.project,
        kind: &entry.kind,
        outcome: &entry.outcome,
        reason: entry.reason.as_deref(),
        size: entry.size,
        route: entry.route.name(),
    }
}

fn rows(entries: &[ItemEntry]) -> Vec<Vec<String>> {
    let head = ["item", "received", "project", "type", "bytes", "route", "outcome"].map(str::to_owned).to_vec();
    let row = |entry: &ItemEntry| {
        vec![
            entry.id.clone(),
            entry.at.to_string(),
            entry.project.clone(),
            entry.kind.clone(),
            entry.size.to_string(),
            entry.route.name().to_owned(),
            entry.reason.as_ref().map_or_else(|| entry.outcome.clone(), |why| format!("{}: {why}", entry.outcome)),
        ]
    };
    std::iter::once(head).chain(entries.iter().map(row)).collect()
}
