//! Type and value of an exception (protocol notes, 3.5).

use std::borrow::Cow;

/// Without a type, a value like `KeyError: 'x'` is split into one and the rest.
pub(crate) fn split_type<'a>(kind: &mut Option<Cow<'a, str>>, value: &mut Option<Cow<'a, str>>) {
    if kind.is_some() {
        return;
    }
    let Some(text) = value else { return };
    let Some((word, rest)) = text.split_once(':') else { return };
    let is_word = !word.is_empty() && word.chars().all(|character| character.is_alphanumeric() || character == '_');
    if is_word && !rest.contains('\n') {
        let (word, rest) = (word.to_owned(), rest.trim().to_owned());
        *kind = Some(Cow::Owned(word));
        *value = Some(Cow::Owned(rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_in_the_value_where_there_is_none() {
        let table = [
            (None, Some("KeyError: 'x'"), Some("KeyError"), Some("'x'")),
            (None, Some("a sentence: no"), None, Some("a sentence: no")),
            (None, Some("Multi: line\nvalue"), None, Some("Multi: line\nvalue")),
            (Some("T"), Some("A: b"), Some("T"), Some("A: b")),
            (None, None, None, None),
        ];
        for (kind, value, kind_after, value_after) in table {
            let (mut kind_read, mut value_read) = (kind.map(Cow::Borrowed), value.map(Cow::Borrowed));
            split_type(&mut kind_read, &mut value_read);
            assert_eq!((kind_read.as_deref(), value_read.as_deref()), (kind_after, value_after), "{kind:?} {value:?}");
        }
    }
}
