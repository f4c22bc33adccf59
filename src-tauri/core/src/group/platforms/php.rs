//! PHP.

use std::borrow::Cow;

use super::names::unnumbered;
use super::{PLAIN, Platform, has_folder, path};

pub(super) const PLATFORM: Platform = Platform {
    names: &["php"],
    context_line: true,
    is_library: |frame| has_folder(path(frame), &["vendor"]),
    function,
    filename,
    ..PLAIN
};

/// The name of an anonymous class holds its file's path: only the method is left of it. A closure of PHP 8.4 is named after its
/// line, compiled templates and containers after a hash.
fn function(name: &str) -> Option<Cow<'_, str>> {
    if name.starts_with("[Anonymous") || name.starts_with("class@anonymous\0") {
        return None;
    }
    if let Some((_, method)) = name.strip_prefix("class@anonymous").and_then(|rest| rest.rsplit_once("::")) {
        return Some(Cow::Borrowed(method));
    }
    if let Some((before, _)) = name.split_once("{closure:") {
        return Some(Cow::Owned(format!("{before}{{closure}}")));
    }
    if let Some(rest) = name.strip_prefix("Container").filter(|rest| rest.as_bytes().get(7) == Some(&b'\\')) {
        return Some(Cow::Owned(format!("Container{}", rest.get(7..)?)));
    }
    Some(unnumbered(name, &["__TwigTemplate_"], |byte| byte.is_ascii_hexdigit()))
}

/// `a.php(12) : eval()'d code` says in which line it was evaluated.
fn filename(name: &str) -> Cow<'_, str> {
    match name.split_once('(').zip(name.split_once(") : ")) {
        Some(((file, _), (_, how))) => Cow::Owned(format!("{file} : {how}")),
        None => Cow::Borrowed(name),
    }
}
