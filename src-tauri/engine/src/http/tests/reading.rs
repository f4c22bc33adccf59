//! Who may read, and how.

use crashtray_core::proof::{proof, token_hash};

use super::server::{Server, TOKEN};
use crate::http::Quit;

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

#[test]
fn only_who_knows_the_token_may_read() {
    let server = Server::start();
    let port = server.address.port();
    let own = bearer(TOKEN);
    for (what, headers, status) in [
        ("the token", own.clone(), 200),
        ("our own origin", format!("{own}Origin: http://127.0.0.1:{port}\r\n"), 200),
        ("no token", String::new(), 401),
        ("a wrong token", bearer("nonsense"), 401),
        ("a token that only begins well", bearer(&TOKEN[..31]), 401),
        ("another scheme", format!("Authorization: Basic {TOKEN}\r\n"), 401),
        ("an unknown session", bearer(&format!("abc.{TOKEN}")), 401),
        ("a page of the web", format!("{own}Origin: https://evil.example\r\n"), 403),
        ("a page of another port", format!("{own}Origin: http://127.0.0.1:{}\r\n", port - 1), 403),
        ("a page without origin", format!("{own}Origin: null\r\n"), 403),
        ("two origins", format!("{own}Origin: http://127.0.0.1:{port}\r\nOrigin: https://evil.example\r\n"), 403),
    ] {
        let answer = server.ask("POST /rpc/echo", &headers, b"[1]");
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), None, "{what}: no page of another origin may read it");
        if status == 200 {
            assert_eq!(answer.text(), "[1]", "{what}");
        } else {
            assert!(answer.json()["message"].is_string() && answer.json()["code"].is_string(), "{what}");
        }
    }
    for path in [
        "GET /rpc/attachment?id=1",
        "GET /rpc/changes",
        "GET /rpc/window",
        "POST /rpc/window/ack",
        "POST /rpc/quit",
        "POST /rpc/code",
        "GET /metrics",
    ] {
        assert_eq!(server.ask(path, "", b"").status, 401, "{path} without a token");
    }
}

#[test]
fn only_our_own_names_are_answered() {
    let server = Server::start();
    let port = server.address.port();
    for (host, status) in [
        (format!("Host: localhost:{port}\r\n"), 200),
        (format!("Host: [::1]:{port}\r\n"), 200),
        (format!("Host: evil.example:{port}\r\n"), 403),
        ("Host: evil.example\r\n".to_owned(), 403),
        (String::new(), 403),
    ] {
        let bearer = bearer(TOKEN);
        let answer = server.send(format!("POST /rpc/echo HTTP/1.1\r\n{host}{bearer}Content-Length: 2\r\n\r\n{{}}"));
        assert_eq!(answer.status, status, "{host}");
        let page = server.send(format!("GET / HTTP/1.1\r\n{host}Accept: text/html\r\n\r\n"));
        assert_eq!(page.status, if status == 200 { 307 } else { 403 }, "{host}: the page has one name");
    }
}

#[test]
fn a_browser_trades_a_code_for_a_session() {
    let server = Server::start();
    let given = server.ask("POST /rpc/code", &bearer(TOKEN), b"");
    let code = given.json()["code"].as_str().unwrap().to_owned();
    let trade = format!("{{\"code\":\"{code}\"}}");
    let foreign = server.ask("POST /rpc/session", "Origin: https://evil.example\r\n", trade.as_bytes());
    assert_eq!(foreign.status, 403, "not for a page of the web");
    let session = server.ask("POST /rpc/session", "", trade.as_bytes());
    assert_eq!(session.status, 200, "{}", session.text());
    let (id, token) = (session.json()["id"].clone(), session.json()["token"].clone());
    let (id, token) = (id.as_str().unwrap(), token.as_str().unwrap());
    assert_eq!(server.ask("POST /rpc/echo", &bearer(&format!("{id}.{token}")), b"1").status, 200);
    assert_eq!(server.ask("POST /rpc/echo", &bearer(token), b"1").status, 401, "its token alone opens nothing");
    assert_eq!(server.ask("POST /rpc/session", "", trade.as_bytes()).status, 401, "a code is good once");
    assert_eq!(server.ask("POST /rpc/session", "", b"{}").status, 400);

    let health = server.ask(&format!("GET /health?nonce=00ff&session={id}"), "", b"");
    let expected = proof(&token_hash(token), "00ff", &server.address.to_string());
    assert_eq!(health.header("x-crashtray-proof"), Some(expected.as_str()), "a session has its own proof");
}

