//! One frame in grouping: whose code it is, and which of its texts identify it (protocol notes, 5.5).
//!
//! Line and column numbers, variables and addresses never do.

use std::borrow::Cow;
use std::sync::Arc;

use super::explanation::{FramePart, LeftOut};
use super::parameterize::parameterize;
use super::platforms::{Family, Platform, javascript, path};
use crate::event::frame::is_of_sdk;
use crate::items::digest::FrameDigest;

/// A frame, judged.
pub(super) struct Site<'d> {
    pub(super) frame: &'d FrameDigest<'d>,
    pub(super) platform: &'static Platform,
    /// Shortened.
    pub(super) function: Option<Cow<'d, str>>,
    /// The user's own code.
    pub(super) in_app: bool,
    /// Not taken out by a rule.
    pub(super) grouped: bool,
    /// It is one that repeats a call before it.
    pub(super) is_repeated: bool,
    /// What a rule of the user called it.
    pub(super) category: Option<Arc<str>>,
    /// What is hashed, in this order: module, file name, function, source line.
    pub(super) leaves: [Option<Cow<'d, str>>; 4],
}

impl<'d> Site<'d> {
    /// A frame that nobody has judged yet.
    pub(super) fn of(frame: &'d FrameDigest<'d>, platform: &'static Platform) -> Self {
        let function = match (frame.function.as_deref(), frame.raw_function.as_deref()) {
            (Some(function), Some(_)) => Some(Cow::Borrowed(function)),
            (Some(function), None) => Some((platform.shorten)(function, frame)),
            (None, raw) => raw.map(|raw| (platform.shorten)(raw, frame)),
        };
        let mut site = Self {
            frame,
            platform,
            function,
            in_app: frame.in_app == Some(true),
            grouped: true,
            is_repeated: false,
            category: None,
            leaves: [const { None }; 4],
        };
        if !is_nothing(&site) {
            site.leaves = leaves(&site);
        }
        site
    }

    /// Whether something of it is hashed when all frames are.
    pub(super) fn contributes(&self) -> bool {
        self.grouped && self.leaves.iter().any(Option::is_some)
    }

    /// The source line with its blanks collapsed, if it is one that a person wrote.
    pub(super) fn source(&self) -> Option<Cow<'d, str>> {
        let line = collapse(self.frame.context_line.as_deref()?);
        (!line.is_empty() && line.chars().nth(LONGEST_LINE).is_none()).then_some(line)
    }

    /// The module as it is shown: without what a compiler nested in it.
    pub(super) fn shown_module(&self) -> Option<&'d str> {
        let module = self.frame.module.as_deref()?;
        Some(module.split_once("+<").map_or(module, |(own, _)| own))
    }

    /// What a part is that is not hashed, and why it is not.
    pub(super) fn without(&self, part: FramePart) -> (&str, LeftOut) {
        let [module, _, _, line] = &self.leaves;
        let frame = self.frame;
        let (text, is_said) = match part {
            FramePart::Module => (frame.module.as_deref(), false),
            FramePart::Filename => (frame.filename.as_deref(), module.is_some()),
            FramePart::Function => (self.function.as_deref(), frame.mapped && line.is_some()),
            FramePart::Line => (frame.context_line.as_deref().map(str::trim), !self.platform.context_line),
            FramePart::Whole => (None, false),
        };
        (text.unwrap_or_default(), if is_said { LeftOut::OtherPart } else { LeftOut::SaysNothing })
    }

    /// It is a call within the SDK.
    pub(super) fn is_of_sdk(&self) -> bool {
        let Self { frame, platform, .. } = self;
        platform.family == Family::JavaScript
            && is_of_sdk(frame.module.as_deref(), [frame.abs_path.as_deref(), frame.filename.as_deref()])
    }

    /// It is the same call as `other`, as in recursion.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let key = |frame: &'d FrameDigest<'d>| {
            (
                frame.function.as_deref(),
                frame.lineno,
                frame.colno,
                frame.abs_path.as_deref(),
                frame.filename.as_deref(),
                frame.module.as_deref(),
                frame.package.as_deref(),
            )
        };
        key(self.frame) == key(other.frame)
    }
}

