//! A server in a process of its own, as users have it: the resident, or one for comparison.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crashtray_core::resident_file::ResidentFile;

use crate::baseline::Baseline;

/// It ends when it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
}

/// Clock ticks per second in `/proc`, the same on every Linux.
const TICKS: u64 = 100;

impl Server {
    /// The resident, release build, with this file.
    pub(crate) fn resident(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crashtray"));
        command
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .env("HOME", data.parent().expect("a file is in a folder"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS");
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the resident starts");
        let begin = Instant::now();
        let address = loop {
            let file = fs::read_to_string(beside(data, "-resident")).unwrap_or_default();
            let file = ResidentFile::parse(&file).ok().filter(|file| file.pid == child.id());
            match file.and_then(|file| file.client_address()) {
                Some(address) => break address,
                None => assert!(begin.elapsed() < Duration::from_secs(10), "the resident does not listen"),
            }
            thread::sleep(Duration::from_micros(200));
        };
        Self { address, child }
    }

    pub(crate) fn baseline(baseline: Baseline) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("a program knows itself"));
        let mut child = command.arg(baseline.argument()).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output is ours");
        BufReader::new(output).read_line(&mut line).expect("it says its address");
        Self { address: line.trim().parse().expect("it says its address"), child }
    }

    /// CPU that it used so far, in user space and kernel.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name in parentheses may hold blanks: count behind it. utime and stime are the 14th and 15th field.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 1000 / TICKS)
    }

    /// The most memory it had, in MiB.
    pub(crate) fn peak(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kib.unwrap_or_default() / 1024.0
    }

    /// Ends it as a user would, so that the file is whole.
    pub(crate) fn quit(mut self) {
        let pid = self.child.id().to_string();
        drop(Command::new("kill").arg(pid).status());
        drop(self.child.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A file beside the data file.
pub(crate) fn beside(data: &Path, suffix: &str) -> PathBuf {
    let mut name = data.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
