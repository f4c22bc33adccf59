//! `crashtray issues`: the list.

use std::process::ExitCode;

use crashtray_core::issue::Issue;
use crashtray_core::query;
use crashtray_core::render::{IssueJson, clean_line};

use super::client;
use super::error::CliError;
use super::output::{self, say};
use crate::config::Config;
use crate::resident::{Holder, holder};
use crate::store::{IssueOrder, IssueQuery, Store};

/// Rows shown to people.
const SHOWN: u32 = 100;

/// Rows asked for at once.
const PAGE: u32 = 500;

/// Lists issues
///
/// A query like `is:unresolved level:error project:shop "exact words"`; without one, what is unresolved.
#[derive(Debug, clap::Args)]
pub(super) struct IssuesArgs {
    /// What to look for
    query: Vec<String>,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    /// In which order
    #[arg(long, value_enum, default_value_t = Order::LastSeen)]
    sort: Order,
    /// At most so many [default: 100, with `--json` all]
    #[arg(short = 'n', long)]
    limit: Option<u32>,
}

/// Orders, as they are typed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Order {
    LastSeen,
    FirstSeen,
    Events,
    Users,
}

pub(super) fn issues(config: &Config, args: &IssuesArgs) -> Result<ExitCode, CliError> {
    let text = if args.query.is_empty() { "is:unresolved".to_owned() } else { args.query.join(" ") };
    let filter = query::parse(&text).map_err(|error| wrong_query(&text, &error))?;
    let store = client::read(config)?;
    let limit = args.limit.unwrap_or(if args.json { u32::MAX } else { SHOWN });
    let (issues, n_all) = collect(&store, filter, order(args.sort), limit)?;
    if args.json {
        let base = page_base(config);
        let rows: Vec<IssueJson<'_>> =
            issues.iter().map(|issue| IssueJson::of(issue, issue_url(base.as_deref(), issue))).collect();
        output::json_line(&rows)?;
    } else if issues.is_empty() {
        say!("no issue matches `{text}`")?;
    } else {
        output::text(&output::table(&rows(&issues), output::terminal_width()))?;
        rest(n_all, issues.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// Points at what is wrong.
pub(super) fn wrong_query(text: &str, error: &query::QueryError) -> CliError {
    let before = text.get(..error.at).unwrap_or(text);
    CliError::usage(format!("the query cannot be read: {error}\n  {text}\n  {}^", " ".repeat(before.chars().count())))
}

/// The page's address, if a resident serves it.
pub(super) fn page_base(config: &Config) -> Option<String> {
    match holder(&config.data) {
        Holder::Resident(resident) => Some(format!("http://127.0.0.1:{}", resident.address.port())),
        Holder::Nobody | Holder::Busy(_) | Holder::Silent(_) => None,
    }
}

/// Where the page shows an issue.
pub(super) fn issue_url(base: Option<&str>, issue: &Issue) -> Option<String> {
    base.map(|base| format!("{base}/#issue={}", issue.number))
}

/// The issues asked for, and how many match in all.
pub(super) fn collect(
    store: &Store,
    filter: query::Filter,
    order: IssueOrder,
    limit: u32,
) -> Result<(Vec<Issue>, u64), CliError> {
    let mut query = IssueQuery { filter, order, after: None, limit: limit.min(PAGE), now: client::now() };
    let mut issues = Vec::new();
    loop {
        let list = store.reader.issues(&query)?;
        issues.extend(list.rows.into_iter().map(|entry| entry.issue));
        let n_left = limit.saturating_sub(u32::try_from(issues.len()).unwrap_or(u32::MAX));
        if list.next.is_none() || n_left == 0 {
            return Ok((issues, list.total));
        }
        query = IssueQuery { after: list.next, limit: n_left.min(PAGE), ..query };
    }
}

fn order(order: Order) -> IssueOrder {
    match order {
        Order::LastSeen => IssueOrder::LastSeen,
        Order::FirstSeen => IssueOrder::FirstSeen,
        Order::Events => IssueOrder::Events,
        Order::Users => IssueOrder::Users,
    }
}

/// Says that not all is shown.
fn rest(n_all: u64, n_shown: usize) {
    let n_left = n_all.saturating_sub(n_shown as u64);
    if n_left > 0 {
        output::hint(&format!("{n_left} more match; `-n {n_all}` lists them all."));
    }
}

/// A table with its head.
pub(super) fn rows(issues: &[Issue]) -> Vec<Vec<String>> {
    let now = client::now().as_millis_f64();
    let head = ["issue", "level", "events", "last seen", "title"].map(str::to_owned).to_vec();
    let row = |issue: &Issue| {
        let marks = if issue.regressed { "regressed: " } else { "" };
        vec![
            issue.id(),
            issue.level.name().to_owned(),
            issue.events.to_string(),
            output::ago(issue.last_seen.as_millis_f64(), now),
            format!("{marks}{}", clean_line(&issue.title())),
        ]
    };
    std::iter::once(head).chain(issues.iter().map(row)).collect()
}
