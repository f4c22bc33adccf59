//! Payloads, compressed and back. Dictionaries are rows of the file; none are made yet.

use twox_hash::XxHash3_128;
use zstd::bulk::{Compressor, Decompressor};

use super::{Packed, StoreError};

/// Speed before size: a level more costs twice the time for a few percent.
const LEVEL: i32 = 1;

/// Compresses payload after payload without asking for memory anew.
pub struct Packer(Option<Compressor<'static>>);

impl Packer {
    /// One per thread.
    pub fn new() -> Self {
        Self(Compressor::new(LEVEL).ok())
    }

    /// Compresses; what cannot be compressed is kept as it is, in a frame.
    pub fn pack(&mut self, bytes: &[u8]) -> Packed {
        let packed = match &mut self.0 {
            Some(compressor) => compressor.compress(bytes).ok(),
            None => None,
        };
        // zstd makes room for the worst case; what waits for the writer should not.
        let packed = packed.map(|mut packed| {
            packed.shrink_to_fit();
            packed
        });
        Packed {
            dictionary: if packed.is_some() { NO_DICTIONARY } else { PLAIN },
            bytes: packed.unwrap_or_else(|| bytes.to_vec()),
            size: bytes.len(),
            hash: XxHash3_128::oneshot(bytes),
        }
    }
}

impl Default for Packer {
    fn default() -> Self {
        Self::new()
    }
}

/// Compressed without a dictionary.
const NO_DICTIONARY: i64 = 0;

/// Not compressed: zstd found no memory.
const PLAIN: i64 = -1;

/// Compresses one payload.
pub fn pack(bytes: &[u8]) -> Packed {
    Packer::new().pack(bytes)
}

/// The payload again. `size` bounds what is made of it.
///
/// # Errors
/// `Corrupt` where the bytes are no payload of that size, or its dictionary is not there.
pub fn unpack(dictionary: i64, bytes: &[u8], size: usize) -> Result<Vec<u8>, StoreError> {
    match dictionary {
        PLAIN => Ok(bytes.to_vec()),
        NO_DICTIONARY => {
            let damaged = |error: std::io::Error| StoreError::Corrupt(format!("a payload cannot be read: {error}"));
            let payload = Decompressor::new().and_then(|mut zstd| zstd.decompress(bytes, size)).map_err(damaged)?;
            if payload.len() == size { Ok(payload) } else { Err(damaged(std::io::ErrorKind::UnexpectedEof.into())) }
        }
        unknown => Err(StoreError::Corrupt(format!("a payload needs dictionary {unknown}, which is not there"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_comes_back_as_it_was() {
        let mut packer = Packer::new();
        for payload in [&b""[..], b"{}", &[0xff; 5], &b"abc".repeat(10_000)] {
            let packed = packer.pack(payload);
            assert_eq!(unpack(packed.dictionary, &packed.bytes, packed.size).unwrap(), payload);
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
            let result = unpack(dictionary, bytes, size);
            assert!(matches!(result, Err(StoreError::Corrupt(_))), "dictionary {dictionary}, size {size}");
        }
    }
}
