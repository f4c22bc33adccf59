//! Follows the resident, on a thread of its own: obeys its lines, and when it dies starts it again and attaches anew.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tauri::{Manager, Url, WebviewWindow};

use crate::Arguments;
use crate::link::{self, Line, Link, NoLink};
use crate::window::{self, View};

/// How often the resident's file is looked at while it is awaited.
const POLL: Duration = Duration::from_millis(100);
/// What a service manager, or the user, gets to start it first.
const GRACE: Duration = Duration::from_millis(800);
/// After that the fallback says that it could not be started.
const START: Duration = Duration::from_secs(30);

/// Follows until there is nothing to follow; then ends the window.
pub(crate) fn follow(window: &WebviewWindow, view: &View, mut link: Option<Link>, arguments: &Arguments) {
    loop {
        let end = link.take().map_or(Line::Died, |link| obey(window, link));
        view.is_attached.store(false, Ordering::SeqCst);
        let found = match end {
            Line::Died => await_resident(GRACE, START, arguments),
            Line::Upgrade => attach_within(START * 10, arguments),
            Line::Close | Line::Show(_) => break,
        };
        match found {
            Ok(next) if view.resident.as_ref() == Some(&next.resident) => {
                view.is_attached.store(true, Ordering::SeqCst);
                // WebKit's own error page, which may stand in the page's place, has no scripts.
                let _ = window.eval("if (document.scripts.length === 0) location.reload()");
                link = Some(next);
            }
            Err(NoLink::Absent(_)) => {
                // A page that is open stays: it says that the resident is gone, and can still be read.
                if let (None, Ok(failed)) = (&view.resident, Url::parse("tauri://localhost/index.html#failed")) {
                    let _ = window.navigate(failed);
                }
            }
            Ok(_) | Err(NoLink::Refused(_) | NoLink::Shown) => {
                crate::again(arguments);
                break;
            }
        }
    }
    window.app_handle().exit(0);
}

/// Until the held answer ends; says how.
fn obey(window: &WebviewWindow, mut link: Link) -> Line {
    loop {
        match link.next() {
            Line::Show(issue) if window::show(window, issue) => link.acknowledge(),
            Line::Show(_) => {}
            end @ (Line::Close | Line::Died | Line::Upgrade) => return end,
        }
    }
}

/// Attaches to the resident; starts one, once, if nobody else has within `grace`.
pub(crate) fn await_resident(grace: Duration, wait: Duration, arguments: &Arguments) -> Result<Link, NoLink> {
    match attach_within(grace, arguments) {
        Err(NoLink::Absent(_)) => {}
        found => return found,
    }
    start_resident(arguments)?;
    attach_within(wait, arguments)
}

/// Attaches as soon as a resident answers.
fn attach_within(wait: Duration, arguments: &Arguments) -> Result<Link, NoLink> {
    let (file, deadline) = (arguments.beside("-resident"), Instant::now() + wait);
    loop {
        match link::attach(&file, arguments.issue) {
            Err(NoLink::Absent(_)) if Instant::now() < deadline => std::thread::sleep(POLL),
            found => return found,
        }
    }
}

/// In a process group of its own and without our pipes, so that it outlives the window and its terminal.
fn start_resident(arguments: &Arguments) -> io::Result<()> {
    let program = resident_program(std::env::var_os("CRASHTRAY_BIN").map(PathBuf::from), &arguments.program);
    let mut command = Command::new(program);
    command.arg("resident").arg("--data").arg(&arguments.data).process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// As named, else beside this program, else where packages put it: `/usr/lib/crashtray/` and `/usr/bin/`.
fn resident_program(named: Option<PathBuf>, own: &Path) -> PathBuf {
    let folder = own.parent().unwrap_or(Path::new("."));
    let places = [folder.join("crashtray"), folder.join("../../bin/crashtray")];
    named.or_else(|| places.into_iter().find(|place| place.is_file())).unwrap_or_else(|| "crashtray".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_resident_beside_the_window_or_as_installed() {
        let top = std::env::temp_dir().join(format!("crashtray-follow-{}", std::process::id()));
        let window = top.join("lib/crashtray/crashtray-window");
        std::fs::create_dir_all(window.parent().unwrap()).unwrap();
        std::fs::create_dir_all(top.join("bin")).unwrap();
        assert_eq!(resident_program(None, &window), Path::new("crashtray"), "the system looks for it");
        std::fs::write(top.join("bin/crashtray"), "").unwrap();
        assert_eq!(resident_program(None, &window), top.join("lib/crashtray/../../bin/crashtray"));
        std::fs::write(top.join("lib/crashtray/crashtray"), "").unwrap();
        assert_eq!(resident_program(None, &window), top.join("lib/crashtray/crashtray"));
        assert_eq!(resident_program(Some("x".into()), &window), Path::new("x"), "the environment goes first");
        std::fs::remove_dir_all(top).unwrap();
    }
}
