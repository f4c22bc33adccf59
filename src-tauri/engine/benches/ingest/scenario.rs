//! One way of sending, measured in turns: the resident, the bare server, the small one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::baseline::Baseline;
use crate::corpus::Request;
use crate::load::{Keeps, Plan, Run, send};
use crate::server::{Server, beside};

/// Turns; the median one is the result.
pub(crate) const TURNS: usize = 5;

/// Requests of a turn.
const OF_A_TURN: usize = 4_000;

/// Requests before the first turn: the first dictionaries are made, the file has its tables.
const WARM_UP: usize = 2_000;

/// Requests of a scenario.
pub(crate) const REQUESTS: usize = WARM_UP + TURNS * OF_A_TURN;

/// What is measured.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) plan: Plan,
    pub(crate) data: PathBuf,
    /// Events that the file holds already.
    pub(crate) before: usize,
}

/// What it showed: the turn with the median ratio, and the whole.
pub(crate) struct Shown {
    pub(crate) resident: Run,
    /// Microseconds per request, of the turn that was disturbed least: the parts are measured so too.
    pub(crate) cpu: f64,
    pub(crate) bare: Run,
    pub(crate) tiny: Run,
    /// MiB.
    pub(crate) peak: f64,
    /// Bytes of the file per request.
    pub(crate) bytes: f64,
}

impl Shown {
    pub(crate) fn ratio(&self) -> f64 {
        self.resident.rate() / self.bare.rate()
    }
}

/// Measures. The file of the scenario holds more afterwards; another scenario over it must not send the same requests.
pub(crate) fn measure(scenario: &Scenario, requests: &[Request]) -> Shown {
    let before = size(&scenario.data);
    let resident = Server::resident(&scenario.data);
    let (bare, tiny) = (Server::baseline(Baseline::Bare), Server::baseline(Baseline::Tiny));
    let (warm_up, rest) = requests.split_at(WARM_UP);
    send(resident.address, warm_up, scenario.plan);
    let mut turns: Vec<(Run, Run, Run)> = rest
        .chunks(OF_A_TURN)
        .enumerate()
        .map(|(turn, requests)| {
            // Who goes first changes, so that neither always meets the warmer machine.
            if turn % 2 == 0 {
                let run = timed(&resident, requests, scenario.plan);
                (run, timed(&bare, requests, scenario.plan), timed(&tiny, requests, scenario.plan))
            } else {
                let (tiny, bare) = (timed(&tiny, requests, scenario.plan), timed(&bare, requests, scenario.plan));
                (timed(&resident, requests, scenario.plan), bare, tiny)
            }
        })
        .collect();
    let peak = resident.peak();
    resident.quit();
    let bytes = (size(&scenario.data) - before) / requests.len() as f64;
    let cpu = turns.iter().map(|(resident, ..)| resident.cpu_per_request()).fold(f64::MAX, f64::min);
    turns.sort_by(|a, b| (a.0.rate() / a.1.rate()).total_cmp(&(b.0.rate() / b.1.rate())));
    let (resident, bare, tiny) = turns.swap_remove(TURNS / 2);
    Shown { resident, cpu, bare, tiny, peak, bytes }
}

fn timed(server: &Server, requests: &[Request], plan: Plan) -> Run {
    let before = server.cpu();
    let mut run = send(server.address, requests, plan);
    run.cpu = server.cpu().saturating_sub(before);
    run
}

/// Milliseconds from the start of the program to the first 200: several starts, sorted.
pub(crate) fn first_accepted(folder: &Path, full: Option<&Path>) -> Vec<f64> {
    let plan = Plan { connections: 1, keeps: Keeps::Nothing };
    let mut waits: Vec<f64> = (0..TURNS)
        .map(|n| {
            let data = full.map_or_else(|| folder.join(format!("first-{n}.db")), Path::to_owned);
            let begin = Instant::now();
            let server = Server::resident(&data);
            let session =
                b"{}\n{\"type\":\"session\"}\n{\"sid\":\"7c7b6585f9014351bf8d02711b721929\",\"init\":true}".to_vec();
            send(server.address, &[Request { encoding: "", body: session }], plan);
            let wait = begin.elapsed().as_secs_f64() * 1e3;
            server.quit();
            wait
        })
        .collect();
    waits.sort_by(f64::total_cmp);
    waits
}

/// Bytes of the file and its log.
fn size(data: &Path) -> f64 {
    let length = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
    (length(data) + length(&beside(data, "-wal"))) as f64
}
