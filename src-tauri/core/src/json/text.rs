//! Texts and numbers of JSON, byte by byte: what an escape means, and what is made of what is no Unicode.

use std::borrow::Cow;

use super::repairs::Repairs;

/// Whether a text holds backslashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// None.
    None,
    /// At least one.
    Some,
}

/// The text that stands between two quotes.
pub(super) fn decode<'a>(bytes: &'a [u8], escapes: Escapes, repairs: &mut Repairs) -> Cow<'a, str> {
    repairs.control_character |= bytes.iter().any(|byte| *byte < b' ');
    match escapes {
        Escapes::None => lossy(bytes, repairs),
        Escapes::Some => Cow::Owned(unescape(bytes, repairs)),
    }
}

/// Where the first quote or backslash is.
pub(super) fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    // Most keys and values are short: calling for help costs more than looking at two words of them.
    let mut at = 0;
    while at < 16
        && let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk())
    {
        let word = u64::from_le_bytes(*word);
        let found = zero_bytes(word ^ each(b'"')) | zero_bytes(word ^ each(b'\\'));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr::memchr2(b'"', b'\\', bytes.get(at..)?).map(|length| at + length)
}

/// Eight times this byte.
fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that is zero; above the first of them also of others.
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(each(1)) & !word & each(0x80)
}

/// Whether this is a number as JSON has it: no leading zeros, no bare point.
pub(super) fn is_number(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    let (whole, rest) = digits.split_at(n_digits(digits));
    let is_whole = !whole.is_empty() && (whole.len() == 1 || whole[0] != b'0');
    let rest = match rest.strip_prefix(b".") {
        Some(fraction) if n_digits(fraction) > 0 => &fraction[n_digits(fraction)..],
        Some(_) => return false,
        None => rest,
    };
    is_whole && (rest.is_empty() || is_exponent(rest))
}

fn is_exponent(rest: &[u8]) -> bool {
    let Some(power) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) else { return false };
    let power = power.strip_prefix(b"+").or_else(|| power.strip_prefix(b"-")).unwrap_or(power);
    !power.is_empty() && n_digits(power) == power.len()
}

fn n_digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn lossy<'a>(bytes: &'a [u8], repairs: &mut Repairs) -> Cow<'a, str> {
    // Nearly every text is sound, and looking only for that is much faster.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    repairs.bad_utf8 = true;
    String::from_utf8_lossy(bytes)
}

fn unescape(bytes: &[u8], repairs: &mut Repairs) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        text.push_str(&lossy(&rest[..at], repairs));
        let (character, length) = escaped(&rest[at..], repairs);
        text.push(character);
        rest = rest.get(at + length..).unwrap_or_default();
    }
    text.push_str(&lossy(rest, repairs));
    text
}

/// The character that an escape stands for, and the length of the escape.
fn escaped(bytes: &[u8], repairs: &mut Repairs) -> (char, usize) {
    match bytes.get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(&byte @ (b'"' | b'\\' | b'/')) => (char::from(byte), 2),
        Some(b'u') => escaped_unit(bytes, repairs),
        Some(_) | None => {
            repairs.bad_escape = true;
            ('\\', 1)
        }
    }
}

fn escaped_unit(bytes: &[u8], repairs: &mut Repairs) -> (char, usize) {
    let Some(first) = unit(bytes) else {
        repairs.bad_escape = true;
        return ('\\', 1);
    };
    if let Some(character) = char::from_u32(first) {
        return (character, 6);
    }
    let second = bytes.get(6..).filter(|rest| rest.starts_with(b"\\u")).and_then(unit);
    match (first, second) {
        (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
            let pair = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            (char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => {
            repairs.lone_surrogate = true;
            (char::REPLACEMENT_CHARACTER, 6)
        }
    }
}

/// The four hex digits after `\u`.
fn unit(bytes: &[u8]) -> Option<u32> {
    bytes.get(2..6)?.iter().try_fold(0, |unit, byte| Some((unit << 4) | char::from(*byte).to_digit(16)?))
}
