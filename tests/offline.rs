//! Nothing leaves the machine: a whole session in a network of its own that has only loopback. Whoever tried to get out of it
//! would be counted by the kernel, and the test makes sure of that each time by trying it itself.

use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpStream, ToSocketAddrs, UdpSocket};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::util::http::Request;
use crate::util::namespace;
use crate::util::recorded;
use crate::util::sandbox::Sandbox;

/// Set for the test that runs inside: a program that runs another one in its place is the only way into a network.
const INSIDE: &str = "CRASHTRAY_TEST_OFFLINE";

/// What grows when somebody wants to reach what is not this machine, or asks for a name: packets without a route, by each
/// protocol, and all that is no TCP, since names are asked for by UDP, on loopback too.
const COUNTERS: &[&str] =
    &["Ip:OutNoRoutes", "Ip6OutNoRoutes", "Icmp:OutMsgs", "Icmp6OutMsgs", "Udp6OutDatagrams", "Udp:OutDatagrams"];

#[test]
fn a_whole_session_reaches_for_nothing_outside() {
    if std::env::var_os(INSIDE).is_some() {
        return;
    }
    if !namespace::is_allowed("-rn", "no outbound connection in a whole session") {
        return;
    }
    let this = std::env::current_exe().expect("a test knows where it is");
    let inside = "ip link set lo up && exec \"$@\"";
    let output = Command::new("unshare")
        .args(["-rn", "sh", "-c", inside, "sh"])
        .arg(this)
        .args(["--ignored", "--exact", "offline::inside", "--nocapture"])
        .env(INSIDE, "1")
        .stdin(Stdio::null())
        .output()
        .expect("`unshare` is there");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
#[ignore = "runs inside a network of its own, by the test above"]
fn inside() {
    if std::env::var_os(INSIDE).is_none() {
        return;
    }
    let before = counters();
    session();
    assert_eq!(differences(&before), Vec::<String>::new(), "what the session reached for");

    // Would it have been seen? Each of the ways out, tried.
    for (what, counter, attempt) in ATTEMPTS {
        let before = counters();
        // Where there is no IPv6, nothing goes out by it.
        if !before.contains_key(*counter) {
            continue;
        }
        attempt();
        let seen = differences(&before);
        assert!(seen.iter().any(|name| name == counter), "{what} is seen in `{counter}`, not in {seen:?}");
    }
}

type Attempt = (&'static str, &'static str, fn());

const ATTEMPTS: &[Attempt] = &[
    ("a connection", "Ip:OutNoRoutes", || drop(TcpStream::connect_timeout(&address("192.0.2.1:443"), SOON))),
    ("a connection by IPv6", "Ip6OutNoRoutes", || {
        drop(TcpStream::connect_timeout(&address("[2001:db8::1]:443"), SOON));
    }),
    ("a datagram", "Ip:OutNoRoutes", || drop(datagram("192.0.2.1:53"))),
    ("a question for a name to a resolver on loopback", "Udp:OutDatagrams", || drop(datagram("127.0.0.53:53"))),
];

const SOON: Duration = Duration::from_secs(1);

fn address(text: &str) -> std::net::SocketAddr {
    text.parse().expect("it is an address")
}

fn datagram(to: &str) -> std::io::Result<usize> {
    UdpSocket::bind("0.0.0.0:0")?.send_to(b"who is it", to.to_socket_addrs()?.next().expect("it is an address"))
}

/// All that a user does in a day.
fn session() {
    let mut sandbox = Sandbox::serving();
    let mut n_sent = 0;
    for recorded in recorded::all() {
        let answer = sandbox.send(&recorded.request);
        assert!(answer.status < 500, "{}: {}", recorded.name, answer.text());
        n_sent += 1;
    }
    assert!(n_sent > 200, "the recorded requests of all SDKs");
    let page = sandbox.send(&Request::get("/").header("Accept", "text/html"));
    assert_eq!(page.status, 200, "the page");
    let number = sandbox.json(&["issues", "--json"])[0]["number"].to_string();
    let number = number.trim_matches('"').to_owned();
    for args in [
        &["issues", "is:unresolved"][..],
        &["show", &number],
        &["show", &number, "--markdown"],
        &["events", &number],
        &["items"],
        &["dsn", "shop", "--platform", "python"],
        &["send-test", "all"],
        &["run", "--", "true"],
        &["resolve", &number],
        &["undo"],
        &["mute", &number],
        &["reopen", &number],
        &["pause", "--for", "1h"],
        &["resume"],
        &["clean", "--older-than", "30d"],
        &["open", &number],
        &["log"],
        &["status"],
        &["doctor"],
        &["quit"],
    ] {
        let said = sandbox.cli(args);
        assert!(matches!(said.status, Some(0 | 1)), "{args:?}: {said:?}");
    }
    sandbox.kill();
}

/// The kernel's counters of this network.
fn counters() -> BTreeMap<String, u64> {
    let mut all = BTreeMap::new();
    let table = fs::read_to_string("/proc/net/snmp").expect("the kernel counts");
    let lines: Vec<&str> = table.lines().collect();
    for pair in lines.chunks(2) {
        let [names, values] = pair else { continue };
        let protocol = names.split(' ').next().unwrap_or_default();
        for (name, value) in names.split(' ').zip(values.split(' ')).skip(1) {
            all.insert(format!("{protocol}{name}"), value.parse().unwrap_or(0));
        }
    }
    for line in fs::read_to_string("/proc/net/snmp6").unwrap_or_default().lines() {
        if let Some((name, value)) = line.split_once(char::is_whitespace) {
            all.insert(name.to_owned(), value.trim().parse().unwrap_or(0));
        }
    }
    all
}

/// Which of the counters that matter have grown.
fn differences(before: &BTreeMap<String, u64>) -> Vec<String> {
    let after = counters();
    let grown = |name: &&&str| after.get(**name).unwrap_or(&0) > before.get(**name).unwrap_or(&0);
    COUNTERS.iter().filter(grown).map(|name| (*name).to_owned()).collect()
}
