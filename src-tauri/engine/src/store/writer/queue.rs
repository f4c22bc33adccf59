//! What waits for the writer: two queues, bounded by bytes. A flood of the second never holds up the first.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::Tx;
use crate::store::{Delivery, Priority, Receipt, StoreError};

/// Bytes that may wait in each queue. Who would exceed them waits before his bytes are in it.
const ROOM: usize = 16 << 20;

/// So many deliveries are not gathered any longer: a transaction of them costs hardly more than its rows.
const GATHERED: usize = 16;

/// What a delivery takes at least: also the empty ones are finite.
const LEAST: usize = 1 << 10;

/// Something to do.
pub(super) enum Job {
    /// A delivery; several are one transaction.
    Delivery(Box<Waiting>),
    /// Anything else; a transaction of its own.
    Work(Box<dyn Work>, Priority),
}

/// A delivery and who waits for its receipt.
pub(super) struct Waiting {
    pub(super) delivery: Delivery,
    pub(super) reply: oneshot::Sender<Result<Receipt, StoreError>>,
    /// Given back when it is answered.
    #[expect(dead_code, reason = "it is held, not looked at")]
    pub(super) room: OwnedSemaphorePermit,
}

/// Work in a transaction of its own.
pub(super) trait Work: Send {
    /// Does it; once.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError>;
    /// Tells who waits for it how it went.
    fn answer(self: Box<Self>, went: Result<(), StoreError>);
}

/// A closure, what it made, and who waits for that.
pub(super) struct Task<F, T, R> {
    work: Option<F>,
    made: Option<T>,
    reply: R,
}

impl<F, T, R> Task<F, T, R>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    T: Send + 'static,
    R: FnOnce(Result<T, StoreError>) + Send + 'static,
{
    pub(super) fn boxed(work: F, reply: R) -> Box<dyn Work> {
        Box::new(Self { work: Some(work), made: None, reply })
    }
}

impl<F, T, R> Work for Task<F, T, R>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send,
    T: Send,
    R: FnOnce(Result<T, StoreError>) + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let work = self.work.take().ok_or(StoreError::Closed)?;
        self.made = Some(work(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, went: Result<(), StoreError>) {
        let made = self.made.ok_or(StoreError::Closed);
        (self.reply)(went.and(made));
    }
}

/// The two queues.
pub(super) struct Queue {
    state: Mutex<State>,
    wake: Condvar,
    room_first: Arc<Semaphore>,
    room_second: Arc<Semaphore>,
}

struct State {
    first: VecDeque<Job>,
    second: VecDeque<Job>,
    /// What waits are deliveries only, and more are about to come.
    is_gathering: bool,
    /// Nothing more is taken: why, and since when.
    closed: Option<(StoreError, Instant)>,
}

impl State {
    fn n_waiting(&self) -> usize {
        self.first.len() + self.second.len()
    }

    fn put(&mut self, job: Job) -> Result<(), StoreError> {
        if let Some((why, _)) = &self.closed {
            return Err(why.clone());
        }
        let priority = match &job {
            Job::Delivery(waiting) => waiting.delivery.priority,
            Job::Work(_, priority) => *priority,
        };
        match priority {
            Priority::First => self.first.push_back(job),
            Priority::Second => self.second.push_back(job),
        }
        Ok(())
    }
}

/// Deliveries gather while this lives: the writer, where it has nothing else to do, leaves them until then.
pub(super) struct Gathering<'q>(&'q Queue);

impl Drop for Gathering<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        if std::mem::take(&mut state.is_gathering) {
            drop(state);
            self.0.wake.notify_one();
        }
    }
}

