//! Text to a filter. A wrong query says what is wrong and where.

use super::{Condition, Filter, Is, KEYS, LATER_KEYS, QueryError, Term};
use crate::event::Level;
use crate::text;

/// Longer queries are no queries.
const MAX_BYTES: usize = 4_096;
/// More terms than anybody types.
const MAX_TERMS: usize = 64;

/// Reads a query: terms with blanks between, each `key:value`, a word, or words in quotes; `-` in front negates.
///
/// # Errors
/// An unknown key, a key without a value, a value that the key does not take, a quote that is not closed, too long a text.
pub fn parse(text: &str) -> Result<Filter, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(wrong(MAX_BYTES, format!("a query of at most {MAX_BYTES} bytes was expected")));
    }
    let mut cursor = Cursor { text, at: 0 };
    let mut terms = Vec::new();
    while cursor.skip_blanks() {
        if terms.len() == MAX_TERMS {
            return Err(wrong(cursor.at, format!("at most {MAX_TERMS} terms were expected")));
        }
        terms.extend(cursor.term()?);
    }
    Ok(Filter { terms })
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether something is left.
    fn skip_blanks(&mut self) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        !self.rest().is_empty()
    }

    /// `None` for empty quotes: they ask for nothing.
    fn term(&mut self) -> Result<Option<Term>, QueryError> {
        let negated = self.rest().strip_prefix('-').is_some_and(|rest| !rest.is_empty() && !starts_blank(rest));
        self.at += usize::from(negated);
        let start = self.at;
        let condition = match key(self.rest()) {
            Some(name) => {
                let name = name.to_lowercase();
                let takes = known(&name, start)?;
                self.at += name.len() + 1;
                Some(self.condition(&name, takes)?)
            }
            None => Some(self.words()?).filter(|words| !words.is_empty()).map(Condition::Words),
        };
        Ok(condition.map(|condition| Term { negated, condition }))
    }

    fn condition(&mut self, name: &str, takes: &str) -> Result<Condition, QueryError> {
        let start = self.at;
        let value = self.value()?;
        if value.is_empty() {
            return Err(wrong(start, format!("{takes} was expected after `{name}:`")));
        }
        let not_taken = || wrong(start, format!("{takes} was expected after `{name}:`, and `{value}` is none"));
        match name {
            "is" => Is::parse(&value).map(Condition::Is).ok_or_else(not_taken),
            "level" => Level::parse(&value).map(Condition::Level).ok_or_else(not_taken),
            "project" => Ok(Condition::Project(value)),
            _ => Ok(Condition::Type(value)),
        }
    }

    /// A colon at the end is that of a title: `TypeError: x is null`.
    fn words(&mut self) -> Result<String, QueryError> {
        let is_quoted = self.rest().starts_with('"');
        let words = self.value()?;
        let bare = words.trim_end_matches(':');
        Ok(if is_quoted || bare.is_empty() { words } else { bare.to_owned() })
    }

    /// Up to the next blank, or what stands in quotes.
    fn value(&mut self) -> Result<String, QueryError> {
        let rest = self.rest();
        if rest.starts_with('"') {
            return self.quoted();
        }
        let value = rest.split(char::is_whitespace).next().unwrap_or_default();
        self.at += value.len();
        Ok(value.to_owned())
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        let missing = || wrong(self.at, "a quote that closes this one was expected".to_owned());
        let (value, length) = text::quoted(self.rest()).ok_or_else(missing)?;
        self.at += length;
        Ok(value)
    }
}

/// What stands before a colon, if it reads as a key: `std::fs` and `http://` are words.
fn key(rest: &str) -> Option<&str> {
    let end = rest.find([':', '"']).filter(|end| rest.as_bytes().get(*end) == Some(&b':'))?;
    let (name, value) = (rest.get(..end)?, rest.get(end + 1..)?);
    let is_name = name.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-[]".contains(&byte));
    let is_title = (value.is_empty() || starts_blank(value)) && !is_listed(&name.to_lowercase());
    (is_name && !is_title && !value.starts_with([':', '/', '\\'])).then_some(name)
}

