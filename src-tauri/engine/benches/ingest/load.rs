//! Sends requests over some connections, each waiting for its answer before the next, and takes the time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::corpus::Request;

/// How the requests go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// At once.
    pub(crate) connections: usize,
    pub(crate) keeps: Keeps,
}

/// What becomes of a connection after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// The next request goes over it.
    Alive,
    /// It is closed; the next request opens another one.
    Nothing,
}

/// What a run showed.
pub(crate) struct Run {
    /// From the first request to the last answer.
    wall: Duration,
    /// Of the server, in all its threads.
    pub(crate) cpu: Duration,
    /// Of each answer, sorted.
    waits: Vec<Duration>,
}

impl Run {
    /// Several that followed each other, as one.
    pub(crate) fn together(runs: Vec<Self>) -> Self {
        let wall = runs.iter().map(|run| run.wall).sum();
        let mut waits: Vec<Duration> = runs.into_iter().flat_map(|run| run.waits).collect();
        waits.sort_unstable();
        Self { wall, cpu: Duration::ZERO, waits }
    }

    /// Requests per second.
    pub(crate) fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.wall.as_secs_f64()
    }

    /// Microseconds.
    pub(crate) fn cpu_per_request(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.waits.len() as f64
    }

    /// Milliseconds within which this part of the answers came.
    pub(crate) fn percentile(&self, part: f64) -> f64 {
        let last = self.waits.len() - 1;
        self.waits[((last as f64) * part) as usize].as_secs_f64() * 1e3
    }
}

/// Every request must be answered 200.
pub(crate) fn send(address: SocketAddr, corpus: &[Request], plan: Plan) -> Run {
    let begin = Instant::now();
    let mut waits: Vec<Duration> = thread::scope(|scope| {
        let shares = (0..plan.connections).map(|share| {
            scope.spawn(move || {
                one_after_another(address, corpus.iter().skip(share).step_by(plan.connections), plan.keeps)
            })
        });
        let shares: Vec<_> = shares.collect();
        shares.into_iter().flat_map(|share| share.join().expect("no connection breaks")).collect()
    });
    let wall = begin.elapsed();
    waits.sort_unstable();
    Run { wall, cpu: Duration::ZERO, waits }
}

fn one_after_another<'a>(
    address: SocketAddr,
    requests: impl Iterator<Item = &'a Request>,
    keeps: Keeps,
) -> Vec<Duration> {
    let mut waits = Vec::new();
    let mut bytes = Vec::new();
    let mut kept = None;
    for request in requests {
        bytes.clear();
        write_request(&mut bytes, address, request, keeps);
        let begin = Instant::now();
        let mut stream = kept.take().unwrap_or_else(|| connect(address));
        stream.get_mut().write_all(&bytes).expect("the server reads");
        read_answer(&mut stream);
        waits.push(begin.elapsed());
        if keeps == Keeps::Alive {
            kept = Some(stream);
        }
    }
    waits
}

fn connect(address: SocketAddr) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_nodelay(true).expect("a socket takes its options");
    BufReader::new(stream)
}

fn write_request(bytes: &mut Vec<u8>, address: SocketAddr, request: &Request, keeps: Keeps) {
    let connection = match keeps {
        Keeps::Alive => "",
        Keeps::Nothing => "Connection: close\r\n",
    };
    write!(
        bytes,
        "POST /api/1/envelope/ HTTP/1.1\r\nHost: {address}\r\n{connection}Content-Encoding: {}\r\nContent-Length: {}\r\n\
         X-Sentry-Auth: Sentry sentry_key=shop, sentry_version=7, sentry_client=bench/1\r\n\r\n",
        request.encoding,
        request.body.len()
    )
    .expect("memory takes all");
    bytes.extend_from_slice(&request.body);
}

fn read_answer(stream: &mut BufReader<TcpStream>) {
    let mut length = 0;
    let mut line = String::new();
    stream.read_line(&mut line).expect("the server answers");
    assert!(line.contains(" 200"), "answered {line}");
    loop {
        line.clear();
        stream.read_line(&mut line).expect("the server answers");
        let Some((name, value)) = line.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().expect("a length is a number");
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("the server answers");
}
