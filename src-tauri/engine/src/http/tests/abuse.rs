//! What nobody should send.

use std::io::{ErrorKind, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::server::{Server, Setup, USUAL, request};
use crate::http::{PATIENCE, Patience};
use crate::ingest::{LIMITS, Limits};

const EVENT: &[u8] = b"{}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";
const ENVELOPE: &str = "POST /api/1/envelope/?sentry_key=shop";
const STORE: &str = "POST /api/1/store/?sentry_key=shop";

#[test]
fn what_cannot_be_read_is_refused_with_a_reason_and_listed() {
    let server = Server::start();
    let cases: &[(&str, &str, &[u8], u16)] = &[
        ("POST /api/1/envelope/", "", EVENT, 401),
        (ENVELOPE, "", b"", 400),
        (ENVELOPE, "", b"[1]\n", 400),
        (ENVELOPE, "", b"not an envelope at all", 400),
        (ENVELOPE, "Content-Encoding: gzip\r\n", EVENT, 400),
        (ENVELOPE, "Content-Encoding: snappy\r\n", EVENT, 415),
        (STORE, "", b"", 400),
        (STORE, "", b"[]", 400),
        (STORE, "", b"{\"message\":", 400),
        (STORE, "", b"bm8gb2JqZWN0", 400),
        ("POST /api/1/nothing/", "", EVENT, 404),
        ("GET /api/1/envelope/", "", b"", 405),
        ("DELETE /stream", "", b"", 405),
    ];
    for (nth, (line, headers, body, status)) in cases.iter().enumerate() {
        let answer = server.ask(line, headers, body);
        assert_eq!(answer.status, *status, "{line}: {}", answer.text());
        assert!(answer.json()["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{line}: {}", answer.text());
        assert!(answer.json()["causes"].is_array());
        let last = server.last();
        assert_eq!((last.status, last.refused), (*status, true), "{line}: it is listed");
        assert_eq!(server.store.rings.refusals().len(), nth + 1);
    }
}

#[test]
fn what_is_half_broken_is_kept() {
    let server = Server::start();
    for body in [
        &b"{}\n{\"type\":\"event\"}\n{\"message\":\n"[..],
        b"{}\n{\"type\":\"event\"}\n{\"message\":\"a\"}\n{\"type\":\"event\",\"length\":999}\n{",
        b"{}\n\xff\xfe\n",
        b"\xef\xbb\xbf{}\r\n{\"type\":\"what is this\"}\r\n\x00\x01\n",
        b"{\"dsn\":\"nonsense\",\"event_id\":\"nonsense\"}\n{\"type\":\"event\"}\n{}",
    ] {
        let answer = server.ask(ENVELOPE, "", body);
        assert_eq!(answer.status, 200, "{:?}: {}", String::from_utf8_lossy(body), answer.text());
    }
}

#[test]
fn lies_about_the_length_harm_nobody() {
    let server = Server::start();
    for (length, status) in [("1000000000000", 413), ("20971521", 413), ("abc", 400), ("-1", 400), ("4, 5", 400)] {
        let answer = server.send(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"));
        assert_eq!(answer.status, status, "Content-Length: {length}");
    }
    let two = format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{{}}");
    assert_eq!(server.send(two).status, 400, "two different ones");

    let mut client = server.connect();
    client.write(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{}}"));
    client.stream.shutdown(std::net::Shutdown::Write).unwrap();
    let rest = client.rest();
    assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 400"), "a body that breaks off: {rest}");
    assert_eq!(server.ask(ENVELOPE, "", EVENT).status, 200, "others are served");
}

#[test]
fn too_much_is_refused_while_it_comes() {
    let limits = Limits { wire: 4096, decoded: 64 << 10, ..LIMITS };
    let server = Server::start_with(Setup { limits, ..USUAL });
    let mut client = server.connect();
    client.write(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for _ in 0..2 {
        client.write(format!("1000\r\n{}\r\n", " ".repeat(4096)));
    }
    assert_eq!(client.answer().status, 413, "chunked, without an end");

    let answer = server.ask(ENVELOPE, "", &[b' '; 8 << 10]);
    assert_eq!(answer.status, 413, "a client that sends all of it sees the answer too");
    let answer = server.ask("POST /api/1/nothing/", "", &[b' '; 8 << 10]);
    assert_eq!(answer.status, 404, "also where nobody wants it");

    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    let answer = server.ask(ENVELOPE, "Content-Encoding: gzip\r\n", &bomb.finish().unwrap());
    assert_eq!(answer.status, 413, "a bomb");
    assert!(answer.text().contains("65536"), "it says how much would do: {}", answer.text());
}

#[test]
fn who_finds_no_memory_left_may_come_again() {
    let limits = Limits { memory: 512 << 10, ..LIMITS };
    let server = Server::start_with(Setup { limits, ..USUAL });
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b' '; 4 << 20]).unwrap();
    let answer = server.ask(ENVELOPE, "Content-Encoding: gzip\r\n", &bomb.finish().unwrap());
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")), "{}", answer.text());
    assert_eq!(server.ask(ENVELOPE, "", EVENT).status, 200, "its memory came back");
}

#[test]
fn who_is_slow_is_dropped_and_nobody_waits_for_him() {
    let patience = Patience { head: Duration::from_millis(100), body: Duration::from_millis(100), ..PATIENCE };
    let server = Server::start_with(Setup { patience, ..USUAL });
    let mut slow_head = server.connect();
    slow_head.write("POST /api/1/env");
    let mut slow_body = server.connect();
    slow_body.write(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{"));
    let _silent = server.connect();
    assert_eq!(server.ask(ENVELOPE, "", EVENT).status, 200, "others are served");
    assert_eq!(slow_body.answer().status, 408);
    let rest = slow_head.rest();
    assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 408"), "{rest}");
}

#[test]
fn large_bodies_that_stand_still_do_not_stop_the_rest() {
    let server = Server::start();
    let stalled: Vec<_> = (0..8)
        .map(|_| {
            let mut client = server.connect();
            client.write(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n{{"));
            client
        })
        .collect();
    for _ in 0..10 {
        assert_eq!(server.ask(ENVELOPE, "", EVENT).status, 200);
    }
    drop(stalled);
}

#[test]
fn heads_have_an_end() {
    let server = Server::start();
    let mut client = server.connect();
    let line = format!("X-Long: {}\r\n", "a".repeat(8000));
    let _ = client.stream.write_all(format!("GET / HTTP/1.1\r\n{}", line.repeat(20)).as_bytes());
    let rest = client.rest();
    assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 431"), "{rest}");
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert_eq!(server.send(format!("GET / HTTP/1.1\r\n{many}\r\n")).status, 431, "200 headers");
}

#[test]
fn who_says_nothing_makes_room_for_the_next() {
    let patience = Patience { connections: 2, ..PATIENCE };
    let server = Server::start_with(Setup { patience, ..USUAL });
    let mut kept = server.connect();
    let one = request(server.address, ENVELOPE, "", EVENT);
    kept.write(&one);
    assert_eq!(kept.answer().status, 200);
    for _ in 0..5 {
        let mut silent = server.connect();
        let mut slow = server.connect();
        slow.write(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{"));
        assert_eq!(server.ask(ENVELOPE, "", EVENT).status, 200, "there is room at once");
        assert_eq!(silent.rest(), "", "who said nothing was hung up on");
    }
    kept.write(&one);
    assert_eq!(kept.answer().status, 200, "but not who was served before and may have more to say");
}

#[test]
fn who_is_served_keeps_his_place() {
    let patience = Patience { connections: 2, ..PATIENCE };
    let server = Server::start_with(Setup { patience, ..USUAL });
    let listen = request(server.address, "GET /stream", "Accept: text/event-stream\r\n", b"");
    let mut listeners = [server.connect(), server.connect()];
    for listener in &mut listeners {
        listener.write(&listen);
        assert_eq!(listener.head().0, 200);
    }
    let mut third = server.connect();
    third.write(request(server.address, ENVELOPE, "", EVENT));
    let [first, mut second] = listeners;
    first.hang_up();
    assert_eq!(third.answer().status, 200, "it is served once there is room");
    assert!(second.chunk().contains("hello"), "the other one listens on");
}

#[test]
fn who_takes_no_answer_is_hung_up_on() {
    let patience = Patience { answer: Duration::from_millis(100), ..PATIENCE };
    let server = Server::start_with(Setup { patience, ..USUAL });
    let mut deaf = server.connect();
    deaf.stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    let ask = request(server.address, "GET /api/embed/error-page/", "", b"").repeat(100);
    let broken = (0..100_000).find_map(|_| deaf.stream.write_all(&ask).err());
    let kind = broken.map(|error| error.kind());
    assert!(matches!(kind, Some(ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)), "{kind:?}");
    assert_eq!(server.ask(ENVELOPE, "", EVENT).status, 200, "others are served");
}

#[test]
fn who_keeps_others_waiting_for_memory_is_cut_short() {
    let server = Server::start();
    let large = vec![b' '; 100 << 10];
    let stalled: Vec<_> = (0..4)
        .map(|_| {
            let mut client = server.connect();
            client.write(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n"));
            client.write(&large);
            client
        })
        .collect();
    let small = request(server.address, ENVELOPE, "", EVENT);
    let mut client = server.connect();
    for _ in 0..10 {
        client.write(&small);
        assert_eq!(client.answer().status, 200, "what is small does not wait");
    }
    let text = "x".repeat(5 << 20);
    let event = format!("{{}}\n{{\"type\":\"event\"}}\n{{\"message\":\"{text}\"}}\n");
    assert_eq!(server.ask(ENVELOPE, "", event.as_bytes()).status, 200, "what is large has its turn");
    let statuses: Vec<u16> = stalled.into_iter().take(1).map(|mut client| client.answer().status).collect();
    assert_eq!(statuses, [408], "who did not send on is told");
}

#[test]
fn a_panic_of_ours_costs_one_answer() {
    let server = Server::start();
    let token = format!("Authorization: Bearer {}\r\n", super::server::TOKEN);
    for _ in 0..6 {
        assert_eq!(server.ask("POST /rpc/panic", &token, b"").status, 500);
    }
    assert_eq!(server.ask("POST /rpc/echo", &token, b"still here").text(), "still here");
}
