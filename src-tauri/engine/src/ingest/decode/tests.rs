//! Encodings, good and broken, and what stops them.

use super::*;
use crate::ingest::budget::Budget;
use crate::ingest::encoded::{base64, brotli, gzip, raw_deflate, zlib, zstd};

const TEXT: &[u8] = b"{\"message\":\"hello hello hello\"}";

/// 64 MiB of the letter `a`.
const BROTLI_BOMB: &[u8] =
    b"y///P/glwuKxQCD3/o///3/wSwDEYRGA7v0f////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//+P//B78EQBwWAOje//H//w9+CYA4LADQvf/L//8//BIAcVgAoHv/Bw==";

/// `hello hello hello`.
const BROTLI: &[u8] = b"GxAA+I2Ubt5EVYaWbCBvAU8cYBw=";

async fn decoded(body: &[u8], encodings: &str, limit: usize) -> Result<Bytes, IngestError> {
    let mut share = Budget::new(256 << 20).reserve(body.len()).await.unwrap();
    decode(Bytes::copy_from_slice(body), encodings, limit, &mut share)
}

#[tokio::test]
async fn every_encoding_is_undone() {
    let two_members = [gzip(b"{\"message\":\"hello "), gzip(b"hello hello\"}")].concat();
    for (body, encodings) in [
        (TEXT.to_vec(), ""),
        (TEXT.to_vec(), "UTF-8"),
        (TEXT.to_vec(), "identity, ,"),
        (gzip(TEXT), "gzip"),
        (gzip(TEXT), "X-GZIP"),
        (two_members, "gzip"),
        (zlib(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (brotli(TEXT), "br"),
        (zstd(TEXT), "zstd"),
    ] {
        assert_eq!(decoded(&body, encodings, TEXT.len()).await.unwrap(), TEXT, "{encodings}, exactly at the limit");
    }
    for (body, encodings) in [(zstd(&gzip(TEXT)), "gzip, zstd"), (gzip(&zlib(&zstd(TEXT))), "zstd,deflate , gzip")] {
        assert_eq!(decoded(&body, encodings, 1000).await.unwrap(), TEXT, "{encodings}, the last one first");
    }
    let brotli = super::base64::decode(BROTLI).unwrap();
    assert_eq!(decoded(&brotli, "br", 100).await.unwrap(), &b"hello hello hello"[..]);
}

#[tokio::test]
async fn what_is_not_in_its_encoding_is_refused() {
    let words = ["gzip", "deflate", "br", "zstd"];
    let cut = [gzip(TEXT), raw_deflate(TEXT), super::base64::decode(BROTLI).unwrap(), zstd(TEXT)];
    for (word, whole) in words.into_iter().zip(cut) {
        for body in [TEXT, b"", &whole[..whole.len() / 2]] {
            let error = decoded(body, word, 1000).await.unwrap_err();
            assert_eq!(error.status(), 400, "{word} {body:?}: {error}");
            assert!(!error.causes().is_empty(), "it says what the decoder said");
        }
    }
    assert_eq!(decoded(TEXT, "snappy", 1000).await.unwrap_err().status(), 415);
    assert_eq!(decoded(TEXT, "gzip,gzip,gzip,gzip,gzip", 1000).await.unwrap_err().status(), 400);
}

#[tokio::test]
async fn a_bomb_stops_at_the_limit() {
    let zeros = vec![0; 8 << 20];
    let brotli = super::base64::decode(BROTLI_BOMB).unwrap();
    for (word, bomb) in [
        ("gzip", gzip(&zeros)),
        ("deflate", zlib(&zeros)),
        ("deflate", raw_deflate(&zeros)),
        ("br", brotli),
        ("zstd", zstd(&zeros)),
        ("gzip, gzip", gzip(&gzip(&zeros))),
    ] {
        let error = decoded(&bomb, word, 1 << 20).await.unwrap_err();
        assert!(matches!(error, IngestError::TooLargeDecoded { limit: 0x10_0000 }), "{word}: {error}");
    }
    assert_eq!(decoded(&zeros, "", 1 << 20).await.unwrap_err().status(), 413, "without any encoding");
}

#[tokio::test]
async fn who_finds_no_memory_is_turned_away() {
    let budget = Budget::new(1 << 20);
    let mut share = budget.reserve(1 << 10).await.unwrap();
    let error = decode(Bytes::from(gzip(&vec![0; 4 << 20])), "gzip", 8 << 20, &mut share).unwrap_err();
    assert_eq!((error.status(), error.retry_after()), (429, Some(1)), "{error}");
    assert!(share.bytes() <= 1 << 20, "never more than there is");
}

#[tokio::test]
async fn what_is_held_between_two_layers_is_paid_for_too() {
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    };
    let bytes: Vec<u8> = (0..1 << 20).map(|_| noise()).collect();
    let body = zstd(&zstd(&bytes));
    let mut share = Budget::new(256 << 20).reserve(body.len()).await.unwrap();
    assert_eq!(decode(Bytes::from(body), "zstd, zstd", (1 << 20) + 4_096, &mut share).unwrap().len(), bytes.len());
    assert!(share.bytes() >= 3 << 20, "as it came, without one layer, and without both: {} bytes", share.bytes());
}

#[tokio::test]
async fn what_old_clients_wrap_is_unwrapped() {
    let mut share = Budget::new(1 << 20).reserve(0).await.unwrap();
    for (body, expected) in [
        (base64(&zlib(TEXT)), Some(TEXT)),
        (base64(TEXT), Some(TEXT)),
        (base64(b"no object and no zlib"), None),
        (b"no base64!".to_vec(), None),
        (b"".to_vec(), None),
    ] {
        assert_eq!(unwrap_legacy(&body, 1000, &mut share).unwrap().as_deref(), expected);
    }
    assert!(unwrap_legacy(&base64(&zlib(&[b'a'; 2000])), 1000, &mut share).is_err(), "a bomb is none of these forms");
}

#[tokio::test]
async fn gzip_is_undone_in_one_go_where_it_says_how_long_it_is() {
    let text = b"hello hello hello hello";
    let once = gzip(text);
    let mut lie = once.clone();
    *lie.last_chunk_mut().unwrap() = 7_u32.to_le_bytes();
    let mut damaged = once.clone();
    damaged[once.len() - 6] ^= 1;
    let twice = [once.clone(), once.clone()].concat();
    // How many texts come out, and whether in one go.
    let table: [(&[u8], usize, bool, &str); 6] = [
        (&once, 1, true, "as nearly all send it"),
        (&twice, 2, false, "two in one: the length is that of the last"),
        (&lie, 0, false, "another length than it has"),
        (&damaged, 0, false, "another checksum"),
        (&once[..once.len() - 1], 0, false, "cut off"),
        (b"ab", 0, false, "too short for a length"),
    ];
    for (bytes, n, at_once, why) in table {
        let whole = announced(bytes).and_then(|length| gunzip_whole(bytes, length));
        assert_eq!(whole.is_some(), at_once, "{why}");
        let undone = decoded(bytes, "gzip", 1 << 20).await;
        assert_eq!(undone.unwrap_or_default(), text.repeat(n), "{why}");
    }
    assert_eq!(announced(&[0xff; 100]), None, "4 GiB: a decoder sees for itself");
}
