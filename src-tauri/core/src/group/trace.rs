//! The frames of one stack trace: whose code each is (protocol notes, 5.8 and 5.9), and which of them are hashed.

use std::borrow::Cow;

use super::frame::Site;
use super::platforms::{self, COMMON, Platform};
use super::{GroupConfig, rules};
use crate::items::digest::FrameDigest;

/// Of a longer stack only the oldest and the latest calls are hashed, so that the depth of a recursion does not matter.
const MAX_FRAMES: usize = 250;
const OLDEST_FRAMES: usize = 50;

/// A stack trace, judged. Oldest call first.
#[derive(Default)]
pub(super) struct Trace<'d> {
    pub(super) sites: Vec<Site<'d>>,
}

/// Which frames count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The user's own.
    App,
    /// All.
    System,
}

impl<'d> Trace<'d> {
    /// Judges the frames of a trace. `platform` is the event's; a frame may name its own. `app` is the name of the application.
    pub(super) fn of(
        frames: &'d [FrameDigest<'d>],
        platform: &'static Platform,
        app: Option<&str>,
        config: &GroupConfig,
    ) -> Self {
        let own_platform = |frame: &FrameDigest<'_>| frame.platform.as_deref().map_or(platform, platforms::find);
        let mut sites: Vec<Site<'d>> = frames.iter().map(|frame| Site::of(frame, own_platform(frame))).collect();
        if frames.iter().all(|frame| frame.in_app.is_none()) {
            sites.iter_mut().for_each(|site| site.in_app = !(site.platform.is_library)(site.frame));
            app.into_iter().for_each(|app| mark_app(&mut sites, app));
        }
        mark_roots(&mut sites, &config.roots);
        rules::apply(COMMON, &mut sites, None);
        rules::apply_platforms(&mut sites);
        sites.iter_mut().filter(|site| site.is_of_sdk()).for_each(|site| (site.in_app, site.grouped) = (false, false));
        drop_repeated(&mut sites);
        Self { sites }
    }

    /// Whether something is hashed.
    pub(super) fn contributes(&self, scope: Scope) -> bool {
        self.hashed(scope).any(|site| site.contributes())
    }

    /// Hands out what is hashed, in order.
    pub(super) fn leaves(&self, scope: Scope, leaf: &mut impl FnMut(&str)) {
        for site in self.hashed(scope).filter(|site| site.grouped) {
            site.leaves.iter().flatten().for_each(|text| leaf(text));
        }
    }

    /// The frame where it broke: the latest own call that passes, else the latest call that does. Never one of the SDK.
    pub(super) fn crash(&self, passes: impl Fn(&Site<'d>) -> bool) -> Option<&Site<'d>> {
        let candidates = || self.sites.iter().rev().filter(|site| !site.is_of_sdk());
        let latest = |is_own: bool| candidates().find(|site| (site.in_app || !is_own) && passes(site));
        latest(true).or_else(|| latest(false))
    }

    fn hashed(&self, scope: Scope) -> impl Iterator<Item = &Site<'d>> {
        let n_frames = self.sites.len();
        let is_kept = move |frame_idx: usize| {
            n_frames <= MAX_FRAMES || frame_idx < OLDEST_FRAMES || frame_idx >= n_frames - (MAX_FRAMES - OLDEST_FRAMES)
        };
        self.sites
            .iter()
            .enumerate()
            .filter(move |(frame_idx, site)| is_kept(*frame_idx) && (scope == Scope::System || site.in_app))
            .map(|(_, site)| site)
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
        site.leaves = [const { None::<Cow<'_, str>> }; 4];
    }
}
