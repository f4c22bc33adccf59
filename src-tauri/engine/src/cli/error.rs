//! Errors of the command line: whose fault, which exit code, what to type next.

use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use super::output;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct CliError {
    kind: Kind,
    source: anyhow::Error,
    hints: Vec<String>,
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The environment: exit code 1.
    Failure,
    /// The caller: exit code 2.
    Usage,
    /// Ours: exit code 70.
    Internal,
}

impl CliError {
    /// What was asked for did not work.
    pub(crate) fn failure(source: impl Into<anyhow::Error>) -> Self {
        Self { kind: Kind::Failure, source: source.into(), hints: Vec::new() }
    }

    /// It was asked for wrongly.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, source: anyhow::Error::msg(message.into()), hints: Vec::new() }
    }

    /// A fault of ours.
    pub(crate) fn internal(source: impl Into<anyhow::Error>) -> Self {
        Self { kind: Kind::Internal, source: source.into(), hints: Vec::new() }
    }

    /// Says what to do next: a full sentence that names the next command.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// What to do next, if somebody knows.
    pub(crate) fn first_hint(&self) -> Option<&str> {
        self.hints.first().map(String::as_str)
    }

    /// Prints it and gives the exit code. A reader that went away is silent success.
    pub(crate) fn report(&self) -> ExitCode {
        if self.is_broken_pipe() {
            return ExitCode::SUCCESS;
        }
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        output::aside(&format!("{red}error:{red:#} {:#}\n", self.source));
        for hint in &self.hints {
            output::hint(hint);
        }
        ExitCode::from(match self.kind {
            Kind::Failure => 1,
            Kind::Usage => 2,
            Kind::Internal => 70,
        })
    }

    fn is_broken_pipe(&self) -> bool {
        let io = self.source.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
        io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        Self::failure(error)
    }
}

impl From<crate::config::ConfigError> for CliError {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::failure(error).hint("`crashtray --data FILE` names another place.")
    }
}

impl From<crate::resident::StartError> for CliError {
    fn from(error: crate::resident::StartError) -> Self {
        use crate::resident::StartError;
        let hint = match &error {
            StartError::Silent(pid) => format!("End it with `kill {pid}`, then try again."),
            StartError::Ended(_) => "`crashtray serve` runs it in the foreground and says more.".to_owned(),
            StartError::Busy(_) => "Try again when it is done.".to_owned(),
            StartError::Newer(_) => {
                "Use the newer `crashtray`, or end that one with `crashtray quit` of its version.".to_owned()
            }
            StartError::Spawn(_) | StartError::Late => "`crashtray log` says more.".to_owned(),
        };
        Self::failure(error).hint(hint)
    }
}

impl From<crate::engine::EngineError> for CliError {
    fn from(error: crate::engine::EngineError) -> Self {
        let hint = error.hint();
        let error = Self::failure(error);
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

impl From<crate::rpc::RpcError> for CliError {
    fn from(error: crate::rpc::RpcError) -> Self {
        use crate::rpc::Code;
        let hint = error.hint.clone();
        let kind = match error.code {
            Code::BadInput | Code::Query => Kind::Usage,
            Code::Busy | Code::NotFound | Code::Unavailable | Code::Unauthorized => Kind::Failure,
            Code::Internal => Kind::Internal,
        };
        Self { kind, source: anyhow::Error::msg(error.message), hints: hint.into_iter().collect() }
    }
}

impl From<crate::store::StoreError> for CliError {
    fn from(error: crate::store::StoreError) -> Self {
        let hint = error.hint();
        let error = Self::failure(error);
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

impl From<crate::resident::LockError> for CliError {
    fn from(error: crate::resident::LockError) -> Self {
        let hint = error.hint("`crashtray status` says who has it.");
        Self::failure(error).hint(hint)
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.source)
    }
}
