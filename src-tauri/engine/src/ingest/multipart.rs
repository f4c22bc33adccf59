//! Bodies in several parts, as forms with files are sent. Parts within parts stay as they are.

use bytes::Bytes;

/// A head is not longer than this; what is, is no part.
const LONGEST_HEAD: usize = 16 << 10;

/// One part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The name of its field.
    pub(super) name: Option<String>,
    /// The name of its file: a label, never a path.
    pub(super) filename: Option<String>,
    /// As the sender said.
    pub(super) content_type: Option<String>,
    /// Its bytes.
    pub(super) body: Bytes,
}

/// The boundary that a content type names, if it is one of several parts.
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    let is_multipart = kind.trim().to_ascii_lowercase().starts_with("multipart/");
    let boundary = parameter(parameters, "boundary").filter(|boundary| !boundary.is_empty());
    boundary.filter(|_| is_multipart)
}

/// The parts, at most so many. `None`: it is not framed as the boundary says, or there are none or more.
pub(super) fn parts(body: &Bytes, boundary: &str, most: usize) -> Option<Vec<Part>> {
    let fence = [b"\r\n--", boundary.as_bytes()].concat();
    let mut at = if body.starts_with(fence.get(2..)?) { fence.len() - 2 } else { end_of(body, 0, &fence)? };
    let mut parts = Vec::new();
    loop {
        match body.get(at..)? {
            [b'-', b'-', ..] => return (!parts.is_empty()).then_some(parts),
            [b'\r', b'\n', ..] if parts.len() < most => at += 2,
            _ => return None,
        }
        let end = end_of(body, at.checked_sub(2)?, &fence)?;
        parts.push(part(&body.slice(at..(end - fence.len()).max(at)))?);
        at = end;
    }
}

fn part(bytes: &Bytes) -> Option<Part> {
    let head_end = match bytes.starts_with(b"\r\n") {
        true => 2,
        false => end_of(bytes.get(..bytes.len().min(LONGEST_HEAD))?, 0, b"\r\n\r\n")?,
    };
    let head = String::from_utf8_lossy(bytes.get(..head_end)?);
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition").unwrap_or_default();
    Some(Part {
        name: parameter(disposition, "name").map(str::to_owned),
        filename: parameter(disposition, "filename").map(str::to_owned),
        content_type: header("content-type").map(str::to_owned),
        body: bytes.slice(head_end..),
    })
}

/// Where the first `needle` from there on ends.
fn end_of(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, needle).map(|at| from + at + needle.len())
}

/// A parameter of a header's value, with or without quotes.
fn parameter<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = value;
    while let Some(start) = rest.find(|character: char| !matches!(character, ';' | ' ' | '\t')) {
        rest = rest.get(start..)?;
        let key = rest.get(..rest.find(['=', ';']).unwrap_or(rest.len()))?;
        let after = rest.get(key.len()..)?;
        let Some(text) = after.strip_prefix('=') else {
            rest = after;
            continue;
        };
        let (text, after) = match text.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => {
                (text.split(';').next().unwrap_or_default().trim(), text.split_once(';').map_or("", |(_, rest)| rest))
            }
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(text);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> Option<Vec<(String, String, String, String)>> {
        let text = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let row = |part: Part| {
            let body = String::from_utf8_lossy(&part.body).into_owned();
            (text(part.name), text(part.filename), text(part.content_type), body)
        };
        let parts = parts(&Bytes::copy_from_slice(body.as_bytes()), "xx", 2)?;
        Some(parts.into_iter().map(row).collect())
    }

    fn row(name: &str, filename: &str, content_type: &str, body: &str) -> (String, String, String, String) {
        (name.to_owned(), filename.to_owned(), content_type.to_owned(), body.to_owned())
    }

    #[test]
    fn parts_are_found() {
        let head =
            "Content-Disposition: form-data; name=\"f\"; filename=\"a; b.txt\"\r\ncontent-type: text/plain\r\n\r\n";
        for (body, expected) in [
            (format!("--xx\r\n{head}one\r\n--xx--\r\n"), Some(vec![row("f", "a; b.txt", "text/plain", "one")])),
            (format!("preamble\r\n--xx\r\n{head}\r\n--xx--"), Some(vec![row("f", "a; b.txt", "text/plain", "")])),
            (
                "--xx\r\n\r\na\r\n--x\r\n--xx\r\ncontent-disposition: attachment; name=g\r\n\r\nb\r\n--xx--".to_owned(),
                Some(vec![row("-", "-", "-", "a\r\n--x"), row("g", "-", "-", "b")]),
            ),
            (format!("--xx\r\n{head}one"), None),
            ("--xx--".to_owned(), None),
            ("--xx\r\n--xx--".to_owned(), None),
            ("--xx\r\nno end of a head\r\n--xx--".to_owned(), None),
            ("--xx\r\n\r\n1\r\n--xx\r\n\r\n2\r\n--xx\r\n\r\n3\r\n--xx--".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(read(&body), expected, "{body:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_comes_is_cut_or_left_whole(pieces in proptest::collection::vec(piece(), 0..12)) {
            let body = Bytes::from(pieces.concat());
            let n_bytes: usize = parts(&body, "xx", 9).into_iter().flatten().map(|part| part.body.len()).sum();
            prop_assert!(n_bytes <= body.len());
        }

        #[test]
        fn any_parameter_is_read_to_its_end(value in "[ ;=\"a\\\\é]{0,20}") {
            prop_assert!(parameter(&value, "a").is_none_or(|text| value.contains(text)));
        }
    }

    /// What bodies in parts are made of, and anything else.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        let signs = ["--xx", "\r\n", "\r\n--xx", "--", "\r\n\r\n", "content-disposition: a; name=\"b"];
        let signs = proptest::sample::select(signs.map(|sign| sign.as_bytes().to_vec()).to_vec());
        prop_oneof![4 => signs, 1 => proptest::collection::vec(any::<u8>(), 0..5)]
    }

    #[test]
    fn the_boundary_stands_in_the_content_type() {
        for (content_type, expected) in [
            ("multipart/form-data; boundary=----a6", Some("----a6")),
            ("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"", Some("a b")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
            ("text/plain; boundary=a", None),
        ] {
            assert_eq!(boundary(content_type), expected, "{content_type}");
        }
    }
}
