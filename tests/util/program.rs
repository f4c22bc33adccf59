//! A program of `tests/sdk/` at work, with the product's DSN in its environment. None works for ever.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::sandbox::{Said, Sandbox};
use super::wait;

/// See the file. It is gone when this is dropped.
pub(crate) struct Program {
    child: Child,
    what: String,
    stdout: PathBuf,
    stderr: PathBuf,
}

impl Program {
    /// Starts it in its folder below `tests/sdk/`. What it needs was installed by `scripts/set-up`.
    pub(crate) fn start(sandbox: &Sandbox, folder: &str, args: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(args[0]);
        sandbox.surround(&mut command);
        command.args(&args[1..]).current_dir(programs().join(folder)).env("SENTRY_DSN", sandbox.dsn("shop"));
        command.envs(environment.iter().copied());
        if let Some(browser) = std::env::var_os("CHROMIUM") {
            command.env("CHROMIUM", browser);
        }
        let (stdout, stderr) = (sandbox.path("program.out"), sandbox.path("program.err"));
        let file = |path: &Path| File::create(path).expect("a file can be made");
        let child = command.stdin(Stdio::piped()).stdout(file(&stdout)).stderr(file(&stderr)).spawn();
        let child = child.unwrap_or_else(|error| {
            panic!(
                "{args:?} in tests/sdk/{folder}: {error}; `scripts/set-up sdk browser clients` installs what it needs"
            )
        });
        Self { child, what: args.join(" "), stdout, stderr }
    }

    /// Closes its input and waits for its end.
    pub(crate) fn end(mut self) -> Said {
        drop(self.child.stdin.take());
        let status = wait::until(&format!("the end of `{}`", self.what), || {
            self.child.try_wait().expect("a child can be asked")
        });
        let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
        Said { status: status.code(), stdout: text(&self.stdout), stderr: text(&self.stderr) }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Runs a program to its end.
pub(crate) fn run(sandbox: &Sandbox, folder: &str, args: &[&str]) -> Said {
    Program::start(sandbox, folder, args, &[]).end()
}

/// The folder of the programs.
pub(crate) fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sdk").canonicalize().expect("the programs are there")
}

/// The Python that has the newest SDK.
pub(crate) fn venv_python() -> String {
    programs().join("../.venv/bin/python").to_string_lossy().into_owned()
}
