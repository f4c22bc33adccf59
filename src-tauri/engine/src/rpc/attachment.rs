//! An attachment on its way to a client: not a command, since its bytes are no JSON and are handed over piece by piece.

use std::io::{self, Read};

use bytes::Bytes;

use super::{Code, Context, RpcError};
use crate::store::AttachmentBytes;

/// Bytes of one piece.
const PIECE: usize = 64 << 10;

/// An attachment: its label, and what is still to be sent of it.
pub struct Attachment {
    /// A label, never a path.
    pub filename: String,
    /// As the client said.
    pub content_type: Option<String>,
    /// Bytes in all.
    pub size: u64,
    bytes: AttachmentBytes,
}

impl Attachment {
    /// The attachment with this id, as a view names it. It blocks: it reads the file.
    ///
    /// # Errors
    /// There is none, or the file cannot be read.
    pub fn open(context: &Context, id: &str) -> Result<Self, RpcError> {
        let found = match id.parse() {
            Ok(id) => context.store.reader.attachment(id)?,
            Err(_) => None,
        };
        let none = || {
            let hint = Some("Retention may have removed it with its event.");
            RpcError::new(Code::NotFound, format!("there is no attachment `{id}`"), hint)
        };
        let (label, bytes) = found.ok_or_else(none)?;
        Ok(Self { filename: label.filename, content_type: label.content_type, size: label.size, bytes })
    }

    /// The next piece; `None` at the end. It blocks: it reads the file.
    ///
    /// # Errors
    /// The file cannot be read, or the attachment was removed meanwhile.
    pub fn next_piece(&mut self) -> io::Result<Option<Bytes>> {
        let mut piece = Vec::with_capacity(PIECE);
        let n = self.bytes.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
        Ok((n > 0).then(|| Bytes::from(piece)))
    }
}
