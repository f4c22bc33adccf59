//! Which exceptions of a chain or group are hashed, and which one the title is of (protocol notes, 5.3 and 5.4).

use std::borrow::Cow;
use std::cell::OnceCell;

use super::GroupConfig;
use super::explanation::{Leaves, LeftOut, Origin, Touch, TraceOf};
use super::hash::Hasher;
use super::parameterize::parameterize;
use super::platforms::{Family, Platform};
use super::trace::{Judge, Scope, Trace};
use crate::items::digest::{Digest, ExceptionDigest};

/// The exceptions of an event, judged.
pub(super) struct Exceptions<'d> {
    all: Vec<Judged<'d>>,
    /// Indices of those that are hashed, in order.
    hashed: Vec<usize>,
    main: Option<usize>,
}

struct Judged<'d> {
    exception: &'d ExceptionDigest<'d>,
    trace: Trace<'d>,
    /// The value without what changes from event to event; made when it is first wanted.
    value: OnceCell<Cow<'d, str>>,
}

impl<'d> Exceptions<'d> {
    /// Judges the frames of all exceptions and picks those that count.
    pub(super) fn of(digest: &'d Digest<'d>, platform: &'static Platform, config: &GroupConfig) -> Self {
        let judge = |exception: &'d ExceptionDigest<'d>| Judged {
            exception,
            trace: Judge::of(digest, platform, config).on(exception).trace(&exception.frames),
            value: OnceCell::new(),
        };
        let all: Vec<Judged<'d>> = digest.exceptions.iter().map(judge).collect();
        let (hashed, main) = match picked(&all) {
            Some((hashed, main)) => (hashed, main),
            None => ((0..all.len()).collect(), None),
        };
        let main = main.or_else(|| all.len().checked_sub(1)).map(|main| cause_of_rendering(&all, platform, main));
        Self { all, hashed, main }
    }

    /// The exception that the title is of.
    pub(super) fn main(&self) -> Option<(&'d ExceptionDigest<'d>, &Trace<'d>)> {
        self.all.get(self.main?).map(|judged| (judged.exception, &judged.trace))
    }

    /// Its index.
    pub(super) fn main_idx(&self) -> Option<usize> {
        self.main
    }

    /// For each exception, each of its frames: own code or not.
    pub(super) fn in_app(&self) -> Vec<Vec<bool>> {
        self.all.iter().map(|judged| judged.trace.sites.iter().map(|site| site.in_app).collect()).collect()
    }

    /// Whether some exception that counts has a frame that does.
    pub(super) fn has_frames(&self, scope: Scope) -> bool {
        self.picked().any(|judged| judged.trace.contributes(scope))
    }

    /// Hands out what is hashed, in order.
    pub(super) fn leaves<L: Leaves>(&self, scope: Scope, out: &mut L) {
        for &idx in &self.hashed {
            if let Some(judged) = self.all.get(idx) {
                judged.leaves(idx, scope, out);
            }
        }
        if L::WANTS_ALL {
            let left_out = self.all.iter().enumerate().filter(|(idx, _)| !self.hashed.contains(idx));
            for (idx, judged) in left_out {
                let kind = judged.exception.kind.as_deref().unwrap_or_default();
                out.left_out(Origin::Type(idx), kind, LeftOut::NotPicked);
            }
        }
    }

    /// The frames of all.
    pub(super) fn traces(&self) -> impl Iterator<Item = &Trace<'d>> {
        self.all.iter().map(|judged| &judged.trace)
    }

    /// The frames of all, and who changed their marks.
    pub(super) fn touches(&self, judge: Judge<'_, 'd>) -> impl Iterator<Item = (TraceOf, &Trace<'d>, Vec<Vec<Touch>>)> {
        self.all.iter().enumerate().map(move |(idx, judged)| {
            let touches = judge.on(judged.exception).touches(&judged.exception.frames);
            (TraceOf::Exception(idx), &judged.trace, touches)
        })
    }

    fn picked(&self) -> impl Iterator<Item = &Judged<'d>> {
        self.hashed.iter().filter_map(|&idx| self.all.get(idx))
    }
}

impl Judged<'_> {
    /// The value counts only where no frames do. A technical type says nothing: there only the user's own frames are better.
    fn leaves(&self, idx: usize, scope: Scope, out: &mut impl Leaves) {
        let exception = self.exception;
        match exception.kind.as_deref() {
            Some(kind) if exception.synthetic => out.left_out(Origin::Type(idx), kind, LeftOut::Technical),
            Some(kind) => out.leaf(Origin::Type(idx), kind),
            None => {}
        }
        let value = exception.value.as_deref().unwrap_or_default();
        match &exception.ns_error {
            Some((domain, code)) => {
                out.leaf(Origin::ErrorDomain(idx), domain);
                out.leaf(Origin::ErrorCode(idx), code);
                out.left_out(Origin::Value(idx), value, LeftOut::CodeSaysMore);
            }
            None if self.trace.contributes(if exception.synthetic { Scope::App } else { scope }) => {
                out.left_out(Origin::Value(idx), value, LeftOut::FramesSayMore);
            }
            None => out.leaf(Origin::Value(idx), self.value.get_or_init(|| parameterize(value))),
        }
        self.trace.leaves(scope, TraceOf::Exception(idx), out);
    }

    fn own_hash(&self) -> [[u8; 16]; 2] {
        [Scope::App, Scope::System].map(|scope| {
            let mut hasher = Hasher::default();
            self.leaves(0, scope, &mut |text: &str| hasher.leaf(text));
            hasher.finish()
        })
    }
}

