//! Dictionaries that come with the program: for the first hundreds of payloads of a class, before there is one of its own.
//!
//! They are put into the file, as any other, before a payload names them: a file can be read without the program that made it, and
//! a later program may bring better ones. The test `built_in_dictionaries_are_made_of_recorded_requests` makes them anew.

use crate::store::tables::dictionary::DictionaryRow;

/// A dictionary of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum BuiltIn {
    /// For errors of all platforms.
    Errors,
    /// For everything else that is JSON.
    Others,
}

/// The platform under which they stand in the file: no platform has that name.
const PLATFORM: &str = "*";

/// Whether a row of the file is one of this program's. Those of an earlier one are only for reading.
pub(super) fn is_current(row: &DictionaryRow) -> bool {
    [BuiltIn::Errors, BuiltIn::Others].iter().any(|built_in| built_in.is_in(row))
}

impl BuiltIn {
    /// The one for an item type.
    pub(in crate::store) fn of(kind: &str) -> Self {
        if kind == "event" { Self::Errors } else { Self::Others }
    }

    /// The dictionary.
    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Errors => include_bytes!("errors.zdict"),
            Self::Others => include_bytes!("others.zdict"),
        }
    }

    /// Whether a row of the file holds it.
    pub(super) fn is_in(self, row: &DictionaryRow) -> bool {
        row.platform == PLATFORM && row.bytes == self.bytes()
    }

    /// As a row of the file.
    pub(super) fn row(self) -> DictionaryRow {
        let kind = match self {
            Self::Errors => "errors",
            Self::Others => "others",
        };
        DictionaryRow { id: 0, kind: kind.to_owned(), platform: PLATFORM.to_owned(), bytes: self.bytes().to_vec() }
    }
}
