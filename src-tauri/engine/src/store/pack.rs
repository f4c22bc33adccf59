//! Payloads, compressed and back: with the dictionary of their class where there is one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use twox_hash::XxHash3_128;
use zstd::bulk::{Compressor, Decompressor};

use super::dictionaries::{Dictionaries, MAX_PAYLOAD, Prepared};
use super::{Packed, StoreError};

/// Speed before size: a level more costs twice the time for a few percent.
pub(super) const LEVEL: i32 = 1;

/// Compresses payload after payload without asking for memory anew.
pub struct Packer {
    zstd: Option<Compressor<'static>>,
    dictionaries: Dictionaries,
}

impl Packer {
    /// One per thread.
    pub fn new(dictionaries: Dictionaries) -> Self {
        Self { zstd: Compressor::new(LEVEL).ok(), dictionaries }
    }

    /// Compresses; what cannot be compressed is kept as it is, in a frame.
    pub fn pack(&mut self, bytes: &[u8]) -> Packed {
        let packed = self.zstd.as_mut().and_then(|zstd| zstd.compress(bytes).ok());
        packed_as(None, packed, bytes)
    }

    /// Compresses a payload of this item type and platform (empty: it has none), of which others are alike.
    pub fn pack_alike(&mut self, class: (&str, &str), bytes: &[u8]) -> Packed {
        if bytes.len() > MAX_PAYLOAD {
            return self.pack(bytes);
        }
        let with = self.dictionaries.of(class.0, class.1);
        let packed = with.and_then(|dictionary| self.pack_with(&dictionary, bytes));
        let packed = packed.unwrap_or_else(|| self.pack(bytes));
        self.dictionaries.count(class, bytes.len(), packed.bytes.len());
        packed
    }

    fn pack_with(&mut self, dictionary: &Prepared, bytes: &[u8]) -> Option<Packed> {
        let mut packed = Vec::with_capacity(zstd::zstd_safe::compress_bound(bytes.len()));
        let zstd = self.zstd.as_mut()?.context_mut();
        zstd.compress_using_cdict(&mut packed, bytes, dictionary.zstd.as_cdict()).ok()?;
        Some(packed_as(Some(dictionary), Some(packed), bytes))
    }

    /// Another one, after this one was left in the middle of its work.
    pub fn renew(&mut self) {
        *self = Self::new(self.dictionaries.clone());
    }
}

fn packed_as(dictionary: Option<&Prepared>, packed: Option<Vec<u8>>, bytes: &[u8]) -> Packed {
    // zstd makes room for the worst case; what waits for the writer should not.
    let packed = packed.map(|mut packed| {
        packed.shrink_to_fit();
        packed
    });
    Packed {
        dictionary: packed.as_ref().map_or(PLAIN, |_| dictionary.map_or(NO_DICTIONARY, |dictionary| dictionary.id)),
        _held: dictionary.cloned(),
        bytes: packed.unwrap_or_else(|| bytes.to_vec()),
        size: bytes.len(),
        hash: XxHash3_128::oneshot(bytes),
    }
}

/// Compressed without a dictionary.
const NO_DICTIONARY: i64 = 0;

/// Not compressed: zstd found no memory.
const PLAIN: i64 = -1;

/// How a payload is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it came.
    Plain,
    /// Compressed by itself.
    Alone,
    /// Compressed with this dictionary.
    With(i64),
}

/// What the number beside a payload says.
pub(super) fn form(dictionary: i64) -> Form {
    match dictionary {
        PLAIN => Form::Plain,
        NO_DICTIONARY => Form::Alone,
        id => Form::With(id),
    }
}

/// Compresses one payload.
pub fn pack(bytes: &[u8]) -> Packed {
    Packer::new(Dictionaries::default()).pack(bytes)
}

/// The payload again. `size` bounds what is made of it; `find` looks for the bytes of a dictionary.
///
/// # Errors
/// `Corrupt` where the bytes are no payload of that size, or its dictionary is not there; or that of `find`.
pub fn unpack(
    packed: (i64, &[u8], usize),
    find: impl FnOnce(i64) -> Result<Option<Vec<u8>>, StoreError>,
) -> Result<Vec<u8>, StoreError> {
    Unpacker::default().unpack(packed, find)
}

/// Unpacks payload after payload without preparing their dictionaries anew.
#[derive(Default)]
pub(super) struct Unpacker {
    /// By dictionary.
    prepared: HashMap<i64, Decompressor<'static>>,
}

impl Unpacker {
    /// As [`unpack`].
    pub(super) fn unpack(
        &mut self,
        (dictionary, bytes, size): (i64, &[u8], usize),
        find: impl FnOnce(i64) -> Result<Option<Vec<u8>>, StoreError>,
    ) -> Result<Vec<u8>, StoreError> {
        let form = form(dictionary);
        if form == Form::Plain {
            return Ok(bytes.to_vec());
        }
        let zstd = match self.prepared.entry(dictionary) {
            Entry::Occupied(slot) => slot.into_mut(),
            Entry::Vacant(slot) => slot.insert(prepare(form, find)?),
        };
        let payload = zstd.decompress(bytes, size).map_err(damaged)?;
        if payload.len() == size { Ok(payload) } else { Err(damaged(std::io::ErrorKind::UnexpectedEof.into())) }
    }
}

fn prepare(
    form: Form,
    find: impl FnOnce(i64) -> Result<Option<Vec<u8>>, StoreError>,
) -> Result<Decompressor<'static>, StoreError> {
    let Form::With(dictionary) = form else { return Decompressor::new().map_err(damaged) };
    match find(dictionary)? {
        Some(bytes) => Decompressor::with_dictionary(&bytes).map_err(damaged),
        None => Err(StoreError::Corrupt(format!("a payload needs dictionary {dictionary}, which is not there"))),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what errors are mapped with")]
fn damaged(error: std::io::Error) -> StoreError {
    StoreError::Corrupt(format!("a payload cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(dictionary: i64, bytes: &[u8], size: usize) -> Result<Vec<u8>, StoreError> {
        unpack((dictionary, bytes, size), |_| Ok(None))
    }

    #[test]
    fn a_payload_comes_back_as_it_was() {
        let mut packer = Packer::new(Dictionaries::default());
        for payload in [&b""[..], b"{}", &[0xff; 5], &b"abc".repeat(10_000)] {
            let packed = packer.pack(payload);
            assert_eq!(unpacked(packed.dictionary, &packed.bytes, packed.size).unwrap(), payload);
            assert_eq!(packed.hash, pack(payload).hash, "the hash is of the payload, not of its packing");
        }
        assert!(pack(&b"abc".repeat(10_000)).bytes.len() < 100, "it is compressed");
    }

    #[test]
    fn what_is_no_payload_is_corrupt_and_makes_no_more_than_its_size() {
        let bomb = pack(&vec![0; 1 << 20]);
        for (dictionary, bytes, size) in
            [(0, &b"nonsense"[..], 8), (7, b"", 0), (0, &bomb.bytes, 10), (0, &bomb.bytes, 2 << 20)]
        {
            let result = unpacked(dictionary, bytes, size);
            assert!(matches!(result, Err(StoreError::Corrupt(_))), "dictionary {dictionary}, size {size}");
        }
    }
}
