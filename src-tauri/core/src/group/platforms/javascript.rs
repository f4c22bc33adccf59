//! JavaScript in a browser; the parts that Node has in common with it.

use std::borrow::Cow;

use super::{CulpritStyle, Family, PLAIN, Platform, has_folder, path};
use crate::group::rules::Effect::{Library, LibraryFromHere, Noise};
use crate::group::rules::Rule;
use crate::group::rules::Test::{Function, Module, PathHas};
use crate::items::digest::FrameDigest;

pub(super) const PLATFORM: Platform = Platform {
    names: &["javascript"],
    family: Family::JavaScript,
    culprit: CulpritStyle::FunctionAt,
    rules: &[RULES],
    context_line: true,
    is_library,
    function,
    module,
    filename,
    ..PLAIN
};

/// Rules for browsers and Node alike.
pub(super) const RULES: &[Rule] = &[
    Rule::of(PathHas("//unpkg.com/"), Library),
    Rule::of(PathHas("//cdnjs.cloudflare.com/"), Library),
    Rule::of(PathHas("//cdn.jsdelivr.net/"), Library),
    Rule::of(PathHas("//esm.run/"), Library),
    Rule::of(Module(&["@babel", "core-js", "regenerator-runtime", "tslib"], "/"), Noise),
    Rule::of(
        Function(&[
            "_callSuper",
            "nextTick",
            "process.processTicksAndRejections",
            "processTicksAndRejections",
            "queueMicrotask",
            "runMicrotasks",
            "runNextTicks",
        ]),
        Noise,
    ),
    Rule::of(Function(&["reportError"]), LibraryFromHere),
];

/// Function names that say nothing.
const NAMELESS: [&str; 5] = ["", "?", "<anonymous function>", "<anonymous>", "Anonymous function"];

/// Receivers differ with how a function was called: only the last part counts, without what engines write about the call.
pub(in crate::group) fn function(name: &str) -> Option<Cow<'_, str>> {
    let name = name.strip_prefix("async*").or_else(|| name.strip_prefix("async ")).unwrap_or(name);
    let name =
        name.split([' ', '\t']).next().filter(|_| name.contains(" [as ") || name.contains(" (index ")).unwrap_or(name);
    let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
    (!NAMELESS.contains(&last) && !last.ends_with("/<")).then_some(Cow::Borrowed(last))
}

/// Code behind this column was written by no hand.
const FAR_RIGHT: u64 = 250;

/// A call in code that a minifier wrote, without a name or under a short one: the next build gives that to another function, and
/// the file holds the whole program. Of code that a person wrote, short names stay.
pub(in crate::group) fn is_minified(name: Option<&str>, frame: &FrameDigest<'_>) -> bool {
    let is_far = frame.colno.is_some_and(|colno| colno > FAR_RIGHT) || path(frame).contains(".min.");
    is_far && !frame.mapped && name.and_then(function).is_none_or(|name| name.chars().nth(2).is_none())
}

/// Bundlers put a hash of the content into the names of files: `app.3f2a1b9c.js`, `index-BfD3k2_a.js`.
pub(super) fn filename(name: &str) -> Cow<'_, str> {
    let Some((stem, ending)) = name.rsplit_once('.') else { return Cow::Borrowed(name) };
    let Some((own, hash)) = stem.rsplit_once('.').filter(|(_, hash)| is_hex(hash)).or_else(|| dashed(stem)) else {
        return Cow::Borrowed(name);
    };
    if own.is_empty() || hash.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{own}.{ending}")) }
}

/// A name and a hash with `-` between; a hash of base 64 has eight characters, and may itself have a `-`.
fn dashed(stem: &str) -> Option<(&str, &str)> {
    let by_hex = stem.rsplit_once('-').filter(|(_, hash)| is_hex(hash));
    by_hex.or_else(|| {
        let at = stem.len().checked_sub(9)?;
        let (own, hash) = (stem.get(..at)?, stem.get(at..)?.strip_prefix('-')?);
        // A capital that does not begin a word tells a hash from `Profile2`.
        let has_capital = hash.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        let has_others =
            hash.bytes().any(|byte| byte.is_ascii_lowercase()) && hash.bytes().any(|byte| byte.is_ascii_digit());
        (has_capital && has_others).then_some((own, hash))
    })
}

fn is_hex(text: &str) -> bool {
    text.len() >= 8
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A module that is only the path of the file says nothing that the file name does not.
pub(super) fn module<'a>(name: &'a str, frame: &FrameDigest<'_>) -> Option<Cow<'a, str>> {
    let is_path = name.contains('/') && frame.abs_path.as_deref().is_some_and(|path| path.ends_with(name));
    (!is_path).then_some(Cow::Borrowed(name))
}

fn is_library(frame: &FrameDigest<'_>) -> bool {
    let path = path(frame);
    if let Some(bundled) = path.strip_prefix("webpack:///").or_else(|| path.strip_prefix("webpack://")) {
        return !is_own_bundled(bundled);
    }
    ["chrome-extension:", "moz-extension:", "safari-extension:", "safari-web-extension:"]
        .iter()
        .any(|scheme| path.starts_with(scheme))
        || ["<anonymous>", "native", "[native code]", "native code"].contains(&path)
        || has_folder(path, &["node_modules"])
}

/// `./src/a.js`, or `namespace/./src/a.js`.
fn is_own_bundled(path: &str) -> bool {
    let after_namespace = path.split_once('/').map_or(path, |(_, rest)| rest);
    let is_own = path.starts_with("./") || after_namespace.starts_with("./");
    is_own && !path.contains("/~/") && !has_folder(path, &["node_modules"])
}
