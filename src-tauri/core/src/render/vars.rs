//! The local variables of a frame, those first that matter for the line that broke.

use std::collections::HashSet;

use super::{clean_line, flat};
use crate::event::Frame;

/// Variables shown of a frame.
const MAX_VARS: usize = 10;
/// Characters shown of a value.
const MAX_CHARS: usize = 120;

/// Variables as they are shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Vars {
    /// Name and value, each harmless and on one line.
    pub(super) shown: Vec<(String, String)>,
    /// How many are not shown.
    pub(super) n_more: usize,
}

/// At most ten: first those named in the line, then the others, each in their order.
pub(super) fn vars(frame: &Frame) -> Vars {
    let line = frame.context_line.as_deref().unwrap_or_default();
    let words: HashSet<&str> = line.split(|sign: char| !(sign.is_alphanumeric() || "_$".contains(sign))).collect();
    let (used, others): (Vec<_>, Vec<_>) = frame.vars.iter().partition(|(name, _)| words.contains(name.as_str()));
    let shown = used.into_iter().chain(others).take(MAX_VARS);
    Vars {
        shown: shown.map(|(name, value)| (cut(&clean_line(name)), cut(&clean_line(&flat(value))))).collect(),
        n_more: frame.vars.len().saturating_sub(MAX_VARS),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    #[test]
    fn what_the_line_uses_comes_first() {
        let names: Vec<String> = (0..12).map(|idx| format!("v{idx}")).collect();
        let long = "é".repeat(500);
        let table = [
            ("x = 1", vec![], "", "none"),
            (
                "raise E(card, $el)",
                vec![("a", "1"), ("car", "2"), ("card", "3"), ("$el", "4")],
                "card $el a car",
                "used",
            ),
            (
                "v11 + v3",
                names.iter().map(|name| (name.as_str(), "1")).collect(),
                "v3 v11 v0 v1 v2 v4 v5 v6 v7 v8",
                "ten",
            ),
            ("", vec![("a\u{1b}[31m\n", "x")], "a ", "harmless"),
        ];
        for (line, vars_of, expected, why) in table {
            let frame = Frame {
                context_line: Some(line.to_owned()),
                vars: vars_of
                    .iter()
                    .map(|(name, text)| ((*name).to_owned(), Json::String((*text).to_owned())))
                    .collect(),
                ..Frame::default()
            };
            let Vars { shown, n_more } = vars(&frame);
            let names = shown.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ");
            assert_eq!((names.as_str(), n_more), (expected, vars_of.len().saturating_sub(10)), "{why}");
        }
        let frame = Frame { vars: vec![("a".to_owned(), Json::String(long))], ..Frame::default() };
        assert_eq!(vars(&frame).shown.first().map(|(_, text)| text.chars().count()), Some(121), "cut");
    }
}
