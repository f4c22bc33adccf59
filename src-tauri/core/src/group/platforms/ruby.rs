//! Ruby.

use std::borrow::Cow;

use super::{CulpritStyle, Family, Platform, as_it_is, path, whole_module};

pub(super) const PLATFORM: Platform = Platform {
    names: &["ruby"],
    family: Family::Other,
    culprit: CulpritStyle::ModuleIn,
    rules: &[],
    context_line: true,
    is_library: |frame| ["/gems/", "/ruby/", "<internal:"].iter().any(|mark| path(frame).contains(mark)),
    shorten: as_it_is,
    prefers_raw_function: false,
    function,
    module: whole_module,
};

/// `block (2 levels) in …` is a block; templates end in two numbers that differ from start to start.
#[expect(clippy::unnecessary_wraps, reason = "the shape of `Platform::function`")]
fn function(name: &str) -> Option<Cow<'_, str>> {
    if name.starts_with("block ") {
        return Some(Cow::Borrowed("block"));
    }
    Some(Cow::Borrowed(without_numbers(name).unwrap_or(name)))
}

/// Cuts `__1234_5678`, each of four digits or more.
fn without_numbers(name: &str) -> Option<&str> {
    let is_number = |text: &str| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (rest, last) = name.rsplit_once('_')?;
    let (rest, first) = rest.rsplit_once("__")?;
    (is_number(last) && is_number(first)).then_some(rest)
}
