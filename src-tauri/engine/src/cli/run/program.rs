//! The program under development: its environment, its signals, its end.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use crashtray_core::dsn;
use rustix::process::Signal;
use tokio::process::{Child, Command};
use tokio::signal::unix::{Signal as Signals, SignalKind, signal};

use crate::cli::error::CliError;
use crate::resident::random_hex;
use crate::store::Run;

/// Prefixes under which frameworks hand variables on to the browser, as `sentry local` sets them.
const FRAMEWORK_PREFIXES: [&str; 7] =
    ["GATSBY_", "NEXT_PUBLIC_", "NUXT_PUBLIC_", "PUBLIC_", "REACT_APP_", "VITE_", "VUE_APP_"];

/// A program and how it is to be run.
pub(super) struct Program {
    /// This start of it.
    pub(super) run: Run,
    command: Vec<OsString>,
    variables: Vec<(String, String)>,
}

impl Program {
    /// Makes up a run for the program, named after the folder.
    pub(super) fn new(command: Vec<OsString>, endpoint: SocketAddr) -> Result<Self, CliError> {
        let folder = std::env::current_dir()?;
        let run = new_run(&project_name(&folder))?;
        let variables = variables(&run, endpoint, std::env::var_os("SENTRY_DSN").is_some());
        Ok(Self { run, command, variables })
    }

    /// Runs it with our terminal; its exit code, or 128 + n for a signal. Interrupts are the program's to obey.
    pub(super) fn run_to_end(&self) -> Result<u8, CliError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let status = runtime.block_on(self.supervise())?;
        Ok(exit_code(status))
    }

    async fn supervise(&self) -> Result<ExitStatus, CliError> {
        let mut interrupts = signal(SignalKind::interrupt())?;
        let mut terminations = signal(SignalKind::terminate())?;
        let mut hangups = signal(SignalKind::hangup())?;
        let mut child = self.spawn()?;
        loop {
            tokio::select! {
                status = child.wait() => return Ok(status?),
                // The terminal sends it to the program as well.
                _ = interrupts.recv() => {}
                () = received(&mut terminations) => pass_on(&child, Signal::TERM),
                () = received(&mut hangups) => pass_on(&child, Signal::HUP),
            }
        }
    }

    fn spawn(&self) -> Result<Child, CliError> {
        let (program, arguments) = self.command.split_first().ok_or_else(|| CliError::usage("no program is named"))?;
        let mut command = Command::new(program);
        command.args(arguments).envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.spawn().map_err(|error| cannot_start(Path::new(program), &error))
    }
}

async fn received(signals: &mut Signals) {
    signals.recv().await;
}

fn pass_on(child: &Child, signal: Signal) {
    let pid = child.id().and_then(|pid| i32::try_from(pid).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(pid) = pid {
        let _ = rustix::process::kill_process(pid, signal);
    }
}

fn cannot_start(program: &Path, error: &io::Error) -> CliError {
    let message = format!("`{}` cannot be started: {error}", program.display());
    CliError::failure(anyhow::Error::msg(message)).hint("Everything after `--` is the program and its arguments.")
}

/// What SDKs look for (`decisions`: 2.4). A DSN of the user's own stays.
fn variables(run: &Run, endpoint: SocketAddr, has_dsn: bool) -> Vec<(String, String)> {
    let spotlight = format!("http://{endpoint}/run/{}/stream", run.id);
    let mut variables = vec![
        ("SENTRY_SPOTLIGHT".to_owned(), spotlight.clone()),
        ("SENTRY_SPOTLIGHT_ON_ERROR".to_owned(), "0".to_owned()),
    ];
    variables.extend(FRAMEWORK_PREFIXES.iter().map(|prefix| (format!("{prefix}SENTRY_SPOTLIGHT"), spotlight.clone())));
    if !has_dsn {
        variables.push(("SENTRY_DSN".to_owned(), dsn::dsn(&run.project, &endpoint.to_string())));
    }
    variables
}

/// An id that names its project: `shop.9f86d081884c7d65`.
fn new_run(project: &str) -> Result<Run, CliError> {
    Ok(Run { id: format!("{project}.{}", random_hex(8)?), project: project.to_owned() })
}

/// Slug of the folder's name: that of the repository's root, else of the folder itself.
fn project_name(folder: &Path) -> String {
    let root =
        folder.ancestors().find(|folder| folder.join(".git").exists()).map_or_else(|| folder.to_owned(), PathBuf::from);
    let name = root.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let slug: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(32).collect();
    let slug = slug.trim_matches('_');
    match slug.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => slug.to_owned(),
        Some(_) => format!("run_{}", &slug[..slug.len().min(28)]),
        None => "run".to_owned(),
    }
}

fn exit_code(status: ExitStatus) -> u8 {
    use std::os::unix::process::ExitStatusExt;
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    u8::try_from(code & 0xff).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_named_after_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        for (name, expected) in
            [("Shop Front", "shop_front"), ("2048", "run_2048"), ("日本", "run"), ("a-b.c", "a_b_c")]
        {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).unwrap();
            assert_eq!(project_name(&path), expected, "{name}");
        }
        let root = folder.path().join("shop");
        std::fs::create_dir_all(root.join("src/deep")).unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        assert_eq!(project_name(&root.join("src/deep")), "shop", "the repository's root counts");
    }

    #[test]
    fn a_dsn_of_the_users_own_stays() {
        let run = Run { id: "shop.0".to_owned(), project: "shop".to_owned() };
        let of = |has_dsn| variables(&run, SocketAddr::from(([127, 0, 0, 1], 8969)), has_dsn);
        let dsn = |variables: Vec<(String, String)>| {
            variables.into_iter().find(|(name, _)| name == "SENTRY_DSN").map(|(_, dsn)| dsn)
        };
        assert_eq!(dsn(of(false)).as_deref(), Some("http://shop@127.0.0.1:8969/1"));
        assert_eq!(dsn(of(true)), None);
        let spotlight = of(true).into_iter().find(|(name, _)| name == "SENTRY_SPOTLIGHT").map(|(_, url)| url);
        assert_eq!(spotlight.as_deref(), Some("http://127.0.0.1:8969/run/shop.0/stream"));
    }
}
