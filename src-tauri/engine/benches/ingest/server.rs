//! A server in a process of its own, as users have it: the resident with a fresh file, or the bare one.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crashtray_core::resident_file::ResidentFile;
use tempfile::TempDir;

use crate::baseline;

/// It ends when it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    _folder: TempDir,
}

/// Clock ticks per second in `/proc`, the same on every Linux.
const TICKS: u64 = 100;

impl Server {
    /// The resident, release build, empty file.
    pub(crate) fn resident() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let data = folder.path().join("crashtray.db");
        let mut command = Command::new(env!("CARGO_BIN_EXE_crashtray"));
        command
            .args(["serve", "--port", "0", "--data"])
            .arg(&data)
            .env("HOME", folder.path())
            .env_remove("DBUS_SESSION_BUS_ADDRESS");
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the resident starts");
        let begin = Instant::now();
        let address = loop {
            let file = fs::read_to_string(folder.path().join("crashtray.db-resident")).unwrap_or_default();
            match ResidentFile::parse(&file)
                .ok()
                .filter(|file| file.pid == child.id())
                .and_then(|file| file.client_address())
            {
                Some(address) => break address,
                None => assert!(begin.elapsed() < Duration::from_secs(10), "the resident does not listen"),
            }
            thread::sleep(Duration::from_millis(2));
        };
        Self { address, child, _folder: folder }
    }

    /// The bare server.
    pub(crate) fn baseline() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut command = Command::new(std::env::current_exe().expect("a program knows itself"));
        let mut child = command.arg(baseline::ARGUMENT).stdout(Stdio::piped()).spawn().expect("the bare server starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output is ours");
        BufReader::new(output).read_line(&mut line).expect("it says its address");
        Self { address: line.trim().parse().expect("it says its address"), child, _folder: folder }
    }

    /// CPU that it used so far, in user space and kernel.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name in parentheses may hold blanks: count behind it. utime and stime are the 14th and 15th field.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 1000 / TICKS)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
