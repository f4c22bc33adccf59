//! What is sent: variants of a real error, and beside them transactions, sessions and the rest, as SDKs mix them. The same in every run.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

/// One request, ready to be written.
pub(crate) struct Request {
    /// `gzip` or empty.
    pub(crate) encoding: &'static str,
    pub(crate) body: Vec<u8>,
}

const ERROR: &str = include_str!("../../../../tests/fixtures/bench/python-error.tmpl");
const TRANSACTION: &str = include_str!("../../../../tests/fixtures/bench/transaction.env");
const SESSION: &str = include_str!("../../../../tests/fixtures/bench/session.env");
const CHECK_IN: &str = include_str!("../../../../tests/fixtures/bench/check_in.env");
const LOG: &str = include_str!("../../../../tests/fixtures/bench/log.env");

/// Distinct errors; one alone would be too easy to compress.
const VARIANTS: usize = 200;

/// An id that stands where each event has its own.
const ID: &str = "{{EVENT_ID}}";

/// Of what all corpora share.
const SEED: u64 = 0x5EED;

/// What requests are made from. `groups`: how many issues the errors make.
pub(crate) struct Corpus {
    errors: Vec<String>,
    recorded: Vec<Vec<u8>>,
    groups: usize,
    dice: Dice,
}

impl Corpus {
    /// Corpora of different seeds have no id in common.
    pub(crate) fn new(groups: usize, seed: u64) -> Self {
        let mut dice = Dice(SEED);
        let recorded = recorded();
        let words = Words::of(&recorded);
        let errors = (0..VARIANTS).map(|_| variant_of_the_error(&words, &mut dice).to_string()).collect();
        Self { errors, recorded, groups, dice: Dice(SEED + (seed << 32)) }
    }

    /// `n` requests as SDKs send them: 70 % errors, 15 % transactions, 10 % sessions, 5 % the rest. Each event has an id of its own.
    pub(crate) fn requests(&mut self, n: usize) -> Vec<Request> {
        (0..n).map(|_| Request { encoding: "gzip", body: gzip(&self.envelope()) }).collect()
    }

    /// The next envelope, plain.
    pub(crate) fn envelope(&mut self) -> Vec<u8> {
        let dice = &mut self.dice;
        let id = format!("{:016x}{:016x}", dice.roll(), dice.roll());
        match dice.below(100) {
            0..70 => self.error(&id),
            70..85 => with_id(TRANSACTION, &id),
            85..95 => with_id(SESSION, &id),
            95..97 => with_id(LOG, &id),
            97 => with_id(CHECK_IN, &id),
            _ => self.recorded[dice.below(self.recorded.len())].clone(),
        }
    }

    fn error(&mut self, id: &str) -> Vec<u8> {
        let group = self.dice.below(self.groups);
        // One variant per group: with another one it would be another group.
        let payload = self.errors[group % self.errors.len()]
            .replace(ID, id)
            .replace("{{TRACE_ID}}", id)
            .replace("{{SPAN_ID}}", &id[..16])
            .replace("{{GROUP}}", &format!("group_{group:06}"));
        format!("{{\"event_id\":\"{id}\"}}\n{{\"type\":\"event\",\"length\":{}}}\n{payload}\n", payload.len())
            .into_bytes()
    }
}

/// What variants are filled with: lines of source, names and values of other programs.
struct Words {
    lines: Vec<String>,
    functions: Vec<String>,
    values: Vec<Value>,
}

impl Words {
    fn of(recorded: &[Vec<u8>]) -> Self {
        let mut words = Self { lines: Vec::new(), functions: Vec::new(), values: Vec::new() };
        for line in recorded.iter().flat_map(|envelope| envelope.split(|&byte| byte == b'\n')) {
            if let Ok(json) = serde_json::from_slice::<Value>(line) {
                words.collect(&json);
            }
        }
        assert!(
            words.lines.len() > 20 && words.functions.len() > 20 && words.values.len() > 20,
            "the recorded requests have words"
        );
        words
    }

