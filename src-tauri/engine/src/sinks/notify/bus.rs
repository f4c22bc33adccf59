//! `org.freedesktop.Notifications` over one connection: shows notifications, hears of clicks.
//!
//! Spoken directly and not through `notify-rust`: that listens once per notification, each on its own connection, and so loses
//! clicks that come close together; it passes on no activation token, and knows no other bus than that of our environment.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as AsyncMutex;
use tokio::task::JoinHandle;
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::message::Type;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, Message, MessageStream, connection};

use super::text::{self, Text};
use super::{Hooks, NotifierState};
use crate::sinks::Saying;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A service that takes longer hangs.
const ANSWER: Duration = Duration::from_secs(5);

/// Clicks are heard on so many notifications, the latest ones.
const LIVE: usize = 64;

/// Where notifications are put.
pub(super) struct Desk {
    icon: String,
    hooks: Arc<dyn Hooks>,
    state: Arc<Mutex<NotifierState>>,
    line: Option<Line>,
}

/// The connection to the service, while it works.
struct Line {
    connection: Connection,
    live: Arc<AsyncMutex<Live>>,
    listener: JoinHandle<()>,
}

/// Notifications that may be clicked on, the oldest first: id, and the issue they are about (none: several).
#[derive(Default)]
struct Live {
    targets: VecDeque<(u32, Option<u32>)>,
    activation: Option<(u32, String)>,
}

impl Desk {
    pub(super) fn new(icon: String, hooks: Arc<dyn Hooks>, state: Arc<Mutex<NotifierState>>) -> Self {
        Self { icon, hooks, state, line: None }
    }

    /// Shows it, or notes that it could not be shown; in both cases the rows are done.
    pub(super) async fn tell(&mut self, saying: &Saying) {
        let (text, issue, rows) = match saying {
            Saying::One(alert) => (text::of_alert(alert), Some(alert.issue), vec![alert.outbox_id]),
            Saying::Many(summary) => {
                let issues: Vec<u32> = summary.issues.keys().copied().collect();
                let n_events = self.hooks.count_events(&issues);
                (text::of_summary(summary, n_events), None, summary.outbox_ids.clone())
            }
        };
        let shown = self.show(&text, issue).await;
        if shown.is_err() {
            self.line = None;
        }
        self.note(shown.err());
        self.hooks.done(&rows);
    }

    async fn show(&mut self, text: &Text, issue: Option<u32>) -> zbus::Result<()> {
        let line = match self.line.take() {
            Some(line) if !line.listener.is_finished() => line,
            Some(_) | None => in_time(Line::open(Arc::clone(&self.hooks))).await?,
        };
        let line = self.line.insert(line);
        // Held until the id is known: a click that is faster waits.
        let mut live = line.live.lock().await;
        let id = in_time(line.notify(&self.icon, text, issue)).await?;
        live.add(id, issue);
        Ok(())
    }

    fn note(&self, error: Option<zbus::Error>) {
        let now = error.map_or(NotifierState::Working, |error| NotifierState::Unavailable(error.to_string()));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let (NotifierState::Unavailable(why), NotifierState::Untried | NotifierState::Working) = (&now, &*state) {
            tracing::warn!("notifications are not shown: {why}");
        }
        *state = now;
    }
}

impl Line {
    async fn open(hooks: Arc<dyn Hooks>) -> zbus::Result<Self> {
        let builder = match hooks.bus() {
            Some(address) => connection::Builder::address(address.as_str())?,
            None => connection::Builder::session()?,
        };
        let connection = builder.build().await?;
        let rule = MatchRule::builder().msg_type(Type::Signal).interface(NAME)?.path(PATH)?.build();
        let signals = MessageStream::for_match_rule(rule, &connection, Some(LIVE)).await?;
        let live = Arc::<AsyncMutex<Live>>::default();
        let listener = tokio::spawn(listen(signals, Arc::clone(&live), hooks));
        Ok(Self { connection, live, listener })
    }

    async fn notify(&self, icon: &str, text: &Text, issue: Option<u32>) -> zbus::Result<u32> {
        let actions = match issue {
            Some(_) => vec!["default", "Open", "open", "Open issue", "mute", "Mute"],
            None => vec!["default", "Open", "open", "Open inbox"],
        };
        let hints = HashMap::from([("desktop-entry", Value::from("crashtray")), ("urgency", Value::from(1_u8))]);
        let (replaces, expires) = (0_u32, -1_i32);
        let body = ("Crashtray", replaces, icon, &text.title, &text.body, actions, hints, expires);
        let answer = self.connection.call_method(Some(NAME), PATH, Some(NAME), "Notify", &body).await?;
        answer.body().deserialize()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

async fn in_time<T>(work: impl Future<Output = zbus::Result<T>>) -> zbus::Result<T> {
    let late = || zbus::Error::Failure("the notification service does not answer".to_owned());
    tokio::time::timeout(ANSWER, work).await.unwrap_or_else(|_| Err(late()))
}

async fn listen(mut signals: MessageStream, live: Arc<AsyncMutex<Live>>, hooks: Arc<dyn Hooks>) {
    while let Some(Ok(signal)) = signals.next().await {
        hear(&signal, &mut *live.lock().await, hooks.as_ref());
    }
}

/// Signals about the notifications of others pass by.
fn hear(signal: &Message, live: &mut Live, hooks: &dyn Hooks) {
    let header = signal.header();
    match header.member().map(|member| member.as_str()) {
        Some("ActivationToken") => live.activation = signal.body().deserialize().ok(),
        Some("NotificationClosed") => {
            if let Ok((id, _reason)) = signal.body().deserialize::<(u32, u32)>() {
                live.targets.retain(|(known, _)| *known != id);
            }
        }
        Some("ActionInvoked") => {
            let Ok((id, action)) = signal.body().deserialize::<(u32, String)>() else { return };
            let Some(issue) = live.target(id) else { return };
            let activation = live.activation.take_if(|(for_id, _)| *for_id == id).map(|(_, token)| token);
            match (action.as_str(), issue) {
                ("mute", Some(issue)) => hooks.mute(issue),
                _ => hooks.open(issue, activation),
            }
        }
        Some(_) | None => {}
    }
}

impl Live {
    fn add(&mut self, id: u32, issue: Option<u32>) {
        self.targets.retain(|(known, _)| *known != id);
        self.targets.push_back((id, issue));
        if self.targets.len() > LIVE {
            self.targets.pop_front();
        }
    }

    fn target(&self, id: u32) -> Option<Option<u32>> {
        self.targets.iter().find(|(known, _)| *known == id).map(|(_, issue)| *issue)
    }
}
