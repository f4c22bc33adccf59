//! What is sent: variants of a real error, and beside them transactions, sessions and the rest, as SDKs mix them. The same in every run.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// One request, ready to be written.
pub(crate) struct Request {
    pub(crate) body: Vec<u8>,
}

const ERROR: &str = include_str!("../../../../tests/fixtures/bench/python-error.tmpl");
const TRANSACTION: &str = include_str!("../../../../tests/fixtures/bench/transaction.env");
const SESSION: &str = include_str!("../../../../tests/fixtures/bench/session.env");
const CHECK_IN: &str = include_str!("../../../../tests/fixtures/bench/check_in.env");
const LOG: &str = include_str!("../../../../tests/fixtures/bench/log.env");

/// Distinct errors; one alone would be too easy to compress.
const VARIANTS: usize = 200;

/// `n` requests: 70 % errors, 15 % transactions, 10 % sessions, 5 % logs and check-ins. Each event has an id of its own.
pub(crate) fn make(n: usize) -> Vec<Request> {
    let mut dice = Dice(0x5EED);
    let variants: Vec<Value> = (0..VARIANTS).map(|variant| variant_of_the_error(variant, &mut dice)).collect();
    (0..n).map(|_| Request { body: gzip(&envelope(&variants, &mut dice)) }).collect()
}

fn envelope(variants: &[Value], dice: &mut Dice) -> String {
    let id = format!("{:016x}{:016x}", dice.roll(), dice.roll());
    match dice.below(100) {
        0..70 => error(&variants[dice.below(variants.len())], &id),
        70..85 => with_id(TRANSACTION, &id),
        85..95 => with_id(SESSION, &id),
        95..98 => with_id(LOG, &id),
        _ => with_id(CHECK_IN, &id),
    }
}

/// The template with fewer frames and breadcrumbs, other names, another group.
fn variant_of_the_error(variant: usize, dice: &mut Dice) -> Value {
    let payload = ERROR.split('\n').nth(2).unwrap_or_default();
    let text = payload
        .replace("{{GROUP}}", &format!("{:06}", variant / 2))
        .replace("card declined", WORDS[dice.below(WORDS.len())]);
    let mut event: Value =
        serde_json::from_str(&text.replace("{{TS}}", "2026-01-01T00:00:00Z")).expect("the template is JSON");
    for exception in event["exception"]["values"].as_array_mut().into_iter().flatten() {
        if let Some(frames) = exception["stacktrace"]["frames"].as_array_mut() {
            let last = frames.pop();
            frames.retain(|_| dice.below(10) < 8);
            frames.extend(last);
            for frame in frames {
                frame["lineno"] = (1 + dice.below(900)).into();
            }
        }
    }
    if let Some(breadcrumbs) = event["breadcrumbs"]["values"].as_array_mut() {
        breadcrumbs.truncate(dice.below(51));
        for breadcrumb in breadcrumbs {
            breadcrumb["message"] = format!("{} {}", WORDS[dice.below(WORDS.len())], dice.below(100_000)).into();
        }
    }
    event["user"]["id"] = dice.below(500).to_string().into();
    event
}

fn error(variant: &Value, id: &str) -> String {
    let payload =
        variant.to_string().replace("{{EVENT_ID}}", id).replace("{{TRACE_ID}}", id).replace("{{SPAN_ID}}", &id[..16]);
    format!("{{\"event_id\":\"{id}\"}}\n{{\"type\":\"event\",\"length\":{}}}\n{payload}\n", payload.len())
}

/// The envelope with `id` wherever its own stands.
fn with_id(envelope: &str, id: &str) -> String {
    let own = envelope.split("\"event_id\"").nth(1).and_then(|rest| rest.split('"').nth(1));
    own.filter(|own| own.len() == id.len()).map_or_else(|| envelope.to_owned(), |own| envelope.replace(own, id))
}

fn gzip(envelope: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(envelope.as_bytes()).expect("memory takes all");
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
