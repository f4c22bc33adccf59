//! `crashtray run -- CMD`: runs a program so that its SDK reports here, and prints each error while it runs.

mod follow;
mod program;

use std::ffi::OsString;
use std::process::ExitCode;

use super::error::CliError;
use super::{client, output};
use crate::config::Config;
use crate::resident::{find_or_start, is_taken, settled_holder};
use follow::Follower;
use program::Program;

/// The exit code that says that a new issue came, with `--fail-on-new`.
const NEW_ISSUE_CODE: u8 = 90;

/// Runs a program with its SDK pointed here, and prints its errors as they come
///
/// Needs no DSN in the program's environment: an SDK in it is enough.
#[derive(Debug, clap::Args)]
pub(super) struct RunArgs {
    /// End with 90 if a new issue came
    #[arg(long)]
    fail_on_new: bool,
    /// The program and its arguments
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true, value_name = "CMD")]
    command: Vec<OsString>,
}

pub(super) fn run(config: &Config, args: RunArgs) -> Result<ExitCode, CliError> {
    let config = &with_free_port(config)?;
    let resident = find_or_start(config)?;
    if client::is_paused(&resident)? {
        output::hint("The endpoint is paused and keeps nothing; `crashtray resume` takes events in again.");
    }
    let program = Program::new(args.command, resident.address)?;
    let follower = Follower::start(config, &resident, &program.run)?;
    let status = program.run_to_end()?;
    let seen = follower.finish(&resident)?;
    if seen.n_errors > 0 {
        output::aside(&format!("crashtray: {} in this run, {} new\n", events(seen.n_errors), seen.n_new));
    }
    Ok(match seen.n_new {
        n if n > 0 && args.fail_on_new => ExitCode::from(NEW_ISSUE_CODE),
        _ => ExitCode::from(status),
    })
}

/// A stranger on the port is no obstacle: the program is told where we are.
fn with_free_port(config: &Config) -> Result<Config, CliError> {
    if settled_holder(config)?.is_some() || !is_taken(config) {
        return Ok(config.clone());
    }
    Ok(Config { port: 0, port_is_asked: true, ..config.clone() })
}

fn events(n: usize) -> String {
    if n == 1 { "1 error".to_owned() } else { format!("{n} errors") }
}
