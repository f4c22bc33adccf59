//! What happens to a machine: the program is killed, its file disappears, somebody logs without end. Nothing acknowledged is lost.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::{Connection as Sqlite, OpenFlags};

use crate::util::bystander::Bystander;
use crate::util::http::{Answer, Connection, Request};
use crate::util::items::TYPES;
use crate::util::sandbox::{Sandbox, is_release};
use crate::util::wait;

/// The clock goes back.
mod clock;
/// The disk is full, or cannot be written.
mod disk;

/// Somebody who sends items of every type, each with a mark of its own, and remembers which were acknowledged.
struct Sender {
    acknowledged: Arc<Mutex<BTreeSet<String>>>,
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Sender {
    /// `who` sends on so many connections until they break.
    fn start(host: SocketAddr, who: &str, n_connections: usize) -> Self {
        let (acknowledged, over) = (Arc::new(Mutex::default()), Arc::new(AtomicBool::new(false)));
        let next = Arc::new(AtomicUsize::new(0));
        let threads = (0..n_connections)
            .map(|_| {
                let (acknowledged, over, next, who) =
                    (Arc::clone(&acknowledged), Arc::clone(&over), Arc::clone(&next), who.to_owned());
                thread::spawn(move || send_all(host, &who, &next, &acknowledged, &over))
            })
            .collect();
        Self { acknowledged, over, threads }
    }

    /// Waits until so many more were acknowledged.
    fn more(&self, n: usize) {
        let wanted = self.n_acknowledged() + n;
        wait::until("items are acknowledged", || (self.n_acknowledged() >= wanted).then_some(()));
    }

    fn n_acknowledged(&self) -> usize {
        self.acknowledged.lock().expect("no sender panics").len()
    }

    /// The marks of what was acknowledged.
    fn stop(self) -> BTreeSet<String> {
        self.over.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().expect("no sender panics");
        }
        std::mem::take(&mut self.acknowledged.lock().expect("no sender panics"))
    }
}

/// Anything but a 200 is no acknowledgement; a broken connection ends it, a refusal does not.
fn send_all(
    host: SocketAddr,
    who: &str,
    next: &AtomicUsize,
    acknowledged: &Mutex<BTreeSet<String>>,
    over: &AtomicBool,
) {
    let Ok(mut connection) = Connection::open(host) else { return };
    while !over.load(Ordering::Relaxed) {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{who}-{nth}");
        let Ok(answer) = connection.send(&marked(TYPES[nth % TYPES.len()], &mark, &mark)) else { return };
        if answer.status == 200 {
            acknowledged.lock().expect("no sender panics").insert(mark);
        } else {
            assert_eq!(answer.status, 503, "{mark}: {}", answer.text());
        }
    }
}

/// An item of this type with a mark in its header.
fn marked(kind: &str, mark: &str, about: &str) -> Request {
    let payload = format!("{{\"message\":\"{about}\",\"about\":\"{kind}\"}}");
    let header = format!("{{\"type\":\"{kind}\",\"length\":{},\"mark\":\"{mark}\"}}", payload.len());
    Request::post("/api/1/envelope/?sentry_key=shop", format!("{{}}\n{header}\n{payload}\n"))
}

/// Which marks are in the file, and whether it is sound.
fn kept(path: &Path) -> BTreeSet<String> {
    let file = Sqlite::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("the file opens");
    let verdict: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("the file is checked");
    assert_eq!(verdict, "ok");
    let sql = "SELECT item.header FROM item JOIN payload ON payload.id = item.payload";
    let mut statement = file.prepare(sql).expect("items have headers and payloads");
    let headers = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("items are read");
    let mark = |header: Vec<u8>| {
        let json: serde_json::Value = serde_json::from_slice(&header).unwrap_or_default();
        json["mark"].as_str().map(str::to_owned)
    };
    headers.filter_map(|header| mark(header.expect("a header is read"))).collect()
}

fn assert_none_lost(acknowledged: &BTreeSet<String>, path: &Path) {
    let lost: Vec<_> = acknowledged.difference(&kept(path)).cloned().collect();
    assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), acknowledged.len());
}

