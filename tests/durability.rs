//! A 200 means stored: the resident is killed under load, and every event that was answered 200 is there afterwards.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rusqlite::{Connection as Sqlite, OpenFlags};

use crate::util::http::{Connection, Request};
use crate::util::sandbox::Sandbox;
use crate::util::wait;

const ROUNDS: u32 = 10;
const CLIENTS: u32 = 4;
/// Answers of a round before the kill; it comes while others are on their way.
const ANSWERS: usize = 60;

#[test]
fn nothing_that_was_answered_is_lost_by_a_kill() {
    let mut sandbox = Sandbox::new();
    let answered = Arc::new(Mutex::new(BTreeSet::new()));
    let next = Arc::new(AtomicU32::new(1));
    for round in 1..=ROUNDS {
        sandbox.serve();
        let before = answered.lock().expect("no client panics").len();
        let over = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (host, answered, next, over) = (sandbox.address(), answered.clone(), next.clone(), over.clone());
                thread::spawn(move || while_it_lives(host, &answered, &next, &over))
            })
            .collect();
        wait::until("answers under load", || (answered.lock().ok()?.len() >= before + ANSWERS).then_some(()));
        sandbox.kill();
        over.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().expect("no client panics");
        }
        let file = Sqlite::open_with_flags(sandbox.data(), OpenFlags::SQLITE_OPEN_READ_WRITE).expect("the file opens");
        let verdict: String =
            file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("the file is checked");
        assert_eq!(verdict, "ok", "round {round}");
    }

    sandbox.serve();
    let answered = answered.lock().expect("no client panics");
    let issues = sandbox.json(&["issues", "--json"]);
    let counted: u64 = issues.as_array().into_iter().flatten().map(|issue| issue["events"].as_u64().unwrap_or(0)).sum();
    assert!(counted >= answered.len() as u64, "{counted} counted, {} answered", answered.len());
    let lost: Vec<_> = answered.iter().filter(|id| !is_kept(&sandbox, id)).collect();
    assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), answered.len());
}

/// Sends events, each with an id of its own, until the connection breaks; notes those that were answered 200.
fn while_it_lives(host: std::net::SocketAddr, answered: &Mutex<BTreeSet<String>>, next: &AtomicU32, over: &AtomicBool) {
    let Ok(mut connection) = Connection::open(host) else { return };
    while !over.load(Ordering::Relaxed) {
        let id = format!("{:032x}", next.fetch_add(1, Ordering::Relaxed));
        let body = format!(
            "{{\"event_id\":\"{id}\"}}\n{{\"type\":\"event\"}}\n{{\"message\":\"under load\",\"extra\":{{\"id\":\"{id}\"}}}}\n"
        );
        let Ok(answer) = connection.send(&Request::post("/api/1/envelope/?sentry_key=shop", body)) else { return };
        assert_eq!(answer.status, 200, "{}", answer.text());
        answered.lock().expect("no client panics").insert(id);
    }
}

/// Can the event be shown, byte for byte?
fn is_kept(sandbox: &Sandbox, id: &str) -> bool {
    let token = format!("Bearer {}", sandbox.resident_file().token);
    let request = Request::post("/rpc/get_raw", format!("{{\"event_id\":\"{id}\"}}"));
    let answer = sandbox.send(&request.header("Content-Type", "application/json").header("Authorization", &token));
    let json = answer.json();
    answer.status == 200 && json["json"].as_str().is_some_and(|json| json.contains(&format!("\"id\":\"{id}\"")))
}
