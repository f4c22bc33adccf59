//! A desktop of one's own, with the real resident and the real window in it.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crashtray_core::resident_file::ResidentFile;
use tempfile::TempDir;

use super::bus::Bus;
use super::process::{PATIENCE, Program, until};

/// The window under test.
pub(crate) const WINDOW: &str = env!("CARGO_BIN_EXE_crashtray-window");

/// See the file.
pub(crate) struct Desktop {
    pub(crate) bus: Bus,
    display: String,
    folder: TempDir,
    resident: Option<Program>,
    _manager: Program,
    _screen: Program,
}

impl Desktop {
    /// An empty one: nothing of ours runs.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("crashtray-window-").tempdir().expect("a folder can be made");
        for name in ["bin", "home", "run"] {
            fs::create_dir(folder.path().join(name)).expect("a folder can be made");
        }
        fs::set_permissions(folder.path().join("run"), fs::Permissions::from_mode(0o700)).expect("it is ours");
        let mut screen = Command::new("Xvfb");
        screen.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]).stderr(Stdio::null());
        let (screen, number) = Program::start_and_read(&mut screen);
        let display = format!(":{number}");
        let mut manager = Command::new("openbox");
        manager.env("DISPLAY", &display).env("HOME", folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let manager = Program::start(&mut manager);
        let bus = Bus::start();
        Self { bus, display, folder, resident: None, _manager: manager, _screen: screen }
    }

    /// One with a resident that listens.
    pub(crate) async fn serving() -> Self {
        let mut desktop = Self::new();
        desktop.serve().await;
        desktop
    }

    /// Starts the resident, with the port that it had before, and waits until it listens.
    pub(crate) async fn serve(&mut self) {
        let program = Program::start(self.crashtray(&["resident"]).stdout(Stdio::null()).stderr(Stdio::null()));
        let pid = program.0.id();
        self.resident = Some(program);
        until("the resident listens", async || {
            self.resident_file().filter(|file| file.pid == pid && file.client_address().is_some())
        })
        .await;
    }

    /// Ends the resident at once, as `kill -9` does. What it started stays.
    pub(crate) fn kill_resident(&mut self) {
        self.resident = None;
    }

    /// Waits until the resident has ended by itself.
    pub(crate) async fn resident_ends(&mut self) {
        let mut program = self.resident.take().expect("it runs");
        until("the resident ends", async || program.0.try_wait().expect("a child can be asked")).await;
    }

    /// The resident's program with these arguments, ready to be started.
    pub(crate) fn crashtray(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(resident_program());
        self.surround(&mut command);
        command.args(arguments);
        command
    }

    /// Runs a command of the resident's program to its end; it must be good.
    pub(crate) fn cli(&self, arguments: &[&str]) -> String {
        good(self.crashtray(arguments))
    }

    /// Runs a second window to its end; it must be good.
    pub(crate) fn second_window(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(WINDOW);
        self.surround(&mut command);
        command.args(arguments);
        good(command)
    }

    /// Gives a program this desktop's surroundings, and nothing of the user's.
    pub(crate) fn surround(&self, command: &mut Command) {
        let search = std::env::var("PATH").unwrap_or_default();
        command.env_clear().current_dir(self.path("home"));
        command.env("PATH", format!("{}:{search}", self.path("bin").display()));
        command.env("HOME", self.path("home")).env("XDG_RUNTIME_DIR", self.path("run")).env("LANG", "C.UTF-8");
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
            .env("NO_AT_BRIDGE", "1");
        command.env("CRASHTRAY_DATA", self.data()).env("CRASHTRAY_PORT", self.port().to_string());
        command.env("CRASHTRAY_BIN", self.own_program("crashtray", &resident_program()));
        command.env("CRASHTRAY_WINDOW", self.own_program("crashtray-window", Path::new(WINDOW)));
    }

    /// Puts a shell script in the place of a program. `$FOLDER` is this desktop's folder.
    pub(crate) fn put_program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        let text = format!("#!/bin/sh\nFOLDER='{}'\n{script}\n", self.folder.path().display());
        fs::write(&path, text).expect("a file can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    }

    /// Sends a recorded request of a real SDK to the resident, byte for byte; the answer must be 200.
    pub(crate) fn send(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/requests");
        let read = |ending: &str| fs::read(folder.join(format!("{name}.{ending}"))).expect("the request is there");
        let head: serde_json::Value = serde_json::from_slice(&read("json")).expect("its head is JSON");
        let mut request = format!("POST {} HTTP/1.0\r\n", head["path"].as_str().expect("it has a path"));
        for header in head["headers"].as_array().expect("it has headers") {
            let [name, value] = [0, 1].map(|at| header[at].as_str().expect("a header is two strings"));
            request += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).expect("the resident listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket has a timeout");
        stream.write_all(&[request.as_bytes(), b"\r\n", &read("body")].concat()).expect("it is read");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer comes");
        assert!(answer.split(' ').nth(1) == Some("200"), "{name}: {answer}");
    }

    /// Runs a line of Python that has `sentry_sdk` and the DSN, and crashes.
    pub(crate) fn crash_python(&self, line: &str) {
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/.venv/bin/python");
        assert!(python.is_file(), "{} is missing: `make test` sets it up", python.display());
        let mut command = Command::new(python);
        self.surround(&mut command);
        command.env("SENTRY_DSN", format!("http://shop@localhost:{}/1", self.port()));
        let output = command.args(["-c", &format!("import sentry_sdk; {line}")]).output().expect("Python starts");
        assert!(!output.status.success(), "it crashes: {output:?}");
    }

    /// What the resident wrote about itself.
    pub(crate) fn resident_file(&self) -> Option<ResidentFile> {
        ResidentFile::parse(&fs::read_to_string(self.path("crashtray.db-resident")).ok()?).ok()
    }

    /// The data file.
    pub(crate) fn data(&self) -> PathBuf {
        self.path("crashtray.db")
    }

    /// A path in this desktop's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The port of the resident, or of the one before; 0 picks one.
    fn port(&self) -> u16 {
        let kept = fs::read_to_string(self.path("port")).ok();
        let now = self.resident_file().and_then(|file| file.client_address()).map(|address| address.port());
        if let Some(now) = now {
            fs::write(self.path("port"), now.to_string()).expect("a file can be written");
        }
        now.or(kept.and_then(|kept| kept.parse().ok())).unwrap_or(0)
    }

    fn own_program(&self, name: &str, real: &Path) -> PathBuf {
        Some(self.path("bin").join(name)).filter(|own| own.exists()).unwrap_or_else(|| real.to_owned())
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // A resident that a window started.
        let running = self.resident_file().filter(|file| file.client_address().is_some());
        if self.resident.is_none() && running.is_some() {
            let _ = self.crashtray(&["quit"]).output();
        }
    }
}

/// The program whose path `CRASHTRAY_BIN` names, else the one that was built beside the window.
fn resident_program() -> PathBuf {
    let beside = || Path::new(WINDOW).with_file_name("crashtray");
    let program = std::env::var_os("CRASHTRAY_BIN").map_or_else(beside, PathBuf::from);
    assert!(program.is_file(), "{} is missing: `cargo build --package crashtray` makes it", program.display());
    program
}

fn good(mut command: Command) -> String {
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().expect("the program starts");
    assert!(status.success(), "{command:?}: {status}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8_lossy(&stdout).into_owned()
}
