//! Grouping explained, as data: which values made each hash, what was left out and why, and which rule touched which frame.
//!
//! The hashes are made by the same walk over an event that is told of here, so that the two cannot differ.

use super::fingerprint::Fingerprint;
use super::hash::Hasher;
use super::subject::{Recipe, Subject};
use super::trace::Trace;
use super::{GroupConfig, MOST_CHARACTERS, Method, RuleRef, Variant};
use crate::items::digest::Digest;
use crate::text::cut;

/// Why an event is where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What made the primary hash.
    pub method: Method,
    /// Who said by what to group, where that is not what the event is.
    pub fingerprint: Option<FingerprintBy>,
    /// The rule that named the issue.
    pub title: Option<RuleRef>,
    /// The hashes, the primary first, with what they are made of.
    pub hashes: Vec<HashExplanation>,
    /// The stack traces, with what became of their frames.
    pub traces: Vec<TraceExplanation>,
}

/// Who said by what to group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FingerprintBy {
    /// The program that sent the event.
    Client,
    /// Crashtray, which knows this error.
    BuiltIn,
    /// A rule of the user.
    Rule(RuleRef),
}

/// A hash, and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashExplanation {
    /// From what.
    pub variant: Variant,
    /// The hash.
    pub hash: [u8; 16],
    /// Values in the order in which they are hashed, with those that were left out in their places.
    pub rows: Vec<Row>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the event.
    pub origin: Origin,
    /// As it is hashed; of what was left out: as it came. At most 8,192 characters.
    pub text: String,
    /// As it came, where that differs.
    pub came_as: Option<String>,
    /// Why it is not hashed; `None`: it is.
    pub left_out: Option<LeftOut>,
}

/// Where a value stands in an event. Exceptions and frames are counted from 0, as they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The legacy checksum.
    Checksum,
    /// An element of the fingerprint.
    Fingerprint(usize),
    /// Type of an exception.
    Type(usize),
    /// Value of an exception.
    Value(usize),
    /// Domain of an Apple error.
    ErrorDomain(usize),
    /// Code of an Apple error.
    ErrorCode(usize),
    /// A part of a frame.
    Frame(TraceOf, usize, FramePart),
    /// File or line of a template.
    Template,
    /// A browser's report.
    Report,
    /// The message, or what stands for it in a transaction or feedback.
    Message,
}

/// Whose stack trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TraceOf {
    /// That of an exception.
    Exception(usize),
    /// That of the thread that matters.
    Thread,
    /// One that belongs to nothing else.
    Event,
}

/// A part of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FramePart {
    /// Module.
    Module,
    /// File name.
    Filename,
    /// Function.
    Function,
    /// The line of source.
    Line,
    /// The frame as a whole.
    Whole,
}

/// Why a value is not hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeftOut {
    /// The type is only technical.
    Technical,
    /// The frames say more.
    FramesSayMore,
    /// The error's domain and code say more.
    CodeSaysMore,
    /// Another exception of the group counts.
    NotPicked,
    /// Another part of the frame says more.
    OtherPart,
    /// It says nothing that lasts: a made-up name, an address, minified code.
    SaysNothing,
    /// It is not the user's own code.
    NotOwn,
    /// A rule took it out.
    Rule,
    /// It repeats a call before it, as in recursion.
    Repeated,
    /// The stack is so long that only its ends count.
    Middle,
    /// A rule lets only so many frames count.
    MaxFrames,
    /// Fewer frames would count than a rule wants.
    MinFrames,
}

/// A stack trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceExplanation {
    /// Whose.
    pub of: TraceOf,
    /// Oldest call first.
    pub frames: Vec<FrameExplanation>,
}

/// What became of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameExplanation {
    /// The function, shortened.
    pub function: Option<String>,
    /// Module or path.
    pub place: String,
    /// What the SDK says: own code or not.
    pub said: Option<bool>,
    /// Own code or not, in the end.
    pub in_app: bool,
    /// It may be grouped by, in the end.
    pub grouped: bool,
    /// Its category, if a rule gave it one.
    pub category: Option<String>,
    /// What was changed, in that order.
    pub touches: Vec<Touch>,
}

/// A change of a frame's marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// By whom.
    pub cause: Cause,
    /// Own code from then on, or not.
    pub in_app: Option<bool>,
    /// Grouped by from then on, or not.
    pub grouped: Option<bool>,
    /// The category from then on.
    pub category: Option<String>,
}

/// Who changed a frame's marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The SDK marks no frame: it was told from the platform's libraries.
    Libraries,
    /// It is below a folder that the user confirmed as his own.
    Root,
    /// A built-in rule, in words.
    BuiltIn(String),
    /// It is a call within the SDK.
    Sdk,
    /// A rule of the user.
    Rule(RuleRef),
}

/// Hears what is hashed.
pub(super) trait Leaves {
    /// It wants to hear also what is not.
    const WANTS_ALL: bool = false;

    /// This is hashed.
    fn leaf(&mut self, origin: Origin, text: &str);

