//! A single value, and the lenient ways in which the protocol reads it (protocol notes, 3.1). Digest and event share them, so
//! that both say the same about a payload.

use std::borrow::Cow;

/// A value that is no container, or the word that it is one.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// `null`, or unreadable.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A text.
    Text(Cow<'a, str>),
    /// A list or an object.
    Container,
}

impl<'a> Scalar<'a> {
    /// A lenient string: a number as it was written, a boolean as Python writes it.
    pub fn lenient(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(Cow::Borrowed(number)),
            Self::Bool(true) => Some(Cow::Borrowed("True")),
            Self::Bool(false) => Some(Cow::Borrowed("False")),
            Self::Null | Self::Container => None,
        }
    }

    /// A text, if it is one.
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Container => None,
        }
    }

    /// A boolean, if it is one.
    pub fn boolean(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Null | Self::Number(_) | Self::Text(_) | Self::Container => None,
        }
    }

    /// A whole number that is not negative: also `12.0`, and digits as text.
    pub fn integer(&self) -> Option<u64> {
        let word = match self {
            Self::Number(number) => number,
            Self::Text(text) => text.as_ref(),
            Self::Null | Self::Bool(_) | Self::Container => return None,
        };
        word.parse().ok().or_else(|| whole(word))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range and the fraction were checked")]
fn whole(word: &str) -> Option<u64> {
    let value: f64 = word.parse().ok()?;
    ((0.0..9_007_199_254_740_992.0).contains(&value) && value.fract() == 0.0).then_some(value as u64)
}
