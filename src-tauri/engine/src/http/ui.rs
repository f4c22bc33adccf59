//! The page: `ui/dist`, embedded. Its own data comes by `/rpc`; nothing here needs a token.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName};
use http::{HeaderValue, StatusCode, Uri};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::answer::{self, Answer};
use super::context::Context;
use super::guard;

/// What `npm run build` made. Without it the page says what to do.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Dist;

/// `decisions`: 5.8.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' blob: data:; font-src 'self'; worker-src 'self' blob:; \
                      frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const UNBUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Crashtray</title>\n\
                       <h1>The page is not in this build</h1>\n<p>Run <code>make</code>, then start again. \
                       Events are taken in all the same; <code>crashtray issues</code> lists them.</p>\n";

/// `GET /`: for browsers only. Django's Spotlight middleware would put our page in place of its own.
pub(super) fn page(uri: &Uri, headers: &HeaderMap, context: &Context) -> Answer {
    if let Err(refusal) = guard::is_own_host(headers, context) {
        return *refusal;
    }
    if !wants_page(headers) {
        return answer::empty(StatusCode::NOT_FOUND);
    }
    if let Some(elsewhere) = elsewhere(uri, headers) {
        let moved = answer::empty(StatusCode::TEMPORARY_REDIRECT);
        return answer::with_text(moved, header::LOCATION, &elsewhere);
    }
    match serve("index.html", headers) {
        Some(page) => answer::with(page, header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        None => guarded(answer::whole(StatusCode::OK, "text/html; charset=utf-8", UNBUILT)),
    }
}

/// A file of the page.
pub(super) fn asset(path: &str, headers: &HeaderMap, context: &Context) -> Option<Answer> {
    if guard::is_own_host(headers, context).is_err() || path.split('/').any(|segment| segment == "..") {
        return None;
    }
    let path = path.trim_start_matches('/');
    let file = serve(path, headers)?;
    // Names of built files change with what is in them.
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    Some(answer::with(file, header::CACHE_CONTROL, HeaderValue::from_static(caching)))
}

fn wants_page(headers: &HeaderMap) -> bool {
    let wants = |accept: &str| accept.split(',').any(|kind| kind.trim_start().starts_with("text/html"));
    headers.get_all(header::ACCEPT).iter().any(|accept| accept.to_str().is_ok_and(wants))
}

/// The page has one origin: storage, and what it proves itself with, belong to `127.0.0.1`.
fn elsewhere(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let host = guard::text(headers, header::HOST)?.to_ascii_lowercase();
    let port = host.strip_prefix("localhost").or_else(|| host.strip_prefix("[::1]"))?;
    let path = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    Some(format!("http://127.0.0.1{port}{path}"))
}

fn serve(path: &str, headers: &HeaderMap) -> Option<Answer> {
    let content_type = content_type(path);
    if accepts_gzip(headers)
        && let Some(file) = Dist::get(&format!("{path}.gz"))
    {
        let answer = guarded(answer::whole(StatusCode::OK, content_type, bytes(file)));
        let answer = answer::with(answer, header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return Some(answer::with(answer, header::VARY, HeaderValue::from_static("accept-encoding")));
    }
    Some(guarded(answer::whole(StatusCode::OK, content_type, bytes(Dist::get(path)?))))
}

fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let names = |accept: &str| accept.split(',').any(|word| word.trim().split(';').next() == Some("gzip"));
    headers.get_all(header::ACCEPT_ENCODING).iter().any(|accept| accept.to_str().is_ok_and(names))
}

fn guarded(answer: Answer) -> Answer {
    let answer = answer::with(answer, header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    let answer = answer::with(answer, header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let name = HeaderName::from_static("cross-origin-resource-policy");
    answer::with(answer, name, HeaderValue::from_static("same-origin"))
}

fn content_type(path: &str) -> &'static str {
    const TYPES: [(&str, &str); 9] = [
        ("css", "text/css; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("json", "application/json"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("txt", "text/plain; charset=utf-8"),
        ("wasm", "application/wasm"),
        ("woff2", "font/woff2"),
    ];
    let extension = path.rsplit('.').next().unwrap_or_default();
    TYPES.iter().find(|(name, _)| *name == extension).map_or("application/octet-stream", |(_, kind)| kind)
}
