//! What both languages have in common: one rule per line, comments, patterns in quotes, and errors that say where.

use super::matcher::{Field, Language, Matcher, Pattern};
use super::{MAX_BYTES, MAX_ERRORS, MAX_RULES, RuleError};
use crate::text;

/// Longer patterns and values are none.
const MAX_PATTERN: usize = 1_024;

/// Where a rule stands, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// From 1.
    pub(super) line: u32,
    /// Without blanks around.
    pub(super) text: Box<str>,
}

/// Reads the rules of a text. What cannot be read is told, and left out.
pub(super) fn rules<R>(text: &str, read: impl Fn(&mut Line<'_>) -> Result<R, RuleError>) -> (Vec<R>, Vec<RuleError>) {
    let (mut rules, mut errors) = (Vec::new(), Vec::new());
    if text.len() > MAX_BYTES {
        let expected = format!("at most {MAX_BYTES} bytes of rules were expected");
        errors.push(RuleError { line: 1, column: 1, at: 0, expected });
        return (rules, errors);
    }
    for mut line in Line::all(text) {
        let is_rule = line.skip_blanks() && !line.rest().starts_with('#');
        if is_rule && (rules.len() == MAX_RULES || errors.len() == MAX_ERRORS) {
            let what = if rules.len() == MAX_RULES { "rules" } else { "wrong lines" };
            let most = if rules.len() == MAX_RULES { MAX_RULES } else { MAX_ERRORS };
            errors.push(line.wrong(format!("at most {most} {what} were expected")));
            break;
        }
        match is_rule.then(|| read(&mut line)) {
            Some(Ok(rule)) => rules.push(rule),
            Some(Err(error)) => errors.push(error),
            None => {}
        }
    }
    (rules, errors)
}

/// A line, and how far it was read.
pub(super) struct Line<'t> {
    text: &'t str,
    number: u32,
    /// Where it starts in the whole text.
    start: usize,
    at: usize,
}

impl<'t> Line<'t> {
    fn all(text: &'t str) -> impl Iterator<Item = Self> {
        let mut start = 0;
        let mut number = 0;
        text.split_inclusive('\n').map(move |whole| {
            let line = Self { text: whole.trim_end(), number: number + 1, start, at: 0 };
            start += whole.len();
            number += 1;
            line
        })
    }

    /// Where the rule stands.
    pub(super) fn source(&self) -> Source {
        Source { line: self.number, text: self.text.trim().into() }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether something is left.
    pub(super) fn skip_blanks(&mut self) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        !self.rest().is_empty()
    }

    /// Reads this, if it comes next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let is_there = self.rest().starts_with(token);
        self.at += if is_there { token.len() } else { 0 };
        is_there
    }

    /// Reads so many bytes.
    pub(super) fn skip(&mut self, n_bytes: usize) {
        self.at += n_bytes;
    }

    /// What was expected here.
    pub(super) fn wrong(&self, expected: impl Into<String>) -> RuleError {
        self.wrong_at(self.at, expected)
    }

    /// How far it was read.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// What was expected at a place read before.
    pub(super) fn wrong_at(&self, at: usize, expected: impl Into<String>) -> RuleError {
        let before = self.text.get(..at).unwrap_or(self.text);
        let column = u32::try_from(before.chars().count()).unwrap_or(u32::MAX).saturating_add(1);
        RuleError { line: self.number, column, at: self.start + before.len(), expected: expected.into() }
    }

    /// `[!]key:pattern`. `ends_at` ends a pattern without quotes, beside a blank.
    pub(super) fn matcher(&mut self, language: Language, ends_at: &[char]) -> Result<Matcher, RuleError> {
        let is_negated = self.eat("!");
        let start = self.at;
        let field = self.key(language)?;
        let name = self.text.get(start..self.at).unwrap_or_default();
        let value_at = self.at;
        let value = self.value(|signs| matcher_end(signs, ends_at))?;
        if value.is_empty() {
            return Err(self.wrong_at(value_at, format!("a pattern was expected after `{name}`")));
        }
        let pattern = Pattern::read(&field, &value, language)
            .map_err(|takes| self.wrong_at(value_at, format!("{takes} was expected after `{name}`")))?;
        Ok(Matcher { field, is_negated, pattern })
    }

    /// A key with its colon.
    fn key(&mut self, language: Language) -> Result<Field, RuleError> {
        let start = self.at;
        let rest = self.rest();
        let is_quoted = rest.starts_with('"');
        let name = match rest.strip_prefix('"').and_then(|rest| rest.split_once("\":")) {
            Some((name, _)) => name,
            None => rest.split([':', '"']).next().unwrap_or_default(),
        };
        let end = start + name.len() + if is_quoted { 2 } else { 0 };
        let is_key = !name.is_empty() && !name.contains(char::is_whitespace);
        if !is_key || !self.text.get(end..).is_some_and(|rest| rest.starts_with(':')) {
            return Err(self.wrong(language.expects()));
        }
        let known = Field::find(name, language).ok_or_else(|| {
            let names = Field::names(language);
            self.wrong_at(start, format!("a matcher was expected ({names}), and `{name}:` is none"))
        })?;
        self.at = end + 1;
        Ok(known)
    }

    /// What stands in quotes, or runs up to where `end` says.
    pub(super) fn value(&mut self, end: impl Fn(&str) -> usize) -> Result<String, RuleError> {
        let start = self.at;
        let value = if self.rest().starts_with('"') {
            self.quoted()?
        } else {
            let rest = self.rest();
            let value = rest.get(..end(rest)).unwrap_or(rest);
            self.at += value.len();
            value.to_owned()
        };
        if value.len() > MAX_PATTERN {
            return Err(self.wrong_at(start, format!("at most {MAX_PATTERN} bytes were expected")));
        }
        Ok(value)
    }

    fn quoted(&mut self) -> Result<String, RuleError> {
        let Some((value, length)) = text::quoted(self.rest()) else {
            return Err(self.wrong("a quote that closes this one was expected"));
        };
        self.at += length;
        Ok(value)
    }
}

/// Up to the next blank, or one of these; not within a class.
fn matcher_end(text: &str, ends_at: &[char]) -> usize {
    let mut is_class = false;
    for (offset, sign) in text.char_indices() {
        if sign.is_whitespace() || !is_class && ends_at.contains(&sign) {
            return offset;
        }
        is_class = sign == '[' || is_class && sign != ']';
    }
    text.len()
}