/// Frames that only the engine of a script language sees, and those of which only the minifier knows the names.
fn is_nothing(site: &Site<'_>) -> bool {
    site.platform.family == Family::JavaScript
        && (site.function.as_deref() == Some("eval")
            || matches!(path(site.frame), "[native code]" | "native code" | "eval code" | "<anonymous>")
            || javascript::is_minified(site.function.as_deref(), site.frame))
}

fn leaves<'d>(site: &Site<'d>) -> [Option<Cow<'d, str>>; 4] {
    let (frame, platform) = (site.frame, site.platform);
    let module = frame.module.as_deref().and_then(|module| (platform.module)(module, frame));
    let filename = if module.is_some() { None } else { filename(frame, platform) };
    let function = function(site);
    let context_line = context_line(site, function.is_some());
    let is_told_by_line = platform.family == Family::JavaScript && frame.mapped && context_line.is_some();
    [module, filename, function.filter(|_| !is_told_by_line), context_line]
}

fn function<'d>(site: &Site<'d>) -> Option<Cow<'d, str>> {
    let raw = site.frame.raw_function.as_deref().filter(|_| site.platform.prefers_raw_function);
    match (raw, &site.function) {
        (Some(raw), _) => (site.platform.function)(raw),
        (None, Some(Cow::Borrowed(name))) => (site.platform.function)(name),
        (None, Some(Cow::Owned(name))) => (site.platform.function)(name).map(|name| Cow::Owned(name.into_owned())),
        (None, None) => None,
    }
}

/// The last segment of the path, in lower case. URLs say where a program was fetched from, not what it is.
fn filename<'d>(frame: &'d FrameDigest<'d>, platform: &Platform) -> Option<Cow<'d, str>> {
    let filename = frame.filename.as_deref().or(frame.abs_path.as_deref())?;
    if is_url(path(frame)) || matches!(filename, "<anonymous>" | "[native code]") {
        return None;
    }
    let mut last = filename.rsplit(['/', '\\']).next().unwrap_or(filename);
    if platform.family == Family::JavaScript {
        last = last.split('?').next().unwrap_or(last);
    }
    let last = (platform.filename)(last);
    let lower = if last.bytes().any(|byte| byte.is_ascii_uppercase()) || !last.is_ascii() {
        Cow::Owned(last.to_lowercase())
    } else {
        last
    };
    (!lower.is_empty()).then_some(lower)
}

/// How Python starts a process: the line names descriptors, which differ from start to start.
const SPAWN: &str = "spawn_main(";

/// Longer lines are minified code.
const LONGEST_LINE: usize = 120;

/// The source line, where it is part of what identifies a frame.
fn context_line<'d>(site: &Site<'d>, has_function: bool) -> Option<Cow<'d, str>> {
    if !site.platform.context_line {
        return None;
    }
    let line = site.source()?;
    let line = if line.contains(SPAWN) { Cow::Owned(parameterize(&line).into_owned()) } else { line };
    let path = path(site.frame);
    let is_inline = site.platform.family == Family::JavaScript && !has_function;
    (!(is_inline && (is_url(path) || path.starts_with("file:")))).then_some(line)
}

fn collapse(line: &str) -> Cow<'_, str> {
    let line = line.trim();
    let is_plain = line.as_bytes().windows(2).all(|pair| pair != b"  ") && !line.contains(['\t', '\n', '\r']);
    if is_plain { Cow::Borrowed(line) } else { Cow::Owned(line.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// A page's address; `file:` is a path.
pub(super) fn is_url(path: &str) -> bool {
    ["http:", "https:", "applewebdata:", "blob:"].iter().any(|scheme| path.starts_with(scheme))
}
