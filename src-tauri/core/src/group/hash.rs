//! MD5 over the texts that identify an event, one after the other, without separators: what Sentry does.

use md5::{Digest as _, Md5};

/// A hash in the making.
#[derive(Default)]
pub(super) struct Hasher(Md5);

impl Hasher {
    /// Adds a text.
    pub(super) fn leaf(&mut self, text: &str) {
        self.0.update(text.as_bytes());
    }

    /// The hash.
    pub(super) fn finish(self) -> [u8; 16] {
        self.0.finalize().into()
    }
}

/// The hash of one text.
pub(super) fn md5(text: &str) -> [u8; 16] {
    Md5::digest(text.as_bytes()).into()
}
