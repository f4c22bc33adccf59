//! What an event is grouped by: the first of its parts that says something, in the order of the protocol notes, 5.2.

use std::borrow::Cow;

use super::exceptions::Exceptions;
use super::explanation::{Leaves, Origin, Touch, TraceOf};
use super::fingerprint::{self, Fingerprint, Part};
use super::frame::Site;
use super::hash::{self, Hasher};
use super::language::{self, Ruling};
use super::parameterize::parameterize;
use super::platforms::{self, Platform};
use super::trace::{Judge, Scope, Trace};
use super::{GroupConfig, GroupHash, Method, Variant};
use crate::event::EventKind;
use crate::items::digest::{Digest, ThreadDigest};

/// An event with its frames judged.
pub(super) struct Subject<'d> {
    pub(super) digest: &'d Digest<'d>,
    pub(super) platform: &'static Platform,
    pub(super) exceptions: Exceptions<'d>,
    /// The user's rule that says by what to group it.
    pub(super) ruling: Option<Ruling<'d>>,
    /// The thread that matters, judged only where the exceptions have no frames.
    thread: Trace<'d>,
    /// The frames that belong to no exception, likewise.
    loose: Trace<'d>,
}

/// What an event is grouped by, where no fingerprint says otherwise.
pub(super) enum Source<'d> {
    Exceptions,
    Thread,
    Loose,
    Texts(Method, Vec<Cow<'d, str>>),
}

/// What its hashes are made of.
pub(super) struct Recipe<'d> {
    pub(super) method: Method,
    pub(super) fingerprint: Fingerprint<'d>,
    source: Source<'d>,
    /// By which frames the primary hash goes, and by which the other one, where there is one.
    scopes: (Scope, Option<Scope>),
}

impl<'d> Subject<'d> {
    /// Judges an event.
    pub(super) fn of(digest: &'d Digest<'d>, config: &'d GroupConfig) -> Self {
        let platform = platforms::find(&digest.platform);
        let exceptions = Exceptions::of(digest, platform, config);
        let (thread, loose) = (Trace::default(), Trace::default());
        let mut subject = Self { digest, platform, exceptions, ruling: None, thread, loose };
        if subject.exceptions.main().is_none_or(|(_, trace)| trace.sites.is_empty()) {
            let judge = Judge::of(digest, platform, config);
            subject.thread = relevant(&digest.threads).map(|thread| judge.trace(&thread.frames)).unwrap_or_default();
            subject.loose = judge.trace(&digest.frames);
        }
        if !config.rules.is_empty() {
            subject.ruling = language::ruling(&config.rules, &subject);
        }
        subject
    }

