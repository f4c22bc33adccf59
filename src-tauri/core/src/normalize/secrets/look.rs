//! What a secret looks like: by the name it has, or by itself.

use std::sync::LazyLock;

use regex::RegexSet;

use crate::event::text::beginning;

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A number of a payment card.
    Card,
    /// Cookies, with which somebody else is logged in.
    Cookie,
    /// Something that a service issued: a token, a key.
    Key,
    /// A password.
    Password,
    /// A private key.
    PrivateKey,
}

impl Look {
    /// What the user is told.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::Card => "looks like the number of a payment card",
            Self::Cookie => "holds cookies, with which somebody could be logged in",
            Self::Key => "looks like a token or a key of a service",
            Self::Password => "looks like a password",
            Self::PrivateKey => "looks like a private key",
        }
    }
}

/// Words in the name of a value, without case, `-`, `_` and blanks, and what they mean.
const NAMES: [(&str, Look); 17] = [
    ("accesskey", Look::Key),
    ("accesstoken", Look::Key),
    ("apikey", Look::Key),
    ("authorization", Look::Key),
    ("authtoken", Look::Key),
    ("bearer", Look::Key),
    ("clientsecret", Look::Key),
    ("cookie", Look::Cookie),
    ("credential", Look::Password),
    ("passphrase", Look::Password),
    ("passwd", Look::Password),
    ("password", Look::Password),
    ("privatekey", Look::PrivateKey),
    ("refreshtoken", Look::Key),
    ("secret", Look::Password),
    ("sessionid", Look::Cookie),
    ("sessiontoken", Look::Cookie),
];

/// Names that mean something only when they are the whole name.
const WHOLE_NAMES: [(&str, Look); 4] =
    [("pass", Look::Password), ("pwd", Look::Password), ("token", Look::Key), ("xauthtoken", Look::Key)];

/// What the name of a value says, unless the value is a filler.
pub(super) fn named(key: &str, text: &str) -> Option<Look> {
    if is_filler(text) || key.len() > 100 {
        return None;
    }
    let name: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let by_part = NAMES.iter().find(|(word, _)| name.contains(word));
    by_part.or_else(|| WHOLE_NAMES.iter().find(|(word, _)| name == *word)).map(|(_, look)| *look)
}

/// Nothing, `None`, stars, `[Filtered]`, or a thing that is only described (`<function login at 0x…>`).
fn is_filler(text: &str) -> bool {
    let bare = text.trim().trim_matches(['"', '\'']);
    bare.is_empty()
        || matches!(bare, "None" | "null" | "nil" | "undefined" | "True" | "False" | "true" | "false" | "0")
        || bare.chars().all(|character| matches!(character, '*' | '•' | 'x' | 'X' | '.'))
        || (bare.starts_with('[') && bare.ends_with(']'))
        || (bare.starts_with('<') && bare.ends_with('>'))
}

/// What of a long text is looked at.
const MAX_BYTES: usize = 16 * 1024;

/// In the order of [`LOOKS`].
static PATTERNS: LazyLock<RegexSet> = LazyLock::new(|| {
    let patterns = [
        r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY",
        r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.",
        r"(?i)\b(?:bearer|basic) [A-Za-z0-9+/._~-]{12,}=*",
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})",
        r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
        r"\b[srp]k_live_[A-Za-z0-9]{10,}",
        r"\bAIza[0-9A-Za-z_-]{35}",
        r"\bsntry[su]_[A-Za-z0-9+/=_]{20,}",
        r"[a-z]://[^\s/:@]*:[^\s/:@]{1,100}@",
    ];
    #[expect(clippy::expect_used, reason = "the patterns are constants and compiled by a test")]
    RegexSet::new(patterns).expect("constant patterns are good")
});

const LOOKS: [Look; 10] = [
    Look::PrivateKey,
    Look::Key,
    Look::Key,
    Look::Key,
    Look::Key,
    Look::Key,
    Look::Key,
    Look::Key,
    Look::Key,
    Look::Password,
];

