//! Which key a request carries. Every place where clients put one; the first that has one wins (protocol notes, 1.2).
//!
//! Keys name projects, they guard nothing: a wrong one cannot exist, only none at all.

use crashtray_core::dsn::Dsn;
use percent_encoding::percent_decode_str;

use super::base64;

/// The places of a request where a key may be. (Another is the envelope's header, looked at only when these have none.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// `X-Sentry-Auth`.
    pub sentry_auth: Option<String>,
    /// `Authorization`.
    pub authorization: Option<String>,
    /// The query, without its question mark.
    pub query: Option<String>,
    /// A segment of the path.
    pub path: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Public key, cut at the first `.`; never empty.
    pub key: String,
    /// `sentry_client`: `sentry.python/2.75.0`.
    pub client: Option<String>,
}

impl Keys {
    /// The first key.
    pub fn find(&self) -> Option<Credentials> {
        let in_header = self.sentry_auth.as_deref().and_then(in_pairs);
        let in_authorization = || self.authorization.as_deref().and_then(in_authorization);
        let in_query = || self.query.as_deref().and_then(in_query);
        let in_path = || self.path.as_deref().and_then(|key| credentials(key, None));
        in_header.or_else(in_authorization).or_else(in_query).or_else(in_path)
    }

    /// The DSN in `Authorization: DSN …`, as feedback brings it.
    pub(super) fn dsn(&self) -> Option<&str> {
        without_scheme(self.authorization.as_deref()?.trim(), "dsn")
    }
}

/// The key of a DSN, as in the header of an envelope that came through a tunnel.
pub(super) fn in_dsn(dsn: &str) -> Option<Credentials> {
    let dsn = Dsn::parse(dsn).ok()?;
    credentials(&dsn.project.key, None)
}

/// `Sentry sentry_key=K, sentry_client=…`; the scheme is optional and in any case.
fn in_pairs(value: &str) -> Option<Credentials> {
    let value = value.trim();
    let pairs = without_scheme(value, "sentry").unwrap_or(value);
    let find = |name| {
        let named = pairs.split(',').filter_map(|pair| pair.split_once('='));
        named.map(|(key, text)| (key.trim(), text.trim().trim_matches('"'))).find(|(key, _)| *key == name)
    };
    credentials(find("sentry_key")?.1, find("sentry_client").map(|(_, client)| client))
}

fn in_authorization(value: &str) -> Option<Credentials> {
    let value = value.trim();
    if without_scheme(value, "sentry").is_some() {
        return in_pairs(value);
    }
    if let Some(dsn) = without_scheme(value, "dsn") {
        return in_dsn(dsn);
    }
    let user = base64::decode(without_scheme(value, "basic")?.as_bytes())?;
    credentials(std::str::from_utf8(&user).ok()?.split(':').next()?, None)
}

fn in_query(query: &str) -> Option<Credentials> {
    let find = |name| {
        let (_, value) = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    };
    credentials(&find("sentry_key")?, find("sentry_client").as_deref())
}

fn without_scheme<'a>(value: &'a str, scheme: &str) -> Option<&'a str> {
    let (word, rest) = value.split_once(' ')?;
    word.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

/// Old clients append flags to the key: `K.no-cache`.
fn credentials(key: &str, client: Option<&str>) -> Option<Credentials> {
    let key = key.split('.').next().unwrap_or_default();
    let client = client.filter(|client| !client.is_empty()).map(str::to_owned);
    (!key.is_empty()).then(|| Credentials { key: key.to_owned(), client })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_header_is_read() {
        for (value, key, client) in [
            (
                "Sentry sentry_key=abc, sentry_version=7, sentry_client=sentry.python/2.75.0",
                "abc",
                Some("sentry.python/2.75.0"),
            ),
            ("Sentry sentry_version=7,sentry_client=sentry.java/8,sentry_key=abc", "abc", Some("sentry.java/8")),
            ("sentry sentry_key=abc", "abc", None),
            ("sentry_key=abc", "abc", None),
            ("Sentry sentry_timestamp=1.5, sentry_key=abc.no-cache, sentry_secret=s", "abc", None),
            ("SENTRY  sentry_key=\"abc\"", "abc", None),
        ] {
            let keys = Keys { sentry_auth: Some(value.into()), ..Keys::default() };
            let expected = Credentials { key: key.into(), client: client.map(str::to_owned) };
            assert_eq!(keys.find(), Some(expected.clone()), "X-Sentry-Auth: {value}");
            if value.to_ascii_lowercase().starts_with("sentry ") {
                let keys = Keys { authorization: Some(value.into()), ..Keys::default() };
                assert_eq!(keys.find(), Some(expected), "Authorization: {value}");
            }
        }
    }

    #[test]
    fn other_authorizations() {
        for (value, key) in [
            ("Basic YWJjOg==", Some("abc")),
            ("basic YWJj", Some("abc")),
            ("DSN http://abc@localhost:8969/1", Some("abc")),
            ("Bearer abc", None),
            ("Basic !!", None),
            ("abc", None),
        ] {
            let keys = Keys { authorization: Some(value.into()), ..Keys::default() };
            assert_eq!(keys.find().map(|found| found.key).as_deref(), key, "{value}");
        }
    }

    #[test]
    fn the_query_is_decoded() {
        let query = "sentry_version=7&sentry_key=abc&sentry_client=sentry.javascript.node%2F11.11.0";
        let keys = Keys { query: Some(query.into()), ..Keys::default() };
        let found = keys.find().unwrap();
        assert_eq!((found.key.as_str(), found.client.as_deref()), ("abc", Some("sentry.javascript.node/11.11.0")));
    }

    #[test]
    fn the_first_place_wins_and_an_empty_key_is_none() {
        let mut keys = Keys {
            sentry_auth: Some("Sentry sentry_key=first".into()),
            authorization: Some("Sentry sentry_key=second".into()),
            query: Some("sentry_key=third".into()),
            path: Some("fourth.no-cache".into()),
        };
        for expected in ["first", "second", "third", "fourth"] {
            assert_eq!(keys.find().unwrap().key, expected);
            match expected {
                "first" => keys.sentry_auth = Some("Sentry sentry_key=, sentry_version=7".into()),
                "second" => keys.authorization = Some("Bearer something".into()),
                "third" => keys.query = Some("sentry_key=&sentry_key=late".into()),
                _ => keys.path = Some(".no-cache".into()),
            }
        }
        assert_eq!(keys.find(), None, "no place has a key");
    }
}
