//! The last requests, in memory: those that were answered, and those that were refused. The set-up page and `doctor` list them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use crashtray_core::time::Timestamp;

/// How many of each are remembered.
const REMEMBERED: usize = 100;

/// Characters of a path, or of what was in a request, that are remembered: both are as long as a client wants.
const LONGEST: usize = 300;

/// A request, after its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalRecord {
    /// Receipt.
    pub at: Timestamp,
    /// Path without the query.
    pub path: String,
    /// Status that was answered.
    pub status: u16,
    /// Item types, or why it was refused.
    pub what: String,
    /// `what` says why it was refused.
    pub refused: bool,
    /// Bytes on the wire.
    pub size: u64,
    /// Slug of the project, if there is one.
    pub project: Option<String>,
    /// Address of the peer.
    pub peer: Option<String>,
}

/// The two rings, and how many requests there were.
#[derive(Debug, Default)]
pub struct Rings {
    arrivals: Mutex<VecDeque<ArrivalRecord>>,
    refusals: Mutex<VecDeque<ArrivalRecord>>,
    answered: Mutex<BTreeMap<u16, u64>>,
}

impl Rings {
    /// Remembers a request; a refused one in both rings.
    pub fn record(&self, mut arrival: ArrivalRecord) {
        shorten(&mut arrival.path);
        shorten(&mut arrival.what);
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner).entry(arrival.status).or_default() += 1;
        if arrival.refused {
            push(&self.refusals, arrival.clone());
        }
        push(&self.arrivals, arrival);
    }

    /// How many requests got which status.
    pub fn answered(&self) -> BTreeMap<u16, u64> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The last requests, newest first.
    pub fn arrivals(&self) -> Vec<ArrivalRecord> {
        newest_first(&self.arrivals)
    }

    /// The last refused requests, newest first.
    pub fn refusals(&self) -> Vec<ArrivalRecord> {
        newest_first(&self.refusals)
    }
}

fn push(ring: &Mutex<VecDeque<ArrivalRecord>>, arrival: ArrivalRecord) {
    let mut ring = ring.lock().unwrap_or_else(PoisonError::into_inner);
    if ring.len() == REMEMBERED {
        ring.pop_front();
    }
    ring.push_back(arrival);
}

fn shorten(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
}

fn newest_first(ring: &Mutex<VecDeque<ArrivalRecord>>) -> Vec<ArrivalRecord> {
    ring.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(n: u64, refused: bool) -> ArrivalRecord {
        ArrivalRecord {
            at: Timestamp::from_millis(0),
            path: "/stream".to_owned(),
            status: 200,
            what: "event".to_owned(),
            refused,
            size: n,
            project: None,
            peer: None,
        }
    }

    #[test]
    fn of_a_long_story_the_beginning_is_remembered() {
        let rings = Rings::default();
        let long = "é".repeat(1 << 20);
        rings.record(ArrivalRecord { path: long.clone(), what: long, ..arrival(0, true) });
        let remembered = rings.refusals().remove(0);
        for text in [remembered.path, remembered.what] {
            assert_eq!((text.chars().count(), text.capacity() < 1_000), (LONGEST + 1, true), "{text}");
        }
    }

    #[test]
    fn the_last_hundred_are_remembered_newest_first() {
        let rings = Rings::default();
        for n in 0..150 {
            rings.record(arrival(n, n % 50 == 0));
        }
        let sizes = |arrivals: Vec<ArrivalRecord>| arrivals.iter().map(|arrival| arrival.size).collect::<Vec<_>>();
        assert_eq!(sizes(rings.arrivals()), (50..150).rev().collect::<Vec<_>>(), "the oldest are forgotten");
        assert_eq!(
            sizes(rings.refusals()),
            [100, 50, 0],
            "refusals have a ring of their own: a flood of good ones keeps them"
        );
    }

    #[test]
    fn long_words_are_cut() {
        let rings = Rings::default();
        rings.record(ArrivalRecord { path: "ä".repeat(100_000), what: "event, ".repeat(10_000), ..arrival(1, true) });
        for arrival in [rings.arrivals(), rings.refusals()].concat() {
            assert_eq!((arrival.path.chars().count(), arrival.what.chars().count()), (LONGEST + 1, LONGEST + 1));
        }
    }
}