/// What the value itself says.
pub(super) fn looks_like(text: &str) -> Option<Look> {
    let text = beginning(text, MAX_BYTES);
    if text.len() < 13 {
        return None;
    }
    let pattern = PATTERNS.matches(text).into_iter().next();
    pattern.and_then(|idx| LOOKS.get(idx).copied()).or_else(|| has_card(text).then_some(Look::Card))
}

/// Whether 15 or 16 digits, with single blanks or dashes between, are a number that card issuers give out.
fn has_card(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |idx: &usize| bytes[*idx].is_ascii_digit() && (*idx == 0 || !is_joined(bytes[*idx - 1]));
    (0..bytes.len()).filter(begins).any(|idx| is_card(&bytes[idx..]))
}

/// Whether a digit beside this byte is part of something longer: a word, a fraction.
fn is_joined(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')
}

fn is_card(bytes: &[u8]) -> bool {
    let mut digits = Vec::with_capacity(17);
    let mut is_separated = false;
    for &byte in bytes {
        match byte {
            b'0'..=b'9' if digits.len() < 17 => digits.push(u32::from(byte - b'0')),
            b' ' | b'-' if !is_separated => {}
            _ if is_joined(byte) && !is_separated => return false,
            _ => break,
        }
        is_separated = !byte.is_ascii_digit();
    }
    let is_issued = match digits.as_slice() {
        [3, 4 | 7, ..] => digits.len() == 15,
        [4, ..] | [5, 1..=5, ..] | [2, 2..=7, ..] | [6, 0 | 4 | 5, ..] => digits.len() == 16,
        _ => false,
    };
    is_issued && luhn(&digits)
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let places = digits.iter().rev().enumerate();
    places.map(|(idx, digit)| if idx % 2 == 1 { doubled(*digit) } else { *digit }).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_known_by_itself() {
        let table = [
            ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", Some(Look::PrivateKey)),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", Some(Look::Key)),
            ("'Bearer 0123456789abcdef'", Some(Look::Key)),
            ("AKIAIOSFODNN7EXAMPLE", Some(Look::Key)),
            ("token ghp_0123456789abcdefghij0123", Some(Look::Key)),
            ("postgres://shop:hunter2@db/shop", Some(Look::Password)),
            ("http://localhost:8969/api/1/store/", None),
            ("card 4111 1111 1111 1111, of", Some(Look::Card)),
            ("378282246310005", Some(Look::Card)),
            ("5555-5555-5555-4444", Some(Look::Card)),
            ("4111 1111 1111 1112", None),
            ("0.4111111111111111", None),
            ("a4111111111111111", None),
            ("4111111111111111b", None),
            ("41111111111111111", None),
            ("1787220000031 1787220000032", None),
            ("0000000000000000", None),
            ("a bearer of bad news", None),
            ("short", None),
        ];
        for (text, look) in table {
            assert_eq!(looks_like(text), look, "{text}");
        }
        assert_eq!(PATTERNS.len(), LOOKS.len(), "each pattern means something");
    }

    #[test]
    fn a_value_is_known_by_its_name() {
        let table = [
            ("password", "hunter2", Some(Look::Password)),
            ("DB_PASSWORD", "'hunter2'", Some(Look::Password)),
            ("user-passwd", "hunter2", Some(Look::Password)),
            ("pwd", "hunter2", Some(Look::Password)),
            ("pwd_path", "/srv", None),
            ("X-Api-Key", "0123", Some(Look::Key)),
            ("Authorization", "Digest x", Some(Look::Key)),
            ("Set-Cookie", "a=b", Some(Look::Cookie)),
            ("password", "********", None),
            ("password", "[Filtered]", None),
            ("password", "''", None),
            ("password", "None", None),
            ("check_password", "<function check_password at 0x7f>", None),
            ("token", "abc", Some(Look::Key)),
            ("tokens", "12", None),
            ("name", "ann", None),
        ];
        for (key, text, look) in table {
            assert_eq!(named(key, text), look, "{key}: {text}");
        }
    }
}
