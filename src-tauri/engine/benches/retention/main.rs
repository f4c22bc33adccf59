//! `make bench`: what a round of retention costs those who send meanwhile.
//!
//! A file of 200,000 events, half of them past their limits, and beside them what is slow to remove: issues without events, many users
//! and tags of one deleted issue, old counters. The resident opens it; clients send at a steady rate and as fast as they can, before the
//! first round and during it. Steps are timed by the resident itself, in its log.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops and says why")]
#![expect(clippy::print_stdout, reason = "its report")]

mod clients;
mod file;
mod resident;

use std::time::{Duration, Instant};

use clients::Pace;
use resident::Resident;

/// Events in the file; another number may be given.
const EVENTS: usize = 200_000;

/// How long clients send at a time.
const STRETCH: Duration = Duration::from_secs(12);

/// Per second, from all clients together: a busy program on this machine.
const STEADY: f64 = 400.0;

fn main() {
    // `cargo bench` hands on its own flags.
    let events = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(EVENTS);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("crashtray.db");
    let begin = Instant::now();
    file::fill(&path, events);
    println!("{events} events, {} MiB, made in {:.0} s", file::mebibytes(&path), begin.elapsed().as_secs_f64());

    let resident = Resident::start(&path);
    println!("\n{:<34}{:>12}{:>12}{:>12}{:>12}", "", "answers /s", "p50 ms", "p99 ms", "worst ms");
    measure(&resident, "before the round");
    resident.wait_for_a_step();
    let n_before = resident.steps().len();
    measure(&resident, "during the round");
    let steps = resident.steps();
    println!("\nsteps while clients sent");
    report(&steps[n_before..]);
    let n_before = steps.len();
    let begin = Instant::now();
    resident.wait_for_the_end();
    println!("\nsteps of the rest of the round, alone, {:.0} s", begin.elapsed().as_secs_f64());
    report(&resident.steps()[n_before..]);
    drop(resident);
    println!("\n{} MiB are left", file::mebibytes(&path));
    flood(&path);
}

fn measure(resident: &Resident, when: &str) {
    for (what, pace) in [("steady", Pace::PerSecond(STEADY)), ("as fast as they can", Pace::AsFastAsTheyCan)] {
        let waits = clients::send(resident.address, pace, STRETCH);
        let name = format!("{when}, {what}");
        println!(
            "{name:<34}{:>12.0}{:>12.2}{:>12.2}{:>12.2}",
            waits.len() as f64 / STRETCH.as_secs_f64(),
            percentile(&waits, 0.5),
            percentile(&waits, 0.99),
            percentile(&waits, 1.0)
        );
    }
}

/// The file is at its limit, and clients send as fast as they can: it must not grow.
fn flood(path: &std::path::Path) {
    let limit = file::mebibytes(path) * 3 / 4;
    file::set(path, "retention.mebibytes", Some(limit.to_string()));
    let resident = Resident::start(path);
    resident.wait_for_a_step();
    println!("\nat its limit of {limit} MiB, as fast as they can");
    for nth in 0..3 {
        let waits = clients::send(resident.address, Pace::AsFastAsTheyCan, STRETCH);
        println!(
            "{:<34}{:>12.0}{:>12.2}{:>12.2}{:>12.2}   {} MiB in use",
            format!("{} s", (nth + 1) * STRETCH.as_secs()),
            waits.len() as f64 / STRETCH.as_secs_f64(),
            percentile(&waits, 0.5),
            percentile(&waits, 0.99),
            percentile(&waits, 1.0),
            file::mebibytes_in_use(path)
        );
    }
}

/// Milliseconds within which this part came.
fn percentile(sorted: &[Duration], part: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(((last as f64) * part) as usize).map_or(f64::NAN, |wait| wait.as_secs_f64() * 1e3)
}

fn report(steps: &[(String, Duration)]) {
    println!("{:<34}{:>12}{:>12}{:>12}{:>12}", "", "steps", "median ms", "p99 ms", "worst ms");
    let mut stages: Vec<&str> = Vec::new();
    for (stage, _) in steps {
        if !stages.contains(&stage.as_str()) {
            stages.push(stage);
        }
    }
    for stage in stages {
        let mut times: Vec<Duration> = steps.iter().filter(|(of, _)| of == stage).map(|(_, time)| *time).collect();
        times.sort_unstable();
        let [median, most, worst] = [0.5, 0.99, 1.0].map(|part| percentile(&times, part));
        println!("{stage:<34}{:>12}{median:>12.2}{most:>12.2}{worst:>12.2}", times.len());
    }
}
