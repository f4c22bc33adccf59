//! The frames of one stack trace: whose code each is (protocol notes, 5.8 and 5.9), and which of them are hashed.

use std::borrow::Cow;
use std::sync::Arc;

use super::explanation::{Cause, FramePart, Leaves, LeftOut, Origin, Touch, TraceOf};
use super::frame::Site;
use super::platforms::{self, Platform, path};
use super::{GroupConfig, language, rules};
use crate::items::digest::{Digest, ExceptionDigest, FrameDigest};

/// Of a longer stack only the oldest and the latest calls are hashed, so that the depth of a recursion does not matter.
const MAX_FRAMES: usize = 250;
const OLDEST_FRAMES: usize = 50;

/// A stack trace, judged. Oldest call first.
#[derive(Default)]
pub(super) struct Trace<'d> {
    pub(super) sites: Vec<Site<'d>>,
    /// For own frames, and for all: which of them a rule lets count.
    bounds: [Bounds; 2],
}

/// Which frames count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The user's own.
    App,
    /// All.
    System,
}

impl Scope {
    const BOTH: [Self; 2] = [Self::App, Self::System];
}

/// How many frames rules let count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Quota {
    /// At most so many, those next to the crash; 0: all.
    pub(super) max: Option<usize>,
    /// None, if there are fewer.
    pub(super) min: Option<usize>,
}

/// What that comes to.
#[derive(Clone, Copy, Debug, Default)]
struct Bounds {
    /// The first frame that counts.
    from: usize,
    is_too_few: bool,
}

/// What a stack trace is judged by, beside its frames.
#[derive(Clone, Copy)]
pub(super) struct Judge<'j, 'd> {
    /// The event's; a frame may name its own.
    platform: &'static Platform,
    /// The name of the application.
    app: Option<&'j str>,
    config: &'j GroupConfig,
    /// Whose stack trace it is.
    exception: Option<&'j ExceptionDigest<'d>>,
}

/// Looks on while frames are marked.
pub(super) trait Watch {
    /// Somebody looks.
    const IS_THERE: bool;

