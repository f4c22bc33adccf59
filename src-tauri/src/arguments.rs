//! What the window was started with, and how it fails. Two options do not need a parser of options.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the window was started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The data file whose resident is looked at.
    pub(crate) data: PathBuf,
    /// The issue to show first.
    pub(crate) issue: Option<u32>,
    /// This program. Asked once, at the start: after an upgrade the system would name a deleted file.
    pub(crate) program: PathBuf,
}

/// Why the window did not open, for a person.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
    hint: Option<&'static str>,
}

impl Arguments {
    /// From the command line and `CRASHTRAY_DATA`.
    pub(crate) fn read() -> Result<Self, Failure> {
        let program = std::env::current_exe()
            .map_err(|error| Failure::failed(format!("failed to find this program's file: {error}")))?;
        Self::parse(std::env::args_os().skip(1), std::env::var_os("CRASHTRAY_DATA"), program)
    }

    fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        environment: Option<OsString>,
        program: PathBuf,
    ) -> Result<Self, Failure> {
        let (mut data, mut issue) = (environment, None);
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            let value =
                arguments.next().ok_or_else(|| Failure::usage(format!("{name:?} is unknown or lacks its value")))?;
            match name.to_str() {
                Some("--data") => data = Some(value),
                Some("--issue") => issue = Some(number(&value)?),
                Some(_) | None => return Err(Failure::usage(format!("{name:?} is not an option"))),
            }
        }
        let data = data.filter(|data| !data.is_empty()).ok_or_else(|| Failure::usage("no data file is named"))?;
        let data = PathBuf::from(data);
        Ok(Self { data: if data.is_dir() { data.join("crashtray.db") } else { data }, issue, program })
    }

    /// The same arguments for the next window.
    pub(crate) fn as_given(&self) -> Vec<OsString> {
        let mut given = vec!["--data".into(), self.data.clone().into_os_string()];
        if let Some(issue) = self.issue {
            given.extend(["--issue".into(), issue.to_string().into()]);
        }
        given
    }
}

fn number(value: &OsString) -> Result<u32, Failure> {
    let read = value.to_str().and_then(|text| text.parse().ok());
    read.ok_or_else(|| Failure::usage(format!("{value:?} is not the number of an issue")))
}

impl Failure {
    /// Exit code 1.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into(), hint: None }
    }

    fn usage(message: impl Into<String>) -> Self {
        let hint =
            Some("`crashtray open` starts the window as it should be: `crashtray-window --data FILE [--issue N]`.");
        Self { code: 2, message: message.into(), hint }
    }

    /// Adds what to do next, a full sentence.
    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Says it on standard error.
    #[expect(clippy::print_stderr, reason = "it is all that is left to do")]
    pub(crate) fn report(self) -> ExitCode {
        eprintln!("crashtray-window: {}", self.message);
        if let Some(hint) = self.hint {
            eprintln!("hint: {hint}");
        }
        ExitCode::from(self.code)
    }
}

impl From<crate::link::LinkError> for Failure {
    fn from(error: crate::link::LinkError) -> Self {
        Self::failed(error.to_string()).hint("`crashtray status` says what runs where, `crashtray quit` stops it.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str, environment: Option<&str>) -> Result<(PathBuf, Option<u32>), u8> {
        let read =
            Arguments::parse(line.split_whitespace().map(OsString::from), environment.map(OsString::from), "w".into());
        read.map(|read| (read.data, read.issue)).map_err(|failure| failure.code)
    }

    #[test]
    fn reads_file_and_issue() {
        let file = PathBuf::from("a.db");
        assert_eq!(parse("--data a.db", None), Ok((file.clone(), None)));
        assert_eq!(parse("--issue 12 --data a.db", None), Ok((file.clone(), Some(12))));
        assert_eq!(parse("", Some("a.db")), Ok((file.clone(), None)), "the environment names the file");
        assert_eq!(parse("--data a.db", Some("b.db")), Ok((file, None)), "the option goes before the environment");
        assert_eq!(
            parse("--data .", None),
            Ok((PathBuf::from("./crashtray.db"), None)),
            "a folder stands for its file"
        );
    }

    #[test]
    fn refuses_the_rest_as_wrong_usage() {
        for line in
            ["", "--data", "--issue 1", "--data a.db --issue x", "--data a.db --issue -1", "--data a.db b.db", "--help"]
        {
            assert_eq!(parse(line, None), Err(2), "{line}");
        }
        assert_eq!(parse("", Some("")), Err(2), "an empty name is none");
    }

    #[test]
    fn the_next_window_gets_the_same() {
        let read = Arguments { data: "a.db".into(), issue: Some(3), program: "w".into() };
        assert_eq!(Arguments::parse(read.as_given(), None, "w".into()).unwrap(), read);
    }
}
