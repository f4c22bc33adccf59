//! The rules of the house, as tests: what is worth saying twice in a review is said here once.
//!
//! They read the tree as text and `cargo metadata`; they never start the program. Each failure says what to do.

mod crates;
mod edges;
mod files;
mod tree;
mod words;

/// Fails with one line per finding and the sentence that says what to do about them.
fn none(findings: &[String], what_to_do: &str) {
    assert!(findings.is_empty(), "\n  {}\n\n{what_to_do}\n", findings.join("\n  "));
}