    /// The frames that tell where it broke.
    pub(super) fn crash_trace(&self) -> &Trace<'d> {
        let main = self.exceptions.main().map(|(_, trace)| trace);
        let candidates = [main, Some(&self.thread), Some(&self.loose)];
        candidates.into_iter().flatten().find(|trace| !trace.sites.is_empty()).unwrap_or(&self.loose)
    }

    /// All frames that were judged.
    pub(super) fn sites(&self) -> impl Iterator<Item = &Site<'d>> {
        self.exceptions.traces().chain([&self.thread, &self.loose]).flat_map(|trace| &trace.sites)
    }

    /// All stack traces that were judged, and who changed their frames' marks.
    pub(super) fn touched_traces(&self, config: &GroupConfig) -> Vec<(TraceOf, &Trace<'d>, Vec<Vec<Touch>>)> {
        let judge = Judge::of(self.digest, self.platform, config);
        let thread = relevant(&self.digest.threads).map(|thread| judge.touches(&thread.frames)).unwrap_or_default();
        let loose = judge.touches(&self.digest.frames);
        let others = [(TraceOf::Thread, &self.thread, thread), (TraceOf::Event, &self.loose, loose)];
        self.exceptions.touches(judge).chain(others).collect()
    }

    /// The hashes, the primary first, and what made that.
    pub(super) fn hashes(&self) -> (Method, Vec<GroupHash>) {
        if let Some((_, hash)) = self.checksum() {
            return (Method::Checksum, vec![GroupHash { variant: Variant::Checksum, hash }]);
        }
        let recipe = self.recipe();
        let mut hashes: Vec<GroupHash> = Vec::with_capacity(2);
        for scope in recipe.scopes() {
            let next = GroupHash { variant: recipe.variant(scope), hash: self.hash(&recipe, scope) };
            hashes.extend(Some(next).filter(|next| hashes.iter().all(|known| known.hash != next.hash)));
        }
        (recipe.method, hashes)
    }

    /// The legacy checksum, and the hash that it is.
    pub(super) fn checksum(&self) -> Option<(&'d str, [u8; 16])> {
        let checksum = self.digest.checksum.as_deref().filter(|text| !text.is_empty())?;
        let hash = crate::id::EventId::parse(checksum.as_bytes()).map_or_else(|| hash::md5(checksum), |id| id.0);
        Some((checksum, hash))
    }

    /// What the hashes are made of, where there is no checksum.
    pub(super) fn recipe(&self) -> Recipe<'d> {
        let fingerprint = Fingerprint::of(self);
        if let Fingerprint::Custom(_) = &fingerprint {
            let scopes = (Scope::System, None);
            return Recipe { method: Method::Fingerprint, fingerprint, source: Source::Loose, scopes };
        }
        let source = self.source();
        let method = match &fingerprint {
            Fingerprint::Hybrid(_) => Method::Fingerprint,
            Fingerprint::Default | Fingerprint::Custom(_) => self.method(&source),
        };
        let scopes = self.scopes(&source);
        Recipe { method, fingerprint, source, scopes }
    }

    /// An error that Crashtray knows by itself.
    pub(super) fn is_known_error(&self) -> bool {
        fingerprint::built_in(self).is_some()
    }

    /// The first that says something.
    fn source(&self) -> Source<'d> {
        let mut says_something = false;
        self.exceptions.leaves(Scope::System, &mut |text: &str| says_something |= !text.is_empty());
        if says_something {
            return Source::Exceptions;
        }
        if self.thread.contributes(Scope::System) {
            return Source::Thread;
        }
        if self.loose.contributes(Scope::System) {
            return Source::Loose;
        }
        let digest = self.digest;
        if let Some((filename, line)) = &digest.template {
            return Source::Texts(Method::Template, vec![Cow::Borrowed(filename), Cow::Borrowed(line)]);
        }
        if let Some(report) = &digest.security {
            return Source::Texts(Method::Security, report.values.iter().map(|text| text.as_str().into()).collect());
        }
        let text = match digest.kind {
            EventKind::Transaction => digest.transaction.as_deref(),
            EventKind::Feedback => digest.feedback.as_deref(),
            EventKind::Nel => digest.network_error.as_deref().filter(|_| digest.message.is_none()),
            EventKind::Default | EventKind::Error | EventKind::Security => None,
        };
        let text = text.or(digest.message_template.as_deref()).or(digest.message.as_deref()).map(parameterize);
        match text.filter(|text| !text.is_empty()) {
            Some(text) => Source::Texts(Method::Message, vec![text]),
            None => Source::Texts(Method::Fallback, Vec::new()),
        }
    }

    /// By which frames the primary hash goes, and by which the other one, where there is one.
    fn scopes(&self, source: &Source<'_>) -> (Scope, Option<Scope>) {
        let has = |scope| match source {
            Source::Exceptions => self.exceptions.has_frames(scope),
            Source::Thread => self.thread.contributes(scope),
            Source::Loose => self.loose.contributes(scope),
            Source::Texts(..) => false,
        };
        match (has(Scope::App), has(Scope::System)) {
            (true, _) => (Scope::App, Some(Scope::System)),
            (false, true) => (Scope::System, None),
            (false, false) => (Scope::App, None),
        }
    }

    fn method(&self, source: &Source<'_>) -> Method {
        match source {
            Source::Exceptions if self.exceptions.has_frames(Scope::System) => Method::StackTrace,
            Source::Exceptions => Method::Exception,
            Source::Thread => Method::Threads,
            Source::Loose => Method::StackTrace,
            Source::Texts(method, _) => *method,
        }
    }

    fn hash(&self, recipe: &Recipe<'_>, scope: Scope) -> [u8; 16] {
        let mut hasher = Hasher::default();
        self.spliced(recipe, scope, &mut |text: &str| hasher.leaf(text));
        hasher.finish()
    }

    /// Hands out the fingerprint, with what the event is where it says so.
    pub(super) fn spliced(&self, recipe: &Recipe<'_>, scope: Scope, out: &mut impl Leaves) {
        match &recipe.fingerprint {
            Fingerprint::Default => self.leaves(&recipe.source, scope, out),
            Fingerprint::Custom(texts) => {
                texts.iter().enumerate().for_each(|(idx, text)| out.leaf(Origin::Fingerprint(idx), text));
            }
            Fingerprint::Hybrid(parts) => parts.iter().enumerate().for_each(|(idx, part)| match part {
                Part::Default => self.leaves(&recipe.source, scope, out),
                Part::Text(text) => out.leaf(Origin::Fingerprint(idx), text),
            }),
        }
    }

    fn leaves(&self, source: &Source<'_>, scope: Scope, out: &mut impl Leaves) {
        match source {
            Source::Exceptions => self.exceptions.leaves(scope, out),
            Source::Thread => self.thread.leaves(scope, TraceOf::Thread, out),
            Source::Loose => self.loose.leaves(scope, TraceOf::Event, out),
            Source::Texts(method, texts) => texts.iter().for_each(|text| out.leaf(origin(*method), text)),
        }
    }
}

