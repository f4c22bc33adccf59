//! Identifiers. They are made elsewhere (`core` has no randomness); here they are read and written.

use std::fmt;

/// Id of an event, transaction or feedback: 16 bytes, written as 32 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub [u8; 16]);

impl EventId {
    /// Reads 32 hex digits; dashes are ignored and case does not matter. `None` for anything else.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; 16];
        let mut n_digits = 0;
        for &byte in text.iter().filter(|&&byte| byte != b'-') {
            let digit = char::from(byte).to_digit(16)?;
            let slot = bytes.get_mut(n_digits / 2)?;
            *slot = (*slot << 4) | u8::try_from(digit).ok()?;
            n_digits += 1;
        }
        (n_digits == 32).then_some(Self(bytes))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Row id of a project, immutable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectId(pub i64);

/// Number of an issue, unique in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IssueId(pub i64);

impl fmt::Display for IssueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_in_every_form_that_sdks_write() {
        let plain = EventId::parse(b"0123456789abcdef0123456789abcdef").unwrap();
        assert_eq!(
            EventId::parse(b"01234567-89AB-cdef-0123-456789abcdef"),
            Some(plain),
            "dashes and case do not matter"
        );
        assert_eq!(plain.to_string(), "0123456789abcdef0123456789abcdef");
        for bad in [&b""[..], b"xyz", b"0123456789abcdef0123456789abcde", b"0123456789abcdef0123456789abcdef0"] {
            assert_eq!(EventId::parse(bad), None, "only 32 digits are an id");
        }
    }
}
