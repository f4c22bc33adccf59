//! `make bench`: how many events a second the resident takes in, beside a bare server that only decompresses.
//!
//! Both get the same requests on the same connections, in pairs that follow each other at once, so that what else the machine does
//! falls on both. The ratio is what to trust; the rates are this machine's, this minute.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops and says why")]
#![expect(clippy::print_stdout, reason = "its report")]

mod baseline;
mod corpus;
mod load;
mod server;

use load::Run;
use server::Server;

/// Keep-alive connections, each with one request on its way.
const CONNECTIONS: usize = 8;
/// Requests of a run: some seconds of work.
const REQUESTS: usize = 4000;
/// Pairs of runs; the median pair is the result.
const PAIRS: usize = 7;

fn main() {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() == Some(baseline::ARGUMENT) {
        return baseline::serve();
    }
    let corpus = corpus::make(REQUESTS);
    let bytes: usize = corpus.iter().map(|request| request.body.len()).sum();
    println!("{REQUESTS} requests of {} bytes in the mean, {CONNECTIONS} connections, {PAIRS} pairs", bytes / REQUESTS);
    println!(
        "\n{:<5}{:>16}{:>16}{:>8}{:>14}{:>12}{:>12}",
        "pair", "resident /s", "bare /s", "ratio", "CPU µs/event", "p50 ms", "p99 ms"
    );
    let mut pairs = Vec::new();
    for pair in 1..=PAIRS {
        // Who goes first changes, so that neither always meets the warmer machine.
        let (resident, bare) = if pair % 2 == 0 {
            let resident = run(Server::resident, &corpus);
            (resident, run(Server::baseline, &corpus))
        } else {
            let bare = run(Server::baseline, &corpus);
            (run(Server::resident, &corpus), bare)
        };
        row(&pair.to_string(), &resident, &bare);
        pairs.push((resident, bare));
    }
    pairs.sort_by(|a, b| ratio(&a.0, &a.1).total_cmp(&ratio(&b.0, &b.1)));
    let (resident, bare) = &pairs[PAIRS / 2];
    println!();
    row("med.", resident, bare);
}

fn run(start: fn() -> Server, corpus: &[corpus::Request]) -> Run {
    let server = start();
    let before = server.cpu();
    let mut run = load::send(server.address, corpus, CONNECTIONS);
    run.cpu = server.cpu().saturating_sub(before);
    run
}

fn ratio(resident: &Run, bare: &Run) -> f64 {
    resident.rate() / bare.rate()
}

fn row(name: &str, resident: &Run, bare: &Run) {
    println!(
        "{name:<5}{:>16.0}{:>16.0}{:>8.3}{:>14.0}{:>12.2}{:>12.2}",
        resident.rate(),
        bare.rate(),
        ratio(resident, bare),
        resident.cpu_per_request(),
        resident.percentile(0.5),
        resident.percentile(0.99),
    );
}
