//! The search box: text to a filter. What a filter finds is the store's business.

mod matches;
mod parse;

pub use matches::Candidate;
pub use parse::parse;

/// A key of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// What stands before the colon.
    pub name: &'static str,
    /// What stands after it, in words.
    pub takes: &'static str,
    /// All that it takes, where that is a list.
    pub values: &'static [&'static str],
}

/// The keys that there are, for completion and help.
pub const KEYS: [Key; 4] = [
    Key {
        name: "is",
        takes: "a mark or state (unresolved, resolved, muted, unread, bookmarked, new, regressed, unhandled)",
        values: &["unresolved", "resolved", "muted", "unread", "bookmarked", "new", "regressed", "unhandled"],
    },
    Key { name: "level", takes: "a level", values: &["debug", "info", "warning", "error", "fatal"] },
    Key { name: "project", takes: "the name of a project", values: &[] },
    Key { name: "type", takes: "a type", values: &[] },
];

/// Keys that the language has and that nothing answers yet.
const LATER_KEYS: [&str; 22] = [
    "culprit",
    "dist",
    "environment",
    "events",
    "file",
    "first-seen",
    "function",
    "handled",
    "has",
    "last-seen",
    "logger",
    "message",
    "module",
    "platform",
    "release",
    "server",
    "tag",
    "times-seen",
    "trace",
    "transaction",
    "user.email",
    "user.id",
];

/// What is asked for. All terms must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The terms, in the order in which they were written.
    pub terms: Vec<Term>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// True for `-term`.
    pub negated: bool,
    /// The condition.
    pub condition: Condition,
}

/// What must hold. Texts compare without case; `*` stands for anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `is:`.
    Is(Is),
    /// `project:slug`.
    Project(String),
    /// `level:error`.
    Level(crate::event::Level),
    /// `type:ValueError`.
    Type(String),
    /// A free word or words in quotes: searched in type, value, message, culprit and transaction.
    Words(String),
}

/// The values of `is:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// State.
    Unresolved,
    /// State.
    Resolved,
    /// State.
    Muted,
    /// Not looked at since its latest event.
    Unread,
    /// Kept by the user.
    Bookmarked,
    /// Nobody has looked at it yet.
    New,
    /// It came back.
    Regressed,
    /// No handler caught it.
    Unhandled,
}

impl Is {
    /// Reads a value of `is:`; case does not matter.
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "unresolved" => Some(Self::Unresolved),
            "resolved" => Some(Self::Resolved),
            "muted" => Some(Self::Muted),
            "unread" => Some(Self::Unread),
            "bookmarked" => Some(Self::Bookmarked),
            "new" => Some(Self::New),
            "regressed" => Some(Self::Regressed),
            "unhandled" => Some(Self::Unhandled),
            _ => None,
        }
    }
}

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{expected}")]
pub struct QueryError {
    /// Offset in bytes of the first wrong character.
    pub at: usize,
    /// What was expected there, as a sentence without a period: `a level was expected after `level:``.
    pub expected: String,
}
