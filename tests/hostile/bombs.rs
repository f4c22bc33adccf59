//! Bodies that are small on the wire.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use flate2::{Compress, Compression, FlushCompress, write::GzEncoder};

use super::Scene;
use crate::util::http::{self, Request};

/// 256 MiB of zeros each, more than six times what is allowed.
const PARTS: usize = 256;
const PART: usize = 1 << 20;

/// As many as an SDK's host has cores, and more.
const CLIENTS: usize = 12;

#[test]
fn bombs_in_every_encoding() {
    let bombs = bombs();
    let scene = Scene::new();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for nth in 0..CLIENTS {
            let (bombs, over, host) = (&bombs, &over, scene.host());
            scope.spawn(move || {
                for (what, request) in bombs.iter().cycle().skip(nth) {
                    if over.load(Ordering::Relaxed) {
                        return;
                    }
                    throw(host, what, request);
                }
            });
        }
        scene.meanwhile();
        over.store(true, Ordering::Relaxed);
    });
    for (what, request) in &bombs {
        assert_eq!(throw(scene.host(), what, request), 413, "{what}: alone it finds memory, and its limit");
    }
    scene.end("bombs in every encoding");
}

/// Too large, or no memory left for it just now.
fn throw(host: SocketAddr, what: &str, request: &Request) -> u16 {
    let answer = http::send(host, request).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(matches!(answer.status, 413 | 429), "{what}: {} {}", answer.status, answer.text());
    answer.status
}

fn bombs() -> Vec<(String, Request)> {
    let gzip = gzip(&vec![0; PART]).repeat(PARTS);
    let zstd = zstd::encode_all(&vec![0; PART][..], 1).expect("memory takes all").repeat(PARTS);
    let brotli = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/hostile/zeros.br");
    let brotli = std::fs::read(brotli).expect("the bomb is there");
    let twice = self::gzip(&gzip);
    let bombs = [
        ("gzip", gzip.clone()),
        ("deflate", deflate(true)),
        ("deflate", deflate(false)),
        ("br", brotli.clone()),
        ("zstd", zstd.clone()),
        ("zstd", widest_window()),
        ("gzip, gzip", twice.clone()),
        ("gzip, gzip, gzip", self::gzip(&twice)),
        ("br, gzip", self::gzip(&brotli)),
        ("gzip, zstd", zstd::encode_all(&gzip[..], 1).expect("memory takes all")),
    ];
    let envelopes = bombs.into_iter().map(|(encoding, body)| {
        let request = Request::post("/api/1/envelope/?sentry_key=attack", body).header("Content-Encoding", encoding);
        (encoding.to_owned(), request)
    });
    let mut all: Vec<_> = envelopes.collect();
    all.push((
        "/store/ without an encoding".into(),
        Request::post("/api/1/store/?sentry_key=attack", base64(&deflate(true))),
    ));
    all
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// After a full flush a part does not depend on what was before, so the second one can be said again and again.
fn deflate(has_header: bool) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), has_header);
    let part = vec![0; PART];
    let mut next = || {
        let mut out = Vec::with_capacity(PART);
        compress.compress_vec(&part, &mut out, FlushCompress::Full).expect("zeros can be compressed");
        out
    };
    let (first, second) = (next(), next());
    [first, second.repeat(PARTS)].concat()
}

/// The decoder is told to keep 8 MiB, the most that it obeys.
fn widest_window() -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("a level that there is");
    encoder.window_log(23).expect("a window that there is");
    for _ in 0..PARTS / 4 {
        encoder.write_all(&vec![0; PART]).expect("memory takes all");
    }
    encoder.finish().expect("memory takes all")
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, nth| bits << 8 | usize::from(group.get(nth).copied().unwrap_or(0)));
        text.extend((0..4).map(|nth| if nth <= group.len() { ALPHABET[bits >> (18 - 6 * nth) & 63] } else { b'=' }));
    }
    text
}
