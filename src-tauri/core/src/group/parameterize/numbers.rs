//! Numbers, hashes and ids without a fixed form, and what stands after `=`.

use super::{Found, ends_word, is_word, run, starts_word};

/// The number, id or value that starts at `at`.
pub(super) fn at(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let (kind, n_bytes) = hex(bytes, at)
        .or_else(|| git_sha(bytes, at))
        .or_else(|| random_id(bytes, at))
        .or_else(|| decimal(bytes, at))
        .or_else(|| assigned(bytes, at))?;
    Some(Found { kind, start: at, end: at + n_bytes })
}

/// A minus that is no hyphen.
fn sign(text: &[u8], at: usize) -> usize {
    usize::from(text.get(at) == Some(&b'-') && starts_word(text, at))
}

/// `0x1f`; bare hex digits in one case, 8 or more, or 4 to 6 of letters and digits.
fn hex(text: &[u8], at: usize) -> Option<(&'static str, usize)> {
    let start = at + sign(text, at);
    if !starts_word(text, start) {
        return None;
    }
    if text.get(start) == Some(&b'0') && matches!(text.get(start + 1), Some(b'x' | b'X')) {
        let n_digits = run(text, start + 2, |byte| byte.is_ascii_hexdigit());
        let end = start + 2 + n_digits;
        return (n_digits > 0 && ends_word(text, end)).then_some(("hex", end - at));
    }
    let n_digits = run(text, start, |byte| byte.is_ascii_hexdigit());
    let digits = text.get(start..start + n_digits)?;
    let is_one_case = !digits.iter().any(u8::is_ascii_lowercase) || !digits.iter().any(u8::is_ascii_uppercase);
    let is_long_enough = match n_digits {
        4..=6 => is_mixed(digits),
        8..=128 => true,
        _ => false,
    };
    (is_one_case && is_long_enough && ends_word(text, start + n_digits)).then_some(("hex", start + n_digits - at))
}

/// Seven hex digits in lower case.
fn git_sha(text: &[u8], at: usize) -> Option<(&'static str, usize)> {
    if !starts_word(text, at) {
        return None;
    }
    let n_digits = run(text, at, |byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
    let is_sha = n_digits == 7 && ends_word(text, at + 7) && is_mixed(text.get(at..at + 7)?);
    is_sha.then_some(("git_sha", 7))
}

/// A letter and a digit at least.
fn is_mixed(digits: &[u8]) -> bool {
    digits.iter().any(u8::is_ascii_digit) && digits.iter().any(u8::is_ascii_alphabetic)
}

/// Ten or more characters that look drawn at random.
fn random_id(text: &[u8], at: usize) -> Option<(&'static str, usize)> {
    let is_part = |byte: u8| is_word(byte) && byte.is_ascii() || byte == b'-';
    if at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|byte| is_part(*byte)) {
        return None;
    }
    let n_bytes = run(text, at, is_part);
    let token = text.get(at..at + n_bytes)?;
    let is_random = n_bytes >= 10
        && token.iter().any(u8::is_ascii_uppercase)
        && token.iter().any(u8::is_ascii_lowercase)
        && token.iter().filter(|byte| byte.is_ascii_digit()).count() >= 2;
    is_random.then_some(("random_id", n_bytes))
}

fn decimal(text: &[u8], at: usize) -> Option<(&'static str, usize)> {
    let start = at + sign(text, at);
    let n_digits = run(text, start, |byte| byte.is_ascii_digit());
    if n_digits == 0 {
        return None;
    }
    let end = start + n_digits;
    let n_fraction = if text.get(end) == Some(&b'.') { run(text, end + 1, |byte| byte.is_ascii_digit()) } else { 0 };
    if n_fraction > 0 { Some(("float", end + 1 + n_fraction - at)) } else { Some(("int", end - at)) }
}

/// What stands right after `=`: a text in quotes, or a truth value.
fn assigned(text: &[u8], at: usize) -> Option<(&'static str, usize)> {
    if text.get(at.checked_sub(1)?) != Some(&b'=') {
        return None;
    }
    let rest = text.get(at..)?;
    if let Some(quote) = rest.first().filter(|byte| matches!(byte, b'\'' | b'"')) {
        let end = memchr::memchr(*quote, rest.get(1..)?)?;
        return Some(("quoted_str", end + 2));
    }
    let truth: [&[u8]; 4] = [b"true", b"false", b"True", b"False"];
    let word = truth.into_iter().find(|word| rest.starts_with(word))?;
    ends_word(text, at + word.len()).then_some(("bool", word.len()))
}
