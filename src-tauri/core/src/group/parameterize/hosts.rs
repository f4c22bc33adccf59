//! Whom a message is about: e-mail addresses, host names, IPv6 addresses.

use std::net::Ipv6Addr;

use super::{Found, ends_word, is_word, run, starts_word};

/// An address, wherever in its first part one looks from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Email {
    start: usize,
    at_sign: usize,
    end: usize,
}

/// All addresses of a text, in order.
pub(super) fn emails(text: &str) -> Vec<Email> {
    let bytes = text.as_bytes();
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let mut emails = Vec::new();
    for at_sign in memchr::memchr_iter(b'@', bytes) {
        let before = bytes.get(..at_sign).unwrap_or_default();
        let n_local = before.iter().rev().take_while(|byte| is_local(**byte)).count();
        let mut end = at_sign + 1 + run(bytes, at_sign + 1, is_host);
        if n_local == 0 || end == at_sign + 1 {
            continue;
        }
        while bytes.get(end) == Some(&b'.') && run(bytes, end + 1, is_host) > 0 {
            end += 1 + run(bytes, end + 1, is_host);
        }
        emails.push(Email { start: at_sign - n_local, at_sign, end });
    }
    emails
}

/// The address that `at` is in the first part of.
pub(super) fn email_at(emails: &[Email], at: usize) -> Option<Found> {
    let email = emails.get(emails.partition_point(|email| email.at_sign <= at))?;
    (email.start <= at).then_some(Found { kind: "email", start: at, end: email.end })
}

fn is_local(byte: u8) -> bool {
    is_word(byte) || b".!#$%&'*+/=?^`{|}~-".contains(&byte)
}

/// The host names of a text, asked from left to right.
#[derive(Debug, Default)]
pub(super) struct Hostnames {
    /// Up to here it is known that no name starts.
    none_before: usize,
}

impl Hostnames {
    /// The name that starts at `at` and ends in a domain that is in use. Places must be asked in ascending order.
    pub(super) fn at(&mut self, text: &str, at: usize) -> Option<Found> {
        let bytes = text.as_bytes();
        if at < self.none_before || !bytes.get(at)?.is_ascii_alphanumeric() || !starts_word(bytes, at) {
            return None;
        }
        let (end, searched) = hostname(bytes, at);
        self.none_before = searched;
        end.map(|end| Found { kind: "hostname", start: at, end })
    }
}

/// Where the longest name from `at` on ends, and how far was looked: from no place before that another one starts.
fn hostname(bytes: &[u8], at: usize) -> (Option<usize>, usize) {
    let mut end = None;
    let mut label_start = at;
    loop {
        if label_start > at
            && let Some(top_level_end) = top_level_at(bytes, label_start)
        {
            end = Some(top_level_end);
        }
        let n_label = run(bytes, label_start, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if n_label == 0 || n_label > 63 || bytes.get(label_start + n_label) != Some(&b'.') {
            return (end, label_start + n_label);
        }
        label_start += n_label + 1;
    }
}

/// All upper or all lower case.
fn top_level_at(bytes: &[u8], at: usize) -> Option<usize> {
    let n_letters = run(bytes, at, |byte| byte.is_ascii_alphabetic());
    let label = bytes.get(at..at + n_letters)?;
    let mut lower = [0; LONGEST_TOP_LEVEL];
    let lower = lower.get_mut(..n_letters)?;
    lower.copy_from_slice(label);
    lower.make_ascii_lowercase();
    let is_one_case = label == &*lower || !label.iter().any(u8::is_ascii_lowercase);
    let is_known = || TOP_LEVEL.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok();
    (is_one_case && ends_word(bytes, at + n_letters) && is_known()).then_some(at + n_letters)
}

/// `localhost`, `solutions`.
const LONGEST_TOP_LEVEL: usize = 9;

/// Domains that messages name, in order. Those that are also endings of files or members of objects (`py`, `rs`, `sh`, `id`, `name`) are not here.
pub(super) const TOP_LEVEL: [&str; 84] = [
    "academy",
    "aero",
    "ai",
    "app",
    "arpa",
    "at",
    "au",
    "be",
    "biz",
    "blog",
    "br",
    "ca",
    "ch",
    "cloud",
    "cn",
    "co",
    "codes",
    "com",
    "company",
    "cz",
    "de",
    "dev",
    "digital",
    "dk",
    "edu",
    "email",
    "es",
    "eu",
    "fi",
    "fr",
    "fyi",
    "gov",
    "gr",
    "hk",
    "hr",
    "hu",
    "ie",
    "il",
    "info",
    "int",
    "internal",
    "invalid",
    "io",
    "ir",
    "jobs",
    "jp",
    "kr",
    "lan",
    "life",
    "live",
    "local",
    "localhost",
    "lt",
    "media",
    "mil",
    "mobi",
    "museum",
    "mx",
    "net",
    "network",
    "nl",
    "no",
    "nz",
    "online",
    "org",
    "page",
    "pt",
    "ro",
    "ru",
    "se",
    "services",
    "shop",
    "site",
    "social",
    "solutions",
    "space",
    "store",
    "systems",
    "tech",
    "tv",
    "uk",
    "us",
    "website",
    "xyz",
];

/// An IPv6 address that touches no word and has a digit: `Cafe::load` and `add::bad` are none.
pub(super) fn ip_v6_at(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    let is_first = at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|byte| *byte != b':');
    if !(first.is_ascii_hexdigit() || first == b':') || !is_first || !starts_word(bytes, at) {
        return None;
    }
    let n_run = run(bytes.get(..bytes.len().min(at + 48)).unwrap_or(bytes), at, |byte| {
        byte.is_ascii_hexdigit() || byte == b':' || byte == b'.'
    });
    let candidate = text.get(at..at + n_run)?;
    let n_colons = memchr::memchr_iter(b':', candidate.as_bytes()).count();
    if n_colons < 2 || (n_colons < 6 && memchr::memmem::find(candidate.as_bytes(), b"::").is_none()) {
        return None;
    }
    let candidate =
        [candidate, candidate.trim_end_matches('.'), candidate.trim_end_matches(['.', ':'])].into_iter().find(
            |candidate| candidate.contains(|sign: char| sign.is_ascii_digit()) && candidate.parse::<Ipv6Addr>().is_ok(),
        )?;
    let end = at + candidate.len();
    ends_word(bytes, end).then_some(Found { kind: "ip", start: at, end })
}
