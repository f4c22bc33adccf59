//! Dart and Flutter.

use std::borrow::Cow;

use super::names::{is_digit, unnumbered};
use super::{PLAIN, Platform, path};
use crate::group::rules::Effect::{Library, Noise};
use crate::group::rules::Rule;
use crate::group::rules::Test::{Function, Path, PathHas};

pub(super) const PLATFORM: Platform = Platform {
    names: &["dart"],
    rules: &[RULES],
    is_library: |frame| ["dart:", "package:flutter/"].iter().any(|start| path(frame).starts_with(start)),
    function,
    ..PLAIN
};

/// Its SDK often says `other`, so these rules hold there too.
pub(super) const RULES: &[Rule] = &[
    Rule::of(Path("dart:"), Library),
    Rule::of(Path("org-dartlang-sdk:"), Library),
    Rule::of(Path("package:flutter/"), Library),
    Rule::of(Path("package:flutter_test/"), Library),
    Rule::of(PathHas("/flutter/packages/flutter/"), Library),
    Rule::of(PathHas("/flutter/bin/cache/"), Library),
    Rule::of(Path("package:sentry/"), Noise),
    Rule::of(Path("package:sentry_"), Noise),
    Rule::of(Function(&["<asynchronous suspension>"]), Noise),
];

/// Private names carry a number of their library; closures without a name have two words for that.
#[expect(clippy::unnecessary_wraps, reason = "the shape of `Platform::function`")]
pub(super) fn function(name: &str) -> Option<Cow<'_, str>> {
    let name = if name.contains('@') { unnumbered(name, &["@"], is_digit) } else { Cow::Borrowed(name) };
    Some(if name.contains("<anonymous closure>") { name.replace("<anonymous closure>", "<fn>").into() } else { name })
}
