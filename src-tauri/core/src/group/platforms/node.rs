//! JavaScript in Node, Bun and Deno.

use super::{CulpritStyle, Family, PLAIN, Platform, has_folder, javascript, path};

pub(super) const PLATFORM: Platform = Platform {
    names: &["node"],
    family: Family::JavaScript,
    culprit: CulpritStyle::FunctionAt,
    rules: &[javascript::RULES],
    context_line: true,
    is_library: |frame| {
        let path = path(frame);
        has_folder(path, &["node_modules"]) || path.starts_with("node:") || !is_absolute(path)
    },
    function: javascript::function,
    module: javascript::module,
    filename: javascript::filename,
    ..PLAIN
};

fn is_absolute(path: &str) -> bool {
    let after_drive = path.get(1..).is_some_and(|rest| rest.starts_with(":\\") || rest.starts_with(":/"));
    path.starts_with('/') || path.contains("://") || after_drive
}
