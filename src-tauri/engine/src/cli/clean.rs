//! `crashtray clean`: resolves or deletes many issues at once. It says what it would do; only `--execute` does it.

use std::process::ExitCode;

use crashtray_core::issue::Issue;
use crashtray_core::query;
use serde_json::json;

use super::change::Done;
use super::client;
use super::error::CliError;
use super::issues::{collect, rows, wrong_query};
use super::output::{self, say};
use super::pause::minutes;
use crate::config::Config;
use crate::store::IssueOrder;

/// What is looked for where only an age was given: nothing that somebody keeps at hand.
const NOT_KEPT: &str = "-is:bookmarked";

/// Issues that are shown before the rest is only counted.
const SHOWN: usize = 20;

/// Issues that are changed at once: the writer has other work too.
const AT_ONCE: usize = 1_000;

/// Resolves or deletes issues that match; says what it would do, and does it only with `--execute`
///
/// A query as `crashtray issues` takes it; with `--older-than` alone, all issues that are not bookmarked.
#[derive(Debug, clap::Args)]
pub(super) struct CleanArgs {
    /// What to look for
    #[arg(required_unless_present = "older_than")]
    query: Vec<String>,
    /// Only issues without an event for so long: `12h`, `30d`
    #[arg(long, value_name = "TIME", value_parser = age)]
    older_than: Option<u32>,
    /// Mark them as done (this is also what happens if nothing is said)
    #[arg(long, conflicts_with = "delete")]
    resolve: bool,
    /// Remove them, their events and attachments
    #[arg(long)]
    delete: bool,
    /// Do it
    #[arg(long)]
    execute: bool,
}

pub(super) fn clean(config: &Config, args: &CleanArgs) -> Result<ExitCode, CliError> {
    let issues = found(config, args)?;
    if issues.is_empty() {
        say!("no issue matches; there is nothing to do")?;
    } else if args.execute {
        execute(config, args, &issues)?;
    } else {
        announce(args, &issues)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What matches, is old enough, and would be different afterwards; the oldest first.
fn found(config: &Config, args: &CleanArgs) -> Result<Vec<Issue>, CliError> {
    let text = if args.query.is_empty() { NOT_KEPT.to_owned() } else { args.query.join(" ") };
    let filter = query::parse(&text).map_err(|error| wrong_query(&text, &error))?;
    let (mut issues, _) = collect(&client::read(config)?, filter, IssueOrder::LastSeen, u32::MAX)?;
    let now = client::now().as_micros();
    let youngest = args.older_than.map(|minutes| now - i64::from(minutes) * 60_000_000);
    let is_old = |issue: &Issue| youngest.is_none_or(|youngest| issue.last_seen.as_micros() < youngest);
    issues.retain(|issue| is_old(issue) && (args.delete || issue.state.name() != "resolved"));
    issues.reverse();
    Ok(issues)
}

fn announce(args: &CleanArgs, issues: &[Issue]) -> Result<(), CliError> {
    let shown = issues.get(..SHOWN).unwrap_or(issues);
    output::text(&output::table(&rows(shown), output::terminal_width()))?;
    if issues.len() > shown.len() {
        say!("… and {} more", issues.len() - shown.len())?;
    }
    let n_events: u64 = issues.iter().map(|issue| issue.events).sum();
    let what = if args.delete { "delete" } else { "resolve" };
    say!("would {what} {}, with {} in all", counted(issues.len() as u64, "issue"), counted(n_events, "event"))?;
    output::hint("The same with `--execute` does it.");
    Ok(())
}

fn execute(config: &Config, args: &CleanArgs, issues: &[Issue]) -> Result<(), CliError> {
    let numbers: Vec<i64> = issues.iter().map(|issue| issue.number.0).collect();
    let action = if args.delete { "delete" } else { "resolve" };
    let mut n_changes = 0;
    for some in numbers.chunks(AT_ONCE) {
        let done: Done = client::call(config, "change_issues", &json!({ "numbers": some, "action": action }))?;
        n_changes += usize::from(done.undo.is_some());
        say!("{}", done.text)?;
    }
    match n_changes {
        0 => Ok(()),
        1 => say!("`crashtray undo` takes it back"),
        more => say!("`crashtray undo` takes it back, {more} times for all of it"),
    }
}

fn counted(n: u64, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}

/// As `minutes`, but the unit must be there: a bare number would be too easily read as days.
fn age(text: &str) -> Result<u32, String> {
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(format!("`{text}` is no time: write `{text}h` or `{text}d`"));
    }
    minutes(text)
}
