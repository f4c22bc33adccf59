//! Time as a number. `core` never asks what time it is.

use std::fmt;

/// Microseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// What the endpoint adds to a payload: when it came, and ids for items that have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Receipt.
    pub at: Timestamp,
    /// Id in the envelope's header, or made for it; holds for its first event-like item.
    pub header_id: Option<crate::id::EventId>,
    /// An id for this item alone, used where neither header nor payload has a good one.
    pub fresh_id: crate::id::EventId,
    /// `sentry.python/2.75.0`, from the request.
    pub client: Option<String>,
    /// Address of the peer.
    pub peer: Option<String>,
    /// The `Origin` header, for requests that come from a web page.
    pub origin: Option<String>,
}

impl Timestamp {
    /// From microseconds since the Unix epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// Reads a number: seconds since the Unix epoch; by its size alone also milliseconds, microseconds or nanoseconds.
    /// `None` past the year 9999.
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked after rounding")]
    pub fn from_number(text: &str) -> Option<Self> {
        let number: f64 = text.parse().ok()?;
        let per_second = match number.abs() {
            size if size > 1e17 => 1e9,
            size if size > 1e14 => 1e6,
            size if size > 1e11 => 1e3,
            _ => 1.0,
        };
        let micros = (number * (1e6 / per_second)).round();
        (micros.abs() <= MAX_MICROS).then_some(Self(micros as i64))
    }

    /// Reads `2026-08-20T10:00:00`, with a fraction of any length, with `Z`, an offset, or none (then it is UTC). Digits alone
    /// are read as a number.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() < 19 || !text.is_ascii() || text.as_bytes()[4] != b'-' {
            return Self::from_number(text);
        }
        let (date_time, rest) = text.split_at(19);
        let (fraction, zone) = split_fraction(rest);
        let seconds = civil_seconds(date_time.as_bytes())?.checked_sub(offset_seconds(zone)?)?;
        Some(Self(seconds.checked_mul(1_000_000)?.checked_add(fraction_micros(fraction))?))
    }

    /// Microseconds since the Unix epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since the Unix epoch, as clients of the resident get it.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of the next 200,000 years are exact in an f64")]
    pub fn as_millis_f64(self) -> f64 {
        self.0.div_euclid(1_000) as f64
    }
}

/// The last microsecond of the year 9999.
const MAX_MICROS: f64 = 253_402_300_799_999_999.0;

/// `.031Z` to `031` and `Z`.
fn split_fraction(rest: &str) -> (&str, &str) {
    let Some(digits) = rest.strip_prefix(['.', ',']) else { return ("", rest) };
    digits.split_at(digits.bytes().take_while(u8::is_ascii_digit).count())
}

/// Rounded to the microsecond.
fn fraction_micros(digits: &str) -> i64 {
    let seven: i64 =
        digits.bytes().chain(std::iter::repeat(b'0')).take(7).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    (seven + 5) / 10
}

/// Seconds since the epoch of `2026-08-20T10:00:00`, as if it were UTC.
fn civil_seconds(text: &[u8]) -> Option<i64> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b't' | b' ', h1, h2, b':', n1, n2, b':', s1, s2] = text
    else {
        return None;
    };
    let year = i16::from(digits(y1, y2)?) * 100 + i16::from(digits(y3, y4)?);
    // A leap second is the one before it.
    let second = digits(s1, s2)?.min(if digits(s1, s2)? == 60 { 59 } else { i8::MAX });
    let (month, day, hour, minute) = (digits(m1, m2)?, digits(d1, d2)?, digits(h1, h2)?, digits(n1, n2)?);
    let civil = jiff::civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    Some(jiff::tz::Offset::UTC.to_timestamp(civil).ok()?.as_second())
}

/// Seconds to take off: of nothing, `Z`, `+02:00`, `-0230`, `+02`.
fn offset_seconds(zone: &str) -> Option<i64> {
    let (sign, hours, minutes) = match zone.trim_start().as_bytes() {
        [] | [b'Z' | b'z'] => return Some(0),
        &[sign, h1, h2] => (sign, digits(h1, h2)?, 0),
        &[sign, h1, h2, b':', m1, m2] | &[sign, h1, h2, m1, m2] => (sign, digits(h1, h2)?, digits(m1, m2)?),
        _ => return None,
    };
    let seconds = i64::from(hours) * 3_600 + i64::from(minutes) * 60;
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

fn digits(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i8::try_from(byte - b'0').ok()).flatten();
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// RFC 3339 in UTC with milliseconds: `2026-08-20T10:00:00.000Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(time) => write!(f, "{time:.3}"),
            Err(_) => write!(f, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_in_utc_with_milliseconds() {
        assert_eq!(Timestamp::from_millis(1_787_220_000_031).to_string(), "2026-08-20T10:00:00.031Z");
        assert_eq!(Timestamp::from_micros(-1).to_string(), "1969-12-31T23:59:59.999Z", "before 1970 too");
    }

    #[test]
    fn times_are_read_in_every_form_that_clients_write() {
        let table = [
            ("2026-08-20T10:00:00", "2026-08-20T10:00:00.000Z"),
            ("2026-08-20T10:00:00Z", "2026-08-20T10:00:00.000Z"),
            ("2026-08-20 10:00:00.5", "2026-08-20T10:00:00.500Z"),
            ("2026-08-20T10:00:00.031499600Z", "2026-08-20T10:00:00.031Z"),
            ("2026-08-20T10:00:00.0310000000000000000001+02:00", "2026-08-20T08:00:00.031Z"),
            ("2026-08-20T10:00:00 -0230", "2026-08-20T12:30:00.000Z"),
            ("2026-06-30T23:59:60Z", "2026-06-30T23:59:59.000Z"),
            ("1787220000", "2026-08-20T10:00:00.000Z"),
            ("1787220000.031", "2026-08-20T10:00:00.031Z"),
            ("1787220000031", "2026-08-20T10:00:00.031Z"),
            ("1787220000031000", "2026-08-20T10:00:00.031Z"),
            ("1787220000031000000", "2026-08-20T10:00:00.031Z"),
            ("-1", "1969-12-31T23:59:59.000Z"),
        ];
        for (text, time) in table {
            assert_eq!(Timestamp::parse(text).map(|time| time.to_string()).as_deref(), Some(time), "{text}");
        }
        for bad in ["", "soon", "2026-13-20T10:00:00", "2026-08-20T10:00:00X", "2026-08-20", "NaN", "inf", "1e300"] {
            assert_eq!(Timestamp::parse(bad), None, "{bad} is no time");
        }
    }
}
