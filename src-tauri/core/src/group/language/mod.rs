//! The user's rules for grouping, in Sentry's two small languages (protocol notes, 5.8 and 5.10): whose code a frame is, and by what
//! an event is grouped. Text to rules, with errors that say where; and what they do to an event.
//!
//! Not here: the built-in rules (`rules.rs`, `platforms/`), and where the texts are kept.

mod fingerprint;
mod glob;
mod matcher;
mod scan;
mod stack;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::fingerprint::FingerprintRule;
use self::stack::StackRule;

pub(in crate::group) use self::fingerprint::{Ruling, ruling};
pub(in crate::group) use self::stack::apply;

/// Longer texts hold no rules.
pub const MAX_BYTES: usize = 64 << 10;

/// More rules than anybody writes by hand.
pub const MAX_RULES: usize = 1_000;

/// After so many wrong lines nothing more is read.
const MAX_ERRORS: usize = 100;

/// Which of the two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RuleKind {
    /// By what events are grouped: `type:ChunkLoadError -> chunk title="A chunk is gone"`.
    Fingerprint,
    /// Whose code a frame is, and whether it is grouped by: `path:**/generated/** -app`.
    Stack,
}

/// For which projects a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RuleScope {
    /// For all.
    All,
    /// For the event's own.
    Project,
}

/// Which rule it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRef {
    /// For which projects it holds.
    pub scope: RuleScope,
    /// Its line in their text, from 1.
    pub line: u32,
    /// As it was written.
    pub text: String,
}

/// What is wrong with a text of rules, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {expected}")]
pub struct RuleError {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The same place in the whole text, in bytes.
    pub at: usize,
    /// What was expected there, as a sentence without a period.
    pub expected: String,
}

/// The rules of one kind for some projects, read from their text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet {
    stack: Vec<StackRule>,
    fingerprint: Vec<FingerprintRule>,
}

/// The user's rules for one project. Cheap to clone; without any it holds nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Those for all projects.
    pub all: Option<Arc<RuleSet>>,
    /// Those for this project alone. Where both speak, they have the last word.
    pub own: Option<Arc<RuleSet>>,
}

impl RuleKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fingerprint, Self::Stack];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fingerprint => "fingerprint",
            Self::Stack => "stack",
        }
    }
}

impl RuleSet {
    /// Adds the rules of a text: one per line; blank lines and those that begin with `#` are for people. Gives what is wrong with the
    /// lines that cannot be read; those are left out.
    pub fn add(&mut self, kind: RuleKind, text: &str) -> Vec<RuleError> {
        match kind {
            RuleKind::Fingerprint => {
                let (rules, errors) = fingerprint::read(text);
                self.fingerprint.extend(rules);
                errors
            }
            RuleKind::Stack => {
                let (rules, errors) = stack::read(text);
                self.stack.extend(rules);
                errors
            }
        }
    }

    /// Takes away the rules of one kind.
    pub fn clear(&mut self, kind: RuleKind) {
        match kind {
            RuleKind::Fingerprint => self.fingerprint.clear(),
            RuleKind::Stack => self.stack.clear(),
        }
    }

    /// How many rules of a kind there are.
    pub fn n(&self, kind: RuleKind) -> usize {
        match kind {
            RuleKind::Fingerprint => self.fingerprint.len(),
            RuleKind::Stack => self.stack.len(),
        }
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.stack.is_empty() && self.fingerprint.is_empty()
    }
}

impl Rules {
    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.own.is_none()
    }

    /// In the order in which they are applied: what comes later overrides.
    fn stack(&self) -> impl Iterator<Item = (RuleScope, &StackRule)> {
        let of = |scope, set| Option::as_deref(set).into_iter().flat_map(move |set: &RuleSet| each(scope, &set.stack));
        of(RuleScope::All, &self.all).chain(of(RuleScope::Project, &self.own))
    }

    /// In the order in which they are asked: the first one that matches counts.
    fn fingerprint(&self) -> impl Iterator<Item = (RuleScope, &FingerprintRule)> {
        let of =
            |scope, set| Option::as_deref(set).into_iter().flat_map(move |set: &RuleSet| each(scope, &set.fingerprint));
        of(RuleScope::Project, &self.own).chain(of(RuleScope::All, &self.all))
    }
}

fn each<R>(scope: RuleScope, rules: &[R]) -> impl Iterator<Item = (RuleScope, &R)> {
    rules.iter().map(move |rule| (scope, rule))
}
