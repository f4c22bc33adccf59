//! Many connections, slow ones, silent ones, and none left.

use std::io::{ErrorKind, Write};
use std::net::{SocketAddr, TcpStream};

use super::{Scene, connect, rest, say, status};
use crate::util::sandbox::Sandbox;

const HEAD: &str = "POST /api/1/envelope/?sentry_key=attack HTTP/1.1\r\nHost: localhost\r\n";
const EVENT: &str = "{}\n{\"type\":\"event\"}\n{\"message\":\"pipelined\"}\n";

fn many(n: usize, host: SocketAddr, begin: impl Fn(usize) -> String) -> Vec<TcpStream> {
    let one = |nth| {
        let mut stream = connect(host);
        say(&mut stream, begin(nth));
        stream
    };
    (0..n).map(one).collect()
}

#[test]
fn a_thousand_half_open_connections() {
    let scene = Scene::new();
    let silent = many(500, scene.host(), |_| String::new());
    let begun = many(500, scene.host(), |nth| HEAD[..1 + nth % (HEAD.len() - 1)].to_owned());
    scene.meanwhile();
    drop((silent, begun));
    scene.end("1,000 half-open connections");
}

#[test]
fn more_connections_than_there_may_be() {
    let scene = Scene::new();
    let silent = many(2_500, scene.host(), |_| String::new());
    scene.meanwhile();
    drop(silent);
    scene.end("2,500 half-open connections");
}

#[test]
fn bodies_that_never_end() {
    let scene = Scene::new();
    let stalled = many(1_000, scene.host(), |nth| match nth % 4 {
        0 => format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n"),
        1 => format!("{HEAD}Content-Length: 100\r\n\r\n{{"),
        2 => format!("{HEAD}Content-Length: 250000\r\n\r\n{{"),
        _ => format!("{HEAD}Content-Length: 20000000\r\n\r\n{{"),
    });
    scene.meanwhile();
    drop(stalled);
    scene.end("1,000 bodies that stand still");
}

#[test]
fn bodies_that_stop_when_they_have_become_large() {
    let scene = Scene::new();
    let begun = "a".repeat(70_000);
    let stalled = many(200, scene.host(), |nth| match nth % 2 {
        0 => format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n11170\r\n{begun}\r\n"),
        _ => format!("{HEAD}Content-Length: 250000\r\n\r\n{begun}"),
    });
    scene.meanwhile();
    drop(stalled);
    scene.end("200 bodies that stop after 70 kB");
}

#[test]
fn heads_and_bodies_that_drip() {
    let scene = Scene::new();
    let mut heads =
        many(300, scene.host(), |_| "POST /api/1/envelope/?sentry_key=attack HTTP/1.1\r\nX-Drip: ".to_owned());
    let mut bodies = many(300, scene.host(), |_| format!("{HEAD}Content-Length: 250000\r\n\r\n"));
    for _ in 0..5 {
        heads.iter_mut().chain(&mut bodies).for_each(|stream| say(stream, "a"));
        scene.bystander.more(30);
    }
    drop((heads, bodies));
    scene.end("600 connections that drip");
}

#[test]
fn heads_without_an_end() {
    let scene = Scene::new();
    let line = format!("X-Long: {}\r\n", "a".repeat(6_000));
    let waiting = many(1_000, scene.host(), |_| format!("{HEAD}{}", line.repeat(10)));
    scene.bystander.more(50);
    for _ in 0..50 {
        let mut stream = connect(scene.host());
        say(&mut stream, format!("{HEAD}{}", line.repeat(100)));
        assert!(matches!(status(&mut stream), 431 | 0), "it has an end here");
    }
    scene.meanwhile();
    drop(waiting);
    scene.end("1,000 heads of 60 kB without an end");
}

#[test]
fn who_asks_and_asks_and_never_reads() {
    let scene = Scene::new();
    let post = format!("{HEAD}Content-Length: {}\r\n\r\n{EVENT}", EVENT.len());
    let script = "GET /api/embed/error-page/ HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned();
    // Each of those who post has thousands of events stored before his answers fill the line.
    let deaf: Vec<_> =
        (0..20).map(|nth| never_reads(scene.host(), if nth % 7 == 0 { &post } else { &script })).collect();
    scene.meanwhile();
    drop(deaf);
    scene.end("20 that pipeline and never read");
}

/// Sends until nothing more goes out, or enough has.
fn never_reads(host: SocketAddr, request: &str) -> TcpStream {
    const ENOUGH: usize = 64 << 20;
    let mut stream = connect(host);
    stream.set_write_timeout(Some(std::time::Duration::from_millis(300))).expect("a timeout is taken");
    let many = request.repeat((64 << 10) / request.len());
    let mut n_sent = 0;
    while n_sent < ENOUGH {
        match stream.write(many.as_bytes()) {
            Ok(n) => n_sent += n,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(error) => panic!("it is not hung up on, it waits: {error}"),
        }
    }
    assert!(n_sent < ENOUGH, "{n_sent} bytes were taken from somebody who reads nothing");
    stream
}

#[test]
fn no_descriptor_is_left() {
    let mut sandbox = Sandbox::new();
    sandbox.serve_behind(&["sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh"]);
    let scene = Scene::of(sandbox);
    let silent = many(500, scene.host(), |nth| HEAD[..nth % HEAD.len()].to_owned());
    scene.meanwhile();
    drop(silent);
    scene.end("500 connections where 200 descriptors are allowed");
}

#[test]
#[ignore = "waits for limits of 10 and 30 s: make test-all"]
fn who_does_not_go_on_is_hung_up_on() {
    let scene = Scene::new();
    let mut silent = connect(scene.host());
    let mut head = connect(scene.host());
    say(&mut head, HEAD);
    let mut body = connect(scene.host());
    say(&mut body, format!("{HEAD}Content-Length: 100\r\n\r\n{{"));
    let deaf = never_reads(scene.host(), "GET /api/embed/error-page/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(rest(&mut silent).is_empty(), "who says nothing");
    assert!(matches!(status(&mut head), 408 | 0), "a head");
    assert_eq!(status(&mut body), 408, "a body");
    crate::util::wait::until("who never reads is hung up on", || is_hung_up_on(&deaf).then_some(()));
    scene.end("four that do not go on");
}

/// Whether the other side has closed, though what it had sent before was never read.
fn is_hung_up_on(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("an option is taken");
    let mut stream = stream;
    matches!(stream.write(b"G"), Err(error) if error.kind() != ErrorKind::WouldBlock)
}
