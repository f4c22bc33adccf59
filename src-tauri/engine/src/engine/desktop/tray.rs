//! Keeps the icon in the tray true to what is: unread, paused.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use super::{Order, next_change};
use crate::resident::{Launcher, Tray, TrayAction, TrayState};
use crate::rpc;

/// Shows the icon until the resident ends. Never returns.
pub(super) async fn keep(
    context: rpc::Context,
    launcher: Arc<Launcher>,
    orders: mpsc::UnboundedSender<Order>,
    end: watch::Sender<bool>,
) {
    let acting = context.clone();
    let act = move |action| act(action, &acting, &launcher, &orders, &end);
    let mut state = read_state(context.clone()).await;
    match Tray::start(state, act).await {
        Err(error) => tracing::info!("{error}"),
        Ok(tray) => loop {
            let seen = context.store.bus.now().n;
            let now = read_state(context.clone()).await;
            if now != state {
                tray.show(now).await;
                state = now;
            }
            next_change(&context.store.bus, seen).await;
        },
    }
    std::future::pending::<()>().await;
}

fn act(
    action: TrayAction,
    context: &rpc::Context,
    launcher: &Launcher,
    orders: &mpsc::UnboundedSender<Order>,
    end: &watch::Sender<bool>,
) {
    match action {
        TrayAction::CopyDsn => drop(orders.send(Order::CopyDsn)),
        TrayAction::Open(token) => {
            launcher.hand_over(launcher.desktop().with_activation(token));
            let _ = orders.send(Order::Open(None, None));
        }
        TrayAction::Pause => {
            context.pause.pause(None);
            context.store.bus.publish(vec![crashtray_core::change::Change::Endpoint]);
        }
        TrayAction::Quit => drop(end.send_replace(true)),
        TrayAction::Resume => {
            context.pause.resume();
            context.store.bus.publish(vec![crashtray_core::change::Change::Endpoint]);
        }
    }
}

async fn read_state(context: rpc::Context) -> TrayState {
    let read = tokio::task::spawn_blocking(move || {
        let is_paused = context.pause.paused_until((context.clock)()).is_some();
        let n_unread = context.store.reader.counts().map_or(0, |counts| counts.unread);
        TrayState { n_unread: u32::try_from(n_unread).unwrap_or(u32::MAX), is_paused }
    });
    read.await.unwrap_or_default()
}
