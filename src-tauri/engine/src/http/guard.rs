//! Who may read (`decisions`: 5.1): our own page and programs of the user, which know the token.
//!
//! A web page can reach this port: through a name that resolves to 127.0.0.1, or by plain requests. So a reading route asks three
//! things: a `Host` of ours, an `Origin` that is ours or absent, and the token or a session's token. Each alone would do; a mistake
//! in one of them opens nothing.

use std::net::SocketAddr;

use crashtray_core::proof::token_hash;
use http::{HeaderMap, StatusCode, header};

use super::answer::{self, Answer};
use super::context::Context;
use crate::rpc::{Code, RpcError};

/// The names under which we answer: all loopback names with our ports, and the addresses that we were told to listen on.
#[derive(Clone, Debug)]
pub(super) struct Names(Vec<String>);

impl Names {
    /// For these addresses.
    pub(super) fn of(addresses: &[SocketAddr]) -> Self {
        let mut names = Vec::new();
        for address in addresses {
            let port = address.port();
            names.extend(["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}")));
            names.push(address.to_string());
            if port == 80 {
                names.extend(["127.0.0.1", "localhost", "[::1]"].map(str::to_owned));
            }
        }
        names.sort();
        names.dedup();
        Self(names)
    }

    /// Whether this `Host` is one of ours.
    pub(super) fn has(&self, host: &str) -> bool {
        self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }
}

/// Lets through what may read. The answer for the rest.
pub(super) fn may_read(headers: &HeaderMap, context: &Context) -> Result<(), Box<Answer>> {
    is_own_page(headers, context)?;
    if knows_token(headers, context) {
        return Ok(());
    }
    let hint = "`crashtray open` opens a page that has one.";
    let error = RpcError::new(Code::Unauthorized, "the token is missing or wrong".into(), Some(hint));
    Err(Box::new(answer::rpc_error(&error)))
}

/// Lets through what comes from our own page or from no page at all.
pub(super) fn is_own_page(headers: &HeaderMap, context: &Context) -> Result<(), Box<Answer>> {
    is_own_host(headers, context)?;
    let is_own = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| context.names.has(host));
    if headers.get_all(header::ORIGIN).iter().all(|origin| origin.to_str().is_ok_and(is_own)) {
        Ok(())
    } else {
        Err(forbidden("a page of another origin may not read"))
    }
}

/// Lets through what was meant for us.
pub(super) fn is_own_host(headers: &HeaderMap, context: &Context) -> Result<(), Box<Answer>> {
    match text(headers, header::HOST) {
        Some(host) if context.names.has(host) => Ok(()),
        Some(_) | None => Err(forbidden("the host is none of ours")),
    }
}

/// The refusal of what came from elsewhere.
pub(super) fn forbidden(why: &str) -> Box<Answer> {
    let error = RpcError::new(Code::BadInput, why.to_owned(), None);
    Box::new(answer::rpc_error_with(StatusCode::FORBIDDEN, &error))
}

/// A header's value, if it is text.
pub(super) fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn knows_token(headers: &HeaderMap, context: &Context) -> bool {
    let Some((scheme, token)) = text(headers, header::AUTHORIZATION).and_then(|value| value.split_once(' ')) else {
        return false;
    };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return false;
    }
    match token.trim().split_once('.') {
        Some((id, token)) => context.sessions.hash(id).is_some_and(|hash| is_same(&hash, &token_hash(token))),
        None => is_same(&context.token_hash, &token_hash(token.trim())),
    }
}

/// Takes equally long whatever they hold.
fn is_same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_loopback_with_our_port_are_ours() {
        let names = Names::of(&["127.0.0.1:8969".parse().unwrap(), "[::1]:8969".parse().unwrap()]);
        for (host, ours) in [
            ("127.0.0.1:8969", true),
            ("localhost:8969", true),
            ("LOCALHOST:8969", true),
            ("[::1]:8969", true),
            ("127.0.0.1", false),
            ("127.0.0.1:8970", false),
            ("evil.example:8969", false),
            ("localhost.evil.example:8969", false),
            ("localhost:8969@evil.example", false),
            ("", false),
        ] {
            assert_eq!(names.has(host), ours, "{host}");
        }
        assert!(Names::of(&["127.0.0.1:80".parse().unwrap()]).has("localhost"), "port 80 is not written");
    }
}
