//! Rust. Its SDK says `native`, so these rules hold there too.

use super::{Platform, native};
use crate::group::rules::Effect::{DropFromHere, DropToHere, Library};
use crate::group::rules::Rule;
use crate::group::rules::Test::FunctionStart;
use crate::items::digest::FrameDigest;

pub(super) const PLATFORM: Platform = Platform { names: &["rust"], is_library, ..native::PLATFORM };

/// What starts a program, and what reports a panic, is not about the error.
pub(super) const RULES: &[Rule] = &[
    Rule::of(FunctionStart(&["std::", "core::", "alloc::", "__rust_", "__rustc", "rust_begin_unwind"]), Library),
    Rule::of(
        FunctionStart(&[
            "std::rt::lang_start",
            "std::sys::backtrace::__rust_begin_short_backtrace",
            "std::sys_common::backtrace::__rust_begin_short_backtrace",
        ]),
        DropToHere,
    ),
    Rule::of(
        FunctionStart(&[
            "__rustc::rust_begin_unwind",
            "core::panicking::",
            "error_chain::make_backtrace",
            "failure::backtrace::Backtrace::new",
            "rust_begin_unwind",
            "std::panicking::begin_panic",
            "std::panicking::panic_handler",
            "std::panicking::rust_panic",
            "std::rt::begin_panic",
            "std::sys::backtrace::__rust_end_short_backtrace",
            "std::sys_common::backtrace::__rust_end_short_backtrace",
        ]),
        DropFromHere,
    ),
];

/// Crates that run a program but are not it.
const CRATES: &[&str] = &[
    "std::",
    "core::",
    "alloc::",
    "backtrace::",
    "futures",
    "sentry",
    "tokio::",
    "tracing",
    "rayon",
    "test::",
    "__rust",
];

pub(super) fn is_library(frame: &FrameDigest<'_>) -> bool {
    let function = frame.function.as_deref().unwrap_or_default().trim_start_matches('<');
    let path = super::path(frame);
    CRATES.iter().any(|name| function.starts_with(name)) || path.starts_with("/rustc/") || path.contains("/.cargo/")
}