/// Of a group, those that count: the distinct errors below it and the group itself; if there is only one, that one with its
/// causes, and the title is of it. `None`: it is no group, or its tree is broken.
fn picked(all: &[Judged<'_>]) -> Option<(Vec<usize>, Option<usize>)> {
    let tree = Tree::of(all)?;
    let mut tops = tree.tops();
    let kind = |idx: &usize| all.get(*idx).and_then(|judged| judged.exception.kind.as_deref()).unwrap_or_default();
    tops.sort_by(|a, b| kind(b).cmp(kind(a)));
    if tops.len() > 1 {
        tops.dedup_by_key(|idx| all.get(*idx).map(Judged::own_hash));
    }
    match tops.as_slice() {
        [] => None,
        [only] => {
            // In the list's order, as where nothing has ids: one crash is one issue, whether or not the SDK numbers its exceptions.
            let mut path = tree.first_path(*only);
            path.sort_unstable();
            Some((path, Some(*only)))
        }
        [..] => Some((tops.into_iter().chain([tree.root]).collect(), None)),
    }
}

/// The tree that `exception_id` and `parent_id` describe.
struct Tree<'e> {
    exceptions: Vec<&'e ExceptionDigest<'e>>,
    /// Parent's id, index of the child: sorted by parent; the children of one in the reverse of the list's order.
    children: Vec<(u64, usize)>,
    root: usize,
}

impl<'e> Tree<'e> {
    fn of(all: &'e [Judged<'_>]) -> Option<Self> {
        if all.len() < 2 {
            return None;
        }
        let mut ids = Vec::with_capacity(all.len());
        let mut children = Vec::with_capacity(all.len());
        for (idx, judged) in all.iter().enumerate().rev() {
            let exception = judged.exception;
            let id = exception.exception_id.filter(|id| exception.parent_id != Some(*id))?;
            ids.push((id, idx));
            children.extend(exception.parent_id.map(|parent| (parent, idx)));
        }
        ids.sort_unstable();
        let is_unique = ids.windows(2).all(|pair| pair.first().map(|a| a.0) != pair.last().map(|b| b.0));
        let root = ids.first().filter(|(id, _)| *id == 0 && is_unique)?.1;
        children.sort_by_key(|(parent, _)| *parent);
        Some(Self { exceptions: all.iter().map(|judged| judged.exception).collect(), children, root })
    }

    /// The first that are no groups on the way down from the root. In a cycle each is visited once.
    fn tops(&self) -> Vec<usize> {
        let mut tops = Vec::new();
        let mut seen = vec![false; self.exceptions.len()];
        let mut open = vec![self.root];
        while let Some(idx) = open.pop() {
            match self.exceptions.get(idx) {
                Some(exception) if exception.is_group && !visit(&mut seen, idx) => {
                    open.extend(self.children_of(idx).collect::<Vec<_>>().into_iter().rev());
                }
                Some(exception) if !exception.is_group => tops.push(idx),
                Some(_) | None => {}
            }
        }
        tops
    }

    /// From an exception to its first child, and so on.
    fn first_path(&self, from: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut seen = vec![false; self.exceptions.len()];
        let mut next = Some(from);
        while let Some(idx) = next.filter(|idx| !visit(&mut seen, *idx)) {
            path.push(idx);
            next = self.children_of(idx).next();
        }
        path
    }

    fn children_of(&self, idx: usize) -> impl Iterator<Item = usize> {
        let id = self.exceptions.get(idx).and_then(|exception| exception.exception_id).unwrap_or(u64::MAX);
        let start = self.children.partition_point(|(parent, _)| *parent < id);
        let below = self.children.get(start..).unwrap_or_default();
        below.iter().take_while(move |(parent, _)| *parent == id).map(|(_, child)| *child)
    }
}

/// Whether it was visited before.
fn visit(seen: &mut [bool], idx: usize) -> bool {
    seen.get_mut(idx).is_none_or(|seen| std::mem::replace(seen, true))
}

/// React wraps what went wrong in an error about rendering: then the title is of what it wraps.
fn cause_of_rendering(all: &[Judged<'_>], platform: &Platform, main: usize) -> usize {
    let Some(wrapper) = all.get(main).map(|judged| judged.exception) else { return main };
    let value = wrapper.value.as_deref().unwrap_or_default();
    let is_wrapper = platform.family == Family::JavaScript
        && ["There was an error during concurrent rendering", "There was an error while hydrating"]
            .iter()
            .any(|start| value.starts_with(start));
    let is_cause =
        |judged: &Judged<'_>| wrapper.exception_id.is_some() && judged.exception.parent_id == wrapper.exception_id;
    if is_wrapper { all.iter().position(is_cause).unwrap_or(main) } else { main }
}