    /// This may have changed some marks.
    fn saw(&mut self, cause: impl FnOnce() -> Cause, sites: &[Site<'_>]);
}

/// Nobody looks.
impl Watch for () {
    const IS_THERE: bool = false;

    fn saw(&mut self, _: impl FnOnce() -> Cause, _: &[Site<'_>]) {}
}

impl<'j, 'd> Judge<'j, 'd> {
    /// For the traces of an event.
    pub(super) fn of(digest: &'j Digest<'_>, platform: &'static Platform, config: &'j GroupConfig) -> Self {
        Self { platform, app: digest.app_identifier.as_deref(), config, exception: None }
    }

    /// For the trace of one of its exceptions.
    pub(super) fn on(self, exception: &'j ExceptionDigest<'d>) -> Self {
        Self { exception: Some(exception), ..self }
    }

    /// Judges the frames of a trace.
    pub(super) fn trace<'f>(&self, frames: &'f [FrameDigest<'f>]) -> Trace<'f> {
        let mut trace = self.unjudged(frames);
        self.mark(&mut trace, &mut ());
        trace
    }

    /// For each frame: who changed its marks.
    pub(super) fn touches(&self, frames: &[FrameDigest<'_>]) -> Vec<Vec<Touch>> {
        let mut trace = self.unjudged(frames);
        let mut watcher = Watcher { marks: trace.sites.iter().map(marks).collect(), touches: Vec::new() };
        watcher.touches.resize_with(frames.len(), Vec::new);
        self.mark(&mut trace, &mut watcher);
        watcher.touches
    }

    fn unjudged<'f>(&self, frames: &'f [FrameDigest<'f>]) -> Trace<'f> {
        let own_platform = |frame: &FrameDigest<'_>| frame.platform.as_deref().map_or(self.platform, platforms::find);
        let sites = frames.iter().map(|frame| Site::of(frame, own_platform(frame))).collect();
        Trace { sites, bounds: Default::default() }
    }

    /// What comes later overrides: the user's rules come last.
    fn mark(&self, trace: &mut Trace<'_>, watch: &mut impl Watch) {
        let sites = &mut trace.sites;
        if sites.iter().all(|site| site.frame.in_app.is_none()) {
            sites.iter_mut().for_each(|site| site.in_app = !(site.platform.is_library)(site.frame));
            self.app.into_iter().for_each(|app| mark_app(sites, app));
            watch.saw(|| Cause::Libraries, sites);
        }
        mark_roots(sites, &self.config.roots);
        watch.saw(|| Cause::Root, sites);
        rules::apply_built_in(sites, watch);
        sites.iter_mut().filter(|site| site.is_of_sdk()).for_each(|site| (site.in_app, site.grouped) = (false, false));
        watch.saw(|| Cause::Sdk, sites);
        let quota = match self.config.rules.is_empty() {
            true => Quota::default(),
            false => language::apply(&self.config.rules, sites, self.exception, watch),
        };
        drop_repeated(sites);
        if quota != Quota::default() {
            trace.bounds = Scope::BOTH.map(|scope| trace.bounds(scope, quota));
        }
    }
}

impl<'d> Trace<'d> {
    /// Whether something is hashed.
    pub(super) fn contributes(&self, scope: Scope) -> bool {
        self.sites.iter().enumerate().any(|(idx, site)| self.left_out(scope, idx, site).is_none())
    }

    /// Hands out what is hashed, in order.
    pub(super) fn leaves<L: Leaves>(&self, scope: Scope, of: TraceOf, out: &mut L) {
        const PARTS: [FramePart; 4] = [FramePart::Module, FramePart::Filename, FramePart::Function, FramePart::Line];
        for (idx, site) in self.sites.iter().enumerate() {
            let left_out = self.left_out(scope, idx, site);
            if left_out.is_none() {
                for (part, leaf) in PARTS.into_iter().zip(&site.leaves) {
                    match leaf {
                        Some(text) => out.leaf(Origin::Frame(of, idx, part), text),
                        None if L::WANTS_ALL => {
                            let (text, why) = site.without(part);
                            out.left_out(Origin::Frame(of, idx, part), text, why);
                        }
                        None => {}
                    }
                }
            } else if L::WANTS_ALL
                && let Some(why) = left_out
            {
                let text = site.function.as_deref().unwrap_or_else(|| path(site.frame));
                out.left_out(Origin::Frame(of, idx, FramePart::Whole), text, why);
            }
        }
    }

    /// The frame where it broke: the latest own call that passes, else the latest call that does. Never one of the SDK.
    pub(super) fn crash(&self, passes: impl Fn(&Site<'d>) -> bool) -> Option<&Site<'d>> {
        let candidates = || self.sites.iter().rev().filter(|site| !site.is_of_sdk());
        let latest = |is_own: bool| candidates().find(|site| (site.in_app || !is_own) && passes(site));
        latest(true).or_else(|| latest(false))
    }

    /// Why nothing of a frame is hashed; `None`: something is.
    fn left_out(&self, scope: Scope, frame_idx: usize, site: &Site<'_>) -> Option<LeftOut> {
        let [app, system] = &self.bounds;
        let bounds = match scope {
            Scope::App => app,
            Scope::System => system,
        };
        match self.left_out_by_itself(scope, frame_idx, site) {
            None if frame_idx < bounds.from => Some(LeftOut::MaxFrames),
            None if bounds.is_too_few => Some(LeftOut::MinFrames),
            by_itself => by_itself,
        }
    }

    fn left_out_by_itself(&self, scope: Scope, frame_idx: usize, site: &Site<'_>) -> Option<LeftOut> {
        let n_frames = self.sites.len();
        let is_kept =
            n_frames <= MAX_FRAMES || frame_idx < OLDEST_FRAMES || frame_idx >= n_frames - (MAX_FRAMES - OLDEST_FRAMES);
        if scope == Scope::App && !site.in_app {
            Some(LeftOut::NotOwn)
        } else if !site.grouped {
            Some(LeftOut::Rule)
        } else if site.is_repeated {
            Some(LeftOut::Repeated)
        } else if !is_kept {
            Some(LeftOut::Middle)
        } else if !site.contributes() {
            Some(LeftOut::SaysNothing)
        } else {
            None
        }
    }

    fn bounds(&self, scope: Scope, quota: Quota) -> Bounds {
        let counts = |(idx, site): (usize, &Site<'_>)| {
            Some(idx).filter(|idx| self.left_out_by_itself(scope, *idx, site).is_none())
        };
        let counting: Vec<usize> = self.sites.iter().enumerate().filter_map(counts).collect();
        let max = quota.max.filter(|max| *max > 0).unwrap_or(usize::MAX);
        let n_cut = counting.len().saturating_sub(max);
        let n_left = counting.len() - n_cut;
        Bounds {
            from: counting.get(n_cut).copied().unwrap_or_default(),
            is_too_few: n_left > 0 && n_left < quota.min.unwrap_or_default(),
        }
    }
}

/// In a language with packages, what shares the application's first two is its own, and nothing else, if anything does.
fn mark_app(sites: &mut [Site<'_>], app: &str) {
    let end = app.match_indices('.').nth(1).map_or(app.len(), |(at, _)| at);
    let Some(package) = app.get(..end).filter(|package| package.contains('.')) else { return };
    let is_own = |site: &Site<'_>| {
        let rest = site.frame.module.as_deref().and_then(|module| module.strip_prefix(package));
        site.platform.has_packages && rest.is_some_and(|rest| rest.starts_with('.'))
    };
    if sites.iter().any(is_own) {
        sites.iter_mut().for_each(|site| site.in_app = is_own(site));
    }
}

/// Code under a confirmed root is the user's, unless the SDK says that it is not.
fn mark_roots(sites: &mut [Site<'_>], roots: &[String]) {
    for site in sites.iter_mut().filter(|site| site.frame.in_app.is_none()) {
        let path = platforms::path(site.frame);
        site.in_app |=
            roots.iter().any(|root| path.strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('/')));
    }
}

/// Of so many calls that call each other in turn, one round counts.
const MAX_ROUND: usize = 4;

/// Of calls that repeat one another, as in recursion, the first round counts: `a a a` is `a`, and `a b a b c` is `a b c`.
fn drop_repeated(sites: &mut [Site<'_>]) {
    let mut repeated = vec![false; sites.len()];
    for round in 1..=MAX_ROUND {
        let repeats = |idx: usize| {
            sites
                .get(idx)
                .zip(idx.checked_sub(round).and_then(|before| sites.get(before)))
                .is_some_and(|(site, before)| site.repeats(before))
        };
        let mut idx = round;
        while idx < sites.len() {
            let n_alike = (idx..sites.len()).take_while(|idx| repeats(*idx)).count();
            let n_whole = n_alike - n_alike % round;
            repeated.iter_mut().skip(idx).take(n_whole).for_each(|repeated| *repeated = true);
            idx += n_alike + 1;
        }
    }
    for (site, _) in sites.iter_mut().zip(repeated).filter(|(_, repeated)| *repeated) {
        site.is_repeated = true;
        site.leaves = [const { None::<Cow<'_, str>> }; 4];
    }
}

/// What can be changed of a frame.
type Marks = (bool, bool, Option<Arc<str>>);

fn marks(site: &Site<'_>) -> Marks {
    (site.in_app, site.grouped, site.category.clone())
}

/// Remembers who changed what.
struct Watcher {
    marks: Vec<Marks>,
    touches: Vec<Vec<Touch>>,
}

impl Watch for Watcher {
    const IS_THERE: bool = true;

    fn saw(&mut self, cause: impl FnOnce() -> Cause, sites: &[Site<'_>]) {
        let now: Vec<Marks> = sites.iter().map(marks).collect();
        if now == self.marks {
            return;
        }
        let cause = cause();
        for ((before, after), touches) in self.marks.iter().zip(&now).zip(&mut self.touches) {
            if before != after {
                touches.push(Touch {
                    cause: cause.clone(),
                    in_app: (before.0 != after.0).then_some(after.0),
                    grouped: (before.1 != after.1).then_some(after.1),
                    category: after.2.as_deref().filter(|_| before.2 != after.2).map(str::to_owned),
                });
            }
        }
        self.marks = now;
    }
}