/// What keeps the file from being written, as the page says it.
fn trouble(sandbox: &Sandbox) -> Option<String> {
    let sidebar = sandbox.rpc("sidebar", &serde_json::json!({}));
    assert_eq!(sidebar.status, 200, "reading goes on: {}", sidebar.text());
    sidebar.json()["endpoint"]["trouble"].as_str().map(str::to_owned)
}

fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.json()["detail"], "the inbox cannot be written", "the SDK's log says why");
    assert!(answer.json()["causes"][0].is_string(), "{}", answer.text());
}

#[test]
fn a_kill_loses_no_item_of_any_type() {
    let mut sandbox = Sandbox::new();
    let mut acknowledged = BTreeSet::new();
    for round in 1..=5 {
        sandbox.serve();
        let sender = Sender::start(sandbox.address(), &format!("round{round}"), 4);
        sender.more(3 * TYPES.len());
        sandbox.kill();
        acknowledged.extend(sender.stop());
        assert_none_lost(&acknowledged, &sandbox.data());
    }
    assert!(acknowledged.len() >= 15 * TYPES.len(), "{} were acknowledged", acknowledged.len());
    sandbox.serve();
    let types = sandbox.json(&["items", "--json", "-n", "99999"]);
    let types: BTreeSet<_> = types.as_array().into_iter().flatten().filter_map(|item| item["type"].as_str()).collect();
    assert_eq!(types, TYPES.iter().copied().collect(), "each type is among them");
}

#[test]
fn an_end_comes_within_a_second_and_finishes_what_was_accepted() {
    let soon = Duration::from_secs(if is_release() { 1 } else { 10 });
    let mut sandbox = Sandbox::serving();
    let sender = Sender::start(sandbox.address(), "sender", 4);
    // Who holds a connection, begins a request or listens does not hold up the end.
    let silent: Vec<_> = (0..20).map(|_| Connection::open(sandbox.address()).expect("a connection is taken")).collect();
    let begun: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(sandbox.address()).expect("a connection is taken");
            let head = "POST /api/1/envelope/?sentry_key=shop HTTP/1.1\r\nContent-Length: 100\r\n\r\n{";
            std::io::Write::write_all(&mut stream, head.as_bytes()).expect("it is sent");
            stream
        })
        .collect();
    let mut tail = sandbox.command(&["tail"]).stdout(std::process::Stdio::null()).spawn().expect("the program starts");
    sender.more(100);
    let begin = Instant::now();
    let status = sandbox.terminate();
    let took = begin.elapsed();
    assert!(status.success(), "it ends well: {status}: {}", sandbox.log());
    assert!(took <= soon, "it took {took:?}");
    tail.kill().expect("a child can be killed");
    tail.wait().expect("a child can be waited for");
    drop((silent, begun));
    assert_none_lost(&sender.stop(), &sandbox.data());
}

#[test]
fn a_file_that_is_removed_while_it_runs_comes_back_with_all() {
    let sandbox = Sandbox::with_data_in("data");
    let mut sandbox = sandbox;
    sandbox.serve();
    let sender = Sender::start(sandbox.address(), "sender", 2);
    for endings in [&[""][..], &["", "-wal"], &["", "-wal", "-shm"], &["-wal", "-shm", ""]] {
        sender.more(50);
        for ending in endings {
            fs::remove_file(sandbox.data_file_beside(ending)).expect("a file of ours can be removed");
        }
        wait::until("the file is back", || sandbox.data().exists().then_some(()));
    }
    sender.more(50);
    let acknowledged = sender.stop();
    assert_eq!(trouble(&sandbox), None);
    sandbox.terminate();
    assert_none_lost(&acknowledged, &sandbox.data());
}

