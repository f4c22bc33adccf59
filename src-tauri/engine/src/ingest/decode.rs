//! Content encodings, and what old clients wrap events in. Every decoder stops at a limit: a bomb costs no more than that.

use std::io::{self, Read};

use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status};

use super::base64;
use super::budget::Share;
use super::error::IngestError;
use super::pages::Pages;

/// How much is decoded before the limit is looked at again.
const STEP: usize = 64 << 10;

/// What is larger gets pages of its own.
const LARGEST_SMALL: usize = 320 << 10;

/// The largest window of deflate.
const WINDOW_BITS: u8 = 15;

/// Deflate makes no more than 1,032 bytes of one.
const MOST_DENSE: usize = 1_032;

/// More than this is not asked for the sake of a window alone.
const LARGEST: usize = 48 << 20;

/// More layers than anybody has a reason to send.
const MOST_LAYERS: usize = 4;

/// RFC 9659: a larger window must not be used in HTTP.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Undoes the encodings, the last one first. An empty list leaves the body as it is, without a copy.
///
/// # Errors
/// An unknown encoding, bytes that are not in it, more bytes than `limit`, or no memory left to grow.
pub(super) fn decode(body: Bytes, encodings: &str, limit: usize, share: &mut Share) -> Result<Bytes, IngestError> {
    let layers = encodings.split(',').rev().map(str::trim).filter(|word| !is_identity(word));
    // The caller keeps the body as it came.
    let n_wire = body.len();
    let mut body = body;
    for (nth, word) in layers.enumerate() {
        if nth == MOST_LAYERS {
            return Err(IngestError::UnknownEncoding(encodings.to_owned()));
        }
        let coding = Coding::parse(word).ok_or_else(|| IngestError::UnknownEncoding(word.to_owned()))?;
        let n_beside = n_wire + if nth == 0 { 0 } else { body.len() };
        body = Sink::new(n_beside, limit, share).fill(coding, &body, word)?;
    }
    if body.len() > limit { Err(IngestError::TooLargeDecoded { limit }) } else { Ok(body) }
}