/// What the thread wakes up for.
pub(super) enum Woken {
    /// Something to do.
    Job(Job),
    /// Nothing for so long.
    Idle,
    /// Closed at that time, and nothing is left.
    Closed,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                first: VecDeque::new(),
                second: VecDeque::new(),
                is_gathering: false,
                closed: None,
            }),
            wake: Condvar::new(),
            room_first: Arc::new(Semaphore::new(ROOM)),
            room_second: Arc::new(Semaphore::new(ROOM)),
        }
    }

    /// One that takes nothing.
    pub(super) fn refusing(why: StoreError) -> Self {
        let queue = Self::new();
        queue.close_with(why);
        queue
    }

    /// Waits until there is room for a delivery.
    pub(super) async fn room(&self, delivery: &Delivery) -> Result<OwnedSemaphorePermit, StoreError> {
        let items = delivery.items.iter().map(|item| item.payload.bytes.len() + item.header.len());
        let size = (delivery.header.len() + items.sum::<usize>()).clamp(LEAST, ROOM);
        let room = match delivery.priority {
            Priority::First => &self.room_first,
            Priority::Second => &self.room_second,
        };
        let permits = u32::try_from(size).unwrap_or(u32::MAX);
        match Arc::clone(room).acquire_many_owned(permits).await {
            Ok(permit) => Ok(permit),
            Err(_) => Err(self.why_closed()),
        }
    }

    /// Puts work in.
    pub(super) fn push(&self, work: Box<dyn Work>, priority: Priority) -> Result<(), StoreError> {
        let mut state = self.state();
        state.put(Job::Work(work, priority))?;
        state.is_gathering = false;
        drop(state);
        self.wake.notify_one();
        Ok(())
    }

    /// Puts a delivery in. The writer may begin with it when what is returned is dropped.
    pub(super) fn gather(&self, waiting: Box<Waiting>) -> Result<Gathering<'_>, StoreError> {
        let mut state = self.state();
        let was_empty = state.n_waiting() == 0;
        state.put(Job::Delivery(waiting))?;
        state.is_gathering |= was_empty;
        if state.n_waiting() >= GATHERED && std::mem::take(&mut state.is_gathering) {
            drop(state);
            self.wake.notify_one();
        }
        Ok(Gathering(self))
    }

    /// The next job; waits at most this long for one.
    pub(super) fn next(&self, patience: Duration) -> Woken {
        let is_quiet = |state: &mut State| (state.n_waiting() == 0 || state.is_gathering) && state.closed.is_none();
        let state = self.state();
        let (mut state, _) =
            self.wake.wait_timeout_while(state, patience, is_quiet).unwrap_or_else(PoisonError::into_inner);
        if is_quiet(&mut state) {
            return Woken::Idle;
        }
        let next = state.first.pop_front();
        match next.or_else(|| state.second.pop_front()) {
            Some(job) => Woken::Job(job),
            None if state.closed.is_some() => Woken::Closed,
            None => Woken::Idle,
        }
    }

    /// The next delivery, if that is what comes next.
    pub(super) fn next_delivery(&self) -> Option<Box<Waiting>> {
        let mut state = self.state();
        let queue = if state.first.is_empty() { &mut state.second } else { &mut state.first };
        match queue.pop_front()? {
            Job::Delivery(waiting) => Some(waiting),
            work @ Job::Work(..) => {
                queue.push_front(work);
                None
            }
        }
    }

    /// Jobs that wait, in each queue.
    pub(super) fn lengths(&self) -> [usize; 2] {
        let state = self.state();
        [state.first.len(), state.second.len()]
    }

    /// Takes nothing more.
    pub(super) fn close(&self) {
        self.close_with(StoreError::Closed);
    }

    /// Since when it is closed.
    pub(super) fn closed_at(&self) -> Option<Instant> {
        self.state().closed.as_ref().map(|(_, at)| *at)
    }

    fn close_with(&self, why: StoreError) {
        self.state().closed.get_or_insert((why, Instant::now()));
        self.room_first.close();
        self.room_second.close();
        self.wake.notify_one();
    }

    fn why_closed(&self) -> StoreError {
        self.state().closed.as_ref().map_or(StoreError::Closed, |(why, _)| why.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use bytes::Bytes;
    use crashtray_core::dsn::ProjectKey;
    use crashtray_core::time::Timestamp;

    use super::*;
    use crate::store::Route;

    fn delivery(priority: Priority, size: usize) -> Delivery {
        Delivery {
            project: ProjectKey::new("shop", "1"),
            run: None,
            route: Route::Envelope,
            at: Timestamp::from_millis(0),
            web_origin: None,
            header: Bytes::from(vec![b' '; size]),
            missing_line_feeds: 0,
            items: Vec::new(),
            priority,
        }
    }

    async fn put(queue: &Queue, priority: Priority) {
        drop(gathered(queue, priority).await);
    }

    async fn gathered(queue: &Queue, priority: Priority) -> Gathering<'_> {
        let delivery = delivery(priority, 0);
        let room = queue.room(&delivery).await.unwrap();
        let (reply, _) = oneshot::channel();
        queue.gather(Box::new(Waiting { delivery, reply, room })).unwrap()
    }

    #[tokio::test]
    async fn deliveries_gather_until_nobody_else_comes_or_they_are_many() {
        let queue = Queue::new();
        let is_left = || matches!(queue.next(Duration::ZERO), Woken::Idle);
        let (one, another) = (gathered(&queue, Priority::First).await, gathered(&queue, Priority::First).await);
        assert!(is_left(), "others may come");
        drop(one);
        assert!(!is_left() && !is_left(), "whose turn it was has passed it on: both are there");
        drop(another);
        let mut many = Vec::new();
        while many.len() < GATHERED {
            assert!(many.is_empty() || is_left(), "{} are few", many.len());
            many.push(gathered(&queue, Priority::First).await);
        }
        assert!(!is_left(), "so many do not wait for more");
    }

    #[tokio::test]
    async fn work_does_not_wait_for_deliveries() {
        let queue = Queue::new();
        let _gathering = gathered(&queue, Priority::First).await;
        queue.push(Task::boxed(|_| Ok(()), |_| ()), Priority::First).unwrap();
        assert!(matches!(queue.next(Duration::ZERO), Woken::Job(Job::Delivery(_))));
        assert!(matches!(queue.next(Duration::ZERO), Woken::Job(Job::Work(..))));
    }

    #[tokio::test]
    async fn errors_overtake_logs() {
        use Priority::{First, Second};
        let queue = Queue::new();
        for priority in [Second, First, Second, First] {
            put(&queue, priority).await;
        }
        let order: Vec<Priority> =
            std::iter::from_fn(|| queue.next_delivery()).map(|waiting| waiting.delivery.priority).collect();
        assert_eq!(order, [First, First, Second, Second]);
    }

    #[tokio::test]
    async fn who_finds_no_room_waits_until_something_was_answered() {
        let queue = Queue::new();
        let huge = queue.room(&delivery(Priority::Second, 3 * ROOM)).await.unwrap();
        let small = delivery(Priority::Second, 1);
        let mut next = std::pin::pin!(queue.room(&small));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(next.as_mut().poll(&mut context).is_pending(), "one that is larger than the queue fills it");
        assert!(queue.room(&delivery(Priority::First, 1)).await.is_ok(), "the other queue has room");
        drop(huge);
        assert!(next.await.is_ok(), "it was answered");
    }

    #[tokio::test]
    async fn a_closed_queue_lets_nobody_wait() {
        let queue = Queue::new();
        let _full = queue.room(&delivery(Priority::First, ROOM)).await.unwrap();
        queue.close();
        assert_eq!(queue.room(&delivery(Priority::First, 1)).await.err(), Some(StoreError::Closed));
        assert!(matches!(queue.next(Duration::ZERO), Woken::Closed));
    }
}
