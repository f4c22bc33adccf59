//! Surroundings that only one program sees: mounts or a network of its own, by `unshare`. Not every system lets a user have them.

use std::io::Write;
use std::process::{Command, Stdio};

/// Whether there may be some; else says that `what` is skipped, so that it is counted.
pub(crate) fn is_allowed(flags: &str, what: &str) -> bool {
    let probe = Command::new("unshare").args([flags, "true"]).stderr(Stdio::null()).status();
    let is_allowed = probe.is_ok_and(|status| status.success());
    if !is_allowed {
        skipped(what, &format!("`unshare {flags}` is not allowed here"));
    }
    is_allowed
}

/// Says so past the test's captured output: `scripts/check` counts these lines.
pub(crate) fn skipped(what: &str, why: &str) {
    drop(writeln!(std::io::stderr(), "skipped: {what}: {why}"));
}

/// Runs a command in the mounts of a running program.
pub(crate) fn enter(pid: u32, words: &[&str]) {
    let pid = pid.to_string();
    let mut command = Command::new("nsenter");
    command.args(["--target", &pid, "--user", "--preserve-credentials", "--mount"]).args(words);
    let status = command.status().expect("`nsenter` is there where `unshare` is");
    assert!(status.success(), "{words:?} in the mounts of {pid}: {status}");
}
