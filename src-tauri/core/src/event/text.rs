//! Texts that are too long to be shown or searched whole.

/// The beginning of a text: at most so many bytes, and no broken character.
pub(crate) fn beginning(text: &str, max_bytes: usize) -> &str {
    let mut end = text.len().min(max_bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(beginning("née", 2), "n");
        assert_eq!(beginning("née", 3), "né");
        assert_eq!(beginning("née", 9), "née");
    }
}
