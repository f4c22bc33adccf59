//! Names that a compiler or a runtime makes up: what in them differs from build to build, or from start to start, is cut.

use std::borrow::Cow;

/// Cuts what follows each of the marks and is `made_up`: `func12` and the mark `func` give `func`.
pub(super) fn unnumbered<'n>(name: &'n str, marks: &[&str], made_up: fn(u8) -> bool) -> Cow<'n, str> {
    marks.iter().fold(Cow::Borrowed(name), |name, mark| match without(&name, mark, made_up) {
        Some(shorter) => Cow::Owned(shorter),
        None => name,
    })
}

/// `None`: nothing of it is made up.
fn without(name: &str, mark: &str, made_up: fn(u8) -> bool) -> Option<String> {
    let mut shorter = String::new();
    let mut n_copied = 0;
    for (at, _) in name.match_indices(mark) {
        let start = at + mark.len();
        let n_made_up = name.bytes().skip(start).take_while(|byte| made_up(*byte)).count();
        if n_made_up > 0 && start >= n_copied {
            shorter.push_str(name.get(n_copied..start)?);
            n_copied = start + n_made_up;
        }
    }
    shorter.push_str(name.get(n_copied..)?);
    (n_copied > 0).then_some(shorter)
}

/// Cuts all from the first of the marks on, which stays: `Order$Proxy$1a2b` and the mark `$Proxy$` give `Order$Proxy$`.
pub(super) fn cut_after<'n>(name: &'n str, marks: &[&str]) -> Option<&'n str> {
    let end = marks.iter().find_map(|mark| name.find(mark).map(|at| at + mark.len()))?;
    name.get(..end)
}

pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_cut_behind_their_marks_only() {
        let table = [
            ("main.func1", "main.func"),
            ("main.func1.func22", "main.func.func"),
            ("main.func", "main.func"),
            ("utf8", "utf8"),
            ("", ""),
        ];
        for (name, expected) in table {
            assert_eq!(unnumbered(name, &["func"], is_digit), expected, "{name}");
        }
        assert_eq!(cut_after("Order$Proxy$1a2b", &["$Mock$", "$Proxy$"]), Some("Order$Proxy$"));
        assert_eq!(cut_after("Order", &["$Mock$", "$Proxy$"]), None);
    }
}
