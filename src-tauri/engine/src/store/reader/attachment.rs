//! The bytes of an attachment, piece by piece: never more of them in memory than one piece and what the decompressor needs.
//!
//! Each piece is a read of its own: a client that takes its time holds up neither the writer nor the log of the file. What is
//! removed meanwhile breaks off.

use std::io::{self, BufRead, Read};

use crashtray_core::id::EventId;

use super::Reader;
use super::event::{StoredAttachment, label};
use crate::store::StoreError;
use crate::store::pack::{Form, form};
use crate::store::tables::{attachment, dictionary, event, payload};

/// Compressed bytes of one read.
const PIECE: usize = 256 << 10;

/// The bytes of an attachment, in order.
pub struct AttachmentBytes {
    bytes: Box<dyn Read + Send>,
    /// Those that are still to come.
    left: u64,
}

impl Reader {
    /// The attachments of an event, in the order in which they came; also of an event that has not come, or is gone. `None`: there is
    /// neither an event nor an attachment.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn attachments(&self, id: EventId) -> Result<Option<Vec<StoredAttachment>>, StoreError> {
        self.read(|db| {
            let labels: Vec<_> = attachment::of_event(db, id)?.into_iter().map(label).collect();
            let is_there = !labels.is_empty() || event::by_id(db, id)?.is_some();
            Ok(is_there.then_some(labels))
        })
    }

    /// An attachment with its bytes. `None`: there is none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn attachment(&self, id: i64) -> Result<Option<(StoredAttachment, AttachmentBytes)>, StoreError> {
        let found = self.read(|db| {
            let Some(row) = attachment::get(db, id)? else { return Ok(None) };
            let Some(number) = payload::dictionary(db, row.payload)? else { return Ok(None) };
            let dictionary = match form(number) {
                Form::With(number) => dictionary::get(db, number)?,
                Form::Plain | Form::Alone => None,
            };
            Ok(Some((row, form(number), dictionary)))
        })?;
        let Some((row, form, dictionary)) = found else { return Ok(None) };
        let pieces = Pieces { reader: self.clone(), id, hash: row.hash, at: 0, piece: Vec::new(), taken: 0 };
        let left = row.size as u64;
        let bytes: Box<dyn Read + Send> = match (form, dictionary) {
            (Form::Plain, _) => Box::new(pieces),
            (Form::Alone | Form::With(_), None) => Box::new(zstd::Decoder::with_buffer(pieces)?),
            (Form::Alone | Form::With(_), Some(dictionary)) => {
                Box::new(zstd::Decoder::with_dictionary(pieces, &dictionary)?)
            }
        };
        Ok(Some((label(row), AttachmentBytes { bytes, left })))
    }
}

/// Ends after as many bytes as the attachment has; fewer are an error.
impl Read for AttachmentBytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let Some(room) = into.get_mut(..most).filter(|room| !room.is_empty()) else { return Ok(0) };
        let n = self.bytes.read(room)?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= n as u64;
        Ok(n)
    }
}

/// The payload as it is kept.
struct Pieces {
    reader: Reader,
    /// Number and hash: numbers are given out again.
    id: i64,
    hash: u128,
    at: usize,
    piece: Vec<u8>,
    taken: usize,
}

impl BufRead for Pieces {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken == self.piece.len() {
            let (id, hash, at) = (self.id, self.hash, self.at);
            let next = self.reader.read(|db| {
                let row = attachment::get(db, id)?.filter(|row| row.hash == hash);
                row.map(|row| Ok(payload::piece(db, row.payload, at, PIECE)?)).transpose()
            });
            let next = next.map_err(io::Error::other)?;
            self.piece = next.ok_or_else(|| io::Error::other("the attachment was removed"))?;
            self.taken = 0;
            self.at += self.piece.len();
        }
        Ok(self.piece.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.taken = (self.taken + n).min(self.piece.len());
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}
