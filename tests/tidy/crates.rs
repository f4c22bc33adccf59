//! What the programs are made of, by `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use super::{none, tree};

/// What the core may use: nothing that does input or output, or reads a clock by itself. Alphabetical.
const CORE: &[&str] = &["bytes", "hmac", "jiff", "md-5", "memchr", "regex", "serde", "serde_json", "sha2", "thiserror"];

/// Licences that we may hand on.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The web view and all that comes with it.
const DESKTOP: &[&str] = &["gtk", "tao", "tauri", "webkit2gtk", "wry"];

/// The resident's crates, ours counted. Raise it in the change that needs it, and say there what the crate buys.
const MOST_CRATES: usize = 200;

#[test]
fn the_core_uses_only_what_is_pure() {
    let wanted: BTreeSet<&str> = CORE.iter().copied().collect();
    let used = &metadata().packages["crashtray-core"].direct;
    let findings: Vec<String> = used.iter().filter(|name| !wanted.contains(name.as_str())).cloned().collect();
    none(
        &findings,
        "The core does no input or output. If this crate is pure, add it to the list in tests/tidy/crates.rs.",
    );
}

#[test]
fn the_resident_needs_no_display() {
    let findings: Vec<String> = metadata()
        .closure("crashtray")
        .into_iter()
        .filter(|name| DESKTOP.iter().any(|part| name == part || name.starts_with(&format!("{part}-"))))
        .collect();
    none(&findings, "Only crashtray-window may use a web view. The resident runs where there is no display.");
}

#[test]
fn the_resident_stays_small() {
    let crates = metadata().closure("crashtray").len();
    assert!(
        crates <= MOST_CRATES,
        "the resident is made of {crates} crates, {MOST_CRATES} are the most: leave one out, or raise the number and say why"
    );
}

#[test]
fn licences_are_on_the_list() {
    let mut findings = Vec::new();
    for (name, package) in &metadata().packages {
        if !allowed(&package.licence) {
            findings.push(format!("{name}: `{}`", package.licence));
        }
    }
    none(&findings, "Take another crate, or ask whether the list (tests/tidy/crates.rs, deny.toml) may grow.");
}

#[test]
fn licence_expressions_are_read_as_they_are_meant() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(allowed(good), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "MIT AND (GPL-2.0 OR BSL-1.0)"] {
        assert!(!allowed(bad), "{bad}");
    }
}

/// May we hand on what is under this SPDX expression? `AND` wants both sides, `OR` one.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest)
}

fn any_of(words: &mut &[&str]) -> bool {
    let mut good = all_of(words);
    while words.first() == Some(&"OR") {
        *words = &words[1..];
        good |= all_of(words);
    }
    good
}

fn all_of(words: &mut &[&str]) -> bool {
    let mut good = one(words);
    while words.first() == Some(&"AND") {
        *words = &words[1..];
        good &= one(words);
    }
    good
}

fn one(words: &mut &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    *words = rest;
    if *first == "(" {
        let good = any_of(words);
        *words = words.get(1..).unwrap_or_default();
        return good;
    }
    if words.first() == Some(&"WITH") {
        // An exception only permits more.
        *words = words.get(2..).unwrap_or_default();
    }
    LICENCES.contains(first)
}

struct Package {
    licence: String,
    /// Names of what it uses to run, as its manifest has them.
    direct: BTreeSet<String>,
}

struct Metadata {
    packages: BTreeMap<String, Package>,
    /// By package id: its name, and the ids of what it needs to run or be built.
    graph: BTreeMap<String, (String, Vec<String>)>,
}

impl Metadata {
    /// Names of all that `package` needs to run or be built, its own name among them. Two versions count as one.
    fn closure(&self, package: &str) -> BTreeSet<String> {
        let mut open: Vec<&String> =
            self.graph.iter().filter(|(_, (name, _))| name == package).map(|(id, _)| id).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(&self.graph[id].1);
            }
        }
        seen.into_iter().map(|id| self.graph[id].0.clone()).collect()
    }
}

fn metadata() -> &'static Metadata {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    METADATA.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"])
            .current_dir(tree::root())
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
        read(&serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON"))
    })
}

fn read(json: &Value) -> Metadata {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut names = BTreeMap::new();
    let mut packages = BTreeMap::new();
    for package in list(&json["packages"]) {
        let direct = list(&package["dependencies"]);
        let direct =
            direct.iter().filter(|dependency| dependency["kind"].is_null()).map(|dependency| text(&dependency["name"]));
        names.insert(text(&package["id"]), text(&package["name"]));
        packages
            .insert(text(&package["name"]), Package { licence: text(&package["license"]), direct: direct.collect() });
    }
    let mut graph = BTreeMap::new();
    for node in list(&json["resolve"]["nodes"]) {
        let needs = list(&node["deps"]);
        let needs = needs.iter().filter(|need| list(&need["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev"));
        let needs = needs.map(|need| text(&need["pkg"])).collect();
        let id = text(&node["id"]);
        graph.insert(id.clone(), (names[&id].clone(), needs));
    }
    Metadata { packages, graph }
}
