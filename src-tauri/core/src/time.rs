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
}
