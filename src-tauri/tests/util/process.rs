//! Programs that a journey needs: started, listened to, ended.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Longer than anything on a slow machine; a journey that is well never waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A program that ends when it is dropped.
pub(crate) struct Program(pub(crate) Child);

impl Program {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).spawn();
        Self(
            child.unwrap_or_else(|error| {
                panic!("{command:?}: {error}; `scripts/set-up display` installs what is missing")
            }),
        )
    }

    /// Starts it, and waits for the first line that it prints.
    pub(crate) fn start_and_read(command: &mut Command) -> (Self, String) {
        let mut program = Self::start(command.stdout(Stdio::piped()));
        let mut line = String::new();
        let output = program.0.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut line).expect("it prints a line");
        assert!(line.ends_with('\n'), "{command:?} ended without a word");
        (program, line.trim_end().to_owned())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks again and again until there is an answer.
pub(crate) async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    let asking = async {
        loop {
            tick.tick().await;
            if let Some(answer) = ask().await {
                return answer;
            }
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("in vain: {what}"))
}
