//! What a reader had to repair, for notes.

/// What had to be repaired in the values that were read; skipped ones are not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// A byte order mark stood before the value.
    pub byte_order_mark: bool,
    /// Half of a UTF-16 pair, as `\ud800`.
    pub lone_surrogate: bool,
    /// Bytes that are no UTF-8.
    pub bad_utf8: bool,
    /// A control character that should have been escaped.
    pub control_character: bool,
    /// An escape that JSON does not have, as `\x`.
    pub bad_escape: bool,
    /// `NaN`, `Infinity` or `-Infinity`.
    pub not_a_number: bool,
    /// A key came twice in one object.
    pub repeated_key: bool,
    /// Nested deeper than [`DEPTH`](super::DEPTH).
    pub too_deep: bool,
    /// More than [`VALUES`](super::VALUES); the rest was left out.
    pub too_many: bool,
}

impl Repairs {
    /// What was repaired, as a fragment; `None` where nothing was.
    pub fn describe(self) -> Option<String> {
        let found: Vec<&str> = [
            (self.byte_order_mark, "a byte order mark before it"),
            (self.lone_surrogate, "half a UTF-16 pair"),
            (self.bad_utf8, "bytes that are no UTF-8"),
            (self.control_character, "an unescaped control character"),
            (self.bad_escape, "an escape that JSON does not have"),
            (self.not_a_number, "NaN or Infinity"),
            (self.repeated_key, "a key twice in one object"),
            (self.too_deep, "values nested very deep"),
            (self.too_many, "more values than are shown"),
        ]
        .into_iter()
        .filter_map(|(is_there, words)| is_there.then_some(words))
        .collect();
        (!found.is_empty()).then(|| found.join(", "))
    }
}
