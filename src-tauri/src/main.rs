//! The window: a view onto the resident. Finds it or starts it, attaches, opens the page, obeys.
//!
//! It decides nothing about errors, issues or rules, and may die at any time. The page gets no Tauri API at all.

mod follow;
mod link;
mod window;

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use crate::link::NoLink;
use crate::window::View;

/// How long the screen stays empty for a resident that is only just starting; after that the page says so.
const PATIENCE: Duration = Duration::from_millis(1500);

const COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// What the window was started with. Two options do not need a parser of options.
#[derive(Clone)]
struct Arguments {
    /// The data file whose resident is looked at.
    data: PathBuf,
    /// The issue to show first.
    issue: Option<u32>,
    /// This program. Asked once, at the start: after an upgrade the system would name a deleted file.
    program: PathBuf,
}

/// Why there is no window: exit code, and what to say.
struct Failure(u8, String);

#[expect(clippy::print_stderr, reason = "it is all that a window without a window can do")]
fn main() -> ExitCode {
    let ended = Arguments::read().and_then(|arguments| run(&arguments));
    let Err(Failure(code, message)) = ended else { return ExitCode::SUCCESS };
    eprintln!("crashtray-window: {message}");
    ExitCode::from(code)
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if std::env::var_os(COMPOSITING).is_none() {
        return Err(again(arguments));
    }
    if gtk::init().is_err() {
        let hint = "hint: `crashtray serve --open` prints an address for a browser.";
        return Err(Failure(1, format!("no display: `DISPLAY` and `WAYLAND_DISPLAY` name none that answers\n{hint}")));
    }
    let link = match follow::await_resident(Duration::ZERO, PATIENCE, arguments) {
        Ok(link) => Some(link),
        Err(NoLink::Absent(_)) => None,
        Err(NoLink::Shown) => return Ok(()),
        Err(refused @ NoLink::Refused(_)) => return Err(Failure(1, refused.to_string())),
    };
    let resident = link.as_ref().map(|link| link.resident.clone());
    let view = Arc::new(View { is_attached: resident.is_some().into(), resident });
    let arguments = arguments.clone();
    let app = tauri::Builder::default()
        .setup(move |app| {
            let window = window::open(app, &view, &arguments)?;
            std::thread::spawn(move || follow::follow(&window, &view, link, &arguments));
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|error| Failure(1, format!("failed to open a window: {error}")))?;
    app.run(|_, _| {});
    Ok(())
}

/// Replaces this process by a fresh window: the only way to give WebKit another environment, or the page another resident.
///
/// Compositing is off unless the user decided: a third less memory, an earlier first paint, no trouble with GPU drivers.
fn again(arguments: &Arguments) -> Failure {
    let compositing = std::env::var_os(COMPOSITING).unwrap_or("1".into());
    let error = Command::new(&arguments.program).args(std::env::args_os().skip(1)).env(COMPOSITING, compositing).exec();
    Failure(1, format!("failed to start {}: {error}", arguments.program.display()))
}

impl Arguments {
    fn read() -> Result<Self, Failure> {
        let program = std::env::current_exe().map_err(|error| Failure(1, format!("failed to find myself: {error}")))?;
        let given: Vec<OsString> = std::env::args_os().skip(1).collect();
        let usage =
            "usage: crashtray-window --data FILE [--issue N]\nhint: `crashtray open` starts it as it should be.";
        Self::parse(&given, std::env::var_os("CRASHTRAY_DATA"), program).ok_or_else(|| Failure(2, usage.to_owned()))
    }

    fn parse(given: &[OsString], environment: Option<OsString>, program: PathBuf) -> Option<Self> {
        let (mut data, mut issue) = (environment, None);
        for pair in given.chunks(2) {
            match pair {
                [name, value] if name == "--data" => data = Some(value.clone()),
                [name, value] if name == "--issue" => issue = Some(value.to_str()?.parse().ok()?),
                _ => return None,
            }
        }
        let data = PathBuf::from(data.filter(|data| !data.is_empty())?);
        Some(Self { data: if data.is_dir() { data.join("crashtray.db") } else { data }, issue, program })
    }

    /// A path beside the data file.
    fn beside(&self, ending: &str) -> PathBuf {
        [self.data.as_os_str(), OsStr::new(ending)].join(OsStr::new("")).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str, environment: Option<&str>) -> Option<(PathBuf, Option<u32>)> {
        let given: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        let read = Arguments::parse(&given, environment.map(OsString::from), "w".into())?;
        Some((read.data, read.issue))
    }

    #[test]
    fn reads_file_and_issue() {
        let file = PathBuf::from("a.db");
        assert_eq!(parse("--data a.db", None), Some((file.clone(), None)));
        assert_eq!(parse("--issue 12 --data a.db", None), Some((file.clone(), Some(12))));
        assert_eq!(parse("", Some("a.db")), Some((file.clone(), None)), "the environment names the file");
        assert_eq!(parse("--data a.db", Some("b.db")), Some((file, None)), "the option goes before the environment");
        assert_eq!(
            parse("--data .", None),
            Some((PathBuf::from("./crashtray.db"), None)),
            "a folder stands for its file"
        );
    }

    #[test]
    fn refuses_the_rest_as_wrong_usage() {
        for line in
            ["", "--data", "--issue 1", "--data a.db --issue x", "--data a.db --issue -1", "--data a.db b.db", "--help"]
        {
            assert_eq!(parse(line, None), None, "{line}");
        }
        assert_eq!(parse("", Some("")), None, "an empty name is none");
    }
}
