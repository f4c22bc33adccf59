//! Rules for all platforms: folders and hosts that hold other people's code.

use crate::group::rules::Effect::{Library, Noise};
use crate::group::rules::Rule;
use crate::group::rules::Test::{Folder, Package, Path, PathHas};

/// Rules for all platforms. Paths are compared in lower case, with slashes.
pub(in crate::group) const COMMON: &[Rule] = &[
    Rule::of(Folder(&["dist-packages", "node_modules", "site-packages", "vendor"]), Library),
    Rule::of(PathHas("/go/pkg/mod/"), Library),
    Rule::of(PathHas("/.cargo/registry/"), Library),
    Rule::of(PathHas("/.cargo/git/"), Library),
    Rule::of(PathHas("/rustc/"), Library),
    Rule::of(PathHas("/.local/share/"), Library),
    Rule::of(PathHas("/.pub-cache/"), Library),
    Rule::of(Path("/usr/local/lib/"), Library),
    Rule::of(Path("/usr/local/cellar/"), Library),
    Rule::of(PathHas("newrelic"), Noise),
    Rule::of(PathHas("logrocket"), Noise),
    Rule::of(Package("/lib/"), Library),
    Rule::of(Package("/lib64/"), Library),
    Rule::of(Package("/usr/lib/"), Library),
];
