//! Who is connected. There is room for so many; when it is full, who has held a place longest without being served makes room
//! for the next.
//!
//! Without that, a program that opens connections and says nothing would keep everybody else out until its time is over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// After so long we look again who could make room.
const AGAIN: Duration = Duration::from_millis(20);

/// All who are connected.
pub(super) struct Callers {
    room: Arc<Semaphore>,
    present: Mutex<Present>,
}

#[derive(Default)]
struct Present {
    n_so_far: u64,
    callers: HashMap<u64, Arc<Caller>>,
}

/// One connection, as far as others have to know of it.
pub(super) struct Caller {
    standing: Mutex<Standing>,
    leave: Notify,
}

#[derive(Clone, Copy)]
struct Standing {
    doing: Doing,
    since: Instant,
    /// It has had an answer: a client that keeps its connection, and no stranger.
    is_known: bool,
}

/// What a connection is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Nothing, or it sends a head.
    Head,
    /// It sends a body.
    Body,
    /// We are at work for it.
    Served,
    /// It listens, and is served as long as it does.
    Listens,
    /// It was asked to leave.
    Leaves,
}

/// A place among the connections; free again when it is dropped.
pub(super) struct Place {
    pub(super) caller: Arc<Caller>,
    callers: Arc<Callers>,
    id: u64,
    /// Given back after the caller is struck off the list.
    _room: OwnedSemaphorePermit,
}

impl Callers {
    /// Room for so many.
    pub(super) fn new(n: usize) -> Arc<Self> {
        Arc::new(Self { room: Arc::new(Semaphore::new(n)), present: Mutex::default() })
    }

    /// A place for one more. Waits while all the others are being served.
    pub(super) async fn admit(self: &Arc<Self>) -> Place {
        if self.room.available_permits() == 0 {
            // Who has hung up gives his place back as soon as his task runs: nobody else has to go for that.
            tokio::task::yield_now().await;
        }
        loop {
            if let Ok(room) = Arc::clone(&self.room).try_acquire_owned() {
                return self.place(room);
            }
            self.make_room();
            let room = tokio::time::timeout(AGAIN, Arc::clone(&self.room).acquire_owned()).await;
            // It is never closed; and who has not left yet is asked no second time.
            if let Ok(Ok(room)) = room {
                return self.place(room);
            }
        }
    }

    /// Waits until so many have left.
    pub(super) async fn leave(&self, n: usize) {
        // It is never closed.
        drop(self.room.acquire_many(u32::try_from(n).unwrap_or(u32::MAX)).await);
    }

    fn place(self: &Arc<Self>, room: OwnedSemaphorePermit) -> Place {
        let standing = Standing { doing: Doing::Head, since: Instant::now(), is_known: false };
        let caller = Arc::new(Caller { standing: Mutex::new(standing), leave: Notify::new() });
        let mut present = self.present();
        let id = present.n_so_far;
        present.n_so_far += 1;
        present.callers.insert(id, Arc::clone(&caller));
        Place { caller, callers: Arc::clone(self), id, _room: room }
    }

    /// Strangers go first, and of each kind who has been at it longest.
    fn make_room(&self) {
        let present = self.present();
        let could_go = present.callers.values().filter(|caller| matches!(caller.doing(), Doing::Head | Doing::Body));
        let first = could_go.min_by_key(|caller| {
            let standing = caller.standing();
            (standing.is_known, standing.since)
        });
        if let Some(caller) = first {
            caller.now(Doing::Leaves);
            caller.leave.notify_one();
        }
    }

    fn present(&self) -> MutexGuard<'_, Present> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Caller {
    /// What it is at.
    pub(super) fn doing(&self) -> Doing {
        self.standing().doing
    }

    /// Not even the head of a first request has come.
    pub(super) fn has_asked_nothing(&self) -> bool {
        let standing = self.standing();
        standing.doing == Doing::Head && !standing.is_known
    }

    /// From now on it is at this.
    pub(super) fn now(&self, doing: Doing) {
        let mut standing = self.standing();
        standing.is_known |= standing.doing == Doing::Served && doing == Doing::Head;
        // Head and body are one wait.
        if (standing.doing, doing) != (Doing::Head, Doing::Body) {
            standing.since = Instant::now();
        }
        standing.doing = doing;
    }

    /// Done when it has to leave.
    pub(super) async fn has_to_leave(&self) {
        self.leave.notified().await;
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.callers.present().callers.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    #[tokio::test]
    async fn who_is_idle_longest_makes_room_and_strangers_first() {
        let callers = Callers::new(4);
        let mut places = Vec::new();
        for _ in 0..4 {
            places.push(callers.admit().await);
        }
        let [known, served, body, late] = [0, 1, 2, 3].map(|nth: usize| Arc::clone(&places[nth].caller));
        known.now(Doing::Served);
        known.now(Doing::Head);
        served.now(Doing::Served);
        body.now(Doing::Body);
        for (expected, what) in
            [(&body, "the oldest that was never served"), (&late, "the next"), (&known, "then who was served before")]
        {
            let asked = async {
                expected.has_to_leave().await;
                places.retain(|place| !Arc::ptr_eq(&place.caller, expected));
            };
            let (admitted, ()) = tokio::join!(callers.admit(), asked);
            assert_eq!(expected.doing(), Doing::Leaves, "{what}");
            admitted.caller.now(Doing::Served);
            // It keeps its place.
            std::mem::forget(admitted);
        }
        let mut next = pin!(callers.admit());
        let waiting = tokio::time::timeout(AGAIN * 3, next.as_mut()).await;
        assert!(waiting.is_err(), "all the others are being served");
        places.clear();
        next.await;
    }
}
