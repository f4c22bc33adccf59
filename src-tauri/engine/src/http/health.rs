//! `GET /health`: is somebody there, and does he know the token? (`decisions`: 4.4) `OK` is what clients of Spotlight look for.

use crashtray_core::proof::{PROOF_HEADER, proof};
use http::header::HeaderName;
use http::{StatusCode, Uri};

use super::answer::{self, Answer};
use super::context::{Connection, Context};
use super::query;

/// Longer ones are nobody's.
const LONGEST_NONCE: usize = 128;

/// Answers; with a proof where a nonce asks for one.
pub(super) fn answer(uri: &Uri, connection: &Connection, context: &Context) -> Answer {
    let healthy = answer::whole(StatusCode::OK, "text/plain; charset=utf-8", "OK");
    let Some(nonce) = query::value(uri, "nonce").filter(|nonce| nonce.len() <= LONGEST_NONCE) else { return healthy };
    let hash = match query::value(uri, "session") {
        Some(session) => context.sessions.hash(&session),
        None => Some(context.token_hash),
    };
    let Some(hash) = hash else { return healthy };
    let proof = proof(&hash, &nonce, &connection.local.to_string());
    answer::with_text(healthy, HeaderName::from_static(PROOF_HEADER), &proof)
}