#[test]
fn health_proves_that_we_know_the_token() {
    let server = Server::start();
    let plain = server.ask("GET /health", "", b"");
    assert_eq!((plain.status, plain.text(), plain.header("x-crashtray-proof")), (200, "OK", None));
    let expected = proof(&token_hash(TOKEN), "0001", &server.address.to_string());
    let proven = server.ask("GET /health?nonce=0001", "", b"");
    assert_eq!((proven.text(), proven.header("x-crashtray-proof")), ("OK", Some(expected.as_str())));
    let unknown = server.ask("GET /health?nonce=0001&session=nobody", "", b"");
    assert_eq!(unknown.header("x-crashtray-proof"), None, "nothing can be proven to an unknown session");
}

#[test]
fn changes_come_line_by_line_until_the_end() {
    let mut server = Server::start();
    let mut client = server.connect();
    client.write(super::server::request(server.address, "GET /rpc/changes?since=9-1", &bearer(TOKEN), b""));
    let (status, head) = client.head();
    assert!(status == 200 && head.to_lowercase().contains("content-type: application/x-ndjson"), "{head}");
    server.change.send("9-2".into()).unwrap();
    assert_eq!(client.chunk(), "{\"position\":\"9-1>9-2\",\"change\":{\"type\":\"sidebar\"}}\n");
    server.change.send("9-3".into()).unwrap();
    assert_eq!(client.chunk(), "{\"position\":\"9-2>9-3\",\"change\":{\"type\":\"sidebar\"}}\n");
    drop(server.end.take());
    assert_eq!(client.chunk(), "", "it ends well when the resident ends");
}

#[test]
fn a_quiet_stream_shows_that_it_lives() {
    let patience = crate::http::Patience { heartbeat: std::time::Duration::from_millis(20), ..crate::http::PATIENCE };
    let server = Server::start_with(super::server::Setup { patience, ..super::server::USUAL });
    let mut client = server.connect();
    client.write(super::server::request(server.address, "GET /rpc/changes?since=9-1", &bearer(TOKEN), b""));
    client.head();
    for _ in 0..2 {
        assert_eq!(client.chunk(), "{\"position\":\"9-1\",\"change\":{\"type\":\"heartbeat\"}}\n");
    }
}

#[test]
fn there_is_one_window_and_it_obeys() {
    let server = Server::start();
    let attach = |path: &str| {
        let mut client = server.connect();
        client.write(super::server::request(server.address, path, &bearer(TOKEN), b""));
        client
    };
    let mut window = attach("GET /rpc/window");
    assert_eq!(window.head().0, 200, "it is the window");
    assert_eq!(window.chunk(), "window 1\n");
    let mut second = attach("GET /rpc/window?issue=12");
    assert_eq!(window.chunk(), "show 12\n", "the one that is there is told");
    let acknowledged = server.ask("POST /rpc/window/ack?window=1", &bearer(TOKEN), b"");
    assert_eq!(acknowledged.status, 204);
    assert_eq!(second.head().0, 409, "so the other one is not needed");
    window.hang_up();
    while server.windows.is_open() {
        std::thread::yield_now();
    }
}

#[test]
fn the_resident_is_asked_to_end() {
    let server = Server::start();
    assert_eq!(server.ask("POST /rpc/quit", &bearer(TOKEN), b"").status, 200);
    assert_eq!(server.ask("POST /rpc/quit?for=upgrade", &bearer(TOKEN), b"").status, 200);
    assert_eq!(server.quits.iter().take(2).collect::<Vec<_>>(), [Quit::Quit, Quit::Upgrade]);
}

#[test]
fn the_page_is_for_browsers() {
    let server = Server::start();
    assert_eq!(server.ask("GET /", "", b"").status, 404, "Django's middleware must not take it for its own");
    let page = server.ask("GET /", "Accept: text/html,*/*\r\n", b"");
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("cross-origin-resource-policy"), Some("same-origin"));
    let port = server.address.port();
    let elsewhere = server.send(format!("GET /?a=1 HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\n\r\n"));
    let expected = format!("http://127.0.0.1:{port}/?a=1");
    assert_eq!((elsewhere.status, elsewhere.header("location")), (307, Some(expected.as_str())));
    for path in ["/nothing", "/../Cargo.toml", "/assets/../../package.json"] {
        assert_eq!(server.ask(&format!("GET {path}"), "Accept: text/html\r\n", b"").status, 404, "{path}");
    }
}

