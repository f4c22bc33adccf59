//! Rules for stack traces: whose code a frame is, and whether it is grouped by (protocol notes, 5.8).
//!
//! They are applied in two passes: first whose code and which category, each rule seeing what those before it did; then, on what came
//! of that, which frames are grouped by and how many.

use std::collections::HashMap;
use std::ptr;
use std::sync::Arc;

use super::matcher::{Language, Matcher, Of, Paths};
use super::scan::{self, Line, Source};
use super::{RuleError, RuleRef, RuleScope, Rules};
use crate::group::explanation::Cause;
use crate::group::frame::Site;
use crate::group::platforms::path;
use crate::group::trace::{Quota, Watch};
use crate::items::digest::ExceptionDigest;

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StackRule {
    pub(super) source: Source,
    /// The exception must be so.
    exception: Vec<Matcher>,
    /// The frame that called it must be so.
    caller: Vec<Matcher>,
    /// The frame must be so; none: all are.
    frame: Vec<Matcher>,
    /// The frame that it called must be so.
    callee: Vec<Matcher>,
    actions: Actions,
}

/// What becomes of the frames that match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Actions {
    app: Marks,
    group: Marks,
    category: Option<Arc<str>>,
    max_frames: Option<usize>,
    min_frames: Option<usize>,
}

/// A mark, for the frame itself, those above (called from it) and those below (that led to it). Of several the last one counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Marks {
    here: Option<bool>,
    above: Option<bool>,
    below: Option<bool>,
}

/// Reads the rules of a text.
pub(super) fn read(text: &str) -> (Vec<StackRule>, Vec<RuleError>) {
    scan::rules(text, rule)
}

fn rule(line: &mut Line<'_>) -> Result<StackRule, RuleError> {
    let mut rule = StackRule {
        source: line.source(),
        exception: Vec::new(),
        caller: bracketed(line)?,
        frame: Vec::new(),
        callee: Vec::new(),
        actions: Actions::default(),
    };
    let is_followed = rule.caller.is_empty() || line.skip_blanks() && line.eat("|");
    if !is_followed {
        return Err(line.wrong("`|` was expected after the frame that called"));
    }
    while line.skip_blanks() && !line.rest().starts_with('|') && !is_action(line.rest()) {
        let matcher = line.matcher(Language::Stack, &[])?;
        match matcher.field.of() {
            Of::Exception => rule.exception.push(matcher),
            Of::Frame | Of::Message | Of::Event => rule.frame.push(matcher),
        }
    }
    if rule.frame.is_empty() && rule.exception.is_empty() {
        return Err(line.wrong("a matcher like `function:name` was expected"));
    }
    if line.eat("|") {
        line.skip_blanks();
        rule.callee = bracketed(line)?;
        if rule.callee.is_empty() {
            return Err(line.wrong("a frame in brackets, like `[ function:name ]`, was expected after `|`"));
        }
    }
    let mut n_actions = 0;
    while line.skip_blanks() {
        action(line, &mut rule.actions)?;
        n_actions += 1;
    }
    if n_actions == 0 {
        return Err(line.wrong("an action like `-app` or `+group` was expected"));
    }
    Ok(rule)
}

/// `[ matcher … ]`, or nothing.
fn bracketed(line: &mut Line<'_>) -> Result<Vec<Matcher>, RuleError> {
    let mut matchers = Vec::new();
    if !line.eat("[") {
        return Ok(matchers);
    }
    loop {
        if !line.skip_blanks() {
            return Err(line.wrong("`]` was expected"));
        }
        if line.eat("]") {
            break;
        }
        let at = line.place();
        let matcher = line.matcher(Language::Stack, &[']'])?;
        if matcher.field.of() == Of::Exception {
            return Err(line.wrong_at(at, "a matcher of a frame was expected in brackets"));
        }
        matchers.push(matcher);
    }
    match matchers.is_empty() {
        true => Err(line.wrong("a matcher of a frame was expected in brackets")),
        false => Ok(matchers),
    }
}

const VARIABLES: [&str; 3] = ["category", "max-frames", "min-frames"];

fn is_action(rest: &str) -> bool {
    rest.starts_with(['+', '-', '^'])
        || rest.starts_with("v+")
        || rest.starts_with("v-")
        || VARIABLES.iter().any(|name| variable(rest, name).is_some())
}

