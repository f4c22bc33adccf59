//! The composition root: wires file, endpoint, page, notifications and tray, and owns how they end.
//!
//! An engine is a value: no globals; two can run in one process.

mod desktop;
mod endpoint;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use crashtray_core::proof::token_hash;
use crashtray_core::resident_file::Does;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::config::Config;
use crate::http::{self, Codes};
use crate::resident::{End, ListenError, Lock, LockError, listen, send_envelope};
use crate::rpc::{self, History};
use crate::store::{Mode, Store, StoreError, system_clock as now};
use desktop::Desk;

/// A running resident. It ends by itself when it is dropped.
pub struct Engine {
    addresses: Vec<SocketAddr>,
    codes: Arc<Codes>,
    end: watch::Sender<bool>,
    network: Option<JoinHandle<()>>,
    store: Arc<Store>,
    history: Arc<History>,
    desk: Option<Desk>,
    lock: Option<Lock>,
}

/// Why the resident did not start, or could not go on.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Somebody has the data file.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The port is not to be had.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The data file cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system says no.
    #[error("the resident cannot be started: {0}")]
    Io(#[from] io::Error),
}

impl EngineError {
    /// What to type next, as a sentence.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Lock(error) => Some(error.hint("`crashtray open` shows it, `crashtray quit` ends it.")),
            Self::Listen(_) => Some("`crashtray serve --port 0` picks a free one.".to_owned()),
            Self::Store(error) => error.hint(),
            Self::Io(_) => None,
        }
    }
}

impl Engine {
    /// Takes the lock, listens, opens the file and begins to answer. Clients that connect meanwhile wait in the sockets' queues.
    ///
    /// # Errors
    /// See [`EngineError`]; nothing is left behind.
    pub fn start(config: &Config, does: Does) -> Result<Self, EngineError> {
        crate::store::refuse_strangers(config.data.path())?;
        let mut lock = Lock::take(&config.data, does)?;
        let listeners = listen(config)?;
        let addresses: Vec<SocketAddr> =
            listeners.iter().map(std::net::TcpListener::local_addr).collect::<Result<_, _>>()?;
        let store = Arc::new(Store::open(config.data.path(), Mode::Write)?);
        let codes = Arc::new(Codes::default());
        let end = watch::Sender::new(false);
        let desk = Desk::new(config, &addresses);
        let context = context(&store, &addresses, &desk);
        let hash = token_hash(&lock.resident().token);
        let parts = endpoint::parts(&context, hash, addresses.clone(), Arc::clone(&codes), &desk, &end);
        let network = network_thread(listeners, parts, end.subscribe())?;
        desk.start(&context, &end);
        lock.announce(addresses.clone())?;
        let history = Arc::clone(&context.history);
        Ok(Self { addresses, codes, end, network: Some(network), store, history, desk: Some(desk), lock: Some(lock) })
    }

    /// Where it listens.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// The DSN to show.
    pub fn dsn(&self) -> String {
        let port = self.addresses.first().map_or(crate::config::DEFAULT_PORT, SocketAddr::port);
        crashtray_core::dsn::dsn("shop", &format!("localhost:{port}"))
    }

    /// The page's address with a one-time code, good for a minute.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn code_address(&self, issue: Option<u32>) -> Result<String, EngineError> {
        let address = self.addresses.first().copied().unwrap_or(SocketAddr::from(([127, 0, 0, 1], 0)));
        let code = self.codes.give(now()).map_err(io::Error::other)?;
        Ok(page_address(address, &code, issue))
    }

    /// Runs until SIGTERM, SIGINT or `crashtray quit`, then ends.
    ///
    /// # Errors
    /// The system gives no signals.
    pub fn run_until_signal(mut self) -> Result<(), EngineError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut ended = self.end.subscribe();
        runtime.block_on(async {
            let mut terminations = signal(SignalKind::terminate())?;
            let mut interrupts = signal(SignalKind::interrupt())?;
            tokio::select! {
                _ = terminations.recv() => {}
                _ = interrupts.recv() => {}
                _ = ended.wait_for(|ended| *ended) => {}
            }
            Ok::<(), EngineError>(())
        })?;
        self.stop();
        Ok(())
    }

    /// Stops to listen, finishes what was accepted, closes the file, lets go of the lock.
    pub fn stop(&mut self) {
        if let Some(desk) = &self.desk {
            // Whoever ends us means it, by the tray or a signal too: without this word the window would start us again.
            desk.windows().end(End::Quit);
        }
        self.end.send_replace(true);
        if let Some(network) = self.network.take()
            && network.join().is_err()
        {
            tracing::error!("the network thread panicked");
        }
        if let Some(desk) = self.desk.take() {
            desk.end();
        }
        self.history.end();
        self.store.writer.shutdown();
        self.lock = None;
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The page's address; the code in its fragment is traded once for a session.
pub fn page_address(address: SocketAddr, code: &str, issue: Option<u32>) -> String {
    let issue = issue.map_or_else(String::new, |issue| format!("&issue={issue}"));
    format!("http://127.0.0.1:{}/#code={code}{issue}", address.port())
}

fn context(store: &Arc<Store>, addresses: &[SocketAddr], desk: &Desk) -> rpc::Context {
    rpc::Context {
        store: Arc::clone(store),
        pause: Arc::default(),
        history: Arc::default(),
        address: addresses.first().copied(),
        started: now(),
        clock: now,
        send: send_envelope,
        open_window: Some(desk.open_hook()),
    }
}

/// One thread for the network; a panic in a request stays in that request.
fn network_thread(
    listeners: Vec<std::net::TcpListener>,
    parts: http::Parts,
    mut ended: watch::Receiver<bool>,
) -> io::Result<JoinHandle<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().thread_name("worker").build()?;
    std::thread::Builder::new().name("network".to_owned()).spawn(move || {
        let served = runtime.block_on(http::serve(listeners, parts, async move {
            let _ = ended.wait_for(|ended| *ended).await;
        }));
        if let Err(error) = served {
            tracing::error!("the endpoint ended: {error}");
        }
    })
}