    fn collect(&mut self, json: &Value) {
        match json {
            Value::Array(all) => all.iter().for_each(|one| self.collect(one)),
            Value::Object(all) => {
                self.lines.extend(all.get("context_line").and_then(Value::as_str).map(str::to_owned));
                self.functions.extend(all.get("function").and_then(Value::as_str).map(str::to_owned));
                self.values.extend(
                    all.get("vars").and_then(Value::as_object).into_iter().flat_map(|vars| vars.values().cloned()),
                );
                all.values().for_each(|one| self.collect(one));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The template with 5 to 36 frames of other orders, names, locals and lines, and 0 to 100 breadcrumbs.
fn variant_of_the_error(words: &Words, dice: &mut Dice) -> Value {
    let payload = ERROR.split('\n').nth(2).unwrap_or_default();
    let text =
        payload.replace("group {{GROUP}}", WORDS[dice.below(WORDS.len())]).replace("{{TS}}", "2026-01-01T00:00:00Z");
    let mut event: Value = serde_json::from_str(&text).expect("the template is JSON");
    let exceptions = event["exception"]["values"].as_array_mut().expect("it has exceptions");
    for exception in exceptions.iter_mut() {
        let frames = exception["stacktrace"]["frames"].as_array_mut().expect("it has frames");
        let n = 3 + dice.below(16);
        *frames = (0..n).map(|_| varied_frame(&frames[dice.below(frames.len())], words, dice)).collect();
    }
    // Where it broke is what tells the groups apart.
    let last = exceptions.last_mut().and_then(|exception| exception["stacktrace"]["frames"].as_array_mut()?.last_mut());
    last.expect("there is a last frame")["function"] = "{{GROUP}}".into();
    let breadcrumbs = event["breadcrumbs"]["values"].as_array_mut().expect("it has breadcrumbs");
    let n = dice.below(101);
    *breadcrumbs = (0..n).map(|_| breadcrumbs[dice.below(breadcrumbs.len())].clone()).collect();
    for breadcrumb in breadcrumbs {
        breadcrumb["message"] =
            format!("{} {}", words.lines[dice.below(words.lines.len())], dice.below(100_000)).into();
    }
    event["user"]["id"] = dice.below(500).to_string().into();
    event
}

fn varied_frame(frame: &Value, words: &Words, dice: &mut Dice) -> Value {
    let mut frame = frame.clone();
    frame["lineno"] = (1 + dice.below(900)).into();
    frame["function"] = words.functions[dice.below(words.functions.len())].as_str().into();
    if dice.below(2) == 0 {
        frame["context_line"] = words.lines[dice.below(words.lines.len())].as_str().into();
    }
    for value in frame["vars"].as_object_mut().into_iter().flat_map(|vars| vars.values_mut()) {
        if dice.below(3) == 0 {
            *value = words.values[dice.below(words.values.len())].clone();
        }
    }
    frame
}

/// Envelopes that real SDKs sent, as far as they came plain or in gzip, and are no larger than most.
fn recorded() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/requests");
    let mut bodies: Vec<_> = fs::read_dir(folder)
        .expect("the recorded requests are there")
        .map(|entry| entry.expect("one").path())
        .collect();
    bodies.retain(|path| path.extension().is_some_and(|extension| extension == "body"));
    bodies.sort();
    let plain = |path: &Path| {
        let body = fs::read(path).expect("a recorded request can be read");
        let mut unzipped = Vec::new();
        match GzDecoder::new(body.as_slice()).read_to_end(&mut unzipped) {
            Ok(_) => unzipped,
            Err(_) => body,
        }
    };
    let is_usual = |body: &Vec<u8>| body.starts_with(b"{") && body.contains(&b'\n') && body.len() < 64 << 10;
    bodies.iter().map(|path| plain(path)).filter(is_usual).collect()
}

/// The envelope with `id` wherever its own stands.
fn with_id(envelope: &str, id: &str) -> Vec<u8> {
    let own = envelope.split("\"event_id\"").nth(1).and_then(|rest| rest.split('"').nth(1));
    own.filter(|own| own.len() == id.len())
        .map_or_else(|| envelope.to_owned(), |own| envelope.replace(own, id))
        .into_bytes()
}

fn gzip(envelope: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(envelope).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

const WORDS: [&str; 8] = [
    "cart empty",
    "order placed",
    "payment declined",
    "reading the stock",
    "retry after a timeout",
    "session renewed",
    "unknown voucher",
    "user signed in",
];

/// `SplitMix64`: the same numbers from the same seed, everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).unwrap_or(0)
    }
}
