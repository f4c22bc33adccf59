//! What an event is grouped by: the first of its parts that says something, in the order of the protocol notes, 5.2.

use std::borrow::Cow;

use super::exceptions::Exceptions;
use super::fingerprint::{Fingerprint, Part};
use super::hash::{self, Hasher};
use super::parameterize::parameterize;
use super::platforms::{self, Platform};
use super::trace::{Scope, Trace};
use super::{GroupConfig, GroupHash, Method, Variant};
use crate::event::EventKind;
use crate::items::digest::{Digest, ThreadDigest};

/// An event with its frames judged.
pub(super) struct Subject<'d> {
    pub(super) digest: &'d Digest<'d>,
    pub(super) platform: &'static Platform,
    pub(super) exceptions: Exceptions<'d>,
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

impl<'d> Subject<'d> {
    /// Judges an event.
    pub(super) fn of(digest: &'d Digest<'d>, config: &GroupConfig) -> Self {
        let platform = platforms::find(&digest.platform);
        let exceptions = Exceptions::of(digest, platform, config);
        let mut subject = Self { digest, platform, exceptions, thread: Trace::default(), loose: Trace::default() };
        if subject.exceptions.main().is_none_or(|(_, trace)| trace.sites.is_empty()) {
            let trace = |frames| Trace::of(frames, platform, digest.app_identifier.as_deref(), config);
            subject.thread = relevant(&digest.threads).map(|thread| trace(&thread.frames)).unwrap_or_default();
            subject.loose = trace(&digest.frames);
        }
        subject
    }

    /// The frames that tell where it broke.
    pub(super) fn crash_trace(&self) -> &Trace<'d> {
        let main = self.exceptions.main().map(|(_, trace)| trace);
        let candidates = [main, Some(&self.thread), Some(&self.loose)];
        candidates.into_iter().flatten().find(|trace| !trace.sites.is_empty()).unwrap_or(&self.loose)
    }

    /// The hashes, the primary first, and what made that.
    pub(super) fn hashes(&self) -> (Method, Vec<GroupHash>) {
        if let Some(checksum) = self.digest.checksum.as_deref().filter(|text| !text.is_empty()) {
            let hash = crate::id::EventId::parse(checksum.as_bytes()).map_or_else(|| hash::md5(checksum), |id| id.0);
            return (Method::Checksum, vec![GroupHash { variant: Variant::Checksum, hash }]);
        }
        let fingerprint = Fingerprint::of(self);
        if let Fingerprint::Custom(_) = &fingerprint {
            let hash = self.hash(&fingerprint, &Source::Loose, Scope::System);
            return (Method::Fingerprint, vec![GroupHash { variant: Variant::Custom, hash }]);
        }
        let source = self.source();
        let (primary, secondary) = self.scopes(&source);
        let variant = source.variant(primary);
        let mut hashes = vec![GroupHash { variant, hash: self.hash(&fingerprint, &source, primary) }];
        if let Some(scope) = secondary {
            let second = GroupHash { variant: source.variant(scope), hash: self.hash(&fingerprint, &source, scope) };
            hashes.extend(Some(second).filter(|second| hashes.iter().all(|first| first.hash != second.hash)));
        }
        match fingerprint {
            Fingerprint::Hybrid(_) => (Method::Fingerprint, hashes),
            Fingerprint::Default | Fingerprint::Custom(_) => (self.method(&source), hashes),
        }
    }

    /// The first that says something.
    pub(super) fn source(&self) -> Source<'d> {
        let mut says_something = false;
        self.exceptions.leaves(Scope::System, &mut |text| says_something |= !text.is_empty());
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
    pub(super) fn scopes(&self, source: &Source<'_>) -> (Scope, Option<Scope>) {
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

    fn hash(&self, fingerprint: &Fingerprint<'_>, source: &Source<'_>, scope: Scope) -> [u8; 16] {
        let mut hasher = Hasher::default();
        self.spliced(fingerprint, source, scope, &mut |text| hasher.leaf(text));
        hasher.finish()
    }

    /// Hands out the fingerprint, with what the event is where it says so.
    pub(super) fn spliced(
        &self,
        fingerprint: &Fingerprint<'_>,
        source: &Source<'_>,
        scope: Scope,
        leaf: &mut impl FnMut(&str),
    ) {
        match fingerprint {
            Fingerprint::Default => self.leaves(source, scope, leaf),
            Fingerprint::Custom(texts) => texts.iter().for_each(|text| leaf(text)),
            Fingerprint::Hybrid(parts) => parts.iter().for_each(|part| match part {
                Part::Default => self.leaves(source, scope, leaf),
                Part::Text(text) => leaf(text),
            }),
        }
    }

    fn leaves(&self, source: &Source<'_>, scope: Scope, leaf: &mut impl FnMut(&str)) {
        match source {
            Source::Exceptions => self.exceptions.leaves(scope, leaf),
            Source::Thread => self.thread.leaves(scope, leaf),
            Source::Loose => self.loose.leaves(scope, leaf),
            Source::Texts(_, texts) => texts.iter().for_each(|text| leaf(text)),
        }
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
