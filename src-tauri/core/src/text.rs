//! What is done to any text.

/// At most so many characters of it.
pub fn cut(text: &str, n_characters: usize) -> &str {
    // So many bytes are no more characters than that.
    if text.len() <= n_characters {
        return text;
    }
    text.char_indices().nth(n_characters).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
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
}
