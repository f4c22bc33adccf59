//! Python.

use super::{PLAIN, Platform, has_folder, in_module, path};
use crate::group::rules::Effect::Noise;
use crate::group::rules::Rule;
use crate::group::rules::Test::Module;

pub(super) const PLATFORM: Platform = Platform {
    names: &["python"],
    rules: &[&[Rule::of(Module(&["sentry_sdk"], "."), Noise)]],
    context_line: true,
    is_library: |frame| {
        let path = path(frame);
        has_folder(path, &["site-packages", "dist-packages"])
            || path.contains("/lib/python3")
            || path.starts_with("<frozen")
            || path.starts_with("<string>")
            || in_module(frame.module.as_deref().unwrap_or_default(), STANDARD, ".")
    },
    ..PLAIN
};

/// Modules of the standard library that appear in stack traces.
const STANDARD: &[&str] = &[
    "_pytest",
    "asyncio",
    "code",
    "concurrent",
    "contextlib",
    "copy",
    "csv",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "encodings",
    "enum",
    "functools",
    "http",
    "importlib",
    "inspect",
    "io",
    "json",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "pickle",
    "queue",
    "re",
    "runpy",
    "selectors",
    "shutil",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "typing",
    "unittest",
    "urllib",
    "wsgiref",
    "xml",
    "zipfile",
];