/// What stands behind `name =`, and where.
fn variable(rest: &str, name: &str) -> Option<usize> {
    let after_name = rest.strip_prefix(name)?.trim_start();
    let value = after_name.strip_prefix('=')?.trim_start();
    Some(rest.len() - value.len())
}

fn action(line: &mut Line<'_>, actions: &mut Actions) -> Result<(), RuleError> {
    let rest = line.rest();
    for name in VARIABLES {
        if let Some(value_at) = variable(rest, name) {
            line.skip(value_at);
            return assign(line, name, actions);
        }
    }
    let start = line.place();
    let what = |marks: &mut Marks, sign: bool, reach: Option<char>| match reach {
        Some('^') => marks.above = Some(sign),
        Some(_) => marks.below = Some(sign),
        None => marks.here = Some(sign),
    };
    let reach = rest.chars().next().filter(|sign| matches!(sign, '^' | 'v'));
    line.skip(usize::from(reach.is_some()));
    let sign = line.eat("+");
    if !sign && !line.eat("-") {
        return Err(line.wrong_at(start, EXPECTED_ACTION));
    }
    let name = line.value(|rest| rest.find(char::is_whitespace).unwrap_or(rest.len()))?;
    match name.as_str() {
        "app" => what(&mut actions.app, sign, reach),
        "group" => what(&mut actions.group, sign, reach),
        _ => return Err(line.wrong_at(start, EXPECTED_ACTION)),
    }
    Ok(())
}

const EXPECTED_ACTION: &str = "an action was expected: `+app`, `-app`, `+group` or `-group`, with `^` or `v` in front for the frames \
    above or below, or `category=`, `max-frames=`, `min-frames=`";

fn assign(line: &mut Line<'_>, name: &str, actions: &mut Actions) -> Result<(), RuleError> {
    let at = line.place();
    let value = line.value(|rest| rest.find(char::is_whitespace).unwrap_or(rest.len()))?;
    if name == "category" {
        actions.category = Some(value.as_str().into()).filter(|category: &Arc<str>| !category.is_empty());
        return match actions.category {
            Some(_) => Ok(()),
            None => Err(line.wrong_at(at, "a word was expected after `category=`")),
        };
    }
    let number = value.parse().map_err(|_| line.wrong_at(at, format!("a number was expected after `{name}=`")))?;
    match name {
        "max-frames" => actions.max_frames = Some(number),
        _ => actions.min_frames = Some(number),
    }
    Ok(())
}

