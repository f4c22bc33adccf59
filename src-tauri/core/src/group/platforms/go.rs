//! Go.

use std::borrow::Cow;

use super::{PLAIN, Platform, in_module, path};
use crate::group::rules::Effect::DropFromHere;
use crate::group::rules::Rule;
use crate::group::rules::Test::Call;

pub(super) const PLATFORM: Platform = Platform {
    names: &["go"],
    rules: &[&[Rule::of(Call(PANICS), DropFromHere)]],
    is_library: |frame| {
        let path = path(frame);
        path.contains("/go/pkg/mod/")
            || GOROOTS.iter().any(|root| path.starts_with(root))
            || in_module(frame.module.as_deref().unwrap_or_default(), STANDARD, "/")
    },
    function,
    ..PLAIN
};

/// Where the standard library is installed.
const GOROOTS: [&str; 3] = ["/usr/local/go/src/", "/usr/lib/go", "/usr/share/go"];

/// Packages of the standard library that appear in stack traces.
const STANDARD: &[&str] = &[
    "bufio",
    "bytes",
    "context",
    "crypto",
    "database/sql",
    "encoding",
    "errors",
    "fmt",
    "html/template",
    "internal",
    "io",
    "log",
    "net",
    "os",
    "reflect",
    "regexp",
    "runtime",
    "sort",
    "strconv",
    "strings",
    "sync",
    "syscall",
    "testing",
    "text/template",
    "time",
];

/// Here a panic begins: what follows is deferred calls, which are not where it broke.
const PANICS: &[(&str, &str)] = &[
    ("runtime", "gopanic"),
    ("runtime", "goPanicIndex"),
    ("runtime", "panicdivide"),
    ("runtime", "panicmem"),
    ("runtime", "sigpanic"),
];

/// Functions without a name are numbered, type parameters written out or not, and methods get an ending when they are values.
#[expect(clippy::unnecessary_wraps, reason = "the shape of `Platform::function`")]
fn function(name: &str) -> Option<Cow<'_, str>> {
    if !name.contains(['.', '[', '-']) {
        return Some(Cow::Borrowed(name));
    }
    let plain = name.strip_suffix("-fm").unwrap_or(name);
    let mut out = String::with_capacity(plain.len());
    for part in without_types(plain).split('.') {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let word = part.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let is_made_up = word.len() < part.len() && ["func", "gowrap", "deferwrap"].contains(&word);
        match (is_number, is_made_up) {
            (true, _) => {}
            (false, true) => out.push_str(".func"),
            (false, false) if out.is_empty() => out.push_str(part),
            (false, false) => out.extend([".", part]),
        }
    }
    Some(Cow::Owned(out))
}

/// Without `[...]`, `[go.shape.int]`.
fn without_types(name: &str) -> Cow<'_, str> {
    let (Some(start), Some(end)) = (name.find('['), name.rfind(']')) else { return Cow::Borrowed(name) };
    match (name.get(..start), name.get(end + 1..)) {
        (Some(before), Some(after)) if start < end => Cow::Owned(format!("{before}{after}")),
        _ => Cow::Borrowed(name),
    }
}
