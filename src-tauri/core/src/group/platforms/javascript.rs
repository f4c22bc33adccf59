//! JavaScript in a browser; the parts that Node has in common with it.

use std::borrow::Cow;

use super::{CulpritStyle, Family, Platform, as_it_is, has_folder, path};
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
    shorten: as_it_is,
    prefers_raw_function: false,
    function,
    module,
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

/// Receivers differ with how a function was called: only the last part counts.
pub(super) fn function(name: &str) -> Option<Cow<'_, str>> {
    let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
    (!NAMELESS.contains(&last) && !last.ends_with("/<")).then_some(Cow::Borrowed(last))
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
