//! How much memory a process has, as the system says, and what is promised (`decisions`: 6.10).

use std::fs;

use super::sandbox::is_release;

/// What is promised is so of the release build; a debug build is allowed twice that.
pub(crate) fn most() -> u64 {
    if is_release() { 150 } else { 300 }
}

/// The same for afterwards.
pub(crate) fn afterwards() -> u64 {
    if is_release() { 40 } else { 80 }
}

/// Resident now, in MiB.
pub(crate) fn now(pid: u32) -> u64 {
    field(pid, "VmRSS:")
}

/// Resident at most so far, in MiB.
pub(crate) fn peak(pid: u32) -> u64 {
    field(pid, "VmHWM:")
}

fn field(pid: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the system says how much it is");
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("it is a number of kB");
    kibibytes.div_ceil(1024)
}
