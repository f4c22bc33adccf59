//! `make bench`: how many events a second the resident takes in, and what each costs, beside its baselines in the same run.
//!
//! Resident and baselines get the same requests in turns that follow each other at once, so that what else the machine does falls
//! on all. The ratios are what to trust; the rates are this machine's, this minute. `--events N` sets how many events the full file
//! holds (0: leaves that part out), `--full FILE` keeps that file for the next run, `--only TEXT` takes the scenarios whose name has
//! it, `--only history` the reading of history anew alone.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops and says why")]
#![expect(clippy::print_stdout, reason = "its report")]

mod baseline;
mod corpus;
mod history;
mod load;
mod parts;
mod prefill;
mod report;
mod scenario;
mod server;

use std::path::PathBuf;
use std::time::SystemTime;

use baseline::Baseline;
use corpus::Corpus;
use load::{Keeps, Plan};
use report::Report;
use scenario::{Scenario, first_accepted};

/// Issues of an empty file's events, and of a full one's.
const GROUPS: usize = 200;
const MANY_GROUPS: usize = 20_000;

/// Events of the full file.
const EVENTS: usize = 1_000_000;

/// Events of the file whose history is read anew.
const HISTORY: usize = 100_000;

/// Requests that the parts are measured with.
const PARTS_OF: usize = 1_000;

const ALIVE: [Plan; 3] = [
    Plan { connections: 1, keeps: Keeps::Alive },
    Plan { connections: 8, keeps: Keeps::Alive },
    Plan { connections: 64, keeps: Keeps::Alive },
];

/// As old Node, Java and Ruby SDKs do it.
const ANEW: [Plan; 2] =
    [Plan { connections: 8, keeps: Keeps::Nothing }, Plan { connections: 64, keeps: Keeps::Nothing }];

/// To a full file: the same as to an empty one, and events of all its issues.
const FULL: [(&str, Plan, usize); 4] = [
    ("full file", ALIVE[0], GROUPS),
    ("full file", ALIVE[1], GROUPS),
    ("full file", ALIVE[2], GROUPS),
    ("all issues", ALIVE[1], MANY_GROUPS),
];

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(baseline) = Baseline::ALL.into_iter().find(|baseline| args.iter().any(|arg| arg == baseline.argument()))
    {
        return baseline.serve();
    }
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let n_events = option("--events").map_or(EVENTS, |n| n.parse().expect("`--events` takes a number"));
    let only = option("--only").map_or("", String::as_str);
    let folder = tempfile::tempdir().expect("a folder can be made");
    if only == "history" {
        return history::measure(folder.path(), n_events.min(HISTORY));
    }

    let mut corpus = Corpus::new(GROUPS, 0);
    let requests = corpus.requests(scenario::REQUESTS);
    let mut report = Report::begin(&requests);
    report.parts(parts::measure(&corpus.requests(PARTS_OF), folder.path()));
    for plan in ALIVE.into_iter().chain(ANEW) {
        let scenario = Scenario {
            name: "empty file",
            plan,
            data: folder.path().join(format!("{}.db", report.n_rows())),
            before: 0,
        };
        report.scenario_if(only, &scenario, &requests);
    }
    report.start("empty file", &first_accepted(folder.path(), None));

    if n_events > 0 {
        let data = option("--full").map_or_else(|| folder.path().join("full.db"), PathBuf::from);
        if !data.exists() {
            // Of a hundred requests some 87 are events.
            prefill::fill(&data, &mut Corpus::new(MANY_GROUPS, 1), n_events * 100 / 87);
        }
        // Others each time: what is in the file already would only be a duplicate.
        let now = SystemTime::UNIX_EPOCH.elapsed().map_or(2, |now| now.as_secs());
        for (nth, (name, plan, groups)) in FULL.into_iter().enumerate() {
            let scenario = Scenario { name, plan, data: data.clone(), before: n_events };
            let requests = Corpus::new(groups, now + nth as u64).requests(scenario::REQUESTS);
            report.scenario_if(only, &scenario, &requests);
        }
        report.start("full file", &first_accepted(folder.path(), Some(&data)));
        if only.is_empty() {
            history::measure(folder.path(), n_events.min(HISTORY));
        }
    }
    report.end();
}
