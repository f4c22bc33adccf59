//! Waiting for a condition: the only place of the tests that sleeps.

use std::fmt::Debug;
use std::thread;
use std::time::{Duration, Instant};

/// Nothing here takes longer, on whatever machine.
const LONGEST: Duration = Duration::from_secs(30);

/// Between two requests of somebody who has time.
pub(crate) fn a_moment() {
    thread::sleep(Duration::from_millis(3));
}

/// Asks again and again until there is an answer. `what` names what is missing in the end.
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < LONGEST, "{what}: not within {} s", LONGEST.as_secs());
        thread::sleep(Duration::from_millis(10));
    }
}

/// Asks again and again until the answer is this one; else the last one is told.
pub(crate) fn until_equal<E: Debug + ?Sized, T: Debug + PartialEq<E>>(expected: &E, mut ask: impl FnMut() -> T) {
    let begin = Instant::now();
    loop {
        let answer = ask();
        if answer == *expected {
            return;
        }
        assert!(begin.elapsed() < LONGEST, "{answer:?} is not {expected:?} within {} s", LONGEST.as_secs());
        thread::sleep(Duration::from_millis(10));
    }
}
