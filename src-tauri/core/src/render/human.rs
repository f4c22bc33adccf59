//! An event for a reader at a terminal: in brief as it arrives, whole when it is asked for.

use super::causes::{Causes, Link};
use super::context::source;
use super::vars::{Vars, vars};
use super::{Judgement, clean, clean_line, flat, frames, headline, last_breadcrumbs, place};
use crate::event::{Breadcrumb, Event, Exception, Frame, Level};
use crate::issue::Issue;
use crate::note::{Note, NoteKind};
use crate::time::Timestamp;

/// Lines of source around the one that matters.
const N_AROUND: usize = 2;
/// Members of a group that are named in brief.
const N_KINDS: usize = 8;
/// Breadcrumbs shown: the last ones.
const N_BREADCRUMBS: usize = 20;

/// A piece of text, already harmless, and what it is. Line feeds are pieces of their own or at the end of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
}

/// What a piece is. Colours are chosen by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Text without weight.
    Plain,
    /// Number of an issue.
    Id,
    /// A type or title, of this level.
    Title(Level),
    /// `new`, `regressed`, `unhandled`.
    Mark,
    /// The heading of a section.
    Heading,
    /// File and line.
    Place,
    /// Function.
    Function,
    /// Source around the line.
    Source,
    /// The line.
    CrashLine,
    /// What may be overlooked.
    Dim,
}

