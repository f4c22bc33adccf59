//! How files look: their length, their first line, where they may lie.

use std::collections::BTreeSet;

use super::{none, tree};

const LONGEST: usize = 500;
const LONGEST_COMPONENT: usize = 300;
const LONGEST_WINDOW: usize = 500;

#[test]
fn no_file_is_too_long() {
    let rust = tree::files("src-tauri", &[".rs"]);
    let outside = tree::files("tests", &[".rs", ".mjs"]);
    let script = tree::files("ui/src", &[".ts"]);
    let mut findings = Vec::new();
    for file in rust.iter().chain(&outside).chain(&script) {
        let lines = lines_that_ship(&file.text);
        // The generated contract is as long as the contract.
        if lines > LONGEST && !tree::is_test(&file.path) && !file.path.ends_with("/gen.ts") {
            findings.push(format!("{}: {lines} lines", file.path));
        }
    }
    for file in tree::files("ui/src", &[".svelte"]) {
        let lines = file.text.lines().count();
        if lines > LONGEST_COMPONENT {
            findings.push(format!("{}: {lines} lines", file.path));
        }
    }
    none(
        &findings,
        "Files end at 500 lines without tests, components at 300. Split by what changes together, with a name from the glossary.",
    );
}

#[test]
fn the_window_stays_small() {
    let lines: usize = tree::files("src-tauri/src", &[".rs"]).iter().map(|file| lines_that_ship(&file.text)).sum();
    assert!(
        lines <= LONGEST_WINDOW,
        "the window has {lines} lines of {LONGEST_WINDOW}: what decides something belongs to the resident"
    );
}

#[test]
fn every_rust_file_says_first_what_it_is_for() {
    let mut findings = Vec::new();
    for folder in ["src-tauri", "tests"] {
        for file in tree::files(folder, &[".rs"]) {
            if !file.text.starts_with("//!") {
                findings.push(file.path);
            }
        }
    }
    none(&findings, "Open each file with `//!`: what it is for, and what it deliberately does not do.");
}

#[test]
fn every_folder_is_on_the_map() {
    let map =
        std::fs::read_to_string(tree::root().join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md is there");
    let parents = ["src-tauri/src", "src-tauri/core/src", "src-tauri/engine/src", "ui/src", "tests"];
    let mut findings = Vec::new();
    for folder in parents.iter().flat_map(|parent| tree::folders(parent, 2)) {
        if !folder.ends_with("/tests") && !map.contains(&format!("`{folder}/`")) {
            findings.push(folder);
        }
    }
    none(&findings, "Name these folders in the code map of docs/ARCHITECTURE.md, each with what it is for.");
}

#[test]
fn no_file_of_the_tests_is_forgotten() {
    let main = std::fs::read_to_string(tree::root().join("tests/main.rs")).expect("tests/main.rs is there");
    let mut findings = Vec::new();
    for file in tree::files("tests", &[".rs"]) {
        let below = &file.path["tests/".len()..];
        let is_module = !below.contains('/') && below != "main.rs";
        if is_module && !main.contains(&format!("mod {};", below.trim_end_matches(".rs"))) {
            findings.push(format!("{}: no `mod` in tests/main.rs", file.path));
        }
    }
    let recorded = tree::files("tests/fixtures/requests", &[]);
    let names: BTreeSet<&str> = recorded.iter().map(|file| file.path.as_str()).collect();
    for name in &names {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let other = match ending {
            "json" => format!("{stem}.body"),
            "body" => format!("{stem}.json"),
            _ => continue,
        };
        if !names.contains(other.as_str()) {
            findings.push(format!("{name}: `{other}` is missing"));
        }
    }
    none(&findings, "Each file of the tests is run or read by one: wire it in, or remove it.");
}

/// Lines before the file's own tests.
fn lines_that_ship(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].trim_end().ends_with('{'));
    tests.unwrap_or(lines.len())
}
