//! The search box: text to a filter. What a filter finds is the store's business.

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

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{expected}")]
pub struct QueryError {
    /// Offset in bytes of the first wrong character.
    pub at: usize,
    /// What was expected there, as a sentence without a period: `a level was expected after `level:``.
    pub expected: String,
}
