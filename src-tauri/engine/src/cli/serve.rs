//! `crashtray serve`: endpoint and page in the foreground.

use std::process::ExitCode;

use crashtray_core::resident_file::Does;

use super::error::CliError;
use super::output::say;
use crate::config::Config;
use crate::engine::Engine;

/// Serves in the foreground: the endpoint and the page, without a window
#[derive(Debug, Default, clap::Args)]
pub(super) struct ServeArgs {
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
}

pub(super) fn serve(config: &Config, args: &ServeArgs) -> Result<ExitCode, CliError> {
    super::output::log_to_stderr();
    super::output::use_small_memory();
    let engine = Engine::start(config, Does::Serve)?;
    print_addresses(config, &engine)?;
    if args.open {
        super::open::open_in_browser(&engine.code_address(None)?)?;
    }
    engine.run_until_signal()?;
    Ok(ExitCode::SUCCESS)
}

fn print_addresses(config: &Config, engine: &Engine) -> Result<(), CliError> {
    for address in engine.addresses() {
        say!("listening on http://{address}")?;
    }
    say!("DSN           {}", engine.dsn())?;
    say!("page          {}", engine.code_address(None)?)?;
    say!("data          {}", config.data.path().display())?;
    Ok(())
}
