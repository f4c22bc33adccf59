//! Ruby.

use std::borrow::Cow;

use super::{PLAIN, Platform, path};

pub(super) const PLATFORM: Platform = Platform {
    names: &["ruby"],
    context_line: true,
    is_library: |frame| LIBRARIES.iter().any(|mark| path(frame).contains(mark)),
    function,
    ..PLAIN
};

/// Folders of gems and of the standard library; a project may itself be in a folder called `ruby`.
const LIBRARIES: [&str; 6] =
    ["/gems/", "/lib/ruby/", "/lib64/ruby/", "/usr/share/ruby", "<internal:", "uri:classloader:"];

/// `block (2 levels) in …` is a block; from Ruby 3.4 on a method is named with its class; templates end in two numbers that
/// differ from start to start.
#[expect(clippy::unnecessary_wraps, reason = "the shape of `Platform::function`")]
fn function(name: &str) -> Option<Cow<'_, str>> {
    if name.starts_with("block ") {
        return Some(Cow::Borrowed("block"));
    }
    let method = if name.starts_with('<') { name } else { name.rsplit(['#', '.']).next().unwrap_or(name) };
    let method = if method.is_empty() { name } else { method };
    Some(Cow::Borrowed(without_numbers(method).unwrap_or(method)))
}

/// Cuts `__1234_5678`, each of four digits or more; the first may be negative, which is written with one more `_`.
fn without_numbers(name: &str) -> Option<&str> {
    let is_number = |text: &str| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (rest, last) = name.rsplit_once('_')?;
    let (rest, first) = rest.rsplit_once("__")?;
    (is_number(last) && is_number(first)).then(|| rest.trim_end_matches('_'))
}
