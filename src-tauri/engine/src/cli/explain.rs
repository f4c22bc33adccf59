//! `crashtray explain`: how messages are compared. It needs no data.

use std::io::BufRead as _;
use std::process::ExitCode;

use crashtray_core::group::parameterized;
use crashtray_core::json::{Reader, Shape};

use super::error::CliError;
use super::output;
use crate::config::Config;

/// Says how messages are compared: without what changes from event to event
#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// Read JSON strings, one per line, and write each as it is compared, one per line
    #[arg(long, required = true)]
    messages: bool,
}

/// A line that is none is told, and the rest goes on.
pub(super) fn explain(_: &Config, _: &ExplainArgs) -> Result<ExitCode, CliError> {
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    let (mut n_lines, mut n_wrong) = (0_u64, 0_u64);
    while input.read_until(b'\n', &mut line)? > 0 {
        n_lines += 1;
        match message(line.trim_ascii()) {
            Some(message) => output::json_line(&parameterized(&message))?,
            None if line.trim_ascii().is_empty() => {}
            None => {
                n_wrong += 1;
                output::aside(&format!("line {n_lines}: a JSON string was expected\n"));
            }
        }
        line.clear();
    }
    match n_wrong {
        0 => Ok(ExitCode::SUCCESS),
        1 => Err(CliError::failure(anyhow::Error::msg(format!("1 of {n_lines} lines could not be read")))),
        n => Err(CliError::failure(anyhow::Error::msg(format!("{n} of {n_lines} lines could not be read")))),
    }
}

/// A string as SDKs write them: lone surrogates and bad bytes pass, as in events.
fn message(line: &[u8]) -> Option<String> {
    let mut reader = Reader::new(line);
    let text = (reader.shape() == Shape::Text).then(|| reader.text()).flatten()?.into_owned();
    reader.end();
    reader.broken().is_none().then_some(text)
}