    /// This is not.
    fn left_out(&mut self, _: Origin, _: &str, _: LeftOut) {}
}

impl<F: FnMut(&str)> Leaves for F {
    fn leaf(&mut self, _: Origin, text: &str) {
        self(text);
    }
}

/// Explains.
pub(super) fn explain(digest: &Digest<'_>, config: &GroupConfig) -> Explanation {
    let subject = Subject::of(digest, config);
    let recipe = subject.recipe();
    let hashes = match subject.checksum() {
        Some((text, hash)) => {
            let row = Row { origin: Origin::Checksum, text: shown(text), came_as: None, left_out: None };
            vec![HashExplanation { variant: Variant::Checksum, hash, rows: vec![row] }]
        }
        None => hashes(&subject, &recipe),
    };
    let is_by_checksum = hashes.iter().any(|hash| hash.variant == Variant::Checksum);
    Explanation {
        method: if is_by_checksum { Method::Checksum } else { recipe.method },
        fingerprint: fingerprint_by(&subject, &recipe.fingerprint).filter(|_| !is_by_checksum),
        title: subject.ruling.as_ref().filter(|ruling| ruling.title(&subject).is_some()).map(|ruling| ruling.named()),
        hashes,
        traces: traces(&subject, config),
    }
}

fn hashes(subject: &Subject<'_>, recipe: &Recipe<'_>) -> Vec<HashExplanation> {
    let mut hashes: Vec<HashExplanation> = Vec::new();
    for scope in recipe.scopes() {
        let mut teller = Teller { digest: subject.digest, hasher: Hasher::default(), rows: Vec::new() };
        subject.spliced(recipe, scope, &mut teller);
        let hash = teller.hasher.finish();
        // The second one is dropped where it is the first one again.
        if hashes.iter().all(|known| known.hash != hash) {
            hashes.push(HashExplanation { variant: recipe.variant(scope), hash, rows: teller.rows });
        }
    }
    hashes
}

fn fingerprint_by(subject: &Subject<'_>, fingerprint: &Fingerprint<'_>) -> Option<FingerprintBy> {
    match (fingerprint, &subject.ruling) {
        (_, Some(ruling)) => Some(FingerprintBy::Rule(ruling.named())),
        (Fingerprint::Default, None) => None,
        (Fingerprint::Custom(_), None) if subject.is_known_error() => Some(FingerprintBy::BuiltIn),
        (Fingerprint::Custom(_) | Fingerprint::Hybrid(_), None) => Some(FingerprintBy::Client),
    }
}

/// Hashes, and remembers what.
struct Teller<'d> {
    digest: &'d Digest<'d>,
    hasher: Hasher,
    rows: Vec<Row>,
}

impl Leaves for Teller<'_> {
    const WANTS_ALL: bool = true;

    fn leaf(&mut self, origin: Origin, text: &str) {
        self.hasher.leaf(text);
        if !text.is_empty() {
            let text = shown(text);
            let came_as = self.came(origin).filter(|came| *came != text);
            self.rows.push(Row { origin, text, came_as, left_out: None });
        }
    }

    fn left_out(&mut self, origin: Origin, text: &str, why: LeftOut) {
        if !text.is_empty() {
            self.rows.push(Row { origin, text: shown(text), came_as: None, left_out: Some(why) });
        }
    }
}

fn shown(text: &str) -> String {
    cut(text, MOST_CHARACTERS).to_owned()
}

impl Teller<'_> {
    /// What is hashed without what changes from event to event, as it came.
    fn came(&self, origin: Origin) -> Option<String> {
        let digest = self.digest;
        let came = match origin {
            Origin::Value(idx) => digest.exceptions.get(idx)?.value.as_deref(),
            Origin::Message => digest.message.as_deref().or(digest.message_template.as_deref()),
            Origin::Checksum
            | Origin::Fingerprint(_)
            | Origin::Type(_)
            | Origin::ErrorDomain(_)
            | Origin::ErrorCode(_)
            | Origin::Frame(..)
            | Origin::Template
            | Origin::Report => None,
        };
        came.map(shown)
    }
}

fn traces(subject: &Subject<'_>, config: &GroupConfig) -> Vec<TraceExplanation> {
    let explained = |(of, trace, touches): (TraceOf, &Trace<'_>, Vec<Vec<Touch>>)| {
        let mut touches = touches.into_iter();
        let frames = trace.sites.iter().map(|site| FrameExplanation {
            function: site.function.as_deref().map(str::to_owned),
            place: site.frame.module.as_deref().unwrap_or_else(|| super::platforms::path(site.frame)).to_owned(),
            said: site.frame.in_app,
            in_app: site.in_app,
            grouped: site.grouped,
            category: site.category.as_deref().map(str::to_owned),
            touches: touches.next().unwrap_or_default(),
        });
        TraceExplanation { of, frames: frames.collect() }
    };
    let all = subject.touched_traces(config);
    all.into_iter().filter(|(_, trace, _)| !trace.sites.is_empty()).map(explained).collect()
}
