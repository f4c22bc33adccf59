//! Who may know whom inside the packages: the arrows of `docs/ARCHITECTURE.md`.

use std::collections::BTreeSet;

use super::none;
use super::tree::{self, File};

/// A module, and what it may name after `crate::`. A longer path permits only that part.
type Edges = &'static [(&'static str, &'static [&'static str])];

/// Inside the engine. `engine.rs` wires everything and may know all.
const ENGINE: Edges = &[
    ("bus", &[]),
    // Commands that only read open the file by themselves, also beside a resident.
    ("cli", &["config", "engine", "mcp", "resident", "rpc", "store"]),
    ("config", &[]),
    ("disk", &[]),
    ("http", &["ingest", "resident", "rpc"]),
    ("ingest", &["store"]),
    ("mcp", &["rpc"]),
    ("resident", &["bus", "config", "rpc"]),
    ("rpc", &["bus", "config", "disk", "sinks", "store"]),
    ("sinks", &["bus", "store::outbox"]),
    ("store", &["bus"]),
];

/// Inside the core. `id`, `time`, `json`, `note`, `text` are words that all may use; framing knows nothing of what items hold.
const CORE: Edges = &[
    ("change", &["event", "id", "issue", "time"]),
    ("dsn", &["id"]),
    ("envelope", &["id", "json"]),
    ("event", &["id", "json", "note", "time"]),
    ("group", &["event", "id", "items", "json", "normalize", "text"]),
    ("id", &[]),
    ("issue", &["event", "id", "time"]),
    ("items", &["envelope", "event", "id", "json", "normalize", "note", "outcome", "time"]),
    // Values are read in the lenient ways of the protocol, levels and times among them.
    ("json", &["event::Level", "note", "time"]),
    ("normalize", &["event", "id", "items", "json", "note", "time"]),
    ("note", &[]),
    ("outcome", &[]),
    ("proof", &[]),
    ("query", &["event", "id", "issue", "text", "time"]),
    // What is pasted elsewhere leaves out what looks like a secret.
    ("render", &["event", "group", "id", "issue", "json", "normalize::looks_secret", "note", "outcome", "time"]),
    ("resident_file", &[]),
    ("rules", &["event", "group", "id", "issue", "items", "query", "time"]),
    ("text", &[]),
    ("time", &["id"]),
];

#[test]
fn modules_of_the_engine_know_only_whom_they_may() {
    check("src-tauri/engine/src", ENGINE, &["engine"]);
}

#[test]
fn modules_of_the_core_know_only_whom_they_may() {
    check("src-tauri/core/src", CORE, &[]);
}

fn check(folder: &str, edges: Edges, may_know_all: &[&str]) {
    let modules: BTreeSet<&str> = edges.iter().map(|(module, _)| *module).chain(may_know_all.iter().copied()).collect();
    let mut findings = Vec::new();
    // Tests may put together what the house keeps apart.
    for file in tree::files(folder, &[".rs"]).into_iter().filter(|file| !tree::is_test(&file.path)) {
        let module = module_of(&file.path[folder.len() + 1..]);
        if ["lib", "main"].contains(&module.as_str()) || may_know_all.contains(&module.as_str()) {
            continue;
        }
        let Some((_, allowed)) = edges.iter().find(|(name, _)| *name == module) else {
            findings.push(format!("{}: the module `{module}` is not in the table", file.path));
            continue;
        };
        for path in named(&file, folder) {
            let target = path.split("::").next().unwrap_or_default();
            if target != module && modules.contains(target) && !allowed.iter().any(|a| permits(a, &path)) {
                findings.push(format!("{}: names `crate::{path}`", file.path));
            }
        }
    }
    none(
        &findings,
        "An arrow that the house does not have. Move the code to where it belongs, hand it in as a closure from engine.rs, \
         or, if the house is wrong, change the table in tests/tidy/edges.rs and docs/ARCHITECTURE.md together.",
    );
}

fn permits(allowed: &str, path: &str) -> bool {
    path == allowed || path.strip_prefix(allowed).is_some_and(|rest| rest.starts_with("::"))
}

/// `store/tables/issue.rs` and `store.rs` are of the module `store`.
fn module_of(path: &str) -> String {
    let first = path.split('/').next().unwrap_or_default();
    first.strip_suffix(".rs").unwrap_or(first).to_owned()
}

/// What a file names of its own package: `crate::a::b`, `crate::{a, b::c}`, and `super::` that climbs out of its module.
fn named(file: &File, folder: &str) -> BTreeSet<String> {
    let code = tree::shipped(&file.text);
    let below = &file.path[folder.len() + 1..];
    let depth = below.split('/').count() - usize::from(below.ends_with("/mod.rs"));
    let out_of_module = "super::".repeat(depth);
    let mut found = BTreeSet::new();
    for start in ["crate::", out_of_module.as_str()] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before == ':' || before.is_alphanumeric() || before == '_' || before == '$' {
                continue;
            }
            found.extend(paths(&code[at + start.len()..]));
        }
    }
    found
}

/// The paths that begin here: one, or the members of a group.
fn paths(code: &str) -> Vec<String> {
    let Some(group) = code.strip_prefix('{') else { return vec![path(code)] };
    let mut level = 0;
    let mut members = vec![String::new()];
    for letter in group.chars() {
        match letter {
            '}' if level == 0 => break,
            ',' if level == 0 => members.push(String::new()),
            _ => {
                level += i32::from(letter == '{') - i32::from(letter == '}');
                members.last_mut().expect("there is always one").push(letter);
            }
        }
    }
    members.iter().map(|member| path(member.trim())).filter(|path| !path.is_empty()).collect()
}

fn path(code: &str) -> String {
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(code.len());
    code[..end].trim_end_matches(':').to_owned()
}

#[test]
fn names_are_found_in_all_their_forms() {
    let file = |path: &str, text: &str| File { path: format!("src/{path}"), text: text.into() };
    let check = |path: &str, text: &str, expected: &[&str]| {
        let found = named(&file(path, text), "src");
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{path}: {text}");
    };
    check("rpc/mod.rs", "use crate::store::Reader;", &["store::Reader"]);
    check("rpc/mod.rs", "use crate::{bus::{A, B}, store};", &["bus::", "store"].map(|p| p.trim_end_matches(':')));
    check("rpc/mod.rs", "fn f() { crate::http::serve() }", &["http::serve"]);
    check("rpc/handlers/issues.rs", "use super::super::super::http::x;", &["http::x"]);
    check("rpc/handlers/issues.rs", "use super::super::view::Row;", &[]);
    check("rpc/mod.rs", "// crate::http is none of our business", &[]);
    check("rpc/mod.rs", "#[cfg(test)]\nmod tests {\n use crate::engine::Engine; }", &[]);
}
