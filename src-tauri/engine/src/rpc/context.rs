//! What commands work with. Built by `engine.rs`, or by the command line where no resident runs.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crashtray_core::time::Timestamp;

use super::commands::OpenWindow;
use super::history::History;
use crate::store::Store;

/// What commands work with.
#[derive(Clone)]
pub struct Context {
    /// The file.
    pub store: Arc<Store>,
    /// Whether events are taken in.
    pub pause: Arc<PauseState>,
    /// Reading history anew.
    pub history: Arc<History>,
    /// Where the endpoint listens; `None` without one.
    pub address: Option<SocketAddr>,
    /// When the endpoint began to listen.
    pub started: Timestamp,
    /// The time now.
    pub clock: fn() -> Timestamp,
    /// Sends test events.
    pub send: SendHook,
    /// Shows the window; `None` without a resident.
    pub open_window: Option<OpenHook>,
}

/// Sends an envelope to an endpoint over the network, as any program could, for the project with this key. Gives the status that was
/// answered.
pub type SendHook = fn(SocketAddr, &str, &[u8]) -> io::Result<u16>;

/// Shows the window: what `engine.rs` connects to the resident's launcher. The error says why there is none.
pub type OpenHook = Arc<dyn Fn(&OpenWindow) -> Result<(), String> + Send + Sync>;

/// Whether events are taken in (`decisions`: 1.11). Shared by endpoint, page and tray.
#[derive(Debug, Default)]
pub struct PauseState {
    /// 0: not paused. -1: until `resume`. Otherwise until then, ms.
    until: AtomicI64,
}

impl PauseState {
    /// Pauses until `end`, or for good.
    pub fn pause(&self, end: Option<Timestamp>) {
        let until = end.map_or(-1, |end| end.as_micros() / 1_000);
        self.until.store(until, Ordering::Relaxed);
    }

    /// Takes events in again.
    pub fn resume(&self) {
        self.until.store(0, Ordering::Relaxed);
    }

    /// `Some`: paused, until then (ms) or for good (0).
    pub fn paused_until(&self, now: Timestamp) -> Option<i64> {
        match self.until.load(Ordering::Relaxed) {
            0 => None,
            -1 => Some(0),
            until => (until > now.as_micros() / 1_000).then_some(until),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_ends_by_itself_or_by_hand() {
        let at = Timestamp::from_millis;
        let pause = PauseState::default();
        assert_eq!(pause.paused_until(at(1)), None, "not paused at the start");
        pause.pause(Some(at(1_000)));
        assert_eq!(
            (pause.paused_until(at(999)), pause.paused_until(at(1_000))),
            (Some(1_000), None),
            "it ends by itself"
        );
        pause.pause(None);
        assert_eq!(pause.paused_until(at(i64::from(u32::MAX))), Some(0), "without an end it stays");
        pause.resume();
        assert_eq!(pause.paused_until(at(1)), None, "until somebody resumes");
    }
}