/// Applies the rules to the frames of one stack trace, oldest call first; gives how many frames may be grouped by.
pub(in crate::group) fn apply(
    rules: &Rules,
    sites: &mut [Site<'_>],
    exception: Option<&ExceptionDigest<'_>>,
    watch: &mut impl Watch,
) -> Quota {
    let alike = Alike::of(sites);
    for (scope, rule) in rules.stack().filter(|(_, rule)| rule.actions.is_of_first_pass()) {
        let matching = rule.matching(sites, &alike, exception);
        rule.actions.app.apply(&matching, |idx, value| sites.get_mut(idx).map(|site| site.in_app = value));
        if let Some(category) = &rule.actions.category {
            let matched = sites.iter_mut().zip(&matching).filter(|(_, is_match)| **is_match);
            matched.for_each(|(site, _)| site.category = Some(Arc::clone(category)));
        }
        watch.saw(|| Cause::Rule(rule.named(scope)), sites);
    }
    let mut quota = Quota::default();
    for (scope, rule) in rules.stack().filter(|(_, rule)| rule.actions.is_of_second_pass()) {
        let matching = rule.matching(sites, &alike, exception);
        rule.actions.group.apply(&matching, |idx, value| sites.get_mut(idx).map(|site| site.grouped = value));
        watch.saw(|| Cause::Rule(rule.named(scope)), sites);
        if matching.contains(&true) {
            quota.max = rule.actions.max_frames.or(quota.max);
            quota.min = rule.actions.min_frames.or(quota.min);
        }
    }
    quota
}

/// Which frames are the same call but for their marks: a deep recursion has thousands of frames, and few different ones.
struct Alike<'d> {
    /// For each frame the number of its kind.
    kinds: Vec<usize>,
    /// For each kind its first frame, and the paths of that.
    firsts: Vec<(usize, Paths<'d>)>,
}

impl<'d> Alike<'d> {
    fn of(sites: &[Site<'d>]) -> Self {
        let mut alike = Self { kinds: Vec::with_capacity(sites.len()), firsts: Vec::new() };
        let mut known = HashMap::with_capacity(sites.len().min(256));
        for (idx, site) in sites.iter().enumerate() {
            let frame = site.frame;
            let package = frame.package.as_deref();
            let key =
                (site.function.as_deref(), frame.module.as_deref(), path(frame), package, ptr::from_ref(site.platform));
            let kind = *known.entry(key).or_insert_with(|| {
                alike.firsts.push((idx, Paths::of(site)));
                alike.firsts.len() - 1
            });
            alike.kinds.push(kind);
        }
        alike
    }

    /// For each frame: all matchers hold.
    fn matching(&self, sites: &[Site<'_>], matchers: &[Matcher]) -> Vec<bool> {
        let (of_marks, others): (Vec<&Matcher>, Vec<&Matcher>) =
            matchers.iter().partition(|matcher| matcher.is_of_marks());
        let passes = |matchers: &[&Matcher], site: &Site<'_>, paths: &Paths<'_>| {
            matchers.iter().all(|matcher| matcher.passes_frame(site, paths))
        };
        let is_first =
            |(idx, paths): &(usize, Paths<'_>)| sites.get(*idx).is_some_and(|site| passes(&others, site, paths));
        let by_kind: Vec<bool> = self.firsts.iter().map(is_first).collect();
        let is_match = |(site, kind): (&Site<'_>, &usize)| {
            let first = self.firsts.get(*kind).filter(|_| by_kind.get(*kind) == Some(&true));
            first.is_some_and(|(_, paths)| passes(&of_marks, site, paths))
        };
        sites.iter().zip(&self.kinds).map(is_match).collect()
    }
}

impl StackRule {
    /// For each frame: it matches.
    fn matching(&self, sites: &[Site<'_>], alike: &Alike<'_>, exception: Option<&ExceptionDigest<'_>>) -> Vec<bool> {
        let value = exception.and_then(|exception| exception.value.as_deref());
        if !self.exception.iter().all(|matcher| matcher.passes_exception(exception, value)) {
            return vec![false; sites.len()];
        }
        let mut matching = alike.matching(sites, &self.frame);
        if !self.caller.is_empty() {
            let callers = alike.matching(sites, &self.caller);
            let called = std::iter::once(&false).chain(&callers);
            matching.iter_mut().zip(called).for_each(|(is_match, is_called)| *is_match &= is_called);
        }
        if !self.callee.is_empty() {
            let callees = alike.matching(sites, &self.callee);
            let calls = callees.iter().skip(1).chain([&false]);
            matching.iter_mut().zip(calls).for_each(|(is_match, calls)| *is_match &= calls);
        }
        matching
    }

    fn named(&self, scope: RuleScope) -> RuleRef {
        RuleRef { scope, line: self.source.line, text: self.source.text.to_string() }
    }
}

impl Actions {
    fn is_of_first_pass(&self) -> bool {
        self.app != Marks::default() || self.category.is_some()
    }

    fn is_of_second_pass(&self) -> bool {
        self.group != Marks::default() || self.max_frames.is_some() || self.min_frames.is_some()
    }
}

impl Marks {
    /// Sets the marks as if each matching frame, oldest first, were seen to one after the other: of all that reach a frame the last
    /// one counts.
    fn apply<T>(self, matching: &[bool], mut set: impl FnMut(usize, bool) -> T) {
        let (Some(first), Some(last)) =
            (matching.iter().position(|is_match| *is_match), matching.iter().rposition(|is_match| *is_match))
        else {
            return;
        };
        for (idx, is_match) in matching.iter().enumerate() {
            let below = self.below.filter(|_| idx < last);
            let here = self.here.filter(|_| *is_match);
            let above = self.above.filter(|_| idx > first);
            if let Some(value) = below.or(here).or(above) {
                set(idx, value);
            }
        }
    }
}
