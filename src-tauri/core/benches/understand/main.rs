//! `make bench`: what it costs to understand an event before the answer, beside `serde_json` that only checks the same bytes; and
//! what hostile messages cost beside an ordinary one.
//!
//! Each time is the best of some rounds, since what else the machine does only ever adds; of long runs, the time on the processor.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops and says why")]
#![expect(clippy::print_stdout, reason = "its report")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and its fixtures; the package does neither"
)]

mod corpus;
mod hostile;

use std::hint::black_box;
use std::time::{Duration, Instant};

use corpus::Sample;
use crashtray_core::group::{GroupConfig, group};
use crashtray_core::items::digest::digest;
use serde::de::IgnoredAny;

/// Rounds over the samples; of each sample the best counts.
const ROUNDS: usize = 25;

fn main() {
    println!("digest and grouping of one event, µs of CPU: median over the events, each the best of {ROUNDS} rounds\n");
    println!(
        "{:<26}{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}{:>14}",
        "events", "n", "bytes", "digest", "grouping", "both", "p95 both", "serde_json"
    );
    row("the mix", &corpus::mix());
    row("chained Python errors", &corpus::errors(200));
    row("as recorded", &corpus::recorded());
    hostile::report();
}

/// What one event costs.
#[derive(Clone, Copy)]
struct Cost {
    digest: Duration,
    grouping: Duration,
    baseline: Duration,
}

fn row(name: &str, samples: &[Sample]) {
    let mut costs =
        vec![Cost { digest: Duration::MAX, grouping: Duration::MAX, baseline: Duration::MAX }; samples.len()];
    for _ in 0..ROUNDS {
        for (sample, cost) in samples.iter().zip(&mut costs) {
            let now = measured(sample);
            cost.digest = cost.digest.min(now.digest);
            cost.grouping = cost.grouping.min(now.grouping);
            cost.baseline = cost.baseline.min(now.baseline);
        }
    }
    let column = |of: fn(&Cost) -> Duration, at: f64| {
        let mut times: Vec<Duration> = costs.iter().map(of).collect();
        times.sort_unstable();
        let last = times.len() - 1;
        times[((last as f64) * at) as usize].as_secs_f64() * 1e6
    };
    let bytes = samples.iter().map(|sample| sample.payload.len()).sum::<usize>() / samples.len();
    println!(
        "{name:<26}{:>8}{bytes:>10}{:>10.1}{:>10.1}{:>10.1}{:>10.1}{:>14.1}",
        samples.len(),
        column(|cost| cost.digest, 0.5),
        column(|cost| cost.grouping, 0.5),
        column(|cost| cost.digest + cost.grouping, 0.5),
        column(|cost| cost.digest + cost.grouping, 0.95),
        column(|cost| cost.baseline, 0.5),
    );
}

fn measured(sample: &Sample) -> Cost {
    let config = GroupConfig::default();
    let started = Instant::now();
    let digest = black_box(digest(black_box(&sample.payload), &sample.received));
    let digested = Instant::now();
    black_box(group(&digest, &config));
    let grouped = Instant::now();
    let _ = black_box(serde_json::from_slice::<IgnoredAny>(black_box(&sample.payload)));
    Cost { digest: digested - started, grouping: grouped - digested, baseline: grouped.elapsed() }
}
