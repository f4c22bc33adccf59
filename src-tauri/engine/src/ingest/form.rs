//! Names and values as queries and forms write them.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The pairs, in order, decoded. A name without `=` has an empty value.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    })
}

/// The first value of that name that is not empty.
pub(super) fn value(text: &str, name: &str) -> Option<String> {
    pairs(text).find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value)
}

fn decoded(text: &str) -> String {
    let text = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded() {
        for (text, expected) in [
            ("", &[][..]),
            ("a=1&b=x+y%21&c", &[("a", "1"), ("b", "x y!"), ("c", "")]),
            ("&a=b=c&", &[("a", "b=c")]),
            ("a=%FF%", &[("a", "\u{fffd}%")]),
        ] {
            let pairs: Vec<_> = pairs(text).collect();
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(pairs, expected, "{text}");
        }
        assert_eq!(value("a=&a=2", "a").as_deref(), Some("2"), "an empty one says nothing");
    }
}
