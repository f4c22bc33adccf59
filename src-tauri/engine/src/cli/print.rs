//! Events as they are printed: to a terminal in colours, else plain, or as JSON.

use anstyle::{AnsiColor, Style};
use crashtray_core::event::{Event, Level};
use crashtray_core::group::{GroupConfig, group};
use crashtray_core::id::EventId;
use crashtray_core::issue::Issue;
use crashtray_core::items::digest::digest;
use crashtray_core::normalize;
use crashtray_core::note::Note;
use crashtray_core::render::{
    self, AttachmentJson, EventJson, IssueJson, Judgement, NoteJson, Piece, ReportJson, Role,
};

use super::client::now;
use super::error::CliError;
use super::output;
use crate::store::{EventAt, Run, Store, StoredEvent};

/// An event, read whole, with what the file knows of it.
pub(super) struct Found {
    /// Its issue.
    pub(super) issue: Issue,
    /// As stored.
    pub(super) stored: StoredEvent,
    /// Read.
    pub(super) event: Event,
    /// What had to be repaired.
    pub(super) notes: Vec<Note>,
    main_exception: Option<usize>,
}

impl Found {
    /// Reads the event of an issue; `None` where there is none.
    pub(super) fn read(
        store: &Store,
        issue: crashtray_core::id::IssueId,
        at: EventAt,
    ) -> Result<Option<Self>, CliError> {
        let (Some(entry), Some(stored)) = (store.reader.entry(issue, now())?, store.reader.event(issue, at)?) else {
            return Ok(None);
        };
        let (mut event, notes) = normalize::event(&stored.payload, &stored.received);
        // The payload may have no id, or a bad one; this is the one that counts.
        event.event_id = Some(stored.id);
        let base = GroupConfig::default();
        let config = store.reader.rulebook().config(&base, &stored.key);
        let main_exception = group(&digest(&stored.payload, &stored.received), &config).main_exception;
        Ok(Some(Self { issue: entry.issue, stored, event, notes, main_exception }))
    }

    /// Reads an event by its id.
    pub(super) fn by_id(store: &Store, id: EventId) -> Result<Option<Self>, CliError> {
        match store.reader.find_event(id)? {
            Some(issue) => Self::read(store, issue, EventAt::Id(id)),
            None => Ok(None),
        }
    }

    /// Whether it came of this run: by its stream, or by the DSN that the run named.
    pub(super) fn is_of_run(&self, run: &Run) -> bool {
        self.stored.run.as_deref().map_or(self.issue.slug == run.project, |of| of == run.id)
    }

    /// What grouping decided.
    pub(super) fn judgement(&self) -> Judgement<'_> {
        Judgement { in_app: &self.stored.in_app, main_exception: self.main_exception }
    }

    /// The event as the product's JSON has it.
    pub(super) fn event_json(&self) -> EventJson<'_> {
        let attachment = |attachment: &crate::store::StoredAttachment| AttachmentJson {
            filename: attachment.filename.clone(),
            content_type: attachment.content_type.clone(),
            size: attachment.size,
        };
        let attachments = self.stored.attachments.iter().map(attachment).collect();
        EventJson::of(&self.event, self.judgement(), self.stored.received.at, attachments)
    }

    /// `{issue, event, notes}`.
    pub(super) fn report_json(&self, url: Option<String>) -> ReportJson<'_> {
        ReportJson {
            issue: IssueJson::of(&self.issue, url),
            event: Some(self.event_json()),
            notes: self.notes.iter().map(NoteJson::of).collect(),
        }
    }
}

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The output of this command.
    Stdout,
    /// Beside the output of another program.
    Stderr,
}

impl Target {
    fn write(self, text: &str) -> Result<(), CliError> {
        match self {
            Self::Stdout => output::text(text),
            Self::Stderr => {
                output::aside(text);
                Ok(())
            }
        }
    }
}

/// Prints an event in brief: what `run` and `tail` show.
pub(super) fn arrival(found: &Found, target: Target) -> Result<(), CliError> {
    pieces(&render::arrival(&found.issue, &found.event, found.judgement()), target)
}

/// Prints pieces in their colours.
pub(super) fn pieces(pieces: &[Piece], target: Target) -> Result<(), CliError> {
    let text: String = pieces.iter().map(styled).collect();
    target.write(&text)
}

fn styled(piece: &Piece) -> String {
    let style = style(piece.role);
    // A style must not run over a line feed: a pager would colour the rest.
    let lines: Vec<String> = piece
        .text
        .split('\n')
        .map(|line| if line.is_empty() { String::new() } else { format!("{style}{line}{style:#}") })
        .collect();
    lines.join("\n")
}

fn style(role: Role) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match role {
        Role::Plain | Role::Source => Style::new(),
        Role::Id => colour(AnsiColor::Cyan),
        Role::Title(Level::Fatal | Level::Error) => colour(AnsiColor::Red).bold(),
        Role::Title(Level::Warning) => colour(AnsiColor::Yellow).bold(),
        Role::Title(Level::Info | Level::Debug) => Style::new().bold(),
        Role::Mark => colour(AnsiColor::Yellow),
        Role::Heading | Role::Function => Style::new().bold(),
        Role::Place => colour(AnsiColor::Cyan),
        Role::CrashLine => colour(AnsiColor::Red),
        Role::Dim => Style::new().dimmed(),
    }
}