#[test]
fn a_folder_that_is_removed_comes_back_and_what_is_in_its_place_is_left_alone() {
    let mut sandbox = Sandbox::with_data_in("data");
    sandbox.serve();
    let sender = Sender::start(sandbox.address(), "sender", 2);
    sender.more(50);
    let mut acknowledged = sender.stop();
    let (folder, aside) = (sandbox.path("data"), sandbox.path("aside"));

    fs::rename(&folder, &aside).expect("a folder can be renamed");
    assert_eq!(sandbox.send(&marked("event", "anew", "its folder is gone")).status, 200, "it writes itself anew");
    acknowledged.insert("anew".to_owned());
    assert_eq!(trouble(&sandbox), None);

    let moved = sandbox.data_file_beside("-moved");
    fs::rename(sandbox.data(), &moved).expect("a file can be renamed");
    fs::write(sandbox.data(), "somebody else's").expect("a file can be made");
    assert_unavailable(&sandbox.send(&marked("event", "refused", "while another is there")));
    assert_eq!(trouble(&sandbox).as_deref(), Some("another file is where the data file was"));
    fs::rename(&moved, sandbox.data()).expect("a file can be renamed");
    assert_eq!(sandbox.send(&marked("event", "again", "it is back")).status, 200, "it recovers by itself");
    acknowledged.insert("again".to_owned());
    assert_eq!(trouble(&sandbox), None);

    fs::remove_dir_all(&folder).expect("a folder can be removed");
    fs::write(&folder, "somebody else's").expect("a file can be made");
    assert_unavailable(&sandbox.send(&marked("event", "refused", "where its folder was is a file")));
    assert!(trouble(&sandbox).is_some(), "the page says it");
    fs::remove_file(&folder).expect("a file can be removed");
    assert_eq!(sandbox.send(&marked("event", "at last", "there can be a folder")).status, 200, "it writes itself anew");
    acknowledged.insert("at last".to_owned());
    assert_eq!(trouble(&sandbox), None);
    sandbox.terminate();
    assert_none_lost(&acknowledged, &sandbox.data());
}

#[test]
fn a_flood_of_logs_holds_up_no_error() {
    let sandbox = Sandbox::serving();
    let over = Arc::new(AtomicBool::new(false));
    let n_logs = Arc::new(AtomicUsize::new(0));
    let flood: Vec<_> = (0..3)
        .map(|_| {
            let (host, over, n_logs) = (sandbox.address(), Arc::clone(&over), Arc::clone(&n_logs));
            thread::spawn(move || {
                let mut connection = Connection::open(host).expect("a connection is taken");
                while !over.load(Ordering::Relaxed) {
                    let answer = connection.send(&logs()).expect("a flood is answered too");
                    assert_eq!(answer.status, 200, "{}", answer.text());
                    n_logs.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let bystander = Bystander::start(sandbox.address(), "bystander");
    bystander.more(200);
    let seen = bystander.stop();
    over.store(true, Ordering::Relaxed);
    for thread in flood {
        thread.join().expect("a flood does not panic");
    }
    assert!(seen.failures.is_empty(), "{:?}", seen.failures);
    let promptly = Duration::from_millis(100);
    assert!(!is_release() || seen.within(95) <= promptly, "errors wait {:?} for logs", seen.within(95));
    let issues = sandbox.json(&["issues", "project:bystander", "--json"]);
    let events: u64 = issues.as_array().into_iter().flatten().filter_map(|issue| issue["events"].as_u64()).sum();
    assert_eq!(events, seen.times.len() as u64, "each error is there");
    let n_logs = n_logs.load(Ordering::Relaxed);
    assert!(n_logs > 100, "there was a flood: {n_logs}");
    let outcomes = sandbox.rpc("setup", &serde_json::json!({})).json()["outcomes"].clone();
    let kept = outcomes.as_array().into_iter().flatten().find(|row| row["kind"] == "log");
    assert_eq!(kept.and_then(|row| row["n"].as_f64()), Some(n_logs as f64), "and each envelope of logs: {outcomes}");
}

/// 100 lines in one envelope, as SDKs send them.
fn logs() -> Request {
    let line = "{\"timestamp\":1.5,\"trace_id\":\"5b8efff798038103d269b633813fc60c\",\"level\":\"info\",\"body\":\"somebody logs without end\",\"attributes\":{}}";
    let items = vec![line; 100].join(",");
    let payload = format!("{{\"items\":[{items}]}}");
    let header = format!(
        "{{\"type\":\"log\",\"item_count\":100,\"content_type\":\"application/vnd.sentry.items.log+json\",\"length\":{}}}",
        payload.len()
    );
    Request::post("/api/1/envelope/?sentry_key=shop", format!("{{}}\n{header}\n{payload}\n"))
}
