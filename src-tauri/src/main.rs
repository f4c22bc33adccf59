//! The window: a view onto the resident. Finds it or starts it, attaches, opens the page, obeys.
//!
//! It decides nothing about errors, issues or rules, holds no state but the web view's, and may die at any time. The page gets no
//! Tauri API at all; what it wants from the desktop is a command of the resident.

mod arguments;
mod follow;
mod link;
mod page;
mod window;

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use crate::arguments::{Arguments, Failure};
use crate::link::Attached;
use crate::page::Page;

/// How long the screen stays empty for a resident that is only just starting.
const PATIENCE: Duration = Duration::from_millis(1500);

fn main() -> ExitCode {
    match Arguments::read().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if !has_display(|name| std::env::var_os(name)) {
        return Err(Failure::failed("no display: neither `DISPLAY` nor `WAYLAND_DISPLAY` is set")
            .hint("`crashtray open` prints an address for a browser."));
    }
    if std::env::var_os("WEBKIT_DISABLE_COMPOSITING_MODE").is_none() {
        return Err(again(arguments));
    }
    match attach_or_start(arguments)? {
        Some(Attached::Shown) => Ok(()),
        Some(Attached::Yours(link)) => show(arguments, Some(link)),
        None => show(arguments, None),
    }
}

/// Replaces this process by a fresh window: the only way to give WebKit another environment, or the page another origin.
fn again(arguments: &Arguments) -> Failure {
    let error = Command::new(&arguments.program)
        .args(arguments.as_given())
        .env(
            "WEBKIT_DISABLE_COMPOSITING_MODE",
            compositing(std::env::var_os("WEBKIT_DISABLE_COMPOSITING_MODE").as_deref()),
        )
        .exec();
    Failure::failed(format!("failed to start {}: {error}", arguments.program.display()))
}

/// Off unless the user decided: a third less memory, an earlier first paint, no trouble with GPU drivers.
fn compositing(users: Option<&OsStr>) -> &OsStr {
    users.unwrap_or(OsStr::new("1"))
}

fn has_display<T: AsRef<OsStr>>(variable: impl Fn(&str) -> Option<T>) -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| variable(name).is_some_and(|value| !value.as_ref().is_empty()))
}

/// Attaches to the resident, starting it where there is none. `None`: it takes longer, the page says so meanwhile.
fn attach_or_start(arguments: &Arguments) -> Result<Option<Attached>, Failure> {
    if let Some(attached) = follow::try_attach(arguments)? {
        return Ok(Some(attached));
    }
    follow::start_resident(arguments)?;
    follow::attach_within(PATIENCE, arguments)
}

fn show(arguments: &Arguments, link: Option<link::Link>) -> Result<(), Failure> {
    let page = Arc::new(Page::new(link.as_ref().map(|link| &link.resident), arguments.issue));
    let storage = page::storage(&arguments.data)?;
    let arguments = arguments.clone();
    let app = tauri::Builder::default()
        .setup(move |app| {
            let window = window::open(app, &page, storage)?;
            std::thread::spawn(move || follow::follow(&window, &page, link, &arguments));
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|error| Failure::failed(format!("failed to open a window: {error}")))?;
    app.run(|_, _| {});
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_is_one_that_has_a_name() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[], false),
            (&[("DISPLAY", "")], false),
            (&[("DISPLAY", ":1")], true),
            (&[("WAYLAND_DISPLAY", "w0")], true),
        ];
        for (set, expected) in cases {
            let found = has_display(|name| set.iter().find(|(set, _)| *set == name).map(|(_, value)| value));
            assert_eq!(found, *expected, "{set:?}");
        }
    }

    #[test]
    fn the_user_may_switch_compositing_on() {
        assert_eq!(compositing(None), "1");
        assert_eq!(compositing(Some(OsStr::new("0"))), "0", "what is set stays");
    }
}
