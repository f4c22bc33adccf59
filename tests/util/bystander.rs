//! Somebody who sends real errors all the time, one on a connection that he keeps, the next on one of its own, and looks at the
//! clock: whatever others do to the endpoint, he must be served.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::http::{Answer, Connection, Request};
use super::{recorded, wait};

/// See the file.
pub(crate) struct Bystander {
    over: Arc<AtomicBool>,
    answered: Arc<AtomicU64>,
    thread: JoinHandle<Seen>,
}

/// What he has seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// How long each answer took, shortest first, the connection included where it was a new one.
    pub(crate) times: Vec<Duration>,
    /// What was not a 200.
    pub(crate) failures: Vec<String>,
}

impl Bystander {
    /// He begins. `key` names his project.
    pub(crate) fn start(host: SocketAddr, key: &str) -> Self {
        let (over, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let sender = Sender::new(host, key);
        let thread = thread::spawn({
            let (over, answered) = (over.clone(), answered.clone());
            move || sender.send_all(&over, &answered)
        });
        let bystander = Self { over, answered, thread };
        bystander.more(10);
        bystander
    }

    /// Waits until so many more were answered.
    pub(crate) fn more(&self, n: u64) {
        let wanted = self.answered.load(Ordering::Relaxed) + n;
        wait::until("a bystander is served", || (self.answered.load(Ordering::Relaxed) >= wanted).then_some(()));
    }

    /// He ends.
    pub(crate) fn stop(self) -> Seen {
        self.over.store(true, Ordering::Relaxed);
        let mut seen = self.thread.join().expect("a bystander does not panic");
        seen.times.sort();
        seen
    }
}

impl Seen {
    /// So many of a hundred were served within this time.
    pub(crate) fn within(&self, percent: usize) -> Duration {
        let nth = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times.get(nth).copied().unwrap_or(Duration::MAX)
    }
}

struct Sender {
    host: SocketAddr,
    target: String,
    /// The envelope without its header.
    items: Vec<u8>,
    /// The same, compressed.
    small_items: Vec<u8>,
}

impl Sender {
    fn new(host: SocketAddr, key: &str) -> Self {
        let recorded = recorded::one("py-fastapi.error.1").request;
        let mut envelope = Vec::new();
        GzDecoder::new(recorded.body()).read_to_end(&mut envelope).expect("the recorded body is in gzip");
        let end = envelope.iter().position(|&byte| byte == b'\n').expect("an envelope has lines");
        let items = envelope.split_off(end + 1);
        let small_items = gzip(&items);
        Self { host, target: format!("/api/1/envelope/?sentry_key={key}"), items, small_items }
    }

    fn send_all(&self, over: &AtomicBool, answered: &AtomicU64) -> Seen {
        let mut seen = Seen::default();
        let mut kept = None;
        while !over.load(Ordering::Relaxed) {
            let nth = seen.times.len() as u64 + 1;
            let request = self.request(nth);
            let begin = Instant::now();
            let sent = if nth.is_multiple_of(2) {
                self.on_a_kept_one(&mut kept, &request)
            } else {
                self.on_a_new_one(&request)
            };
            seen.times.push(begin.elapsed());
            match sent {
                Ok(answer) if answer.status == 200 => drop(answered.fetch_add(1, Ordering::Relaxed)),
                Ok(answer) => seen.failures.push(format!("{}: {}", answer.status, answer.text())),
                Err(error) => {
                    seen.failures.push(error.to_string());
                    kept = None;
                }
            }
            wait::a_moment();
        }
        seen
    }

    /// As the SDKs of Python and of Node send it, by turns.
    fn request(&self, nth: u64) -> Request {
        let header = format!("{{\"event_id\":\"{nth:032x}\"}}\n").into_bytes();
        if nth.is_multiple_of(2) {
            let body = [gzip(&header), self.small_items.clone()].concat();
            return Request::post(&self.target, body).header("Content-Encoding", "gzip");
        }
        Request::post(&self.target, [header, self.items.clone()].concat()).chunked()
    }

    fn on_a_new_one(&self, request: &Request) -> std::io::Result<Answer> {
        Connection::open(self.host)?.send(request)
    }

    fn on_a_kept_one(&self, kept: &mut Option<Connection>, request: &Request) -> std::io::Result<Answer> {
        let connection = match kept {
            Some(connection) => connection,
            None => kept.insert(Connection::open(self.host)?),
        };
        connection.send(request)
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