#[test]
fn programs_of_the_user_may_listen_to_what_comes() {
    let server = Server::start();
    for headers in ["Origin: http://localhost:3000\r\n", "Sec-Fetch-Site: same-origin\r\n"] {
        assert_eq!(server.ask("GET /stream", headers, b"").status, 403, "no browser: {headers}");
    }
    let mut client = server.connect();
    client.write(super::server::request(server.address, "GET /stream", "Accept: text/event-stream\r\n", b""));
    let (status, head) = client.head();
    assert!(status == 200 && head.to_lowercase().contains("content-type: text/event-stream"), "{head}");
    let body = b"{\"event_id\":\"0123456789abcdef0123456789abcdef\"}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";
    server.ask("POST /stream", "Origin: https://evil.example\r\n", b"{}\n{\"type\":\"event\"}\n{}\n");
    server.ask("POST /stream", "", body);
    let event = "event: application/x-sentry-envelope\nid: 0123456789abcdef0123456789abcdef\n\
                 data: [{\"event_id\":\"0123456789abcdef0123456789abcdef\"},[[{\"type\":\"event\"},{\"message\":\"hello\"}]]]\n\n";
    assert_eq!(client.chunk(), event, "what came from the web is not passed on");
}

fn get(server: &Server, path: &str) -> super::server::Answer {
    server.ask(&format!("GET {path}"), &bearer(TOKEN), b"")
}

#[test]
fn attachments_are_handed_out_and_never_taken_for_a_page() {
    let server = Server::start();
    let page = "<script>alert(1)</script>";
    let sent = format!(
        "{{\"event_id\":\"0123456789abcdef0123456789abcdef\"}}\n{{\"type\":\"event\"}}\n{{}}\n\
         {{\"type\":\"attachment\",\"length\":{},\"filename\":\"../x.html\",\"content_type\":\"text/html\"}}\n{page}\n\
         {{\"type\":\"attachment\",\"length\":2,\"filename\":\"a.png\",\"content_type\":\"image/png\"}}\nhi\n\
         {{\"type\":\"attachment\",\"length\":0,\"filename\":\"empty\"}}\n\n",
        page.len()
    );
    assert_eq!(server.ask("POST /api/1/envelope/?sentry_key=shop", "", sent.as_bytes()).status, 200);
    for (id, bytes, kind, name) in [
        (1, page, "application/octet-stream", "attachment; filename=\"x.html\"; filename*=UTF-8''x.html"),
        (2, "hi", "image/png", "attachment; filename=\"a.png\"; filename*=UTF-8''a.png"),
        (3, "", "application/octet-stream", "attachment; filename=\"empty\"; filename*=UTF-8''empty"),
    ] {
        let answer = get(&server, &format!("/rpc/attachment?id={id}"));
        assert_eq!((answer.status, answer.text()), (200, bytes));
        for (header, value) in [
            ("content-type", kind),
            ("content-disposition", name),
            ("content-length", &bytes.len().to_string()),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
            ("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(header), Some(value), "{header} of {id}");
        }
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    for id in ["4", "-1", "", "x", "../1"] {
        let answer = get(&server, &format!("/rpc/attachment?id={id}"));
        assert_eq!((answer.status, answer.json()["code"].as_str()), (404, Some("not_found")), "{id}");
    }
    let foreign = format!("{}Origin: https://evil.example\r\n", bearer(TOKEN));
    assert_eq!(server.ask("GET /rpc/attachment?id=1", &foreign, b"").status, 403, "a page with the token");
}

#[test]
fn a_large_attachment_comes_whole_and_a_reader_that_goes_away_harms_nobody() {
    let server = Server::start();
    let bytes: Vec<u8> = (0..19_u32 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let head = format!("{{}}\n{{\"type\":\"attachment\",\"length\":{}}}\n", bytes.len());
    let sent = [head.as_bytes(), &bytes, b"\n"].concat();
    assert_eq!(server.ask("POST /api/1/envelope/?sentry_key=shop", "", &sent).status, 200);
    for _ in 0..3 {
        let mut leaving = server.connect();
        leaving.write(super::server::request(server.address, "GET /rpc/attachment?id=1", &bearer(TOKEN), b""));
        leaving.head();
        leaving.hang_up();
    }
    let answer = get(&server, "/rpc/attachment?id=1");
    assert!(answer.body == bytes, "{} of {} bytes", answer.body.len(), bytes.len());
}
