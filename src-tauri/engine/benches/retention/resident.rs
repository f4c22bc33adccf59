//! The resident in a process of its own, as users have it, with a log that tells of each step.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crashtray_core::resident_file::ResidentFile;

/// A round begins a minute after the last one ended.
const LONGEST: Duration = Duration::from_secs(90);

/// The last stage of a round.
const LAST: &str = "Vacant";

/// It ends when it is dropped.
pub(crate) struct Resident {
    pub(crate) address: SocketAddr,
    child: Child,
    log: PathBuf,
}

impl Resident {
    /// Opens the file and listens.
    pub(crate) fn start(data: &Path) -> Self {
        let log = data.with_extension("log");
        let output = File::create(&log).expect("a file can be made");
        let mut command = Command::new(env!("CARGO_BIN_EXE_crashtray"));
        command.args(["serve", "--port", "0", "--data"]).arg(data);
        command.env("HOME", data.with_file_name("home")).env_remove("DBUS_SESSION_BUS_ADDRESS");
        command.env("NO_COLOR", "1").env("CRASHTRAY_LOG", "crashtray::store::writer=debug");
        let child = command.stdout(Stdio::null()).stderr(output).spawn().expect("the resident starts");
        let beside = data.with_file_name("crashtray.db-resident");
        let address = until(Duration::from_secs(10), "the resident listens", || {
            let file = ResidentFile::parse(&fs::read_to_string(&beside).ok()?).ok()?;
            file.client_address().filter(|_| file.pid == child.id())
        });
        Self { address, child, log }
    }

    /// All steps so far, in order: the stage, and how long it took with its commit.
    pub(crate) fn steps(&self) -> Vec<(String, Duration)> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let value = |line: &str, name: &str| {
            let rest = line.split(name).nth(1)?;
            Some(rest.split_whitespace().next()?.to_owned())
        };
        let steps = log.lines().filter(|line| line.contains("a step of sweeping"));
        steps
            .filter_map(|line| {
                let micros = value(line, "micros=")?.parse().ok()?;
                Some((value(line, "stage=")?, Duration::from_micros(micros)))
            })
            .collect()
    }

    /// Waits until a round has begun.
    pub(crate) fn wait_for_a_step(&self) {
        let n = self.steps().len();
        until(LONGEST, "a round begins", || (self.steps().len() > n).then_some(()));
    }

    /// Waits until the round is over: nothing goes for a while.
    pub(crate) fn wait_for_the_end(&self) {
        until(Duration::from_secs(600), "the round is over", || {
            let n = self.steps().len();
            thread::sleep(Duration::from_secs(2));
            let steps = self.steps();
            (steps.len() == n && steps.last().is_some_and(|(stage, _)| stage == LAST)).then_some(())
        });
    }
}

impl Drop for Resident {
    fn drop(&mut self) {
        drop(Command::new("kill").arg(self.child.id().to_string()).status());
        drop(self.child.wait());
    }
}

fn until<T>(longest: Duration, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < longest, "not within {} s: {what}", longest.as_secs());
        thread::sleep(Duration::from_millis(20));
    }
}
