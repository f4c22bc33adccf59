//! Messages made to be slow to read: their cost per byte beside an ordinary message's, and whether it grows with the length and
//! with the number of messages.

use std::time::{Duration, Instant};

use crashtray_core::group::{GroupConfig, group};
use crashtray_core::items::digest::digest;

use crate::corpus::{self, Sample};

/// The longest text that is looked through.
const LONGEST: usize = 8_000;
/// Messages of a shape that are timed together, and twice as many.
const MESSAGES: usize = 20;
const ROUNDS: usize = 5;

/// What people write.
const ORDINARY: &str =
    "user ann@shop.example could not pay order 4711 of 2026-08-20T10:00:00Z: card declined (took 31ms) at 10.0.0.7 ";

/// Pieces that, repeated, made some reader of messages slow once.
const SHAPES: &[(&str, &str)] = &[
    ("digits", "7"),
    ("digits and blanks", "7 "),
    ("hex run", "deadBEEF"),
    ("hex words", "dead-beef-"),
    ("half a uuid", "01234567-89ab-cdef-0123-"),
    ("@-chain", "a@"),
    ("@ and dots", "a@b.c."),
    ("@ and urls", "x@http://"),
    ("urls", "http://a"),
    ("dots", "a."),
    ("dots and numbers", "1."),
    ("long labels", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."),
    ("hyphens", "a-"),
    ("colons", "a:"),
    ("only colons", ":"),
    ("times", "1:22:"),
    ("half a date", "2026-08-20T1"),
    ("half a mac", "00:1B:44:11:3a:"),
    ("ids in mixed case", "aB3-xY7_"),
    ("unclosed quotes", "='"),
    ("both quotes", "='\"=\"'"),
    ("nested brackets", "[{("),
    ("nested JSON", "{\"a\":"),
    ("broken JSON", "{\"a\":1}, {\"b\":[1,"),
    ("slashes", "/"),
    ("paths", "/tmp/a"),
    ("months", "Jan "),
    ("datetime(", "datetime.datetime("),
    ("signs", "-"),
    ("not ASCII", "é"),
    ("blank lines", "\n "),
];

/// Distinct messages of all shapes, in the last and longest run.
const MANY: usize = 1_000_000;
/// How long each of those is: as long as a message mostly is.
const SHORT: usize = 200;
/// Frames of a stack trace that no SDK sends.
const FRAMES: usize = 10_000;

/// Prints the tables.
pub(crate) fn report() {
    shapes();
    many();
    long_traces();
}

/// What is remembered from one message to the next would show here.
fn many() {
    println!("\ndistinct messages of all shapes, {SHORT} bytes each\n");
    println!("{:>12}{:>12}{:>14}{:>10}", "messages", "seconds", "µs/message", "growth");
    let mut before = 0.0;
    for n_messages in [MANY / 4, MANY / 2, MANY] {
        let mut seconds = 0.0;
        // Made in parts, so that memory is no part of what is measured.
        for part in (0..n_messages).collect::<Vec<_>>().chunks(10_000) {
            let samples: Vec<Sample> =
                part.iter().map(|number| message(SHAPES[number % SHAPES.len()].1, SHORT, *number)).collect();
            seconds += on_cpu(&samples).as_secs_f64();
        }
        let growth = if before > 0.0 { format!("{:.2}", seconds / before) } else { String::new() };
        println!("{n_messages:>12}{seconds:>12.2}{:>14.2}{growth:>10}", seconds * 1e6 / n_messages as f64);
        before = seconds;
    }
}

fn long_traces() {
    println!("\nan event with {FRAMES} frames, ms of CPU; `growth` is of twice as many, 2.0 is linear\n");
    println!("{:<22}{:>12}{:>10}", "frames", "ms", "growth");
    for (name, platform, function, path) in TRACES {
        let best = |n_frames| {
            let samples: Vec<Sample> = (0..10).map(|_| corpus::trace(platform, function, path, n_frames)).collect();
            (0..ROUNDS).map(|_| on_cpu(&samples)).min().unwrap_or_default().as_secs_f64() / 10.0
        };
        let (one, two) = (best(FRAMES), best(2 * FRAMES));
        println!("{name:<22}{:>12.2}{:>10.2}", one * 1e3, two / one);
    }
}

/// Platform, function and path of frames that are slow to judge; `#` is a number.
const TRACES: &[(&str, &str, &str, &str)] = &[
    ("python", "python", "f#", "/srv/shop/a#.py"),
    ("java", "java", "lambda$f$#", "A#.java"),
    ("node", "node", "Object.f# [as g]", "/srv/shop/a#.js"),
    ("C++ templates", "native", "a<b<c<d<e<f<#>>>>>>::f(int, std::vector<int>)", "/srv/a.cpp"),
    ("brackets", "native", "f[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[#", "/srv/a.rs"),
    ("parts of parts", "native", "f.cold.cold.cold.cold.cold.cold.cold.cold.#", "/srv/a.c"),
    ("numbered closures", "go", "f.func1.2.3.4.5.6.7.8.9.func1.func2.func#", "/srv/a.go"),
];

fn shapes() {
    println!(
        "\nmessages made to be slow, ns of CPU per byte, the best of {ROUNDS} rounds; `growth` is of twice as much, 2.0 is linear\n"
    );
    println!("{:<22}{:>12}{:>10}{:>18}{:>20}", "shape", "ns/byte", "× usual", "growth by length", "growth by number");
    let usual = per_byte(&message(ORDINARY, LONGEST, 0));
    line("ordinary", usual, usual, ORDINARY);
    let mut worst = 0.0_f64;
    for (name, piece) in SHAPES {
        let cost = per_byte(&message(piece, LONGEST, 0));
        line(name, cost, usual, piece);
        worst = worst.max(cost / usual);
    }
    println!("\nthe worst shape costs {worst:.1} × the ordinary message per byte");
}

fn line(name: &str, cost: f64, usual: f64, piece: &str) {
    let by_length = cost * 2.0 / per_byte(&message(piece, LONGEST / 2, 0));
    println!("{name:<22}{cost:>12.1}{:>10.2}{by_length:>18.2}{:>20.2}", cost / usual, by_number(piece));
}

/// A message of that length, made of pieces; the number makes it differ from others.
fn message(piece: &str, length: usize, number: usize) -> Sample {
    let mut text = format!("{number} ");
    text.extend(std::iter::repeat_n(piece, length / piece.len()));
    corpus::message(&text)
}

fn per_byte(sample: &Sample) -> f64 {
    let best = (0..ROUNDS * 4).map(|_| timed(std::slice::from_ref(sample))).min().unwrap_or_default();
    best.as_secs_f64() * 1e9 / sample.payload.len() as f64
}

fn by_number(piece: &str) -> f64 {
    let samples: Vec<Sample> = (0..2 * MESSAGES).map(|number| message(piece, LONGEST, number)).collect();
    let best = |sample: &Sample| (0..ROUNDS).map(|_| timed(std::slice::from_ref(sample))).min().unwrap_or_default();
    let costs: Vec<f64> = samples.iter().map(|sample| best(sample).as_secs_f64()).collect();
    costs.iter().sum::<f64>() / costs[..MESSAGES].iter().sum::<f64>()
}

fn timed(samples: &[Sample]) -> Duration {
    let config = GroupConfig::default();
    let started = Instant::now();
    for sample in samples {
        std::hint::black_box(group(&digest(&sample.payload, &sample.received), &config));
    }
    started.elapsed()
}

/// Like `timed`, but of what takes longer than the scheduler lets a thread run: the time that it ran, where the system says so.
fn on_cpu(samples: &[Sample]) -> Duration {
    let ran = || {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    };
    let before = ran();
    let passed = timed(samples);
    before.zip(ran()).map_or(passed, |(before, after)| after.saturating_sub(before))
}
