//! `crashtray serve`: endpoint and page in the foreground.

use std::process::ExitCode;

use anstream::println;
use crashtray_core::resident_file::Does;

use super::error::CliError;
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
        println!("listening on http://{address}");
    }
    println!("DSN           {}", engine.dsn());
    println!("page          {}", engine.code_address(None)?);
    println!("data          {}", config.data.path().display());
    Ok(())
}
