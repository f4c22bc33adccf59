//! Requests that are none, or lie about what follows.

use std::net::Shutdown;

use super::{Scene, connect, rest, say};

const POST: &str = "POST /api/1/envelope/?sentry_key=attack HTTP/1.1\r\nHost: localhost\r\n";
const BODY: &str = "{}\n{\"type\":\"event\"}\n{\"message\":\"a lie\"}\n";

/// What is sent, and what may be answered; 0 is a closed connection without an answer.
fn lies() -> Vec<(&'static str, Vec<u8>, &'static [u16])> {
    let length = |value: &str| format!("{POST}Content-Length: {value}\r\n\r\n{BODY}").into_bytes();
    let chunked = |chunks: &str| format!("{POST}Transfer-Encoding: chunked\r\n\r\n{chunks}").into_bytes();
    let head = |lines: &str| format!("{POST}{lines}\r\n{BODY}").into_bytes();
    let right = BODY.len();
    vec![
        ("a length of 10^12", length("1000000000000"), &[413]),
        ("a length of 2^63", length("9223372036854775808"), &[413]),
        ("a length of 2^64-1", length("18446744073709551615"), &[400, 413, 431]),
        ("a length of 2^64", length("18446744073709551616"), &[400]),
        ("a negative length", length("-1"), &[400]),
        ("a length with a sign", length("+5"), &[400]),
        ("a length in hexadecimal", length("0x20"), &[400]),
        ("no length at all", length(""), &[400]),
        ("two lengths in one", length("5, 6"), &[400]),
        ("two lengths", head("Content-Length: 5\r\nContent-Length: 6\r\n"), &[400]),
        ("a length and chunks", head(&format!("Content-Length: {right}\r\nTransfer-Encoding: chunked\r\n")), &[400]),
        ("a framing that nobody knows", head("Transfer-Encoding: rot13\r\n"), &[400, 501]),
        ("chunks that are not the last framing", head("Transfer-Encoding: chunked, gzip\r\n"), &[400]),
        ("a chunk of 2^64-1", chunked("ffffffffffffffff\r\n{}"), &[400, 413]),
        ("a chunk of more than 2^64", chunked("fffffffffffffffff\r\n{}"), &[400]),
        ("a chunk of a negative length", chunked("-1\r\n{}"), &[400]),
        ("a chunk with endless remarks", chunked(&format!("1;{}", "a".repeat(1 << 20))), &[400, 0]),
        ("endless trailers", chunked(&format!("0\r\n{}", "X-T: 1\r\n".repeat(100_000))), &[400, 431, 0]),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12\x04\0\0\0\0\0".to_vec(), &[400, 505, 0]),
        (
            "HTTP/2 by upgrade",
            head(
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 0\r\n",
            ),
            &[400],
        ),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 and so on\x00\x00\x1d\x00\x17".to_vec(), &[400, 0]),
        ("HTTP/0.9", b"GET /\r\n".to_vec(), &[400, 0]),
        ("HTTP/3.7", b"POST / HTTP/3.7\r\n\r\n".to_vec(), &[400, 505, 0]),
        ("zeros", vec![0; 100_000], &[400, 431, 0]),
        (
            "noise",
            (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0]).collect(),
            &[400, 431, 0],
        ),
        ("line feeds", vec![b'\n'; 100_000], &[400, 431, 0]),
        ("a header without a colon", head("no colon\r\n"), &[400]),
        ("a NUL in a header", head("X-Nul: a\0b\r\nContent-Length: 0\r\n"), &[400]),
        ("a name with a blank", head("X Y: 1\r\n"), &[400]),
        ("a path with a blank", b"POST /api/1 /envelope/ HTTP/1.1\r\n\r\n".to_vec(), &[400]),
        ("a path of 1 MiB", format!("POST /{} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20)).into_bytes(), &[414, 431, 0]),
        ("another host's address", b"POST http://evil.example/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n".to_vec(), &[404]),
        ("CONNECT", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n".to_vec(), &[404, 405]),
        ("TRACE", b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(), &[405]),
        ("a method that nobody knows", b"BREW /pot HTTP/1.1\r\nContent-Length: 0\r\n\r\n".to_vec(), &[404]),
        ("`Expect` of something else", head("Expect: a miracle\r\nContent-Length: 0\r\n"), &[400, 417]),
    ]
}

#[test]
fn requests_that_are_none_or_lie() {
    let scene = Scene::new();
    for (what, bytes, allowed) in lies() {
        let mut stream = connect(scene.host());
        say(&mut stream, &bytes);
        // What is missing does not come.
        drop(stream.shutdown(Shutdown::Write));
        let answer = rest(&mut stream);
        let status = answer.get(9..12).and_then(|text| text.parse().ok()).unwrap_or(0);
        assert!(allowed.contains(&status), "{what}: {allowed:?}, not {}", answer.lines().next().unwrap_or("nothing"));
    }
    scene.meanwhile();
    scene.end("lies");
}
