//! What the fuzz targets begin with (`fuzz/corpus/`), as it is and damaged; what was encoded comes back; and each item of any envelope
//! gets one outcome.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::ingest::encoded::{base64, brotli, gzip, plain, raw_deflate, zlib, zstd};
use crate::store::{Mode, Store};

/// What a target asks of its input.
type Probe = fn(&[u8]);

const TARGETS: [(&str, Probe); 3] = [("decoding", decoding), ("multipart", multipart), ("reading", reading)];

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

thread_local! {
    static INPUTS: BTreeMap<&'static str, Vec<Vec<u8>>> =
        TARGETS.iter().map(|(target, _)| (*target, inputs(target))).collect();
}

#[test]
fn every_input_of_the_fuzz_targets_holds() {
    for (target, probe) in TARGETS {
        let inputs = inputs(target);
        assert!(inputs.len() >= 5, "only {} inputs of {target}", inputs.len());
        inputs.iter().for_each(|input| probe(input));
    }
}

/// Offset, how many bytes go, and what comes in their place.
fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    let edit = (any::<prop::sample::Index>(), 0..8_usize, prop::collection::vec(any::<u8>(), 0..4));
    prop::collection::vec(edit, 1..5)
}

fn edited(mut bytes: Vec<u8>, edits: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    for (at, length, piece) in edits {
        let at = at.index(bytes.len() + 1);
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, piece.iter().copied());
    }
    bytes
}

fn encoded(bytes: &[u8], word: &str) -> Vec<u8> {
    match word {
        "br" => brotli(bytes),
        "deflate" => raw_deflate(bytes),
        "gzip" => gzip(bytes),
        "zlib" => zlib(bytes),
        "zstd" => zstd(bytes),
        _ => plain(bytes),
    }
}

fn undone(body: &[u8], words: &str, limit: usize) -> Result<Bytes, IngestError> {
    decode(Bytes::copy_from_slice(body), words, limit, &mut share(body.len()).unwrap())
}

fn words() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(&["br", "deflate", "gzip", "identity", "zlib", "zstd"][..]), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn so_does_every_damaged_one(which in any::<prop::sample::Index>(), edits in edits()) {
        for (target, probe) in TARGETS {
            let input = INPUTS.with(|all| all[target][which.index(all[target].len())].clone());
            probe(&edited(input, &edits));
        }
    }

    #[test]
    fn what_was_encoded_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..3_000), words in words()) {
        let body = words.iter().fold(bytes.clone(), |bytes, word| encoded(&bytes, word));
        prop_assert_eq!(undone(&body, &words.join(", "), 8_000).unwrap(), &bytes);
        let word = words[0];
        let alone = encoded(&bytes, word);
        if !bytes.is_empty() {
            let less = undone(&alone, word, bytes.len() - 1).map_err(|error| error.status());
            prop_assert_eq!(less, Err(413), "{}: a byte more than allowed", word);
        }
    }

    #[test]
    fn half_of_it_is_refused(bytes in prop::collection::vec(any::<u8>(), 1..3_000), word in words(), cut in any::<prop::sample::Index>()) {
        let whole = encoded(&bytes, word[0]);
        let cut = undone(&whole[..cut.index(whole.len())], word[0], 8_000);
        prop_assert!(word[0] == "identity" || cut.is_err_and(|error| error.status() == 400), "{}", word[0]);
    }

    #[test]
    fn nothing_false_comes_out_of_gzip(bytes in prop::collection::vec(any::<u8>(), 0..3_000), edits in edits()) {
        // It has a checksum; the other encodings have none, or need none.
        if let Ok(decoded) = undone(&edited(encoded(&bytes, "gzip"), &edits), "gzip", 8_000) {
            prop_assert!(decoded == bytes || decoded.is_empty());
        }
    }

    #[test]
    fn what_old_clients_wrap_is_read_as_if_it_was_not(text in "[ -~é\\n]{0,200}") {
        let event = serde_json::json!({ "message": text, "platform": "python" }).to_string();
        let bare = told(&delivered((Route::Store, "application/json"), event.as_bytes()).unwrap().1);
        for wrapped in [base64(event.as_bytes()), base64(&encoded(event.as_bytes(), "zlib"))] {
            let read = delivered((Route::Store, "application/octet-stream"), &wrapped).unwrap();
            prop_assert_eq!(&read.0, event.as_bytes());
            prop_assert_eq!(told(&read.1), bare.as_str());
        }
    }
}

fn told(delivery: &Delivery) -> String {
    crate::ingest::tests::described(delivery)
}

/// An item of any type, good or broken.
fn item() -> impl Strategy<Value = Vec<u8>> {
    const PAYLOADS: [&str; 8] = [
        "{}",
        "",
        "[1]",
        "{\"message\":\"a\"}",
        "{\"event_id\":\"0123456789abcdef0123456789abcdef\"}",
        "{\"mess",
        "{\"type\":\"transaction\",\"transaction\":\"/\"}",
        "\u{0}\u{ff}",
    ];
    const TYPES: [&str; 12] = [
        "event",
        "transaction",
        "feedback",
        "attachment",
        "session",
        "log",
        "span",
        "check_in",
        "client_report",
        "replay_video",
        "from_tomorrow",
        "",
    ];
    (prop::sample::select(&TYPES[..]), prop::sample::select(&PAYLOADS[..]), 0..30_usize).prop_map(
        |(kind, payload, slip)| {
            // One in thirty has a wrong length: damage.
            let length = payload.len() + usize::from(slip == 0);
            format!("{{\"type\":\"{kind}\",\"length\":{length}}}\n{payload}\n").into_bytes()
        },
    )
}

#[test]
fn as_many_items_as_come_in_have_an_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("crashtray.db"), Mode::Write).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut n_items = 0;
    let mut ingest = |body: &[u8], route: (Route, &str)| {
        let Ok((bytes, delivery)) = delivered(route, body) else { return };
        check(&bytes, &delivery);
        let n = delivery.items.len();
        let receipt = runtime.block_on(store.writer.ingest(delivery)).unwrap();
        assert_eq!(receipt.outcomes.len(), n, "{:?}", String::from_utf8_lossy(body));
        n_items += n;
    };
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let envelopes = prop::collection::vec(item(), 0..8);
    for _ in 0..200 {
        let items = proptest::strategy::ValueTree::current(&envelopes.new_tree(&mut runner).unwrap());
        ingest(&[b"{}\n", items.concat().as_slice()].concat(), (Route::Envelope, "text/plain"));
    }
    for input in inputs("reading") {
        ROUTES.iter().for_each(|route| ingest(&input[1..], *route));
    }
    let kept = store.reader.items(None, None, 10_000).unwrap();
    assert_eq!(kept.len(), n_items, "each is listed, once");
    let counted: u64 = store.reader.outcomes(Timestamp::from_millis(0)).unwrap().iter().map(|entry| entry.n).sum();
    assert_eq!(counted, n_items as u64, "and counted, once");
    assert!(n_items > 500, "only {n_items}");
}
