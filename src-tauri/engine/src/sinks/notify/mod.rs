//! Desktop notifications: one per alert, one per burst, and what a click on them causes.
//!
//! A thread of its own with a small runtime: a notification service that hangs holds up nothing else. Where there is none, one line
//! in the log says so and the alerts count as told: nobody wants to hear of them an hour later.

mod bus;
mod text;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::{Alert, Bursts};
use bus::Desk;

/// Alerts that wait for the thread; beyond that they wait in the outbox.
const QUEUE: usize = 256;

/// What notifications cause and ask for. All is called on the notifier's thread.
pub trait Hooks: Send + Sync + 'static {
    /// Shows an issue, or the inbox; with the right to come to the front, where the desktop gave one.
    fn open(&self, issue: Option<u32>, activation: Option<String>);
    /// Mutes an issue.
    fn mute(&self, issue: u32);
    /// These outbox rows are done.
    fn done(&self, outbox_ids: &[i64]);
    /// How many events these issues have by now.
    fn count_events(&self, issues: &[u32]) -> u64;
    /// Address of the session bus that was handed over; `None`: the one of our own environment.
    fn bus(&self) -> Option<String>;
}

/// The notifier's thread.
pub struct Notifier {
    alerts: mpsc::Sender<Alert>,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
    state: Arc<Mutex<NotifierState>>,
}

/// Whether notifications arrive, for the settings and `doctor`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NotifierState {
    /// There was nothing to tell yet.
    #[default]
    Untried,
    /// The last one was taken.
    Working,
    /// The last one was not; why.
    Unavailable(String),
}

impl Notifier {
    /// Starts the thread. `icon`: a name of the icon theme or an absolute path.
    ///
    /// # Errors
    /// The system has no thread or no file descriptor left.
    pub fn start(icon: String, hooks: impl Hooks) -> std::io::Result<Self> {
        let (alerts, queue) = mpsc::channel(QUEUE);
        let (stop, stopped) = oneshot::channel();
        let state = Arc::<Mutex<NotifierState>>::default();
        let desk = Desk::new(icon, Arc::new(hooks), Arc::clone(&state));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name("notify".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = tell(queue, desk) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self { alerts, stop, thread, state })
    }

    /// Hands an alert over; waits while too many are on their way. False: the thread is gone and the row stays.
    pub async fn alert(&self, alert: Alert) -> bool {
        self.alerts.send(alert).await.is_ok()
    }

    /// Whether notifications arrive.
    pub fn state(&self) -> NotifierState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends the thread at once. What was not told stays in the outbox.
    pub fn end(self) {
        let _ = self.stop.send(());
        if self.thread.join().is_err() {
            tracing::error!("the notifier's thread had died");
        }
    }
}

async fn tell(mut queue: mpsc::Receiver<Alert>, mut desk: Desk) {
    let (start, mut bursts) = (Instant::now(), Bursts::default());
    let now_ms = || u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    loop {
        let due = bursts.due().map(|due| start + Duration::from_millis(due));
        let saying = tokio::select! {
            alert = queue.recv() => {
                let Some(alert) = alert else { return };
                bursts.alert(alert, now_ms())
            }
            () = tokio::time::sleep_until(due.unwrap_or(start)), if due.is_some() => bursts.tick(now_ms()),
        };
        if let Some(saying) = saying {
            desk.tell(&saying).await;
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crashtray_core::event::Level;

    use super::*;
    use crate::sinks::AlertKind;

    /// An alert about an issue.
    pub(in crate::sinks) fn alert(issue: u32) -> Alert {
        Alert {
            outbox_id: i64::from(issue) * 10,
            event_id: "0123456789abcdef0123456789abcdef".to_owned(),
            issue,
            project: "shop".to_owned(),
            kind: AlertKind::New,
            level: Level::Error,
            title_type: "ValueError".to_owned(),
            value: "price is <missing>".to_owned(),
            culprit: "orders in total".to_owned(),
            at_ms: 0,
        }
    }

    /// A session without a bus; says which rows are done.
    struct Nowhere {
        told: mpsc::UnboundedSender<Vec<i64>>,
        folder: tempfile::TempDir,
    }

    impl Hooks for Nowhere {
        fn open(&self, _issue: Option<u32>, _activation: Option<String>) {}
        fn mute(&self, _issue: u32) {}
        fn done(&self, outbox_ids: &[i64]) {
            self.told.send(outbox_ids.to_vec()).unwrap();
        }
        fn count_events(&self, _issues: &[u32]) -> u64 {
            0
        }
        fn bus(&self) -> Option<String> {
            Some(format!("unix:path={}/bus", self.folder.path().display()))
        }
    }

    #[tokio::test]
    async fn without_a_bus_the_alert_is_done_and_the_reason_is_known() {
        let (told, mut done) = mpsc::unbounded_channel();
        let hooks = Nowhere { told, folder: tempfile::tempdir().unwrap() };
        let notifier = Notifier::start("crashtray".to_owned(), hooks).unwrap();
        assert_eq!(notifier.state(), NotifierState::Untried);
        assert!(notifier.alert(alert(4)).await);
        assert_eq!(done.recv().await, Some(vec![40]));
        let state = notifier.state();
        assert!(matches!(state, NotifierState::Unavailable(_)), "{state:?}");
        notifier.end();
    }
}
