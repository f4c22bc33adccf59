//! What well-meaning clients do, however odd.

use super::server::{Server, Setup, USUAL, request};

const EVENT: &[u8] = b"{}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";
const ENVELOPE: &str = "POST /api/1/envelope/?sentry_key=shop";

#[test]
fn a_request_is_answered_with_the_id_of_its_event() {
    let server = Server::start();
    let event =
        b"{\"event_id\":\"01234567-89AB-cdef-0123-456789abcdef\"}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";
    let answer = server.ask(ENVELOPE, "", event);
    assert_eq!((answer.status, answer.text()), (200, "{\"id\":\"0123456789abcdef0123456789abcdef\"}"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let last = server.last();
    assert_eq!((last.what.as_str(), last.project.as_deref(), last.size), ("event", Some("shop"), event.len() as u64));
    let nothing = server.ask(ENVELOPE, "", b"{}\n");
    assert_eq!((nothing.status, nothing.text()), (200, "{}"), "an envelope without items or id");
}

#[test]
fn connections_are_kept_and_requests_may_be_pipelined() {
    let server = Server::start();
    let mut client = server.connect();
    let one = request(server.address, ENVELOPE, "", EVENT);
    for _ in 0..3 {
        client.write(&one);
        assert_eq!(client.answer().status, 200, "one after the other");
    }
    client.write([one.clone(), one.clone(), one].concat());
    for _ in 0..3 {
        assert_eq!(client.answer().status, 200, "three at once");
    }
}

#[test]
fn bodies_come_in_every_framing() {
    let server = Server::start();
    let mut client = server.connect();
    client.write(format!("{ENVELOPE} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for byte in EVENT {
        client.write([b"1\r\n", &[*byte][..], b"\r\n"].concat());
    }
    client.write("0\r\n\r\n");
    assert_eq!(client.answer().status, 200, "chunked, a byte at a time, no Content-Type");

    let mut client = server.connect();
    client.write(format!(
        "{ENVELOPE} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        EVENT.len()
    ));
    assert_eq!(client.head().0, 100, "it is told to go on");
    client.write(EVENT);
    assert_eq!(client.answer().status, 200);

    let mut client = server.connect();
    client.write(format!("{ENVELOPE} HTTP/1.0\r\nContent-Length: {}\r\n\r\n", EVENT.len()));
    client.write(EVENT);
    assert_eq!(client.answer().status, 200, "HTTP/1.0 without a host");
    assert_eq!(client.rest(), "", "and then it closes");
}

#[test]
fn a_client_that_hangs_up_after_its_last_byte_has_sent_an_event() {
    let server = Server::start();
    let mut client = server.connect();
    client.write(request(server.address, ENVELOPE, "", EVENT));
    client.hang_up();
    while server.store.rings.arrivals().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(server.last().status, 200);
}

#[test]
fn who_closes_his_side_after_the_request_is_still_answered() {
    let server = Server::start();
    for (line, body) in [(ENVELOPE, EVENT), ("POST /rpc/echo", &b"still here"[..])] {
        let mut client = server.connect();
        let token = format!("Authorization: Bearer {}\r\n", super::server::TOKEN);
        client.write(request(server.address, line, &token, body));
        client.stream.shutdown(std::net::Shutdown::Write).unwrap();
        assert_eq!(client.answer().status, 200, "{line}");
        assert_eq!(client.rest(), "", "{line}: and then the other side is closed too");
    }
}

#[test]
fn browsers_may_send_from_anywhere() {
    let server = Server::start();
    let asked = "Origin: https://shop.example\r\nAccess-Control-Request-Method: POST\r\n\
                 Access-Control-Request-Headers: content-type,sentry-trace\r\nAccess-Control-Request-Private-Network: true\r\n";
    for path in ["/api/1/envelope/", "/api/1/store", "/stream", "/run/shop.1/stream", "/monitoring?o=1", "/"] {
        let answer = server.ask(&format!("OPTIONS {path}"), asked, b"");
        assert_eq!(answer.status, 200, "{path}");
        for (name, value) in [
            ("access-control-allow-origin", "*"),
            ("access-control-allow-headers", "content-type,sentry-trace"),
            ("access-control-allow-methods", "POST"),
            ("access-control-allow-private-network", "true"),
            ("access-control-max-age", "3600"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
    }
    for (line, status) in
        [(ENVELOPE, 200), ("POST /api/1/envelope/", 401), ("PUT /api/1/envelope/", 405), ("POST /api/1/nothing/x", 404)]
    {
        let answer = server.ask(line, "Origin: https://shop.example\r\nContent-Type: text/plain\r\n", EVENT);
        assert_eq!(answer.status, status, "{line}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{line}: the page may read the answer");
        let exposed = answer.header("access-control-expose-headers").unwrap();
        assert!(exposed.contains("retry-after"), "{line}: its limits too");
    }
    assert_eq!(
        server.ask("OPTIONS /rpc/echo", asked, b"").header("access-control-allow-origin"),
        None,
        "reading is closed"
    );
}

#[test]
fn while_paused_requests_are_answered_and_dropped() {
    let server = Server::start_with(Setup { filter: Some("paused"), ..USUAL });
    let answer = server.ask(ENVELOPE, "", EVENT);
    assert_eq!((answer.status, answer.text()), (200, "{}"));
    let last = server.last();
    assert_eq!((last.what.as_str(), last.project, last.refused), ("event filtered (paused)", None, false));
    assert!(server.store.reader.projects(last.at).unwrap().is_empty(), "nothing is kept, not even a project");
}

#[test]
fn large_bodies_come_through_the_workers() {
    let server = Server::start();
    let text = "x".repeat(3 << 20);
    let event = format!("{{}}\n{{\"type\":\"event\"}}\n{{\"message\":\"{text}\"}}\n");
    assert_eq!(server.ask(ENVELOPE, "", event.as_bytes()).status, 200, "3 MiB");
    let small = zstd::encode_all(event.as_bytes(), 1).unwrap();
    assert!(small.len() < 64 << 10, "{} bytes on the wire", small.len());
    assert_eq!(server.ask(ENVELOPE, "Content-Encoding: zstd\r\n", &small).status, 200, "3 MiB behind a few KiB");
    assert_eq!(server.last().size, small.len() as u64, "what came is what is listed");
}

#[test]
fn a_tunnel_may_have_any_path() {
    const NAMED: &[u8] =
        b"{\"dsn\":\"http://shop@localhost:8969/42\",\"event_id\":\"0123456789abcdef0123456789abcdef\"}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";
    let server = Server::start();
    let gzipped = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, bytes).unwrap();
        encoder.finish().unwrap()
    };
    for (line, headers, body) in [
        ("POST /tunnel", "", NAMED.to_vec()),
        ("POST /monitoring?o=450&p=451&r=us", "Content-Type: text/plain;charset=UTF-8\r\n", NAMED.to_vec()),
        ("POST /bugs/of/ours/", "Content-Encoding: gzip\r\n", gzipped(NAMED)),
        ("POST /", "Origin: http://localhost:3000\r\n", NAMED.to_vec()),
    ] {
        let answer = server.ask(line, headers, &body);
        assert_eq!((answer.status, answer.text()), (200, "{\"id\":\"0123456789abcdef0123456789abcdef\"}"), "{line}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{line}: the page may read it");
        assert_eq!(server.last().project.as_deref(), Some("shop"), "{line}: the DSN in the header names it");
    }
    let projects = server.store.reader.projects(server.last().at).unwrap();
    assert_eq!(projects.len(), 1, "all are one project");

    for (line, headers, body) in [
        ("POST /monitoring", "", EVENT),
        ("POST /monitoring?sentry_key=shop", "", EVENT),
        ("POST /monitoring", "X-Sentry-Auth: Sentry sentry_key=shop\r\n", EVENT),
        ("POST /monitoring", "", b"{\"dsn\":\"nonsense\"}\n{\"type\":\"event\"}\n{}\n"),
        ("POST /monitoring", "", b""),
        ("POST /login", "Content-Type: application/x-www-form-urlencoded\r\n", b"user=me&password=you"),
        ("POST /monitoring", "Content-Encoding: gzip\r\n", NAMED),
        ("POST /api/tunnel", "", NAMED),
        ("POST /rpc/no/such", "", NAMED),
        ("POST /assets/index.js", "", NAMED),
        ("PUT /monitoring", "", NAMED),
        ("GET /monitoring", "", b""),
    ] {
        let before = server.store.reader.counts().unwrap().all;
        let answer = server.ask(line, headers, body);
        assert_eq!(answer.status, 404, "{line}: {}", answer.text());
        assert_eq!(server.store.reader.counts().unwrap().all, before, "{line}: nothing of it is kept");
    }
    let answer = server.ask("POST /monitoring", "", EVENT);
    assert_eq!(
        answer.json()["detail"],
        "no such route, and no envelope whose header names a DSN",
        "it says what would do"
    );
    assert_eq!((server.last().status, server.last().refused), (404, true), "it is listed");
    for path in ["/health", "/metrics", "/rpc/quit"] {
        let status = if path == "/rpc/quit" { 401 } else { 405 };
        assert_eq!(server.ask(&format!("POST {path}"), "", NAMED).status, status, "{path} is itself");
    }
}
