//! The desktop's side of the resident: the window, the icon in the tray, notifications. One thread with a small runtime.
//!
//! Nothing here is needed to take events in; whatever of it is missing is one line in the log.

mod clipboard;
mod tray;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc as blocking;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crashtray_core::id::IssueId;
use tokio::sync::{mpsc, watch};

use crate::bus::Bus;
use crate::config::Config;
use crate::resident::{Desktop, Launcher, PROMPT, Windows, window_program};
use crate::rpc::{self, OpenHook};
use crate::sinks::{Alert, AlertKind, Hooks, Notifier};
use crate::store::{AlertCause, IssueAction, OutboxEntry, Store};

/// A window that was asked for is shown or refused by then.
const OPEN_PATIENCE: Duration = Duration::from_secs(3);

/// What the desktop shows may be late by this much, and only while events come without a pause.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Alerts that are read from the outbox at once.
const ALERTS_AT_ONCE: u32 = 256;

/// The desktop's side.
pub(super) struct Desk {
    orders: mpsc::UnboundedSender<Order>,
    inbox: Mutex<Option<mpsc::UnboundedReceiver<Order>>>,
    launcher: Arc<Launcher>,
    windows: Arc<Windows>,
    dsn: String,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the desktop's thread is asked to do.
pub(super) enum Order {
    /// Show the window, on an issue if one is named. Says how that went, if somebody listens.
    Open(Option<u32>, Option<blocking::Sender<Result<(), String>>>),
    /// Put the DSN into the clipboard.
    CopyDsn,
}

impl Desk {
    /// Knows the session that we were started in; nothing runs yet.
    pub(super) fn new(config: &Config, addresses: &[SocketAddr]) -> Self {
        let (orders, inbox) = mpsc::unbounded_channel();
        let own = std::env::current_exe().unwrap_or_else(|_| "crashtray".into());
        let named = std::env::var_os("CRASHTRAY_WINDOW").map(std::path::PathBuf::from);
        let session = Desktop::of(|name| std::env::var(name).ok());
        let program = window_program(named, &own);
        let port = addresses.first().map_or(crate::config::DEFAULT_PORT, SocketAddr::port);
        let launcher = Launcher::new(program, own, config.data.path().to_owned(), session).at_port(port);
        Self {
            orders,
            inbox: Mutex::new(Some(inbox)),
            launcher: Arc::new(launcher),
            windows: Windows::new(PROMPT),
            dsn: crashtray_core::dsn::dsn("shop", &format!("localhost:{port}")),
            thread: Mutex::default(),
        }
    }

    /// The one window.
    pub(super) fn windows(&self) -> Arc<Windows> {
        Arc::clone(&self.windows)
    }

    /// What shows the window for a client that asks, in the client's session.
    pub(super) fn open_hook(&self) -> OpenHook {
        let (orders, launcher) = (self.orders.clone(), Arc::clone(&self.launcher));
        Arc::new(move |asked| {
            let variable =
                |name: &str| asked.session.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            launcher.hand_over(Desktop::of(variable));
            let (answer, answered) = blocking::channel();
            orders.send(Order::Open(asked.issue, Some(answer))).map_err(|_| "the resident is ending".to_owned())?;
            answered.recv_timeout(OPEN_PATIENCE).unwrap_or_else(|_| Err("the window did not answer".to_owned()))
        })
    }

    /// Starts the thread, the icon and the notifications.
    pub(super) fn start(&self, context: &rpc::Context, end: &watch::Sender<bool>) {
        let Some(inbox) = self.inbox.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let work = Work {
            inbox,
            orders: self.orders.clone(),
            launcher: Arc::clone(&self.launcher),
            windows: Arc::clone(&self.windows),
            dsn: self.dsn.clone(),
            context: context.clone(),
            end: end.clone(),
        };
        let spawned = std::thread::Builder::new().name("desktop".to_owned()).spawn(move || work.run());
        match spawned {
            Ok(thread) => *self.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread),
            Err(error) => tracing::error!("no window, tray or notifications: {error}"),
        }
    }

    /// Waits for the thread, which ends with the engine.
    pub(super) fn end(self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the desktop's thread panicked");
        }
    }
}

/// What the thread works with.
struct Work {
    inbox: mpsc::UnboundedReceiver<Order>,
    orders: mpsc::UnboundedSender<Order>,
    launcher: Arc<Launcher>,
    windows: Arc<Windows>,
    dsn: String,
    context: rpc::Context,
    end: watch::Sender<bool>,
}

impl Work {
    fn run(mut self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        match runtime {
            Ok(runtime) => runtime.block_on(self.work()),
            Err(error) => tracing::error!("no window, tray or notifications: {error}"),
        }
    }

