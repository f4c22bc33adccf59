//! What may be written where.

use super::none;
use super::tree::{self, File};

/// Calls to the resident, by any of the browser's ways.
const NETWORK: &[&str] = &["fetch(", "XMLHttpRequest", "EventSource(", "WebSocket(", "sendBeacon("];

/// Names that say nothing (in types; the glossary has the words).
const FURNITURE: &[&str] = &["Helper", "Manager", "Processor", "Service", "Util", "Utils"];

#[test]
fn only_the_api_folder_of_the_page_talks_to_the_resident() {
    let mut findings = Vec::new();
    for file in tree::files("ui/src", &[".ts", ".svelte"]) {
        if !file.path.starts_with("ui/src/api/") {
            findings.extend(lines_with(&file, |line| NETWORK.iter().any(|call| names(line, call))));
        }
    }
    none(&findings, "Only ui/src/api/ calls the resident: put the call there and import it.");
}

#[test]
fn the_page_knows_nothing_of_tauri() {
    let mut findings = Vec::new();
    for file in tree::files("ui/src", &[".ts", ".svelte", ".css"]) {
        findings.extend(lines_with(&file, |line| line.contains("@tauri-apps") || line.contains("__TAURI")));
    }
    none(
        &findings,
        "The page is the same in any browser: what it wants from the desktop is a command of the resident.",
    );
}

#[test]
fn the_contract_has_no_bigint() {
    let mut findings = Vec::new();
    for file in tree::files("ui/src/api", &["gen.ts"]) {
        findings.extend(lines_with(&file, |line| line.contains("bigint")));
    }
    none(&findings, "JSON carries numbers: use u32, f64 milliseconds or a string in the view.");
}

#[test]
fn a_task_left_open_names_its_issue() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let mut findings = Vec::new();
    for file in written_by_us() {
        findings.extend(lines_with(&file, |line| {
            marks.iter().any(|mark| line.split(mark).skip(1).any(|rest| !rest.starts_with("(#")) && is_word(line, mark))
        }));
    }
    none(&findings, "Do it, or open an issue and write its number behind the mark: `(#12)`.");
}

#[test]
fn nothing_points_outside_the_repository() {
    // In parts, so that this file does not find itself.
    let outside = [concat!("/wo", "rk/"), concat!("/tmp/", "wt/"), concat!("../", "shared")];
    let mut findings = Vec::new();
    for file in tree::files("", &[]) {
        findings.extend(lines_with(&file, |line| outside.iter().any(|path| line.contains(path))));
    }
    none(
        &findings,
        "The repository stands alone: copy what is needed into it, and say nothing of the place it was made in.",
    );
}

#[test]
fn types_have_names_from_the_glossary() {
    let mut findings = Vec::new();
    // In tests a service may be one: that of a desktop's bus.
    for file in tree::files("src-tauri", &[".rs"]).into_iter().filter(|file| !tree::is_test(&file.path)) {
        findings.extend(lines_with(&file, |line| {
            let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            let Some((kind, rest)) = line.split_once(' ') else { return false };
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            ["enum", "struct", "trait", "type"].contains(&kind) && FURNITURE.iter().any(|word| name.ends_with(word))
        }));
    }
    none(&findings, "Say what it is with a word from the glossary (docs/ARCHITECTURE.md).");
}

#[test]
fn no_test_sleeps() {
    let mut findings = Vec::new();
    let rust = tree::files("src-tauri", &[".rs"]).into_iter().map(|file| {
        let text = file.text.split("#[cfg(test)]").skip(1).collect::<String>();
        let whole = tree::is_test(&file.path);
        File { text: if whole { file.text } else { text }, path: file.path }
    });
    let outside = tree::files("tests", &[".rs"]).into_iter().filter(|file| file.path != "tests/util/wait.rs");
    for file in rust.chain(outside).filter(|file| !file.path.starts_with("tests/tidy")) {
        findings.extend(lines_with(&file, |line| line.contains("sleep(")));
    }
    for file in tree::files("tests/ui", &[".mjs"]) {
        findings.extend(lines_with(&file, |line| line.contains("waitForTimeout(")));
    }
    none(&findings, "Wait for what you wait for: a change, an answer, a line; outside, `util::wait::until`.");
}

#[test]
fn lists_are_alphabetical() {
    let mut findings = Vec::new();
    for file in tree::files("", &["Cargo.toml"]) {
        for table in
            file.text.split("\n[").filter(|table| table.split(']').next().is_some_and(|t| t.ends_with("dependencies")))
        {
            let keys = table.lines().skip(1).filter(|line| line.starts_with(|c: char| c.is_alphabetic()));
            findings.extend(first_out_of_order(&file, keys));
        }
    }
    for file in written_by_us() {
        // A list that says so: a comment that ends in `alphabetical.` above it.
        let lines: Vec<&str> = file.text.lines().collect();
        for (at, _) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.trim_start().starts_with("//") && line.ends_with("lphabetical."))
        {
            findings.extend(first_out_of_order(&file, list_below(&lines[at + 1..]).into_iter()));
        }
    }
    none(&findings, "Lists are read by people: keep them in the order of the alphabet.");
}

/// The entries of the list that opens first in these lines: what stands one step deeper than its opening.
fn list_below<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(opening) = lines.iter().position(|line| line.ends_with(['{', '[', '('])) else { return Vec::new() };
    let outer = indent(lines[opening]);
    let inside = lines[opening + 1..].iter().take_while(|line| line.trim().is_empty() || indent(line) > outer);
    let inside: Vec<&str> = inside.copied().collect();
    let Some(inner) = inside.first().map(|line| indent(line)) else { return inside };
    let is_entry = |line: &str| line.trim().starts_with(|c: char| c.is_alphanumeric() || "\"(&".contains(c));
    inside.into_iter().filter(|line| indent(line) == inner && is_entry(line)).map(str::trim).collect()
}

fn first_out_of_order<'a>(file: &File, entries: impl Iterator<Item = &'a str>) -> Option<String> {
    let word = |entry: &str| {
        let entry = entry.trim_start_matches(['"', '(', '&']);
        entry[..entry.find(|c: char| !c.is_alphanumeric() && !"_-:".contains(c)).unwrap_or(entry.len())].to_owned()
    };
    let words: Vec<String> = entries.map(word).collect();
    let wrong = words.windows(2).find(|pair| pair[0] > pair[1])?;
    Some(format!("{}: `{}` stands after `{}`", file.path, wrong[1], wrong[0]))
}

/// Code and prose of ours; not the recorded requests, and not what tools write.
fn written_by_us() -> Vec<File> {
    let endings =
        [".rs", ".ts", ".svelte", ".css", ".mjs", ".js", ".py", ".md", ".toml", "Makefile", "run", "check", "set-up"];
    let mut files = tree::files("", &endings);
    files.retain(|file| !file.path.starts_with("tests/fixtures/"));
    files
}

fn lines_with(file: &File, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let numbered = file.text.lines().enumerate().filter(|(_, line)| wanted(line));
    numbered
        .map(|(n, line)| format!("{}:{}: {}", file.path, n + 1, line.trim().chars().take(100).collect::<String>()))
        .collect()
}

/// Does `line` call `call` by that whole name?
fn names(line: &str, call: &str) -> bool {
    line.match_indices(call).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Does `mark` stand in `line` as a word of its own?
fn is_word(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        [before, after].iter().all(|c| c.is_none_or(|c| !c.is_alphanumeric() && c != '_'))
    })
}
