//! The command line: one file per subcommand. All it prints from events has passed through `output`.

mod arrivals;
mod attachments;
mod change;
mod clean;
mod client;
mod doctor;
mod dsn;
mod error;
mod events;
mod explain;
mod grouping;
mod issues;
mod items;
mod log;
mod merge;
mod open;
mod output;
mod pause;
mod print;
mod quit;
mod reprocess;
mod resident;
mod rules;
mod run;
mod send_test;
mod serve;
mod show;
mod split;
mod status;
mod tail;
mod undo;

use std::ffi::{OsStr, OsString};
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Asked, Config};
use error::CliError;

/// The error inbox on your own machine.
///
/// Point any Sentry SDK at `http://shop@localhost:8969/1` and crash.
/// Without a command: opens the window; without a display: serves in the foreground.
#[derive(Debug, Parser)]
#[command(name = "crashtray", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
struct Options {
    /// The data file, or the folder of `crashtray.db`
    #[arg(long, global = true, value_name = "FILE", env = "CRASHTRAY_DATA")]
    data: Option<PathBuf>,
    /// Port of the endpoint; 0 picks a free one [default: 8969]
    #[arg(long, global = true, env = "CRASHTRAY_PORT")]
    port: Option<u16>,
    /// One more address to listen on, for events only
    #[arg(long, global = true, value_name = "ADDRESS")]
    host: Option<IpAddr>,
}

/// Every command, alphabetical.
#[derive(Debug, Subcommand)]
enum Command {
    Attachments(attachments::AttachmentsArgs),
    Clean(clean::CleanArgs),
    Delete(change::DeleteArgs),
    Doctor(doctor::DoctorArgs),
    Dsn(dsn::DsnArgs),
    Events(events::EventsArgs),
    Explain(explain::ExplainArgs),
    Issues(issues::IssuesArgs),
    Items(items::ItemsArgs),
    Log(log::LogArgs),
    Merge(merge::MergeArgs),
    Mute(change::MuteArgs),
    Open(open::OpenArgs),
    Pause(pause::PauseArgs),
    Quit(quit::QuitArgs),
    Reopen(change::ReopenArgs),
    Reprocess(reprocess::ReprocessArgs),
    #[command(hide = true)]
    Resident(resident::ResidentArgs),
    Resolve(change::ResolveArgs),
    Resume(pause::ResumeArgs),
    Rules(rules::RulesArgs),
    Run(run::RunArgs),
    SendTest(send_test::SendTestArgs),
    Serve(serve::ServeArgs),
    Show(show::ShowArgs),
    Split(split::SplitArgs),
    Status(status::StatusArgs),
    Tail(tail::TailArgs),
    Undo(undo::UndoArgs),
}

/// Reads the arguments, carries the command out, and says how it went.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(arguments()) {
        Ok(cli) => cli,
        Err(error) => return refused(&error),
    };
    match carry_out(cli) {
        Ok(code) => code,
        Err(error) => error.report(),
    }
}

/// The arguments. What reads as a negated term of a query, `-level:info`, gets a blank in front, or it would be taken for an option;
/// after `--`, and of a program that is `run`, everything stays.
fn arguments() -> Vec<OsString> {
    let mut is_ours = true;
    let keep = |argument: OsString| {
        is_ours = is_ours && argument != "--" && argument != "run";
        if is_ours && is_negated_term(&argument) {
            [OsStr::new(" "), &argument].into_iter().collect()
        } else {
            argument
        }
    };
    std::env::args_os().map(keep).collect()
}

fn is_negated_term(argument: &OsStr) -> bool {
    let term = argument.to_str().and_then(|text| text.strip_prefix('-')).and_then(|text| text.split_once(':'));
    term.is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Help and version go to stdout and are no failure; wrong usage is exit code 2. A reader that went away is silence.
fn refused(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

fn carry_out(cli: Cli) -> Result<ExitCode, CliError> {
    let config = Config::resolve(Asked { data: cli.options.data, port: cli.options.port, host: cli.options.host })?;
    let Some(command) = cli.command else { return open::open_or_serve(&config) };
    match command {
        Command::Attachments(args) => attachments::attachments(&config, &args),
        Command::Clean(args) => clean::clean(&config, &args),
        Command::Delete(args) => change::delete(&config, &args),
        Command::Doctor(args) => doctor::doctor(&config, &args),
        Command::Dsn(args) => dsn::print_dsn(&config, &args),
        Command::Events(args) => events::events(&config, &args),
        Command::Explain(args) => explain::explain(&config, &args),
        Command::Issues(args) => issues::issues(&config, &args),
        Command::Items(args) => items::items(&config, &args),
        Command::Log(args) => log::log(&config, &args),
        Command::Merge(args) => merge::merge(&config, &args),
        Command::Mute(args) => change::mute(&config, &args),
        Command::Open(args) => open::open(&config, &args),
        Command::Pause(args) => pause::pause(&config, &args),
        Command::Quit(args) => quit::quit(&config, &args),
        Command::Reopen(args) => change::reopen(&config, &args),
        Command::Reprocess(args) => reprocess::reprocess(&config, &args),
        Command::Resident(args) => resident::resident(&config, &args),
        Command::Resolve(args) => change::resolve(&config, &args),
        Command::Resume(args) => pause::resume(&config, &args),
        Command::Rules(args) => rules::rules(&config, args),
        Command::Run(args) => run::run(&config, args),
        Command::SendTest(args) => send_test::send_test(&config, &args),
        Command::Serve(args) => serve::serve(&config, &args),
        Command::Show(args) => show::show(&config, &args),
        Command::Split(args) => split::split(&config, &args),
        Command::Status(args) => status::status(&config, &args),
        Command::Tail(args) => tail::tail(&config, &args),
        Command::Undo(args) => undo::undo(&config, &args),
    }
}
