//! How enums and lists of `core` are written into columns. A number that we do not know is corrupt data, so it becomes the mildest value.

use crashtray_core::event::{EventKind, LEVELS, Level};
use crashtray_core::group::{GroupHash, Variant};
use crashtray_core::time::Timestamp;

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// Kinds of events, by their number.
const EVENT_KINDS: [EventKind; 6] = [
    EventKind::Error,
    EventKind::Default,
    EventKind::Transaction,
    EventKind::Feedback,
    EventKind::Security,
    EventKind::Nel,
];

/// Variants of hashes, by their number.
const VARIANTS: [Variant; 6] =
    [Variant::App, Variant::System, Variant::Default, Variant::Custom, Variant::Checksum, Variant::Fallback];

/// A level as the number that `logging` of Python gives it: 10 to 50.
pub(crate) fn level(level: Level) -> i64 {
    let place = LEVELS.iter().position(|&known| known == level).unwrap_or(0);
    i64::try_from(place).map_or(0, |place| (place + 1) * 10)
}

/// The level again.
pub(crate) fn level_of(number: i64) -> Level {
    Level::from_number(number).unwrap_or_default()
}

/// A kind of event as a number.
pub(crate) fn event_kind(kind: EventKind) -> i64 {
    place(&EVENT_KINDS, &kind)
}

/// The kind again.
pub(crate) fn event_kind_of(number: i64) -> EventKind {
    usize::try_from(number).ok().and_then(|place| EVENT_KINDS.get(place)).copied().unwrap_or_default()
}

fn place<T: PartialEq>(all: &[T], one: &T) -> i64 {
    all.iter().position(|known| known == one).and_then(|place| i64::try_from(place).ok()).unwrap_or(0)
}

/// Hashes as bytes: 17 each, the variant first.
pub(crate) fn hashes(hashes: &[GroupHash]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(hashes.len() * 17);
    for hash in hashes {
        bytes.push(u8::try_from(place(&VARIANTS, &hash.variant)).unwrap_or(0));
        bytes.extend_from_slice(&hash.hash);
    }
    bytes
}

/// The hashes again.
pub(crate) fn hashes_of(bytes: &[u8]) -> Vec<GroupHash> {
    let (entries, _) = bytes.as_chunks::<17>();
    let hash = |entry: &[u8; 17]| {
        let (&variant, hash) = entry.split_first()?;
        let variant = VARIANTS.get(usize::from(variant)).copied().unwrap_or(Variant::Fallback);
        Some(GroupHash { variant, hash: hash.try_into().ok()? })
    };
    entries.iter().filter_map(hash).collect()
}

/// In-app decisions as bytes: for each exception how many frames (two bytes, little end first), then a bit per frame.
pub(crate) fn in_app(exceptions: &[Vec<bool>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for frames in exceptions {
        let frames = frames.get(..usize::from(u16::MAX)).unwrap_or(frames);
        bytes.extend_from_slice(&u16::try_from(frames.len()).unwrap_or(u16::MAX).to_le_bytes());
        let bits = |eight: &[bool]| eight.iter().enumerate().fold(0, |byte, (n, &own)| byte | (u8::from(own) << n));
        bytes.extend(frames.chunks(8).map(bits));
    }
    bytes
}

/// The decisions again; what is cut off is left out.
pub(crate) fn in_app_of(mut bytes: &[u8]) -> Vec<Vec<bool>> {
    let mut exceptions = Vec::new();
    while let Some((&length, rest)) = bytes.split_first_chunk::<2>() {
        let n_frames = usize::from(u16::from_le_bytes(length));
        let Some((bits, rest)) = rest.split_at_checked(n_frames.div_ceil(8)) else { break };
        let frame = |n: usize| bits.get(n / 8).is_some_and(|byte| byte >> (n % 8) & 1 == 1);
        exceptions.push((0..n_frames).map(frame).collect());
        bytes = rest;
    }
    exceptions
}

/// Hours since the Unix epoch.
pub(crate) fn hour(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(HOUR)
}

/// A count that is never negative.
pub(crate) fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// Text as it is searched: without case.
pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_as_it_was() {
        for known in LEVELS {
            assert_eq!(level_of(level(known)), known);
        }
        for known in EVENT_KINDS {
            assert_eq!(event_kind_of(event_kind(known)), known);
        }
        let all: Vec<GroupHash> = VARIANTS.iter().map(|&variant| GroupHash { variant, hash: [9; 16] }).collect();
        assert_eq!(hashes_of(&hashes(&all)), all, "hashes with their variants");
        for decisions in
            [vec![], vec![vec![]], vec![vec![true; 9], vec![], vec![false, true]], vec![vec![true; 70_000]]]
        {
            let expected: Vec<Vec<bool>> =
                decisions.iter().map(|frames| frames[..frames.len().min(65_535)].to_vec()).collect();
            assert_eq!(in_app_of(&in_app(&decisions)), expected, "a bit per frame, at most 65,535 frames");
        }
    }

    #[test]
    fn damaged_columns_are_read_as_far_as_they_go() {
        assert_eq!(level_of(99), Level::Error, "an unknown level is the default");
        assert_eq!(event_kind_of(-1), EventKind::Default, "so is an unknown kind");
        assert_eq!(hashes_of(&[0; 18]).len(), 1, "half a hash is none");
        assert_eq!(in_app_of(&[9, 0, 1]), Vec::<Vec<bool>>::new(), "nine frames need two bytes");
    }
}
