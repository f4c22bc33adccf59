//! Platforms that are not treated in a way of their own.

use super::{CulpritStyle, Family, Platform, as_it_is, has_folder, path, whole_function, whole_module};

pub(super) const PLATFORM: Platform = Platform {
    names: &[],
    family: Family::Other,
    culprit: CulpritStyle::ModuleIn,
    rules: &[],
    context_line: false,
    is_library: |frame| {
        let path = path(frame);
        has_folder(path, &["deps", "vendor"])
            || ["dart:", "package:flutter/", "/usr/share/"].iter().any(|start| path.starts_with(start))
    },
    shorten: as_it_is,
    prefers_raw_function: false,
    function: whole_function,
    module: whole_module,
};
