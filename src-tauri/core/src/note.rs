//! Notes: what had to be repaired in a payload, and what looks like a secret in it.

/// Something that the user should know about a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What sort.
    pub kind: NoteKind,
    /// Where: `exception.values[0].value`.
    pub path: String,
    /// What, as a sentence without a final period: `a timestamp was text, read as 14:32:04.031`.
    pub text: String,
}

/// The sorts of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A field was not as it should be; it was repaired or left out.
    Repaired,
    /// A value that would have been a secret on a server.
    Secret,
}
