//! The bus: changes after a commit, for whoever looks on. It never waits for a listener; who comes too late starts over.
//!
//! Not for what must be told: that is the outbox's business.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crashtray_core::change::Change;
use tokio::sync::watch;

/// How many changes are remembered for those who come late.
const REMEMBERED: usize = 4_096;

/// Cheap to clone; all clones are one bus.
#[derive(Clone, Debug)]
pub struct Bus(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Start of the resident, ms.
    started: i64,
    ring: Mutex<Ring>,
    /// Number of the last change.
    last: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Ring {
    /// Number of the last change; the first one has 1.
    last: u64,
    changes: VecDeque<Change>,
}

/// A place in the stream of changes: `<start of the resident in ms>-<number of the last change seen>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// Start of the resident, ms. Another start is another stream.
    pub started: i64,
    /// Number of the last change seen; 0 before the first.
    pub n: u64,
}

/// What followed a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// All changes after it, each with the position that follows it.
    Changes(Vec<(Position, Change)>),
    /// Nobody knows any more, or it is of another stream: ask for everything again.
    Resync,
}

impl Bus {
    /// A bus of a resident that started at `started` (ms since the Unix epoch).
    pub fn new(started: i64) -> Self {
        let (last, _) = watch::channel(0);
        Self(Arc::new(Inner { started, ring: Mutex::default(), last }))
    }

    /// Tells what changed. Never waits.
    pub fn publish(&self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let mut ring = self.ring();
        for change in changes {
            if ring.changes.len() == REMEMBERED {
                ring.changes.pop_front();
            }
            ring.changes.push_back(change);
            ring.last += 1;
        }
        self.0.last.send_replace(ring.last);
    }

    /// Where the stream is now, as text.
    pub fn position(&self) -> String {
        self.now().to_string()
    }

    /// Where the stream is now.
    pub fn now(&self) -> Position {
        Position { started: self.0.started, n: self.ring().last }
    }

    /// What followed `position`; `Resync` also where it cannot be read.
    pub fn since(&self, position: &str) -> Since {
        match Position::parse(position) {
            Some(position) if position.started == self.0.started => self.after(position.n),
            Some(_) | None => Since::Resync,
        }
    }

    /// What followed the `n`-th change.
    pub fn after(&self, n: u64) -> Since {
        let ring = self.ring();
        let Some(n_new) = ring.last.checked_sub(n).and_then(|n_new| usize::try_from(n_new).ok()) else {
            return Since::Resync;
        };
        let Some(first) = ring.changes.len().checked_sub(n_new) else {
            return Since::Resync;
        };
        let numbered = (n + 1..).zip(ring.changes.iter().skip(first));
        let place = |(n, change): (u64, &Change)| (Position { started: self.0.started, n }, change.clone());
        Since::Changes(numbered.map(place).collect())
    }

    /// Waits until there is a change after the `n`-th; answers the number of the last one.
    pub async fn wait(&self, n: u64) -> u64 {
        let mut last = self.0.last.subscribe();
        match last.wait_for(|&last| last > n).await {
            Ok(last) => *last,
            // The sender lives as long as this bus.
            Err(_) => n,
        }
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.0.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Position {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (started, n) = text.rsplit_once('-')?;
        Some(Self { started: started.parse().ok()?, n: n.parse().ok()? })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.started, self.n)
    }
}

#[cfg(test)]
mod tests {
    use crashtray_core::id::IssueId;

    use super::*;

    fn gone(n: i64) -> Change {
        Change::Gone { issue: IssueId(n) }
    }

    fn numbers(since: Since) -> Option<Vec<u64>> {
        match since {
            Since::Changes(changes) => Some(changes.into_iter().map(|(position, _)| position.n).collect()),
            Since::Resync => None,
        }
    }

    #[test]
    fn who_knows_a_position_gets_what_followed_it() {
        let bus = Bus::new(1_700);
        assert_eq!(bus.position(), "1700-0", "nothing happened yet");
        bus.publish(vec![gone(1), gone(2)]);
        bus.publish(vec![gone(3)]);
        assert_eq!(bus.position(), "1700-3", "each change has a number");
        let expected = vec![(Position { started: 1_700, n: 2 }, gone(2)), (Position { started: 1_700, n: 3 }, gone(3))];
        assert_eq!(bus.since("1700-1"), Since::Changes(expected), "all after the first");
        assert_eq!(numbers(bus.since("1700-3")), Some(vec![]), "who is up to date gets nothing");
    }

    #[test]
    fn who_cannot_be_brought_up_to_date_starts_over() {
        let bus = Bus::new(1_700);
        for _ in 0..=REMEMBERED {
            bus.publish(vec![gone(1)]);
        }
        assert_eq!(numbers(bus.since("1700-0")), None, "one too many to remember");
        assert_eq!(numbers(bus.since("1700-1")).map(|n| n.len()), Some(REMEMBERED), "the oldest remembered one");
        for bad in ["1699-5", "1700-5000", "1700", "", "-", "1700-x", "1700--1"] {
            assert_eq!(bus.since(bad), Since::Resync, "`{bad}` is no place in this stream");
        }
    }

    #[tokio::test]
    async fn a_listener_wakes_when_something_changes() {
        let bus = Bus::new(0);
        let listener = tokio::spawn({
            let bus = bus.clone();
            async move { bus.wait(0).await }
        });
        bus.publish(vec![gone(1)]);
        assert_eq!(listener.await.unwrap(), 1, "it learns the number of the last change");
        assert_eq!(bus.wait(0).await, 1, "what happened before is not waited for");
    }
}
