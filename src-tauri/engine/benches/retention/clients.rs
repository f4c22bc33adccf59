//! Clients that send errors, each over a kept connection, and wait for the answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A real error of the Python SDK, with places for what differs.
const ERROR: &str = include_str!("../../../../tests/fixtures/bench/python-error.tmpl");

/// Connections at a time.
const CONNECTIONS: usize = 8;

/// Issues that the errors belong to.
const GROUPS: usize = 90;

/// Ids of these are not those in the file.
static SENT: AtomicUsize = AtomicUsize::new(1_000_000_000);

/// How fast they send.
#[derive(Clone, Copy)]
pub(crate) enum Pace {
    /// Each as soon as it has its answer.
    AsFastAsTheyCan,
    /// So many from all together, whatever the answers take: a late answer counts from when it should have been asked for.
    PerSecond(f64),
}

/// The `n`-th of many errors that are alike.
pub(crate) fn envelope(n: usize) -> Vec<u8> {
    let id = format!("{:032x}", (n as u128 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835));
    let payload = ERROR.lines().nth(2).expect("the template has a payload");
    let payload = payload
        .replace("{{GROUP}}", &format!("{:06}", n % GROUPS))
        .replace("{{EVENT_ID}}", &id)
        .replace("{{TRACE_ID}}", &id)
        .replace("{{SPAN_ID}}", &id[..16])
        .replace("PaymentDeclined", &format!("Payment{}Declined", n % GROUPS));
    format!("{{\"event_id\":\"{id}\"}}\n{{\"type\":\"event\",\"length\":{}}}\n{payload}\n", payload.len()).into_bytes()
}

/// Sends for so long. The waits for the answers, sorted.
pub(crate) fn send(address: SocketAddr, pace: Pace, stretch: Duration) -> Vec<Duration> {
    let end = Instant::now() + stretch;
    let mut waits: Vec<Duration> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(move || one(address, pace, end))).collect();
        clients.into_iter().flat_map(|client| client.join().expect("no connection breaks")).collect()
    });
    waits.sort_unstable();
    waits
}

fn one(address: SocketAddr, pace: Pace, end: Instant) -> Vec<Duration> {
    let stream = TcpStream::connect(address).expect("the resident listens");
    stream.set_nodelay(true).expect("a socket takes its options");
    let mut stream = BufReader::new(stream);
    let mut waits = Vec::new();
    let mut due = Instant::now();
    while due < end {
        let body = envelope(SENT.fetch_add(1, Ordering::Relaxed));
        match pace {
            Pace::AsFastAsTheyCan => due = Instant::now(),
            Pace::PerSecond(n) => {
                thread::sleep(due.saturating_duration_since(Instant::now()));
                ask(&mut stream, address, &body);
                waits.push(due.elapsed());
                due += Duration::from_secs_f64(CONNECTIONS as f64 / n);
                continue;
            }
        }
        ask(&mut stream, address, &body);
        waits.push(due.elapsed());
    }
    waits
}

fn ask(stream: &mut BufReader<TcpStream>, address: SocketAddr, body: &[u8]) {
    let head = format!(
        "POST /api/1/envelope/?sentry_key=shop HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.get_mut().write_all(&[head.as_bytes(), body].concat()).expect("the resident reads");
    let mut line = String::new();
    stream.read_line(&mut line).expect("the resident answers");
    assert!(line.contains(" 200"), "answered {line}");
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).expect("the resident answers");
        let Some((name, value)) = line.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().expect("a length is a number");
        }
    }
    stream.read_exact(&mut vec![0; length]).expect("the resident answers");
}