    async fn work(&mut self) {
        let mut ended = self.end.subscribe();
        let tray = tray::keep(self.context.clone(), Arc::clone(&self.launcher), self.orders.clone(), self.end.clone());
        let notifier = self.notifier();
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => {}
            () = tray => {}
            () = alert(&self.context.store, notifier.as_ref()) => {}
            () = obey(&mut self.inbox, &self.launcher, &self.windows, &self.dsn) => {}
        }
        if let Some(notifier) = notifier {
            notifier.end();
        }
    }

    fn notifier(&self) -> Option<Notifier> {
        let started = Notifier::start(icon(), self.hooks());
        started.inspect_err(|error| tracing::warn!("no notifications: {error}")).ok()
    }

    fn hooks(&self) -> Clicks {
        Clicks {
            orders: self.orders.clone(),
            launcher: Arc::clone(&self.launcher),
            store: Arc::clone(&self.context.store),
        }
    }
}

/// What notifications cause.
struct Clicks {
    orders: mpsc::UnboundedSender<Order>,
    launcher: Arc<Launcher>,
    store: Arc<Store>,
}

impl Hooks for Clicks {
    fn open(&self, issue: Option<u32>, activation: Option<String>) {
        self.launcher.hand_over(self.launcher.desktop().with_activation(activation));
        let _ = self.orders.send(Order::Open(issue, None));
    }

    fn mute(&self, issue: u32) {
        if let Err(error) = self.store.writer.change_blocking(&[IssueId(i64::from(issue))], IssueAction::Mute) {
            tracing::warn!("issue {issue} could not be muted: {error}");
        }
    }

    fn done(&self, outbox_ids: &[i64]) {
        let ids = outbox_ids.to_vec();
        if let Err(error) = self.store.writer.write_blocking(move |tx| tx.alerts_done(&ids)) {
            tracing::warn!("alerts stay in the outbox: {error}");
        }
    }

    fn count_events(&self, issues: &[u32]) -> u64 {
        let now = self.store.writer.now();
        let entries =
            issues.iter().filter_map(|&issue| self.store.reader.entry(IssueId(i64::from(issue)), now).ok().flatten());
        entries.map(|entry| entry.issue.events).sum()
    }

    fn bus(&self) -> Option<String> {
        let session = self.launcher.desktop();
        session.variables().find(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS").map(|(_, address)| address.to_owned())
    }
}

/// Hands what is in the outbox to the notifier: at the start, and whenever something changed.
async fn alert(store: &Arc<Store>, notifier: Option<&Notifier>) {
    let Some(notifier) = notifier else { return std::future::pending().await };
    let mut handed = 0;
    loop {
        let seen = store.bus.now().n;
        for entry in waiting(store, handed).await {
            handed = entry.id;
            if !notifier.alert(sink_alert(entry)).await {
                return std::future::pending().await;
            }
        }
        next_change(&store.bus, seen).await;
    }
}

/// Waits for a change after `seen`. Looks are a moment apart: a storm of events costs a few of them, not one per batch.
async fn next_change(bus: &Bus, seen: u64) {
    tokio::time::sleep(BETWEEN_LOOKS).await;
    bus.wait(seen).await;
}

/// Alerts after the one that was handed over last.
async fn waiting(store: &Arc<Store>, handed: i64) -> Vec<OutboxEntry> {
    let store = Arc::clone(store);
    let read = tokio::task::spawn_blocking(move || store.reader.alerts(handed, ALERTS_AT_ONCE)).await;
    match read {
        Ok(Ok(entries)) => entries,
        Ok(Err(error)) => {
            tracing::warn!("the outbox could not be read: {error}");
            Vec::new()
        }
        Err(error) => {
            tracing::error!("the outbox could not be read: {error}");
            Vec::new()
        }
    }
}

fn sink_alert(entry: OutboxEntry) -> Alert {
    Alert {
        outbox_id: entry.id,
        event_id: entry.event_id.to_string(),
        issue: u32::try_from(entry.issue.0).unwrap_or(u32::MAX),
        project: entry.project,
        kind: match entry.cause {
            AlertCause::New => AlertKind::New,
            AlertCause::Regressed => AlertKind::Regressed,
        },
        level: entry.level,
        title_type: entry.kind,
        value: entry.value,
        culprit: entry.culprit,
        at_ms: entry.at.as_micros() / 1_000,
    }
}

async fn obey(inbox: &mut mpsc::UnboundedReceiver<Order>, launcher: &Launcher, windows: &Windows, dsn: &str) {
    while let Some(order) = inbox.recv().await {
        match order {
            Order::CopyDsn => clipboard::copy(dsn, &launcher.desktop()).await,
            Order::Open(issue, answer) => {
                let opened = open(issue, launcher, windows).await;
                match answer {
                    // Nobody waits any more.
                    Some(answer) => drop(answer.send(opened)),
                    None => drop(opened.inspect_err(|reason| tracing::warn!("no window: {reason}"))),
                }
            }
        }
    }
}

/// The window that is there shows it; else one is started.
async fn open(issue: Option<u32>, launcher: &Launcher, windows: &Windows) -> Result<(), String> {
    if windows.show(issue).await {
        return Ok(());
    }
    launcher.start(issue).map_err(|error| error.to_string())
}

/// A name of the icon theme once the package is installed, else the picture beside the sources.
fn icon() -> String {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../icons/128x128.png");
    let installed = Path::new("/usr/share/icons/hicolor/128x128/apps/crashtray.png");
    if !installed.exists() && beside.exists() { beside.display().to_string() } else { "crashtray".to_owned() }
}
