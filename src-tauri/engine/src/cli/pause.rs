//! `crashtray pause` and `resume`: whether events are taken in.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::client;
use super::error::CliError;
use super::output::say;
use crate::config::Config;
use crate::resident::settled_holder;

/// Stops keeping events: they are answered and counted, nothing is stored
#[derive(Debug, clap::Args)]
pub(super) struct PauseArgs {
    /// For how long: `30m`, `1h`; without it, until `crashtray resume`
    #[arg(long = "for", value_name = "TIME", value_parser = minutes)]
    duration: Option<u32>,
}

/// Keeps events again
#[derive(Debug, clap::Args)]
pub(super) struct ResumeArgs {}

pub(super) fn pause(config: &Config, args: &PauseArgs) -> Result<ExitCode, CliError> {
    ask(config, "pause", &json!({ "minutes": args.duration }))?;
    match args.duration {
        Some(minutes) => say!("paused for {minutes} min")?,
        None => say!("paused until `crashtray resume`")?,
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn resume(config: &Config, _: &ResumeArgs) -> Result<ExitCode, CliError> {
    ask(config, "resume", &json!({}))?;
    say!("events are kept again")?;
    Ok(ExitCode::SUCCESS)
}

fn ask(config: &Config, name: &str, input: &Value) -> Result<(), CliError> {
    let resident = settled_holder(config)?.ok_or_else(|| {
        CliError::failure(anyhow::Error::msg("no resident runs")).hint("`crashtray serve` starts one.")
    })?;
    client::ask(&resident, name, input.to_string().as_bytes())?;
    Ok(())
}

/// `90`, `30m`, `1h`, `1d` in minutes.
pub(super) fn minutes(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is no time: write `30m`, `1h` or `1d`");
    let (number, per_unit) = match text.as_bytes().last() {
        Some(b'm') => (&text[..text.len() - 1], 1),
        Some(b'h') => (&text[..text.len() - 1], 60),
        Some(b'd') => (&text[..text.len() - 1], 24 * 60),
        Some(_) | None => (text, 1),
    };
    number.parse::<u32>().ok().and_then(|n| n.checked_mul(per_unit)).filter(|&n| n > 0).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (text, expected) in [
            ("30m", Some(30)),
            ("1h", Some(60)),
            ("2d", Some(2_880)),
            ("5", Some(5)),
            ("0m", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(minutes(text).ok(), expected, "{text}");
        }
    }
}
