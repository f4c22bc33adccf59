//! `crashtray doctor`: is everything as it should be, and if not, what to do.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use crashtray_core::render::clean;
use crashtray_core::resident_file::Does;
use crashtray_core::time::Timestamp;
use serde::Deserialize;

use super::client;
use super::error::CliError;
use super::output::{self, say};
use crate::config::Config;
use crate::resident::{Holder, Lock, Resident, holder};
use crate::store::{Mode, OutcomeEntry, ProjectEntry, Store};

/// A notification service that does not answer for this long is taken as hung.
const BUS_PATIENCE: Duration = Duration::from_secs(2);

/// For so long what became of items is shown, in microseconds.
const DAY: i64 = 24 * 3_600 * 1_000_000;

/// Checks the endpoint, the file, notifications, and which projects talk
#[derive(Debug, clap::Args)]
pub(super) struct DoctorArgs {
    /// Print one JSON array of checks
    #[arg(long)]
    json: bool,
    /// Rename a damaged file, so that a new one can be made
    #[arg(long, conflicts_with = "json")]
    set_aside: bool,
}

/// What was found.
#[derive(serde::Serialize)]
struct Check {
    /// `good`, `warning` or `failed`.
    state: &'static str,
    /// `endpoint`, `file`, `notifications`, `project` …
    subject: String,
    /// What is.
    text: String,
    /// What to do.
    hint: Option<String>,
}

