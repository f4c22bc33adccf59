//! Platforms that are not treated in a way of their own.

use super::{PLAIN, Platform, dart, has_folder, path};

pub(super) const PLATFORM: Platform = Platform {
    rules: &[dart::RULES],
    is_library: |frame| {
        let path = path(frame);
        has_folder(path, &["deps", "vendor"])
            || ["dart:", "package:flutter/", "/usr/share/"].iter().any(|start| path.starts_with(start))
    },
    function: dart::function,
    ..PLAIN
};
