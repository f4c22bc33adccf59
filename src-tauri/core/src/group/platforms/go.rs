//! Go.

use super::{CulpritStyle, Family, Platform, as_it_is, in_module, path, whole_function, whole_module};

pub(super) const PLATFORM: Platform = Platform {
    names: &["go"],
    family: Family::Other,
    culprit: CulpritStyle::ModuleIn,
    rules: &[],
    context_line: false,
    is_library: |frame| {
        let path = path(frame);
        path.contains("/go/pkg/mod/")
            || path.starts_with("/usr/local/go/src/")
            || in_module(frame.module.as_deref().unwrap_or_default(), &["net/http", "runtime"], "/")
    },
    shorten: as_it_is,
    prefers_raw_function: false,
    function: whole_function,
    module: whole_module,
};
