//! Starts the window's program: where it is, and in whose desktop session.
//!
//! A resident that was started before the session, or by a service manager, knows no display; `crashtray` hands its own
//! environment over when it asks for the window. What is told to a window that runs is [`super::Windows`]'.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};

use tokio::process::Command;

/// What a program needs to appear in a desktop session; see [`Desktop::of`].
const NAMES: [&str; 5] = ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", ACTIVATION];

/// Good for one window: the right to come to the front.
const ACTIVATION: &str = "XDG_ACTIVATION_TOKEN";

/// The window's file name.
const PROGRAM: &str = "crashtray-window";

/// A desktop session, as far as a program needs it to appear there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desktop {
    variables: BTreeMap<&'static str, String>,
}

/// Starts windows for one data file.
pub struct Launcher {
    program: Option<PathBuf>,
    resident: PathBuf,
    data: PathBuf,
    port: Option<u16>,
    desktop: Mutex<Desktop>,
}

/// Why no window was started.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// There is no desktop session that we know of.
    #[error("there is no display to open a window on")]
    NoDisplay,
    /// It is not installed.
    #[error("the program `crashtray-window` is not installed")]
    NoProgram,
    /// The system refused.
    #[error("failed to start `{0}`: {1}")]
    Start(PathBuf, io::Error),
}

impl Desktop {
    /// Takes what matters out of an environment: `Desktop::of(|name| std::env::var(name).ok())`.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = NAMES.into_iter().filter_map(|name| Some((name, variable(name).filter(|value| !value.is_empty())?)));
        Self { variables: set.collect() }
    }

    /// Name and value of each, to be handed over.
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.variables.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// True: a window can appear there.
    pub fn has_display(&self) -> bool {
        self.variables.contains_key("DISPLAY") || self.variables.contains_key("WAYLAND_DISPLAY")
    }

    /// The same session, with the right to come to the front that a click brought along.
    #[must_use]
    pub fn with_activation(mut self, token: Option<String>) -> Self {
        self.variables.remove(ACTIVATION);
        self.variables.extend(token.map(|token| (ACTIVATION, token)));
        self
    }
}

impl Launcher {
    /// `program`: see [`window_program`]. `resident`: our own file, which the window starts when we die. `desktop`: our own session.
    pub fn new(program: Option<PathBuf>, resident: PathBuf, data: PathBuf, desktop: Desktop) -> Self {
        Self { program, resident, data, port: None, desktop: Mutex::new(desktop) }
    }

    /// Where we listen: should the window have to start us again, programs under development still find us there.
    #[must_use]
    pub fn at_port(self, port: u16) -> Self {
        Self { port: Some(port), ..self }
    }

    /// Remembers the session of whoever asked last, if it has a display.
    pub fn hand_over(&self, desktop: Desktop) {
        if desktop.has_display() {
            *self.desktop.lock().unwrap_or_else(PoisonError::into_inner) = desktop;
        }
    }

