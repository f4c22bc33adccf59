//! Notes as they are collected, and the place in a payload that each is about.

use std::fmt;

use crate::note::{Note, NoteKind};

/// Notes of one sort that are listed one by one; the rest are only counted.
const MAX_NOTES: usize = 100;

/// The notes of one event.
#[derive(Debug, Default)]
pub(super) struct Notes {
    repaired: Sort,
    secrets: Sort,
}

#[derive(Debug, Default)]
struct Sort {
    notes: Vec<Note>,
    n_more: usize,
}

impl Notes {
    /// Something was repaired, or left where it does not belong.
    pub(super) fn repaired(&mut self, path: &Path<'_>, text: impl Into<String>) {
        self.repaired.push(NoteKind::Repaired, path, text);
    }

    /// Something looks like a secret.
    pub(super) fn secret(&mut self, path: &Path<'_>, text: impl Into<String>) {
        self.secrets.push(NoteKind::Secret, path, text);
    }

    /// All of them; of too many, how many more.
    pub(super) fn finish(self) -> Vec<Note> {
        let Self { repaired, secrets } = self;
        let mut notes = repaired.finish(NoteKind::Repaired, "more values that had to be repaired");
        notes.extend(secrets.finish(NoteKind::Secret, "more values that look like secrets"));
        notes
    }
}

impl Sort {
    fn push(&mut self, kind: NoteKind, path: &Path<'_>, text: impl Into<String>) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(Note { kind, path: path.to_string(), text: text.into() });
        } else {
            self.n_more += 1;
        }
    }

    fn finish(mut self, kind: NoteKind, words: &str) -> Vec<Note> {
        if self.n_more > 0 {
            self.notes.push(Note { kind, path: String::new(), text: format!("{} {words}", self.n_more) });
        }
        self.notes
    }
}

/// A place in a payload: `exception.values[0].value`. Written out only for a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    segment: Segment<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    /// The payload itself.
    pub(super) const ROOT: Path<'static> = Path { parent: None, segment: Segment::Root };

    /// The value of a key within.
    pub(super) fn key(&'p self, key: &'p str) -> Path<'p> {
        Path { parent: Some(self), segment: Segment::Key(key) }
    }

    /// An element within.
    pub(super) fn index(&'p self, index: usize) -> Path<'p> {
        Path { parent: Some(self), segment: Segment::Index(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.segment {
            Segment::Root => Ok(()),
            Segment::Key(key) if self.parent.is_none_or(|parent| matches!(parent.segment, Segment::Root)) => {
                f.write_str(key)
            }
            Segment::Key(key) => write!(f, ".{key}"),
            Segment::Index(index) => write!(f, "[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_in_a_program() {
        let values = Path::ROOT.key("exception");
        assert_eq!(values.key("values").index(0).key("value").to_string(), "exception.values[0].value");
        assert_eq!(Path::ROOT.to_string(), "");
    }

    #[test]
    fn too_many_notes_are_counted() {
        let mut notes = Notes::default();
        for idx in 0..150 {
            notes.repaired(&Path::ROOT.index(idx), "x");
        }
        let notes = notes.finish();
        assert_eq!(notes.len(), 101);
        assert_eq!(notes.last().map(|note| note.text.as_str()), Some("50 more values that had to be repaired"));
    }
}
