//! A filter as SQL over `issue`. Values are parameters, never text of the statement.

use crashtray_core::issue::State;
use crashtray_core::query::{Condition, Filter, Is, Term};
use crashtray_core::time::Timestamp;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::store::StoreError;
use crate::store::tables::{code, issue, project};

/// An issue is called new for a day, in microseconds.
const NEW_FOR: i64 = 24 * 3_600 * 1_000_000;

/// A longer pattern SQLite does not take; no text that is searched is as long.
const MAX_PATTERN: usize = 40_000;

/// A condition on `issue` with its parameters.
#[derive(Debug)]
pub(super) struct Where {
    /// Without `WHERE`; never empty.
    pub(super) sql: String,
    /// For `?1`, `?2` …
    pub(super) values: Vec<Value>,
    /// What is left where only these are asked for: then nobody must count.
    pub(super) sort: Option<Sort>,
}

/// A sort of issues that the tally knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) project: Option<i64>,
    pub(super) state: Option<i64>,
    pub(super) unread: Option<bool>,
    pub(super) bookmarked: Option<bool>,
}

/// The condition of a filter.
pub(super) fn sql(db: &Connection, filter: &Filter, now: Timestamp) -> Result<Where, StoreError> {
    let mut found = Where { sql: "deleted_at IS NULL".to_owned(), values: Vec::new(), sort: Some(Sort::default()) };
    for term in &filter.terms {
        let (sql, value) = condition(db, &term.condition, now)?;
        let sql = match value {
            Some(value) => {
                found.values.push(value);
                sql.replace('?', &format!("?{}", found.values.len()))
            }
            None => sql,
        };
        let not = if term.negated { "NOT " } else { "" };
        found.sql = format!("{} AND {not}({sql})", found.sql);
        found.sort = found.sort.and_then(|sort| narrow(sort, term, found.values.last()));
    }
    Ok(found)
}

/// The condition, and what stands for its `?`.
fn condition(db: &Connection, condition: &Condition, now: Timestamp) -> Result<(String, Option<Value>), StoreError> {
    Ok(match condition {
        Condition::Is(is) => is_condition(*is, now),
        Condition::Project(slug) => match project::by_slug(db, &slug.to_lowercase())? {
            Some(id) => ("project = ?".to_owned(), Some(Value::Integer(id.0))),
            None if slug.contains('*') => (
                "project IN (SELECT id FROM project WHERE slug LIKE ? ESCAPE '\\')".to_owned(),
                Some(Value::Text(pattern(slug))),
            ),
            None => ("0".to_owned(), None),
        },
        Condition::Level(level) => ("level = ?".to_owned(), Some(Value::Integer(code::level(*level)))),
        Condition::Type(kind) => text("folded_kind", kind, &pattern(kind)),
        Condition::Words(words) => {
            if words.contains('*') {
                text("folded_words", words, &format!("%{}%", pattern(words)))
            } else {
                ("instr(folded_words, ?) > 0".to_owned(), Some(Value::Text(code::folded(words))))
            }
        }
    })
}

fn text(column: &str, wanted: &str, pattern: &str) -> (String, Option<Value>) {
    match (wanted.contains('*'), pattern.len() < MAX_PATTERN) {
        (false, _) => (format!("{column} = ?"), Some(Value::Text(code::folded(wanted)))),
        (true, true) => (format!("{column} LIKE ? ESCAPE '\\'"), Some(Value::Text(pattern.to_owned()))),
        (true, false) => ("0".to_owned(), None),
    }
}

/// `*` stands for anything; what stands for something in `LIKE` does not.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in code::folded(text).chars() {
        match letter {
            '*' => pattern.push('%'),
            '%' | '_' | '\\' => pattern.extend(['\\', letter]),
            other => pattern.push(other),
        }
    }
    pattern
}

fn is_condition(is: Is, now: Timestamp) -> (String, Option<Value>) {
    let state = |state: State| (format!("state = {}", issue::state_code(&state)), None);
    match is {
        Is::Unresolved => state(State::Unresolved),
        Is::Resolved => state(State::Resolved { in_release: None }),
        Is::Muted => state(State::Muted { until_events: None }),
        Is::Unread => ("unread = 1".to_owned(), None),
        Is::Bookmarked => ("bookmarked = 1".to_owned(), None),
        Is::New => {
            let since = now.as_micros() - NEW_FOR;
            ("seen = 0 AND first_seen > ?".to_owned(), Some(Value::Integer(since)))
        }
        Is::Regressed => ("regressed = 1".to_owned(), None),
        Is::Unhandled => ("handled IS 0".to_owned(), None),
    }
}

/// The sort with this condition too; `None`: the tally does not know it.
fn narrow(mut sort: Sort, term: &Term, value: Option<&Value>) -> Option<Sort> {
    if term.negated {
        return None;
    }
    let state = |state: State| Some(issue::state_code(&state));
    let wanted = match &term.condition {
        Condition::Is(Is::Unresolved) => Sort { state: state(State::Unresolved), ..Sort::default() },
        Condition::Is(Is::Resolved) => Sort { state: state(State::Resolved { in_release: None }), ..Sort::default() },
        Condition::Is(Is::Muted) => Sort { state: state(State::Muted { until_events: None }), ..Sort::default() },
        Condition::Is(Is::Unread) => Sort { unread: Some(true), ..Sort::default() },
        Condition::Is(Is::Bookmarked) => Sort { bookmarked: Some(true), ..Sort::default() },
        Condition::Project(slug) if !slug.contains('*') => match value {
            Some(Value::Integer(id)) => Sort { project: Some(*id), ..Sort::default() },
            Some(_) | None => return None,
        },
        Condition::Is(Is::New | Is::Regressed | Is::Unhandled)
        | Condition::Project(_)
        | Condition::Level(_)
        | Condition::Type(_)
        | Condition::Words(_) => return None,
    };
    sort.project = one(sort.project, wanted.project)?;
    sort.state = one(sort.state, wanted.state)?;
    sort.unread = one(sort.unread, wanted.unread)?;
    sort.bookmarked = one(sort.bookmarked, wanted.bookmarked)?;
    Some(sort)
}

/// Both must hold: `None` where they differ.
#[expect(clippy::option_option, reason = "the inner one says that nothing is asked for")]
fn one<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(a), Some(b)) => (a == b).then_some(Some(a)),
        (Some(one), None) | (None, Some(one)) => Some(Some(one)),
        (None, None) => Some(None),
    }
}