    /// The session that the next window appears in.
    pub fn desktop(&self) -> Desktop {
        self.desktop.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Starts a window, on an issue if one is named. It attaches by itself, or fails and is logged. Needs a tokio runtime.
    ///
    /// # Errors
    /// No display, no program, or the system refuses.
    pub fn start(&self, issue: Option<u32>) -> Result<(), LaunchError> {
        let desktop = self.desktop();
        if !desktop.has_display() {
            return Err(LaunchError::NoDisplay);
        }
        let program = self.program.as_deref().ok_or(LaunchError::NoProgram)?;
        let mut child = self
            .command(program, issue, &desktop)
            .spawn()
            .map_err(|error| LaunchError::Start(program.to_owned(), error))?;
        self.hand_over(desktop.with_activation(None));
        tokio::spawn(async move {
            match child.wait().await {
                Ok(status) if status.success() => {}
                Ok(status) => tracing::warn!("the window ended with {status}; `crashtray-window --data FILE` says why"),
                Err(error) => tracing::warn!("the window was lost: {error}"),
            }
        });
        Ok(())
    }

    fn command(&self, program: &Path, issue: Option<u32>, desktop: &Desktop) -> Command {
        let mut command = Command::new(program);
        command.arg("--data").arg(&self.data);
        if let Some(issue) = issue {
            command.arg("--issue").arg(issue.to_string());
        }
        for name in NAMES {
            command.env_remove(name);
        }
        command.envs(desktop.variables()).env("CRASHTRAY_BIN", &self.resident);
        command.envs(self.port.map(|port| ("CRASHTRAY_PORT", port.to_string())));
        // Where a desktop names no folder for downloads, WebKit takes the one that it was started in.
        if let Some(home) = std::env::home_dir().filter(|home| home.is_dir()) {
            command.current_dir(home);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        command
    }
}

/// Where the window's program is: as named (`CRASHTRAY_WINDOW`), beside our own file, or where packages put it.
pub fn window_program(named: Option<PathBuf>, own: &Path) -> Option<PathBuf> {
    let folder = own.parent()?;
    let places = [folder.join(PROGRAM), folder.join("../lib/crashtray").join(PROGRAM)];
    named.into_iter().chain(places).find(|place| place.is_file())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn desktop(set: &[(&str, &str)]) -> Desktop {
        Desktop::of(|name| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_session_is_what_a_window_needs_and_no_more() {
        let all =
            desktop(&[("DISPLAY", ":1"), ("PATH", "/bin"), ("XAUTHORITY", ""), ("DBUS_SESSION_BUS_ADDRESS", "unix:x")]);
        let kept: Vec<_> = all.variables().collect();
        assert_eq!(kept, [("DBUS_SESSION_BUS_ADDRESS", "unix:x"), ("DISPLAY", ":1")]);
        assert!(all.has_display());
        assert!(!desktop(&[("DBUS_SESSION_BUS_ADDRESS", "unix:x")]).has_display());
    }

    #[test]
    fn a_session_without_a_display_does_not_replace_one() {
        let launcher = Launcher::new(None, "r".into(), "d".into(), desktop(&[("DISPLAY", ":1")]));
        launcher.hand_over(desktop(&[]));
        assert_eq!(launcher.desktop(), desktop(&[("DISPLAY", ":1")]));
        launcher.hand_over(desktop(&[("WAYLAND_DISPLAY", "w")]));
        assert_eq!(launcher.desktop(), desktop(&[("WAYLAND_DISPLAY", "w")]));
    }

    #[test]
    fn says_what_is_missing() {
        let without_display = Launcher::new(Some("w".into()), "r".into(), "d".into(), Desktop::default());
        assert!(matches!(without_display.start(None), Err(LaunchError::NoDisplay)));
        let without_program = Launcher::new(None, "r".into(), "d".into(), desktop(&[("DISPLAY", ":1")]));
        assert!(matches!(without_program.start(None), Err(LaunchError::NoProgram)));
    }

    #[test]
    fn finds_the_window_beside_us_or_as_installed() {
        let top = tempfile::tempdir().unwrap();
        let own = top.path().join("bin/crashtray");
        std::fs::create_dir_all(top.path().join("bin")).unwrap();
        std::fs::create_dir_all(top.path().join("lib/crashtray")).unwrap();
        assert_eq!(window_program(None, &own), None);
        std::fs::write(top.path().join("lib/crashtray/crashtray-window"), "").unwrap();
        assert_eq!(window_program(None, &own), Some(top.path().join("bin/../lib/crashtray/crashtray-window")));
        std::fs::write(top.path().join("bin/crashtray-window"), "").unwrap();
        assert_eq!(window_program(None, &own), Some(top.path().join("bin/crashtray-window")));
        assert_eq!(window_program(Some("/nowhere".into()), &own), Some(top.path().join("bin/crashtray-window")));
    }

    #[tokio::test]
    async fn the_window_gets_its_file_its_issue_and_the_session() {
        let top = tempfile::tempdir().unwrap();
        let (program, said) = (top.path().join("window"), top.path().join("said"));
        let script = format!(
            "#!/bin/sh\necho \"$@ $CRASHTRAY_BIN $CRASHTRAY_PORT $DISPLAY $XDG_ACTIVATION_TOKEN\" > {0}.new; mv {0}.new {0}\n",
            said.display()
        );
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let session = desktop(&[("DISPLAY", ":7"), (ACTIVATION, "once")]);
        let launcher = Launcher::new(Some(program), "/bin/resident".into(), "/data/a.db".into(), session).at_port(8970);
        launcher.start(Some(3)).unwrap();
        let text = loop {
            tokio::task::yield_now().await;
            if let Ok(text) = std::fs::read_to_string(&said) {
                break text;
            }
        };
        assert_eq!(text, "--data /data/a.db --issue 3 /bin/resident 8970 :7 once\n");
        assert_eq!(launcher.desktop(), desktop(&[("DISPLAY", ":7")]), "the right to come to the front is used up");
    }
}
