//! A product of one's own: own folder, own data file, own port, own home, and the real program.
//!
//! Whatever a sandbox started is gone when it is dropped.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};

use crashtray_core::resident_file::ResidentFile;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use super::http::{self, Answer, Request};
use super::wait;

/// The program under test, of the same profile as the tests.
const CRASHTRAY: &str = env!("CARGO_BIN_EXE_crashtray");

/// Another one instead: `make test-all` puts the release build there.
const ANOTHER: &str = "CRASHTRAY";

/// Whether it is the release build, whose memory and speed are promised.
pub(crate) fn is_release() -> bool {
    !cfg!(debug_assertions) || std::env::var_os(ANOTHER).is_some()
}

/// See the file.
pub(crate) struct Sandbox {
    folder: TempDir,
    /// Where the data file is, below it.
    data_folder: &'static str,
    resident: Option<(Child, ResidentFile)>,
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    /// An empty one: no file, nothing runs.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("crashtray-test-").tempdir().expect("a folder can be made");
        for name in ["home", "run", "work"] {
            fs::create_dir(folder.path().join(name)).expect("a folder can be made");
        }
        Self { folder, data_folder: ".", resident: None }
    }

    /// An empty one with a folder of its own for the data file.
    pub(crate) fn with_data_in(data_folder: &'static str) -> Self {
        let mut sandbox = Self::new();
        sandbox.data_folder = data_folder;
        fs::create_dir(sandbox.path(data_folder)).expect("a folder can be made");
        sandbox
    }

    /// One with `serve` in the foreground, ready to take events.
    pub(crate) fn serving() -> Self {
        let mut sandbox = Self::new();
        sandbox.serve();
        sandbox
    }

    /// Starts `serve` on a free port and waits until it says where it listens.
    pub(crate) fn serve(&mut self) {
        self.serve_behind(&[]);
    }

    /// The same behind the words of another program, which makes itself ours in the end: `env`, `unshare`, `sh -c '… exec "$@"'`.
    pub(crate) fn serve_behind(&mut self, before: &[&str]) {
        let log = File::create(self.path("serve.log")).expect("a file can be made");
        let errors = log.try_clone().expect("a file can be shared");
        let mut command = self.command_behind(before, &["serve", "--port", "0"]);
        let mut child = command.stdout(log).stderr(errors).stdin(Stdio::null()).spawn().expect("the program starts");
        let file = self.data_file_beside("-resident");
        let resident = wait::until("`serve` listens", || {
            if let Some(status) = child.try_wait().expect("a child can be asked") {
                panic!("`serve` ended with {status}: {}", self.log());
            }
            // What it has mounted for itself is seen this way too.
            let seen = PathBuf::from(format!("/proc/{}/root{}", child.id(), file.display()));
            let text = fs::read_to_string(&seen).or_else(|_| fs::read_to_string(&file)).ok()?;
            let resident = ResidentFile::parse(&text).ok()?;
            (resident.pid == child.id() && resident.client_address().is_some()).then_some(resident)
        });
        self.resident = Some((child, resident));
    }

    /// Ends the resident at once, as `kill -9` does.
    pub(crate) fn kill(&mut self) {
        if let Some((mut child, _)) = self.resident.take() {
            child.kill().expect("a child can be killed");
            child.wait().expect("a child can be waited for");
        }
    }

    /// Its number.
    pub(crate) fn pid(&self) -> u32 {
        self.resident_file().pid
    }

    /// Whether it still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.resident.as_mut().is_some_and(|(child, _)| matches!(child.try_wait(), Ok(None)))
    }

    /// Ends the resident as the system does, and waits for it: how it ended.
    pub(crate) fn terminate(&mut self) -> ExitStatus {
        let (mut child, _) = self.resident.take().expect("it serves");
        let pid = Pid::from_child(&child);
        kill_process(pid, Signal::TERM).expect("a child can be sent a signal");
        child.wait().expect("a child can be waited for")
    }

    /// The program with these arguments in this sandbox's surroundings, ready to be started.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.command_behind(&[], args)
    }

    fn command_behind(&self, before: &[&str], args: &[&str]) -> Command {
        let program = std::env::var(ANOTHER).unwrap_or_else(|_| CRASHTRAY.to_owned());
        let mut words = before.iter().copied().chain([program.as_str()]).chain(args.iter().copied());
        let mut command = Command::new(words.next().unwrap_or(CRASHTRAY));
        self.surround(&mut command);
        command.args(words).env("CRASHTRAY_DATA", self.data());
        command
    }

    /// Gives a program the sandbox's surroundings: nothing of the user's, no display, no bus.
    pub(crate) fn surround(&self, command: &mut Command) {
        command.env_clear().current_dir(self.path("work"));
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.path("home")).env("XDG_RUNTIME_DIR", self.path("run"));
        command.env("LANG", "C.UTF-8").env("TZ", "UTC").env("NO_COLOR", "1").env("COLUMNS", "100");
    }

    /// Runs a command to its end.
    pub(crate) fn cli(&self, args: &[&str]) -> Said {
        self.cli_behind(&[], args)
    }

    /// The same behind the words of another program: see `serve_behind`.
    pub(crate) fn cli_behind(&self, before: &[&str], args: &[&str]) -> Said {
        Said::from(self.command_behind(before, args).stdin(Stdio::null()).output().expect("the program starts"))
    }

    /// Runs a command that must be good and prints JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let said = self.cli(args);
        assert_eq!(said.status, Some(0), "{args:?}: {said:?}");
        serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {said:?}"))
    }

    /// Sends a request on a connection of its own; an answer must come.
    pub(crate) fn send(&self, request: &Request) -> Answer {
        http::send(self.address(), request).unwrap_or_else(|error| panic!("{error}: {request:?}\n{}", self.log()))
    }

    /// Asks the resident, as the page does.
    pub(crate) fn rpc(&self, name: &str, input: &Value) -> Answer {
        let token = format!("Bearer {}", self.resident_file().token);
        let request = Request::post(&format!("/rpc/{name}"), input.to_string());
        self.send(&request.header("Content-Type", "application/json").header("Authorization", &token))
    }

    /// Where the resident listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.resident_file().client_address().expect("it listens")
    }

    /// What the resident wrote about itself, with its token.
    pub(crate) fn resident_file(&self) -> &ResidentFile {
        &self.resident.as_ref().expect("it serves").1
    }

    /// A DSN that leads here, for the project `key`.
    pub(crate) fn dsn(&self, key: &str) -> String {
        format!("http://{key}@{}/1", self.address())
    }

    /// The data file.
    pub(crate) fn data(&self) -> PathBuf {
        self.data_file_beside("")
    }

    /// A file beside the data file: `-wal`, `-resident` …
    pub(crate) fn data_file_beside(&self, ending: &str) -> PathBuf {
        let folder = self.folder.path();
        let folder = if self.data_folder == "." { folder.to_owned() } else { folder.join(self.data_folder) };
        folder.join(format!("crashtray.db{ending}"))
    }

    /// A path in the sandbox.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the resident said so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("serve.log")).unwrap_or_default()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.kill();
        // A resident that a command started in the background.
        let file = fs::read_to_string(self.data_file_beside("-resident")).ok();
        if file.and_then(|text| ResidentFile::parse(&text).ok()).is_some_and(|file| !file.addresses.is_empty()) {
            drop(self.command(&["quit"]).stdout(Stdio::null()).stderr(Stdio::null()).status());
        }
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { status: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}
