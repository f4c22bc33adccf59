//! The files of the repository as text. What is built or loaded is not part of it.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours, wherever they are.
const NOT_OURS: &[&str] = &[".git", ".tools", ".venv", "__pycache__", "dist", "gen", "node_modules", "shots", "target"];

/// One file: its path below the root with `/`, and its text.
pub(crate) struct File {
    /// `src-tauri/core/src/lib.rs`.
    pub(crate) path: String,
    /// Bytes that are no UTF-8 are replaced.
    pub(crate) text: String,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let engine = Path::new(env!("CARGO_MANIFEST_DIR"));
    engine.ancestors().nth(2).expect("the engine's package is two folders below the root").to_owned()
}

/// All files below `folder` (empty: all) whose name ends in one of `endings` (empty: any), in order.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut |path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if endings.is_empty() || endings.iter().any(|ending| name.ends_with(ending)) {
            let text = String::from_utf8_lossy(&fs::read(path).expect("a file of the tree can be read")).into_owned();
            found.push(File { path: below_root(path), text });
        }
    });
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// All folders below `folder`, in order, at most `depth` levels down.
pub(crate) fn folders(folder: &str, depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut level = vec![root().join(folder)];
    for _ in 0..depth {
        level = level.iter().flat_map(|parent| entries(parent)).filter(|path| path.is_dir()).collect();
        found.extend(level.iter().map(|path| below_root(path)));
    }
    found.sort();
    found
}

/// Is the whole file only compiled for tests?
pub(crate) fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.ends_with(".test.ts")
}

/// The code of a Rust file: without comments' lines and without what is only compiled for its tests.
pub(crate) fn shipped(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let declaration = lines.next().unwrap_or_default();
            if declaration.trim_end().ends_with('{') {
                // By convention the tests are the last thing in a file.
                break;
            }
        } else if !line.trim_start().starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    for path in entries(folder) {
        if path.is_dir() {
            walk(&path, visit);
        } else {
            visit(&path);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(listing) = fs::read_dir(folder) else { return Vec::new() };
    listing
        .map(|entry| entry.expect("a folder of the tree can be listed").path())
        .filter(|path| !NOT_OURS.contains(&path.file_name().unwrap_or_default().to_string_lossy().as_ref()))
        .collect()
}

fn below_root(path: &Path) -> String {
    path.strip_prefix(root()).expect("only the tree is walked").to_string_lossy().replace('\\', "/")
}
