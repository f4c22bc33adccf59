//! What is done to any text.

/// At most so many characters of it.
pub fn cut(text: &str, n_characters: usize) -> &str {
    // So many bytes are no more characters than that.
    if text.len() <= n_characters {
        return text;
    }
    text.char_indices().nth(n_characters).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// What stands in the quotes that a text begins with, and how many bytes they take with it. In quotes `\"` is a quote and `\\` a
/// backslash; every other backslash is one. `None`: nothing closes them.
pub(crate) fn quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut signs = text.char_indices().skip(1);
    loop {
        match signs.next()? {
            (offset, '"') => return Some((value, offset + 1)),
            (_, '\\') => match signs.next()? {
                (_, escaped @ ('"' | '\\')) => value.push(escaped),
                (_, other) => value.extend(['\\', other]),
            },
            (_, sign) => value.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_characters() {
        for (text, cut_text) in [("", ""), ("abc", "abc"), ("äöü", "äöü"), ("äöüß", "äöü")] {
            assert_eq!(cut(text, 3), cut_text);
        }
    }

    #[test]
    fn quotes_end_where_they_are_closed() {
        for (text, expected) in [
            (r#""a b" c"#, Some(("a b", 5))),
            (r#""" c"#, Some(("", 2))),
            (r#""a \"b\" \\ \d" c"#, Some((r#"a "b" \ \d"#, 15))),
            (r#""ä""#, Some(("ä", 4))),
            (r#""a"#, None),
            (r#""a\"#, None),
            (r#""a\""#, None),
        ] {
            assert_eq!(quoted(text), expected.map(|(value, length)| (value.to_owned(), length)), "{text}");
        }
    }
}