impl Recipe<'_> {
    /// By which frames each hash goes.
    pub(super) fn scopes(&self) -> impl Iterator<Item = Scope> + use<> {
        std::iter::once(self.scopes.0).chain(self.scopes.1)
    }

    /// By which frames the primary hash goes.
    pub(super) fn primary(&self) -> Scope {
        self.scopes.0
    }

    pub(super) fn variant(&self, scope: Scope) -> Variant {
        match &self.fingerprint {
            Fingerprint::Custom(_) => Variant::Custom,
            Fingerprint::Default | Fingerprint::Hybrid(_) => self.source.variant(scope),
        }
    }
}

/// Where the texts of an event without frames come from.
fn origin(method: Method) -> Origin {
    match method {
        Method::Template => Origin::Template,
        Method::Security => Origin::Report,
        Method::Checksum
        | Method::Fingerprint
        | Method::StackTrace
        | Method::Exception
        | Method::Threads
        | Method::Message
        | Method::Fallback => Origin::Message,
    }
}

impl Source<'_> {
    fn variant(&self, scope: Scope) -> Variant {
        match (self, scope) {
            (Self::Texts(Method::Fallback, _), _) => Variant::Fallback,
            (Self::Texts(..), _) => Variant::Default,
            (Self::Exceptions | Self::Thread | Self::Loose, Scope::App) => Variant::App,
            (Self::Exceptions | Self::Thread | Self::Loose, Scope::System) => Variant::System,
        }
    }
}

/// The one that crashed, else the current one, else the only one.
fn relevant<'d>(threads: &'d [ThreadDigest<'d>]) -> Option<&'d ThreadDigest<'d>> {
    let only = |is_meant: fn(&ThreadDigest<'_>) -> bool| {
        let mut meant = threads.iter().filter(|thread| is_meant(thread));
        meant.next().filter(|_| meant.next().is_none())
    };
    only(|thread| thread.crashed).or_else(|| only(|thread| thread.current)).or_else(|| only(|_| true))
}
