//! Tokens, codes, nonces and ids that nobody can guess.

use std::fmt::Write;
use std::io;

/// So many random bytes as lower-case hex digits.
///
/// # Errors
/// The system has no randomness.
pub fn random_hex(n_bytes: usize) -> io::Result<String> {
    let mut bytes = vec![0; n_bytes];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
