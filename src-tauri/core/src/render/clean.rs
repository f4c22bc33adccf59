//! Text from events, made harmless for a terminal.

use std::borrow::Cow;

/// Drops what a terminal would obey or what reorders text: control characters except line feed and tab, escape sequences,
/// bidirectional controls.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign == '\u{1b}' && signs.peek() == Some(&'[') || sign == '\u{9b}' {
            let is_parameter = |sign: &char| matches!(sign, '\u{20}'..='\u{3f}' | '[');
            while signs.next_if(is_parameter).is_some() {}
            signs.next_if(|last| matches!(last, '\u{40}'..='\u{7e}'));
        } else if is_harmless(sign) {
            out.push(sign);
        }
    }
    Cow::Owned(out)
}

/// The same on one line: line feeds and tabs become blanks.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        line if !line.contains(['\n', '\t']) => line,
        lines => Cow::Owned(lines.replace(['\n', '\t'], " ")),
    }
}

fn is_harmless(sign: char) -> bool {
    let is_bidi = matches!(
        sign,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    (!sign.is_control() || matches!(sign, '\n' | '\t')) && !is_bidi
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        let table = [
            ("plain ünïcode 日本", "plain ünïcode 日本"),
            ("a\tb\nc", "a\tb\nc"),
            ("\u{1b}[31mred\u{1b}[0m", "red"),
            ("\u{1b}[2J\u{1b}[1;1Hx", "x"),
            ("\u{1b}]0;title\u{7}x", "]0;titlex"),
            ("\u{9b}31mx\u{85}y", "xy"),
            ("a\rb\u{8}c\0d\u{7f}", "abcd"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{61c}", "abcd"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
            ("\u{1b}[31\u{1b}[0mx", "x"),
        ];
        for (text, expected) in table {
            assert_eq!(clean(text), expected, "{text:?}");
        }
        assert_eq!(clean_line("a\nb\tc"), "a b c");
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes(text in "\\PC{0,20}|[\\x00-\\x9f\u{202a}-\u{202e}]{0,40}") {
            proptest::prop_assert!(clean(&text).chars().all(is_harmless));
        }
    }
}
