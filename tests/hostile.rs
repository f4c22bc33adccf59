//! Clients that mean harm, or are broken badly, against the real program: it stays up, others are served within 100 ms meanwhile,
//! and memory stays within its bound and falls back.
//!
//! What each single request is answered is a matter of the engine's own tests; here is what many of them do to everybody else.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::util::bystander::Bystander;
use crate::util::sandbox::{Sandbox, is_release};
use crate::util::{memory, wait};

/// Bodies that are small on the wire.
mod bombs;
/// Many connections, slow ones, silent ones, and none left.
mod connections;
/// Requests that are none, or lie about what follows.
mod lies;
/// JSON that nobody writes by hand.
mod payloads;

/// Nobody who behaves waits longer for an answer, but for one in twenty: the machine has other work too. Promised of the release
/// build, and of a test that runs alone; of others nothing is timed, but that all are served.
const PROMPT: Duration = Duration::from_millis(100);

/// And that one not longer than this.
const AT_WORST: Duration = Duration::from_secs(5);

/// One attack at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// So many are served while an attack lasts.
const MEANWHILE: u64 = 150;

/// An attack, and who is there beside it.
struct Scene {
    sandbox: Sandbox,
    bystander: Bystander,
    begin: Instant,
    _alone: MutexGuard<'static, ()>,
}

impl Scene {
    fn new() -> Self {
        Self::of(Sandbox::serving())
    }

    fn of(sandbox: Sandbox) -> Self {
        // Another attack that failed is none of ours.
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        raise_descriptors();
        let bystander = Bystander::start(sandbox.address(), "bystander");
        Self { sandbox, bystander, begin: Instant::now(), _alone: alone }
    }

    fn host(&self) -> SocketAddr {
        self.sandbox.address()
    }

    /// Waits until the bystander was served often enough while it lasts.
    fn meanwhile(&self) {
        self.bystander.more(MEANWHILE);
    }

    /// It is over: everybody was served, nothing is lost, and memory is given back.
    fn end(mut self, what: &str) {
        let seen = self.bystander.stop();
        let pid = self.sandbox.pid();
        assert!(self.sandbox.is_alive(), "{what}: it stays up\n{}", self.sandbox.log());
        let peak = memory::peak(pid);
        wait::until(&format!("{what}: memory falls back"), || (memory::now(pid) <= memory::afterwards()).then_some(()));
        report(&format!(
            "{what}: {} served, median {:?}, p95 {:?}, worst {:?}, peak {peak} MiB, afterwards {} MiB, {:.1} s",
            seen.times.len(),
            seen.within(50),
            seen.within(95),
            seen.within(100),
            memory::now(pid),
            self.begin.elapsed().as_secs_f32()
        ));
        assert!(seen.failures.is_empty(), "{what}: {:?}", seen.failures);
        if is_release() {
            assert!(seen.within(95) <= PROMPT, "{what}: one in twenty waits {:?} or longer", seen.within(95));
            assert!(seen.within(100) <= AT_WORST, "{what}: one waits {:?}", seen.within(100));
        }
        assert!(peak <= memory::most(), "{what}: {peak} MiB at the peak");
        let issues = self.sandbox.json(&["issues", "project:bystander", "--json"]);
        let kept: u64 = issues.as_array().into_iter().flatten().filter_map(|issue| issue["events"].as_u64()).sum();
        assert_eq!(kept, seen.times.len() as u64, "{what}: what was answered is there");
    }
}

#[expect(clippy::print_stderr, reason = "numbers are worth seeing where somebody asks for them: --nocapture")]
fn report(line: &str) {
    eprintln!("{line}");
}

/// Many systems give a program fewer descriptors than an attack needs.
fn raise_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum.or(limit.current), ..limit };
    setrlimit(Resource::Nofile, raised).expect("a soft limit may be raised");
}

/// A connection of somebody who sends bytes as he likes.
fn connect(host: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect_timeout(&host, Duration::from_secs(10)).expect("a connection is taken");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout is taken");
    stream.set_nodelay(true).expect("an option is taken");
    stream
}

/// Sends what can be sent; who is hung up on has no complaint.
fn say(stream: &mut TcpStream, bytes: impl AsRef<[u8]>) {
    drop(stream.write_all(bytes.as_ref()));
}

/// What is answered until the connection is closed.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    drop(stream.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The status of the first answer; 0 where the connection was closed without one.
fn status(stream: &mut TcpStream) -> u16 {
    let mut head = [0; 12];
    match stream.read_exact(&mut head) {
        Ok(()) => std::str::from_utf8(&head[9..]).ok().and_then(|text| text.parse().ok()).unwrap_or(0),
        Err(_) => 0,
    }
}
