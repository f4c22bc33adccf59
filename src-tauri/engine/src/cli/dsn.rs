//! `crashtray dsn`: where to send events.

use std::process::ExitCode;

use super::error::CliError;
use super::output::{self, say};
use crate::config::{Config, DEFAULT_PORT};
use crate::resident::{Holder, holder};
use crate::rpc::{SNIPPETS, Snippet};

/// Prints the DSN, and with `--platform` how to use it
#[derive(Debug, clap::Args)]
pub(super) struct DsnArgs {
    /// Name of the project: letters, digits and `_`
    #[arg(default_value = "shop", value_parser = name)]
    name: String,
    /// Print how to use it: `python`, `node`, `rust` …
    #[arg(long, value_parser = snippet)]
    platform: Option<&'static Snippet>,
}

pub(super) fn print_dsn(config: &Config, args: &DsnArgs) -> Result<ExitCode, CliError> {
    let dsn = crashtray_core::dsn::dsn(&args.name, &address(config));
    match args.platform {
        None => say!("{dsn}")?,
        Some(snippet) => output::text(&snippet.with_dsn(&dsn))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// `localhost:8969`, with the port that is really listened on.
fn address(config: &Config) -> String {
    let port = match holder(&config.data) {
        Holder::Resident(resident) => resident.address.port(),
        Holder::Nobody | Holder::Busy(_) | Holder::Silent(_) if config.port == 0 => DEFAULT_PORT,
        Holder::Nobody | Holder::Busy(_) | Holder::Silent(_) => config.port,
    };
    format!("localhost:{port}")
}

/// SDKs for JavaScript take `\w` only.
fn name(text: &str) -> Result<String, String> {
    let good =
        !text.is_empty() && text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if good { Ok(text.to_owned()) } else { Err("a name has letters, digits and `_`, at most 32".to_owned()) }
}

fn snippet(platform: &str) -> Result<&'static Snippet, String> {
    let known = || SNIPPETS.iter().map(|snippet| snippet.platform).collect::<Vec<_>>().join(", ");
    SNIPPETS.iter().find(|snippet| snippet.platform == platform).ok_or_else(|| format!("there are: {}", known()))
}