fn is_listed(name: &str) -> bool {
    KEYS.iter().any(|key| key.name == name) || LATER_KEYS.contains(&name)
}

/// What the key takes.
fn known(name: &str, at: usize) -> Result<&'static str, QueryError> {
    if let Some(key) = KEYS.iter().find(|key| key.name == name) {
        return Ok(key.takes);
    }
    let family = name.split('[').next().unwrap_or(name);
    let keys = KEYS.map(|key| format!("`{}:`", key.name)).join(", ");
    let why = if LATER_KEYS.contains(&family) {
        format!("`{name}:` is not there yet; there are {keys} and words")
    } else {
        format!("there is no key `{name}:`; there are {keys} and words, in quotes where they have a colon")
    };
    Err(wrong(at, why))
}

fn starts_blank(text: &str) -> bool {
    text.starts_with(char::is_whitespace)
}

fn wrong(at: usize, expected: String) -> QueryError {
    QueryError { at, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The terms in a short notation.
    fn read(text: &str) -> String {
        match parse(text) {
            Err(error) => format!("{}: {error}", error.at),
            Ok(filter) => {
                let term = |term: &Term| {
                    let sign = if term.negated { "not " } else { "" };
                    format!("{sign}{:?}", term.condition)
                };
                filter.terms.iter().map(term).collect::<Vec<_>>().join(", ")
            }
        }
    }

    #[test]
    fn queries() {
        let table = [
            ("", ""),
            ("  ", ""),
            ("is:unresolved", "Is(Unresolved)"),
            ("IS:Unhandled", "Is(Unhandled)"),
            ("-level:info", "not Level(Info)"),
            ("level:warn", "Level(Warning)"),
            ("project:shop type:*Error", "Project(\"shop\"), Type(\"*Error\")"),
            ("type:\"Value Error\" x", "Type(\"Value Error\"), Words(\"x\")"),
            ("card  declined", "Words(\"card\"), Words(\"declined\")"),
            ("\"card declined\"", "Words(\"card declined\")"),
            ("-\"card declined\"", "not Words(\"card declined\")"),
            (r#""say \"hi\" \n \\""#, r#"Words("say \"hi\" \\n \\")"#),
            ("std::fs http://x C:\\x a/b:c", r#"Words("std::fs"), Words("http://x"), Words("C:\\x"), Words("a/b:c")"#),
            ("Error:", "Words(\"Error\")"),
            ("TypeError: x", "Words(\"TypeError\"), Words(\"x\")"),
            ("\"x:y\" \"\"", "Words(\"x:y\")"),
            ("- x -", "Words(\"-\"), Words(\"x\"), Words(\"-\")"),
            ("ünïcode -ß", "Words(\"ünïcode\"), not Words(\"ß\")"),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_wrong_query_says_what_and_where() {
        let table = [
            ("x \"y", "2: a quote that closes this one was expected"),
            ("x \"y\\", "2: a quote that closes this one was expected"),
            ("level:", "6: a level was expected after `level:`"),
            ("a level:bad", "8: a level was expected after `level:`, and `bad` is none"),
            (
                "is:open",
                "3: a mark or state (unresolved, resolved, muted, unread, bookmarked, new, regressed, unhandled) was expected after `is:`, and `open` is none",
            ),
            ("type:\"\"", "5: a type was expected after `type:`"),
            (
                "x -release:1.2",
                "3: `release:` is not there yet; there are `is:`, `level:`, `project:`, `type:` and words",
            ),
            ("tag[a.b]:3", "0: `tag[a.b]:` is not there yet; there are `is:`, `level:`, `project:`, `type:` and words"),
            (
                "localhost:8969",
                "0: there is no key `localhost:`; there are `is:`, `level:`, `project:`, `type:` and words, in quotes where they have a colon",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_query_is_bounded() {
        assert!(parse(&"x ".repeat(64)).is_ok(), "64 terms");
        assert_eq!(parse(&"x ".repeat(65)).map_err(|error| error.at), Err(128), "65 terms: wrong at the last");
        assert_eq!(parse(&"ä".repeat(4_096)).map_err(|error| error.at), Err(4_096), "too many bytes");
    }
}
