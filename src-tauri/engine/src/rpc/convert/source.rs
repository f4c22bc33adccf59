//! What the path of a frame says: whose library it is, and in which language it is written.

/// Languages by the ending of a file's name, as the highlighter names them.
const LANGUAGES: &[(&str, &str)] = &[
    ("c", "c"),
    ("cc", "cpp"),
    ("cjs", "javascript"),
    ("cpp", "cpp"),
    ("cs", "csharp"),
    ("dart", "dart"),
    ("erb", "erb"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("go", "go"),
    ("h", "cpp"),
    ("hpp", "cpp"),
    ("java", "java"),
    ("js", "javascript"),
    ("jsx", "javascript"),
    ("kt", "kotlin"),
    ("m", "objectivec"),
    ("mjs", "javascript"),
    ("mm", "objectivec"),
    ("php", "php"),
    ("pl", "perl"),
    ("py", "python"),
    ("rb", "ruby"),
    ("rs", "rust"),
    ("scala", "scala"),
    ("svelte", "xml"),
    ("swift", "swift"),
    ("ts", "typescript"),
    ("tsx", "typescript"),
    ("vue", "xml"),
];

/// Folders under which every entry is one library.
const LIBRARY_FOLDERS: &[&str] = &[
    "/node_modules/",
    "/site-packages/",
    "/dist-packages/",
    "/gems/",
    "/vendor/",
    "/pkg/mod/",
    "/.pub-cache/",
    "/deps/",
];

/// The highlighter's name for the language of a file, else for that of the platform.
pub(super) fn language(path: Option<&str>, platform: &str) -> Option<String> {
    let ending = path.and_then(|path| path.split(['?', '#']).next()).and_then(|path| path.rsplit_once('.'));
    let by_ending = ending.and_then(|(_, ending)| LANGUAGES.iter().find(|(known, _)| *known == ending));
    by_ending.map(|(_, language)| *language).or_else(|| of_platform(platform)).map(str::to_owned)
}

fn of_platform(platform: &str) -> Option<&'static str> {
    Some(match platform {
        "python" => "python",
        "javascript" | "node" => "javascript",
        "rust" => "rust",
        "go" => "go",
        "ruby" => "ruby",
        "php" => "php",
        "java" => "java",
        "csharp" => "csharp",
        "elixir" => "elixir",
        "dart" => "dart",
        "native" | "c" => "cpp",
        _ => return None,
    })
}

/// What a fold calls the library that a frame is of: `django`, `@scope/name`, `std`, `node` …
pub(super) fn library(path: &str, module: Option<&str>, function: Option<&str>, platform: &str) -> String {
    let path = path.replace('\\', "/");
    under_library_folder(&path)
        .or_else(|| cargo_crate(&path))
        .or_else(|| standard_library(&path, function, platform))
        .or_else(|| module.and_then(|module| of_module(module, platform)))
        .unwrap_or_else(|| "library".to_owned())
}

fn under_library_folder(path: &str) -> Option<String> {
    let after = LIBRARY_FOLDERS.iter().filter_map(|folder| path.rfind(folder).map(|at| at + folder.len())).max()?;
    let mut segments = path.get(after..)?.split('/');
    let first = segments.next().filter(|segment| !segment.is_empty())?;
    match segments.next() {
        Some(second) if first.starts_with('@') || first.contains("github.com") => Some(format!("{first}/{second}")),
        Some(_) => Some(without_version(first).to_owned()),
        None => Some(first.split('.').next().unwrap_or(first).to_owned()),
    }
}

/// `…/registry/src/index.crates.io-1949cf8c6b5b557f/tokio-1.54.0/src/…` is `tokio`.
fn cargo_crate(path: &str) -> Option<String> {
    let (_, rest) = path.split_once("/registry/src/")?;
    rest.split('/').nth(1).map(|folder| without_version(folder).to_owned())
}

/// `rack-3.0.8` is `rack`.
fn without_version(folder: &str) -> &str {
    match folder.rsplit_once('-') {
        Some((name, version)) if version.starts_with(|first: char| first.is_ascii_digit()) => name,
        Some(_) | None => folder.split('@').next().filter(|name| !name.is_empty()).unwrap_or(folder),
    }
}

fn standard_library(path: &str, function: Option<&str>, platform: &str) -> Option<String> {
    if path.starts_with("node:") || (platform == "node" && !path.contains('/')) {
        return Some("node".to_owned());
    }
    if path.contains("/lib/python") || path.starts_with("<frozen") {
        return Some("python".to_owned());
    }
    if path.contains("/rustc/") || path.contains("/rustlib/") {
        return Some("std".to_owned());
    }
    let root = function?.trim_start_matches('<').split("::").next()?;
    ["std", "core", "alloc"].contains(&root).then(|| "std".to_owned())
}

fn of_module(module: &str, platform: &str) -> Option<String> {
    let n_segments = if platform == "java" { 2 } else { 1 };
    let name: Vec<&str> = module.split(['.', ':']).filter(|part| !part.is_empty()).take(n_segments).collect();
    (!name.is_empty()).then(|| name.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_is_named_after_the_library() {
        let table = [
            ("/venv/lib/python3.12/site-packages/django/core/handlers/base.py", None, None, "python", "django"),
            ("/venv/lib/python3.12/site-packages/six.py", None, None, "python", "six"),
            ("/usr/lib/python3.12/threading.py", Some("threading"), None, "python", "python"),
            ("/srv/app/node_modules/express/lib/router.js", None, None, "node", "express"),
            ("/srv/app/node_modules/@sentry/node/build/index.js", None, None, "node", "@sentry/node"),
            ("/srv/node_modules/a/node_modules/b/c.js", None, None, "node", "b"),
            ("node:internal/process/task_queues", None, None, "node", "node"),
            ("/rustc/abc/library/std/src/panicking.rs", None, Some("std::panicking::begin_panic"), "rust", "std"),
            (
                "/root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/tokio-1.54.0/src/a.rs",
                None,
                None,
                "rust",
                "tokio",
            ),
            ("/usr/lib/ruby/gems/3.2.0/gems/rack-3.0.8/lib/rack.rb", None, None, "ruby", "rack"),
            ("Thread.java", Some("java.lang.Thread"), None, "java", "java.lang"),
            ("", None, None, "other", "library"),
        ];
        for (path, module, function, platform, expected) in table {
            assert_eq!(library(path, module, function, platform), expected, "{path}");
        }
    }

    #[test]
    fn the_language_is_that_of_the_file_before_that_of_the_platform() {
        let table = [
            (Some("src/cart/CartLine.tsx"), "javascript", Some("typescript")),
            (Some("http://localhost/app.js?v=3"), "javascript", Some("javascript")),
            (Some("shop/pricing.py"), "python", Some("python")),
            (Some("<anonymous>"), "node", Some("javascript")),
            (None, "cobol", None),
        ];
        for (path, platform, expected) in table {
            assert_eq!(language(path, platform).as_deref(), expected, "{path:?}");
        }
    }
}
