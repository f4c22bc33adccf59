//! Whether one issue, as it is now, passes a filter: for what is told as it comes. Finding many is the store's business.

use super::{Condition, Filter, Is};
use crate::issue::{Issue, State};
use crate::time::Timestamp;

/// An issue is called new for a day.
const NEW_FOR_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// What a filter looks at.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The issue.
    pub issue: &'a Issue,
    /// Message of the event.
    pub message: Option<&'a str>,
    /// Transaction of the event.
    pub transaction: Option<&'a str>,
    /// The time now.
    pub now: Timestamp,
}

impl Filter {
    /// Whether all terms hold.
    pub fn matches(&self, candidate: Candidate<'_>) -> bool {
        self.terms.iter().all(|term| candidate.passes(&term.condition) != term.negated)
    }
}

impl Candidate<'_> {
    fn passes(&self, condition: &Condition) -> bool {
        let issue = self.issue;
        match condition {
            Condition::Is(is) => self.is(*is),
            Condition::Project(slug) => is_like(&issue.slug, slug),
            Condition::Level(level) => issue.level == *level,
            Condition::Type(kind) => is_like(&issue.kind, kind),
            Condition::Words(words) => {
                let texts = [
                    Some(issue.kind.as_str()),
                    Some(&issue.value),
                    self.message,
                    Some(&issue.culprit),
                    self.transaction,
                ];
                texts.into_iter().flatten().any(|text| is_like(text, &format!("*{words}*")))
            }
        }
    }

    fn is(&self, is: Is) -> bool {
        let issue = self.issue;
        match is {
            Is::Unresolved => matches!(issue.state, State::Unresolved),
            Is::Resolved => matches!(issue.state, State::Resolved { .. }),
            Is::Muted => matches!(issue.state, State::Muted { .. }),
            Is::Unread => issue.unread,
            Is::Bookmarked => issue.bookmarked,
            Is::New => issue.new && self.now.as_micros() - issue.first_seen.as_micros() < NEW_FOR_MICROS,
            Is::Regressed => issue.regressed,
            Is::Unhandled => issue.handled == Some(false),
        }
    }
}

/// Compares without case; `*` stands for anything. Parts between stars are looked for from left to right, so the time is bounded.
fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    let Some((first, rest)) = pattern.split_once('*') else { return text == pattern };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(mut left) = text.strip_prefix(first).and_then(|left| left.strip_suffix(last)) else { return false };
    for part in middle.split('*') {
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Level;
    use crate::id::IssueId;
    use crate::query::parse;

    #[test]
    fn stars_stand_for_anything() {
        let table = [
            ("ValueError", "valueerror", true),
            ("ValueError", "Value", false),
            ("ValueError", "*error", true),
            ("ValueError", "val*", true),
            ("ValueError", "v*e*r", true),
            ("ValueError", "*", true),
            ("", "*", true),
            ("aba", "ab*ba", false),
            ("abab", "*ab*ab*", true),
            ("abab", "*abab*ab*", false),
            ("STRASSE ÄÖ", "*äö", true),
        ];
        for (text, pattern, expected) in table {
            assert_eq!(is_like(text, pattern), expected, "{text} {pattern}");
        }
    }

    #[test]
    fn an_issue_passes_what_is_true_of_it() {
        let at = Timestamp::from_millis;
        let issue = Issue {
            number: IssueId(41),
            slug: "shop".to_owned(),
            state: State::Unresolved,
            level: Level::Error,
            kind: "CardError".to_owned(),
            value: "declined".to_owned(),
            culprit: "shop.orders in charge".to_owned(),
            platform: "python".to_owned(),
            first_seen: at(0),
            last_seen: at(0),
            events: 1,
            users: 0,
            new: true,
            regressed: false,
            unread: true,
            bookmarked: false,
            handled: Some(false),
            has_replay: false,
            has_attachment: false,
        };
        let passes = |query: &str, now: i64| {
            let candidate =
                Candidate { issue: &issue, message: Some("try again"), transaction: Some("/pay"), now: at(now) };
            parse(query).unwrap().matches(candidate)
        };
        for query in [
            "",
            "is:unresolved is:unread is:unhandled",
            "level:error project:SHOP",
            "type:*error",
            "clin AGAIN /pay orders",
            "-is:muted -level:info",
            "is:new",
        ] {
            assert!(passes(query, 1_000), "{query}");
        }
        for query in [
            "is:resolved",
            "is:muted",
            "is:bookmarked is:unread",
            "is:regressed",
            "level:fatal",
            "project:sho",
            "type:Card",
            "refused",
            "-is:unresolved",
        ] {
            assert!(!passes(query, 1_000), "{query}");
        }
        assert!(!passes("is:new", 25 * 3_600_000), "new for a day");
    }
}
