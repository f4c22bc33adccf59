//! Proof before trust: a server shows that it knows the token before a client sends it.
//!
//! While the resident is down, another user's program may listen on its port. So a client asks `/health?nonce=N` first, and the
//! resident answers with an HMAC that only somebody who has the token's hash can make. Randomness for nonces and the comparison's
//! timing are left to the caller: every nonce is used once.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The header of `/health` that carries the proof.
pub const PROOF_HEADER: &str = "x-crashtray-proof";

/// What is kept of a token: its SHA-256.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The proof for one nonce: HMAC-SHA256 under `token_hash` of the nonce followed by the address (`127.0.0.1:8969`, `[::1]:8969`)
/// that the connection was accepted on, as 64 lower-case hex digits.
#[must_use]
#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
pub fn proof(token_hash: &[u8; 32], nonce: &str, address: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(token_hash).expect("HMAC takes keys of every length");
    mac.update(nonce.as_bytes());
    mac.update(address.as_bytes());
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_other_implementations() {
        // python3 -c 'import hmac, hashlib; print(hmac.new(hashlib.sha256(b"secret").digest(), b"0001127.0.0.1:8969", "sha256").hexdigest())'
        let made = proof(&token_hash("secret"), "0001", "127.0.0.1:8969");
        assert_eq!(made, "348e8a119d196ef522815bf2aad3225ea39d4f74a492d64540271372765901e2");
    }

    #[test]
    fn depends_on_everything() {
        let made = proof(&token_hash("secret"), "0001", "127.0.0.1:8969");
        for (token, nonce, address) in [
            ("other", "0001", "127.0.0.1:8969"),
            ("secret", "0002", "127.0.0.1:8969"),
            ("secret", "0001", "127.0.0.1:8970"),
            ("secret", "0001", "[::1]:8969"),
        ] {
            assert_ne!(proof(&token_hash(token), nonce, address), made, "{token} {nonce} {address}");
        }
    }
}
