//! `crashtray tail`: events as they come.

use std::process::ExitCode;

use crashtray_core::query::{self, Candidate, Filter};

use super::arrivals::{self, Arrivals, Fresh, Line};
use super::error::CliError;
use super::print::{Found, Target};
use super::{client, issues, output, print};
use crate::config::Config;
use crate::resident::find_or_start;
use crate::store::Store;

/// Prints events as they come, until it is interrupted
#[derive(Debug, clap::Args)]
pub(super) struct TailArgs {
    /// What to look for, as in `issues`; without it, everything
    query: Vec<String>,
    /// Print one JSON object per line: `{issue, event, notes}`
    #[arg(long)]
    json: bool,
}

/// What is printed, and how.
struct Printer {
    filter: Filter,
    /// The page's address.
    base: Option<String>,
    json: bool,
}

pub(super) fn tail(config: &Config, args: &TailArgs) -> Result<ExitCode, CliError> {
    let text = args.query.join(" ");
    let filter = query::parse(&text).map_err(|error| issues::wrong_query(&text, &error))?;
    let resident = find_or_start(config)?;
    let store = client::read(config)?;
    let printer = Printer { filter, base: issues::page_base(config), json: args.json };
    let mut arrivals = Arrivals::from_now();
    let since = arrivals::position(&resident)?;
    for line in resident.lines(&format!("/rpc/changes?since={since}"))? {
        let Ok(line) = serde_json::from_str::<Line>(&line?) else { continue };
        printer.print(&arrivals.of(&line, &store)?, &store)?;
    }
    Err(CliError::failure(anyhow::Error::msg("the resident has ended"))
        .hint("`crashtray tail` starts one in the background and goes on."))
}

impl Printer {
    fn print(&self, fresh: &Fresh, store: &Store) -> Result<(), CliError> {
        for id in &fresh.events {
            if let Some(found) = Found::by_id(store, *id)?.filter(|found| self.wants(found)) {
                self.print_one(&found)?;
            }
        }
        if fresh.has_more {
            output::hint("More came at once than is shown; `crashtray events ISSUE` lists them.");
        }
        Ok(())
    }

    fn wants(&self, found: &Found) -> bool {
        self.filter.matches(Candidate {
            issue: &found.issue,
            message: found.event.message.as_ref().map(|message| message.formatted.as_str()),
            transaction: found.event.transaction.as_deref(),
            now: client::now(),
        })
    }

    fn print_one(&self, found: &Found) -> Result<(), CliError> {
        if self.json {
            let url = issues::issue_url(self.base.as_deref(), &found.issue);
            return output::json_line(&found.report_json(url));
        }
        print::arrival(found, Target::Stdout)
    }
}
