//! What the README promises is there, and what is there is in the README.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crashtray_core::group::{RuleKind, RuleSet};

use crate::util::sandbox::Sandbox;

#[test]
fn the_readme_names_every_command_and_no_other() {
    let help = Sandbox::new().cli(&["--help"]).stdout;
    let commands = help.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    // A line that is further in goes on with what the one before says.
    let begins = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let there: BTreeSet<&str> =
        commands.lines().filter(begins).filter_map(|line| line.split_whitespace().next()).collect();
    let readme = read("README.md");
    let table = readme.split("## Commands").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    // The first cell of a row: `crashtray issues [QUERY]`, `show ISSUE`, `events ISSUE`
    let cells = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let named =
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(|code| code.trim_start_matches("crashtray "));
    let named: BTreeSet<&str> = named.filter_map(|code| code.split_whitespace().next()).collect();
    let missing: Vec<_> = there.difference(&named).filter(|command| **command != "help").collect();
    assert!(missing.is_empty(), "the README's table of commands lacks {missing:?}");
    let invented: Vec<_> = named.difference(&there).filter(|command| **command != "crashtray").collect();
    assert!(invented.is_empty(), "the README's table of commands has {invented:?}, which are none");
}

#[test]
fn what_the_readme_points_at_is_there() {
    let (readme, makefile) = (read("README.md"), read("Makefile"));
    for target in readme
        .split("make ")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next())
    {
        assert!(
            target.is_empty() || makefile.contains(&format!("\n{target}: ")),
            "`make {target}` is no target of the Makefile"
        );
    }
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(link.starts_with("http") || root().join(link).is_file(), "`{link}` is not there");
    }
}

#[test]
fn the_rules_in_the_readme_can_be_read() {
    let readme = read("README.md");
    let section = readme.split("## Grouping").nth(1).and_then(|rest| rest.split("```").nth(1)).unwrap_or_default();
    let mut rules = RuleSet::default();
    for line in section.lines().skip(1) {
        let kind = if line.contains("->") { RuleKind::Fingerprint } else { RuleKind::Stack };
        assert_eq!(rules.add(kind, line), [], "{line}");
    }
    assert_eq!((rules.n(RuleKind::Fingerprint), rules.n(RuleKind::Stack)), (2, 3));
}

#[test]
fn set_up_says_nothing_where_all_is_there() {
    let run = || {
        let mut command = Command::new(root().join("scripts/set-up"));
        command.args(["build", "sdk"]).env("YES", "1").stdin(Stdio::null()).output().expect("the script starts")
    };
    run();
    let again = run();
    let said = format!("{}{}", String::from_utf8_lossy(&again.stdout), String::from_utf8_lossy(&again.stderr));
    assert!(again.status.success() && said.is_empty(), "{}: {said}", again.status);
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
