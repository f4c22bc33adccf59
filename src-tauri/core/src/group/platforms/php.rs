//! PHP.

use std::borrow::Cow;

use super::{CulpritStyle, Family, Platform, as_it_is, has_folder, path, whole_module};

pub(super) const PLATFORM: Platform = Platform {
    names: &["php"],
    family: Family::Other,
    culprit: CulpritStyle::ModuleIn,
    rules: &[],
    context_line: true,
    is_library: |frame| has_folder(path(frame), &["vendor"]),
    shorten: as_it_is,
    prefers_raw_function: false,
    function,
    module: whole_module,
};

/// The name of an anonymous class holds its file's path: only the method is left of it.
fn function(name: &str) -> Option<Cow<'_, str>> {
    if name.starts_with("[Anonymous") || name.starts_with("class@anonymous\0") {
        return None;
    }
    match name.strip_prefix("class@anonymous").and_then(|rest| rest.rsplit_once("::")) {
        Some((_, method)) => Some(Cow::Borrowed(method)),
        None => Some(Cow::Borrowed(name)),
    }
}
