//! The disk is full, or cannot be written: in mounts that only the program sees.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::{assert_none_lost, assert_unavailable, marked, trouble};
use crate::util::http::Request;
use crate::util::namespace;
use crate::util::sandbox::Sandbox;
use crate::util::wait;

/// What `sh` runs before it becomes the program: its `$0` is the folder.
const SMALL_DISK: &str = "mount -t tmpfs -o size=8m small \"$0\" && exec \"$@\"";
const OWN_MOUNTS: &str = "mount --bind \"$0\" \"$0\" && exec \"$@\"";
const READ_ONLY: &str = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";

#[test]
fn a_full_disk_is_said_and_gets_over() {
    if !namespace::is_allowed("-rm", "a full disk") {
        return;
    }
    let mut sandbox = Sandbox::with_data_in("disk");
    let disk = text(sandbox.path("disk"));
    sandbox.serve_behind(&["unshare", "-rm", "sh", "-c", SMALL_DISK, &disk]);
    // The disk as the program sees it.
    let seen = PathBuf::from(format!("/proc/{}/root{disk}", sandbox.pid()));
    fs::write(seen.join("ballast"), vec![0; 4 << 20]).expect("there is room for a ballast");
    let mut acknowledged = BTreeSet::new();
    let refused = (0..500).find_map(|nth| {
        let mark = format!("large-{nth}");
        let answer = sandbox.send(&large(&mark, nth));
        if answer.status == 200 {
            acknowledged.insert(mark);
            return None;
        }
        Some(answer)
    });
    let refused = refused.expect("8 MiB are full some time");
    assert_unavailable(&refused);
    assert_eq!(refused.json()["causes"][0], "the disk is full");
    assert_eq!(refused.header("Retry-After"), None, "SDKs drop quietly");
    assert_eq!(trouble(&sandbox).as_deref(), Some("the disk is full"), "the page says it");
    let checks = sandbox.rpc("setup", &serde_json::json!({})).text();
    assert!(checks.contains("the disk is full"), "the set-up page too: {checks}");
    assert!(
        sandbox.rpc("setup", &serde_json::json!({})).text().contains("\"status\":503"),
        "what was refused is listed"
    );

    fs::remove_file(seen.join("ballast")).expect("the ballast can be thrown off");
    for nth in 0..10 {
        let mark = format!("after-{nth}");
        assert_eq!(sandbox.send(&large(&mark, 1000 + nth)).status, 200, "it recovers by itself");
        acknowledged.insert(mark);
    }
    assert_eq!(trouble(&sandbox), None);
    // The disk goes with the program: a copy of the file and of its log, as a kill now would leave them.
    let copy = sandbox.path("copy.db");
    for ending in ["", "-wal"] {
        let from = seen.join(format!("crashtray.db{ending}"));
        fs::copy(from, sandbox.path(&format!("copy.db{ending}"))).expect("a file can be copied");
    }
    assert_none_lost(&acknowledged, &copy);
}

/// An error with 100 KiB that cannot be made smaller.
fn large(mark: &str, seed: u32) -> Request {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let noise: String = (0..100 << 10)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b' ' + 3 + u8::try_from(state >> 26).unwrap_or(0))
        })
        .filter(|letter| *letter != '\\')
        .collect();
    marked("event", mark, &noise)
}

#[test]
fn where_nothing_can_be_written_it_does_not_start() {
    if !namespace::is_allowed("-rm", "a disk that cannot be written") {
        return;
    }
    let mut sandbox = Sandbox::with_data_in("disk");
    sandbox.serve();
    assert_eq!(sandbox.send(&marked("event", "before", "it can be written")).status, 200);
    sandbox.terminate();
    let before = fs::read(sandbox.data()).expect("the file is there");
    let disk = text(sandbox.path("disk"));
    let said = sandbox.cli_behind(&["unshare", "-rm", "sh", "-c", READ_ONLY, &disk], &["serve", "--port", "0"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    let lines: Vec<&str> = said.stderr.lines().collect();
    assert!(lines[0].ends_with("cannot be written: Read-only file system (os error 30)"), "{said:?}");
    assert_eq!(lines[1], "hint: Make it writable, or name another file with `--data FILE`.");
    assert_eq!(fs::read(sandbox.data()).expect("the file is there"), before, "nothing was touched");
    let said = sandbox.cli_behind(&["unshare", "-rm", "sh", "-c", READ_ONLY, &disk], &["issues"]);
    assert_eq!(said.status, Some(0), "it can be read there: {said:?}");
}

#[test]
fn a_file_that_cannot_be_put_back_is_put_back_later() {
    if !namespace::is_allowed("-rm", "a disk that can no longer be written") {
        return;
    }
    let mut sandbox = Sandbox::with_data_in("disk");
    let disk = text(sandbox.path("disk"));
    sandbox.serve_behind(&["unshare", "-rm", "sh", "-c", OWN_MOUNTS, &disk]);
    let mut acknowledged = BTreeSet::new();
    for nth in 0..20 {
        let mark = format!("before-{nth}");
        assert_eq!(sandbox.send(&marked("event", &mark, &mark)).status, 200);
        acknowledged.insert(mark);
    }
    // A second mount over the first: what is open stays so, what is looked up cannot be written.
    namespace::enter(sandbox.pid(), &["mount", "--bind", &disk, &disk]);
    namespace::enter(sandbox.pid(), &["mount", "-o", "remount,bind,ro", &disk]);
    fs::remove_file(sandbox.data()).expect("a file can be removed");
    assert_unavailable(&sandbox.send(&marked("event", "refused", "while it cannot be written")));
    assert_eq!(trouble(&sandbox).as_deref(), Some("the data file is read-only"), "the page says it");
    namespace::enter(sandbox.pid(), &["umount", &disk]);
    wait::until("it recovers by itself", || {
        (sandbox.send(&marked("event", "after", "it can be written")).status == 200).then_some(())
    });
    acknowledged.insert("after".to_owned());
    assert_eq!(trouble(&sandbox), None);
    sandbox.terminate();
    assert_none_lost(&acknowledged, &sandbox.data());
}

fn text(path: PathBuf) -> String {
    path.into_os_string().into_string().expect("the name of a temporary folder is text")
}
