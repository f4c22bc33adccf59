//! Reading history anew: how fast it is, and what those who send meanwhile notice of it.
//!
//! Twice: once nothing is read otherwise, so all is only read; once all was grouped by something else before, so every event is written.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use rusqlite::Connection;
use serde_json::Value;

use crate::corpus::{Corpus, Request};
use crate::load::{Keeps, Plan, Run, send};
use crate::prefill;
use crate::server::Server;

/// Issues of the file.
const GROUPS: usize = 2_000;

/// Requests that are sent before it is looked whether history is through.
const AT_ONCE: usize = 500;

/// Requests that are sent at most meanwhile.
const MOST: usize = 40_000;

/// How many send meanwhile. 0: nobody.
const SENDERS: [usize; 3] = [0, 1, 8];

/// Measures over a file with so many events, and prints it.
pub(crate) fn measure(folder: &Path, n_events: usize) {
    let data = folder.join("history.db");
    let mut corpus = Corpus::new(GROUPS, 0);
    // Of a hundred requests some 87 are events.
    prefill::fill(&data, &mut corpus, n_events * 100 / 87);
    println!(
        "\nhistory read anew: {n_events} events in {GROUPS} issues\n{:<12}{:>6}{:>12}{:>10}{:>12}{:>9}{:>9}{:>9}{:>11}{:>10}",
        "", "conn.", "events/s", "CPU µs", "requests/s", "p50 ms", "p99 ms", "max ms", "p99 alone", "peak MiB"
    );
    for (name, is_written) in [("only read", false), ("all written", true)] {
        for connections in SENDERS {
            if is_written {
                group_otherwise(&data);
            }
            row(name, connections, &data, &mut corpus);
        }
    }
}

fn row(name: &str, connections: usize, data: &Path, corpus: &mut Corpus) {
    let server = Server::resident(data);
    let plan = Plan { connections, keeps: Keeps::Alive };
    let alone = (connections > 0).then(|| send(server.address, &corpus.requests(4 * AT_ONCE), plan));
    let (begin, before) = (Instant::now(), server.cpu());
    let mut history = reprocess(data);
    let mut runs = Vec::new();
    while connections > 0 && runs.len() * AT_ONCE < MOST {
        let requests: Vec<Request> = corpus.requests(AT_ONCE);
        runs.push(send(server.address, &requests, plan));
        if history.try_wait().expect("a child can be asked").is_some() {
            break;
        }
    }
    if connections > 0 && history.try_wait().expect("a child can be asked").is_none() {
        drop(Command::new("kill").args(["-INT", &history.id().to_string()]).status());
    }
    let output = history.wait_with_output().expect("it ends");
    let wall = begin.elapsed().as_secs_f64();
    let said: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let number = |name: &str| said[name].as_f64().unwrap_or_default();
    // Every event is read once, and once more where it is written.
    let done = if number("differ") > 0.0 { number("written") } else { number("read") };
    let stopped = if said["stopped"] == true { ", stopped" } else { "" };
    let cpu = (server.cpu() - before).as_secs_f64() * 1e6 / done;
    print!("{name:<12}{connections:>6}{:>12.0}", done / wall);
    // With others it is theirs, too.
    if connections == 0 {
        print!("{cpu:>10.0}");
    } else {
        print!("{:>10}", "");
    }
    if let Some(alone) = alone {
        let run = Run::together(runs);
        let [p50, p99, most] = [0.5, 0.99, 1.0].map(|part| run.percentile(part));
        print!("{:>12.0}{p50:>9.2}{p99:>9.2}{most:>9.1}{:>11.2}", run.rate(), alone.percentile(0.99));
    } else {
        print!("{:>50}", "");
    }
    println!("{:>10.0}{stopped}", server.peak());
    server.quit();
}

fn reprocess(data: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crashtray"));
    command.args(["reprocess", "--json", "--data"]).arg(data);
    command.env("HOME", data.parent().expect("a file is in a folder"));
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts")
}

/// As if an older version had grouped all events, each into the issue that it is in, by something else.
fn group_otherwise(data: &Path) {
    assert!(fs::metadata(data).is_ok(), "the file is there");
    let mut db = Connection::open(data).expect("the file can be opened");
    let transaction = db.transaction().expect("it begins");
    transaction.execute("DELETE FROM issue_hash", []).expect("it can be written");
    let rows: Vec<(i64, Vec<u8>)> = transaction
        .prepare("SELECT id, hashes FROM event WHERE issue IS NOT NULL")
        .and_then(|mut all| all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .expect("rows can be read");
    for (id, mut hashes) in rows {
        // A variant, and its hash.
        for hash in hashes.chunks_mut(17) {
            hash.iter_mut().skip(1).for_each(|byte| *byte ^= 0xa5);
            let lead = "INSERT OR IGNORE INTO issue_hash SELECT project, ?2, issue, 0 FROM event WHERE id = ?1";
            let mut lead = transaction.prepare_cached(lead).expect("it can be written");
            lead.execute((id, &hash[1..])).expect("it can be written");
        }
        let mut event =
            transaction.prepare_cached("UPDATE event SET hashes = ?2 WHERE id = ?1").expect("it can be written");
        event.execute((id, hashes)).expect("it can be written");
    }
    transaction.commit().expect("it is kept");
}
