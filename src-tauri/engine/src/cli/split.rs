//! `crashtray split`: the groups of an issue, and how one gets an issue of its own.

use std::process::ExitCode;

use crashtray_core::id::{EventId, IssueId};
use crashtray_core::render::clean_line;
use serde::Serialize;
use serde_json::json;

use super::change::Done;
use super::error::CliError;
use super::merge::report;
use super::output::{self, say};
use super::{client, show};
use crate::config::Config;
use crate::store::GroupEntry;

/// Lists the groups of an issue, or gives some of them an issue of their own
///
/// A group is all events with the same hash; an issue has several after `merge`, and where events are alike in part. `undo` takes a split
/// back for 10 minutes; `merge` at any time.
#[derive(Debug, clap::Args)]
pub(super) struct SplitArgs {
    /// `41` or `SHOP-41`
    issue: String,
    /// List the groups (this is also what happens if nothing is said)
    #[arg(long, conflicts_with = "groups")]
    list: bool,
    /// Split these groups off, together; the beginning of a hash is enough where it is the only one
    #[arg(long = "group", value_name = "HASH", num_args = 1..)]
    groups: Vec<String>,
    /// Print JSON: the groups as one array, or what was done as `{text, n, missing, undo, issue}`
    #[arg(long)]
    json: bool,
}

/// One of them, as it is printed.
#[derive(Serialize)]
struct GroupJson<'g> {
    hash: String,
    pinned: bool,
    events: u64,
    first_seen: String,
    last_seen: String,
    latest: String,
    r#type: &'g str,
    value: &'g str,
    culprit: &'g str,
}

pub(super) fn split(config: &Config, args: &SplitArgs) -> Result<ExitCode, CliError> {
    let number = client::issue_number(&args.issue)?;
    let groups = show::read(config, number)?.reader.groups(IssueId(i64::from(number)))?;
    if args.groups.is_empty() {
        list(config, number, &groups, args.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let hashes = args.groups.iter().map(|start| found(number, &groups, start)).collect::<Result<Vec<_>, _>>()?;
    let done: Done = client::call(config, "split_issue", &json!({ "number": number, "hashes": hashes }))?;
    report(&done, args.json)?;
    Ok(ExitCode::SUCCESS)
}

/// The hash that begins so.
fn found(number: u32, groups: &[GroupEntry], start: &str) -> Result<String, CliError> {
    let wanted = start.to_ascii_lowercase();
    let mut found = groups.iter().map(hash).filter(|hash| !wanted.is_empty() && hash.starts_with(&wanted));
    match (found.next(), found.next()) {
        (Some(hash), None) => Ok(hash),
        (None, _) => {
            let message = format!("issue {number} has no group whose hash begins with `{start}`");
            Err(CliError::usage(message).hint(format!("`crashtray split {number} --list` lists them.")))
        }
        (Some(_), Some(_)) => {
            let message = format!("several groups of issue {number} begin with `{start}`");
            Err(CliError::usage(message).hint("Name more of its hash."))
        }
    }
}

fn list(config: &Config, number: u32, groups: &[GroupEntry], json: bool) -> Result<(), CliError> {
    if groups.is_empty() && client::read(config)?.reader.entry(IssueId(i64::from(number)), client::now())?.is_none() {
        return Err(show::no_issue(number));
    }
    if json {
        return output::json_line(&groups.iter().map(GroupJson::of).collect::<Vec<_>>());
    }
    if groups.is_empty() {
        return say!("nothing of issue {number} is kept");
    }
    output::text(&output::table(&rows(groups), output::terminal_width()))?;
    if groups.len() == 1 {
        output::hint("It is one group: there is nothing to split.");
    }
    Ok(())
}

fn rows(groups: &[GroupEntry]) -> Vec<Vec<String>> {
    let now = client::now().as_millis_f64();
    let row = |group: &GroupEntry| {
        vec![
            hash(group),
            group.n.to_string(),
            output::ago(group.last_seen.as_millis_f64(), now),
            clean_line(&title(group)).into_owned(),
        ]
    };
    let head = ["group", "events", "last seen", "title"].map(str::to_owned).to_vec();
    std::iter::once(head).chain(groups.iter().map(row)).collect()
}

fn hash(group: &GroupEntry) -> String {
    EventId(group.hash).to_string()
}

fn title(group: &GroupEntry) -> String {
    let [kind, value, culprit] = &group.title;
    let title = if value.is_empty() { kind.clone() } else { format!("{kind}: {value}") };
    if culprit.is_empty() { title } else { format!("{title} ({culprit})") }
}

impl<'g> GroupJson<'g> {
    fn of(group: &'g GroupEntry) -> Self {
        let [kind, value, culprit] = &group.title;
        Self {
            hash: hash(group),
            pinned: group.is_pinned,
            events: group.n,
            first_seen: group.first_seen.to_string(),
            last_seen: group.last_seen.to_string(),
            latest: group.latest.to_string(),
            r#type: kind,
            value,
            culprit,
        }
    }
}
