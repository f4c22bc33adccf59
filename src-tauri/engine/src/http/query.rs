//! Values of a query.

use http::Uri;
use percent_encoding::percent_decode_str;

/// The first value of that name, decoded.
pub(super) fn value(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// The event that old clients send in a query: JSON, whose blanks may be written as `+`, or base64, of which `+` is a digit.
pub(super) fn event(uri: &Uri) -> String {
    let event = value(uri, "sentry_data").unwrap_or_default();
    if !event.trim_start().starts_with('{') {
        return event;
    }
    let spaced = uri.query().unwrap_or_default().replace('+', " ");
    let pairs = spaced.split('&').find_map(|pair| pair.strip_prefix("sentry_data="));
    pairs.map_or(event, |value| percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// Whether the name is there, with or without a value.
pub(super) fn has(uri: &Uri, name: &str) -> bool {
    uri.query().is_some_and(|query| query.split('&').any(|pair| pair.split('=').next() == Some(name)))
}
