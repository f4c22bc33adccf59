//! Tags: how keys and values are cleaned, and which of them are fields of the event (protocol notes, 3.7).

use std::borrow::Cow;
use std::collections::HashSet;

/// A tag as it came.
pub(crate) type Tag<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Tags that are fields of the event; they fill the field where it is empty, and are no tags.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a> {
    pub(crate) release: Option<Cow<'a, str>>,
    pub(crate) dist: Option<Cow<'a, str>>,
    pub(crate) environment: Option<Cow<'a, str>>,
}

/// Cleans tags. Of a repeated key the first stays; what has no key or no value is dropped.
pub(crate) fn settle<'a>(tags: impl IntoIterator<Item = Tag<'a>>) -> (Vec<Tag<'a>>, Fields<'a>) {
    let mut fields = Fields::default();
    let mut settled: Vec<Tag<'a>> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for (key, value) in tags {
        let (key, value) = (clean_key(key), clean_value(value));
        if key.is_empty() || value.is_empty() || !seen.insert(key.as_ref().to_owned()) {
            continue;
        }
        match key.as_ref() {
            "release" => fields.release = Some(value),
            "dist" => fields.dist = Some(value),
            "environment" => fields.environment = Some(value),
            "user" | "filename" | "function" => {}
            _ => settled.push((key, value)),
        }
    }
    (settled, fields)
}

fn clean_key(key: Cow<'_, str>) -> Cow<'_, str> {
    let key = trim(key);
    if key.contains(char::is_whitespace) { Cow::Owned(key.replace(char::is_whitespace, "-")) } else { key }
}

fn clean_value(value: Cow<'_, str>) -> Cow<'_, str> {
    let value = trim(value);
    if value.contains(['\n', '\r']) { Cow::Owned(value.replace(['\n', '\r'], " ")) } else { value }
}

/// Without blanks around it.
pub(crate) fn trim(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_cleaned_and_fields_are_no_tags() {
        let came = [
            (" a key ", " one\ntwo "),
            ("a-key", "second"),
            ("", "no key"),
            ("empty", " "),
            ("environment", "dev"),
            ("release", "1"),
            ("user", "id:1"),
            ("ключ", "значение"),
        ];
        let (tags, fields) = settle(came.map(|(key, value)| (key.into(), value.into())));
        assert_eq!(tags, [("a-key".into(), "one two".into()), ("ключ".into(), "значение".into())]);
        assert_eq!(fields.environment.as_deref(), Some("dev"));
        assert_eq!(fields.release.as_deref(), Some("1"));
        assert_eq!(fields.dist, None);
    }
}
