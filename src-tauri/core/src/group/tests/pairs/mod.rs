//! Which two events are one issue, and which are not: a file per platform, each pair with its reason.
//!
//! Two events are one issue when a hash of one is a hash of the other: all hashes of an event lead to its issue.

mod cocoa;
mod csharp;
mod dart;
mod elixir;
mod go;
mod java;
mod javascript;
mod native;
mod node;
mod php;
mod python;
mod react_native;
mod ruby;
mod rust;

use super::notation;
use super::*;
use crate::items::digest::digest;

/// Why, and both events as one text with `«a|b»` where they differ.
type Pair = (&'static str, &'static str);

/// The pairs of a platform.
struct Pairs {
    name: &'static str,
    /// What events of it say as `platform`.
    platform: &'static str,
    join: &'static [Pair],
    split: &'static [Pair],
}

const ALL: [Pairs; 14] = [
    cocoa::PAIRS,
    csharp::PAIRS,
    dart::PAIRS,
    elixir::PAIRS,
    go::PAIRS,
    java::PAIRS,
    javascript::PAIRS,
    native::PAIRS,
    node::PAIRS,
    php::PAIRS,
    python::PAIRS,
    react_native::PAIRS,
    ruby::PAIRS,
    rust::PAIRS,
];

#[test]
fn what_is_the_same_error_is_one_issue() {
    check(|pairs| pairs.join, true);
}

#[test]
fn what_is_another_error_is_another_issue() {
    check(|pairs| pairs.split, false);
}

#[test]
fn each_platform_has_ten_pairs_of_either_sort() {
    for pairs in &ALL {
        assert!(pairs.join.len() >= 10, "{}: {} that join", pairs.name, pairs.join.len());
        assert!(pairs.split.len() >= 10, "{}: {} that do not", pairs.name, pairs.split.len());
    }
}

fn check(of: fn(&Pairs) -> &'static [Pair], joined: bool) {
    let mut findings = Vec::new();
    for pairs in &ALL {
        for (why, text) in of(pairs) {
            let both = notation::both(pairs.platform, text);
            assert_ne!(both[0], both[1], "{}, {why}: the events differ in nothing", pairs.name);
            let [one, other] = both.map(|payload| read(&payload));
            if one.hashes.iter().any(|hash| other.hashes.contains(hash)) != joined {
                findings.push(format!("{}, {why}:\n  {}\n  {}", pairs.name, one.leaves, other.leaves));
            }
        }
    }
    let wrong = if joined { "are two issues" } else { "are one issue" };
    assert!(findings.is_empty(), "{} pairs {wrong}, by these texts:\n{}", findings.len(), findings.join("\n"));
}

struct Read {
    hashes: Vec<[u8; 16]>,
    leaves: String,
}

fn read(payload: &[u8]) -> Read {
    let received = received();
    let digest = digest(payload, &received);
    assert_eq!(digest.malformed, None);
    let grouping = group(&digest, &GroupConfig::default());
    Read { hashes: grouping.hashes.iter().map(|hash| hash.hash).collect(), leaves: leaves(&digest) }
}
