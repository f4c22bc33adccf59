//! What a notification says. Text from events is hostile: one line, no controls, at most 200 characters, markup escaped.

use crashtray_core::event::Level;

use crate::sinks::{Alert, AlertKind, Summary};

/// Characters of any part that comes from an event.
const LIMIT: usize = 200;

/// Title and body of a notification. The title is plain text, the body is markup; so the specification, and all services.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// One line.
    pub(super) title: String,
    /// Escaped.
    pub(super) body: String,
}

/// About one issue.
pub(super) fn of_alert(alert: &Alert) -> Text {
    let what = if alert.title_type.is_empty() { word(alert.level) } else { &alert.title_type };
    let again = match alert.kind {
        AlertKind::New => "",
        AlertKind::Regressed => " again",
    };
    let lines = [&alert.value, &alert.culprit].map(|part| escaped(&clean(part)));
    Text {
        title: format!("{}{again} in {}", clean(what), clean(&alert.project)),
        body: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
    }
}

/// About several.
pub(super) fn of_summary(summary: &Summary, n_events: u64) -> Text {
    Text { title: "More errors".to_owned(), body: escaped(&summary.sentence(n_events)) }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Debug => "Debug message",
        Level::Info => "Message",
        Level::Warning => "Warning",
        Level::Error => "Error",
        Level::Fatal => "Fatal error",
    }
}

fn clean(text: &str) -> String {
    let shown = |c: char| if c.is_control() || is_bidi(c) { ' ' } else { c };
    let mut kept: String = text.trim().chars().take(LIMIT).map(shown).collect();
    if text.trim().chars().nth(LIMIT).is_some() {
        kept.pop();
        kept.push('…');
    }
    kept
}

/// Characters that turn the direction of what follows.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sinks::notify::tests::alert;

    #[test]
    fn says_type_project_value_and_culprit() {
        let text = of_alert(&alert(1));
        assert_eq!(text.title, "ValueError in shop");
        assert_eq!(text.body, "price is &lt;missing&gt;\norders in total");
        let again = of_alert(&Alert { kind: AlertKind::Regressed, culprit: String::new(), ..alert(1) });
        assert_eq!(
            (again.title.as_str(), again.body.as_str()),
            ("ValueError again in shop", "price is &lt;missing&gt;")
        );
    }

    #[test]
    fn a_message_has_no_type() {
        let text = of_alert(&Alert { title_type: String::new(), level: Level::Fatal, ..alert(1) });
        assert_eq!(text.title, "Fatal error in shop");
    }

    #[test]
    fn hostile_text_stays_text() {
        for (value, expected) in [
            ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;".to_owned()),
            ("a\nb\u{1b}[31m\u{202e}c", "a b [31m c".to_owned()),
            ("é".repeat(200).as_str(), "é".repeat(200)),
            ("é".repeat(201).as_str(), "é".repeat(199) + "…"),
            ("<".repeat(300).as_str(), "&lt;".repeat(199) + "…"),
        ] {
            let text = of_alert(&Alert { value: value.to_owned(), culprit: String::new(), ..alert(1) });
            assert_eq!(text.body, expected, "{value}");
        }
        let typed = of_alert(&Alert { title_type: "x\n".repeat(300), ..alert(1) });
        assert!(typed.title.chars().count() < 220 && !typed.title.contains('\n'), "{}", typed.title);
    }
}
