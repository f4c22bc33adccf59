//! `crashtray attachments`: what came with an event, and its bytes.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crashtray_core::id::EventId;
use crashtray_core::render::clean;
use serde::Serialize;

use super::error::CliError;
use super::{client, output};
use crate::config::Config;
use crate::store::{AttachmentBytes, StoredAttachment};

/// Lists the attachments of an event, or saves one
#[derive(Debug, clap::Args)]
pub(super) struct AttachmentsArgs {
    /// Id of the event
    event: String,
    /// Print one JSON array
    #[arg(long, conflicts_with = "save")]
    json: bool,
    /// Write the bytes of one: its name, or its number in the list
    #[arg(long, value_name = "NAME|N", requires = "output")]
    save: Option<String>,
    /// The file to write, which must not be there yet; `-` is standard output
    #[arg(short, long, value_name = "FILE|-", requires = "save")]
    output: Option<PathBuf>,
}

/// An attachment, as JSON has it.
#[derive(Serialize)]
struct AttachmentJson<'a> {
    /// Its number in the list, from 1.
    n: usize,
    filename: &'a str,
    content_type: Option<&'a str>,
    /// Bytes.
    size: u64,
}

pub(super) fn attachments(config: &Config, args: &AttachmentsArgs) -> Result<ExitCode, CliError> {
    let id = EventId::parse(args.event.as_bytes()).ok_or_else(|| {
        CliError::usage(format!("`{}` is no id of an event", clean(&args.event)))
            .hint("`crashtray events ISSUE` lists them.")
    })?;
    let store = client::read(config)?;
    let labels = store.reader.attachments(id)?.ok_or_else(|| {
        CliError::failure(anyhow::Error::msg(format!("there is no event `{id}`")))
            .hint("Retention may have removed it; `crashtray events ISSUE` lists those that are kept.")
    })?;
    match (&args.save, &args.output) {
        (Some(wanted), Some(file)) => {
            let label = find(&labels, wanted)?;
            let (_, bytes) = store.reader.attachment(label.id)?.ok_or_else(|| none(wanted))?;
            save(bytes, file)?;
        }
        (_, _) if args.json => output::json_line(&labels.iter().enumerate().map(json).collect::<Vec<_>>())?,
        (_, _) if labels.is_empty() => output::line(format_args!("event `{id}` has no attachments"))?,
        (_, _) => output::text(&output::table(&rows(&labels), output::terminal_width()))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// By its name; where none has that, by its number. Of several with one name, only the number tells.
fn find<'a>(labels: &'a [StoredAttachment], wanted: &str) -> Result<&'a StoredAttachment, CliError> {
    let mut named = labels.iter().filter(|label| label.filename == wanted);
    match (named.next(), named.next()) {
        (Some(label), None) => Ok(label),
        (Some(_), Some(_)) => Err(CliError::usage(format!("several attachments are called `{}`", clean(wanted)))
            .hint("`--save N` takes the number in the list.")),
        (None, _) => {
            let number = wanted.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            number.and_then(|place| labels.get(place)).ok_or_else(|| none(wanted))
        }
    }
}

fn none(wanted: &str) -> CliError {
    CliError::failure(anyhow::Error::msg(format!("the event has no attachment `{}`", clean(wanted))))
        .hint("`crashtray attachments EVENT` lists them.")
}

/// Byte for byte. What was begun and not finished is removed again.
fn save(mut bytes: AttachmentBytes, file: &Path) -> Result<(), CliError> {
    if file == Path::new("-") {
        let mut out = io::stdout().lock();
        if out.is_terminal() {
            return Err(CliError::usage("a terminal is no place for the bytes of a file")
                .hint("`-o FILE` writes them to a file; a pipe takes them too."));
        }
        io::copy(&mut bytes, &mut out)?;
        return Ok(out.flush()?);
    }
    let mut out = make(file)?;
    if let Err(error) = io::copy(&mut bytes, &mut out) {
        drop(std::fs::remove_file(file));
        return Err(CliError::failure(anyhow::Error::new(error).context("the attachment could not be written whole")));
    }
    Ok(())
}

fn make(file: &Path) -> Result<File, CliError> {
    let made = OpenOptions::new().write(true).create_new(true).open(file);
    made.map_err(|error| {
        let is_there = error.kind() == io::ErrorKind::AlreadyExists;
        let failure =
            CliError::failure(anyhow::Error::new(error).context(format!("`{}` cannot be made", file.display())));
        if is_there { failure.hint("Nothing is overwritten: take another name.") } else { failure }
    })
}

fn json((place, label): (usize, &StoredAttachment)) -> AttachmentJson<'_> {
    AttachmentJson {
        n: place + 1,
        filename: &label.filename,
        content_type: label.content_type.as_deref(),
        size: label.size,
    }
}

fn rows(labels: &[StoredAttachment]) -> Vec<Vec<String>> {
    let head = ["n", "size", "type", "name"].map(str::to_owned).to_vec();
    let row = |(place, label): (usize, &StoredAttachment)| {
        vec![
            (place + 1).to_string(),
            label.size.to_string(),
            label.content_type.clone().unwrap_or_else(|| "-".to_owned()),
            label.filename.clone(),
        ]
    };
    std::iter::once(head).chain(labels.iter().enumerate().map(row)).collect()
}
