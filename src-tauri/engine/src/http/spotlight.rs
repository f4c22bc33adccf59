//! How Spotlight's listeners get an envelope: a server-sent event, with the envelope as one JSON array or as it came.

use bytes::Bytes;
use crashtray_core::envelope::{self, Limits};
use serde::de::IgnoredAny;

use crate::ingest::Passing;

const KIND: &str = "application/x-sentry-envelope";

/// As `[header, [[item header, payload], …]]`. A payload that is no JSON is text.
pub(super) fn parsed(passing: &Passing) -> Bytes {
    let limits = Limits { items: usize::MAX, item_bytes: usize::MAX };
    let mut data = Vec::with_capacity(passing.bytes.len() + 64);
    match envelope::parse(passing.bytes.clone(), &limits) {
        Ok(envelope) if !envelope.items.is_empty() || passing.bytes.contains(&b'\n') => {
            data.push(b'[');
            json(&envelope.header.bytes, &mut data);
            data.extend(b",[");
            for (nth, item) in envelope.items.iter().enumerate() {
                data.extend(if nth == 0 { &b"["[..] } else { b",[" });
                json(if item.header.is_empty() { b"{}" } else { &item.header }, &mut data);
                data.push(b',');
                json(&item.payload, &mut data);
                data.push(b']');
            }
            data.extend(b"]]");
        }
        Ok(_) | Err(_) => {
            data.extend(b"[{},[[{\"type\":\"event\"},");
            json(&passing.bytes, &mut data);
            data.extend(b"]]]");
        }
    }
    event(KIND, passing, &data)
}

/// As it came, in base64.
pub(super) fn base64(passing: &Passing) -> Bytes {
    event(&format!("{KIND};base64"), passing, &encoded(&passing.bytes))
}

fn event(kind: &str, passing: &Passing, data: &[u8]) -> Bytes {
    let id = passing.id.map_or_else(String::new, |id| format!("id: {id}\n"));
    Bytes::from([format!("event: {kind}\n{id}data: ").as_bytes(), data, b"\n\n"].concat())
}

/// JSON as it is, but on one line: line feeds stand only between its values. Anything else becomes a string.
fn json(bytes: &[u8], to: &mut Vec<u8>) {
    if std::str::from_utf8(bytes).is_ok() && serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
        to.extend(bytes.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }));
    } else {
        // Text always becomes JSON.
        let _ = serde_json::to_writer(to, &String::from_utf8_lossy(bytes));
    }
}

fn encoded(bytes: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, nth| bits << 8 | usize::from(group.get(nth).copied().unwrap_or(0)));
        for nth in 0..4 {
            let digit = ALPHABET.get(bits >> (18 - 6 * nth) & 63).copied().unwrap_or(b'=');
            text.push(if nth <= group.len() { digit } else { b'=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passing(bytes: &'static [u8]) -> Passing {
        Passing { bytes: Bytes::from_static(bytes), id: None }
    }

    #[test]
    fn an_envelope_is_one_line_of_json() {
        for (bytes, data) in [
            (
                &b"{}\n{\"type\":\"a\"}\n[1]\n{\"type\":\"b\"}\nno json\xff\n"[..],
                "[{},[[{\"type\":\"a\"},[1]],[{\"type\":\"b\"},\"no json\u{fffd}\"]]]",
            ),
            (b"{\n}\n{\"type\":\"a\",\"length\":6}\n[1,\n2]", "[{ },[[{\"type\":\"a\",\"length\":6},[1, 2]]]]"),
            (b"{}\n", "[{},[]]"),
            (b"{\"message\":\"bare\"}", "[{},[[{\"type\":\"event\"},{\"message\":\"bare\"}]]]"),
        ] {
            let expected = format!("event: application/x-sentry-envelope\ndata: {data}\n\n");
            assert_eq!(String::from_utf8(parsed(&passing(bytes)).to_vec()).unwrap(), expected);
        }
    }

    #[test]
    fn base64_is_padded() {
        for (bytes, text) in [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"\xfb\xff", "+/8=")]
        {
            assert_eq!(encoded(bytes), text.as_bytes());
        }
        let expected = "event: application/x-sentry-envelope;base64\ndata: e30K\n\n";
        assert_eq!(String::from_utf8(base64(&passing(b"{}\n")).to_vec()).unwrap(), expected);
    }
}
