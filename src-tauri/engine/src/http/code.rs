//! One-time codes: how a browser gets its session without the token ever being in an address (`decisions`: 4.3).
//!
//! A code is good for 60 s and for one trade. Sessions themselves live in the file.

use std::io;
use std::sync::{Mutex, PoisonError};

use crashtray_core::proof::token_hash;
use crashtray_core::time::Timestamp;

use crate::resident::random_hex;

/// How long a code is good for.
const LIFE_MICROS: i64 = 60_000_000;

/// More than anybody has open at once; the oldest is forgotten first.
const MOST: usize = 16;

/// The codes that were given out, by their hash.
#[derive(Debug, Default)]
pub struct Codes(Mutex<Vec<(Timestamp, [u8; 32])>>);

impl Codes {
    /// A new code.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn give(&self, now: Timestamp) -> io::Result<String> {
        let code = random_hex(16)?;
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if codes.len() == MOST {
            codes.remove(0);
        }
        codes.push((now, token_hash(&code)));
        Ok(code)
    }

    /// Takes a code back. True: it was good.
    pub fn take(&self, code: &str, now: Timestamp) -> bool {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|(given, _)| now.as_micros() - given.as_micros() <= LIFE_MICROS);
        let hash = token_hash(code);
        let Some(place) = codes.iter().position(|(_, given)| *given == hash) else { return false };
        codes.remove(place);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_once_and_for_a_minute() {
        let at = Timestamp::from_millis;
        let codes = Codes::default();
        let [first, second] = [0, 0].map(|_| codes.give(at(0)).unwrap());
        assert_ne!(first, second, "nobody can guess the next one");
        assert!(!codes.take("", at(1)), "an unknown one is not good");
        assert!(codes.take(&first, at(60_000)), "it is good for 60 s");
        assert!(!codes.take(&first, at(60_000)), "but only once");
        assert!(!codes.take(&second, at(60_001)), "later it is not");
    }

    #[test]
    fn no_more_than_a_few_are_open() {
        let codes = Codes::default();
        let first = codes.give(Timestamp::from_millis(0)).unwrap();
        for _ in 0..MOST {
            codes.give(Timestamp::from_millis(0)).unwrap();
        }
        assert!(!codes.take(&first, Timestamp::from_millis(0)), "the oldest was forgotten");
    }
}
