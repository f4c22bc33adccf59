//! The source around a frame, cut to what a reader of text needs.

use crate::event::Frame;

/// Longer lines are minified code; they are cut.
const MAX_CHARS: usize = 160;

/// A line of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SourceLine {
    /// 1-based, where it is known.
    pub(super) number: Option<u64>,
    pub(super) text: String,
    /// It is the one.
    pub(super) is_crash: bool,
}

/// The line of the frame with up to `n_around` lines before and after. Empty where no source came.
pub(super) fn source(frame: &Frame, n_around: usize) -> Vec<SourceLine> {
    let Some(line) = frame.context_line.as_deref().filter(|line| !line.is_empty()) else {
        return Vec::new();
    };
    let before = frame.pre_context.get(frame.pre_context.len().saturating_sub(n_around)..).unwrap_or_default();
    let after = frame.post_context.get(..n_around.min(frame.post_context.len())).unwrap_or_default();
    let first = frame.lineno.and_then(|lineno| lineno.checked_sub(before.len() as u64));
    let after = without_blank_end(after);
    let texts = before.iter().map(String::as_str).chain([line]).chain(after.iter().map(String::as_str));
    let lines = texts.enumerate().map(|(idx, text)| SourceLine {
        number: first.map(|first| first + idx as u64),
        text: cut(text, (idx == before.len()).then_some(frame.colno).flatten()),
        is_crash: idx == before.len(),
    });
    lines.collect()
}

fn without_blank_end(lines: &[String]) -> &[String] {
    let n_shown = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    lines.get(..n_shown).unwrap_or_default()
}

/// A long line is shown around the column.
fn cut(text: &str, column: Option<u64>) -> String {
    let text = text.trim_end();
    if text.chars().nth(MAX_CHARS).is_none() {
        return text.to_owned();
    }
    let column = usize::try_from(column.unwrap_or_default()).unwrap_or_default();
    let n_before = column.saturating_sub(MAX_CHARS / 2).min(text.chars().count() - MAX_CHARS);
    let shown: String = text.chars().skip(n_before).take(MAX_CHARS).collect();
    let (start, end) = (if n_before == 0 { "" } else { "…" }, if column_is_at_end(text, n_before) { "" } else { "…" });
    format!("{start}{shown}{end}")
}

fn column_is_at_end(text: &str, n_before: usize) -> bool {
    text.chars().nth(n_before + MAX_CHARS).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(line: &str, lineno: Option<u64>, colno: Option<u64>) -> Frame {
        let lines = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Frame {
            pre_context: lines(&["a", "b", "c"]),
            context_line: Some(line.to_owned()),
            post_context: lines(&["d"]),
            lineno,
            colno,
            ..Frame::default()
        }
    }

    #[test]
    fn the_lines_around() {
        let numbered = |frame: &Frame| {
            source(frame, 2).iter().map(|line| format!("{:?} {}", line.number, line.text)).collect::<Vec<_>>()
        };
        assert_eq!(numbered(&frame("x ", Some(10), None)), ["Some(8) b", "Some(9) c", "Some(10) x", "Some(11) d"]);
        assert_eq!(numbered(&frame("x", None, None)), ["None b", "None c", "None x", "None d"], "no numbers");
        assert_eq!(numbered(&frame("x", Some(1), None)), ["None b", "None c", "None x", "None d"], "wrong numbers");
        let at_end = Frame { post_context: vec![String::new(), "  ".to_owned()], ..frame("x", Some(10), None) };
        assert_eq!(numbered(&at_end), ["Some(8) b", "Some(9) c", "Some(10) x"], "nothing but blanks after it");
        assert_eq!(numbered(&frame("", Some(1), None)), Vec::<String>::new(), "no source");
    }

    #[test]
    fn a_long_line_is_shown_around_the_column() {
        let long = format!("{}HERE{}", "a".repeat(1_000), "b".repeat(1_000));
        let shown = cut(&long, Some(1_001));
        assert!(shown.contains("HERE") && shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert_eq!(shown.chars().count(), MAX_CHARS + 2);
        assert!(!cut(&long, None).starts_with('…'), "no column: the start");
        assert!(!cut(&long, Some(9_999)).ends_with('…'), "past the end: the end");
    }
}