/// What an old client made of an event: base64 of zlib of JSON, or base64 of JSON. `None`: it is neither.
///
/// # Errors
/// More bytes than `limit`, or no memory left to grow.
pub(super) fn unwrap_legacy(body: &[u8], limit: usize, share: &mut Share) -> Result<Option<Bytes>, IngestError> {
    let Some(inner) = base64::decode(body) else { return Ok(None) };
    if inner.trim_ascii_start().first() == Some(&b'{') {
        return Ok(Some(Bytes::from(inner)));
    }
    match Sink::new(body.len() + inner.len(), limit, share).fill(Coding::Deflate, &inner, "zlib") {
        Ok(json) => Ok(Some(json)),
        Err(IngestError::Undecodable { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Old Ruby and Android clients write `UTF-8`, newer Ruby ones nothing at all.
fn is_identity(word: &str) -> bool {
    ["", "identity", "none", "utf-8", "utf8"].iter().any(|name| word.eq_ignore_ascii_case(name))
}

#[derive(Clone, Copy)]
enum Coding {
    Brotli,
    Deflate,
    Gzip,
    Zstd,
}

impl Coding {
    /// How much of what it has made a decoder keeps, so that later bytes can point back.
    fn window(self) -> usize {
        match self {
            Self::Brotli => 16 << 20,
            Self::Zstd => 1 << ZSTD_WINDOW_LOG,
            Self::Deflate | Self::Gzip => 32 << 10,
        }
    }

    fn parse(word: &str) -> Option<Self> {
        const WORDS: [(&str, Coding); 6] = [
            ("br", Coding::Brotli),
            ("deflate", Coding::Deflate),
            ("gzip", Coding::Gzip),
            ("x-gzip", Coding::Gzip),
            ("zlib", Coding::Deflate),
            ("zstd", Coding::Zstd),
        ];
        WORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, coding)| *coding)
    }
}

/// Where decoded bytes go, up to a limit.
struct Sink<'a> {
    bytes: Decoded,
    limit: usize,
    share: &'a mut Share,
    /// What the request holds beside.
    beside: usize,
    /// Of its bytes, those that the share counts.
    counted: usize,
    /// What the decoder remembers of its own output, at most.
    window: usize,
}

/// What was decoded so far.
enum Decoded {
    /// Nearly all events.
    Small(Vec<u8>),
    /// The rest.
    Large(Pages),
}

impl<'a> Sink<'a> {
    fn new(n_beside: usize, limit: usize, share: &'a mut Share) -> Self {
        Self { bytes: Decoded::Small(Vec::new()), limit, share, beside: n_beside, counted: 0, window: 0 }
    }

    fn fill(mut self, coding: Coding, encoded: &[u8], word: &str) -> Result<Bytes, IngestError> {
        let undecodable = |source| IngestError::Undecodable { encoding: word.to_owned(), source };
        if let (Coding::Gzip, Some(length)) = (coding, announced(encoded).filter(|length| *length <= self.limit)) {
            self.make_room(length)?;
            if let Some(bytes) = gunzip_whole(encoded, length) {
                return Ok(Bytes::from(bytes));
            }
        }
        self.window = coding.window();
        self.make_room(encoded.len().saturating_mul(6).min(STEP))?;
        match coding {
            Coding::Brotli => self.copy(brotli_decompressor::Decompressor::new(encoded, 4096), &undecodable)?,
            Coding::Deflate => self.inflate(encoded, &undecodable)?,
            Coding::Gzip => self.copy(flate2::bufread::MultiGzDecoder::new(encoded), &undecodable)?,
            Coding::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(encoded).map_err(undecodable)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(undecodable)?;
                self.copy(decoder, &undecodable)?;
            }
        }
        Ok(match self.bytes {
            Decoded::Small(bytes) => Bytes::from(bytes),
            Decoded::Large(pages) => pages.freeze(),
        })
    }

    fn copy(&mut self, reader: impl Read, undecodable: &dyn Fn(io::Error) -> IngestError) -> Result<(), IngestError> {
        let mut reader = reader;
        loop {
            let room = self.make_room(1)?;
            let is_end = match &mut self.bytes {
                Decoded::Small(bytes) => reader.by_ref().take(room as u64).read_to_end(bytes).map(|n| n < room),
                Decoded::Large(pages) => pages.read(&mut reader, room).map(|n| n == 0),
            };
            if is_end.map_err(undecodable)? {
                return Ok(());
            }
        }
    }

    /// With a zlib header, or raw, as the first two bytes say. A stream that breaks off is an error here as it is in gzip.
    fn inflate(&mut self, encoded: &[u8], undecodable: &dyn Fn(io::Error) -> IngestError) -> Result<(), IngestError> {
        let mut inflater = Decompress::new(has_zlib_header(encoded));
        let mut rest = encoded;
        let mut step = Vec::with_capacity(STEP);
        loop {
            step.clear();
            let before = inflater.total_in();
            let status = inflater.decompress_vec(rest, &mut step, FlushDecompress::None);
            let status = status.map_err(|error| undecodable(error.into()))?;
            self.make_room(step.len())?;
            match &mut self.bytes {
                Decoded::Small(bytes) => bytes.extend_from_slice(&step),
                Decoded::Large(pages) => pages.extend(&step).map_err(|_| IngestError::OutOfMemory)?,
            }
            let n_taken = usize::try_from(inflater.total_in() - before).unwrap_or(rest.len());
            rest = rest.get(n_taken..).unwrap_or_default();
            match status {
                Status::StreamEnd => break,
                Status::Ok | Status::BufError if n_taken > 0 || !step.is_empty() => {}
                Status::Ok | Status::BufError => return Err(undecodable(io::ErrorKind::UnexpectedEof.into())),
            }
        }
        // It may have passed the limit with its last step.
        self.make_room(0).map(drop)
    }

    /// Makes sure that at least `bytes` fit in; how many do. Some more than the limit, so that reaching it is not passing it.
    fn make_room(&mut self, bytes: usize) -> Result<usize, IngestError> {
        let length = match &self.bytes {
            Decoded::Small(bytes) => bytes.len(),
            Decoded::Large(pages) => pages.n_bytes(),
        };
        if length > self.limit {
            return Err(IngestError::TooLargeDecoded { limit: self.limit });
        }
        if self.counted - length < bytes {
            let most = self.limit.saturating_add(STEP);
            self.counted = (self.counted * 2).max(length + bytes).max(1024).min(most);
            // What fits alone must fit with its window too.
            let whole = self.beside + self.counted;
            self.share.grow_to((whole + self.window.min(self.counted)).min(whole.max(LARGEST)))?;
            self.grow(most)?;
        }
        Ok(self.counted - length)
    }

    fn grow(&mut self, most: usize) -> Result<(), IngestError> {
        if let Decoded::Small(bytes) = &mut self.bytes {
            if self.counted <= LARGEST_SMALL {
                bytes.reserve_exact(self.counted - bytes.len());
            } else {
                let mut pages = Pages::new(most).map_err(|_| IngestError::OutOfMemory)?;
                pages.extend(bytes).map_err(|_| IngestError::OutOfMemory)?;
                self.bytes = Decoded::Large(pages);
            }
        }
        Ok(())
    }
}

/// How long the content says it is: the last four bytes of gzip (RFC 1952, 2.3.1). `None`: it is not small, or may be a lie.
fn announced(gzip: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(*gzip.last_chunk()?)).ok()?;
    (1..=LARGEST_SMALL.min(gzip.len().saturating_mul(MOST_DENSE))).contains(&length).then_some(length)
}

/// Undoes gzip in one go, without a window beside the output. `None`: it is not what it says it is; a decoder finds out what.
fn gunzip_whole(gzip: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    let mut inflater = Decompress::new_gzip(WINDOW_BITS);
    let status = inflater.decompress_vec(gzip, &mut bytes, FlushDecompress::Finish).ok()?;
    let is_whole = status == Status::StreamEnd && inflater.total_in() == gzip.len() as u64 && bytes.len() == length;
    is_whole.then_some(bytes)
}

fn has_zlib_header(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0f == 8 && (usize::from(*first) * 256 + usize::from(*second)) % 31 == 0)
}

#[cfg(test)]
mod tests;