pub(super) fn doctor(config: &Config, args: &DoctorArgs) -> Result<ExitCode, CliError> {
    if args.set_aside {
        return set_aside(config);
    }
    let resident = holder(&config.data);
    let mut checks = vec![endpoint(config, &resident), notifications()];
    match client::read(config) {
        Ok(store) => {
            checks.push(file(config, &store));
            checks.extend(projects(&store)?);
            checks.extend(outcomes(&store)?);
        }
        Err(error) => checks.push(failed("file", error.to_string(), error.first_hint().unwrap_or_default())),
    }
    if let Holder::Resident(resident) = &resident {
        if client::is_paused(resident)? {
            let text = "paused: events are answered and not kept".to_owned();
            checks.push(warning("endpoint", text, "`crashtray resume` takes them in again."));
        }
        checks.extend(refusals(resident)?);
    }
    print(&checks, args)?;
    let any_failed = checks.iter().any(|check| check.state == "failed");
    Ok(if any_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Renames the file and what SQLite keeps beside it. Only under the lock, and only if it is damaged.
fn set_aside(config: &Config) -> Result<ExitCode, CliError> {
    let _lock = Lock::take(&config.data, Does::Command("doctor".to_owned()))?;
    let path = config.data.path();
    if is_sound(path) {
        return Err(CliError::usage(format!("`{}` is sound", path.display())).hint("Only a damaged file is set aside."));
    }
    let ending = format!("-damaged-{}", client::now().as_micros() / 1_000_000);
    let aside = config.data.beside(&ending);
    for part in ["", "-wal", "-shm"] {
        let (from, to) = (config.data.beside(part), config.data.beside(&format!("{ending}{part}")));
        if from.exists() {
            std::fs::rename(from, to)?;
        }
    }
    say!("the damaged file is now `{}`", aside.display())?;
    Ok(ExitCode::SUCCESS)
}

fn is_sound(path: &Path) -> bool {
    let opened = Store::open(path, Mode::Read);
    opened.is_ok_and(|store| store.reader.check().is_ok_and(|faults| faults.is_empty()))
}

fn print(checks: &[Check], args: &DoctorArgs) -> Result<(), CliError> {
    if args.json {
        return output::json_pretty(&checks);
    }
    for check in checks {
        let colour = match check.state {
            "good" => AnsiColor::Green,
            "warning" => AnsiColor::Yellow,
            _ => AnsiColor::Red,
        };
        let style = Style::new().fg_color(Some(colour.into()));
        say!("{style}{:<8}{style:#} {:<14} {}", check.state, clean(&check.subject), clean(&check.text))?;
        if let Some(hint) = &check.hint {
            say!("{:23} {hint}", "")?;
        }
    }
    Ok(())
}

fn endpoint(config: &Config, holder: &Holder) -> Check {
    match holder {
        Holder::Resident(resident) => {
            let addresses: Vec<String> = resident.file.addresses.iter().map(ToString::to_string).collect();
            good("endpoint", format!("listening on {} (pid {})", addresses.join(" and "), resident.file.pid))
        }
        Holder::Nobody => warning(
            "endpoint",
            format!("no resident runs for `{}`", config.data.path().display()),
            "`crashtray` or `crashtray serve` starts one.",
        ),
        Holder::Busy(_) => warning("endpoint", "another command is at work on the file".to_owned(), "Try again."),
        Holder::Silent(file) => failed(
            "endpoint",
            format!("the resident (pid {}) does not answer", file.pid),
            "End it with `kill`, then start it anew.",
        ),
    }
}

fn file(config: &Config, store: &Store) -> Check {
    let path = config.data.path().display();
    match store.reader.check() {
        Ok(faults) if faults.is_empty() => {
            let size = std::fs::metadata(config.data.path()).map(|metadata| metadata.len()).unwrap_or_default();
            good("file", format!("`{path}` is sound, {} KiB", size / 1024))
        }
        Ok(faults) => failed(
            "file",
            format!("`{path}` is damaged: {}", faults.join("; ")),
            "`crashtray doctor --set-aside` renames it, so that a new one can be made.",
        ),
        Err(error) => failed("file", error.to_string(), "`crashtray log` says more."),
    }
}

/// Asks the session's bus whether somebody shows notifications.
fn notifications() -> Check {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let asked = runtime
        .map(|runtime| runtime.block_on(async { tokio::time::timeout(BUS_PATIENCE, notification_service()).await }));
    let hint = "A desktop session has one; `dunst` is a small one.";
    match asked {
        Ok(Ok(Ok(name))) => good("notifications", format!("shown by {name}")),
        Ok(Ok(Err(error))) => warning("notifications", format!("no service: {error}"), hint),
        Ok(Err(_)) => warning("notifications", "the service does not answer".to_owned(), hint),
        Err(error) => warning("notifications", error.to_string(), hint),
    }
}

async fn notification_service() -> zbus::Result<String> {
    let bus = zbus::Connection::session().await?;
    let service = "org.freedesktop.Notifications";
    let answer = bus
        .call_method(Some(service), "/org/freedesktop/Notifications", Some(service), "GetServerInformation", &())
        .await?;
    let (name, _vendor, version, _spec): (String, String, String, String) = answer.body().deserialize()?;
    Ok(format!("{name} {version}"))
}

fn projects(store: &Store) -> Result<Vec<Check>, CliError> {
    let now = client::now();
    let projects = store.reader.projects(now)?;
    if projects.is_empty() {
        return Ok(vec![warning(
            "project",
            "no program has sent anything yet".to_owned(),
            "`crashtray dsn` prints where to.",
        )]);
    }
    Ok(projects.iter().map(|project| project_check(project, now.as_millis_f64())).collect())
}

fn project_check(project: &ProjectEntry, now: f64) -> Check {
    let Some(last) = project.last_event else {
        return warning(&project.slug, "no event yet".to_owned(), "Only sessions or the like have come.");
    };
    let sdk = project.sdk.as_ref().map_or_else(String::new, |(name, version)| format!(", {name} {version}"));
    let text = format!("last event {}{sdk}", output::ago(last.as_millis_f64(), now));
    match project.has_release {
        true => good(&project.slug, text),
        false => warning(&project.slug, text, "No `release` is set: resolving cannot tell old from new."),
    }
}

/// What became of the items of the last day, project by project.
fn outcomes(store: &Store) -> Result<Vec<Check>, CliError> {
    let entries = store.reader.outcomes(Timestamp::from_micros(client::now().as_micros() - DAY))?;
    let checks = entries.chunk_by(|one, next| one.project == next.project).map(|entries| {
        let slug = entries.first().map_or("", |entry| &entry.project);
        let count = |entry: &OutcomeEntry| match entry.kind == entry.outcome {
            true => format!("{} of unknown type", entry.n),
            false => format!("{} {} {}", entry.n, entry.kind, entry.outcome),
        };
        let counts: Vec<_> = entries.iter().map(count).collect();
        let text = format!("`{slug}` in 24 hours: {}", counts.join(", "));
        match entries.iter().any(|entry| matches!(entry.outcome.as_str(), "malformed" | "too large")) {
            true => warning("items", text, "`crashtray items` says why."),
            false => good("items", text),
        }
    });
    Ok(checks.collect())
}

#[derive(Deserialize)]
struct Setup {
    refusals: Vec<Refusal>,
}

#[derive(Deserialize)]
struct Refusal {
    at: f64,
    path: String,
    status: u32,
    what: String,
    project: Option<String>,
}

/// The last refusal of each project and sort.
fn refusals(resident: &Resident) -> Result<Vec<Check>, CliError> {
    let answer = client::ask(resident, "setup", b"{}")?;
    let setup: Setup = serde_json::from_slice(&answer).map_err(CliError::internal)?;
    let now = client::now().as_millis_f64();
    let mut told: Vec<(Option<String>, u32, String)> = Vec::new();
    let mut checks = Vec::new();
    for refusal in setup.refusals {
        let sort = (refusal.project, refusal.status, refusal.what);
        if told.contains(&sort) {
            continue;
        }
        let text = format!("{} `{}` {}: {}", sort.1, refusal.path, output::ago(refusal.at, now), sort.2);
        let subject = sort.0.clone().map_or_else(|| "refused".to_owned(), |project| format!("{project} refused"));
        checks.push(Check { state: "warning", subject, text, hint: None });
        told.push(sort);
    }
    Ok(checks)
}

fn good(subject: &str, text: String) -> Check {
    Check { state: "good", subject: subject.to_owned(), text, hint: None }
}

fn warning(subject: &str, text: String, hint: &str) -> Check {
    Check { state: "warning", subject: subject.to_owned(), text, hint: Some(hint.to_owned()) }
}

fn failed(subject: &str, text: String, hint: &str) -> Check {
    Check { state: "failed", subject: subject.to_owned(), text, hint: Some(hint.to_owned()) }
}
