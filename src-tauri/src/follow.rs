//! Follows the resident: obeys its lines, and when it dies starts it again and attaches anew.
//!
//! Runs on a thread of its own, beside the main thread that belongs to the desktop. The page notices a dead resident by itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use std::os::unix::process::CommandExt;

use tauri::{Manager, Url, WebviewWindow};

use crate::arguments::{Arguments, Failure};
use crate::link::{self, Attached, End, Line, Link};
use crate::page::{self, Page};
use crate::window;

/// How often the resident's file is looked at while it is awaited.
const POLL: Duration = Duration::from_millis(100);
/// What a service manager, or the user, gets to start it first.
const GRACE: Duration = Duration::from_millis(800);
/// After that the fallback says that it could not be started.
const START: Duration = Duration::from_secs(30);

/// Follows until there is nothing to follow; then ends the window.
pub(crate) fn follow(window: &WebviewWindow, page: &Page, mut link: Option<Link>, arguments: &Arguments) {
    loop {
        let end = link.take().map_or(End::Died, |link| obey(window, link));
        page.attach(false, window.url().ok().map(String::from));
        let wait = match end {
            End::Quit | End::Superseded => break,
            End::Died => START,
            End::Upgrade => START * 10,
        };
        match await_resident(&end, wait, arguments) {
            Ok(Some(Attached::Yours(next))) if page.is_of(&next.resident) => {
                page.attach(true, None);
                window::heal(window);
                link = Some(next);
            }
            Ok(Some(Attached::Yours(next))) => {
                drop(next);
                crate::again(arguments).report();
                break;
            }
            Ok(Some(Attached::Shown)) => break,
            Ok(None) | Err(_) if page.is_fallback() => say_failed(window),
            Ok(None) | Err(_) => {}
        }
    }
    window.app_handle().exit(0);
}

fn obey(window: &WebviewWindow, mut link: Link) -> End {
    loop {
        match link.next() {
            Line::End(end) => return end,
            Line::Show(issue) => {
                if window::show(window, issue) {
                    link.acknowledge();
                }
            }
        }
    }
}

/// Waits for a resident, and starts one if the last one died and nobody else did.
fn await_resident(end: &End, wait: Duration, arguments: &Arguments) -> Result<Option<Attached>, Failure> {
    if *end == End::Died {
        if let Some(attached) = attach_within(GRACE, arguments)? {
            return Ok(Some(attached));
        }
        start_resident(arguments)?;
    }
    attach_within(wait, arguments)
}

/// Attaches as soon as a resident answers; `None`: none did.
pub(crate) fn attach_within(wait: Duration, arguments: &Arguments) -> Result<Option<Attached>, Failure> {
    let deadline = Instant::now() + wait;
    loop {
        if let Some(attached) = try_attach(arguments)? {
            return Ok(Some(attached));
        }
        if Instant::now() > deadline {
            return Ok(None);
        }
        std::thread::sleep(POLL);
    }
}

/// `None`: no resident answers.
pub(crate) fn try_attach(arguments: &Arguments) -> Result<Option<Attached>, Failure> {
    match link::attach(&arguments.data, arguments.issue) {
        Ok(attached) => Ok(Some(attached)),
        Err(error) if error.is_absence() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Starts the resident once, in a process group of its own, so that it outlives the window and its terminal.
pub(crate) fn start_resident(arguments: &Arguments) -> Result<(), Failure> {
    let program = resident_program(std::env::var_os("CRASHTRAY_BIN").map(PathBuf::from), &arguments.program);
    let started = Command::new(&program)
        .arg("resident")
        .arg("--data")
        .arg(&arguments.data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
    let mut child =
        started.map_err(|error| Failure::failed(format!("failed to start {}: {error}", program.display())))?;
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// As named, else beside this program, else where packages put it: `/usr/lib/crashtray/` and `/usr/bin/`.
fn resident_program(named: Option<PathBuf>, own: &Path) -> PathBuf {
    let folder = own.parent().unwrap_or(Path::new("."));
    let places = [folder.join("crashtray"), folder.join("../../bin/crashtray")];
    named.or_else(|| places.into_iter().find(|place| place.is_file())).unwrap_or_else(|| "crashtray".into())
}

fn say_failed(window: &WebviewWindow) {
    if let Ok(url) = Url::parse(&format!("tauri://localhost/{}", page::FAILED)) {
        let _ = window.navigate(url);
    }
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
