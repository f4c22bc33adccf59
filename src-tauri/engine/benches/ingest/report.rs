//! What is printed: a table for people, and the same as JSON in `target/bench/ingest.json`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::corpus::Request;
use crate::load::Keeps;
use crate::parts::Parts;
use crate::scenario::{self, Scenario, Shown, TURNS};

/// CPU per event may be so many times the sum of its parts.
const BUDGET: f64 = 1.3;

/// The report so far.
pub(crate) struct Report {
    parts: Parts,
    rows: Vec<Value>,
    starts: Vec<Value>,
}

impl Report {
    pub(crate) fn begin(requests: &[Request]) -> Self {
        let bytes: usize = requests.iter().map(|request| request.body.len()).sum();
        println!(
            "{} requests per scenario, {} bytes on the wire in the mean; medians of {TURNS} turns, CPU of the best\n",
            requests.len(),
            bytes / requests.len()
        );
        Self { parts: Parts::default(), rows: Vec::new(), starts: Vec::new() }
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn parts(&mut self, parts: Parts) {
        self.parts = parts;
        println!("each part alone, CPU µs per request:");
        for (name, micros) in [
            ("gunzip", parts.gunzip),
            ("one pass over the JSON", parts.digest),
            ("compress", parts.compress),
            ("insert", parts.insert),
            ("sum", parts.sum()),
            ("grouping, beside that", parts.group),
        ] {
            println!("  {name:<24}{micros:>8.1}");
        }
        println!(
            "\n{:<12}{:>6}{:>7}{:>12}{:>10}{:>10}{:>8}{:>9}{:>9}{:>10}{:>8}{:>9}{:>10}",
            "",
            "conn.",
            "",
            "resident/s",
            "bare/s",
            "tiny/s",
            "ratio",
            "p50 ms",
            "p99 ms",
            "CPU µs",
            "× parts",
            "peak MiB",
            "bytes/req."
        );
    }

    /// Measures a scenario and adds its row, if its name has `only` in it.
    pub(crate) fn scenario_if(&mut self, only: &str, scenario: &Scenario, requests: &[Request]) {
        let (n, keeps) = (scenario.plan.connections, scenario.plan.keeps);
        let keeps = if keeps == Keeps::Alive { "kept" } else { "anew" };
        let name = format!("{} {n} {keeps}", scenario.name);
        if !name.contains(only) {
            return;
        }
        let shown = scenario::measure(scenario, requests);
        self.row(scenario, (n, keeps), &shown);
    }

    fn row(&mut self, scenario: &Scenario, (n, keeps): (usize, &str), shown: &Shown) {
        let (resident, cpu) = (&shown.resident, shown.cpu);
        let (p50, p99) = (resident.percentile(0.5), resident.percentile(0.99));
        let times = cpu / self.parts.sum();
        println!(
            "{:<12}{n:>6}{keeps:>7}{:>12.0}{:>10.0}{:>10.0}{:>8.3}{p50:>9.2}{p99:>9.2}{cpu:>10.0}{times:>8.2}{:>9.0}{:>10.0}",
            scenario.name,
            resident.rate(),
            shown.bare.rate(),
            shown.tiny.rate(),
            shown.ratio(),
            shown.peak,
            shown.bytes,
        );
        self.rows.push(json!({
            "file": scenario.name, "events_before": scenario.before, "connections": n, "keep_alive": keeps == "kept",
            "per_second": resident.rate(), "bare_per_second": shown.bare.rate(), "tiny_http_per_second": shown.tiny.rate(),
            "ratio": shown.ratio(), "p50_ms": p50, "p99_ms": p99, "cpu_us": cpu, "times_parts": times,
            "peak_mib": shown.peak, "bytes_per_request": shown.bytes,
        }));
    }

    pub(crate) fn start(&mut self, name: &str, waits: &[f64]) {
        let median = waits[waits.len() / 2];
        println!("{name:<12}start to the first accepted event: {median:.1} ms (worst {:.1})", waits[waits.len() - 1]);
        self.starts.push(json!({ "file": name, "median_ms": median, "all_ms": waits }));
    }

    pub(crate) fn end(self) {
        println!("\nbudget: × parts at most {BUDGET}");
        let parts = self.parts;
        let report = json!({
            "parts_us": {
                "gunzip": parts.gunzip, "digest": parts.digest, "compress": parts.compress, "insert": parts.insert,
                "sum": parts.sum(), "group": parts.group,
            },
            "ingest": self.rows, "start": self.starts,
        });
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap_or(Path::new(".")).join("bench");
        fs::create_dir_all(&folder).expect("a folder can be made");
        let path = folder.join("ingest.json");
        fs::write(&path, format!("{report:#}\n")).expect("a file can be written");
        println!("as JSON: {}", path.display());
    }
}
