//! What the endpoint is connected to: commands, changes, sessions, the end.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use crashtray_core::group::GroupConfig;
use tokio::sync::watch;

use super::desktop::Desk;
use super::now;
use crate::bus::{Bus, Position, Since};
use crate::http::{Changed, Codes, PATIENCE, Parts, Promise, Quit, Sessions};
use crate::ingest::{Intake, LIMITS};
use crate::resident::End;
use crate::rpc::{self, Attachment, RpcError};
use crate::store::Store;

/// The endpoint's connections.
pub(super) fn parts(
    context: &rpc::Context,
    token_hash: [u8; 32],
    addresses: Vec<SocketAddr>,
    codes: Arc<Codes>,
    desk: &Desk,
    end: &watch::Sender<bool>,
) -> Parts {
    let end = end.clone();
    let windows = desk.windows();
    let at_end = Arc::clone(&windows);
    Parts {
        intake: Arc::new(intake(context)),
        token_hash,
        addresses,
        codes,
        attachment: Box::new(opener(context)),
        call: Box::new(caller(context)),
        changes: Box::new(teller(context)),
        sessions: Box::new(Browsers(Arc::clone(&context.store))),
        windows,
        quit: Box::new(move |why| {
            at_end.end(match why {
                Quit::Quit => End::Quit,
                Quit::Upgrade => End::Upgrade,
            });
            end.send_replace(true);
        }),
        clock: now,
        patience: PATIENCE,
    }
}

fn intake(context: &rpc::Context) -> Intake {
    let pause = Arc::clone(&context.pause);
    let filter = move |now| pause.paused_until(now).map(|_| "paused");
    Intake::new(Arc::clone(&context.store), LIMITS, GroupConfig::default(), Box::new(filter))
}

type Answer = Result<Vec<u8>, RpcError>;

/// Commands read and write the file: never on the network thread.
fn caller(context: &rpc::Context) -> impl Fn(String, Bytes) -> Promise<Answer> + Send + Sync + use<> {
    let context = context.clone();
    move |name, body| {
        let context = context.clone();
        Box::pin(async move {
            let called = tokio::task::spawn_blocking(move || rpc::call(&context, &name, &body)).await;
            called.unwrap_or_else(|error| Err(RpcError::internal(&error)))
        })
    }
}

/// Opens attachments.
fn opener(context: &rpc::Context) -> impl Fn(String) -> Promise<Result<Attachment, RpcError>> + Send + Sync + use<> {
    let context = context.clone();
    move |id| {
        let context = context.clone();
        Box::pin(async move {
            let opened = tokio::task::spawn_blocking(move || Attachment::open(&context, &id)).await;
            opened.unwrap_or_else(|error| Err(RpcError::internal(&error)))
        })
    }
}

/// Waits for changes after a position, and makes lines of them.
fn teller(context: &rpc::Context) -> impl Fn(String) -> Promise<Changed> + Send + Sync + use<> {
    let context = context.clone();
    move |position| {
        let context = context.clone();
        Box::pin(async move {
            wait_after(&context.store.bus, &position).await;
            let told = tokio::task::spawn_blocking(move || tell(&context, &position)).await;
            told.unwrap_or_else(|_| Changed { lines: Vec::new(), position: String::new() })
        })
    }
}

/// A position of another start, or none at all, is answered at once: with `resync`.
async fn wait_after(bus: &Bus, position: &str) {
    if let Some(position) = Position::parse(position).filter(|position| position.started == bus.now().started) {
        bus.wait(position.n).await;
    }
}

fn tell(context: &rpc::Context, position: &str) -> Changed {
    let now = context.store.bus.position();
    match context.store.bus.since(position) {
        Since::Resync => Changed { lines: vec![rpc::resync_line(now.clone())], position: now },
        Since::Changes(changes) => {
            let end = changes.last().map_or_else(|| position.to_owned(), |(position, _)| position.to_string());
            let lines = changes.into_iter().filter_map(|(position, change)| {
                let line = rpc::change_line(context, position.to_string(), &change);
                line.inspect_err(|error| tracing::warn!(%error, "a change could not be told")).ok()
            });
            Changed { lines: lines.collect(), position: end }
        }
    }
}

/// The sessions of browsers, in the file.
struct Browsers(Arc<Store>);

impl Sessions for Browsers {
    fn hash(&self, id: &str) -> Option<[u8; 32]> {
        self.0
            .reader
            .session(id, now())
            .inspect_err(|error| tracing::warn!(%error, "no session could be read"))
            .ok()
            .flatten()
    }

    fn add(&self, id: String, hash: [u8; 32]) -> Promise<Result<(), RpcError>> {
        let store = Arc::clone(&self.0);
        Box::pin(async move { Ok(store.writer.write(move |tx| tx.add_session(&id, &hash)).await?) })
    }
}
