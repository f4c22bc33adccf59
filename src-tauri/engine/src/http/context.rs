//! What the endpoint works with. Built by `engine.rs`; what a request causes elsewhere is a closure from there.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use crashtray_core::time::Timestamp;
use tokio::sync::watch;

use super::callers::Caller;
use super::code::Codes;
use super::guard::Names;
use crate::ingest::Intake;
use crate::resident::Windows;
use crate::rpc::view::ChangeLine;
use crate::rpc::{Attachment, RpcError};

/// A future that may be sent to another thread.
pub type Promise<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Opens an attachment by its id.
pub type Attachments = dyn Fn(String) -> Promise<Result<Attachment, RpcError>> + Send + Sync;

/// Carries out a command: its name, and its input as JSON.
pub type Call = dyn Fn(String, Bytes) -> Promise<Result<Vec<u8>, RpcError>> + Send + Sync;

/// Waits until something changed after a position.
pub type Changes = dyn Fn(String) -> Promise<Changed> + Send + Sync;

/// What changed after a position.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What subscribers are told; it may be nothing.
    pub lines: Vec<ChangeLine>,
    /// The position after all of it.
    pub position: String,
}

/// The sessions of browsers (`decisions`: 4.3): 30 days, stored hashed.
pub trait Sessions: Send + Sync {
    /// SHA-256 of a living session's token.
    fn hash(&self, id: &str) -> Option<[u8; 32]>;

    /// Keeps a new one.
    fn add(&self, id: String, hash: [u8; 32]) -> Promise<Result<(), RpcError>>;
}

/// Why the resident is asked to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quit {
    /// It is over.
    Quit,
    /// A newer version takes over.
    Upgrade,
}

/// What the endpoint works with.
pub struct Parts {
    /// What takes submissions.
    pub intake: Arc<Intake>,
    /// SHA-256 of the data file's token.
    pub token_hash: [u8; 32],
    /// Where it listens.
    pub addresses: Vec<SocketAddr>,
    /// The one-time codes that were given out.
    pub codes: Arc<Codes>,
    /// Opens attachments.
    pub attachment: Box<Attachments>,
    /// Carries out commands.
    pub call: Box<Call>,
    /// Tells what changed.
    pub changes: Box<Changes>,
    /// The sessions of browsers.
    pub sessions: Box<dyn Sessions>,
    /// The one window.
    pub windows: Arc<Windows>,
    /// Asks the resident to end.
    pub quit: Box<dyn Fn(Quit) + Send + Sync>,
    /// The time now.
    pub clock: fn() -> Timestamp,
    /// How much is taken, and for how long is waited.
    pub patience: Patience,
}

/// How long the endpoint waits, and for how many.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request, and for the next one on an open connection.
    pub head: Duration,
    /// For the whole body.
    pub body: Duration,
    /// For somebody who takes nothing of his answer.
    pub answer: Duration,
    /// Between two signs of life in the change stream.
    pub heartbeat: Duration,
    /// For requests at work when the resident ends.
    pub ending: Duration,
    /// Connections at once. For the next one somebody makes room who is not being served; it waits while all are.
    pub connections: usize,
}

/// What holds unless a test says otherwise.
pub const PATIENCE: Patience = Patience {
    head: Duration::from_secs(10),
    body: Duration::from_secs(30),
    answer: Duration::from_secs(30),
    heartbeat: Duration::from_secs(15),
    ending: Duration::from_millis(800),
    connections: 1_024,
};

/// The parts, and what the endpoint makes of them.
pub(super) struct Context {
    pub(super) parts: Parts,
    /// Names that are ours.
    pub(super) names: Names,
    /// True once the resident ends.
    pub(super) ending: watch::Receiver<bool>,
}

impl Context {
    pub(super) fn new(parts: Parts, ending: watch::Receiver<bool>) -> Self {
        let names = Names::of(&parts.addresses);
        Self { parts, names, ending }
    }
}

impl std::ops::Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

/// A connection, as far as its requests need it.
pub(super) struct Connection {
    /// The address that it was accepted on.
    pub(super) local: SocketAddr,
    /// Who called.
    pub(super) peer: SocketAddr,
    /// Among all who did.
    pub(super) caller: Arc<Caller>,
}

/// Done once the resident ends.
pub(super) async fn ended(ending: &mut watch::Receiver<bool>) {
    // Without a sender it has ended too.
    let _ = ending.wait_for(|ending| *ending).await;
}
