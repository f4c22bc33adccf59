//! Machine code: C, C++, Objective-C, Swift, and Rust.

use std::borrow::Cow;

use super::{CulpritStyle, Family, Platform, rust, whole_module};
use crate::group::rules::Effect::{DropToHere, Noise};
use crate::group::rules::Rule;
use crate::group::rules::Test::{Function, FunctionStart};
use crate::group::trim;
use crate::items::digest::FrameDigest;

pub(super) const PLATFORM: Platform = Platform {
    names: &["native", "c", "cocoa", "objc", "swift"],
    family: Family::Native,
    culprit: CulpritStyle::Function,
    rules: &[RULES, rust::RULES],
    context_line: false,
    is_library: |frame| is_system_image(frame) || rust::is_library(frame),
    shorten: trim::native,
    prefers_raw_function: false,
    function: |name| (!matches!(name, "<redacted>" | "<unknown>")).then_some(Cow::Borrowed(name)),
    module: whole_module,
};

/// What starts a program or a thread, and the SDKs' own functions.
const RULES: &[Rule] = &[
    Rule::of(
        Function(&[
            "BaseThreadInitThunk",
            "RtlUserThreadStart",
            "UIApplicationMain",
            "__libc_start_call_main",
            "__libc_start_main",
            "__libc_start_main_impl",
            "_pthread_start",
            "_start",
            "start_thread",
        ]),
        DropToHere,
    ),
    Rule::of(FunctionStart(&["-[Sentry", "RNSentry", "kscrash", "sentry_", "sentry::"]), Noise),
];

/// Images that came with the system.
fn is_system_image(frame: &FrameDigest<'_>) -> bool {
    let package = frame.package.as_deref().unwrap_or_default();
    ["/lib", "/usr/", "/System/", "C:\\Windows\\", "C:\\WINDOWS\\"].iter().any(|start| package.starts_with(start))
}