/// The pieces without what they are.
pub fn plain(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// An error as it arrives: issue, title, the frame that matters with its source, the direct causes. Ends in a line feed.
pub fn arrival(issue: &Issue, event: &Event, judgement: Judgement<'_>) -> Vec<Piece> {
    let mut page = Page::default();
    page.head(issue);
    match judgement.main(event) {
        Some((idx, exception)) => {
            if let Some(frame) = judgement.crash_frame(idx, exception) {
                page.frame(frame, N_AROUND);
            }
            page.causes(event, idx);
        }
        None => page.culprit(issue),
    }
    page.pieces
}

/// An issue with its latest, or another, event: everything that fits in text. Ends in a line feed.
pub fn whole(issue: &Issue, event: &Event, judgement: Judgement<'_>, notes: &[Note]) -> Vec<Piece> {
    let mut page = Page::default();
    page.head(issue);
    page.culprit(issue);
    page.facts(issue, event);
    page.exceptions(event, judgement);
    if let Some(message) = event.message.as_ref().filter(|_| event.exceptions.is_empty()) {
        page.heading("Message");
        page.block(&message.formatted);
    }
    page.breadcrumbs(event);
    page.request(event);
    page.pairs("User", event.user.iter().map(|(key, value)| (key.as_str(), flat(value))));
    page.pairs("Tags", event.tags.iter().map(|(key, value)| (key.as_str(), value.clone())));
    for context in &event.contexts {
        let heading = format!("Context {}", clean_line(&context.name));
        page.pairs(&heading, context.fields.iter().map(|(key, value)| (key.as_str(), flat(value))));
    }
    page.pairs("Extra", event.extra.iter().map(|(key, value)| (key.as_str(), flat(value))));
    page.notes(notes);
    page.pieces
}

#[derive(Default)]
struct Page {
    pieces: Vec<Piece>,
}

impl Page {
    fn add(&mut self, role: Role, text: &str) {
        self.pieces.push(Piece { text: text.to_owned(), role });
    }

    fn end_line(&mut self) {
        self.add(Role::Plain, "\n");
    }

    fn heading(&mut self, text: &str) {
        self.end_line();
        self.add(Role::Heading, text);
        self.end_line();
    }

    /// `SHOP-41 new  ValueError: bad card`.
    fn head(&mut self, issue: &Issue) {
        self.add(Role::Id, &issue.id());
        let marks = [("new", issue.new), ("regressed", issue.regressed), ("unhandled", issue.handled == Some(false))];
        for (mark, _) in marks.into_iter().filter(|(_, is_set)| *is_set) {
            self.add(Role::Plain, " ");
            self.add(Role::Mark, mark);
        }
        self.add(Role::Plain, "  ");
        self.add(Role::Title(issue.level), &clean_line(&issue.kind));
        if !issue.value.is_empty() {
            self.add(Role::Plain, &format!(": {}", clean_line(&issue.value)));
        }
        self.end_line();
    }

    fn culprit(&mut self, issue: &Issue) {
        if !issue.culprit.is_empty() {
            self.add(Role::Dim, &format!("  {}\n", clean_line(&issue.culprit)));
        }
    }

    fn facts(&mut self, issue: &Issue, event: &Event) {
        let when = |time: Option<Timestamp>| time.map(|time| time.to_string());
        let facts = [
            ("state", Some(issue.state.name().to_owned())),
            ("level", Some(issue.level.name().to_owned())),
            ("events", Some(format!("{}, users {}", issue.events, issue.users))),
            ("first seen", when(Some(issue.first_seen))),
            ("last seen", when(Some(issue.last_seen))),
            ("event", event.event_id.map(|id| id.to_string())),
            ("release", event.release.clone()),
            ("environment", event.environment.clone()),
            ("transaction", event.transaction.clone()),
            ("sdk", event.sdk.as_ref().map(|sdk| format!("{} {}", sdk.name, sdk.version))),
        ];
        for (name, fact) in facts {
            if let Some(fact) = fact {
                self.add(Role::Dim, &format!("  {name:<12}"));
                self.add(Role::Plain, &format!("{}\n", clean_line(&fact)));
            }
        }
    }

    /// What was raised directly before, or for it; of a group the types of its members.
    fn causes(&mut self, event: &Event, main_idx: usize) {
        let below = Causes::of(&event.exceptions).direct(main_idx);
        let exception = |idx: usize| event.exceptions.get(idx);
        let members = below.iter().filter(|(_, link)| matches!(link, Link::Member { .. }));
        let kinds: Vec<&str> = members.filter_map(|(idx, _)| exception(*idx).map(kind)).collect();
        if !kinds.is_empty() {
            let noun = if kinds.len() == 1 { "exception" } else { "exceptions" };
            self.add(Role::Dim, &format!("  {} {noun}: ", kinds.len()));
            self.add(Role::Plain, &some_of(&kinds));
            self.end_line();
        }
        for (idx, link) in below {
            let words = match link {
                Link::Member { .. } | Link::Raised => continue,
                Link::Cause | Link::Handled => link.words().to_lowercase(),
            };
            self.add(Role::Dim, &format!("  {words} "));
            self.add(Role::Plain, &clean_line(&exception(idx).map(headline).unwrap_or_default()));
            self.end_line();
        }
    }

    /// All of them, those in a group under their group.
    fn exceptions(&mut self, event: &Event, judgement: Judgement<'_>) {
        for branch in Causes::of(&event.exceptions).whole() {
            let Some(exception) = event.exceptions.get(branch.idx) else { continue };
            let mut drawn = Self::default();
            drawn.heading(&branch.link.words());
            drawn.exception(branch.idx, exception, judgement, event.level);
            self.indented(drawn, branch.depth);
        }
    }

    /// Adds what was drawn, further to the right.
    fn indented(&mut self, drawn: Self, depth: usize) {
        let mut at_start = true;
        for piece in drawn.pieces {
            if at_start && depth > 0 && piece.text != "\n" {
                self.add(Role::Plain, &"    ".repeat(depth));
            }
            at_start = piece.text.ends_with('\n');
            self.pieces.push(piece);
        }
    }

    /// Newest call first; calls of libraries are counted.
    fn exception(&mut self, exception_idx: usize, exception: &Exception, judgement: Judgement<'_>, level: Level) {
        self.add(Role::Title(level), &clean_line(kind(exception)));
        self.end_line();
        self.block(exception.value.as_deref().unwrap_or_default());
        let crash = judgement.crash_frame(exception_idx, exception);
        let mut n_folded = 0;
        for (frame_idx, frame) in frames(exception).iter().enumerate().rev() {
            let is_crash = crash.is_some_and(|crash| std::ptr::eq(crash, frame));
            if is_crash || judgement.is_own(exception_idx, frame_idx, frame) {
                self.folded(std::mem::take(&mut n_folded));
                self.frame(frame, if is_crash { N_AROUND } else { 0 });
                self.vars(if is_crash { vars(frame) } else { Vars::default() });
            } else {
                n_folded += 1;
            }
        }
        self.folded(n_folded);
    }

    fn folded(&mut self, n_frames: usize) {
        match n_frames {
            0 => {}
            1 => self.add(Role::Dim, "  … 1 frame of a library\n"),
            _ => self.add(Role::Dim, &format!("  … {n_frames} frames of libraries\n")),
        }
    }

    fn frame(&mut self, frame: &Frame, n_around: usize) {
        self.add(Role::Plain, "  ");
        self.add(Role::Place, &clean_line(&place(frame)));
        if let Some(function) = &frame.function {
            self.add(Role::Dim, " in ");
            self.add(Role::Function, &clean_line(function));
        }
        self.end_line();
        let lines = source(frame, n_around);
        let width = lines.iter().filter_map(|line| line.number).max().map_or(0, |number| number.to_string().len());
        for line in lines {
            let number = line.number.map(|number| number.to_string()).unwrap_or_default();
            let (mark, role) = if line.is_crash { ('>', Role::CrashLine) } else { (' ', Role::Source) };
            self.add(Role::Dim, &format!("  {mark} {number:>width$} | "));
            self.add(role, &clean_line(&line.text.replace('\t', "    ")));
            self.end_line();
        }
    }

    /// Local variables under their frame.
    fn vars(&mut self, vars: Vars) {
        for (name, value) in vars.shown {
            self.add(Role::Dim, &format!("    {name} = "));
            self.add(Role::Plain, &value);
            self.end_line();
        }
        match vars.n_more {
            0 => {}
            1 => self.add(Role::Dim, "    … 1 more variable\n"),
            n_more => self.add(Role::Dim, &format!("    … {n_more} more variables\n")),
        }
    }

    /// Text of several lines, indented.
    fn block(&mut self, text: &str) {
        for line in clean(text).lines().filter(|line| !line.trim().is_empty()) {
            self.add(Role::Plain, &format!("  {line}\n"));
        }
    }

    fn breadcrumbs(&mut self, event: &Event) {
        let (n_all, shown) = last_breadcrumbs(event, N_BREADCRUMBS);
        if shown.is_empty() {
            return;
        }
        let heading = if shown.len() < n_all {
            format!("Breadcrumbs, the last {} of {n_all}", shown.len())
        } else {
            "Breadcrumbs".to_owned()
        };
        self.heading(&heading);
        for breadcrumb in shown {
            self.breadcrumb(breadcrumb, event.timestamp);
        }
    }

    fn breadcrumb(&mut self, breadcrumb: &Breadcrumb, crash: Option<Timestamp>) {
        let before = match (breadcrumb.timestamp, crash) {
            (Some(time), Some(crash)) => seconds(time.as_micros().saturating_sub(crash.as_micros())),
            (Some(_) | None, _) => String::new(),
        };
        let category = breadcrumb.category.as_deref().unwrap_or(&breadcrumb.kind);
        let data =
            breadcrumb.data.iter().map(|(key, value)| format!("{key}={}", flat(value))).collect::<Vec<_>>().join(" ");
        self.add(Role::Dim, &format!("  {before:>9}  "));
        self.add(Role::Function, &clean_line(category));
        if breadcrumb.level >= Level::Warning {
            self.add(Role::Mark, &format!(" {}", breadcrumb.level.name()));
        }
        for text in breadcrumb.message.as_deref().into_iter().chain(Some(data.as_str()).filter(|data| !data.is_empty()))
        {
            self.add(Role::Plain, &format!("  {}", clean_line(text)));
        }
        self.end_line();
    }

    fn request(&mut self, event: &Event) {
        let Some(request) = &event.request else { return };
        self.heading("Request");
        let url = request.url.as_deref().unwrap_or("?");
        let line = format!("  {} {url}", request.method.as_deref().unwrap_or("GET"));
        self.add(Role::Plain, &clean_line(&line));
        self.end_line();
        self.list(request.query.iter().map(|(key, value)| (key.as_str(), value.clone())));
        self.list(request.headers.iter().map(|(key, value)| (key.as_str(), value.clone())));
        if let Some(data) = &request.data {
            self.block(&flat(data));
        }
    }

    fn pairs<'p>(&mut self, heading: &str, pairs: impl ExactSizeIterator<Item = (&'p str, String)>) {
        if pairs.len() > 0 {
            self.heading(heading);
            self.list(pairs);
        }
    }

    fn list<'p>(&mut self, pairs: impl Iterator<Item = (&'p str, String)>) {
        for (key, value) in pairs {
            self.add(Role::Dim, &format!("  {}  ", clean_line(key)));
            self.add(Role::Plain, &format!("{}\n", clean_line(&value)));
        }
    }

    fn notes(&mut self, notes: &[Note]) {
        if notes.is_empty() {
            return;
        }
        self.heading("Notes");
        for note in notes {
            let kind = match note.kind {
                NoteKind::Repaired => "repaired",
                NoteKind::Secret => "secret",
            };
            self.add(Role::Mark, &format!("  {kind}"));
            self.add(Role::Plain, &format!("  {}: {}\n", clean_line(&note.path), clean_line(&note.text)));
        }
    }
}

fn kind(exception: &Exception) -> &str {
    exception.kind.as_deref().unwrap_or("<unknown>")
}

/// Types on a line; of many the first.
fn some_of(kinds: &[&str]) -> String {
    let listed = kinds.iter().take(N_KINDS).map(|kind| clean_line(kind)).collect::<Vec<_>>().join(", ");
    if kinds.len() > N_KINDS { format!("{listed}, …") } else { listed }
}

/// `-1.2 s`.
fn seconds(micros: i64) -> String {
    let tenths = micros / 100_000;
    let sign = if tenths <= 0 { "-" } else { "+" };
    format!("{sign}{}.{} s", tenths.abs() / 10, tenths.abs() % 10)
}
