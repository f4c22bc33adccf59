//! Grouping: which events are one issue. Hashes, title and culprit from a digest; pure comparison of strings.
//!
//! The way is Sentry's (protocol notes, sections 5 and 6): fingerprint, else exceptions with their in-app frames, else threads,
//! else a stack trace, else template, browser's report, message.

mod exceptions;
mod explanation;
mod fingerprint;
mod frame;
mod hash;
mod language;
mod parameterize;
mod platforms;
mod rules;
mod subject;
mod title;
mod trace;
mod trim;
mod words;

use std::borrow::Cow;

use self::subject::Subject;
use crate::items::digest::Digest;
use crate::text::cut;

pub use self::explanation::{
    Cause, Explanation, FingerprintBy, FrameExplanation, FramePart, HashExplanation, LeftOut, Origin, Row, Touch,
    TraceExplanation, TraceOf,
};
pub use self::language::{MAX_BYTES, MAX_RULES, RuleError, RuleKind, RuleRef, RuleScope, RuleSet, Rules};

/// Where an event belongs, and what it is called. Never fails: an event with nothing in it belongs to all such.
pub fn group(digest: &Digest<'_>, config: &GroupConfig) -> Grouping {
    let subject = Subject::of(digest, config);
    let (method, hashes) = subject.hashes();
    let mut title = title::of(&subject);
    if let Some(named) = subject.ruling.as_ref().and_then(|ruling| ruling.title(&subject)) {
        (title.kind, title.value) = (named, String::new());
    }
    Grouping {
        hashes,
        method,
        kind: title.kind,
        value: title.value,
        culprit: title.culprit,
        in_app: subject.exceptions.in_app(),
        main_exception: subject.exceptions.main_idx(),
    }
}

/// The texts that the primary hash was made from, in order, as the page shows them.
pub fn explain(digest: &Digest<'_>, config: &GroupConfig) -> Vec<String> {
    let subject = Subject::of(digest, config);
    if let Some((checksum, _)) = subject.checksum() {
        return vec![checksum.to_owned()];
    }
    let mut texts = Vec::new();
    let recipe = subject.recipe();
    subject.spliced(&recipe, recipe.primary(), &mut |text: &str| {
        if !text.is_empty() && texts.len() < MOST_EXPLAINED {
            texts.push(cut(text, MOST_CHARACTERS).to_owned());
        }
    });
    texts
}

/// Nobody reads more values, nor more characters of one.
const MOST_EXPLAINED: usize = 1_000;
const MOST_CHARACTERS: usize = 8_192;

/// Why an event is where it is: all that went into its hashes, what was left out, and which rules had a part in it.
pub fn explanation(digest: &Digest<'_>, config: &GroupConfig) -> Explanation {
    explanation::explain(digest, config)
}

/// A message as it is compared with others: its first two lines, without what changes from event to event.
pub fn parameterized(message: &str) -> Cow<'_, str> {
    parameterize::parameterize(message)
}

/// What grouping may know beside the event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupConfig {
    /// Folders confirmed as the user's own code: absolute paths without a slash at the end.
    pub roots: Vec<String>,
    /// The user's rules.
    pub rules: Rules,
}

/// Where an event belongs, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Never empty; the primary first. The issue is that of the first known one.
    pub hashes: Vec<GroupHash>,
    /// What made the primary hash.
    pub method: Method,
    /// Exception type, or the whole title where there is none. At most 256 characters.
    pub kind: String,
    /// First line of the value; where there is none, the source line or the place that tells it from others of its type, if one
    /// is known. At most 1,024 characters.
    pub value: String,
    /// Where: at most 200 characters.
    pub culprit: String,
    /// For each exception, each of its frames: own code or not. Empty lists where there are no frames.
    pub in_app: Vec<Vec<bool>>,
    /// Index of the exception that title and culprit are of.
    pub main_exception: Option<usize>,
}

/// A hash and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupHash {
    /// From what.
    pub variant: Variant,
    /// MD5, as Sentry has it.
    pub hash: [u8; 16],
}

/// What a hash is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    /// In-app frames only.
    App,
    /// All frames.
    System,
    /// No frames involved.
    Default,
    /// The client's or a rule's fingerprint.
    Custom,
    /// The legacy checksum.
    Checksum,
    /// Nothing.
    Fallback,
}

/// The strategy that contributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Legacy checksum.
    Checksum,
    /// Fingerprint.
    Fingerprint,
    /// Exceptions with stack traces.
    StackTrace,
    /// Exceptions without.
    Exception,
    /// Threads.
    Threads,
    /// Template.
    Template,
    /// A browser's report.
    Security,
    /// Message.
    Message,
    /// Nothing to go by.
    Fallback,
}

impl Variant {
    /// The word under which a hash is stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::System => "system",
            Self::Default => "default",
            Self::Custom => "custom",
            Self::Checksum => "checksum",
            Self::Fallback => "fallback",
        }
    }
}

impl Method {
    /// The word under which it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checksum => "checksum",
            Self::Fingerprint => "fingerprint",
            Self::StackTrace => "stack trace",
            Self::Exception => "exception",
            Self::Threads => "threads",
            Self::Template => "template",
            Self::Security => "security",
            Self::Message => "message",
            Self::Fallback => "fallback",
        }
    }
}

#[cfg(test)]
mod tests;
