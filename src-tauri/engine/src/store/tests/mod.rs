//! The store from outside: deliveries in, reads out. Each test has a file of its own in a folder of its own, and its own time.

mod attachment;
mod bounds;
mod change;
mod dictionary;
mod file;
mod hands;
mod held;
mod history;
mod ingest;
mod list;
mod regroup;
mod retention;
mod rules;
mod run;

use std::future::Future;
use std::io::Read;
use std::path::PathBuf;

use bytes::Bytes;
use crashtray_core::dsn::ProjectKey;
use crashtray_core::event::{EventKind, Level};
use crashtray_core::group::{GroupHash, Grouping, Method, Variant};
use crashtray_core::id::{EventId, IssueId};
use crashtray_core::issue::Issue;
use crashtray_core::items::ItemKind;
use crashtray_core::outcome::Outcome;
use crashtray_core::query::Filter;
use crashtray_core::time::{Received, Timestamp};
use tempfile::TempDir;

use super::*;

/// 2026-08-20 10:00 UTC, in seconds.
const START: i64 = 1_787_220_000;

/// A store in a folder that goes with it.
struct Sandbox {
    store: Store,
    folder: TempDir,
}

impl Sandbox {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_with(&folder.path().join("crashtray.db"), Mode::Write, || at(0)).unwrap();
        Self { store, folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("crashtray.db")
    }

    fn ingest(&self, delivery: Delivery) -> Receipt {
        wait(self.store.writer.ingest(delivery)).unwrap()
    }

    fn outcomes(&self, delivery: Delivery) -> Vec<&'static str> {
        self.ingest(delivery).outcomes.iter().map(Outcome::name).collect()
    }

    fn issues(&self) -> Vec<Issue> {
        self.list("").rows.into_iter().map(|entry| entry.issue).collect()
    }

    /// `SHOP-1 2 events`, latest first.
    fn summary(&self) -> Vec<String> {
        self.issues().iter().map(|issue| format!("{} {}", issue.id(), issue.events)).collect()
    }

    fn list(&self, query: &str) -> IssueList {
        let filter: Filter = crashtray_core::query::parse(query).unwrap();
        let query = IssueQuery { filter, order: IssueOrder::LastSeen, after: None, limit: 50, now: at(60) };
        self.store.reader.issues(&query).unwrap()
    }

    fn issue(&self, number: i64) -> Issue {
        self.store.reader.entry(IssueId(number), at(60)).unwrap().unwrap().issue
    }

    fn change(&self, number: i64, action: IssueAction) -> Done {
        self.store.writer.change_blocking(&[IssueId(number)], action).unwrap()
    }

    /// A whole round, step by step.
    fn sweep(&self) {
        let mut sweep = Sweep::default();
        loop {
            let step = move |tx: &mut Tx<'_>| tx.sweep(&mut sweep).map(|is_more| (is_more, sweep));
            let (is_more, next) = self.store.writer.write_blocking(step).unwrap();
            if !is_more {
                return;
            }
            sweep = next;
        }
    }

    /// The same file at another time.
    fn opened_at(self, clock: Clock) -> Self {
        let Self { store, folder } = self;
        drop(store);
        let store = Store::open_with(&folder.path().join("crashtray.db"), Mode::Write, clock).unwrap();
        Self { store, folder }
    }

    fn set(&self, name: &'static str, value: &'static str) {
        self.store.writer.write_blocking(move |tx| tx.set_setting(name, Some(value))).unwrap();
    }

    /// The bytes of an attachment.
    fn bytes_of(&self, id: i64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let (_, mut reading) = self.store.reader.attachment(id).unwrap().unwrap();
        reading.read_to_end(&mut bytes).unwrap();
        bytes
    }

    /// Runs a query that answers one number.
    fn number(&self, sql: &str) -> i64 {
        self.store.writer.settle();
        let db = connection::open(&self.path(), Use::Read).unwrap();
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// Waits for a future, without anything else going on.
fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// So many seconds after the start.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis((START + seconds) * 1_000)
}

fn id(n: u8) -> EventId {
    EventId([n; 16])
}

fn hash(n: u8) -> GroupHash {
    GroupHash { variant: Variant::App, hash: [n; 16] }
}

/// An error of the group `group`.
fn error(n: u8, group: u8) -> NewEvent {
    NewEvent {
        id: id(n),
        kind: EventKind::Error,
        timestamp: Some(at(i64::from(n))),
        level: Level::Error,
        platform: "python".to_owned(),
        grouping: Grouping {
            hashes: vec![hash(group)],
            method: Method::StackTrace,
            kind: "ValueError".to_owned(),
            value: format!("bad value {group}"),
            culprit: "shop.orders in place".to_owned(),
            in_app: vec![vec![false, true]],
            main_exception: Some(0),
        },
        message: None,
        tags: vec![("level".to_owned(), "error".to_owned())],
        user: None,
        release: None,
        environment: None,
        transaction: None,
        trace_id: None,
        handled: Some(false),
        has_replay: false,
        sdk: Some(("sentry.python".to_owned(), "2.75.0".to_owned())),
        damage: None,
    }
}

/// What an SDK would send for it.
fn payload_of(event: &NewEvent) -> Vec<u8> {
    let value = format!("{}\nand more", event.grouping.value);
    format!(r#"{{"exception":{{"values":[{{"type":"ValueError","value":{value:?}}}]}}}}"#).into_bytes()
}

fn arrival(kind: ItemKind, payload: &[u8], content: Content) -> Arrival {
    let received = Received {
        at: at(0),
        header_id: None,
        fresh_id: id(0xff),
        client: Some("sentry.python/2.75.0".to_owned()),
        peer: Some("127.0.0.1".to_owned()),
        origin: None,
    };
    Arrival { header: Bytes::from_static(br#"{"type":"x"}"#), kind, received, payload: pack(payload), content }
}

fn event_arrival(event: NewEvent) -> Arrival {
    let kind = match event.kind {
        EventKind::Transaction => ItemKind::Transaction,
        EventKind::Feedback => ItemKind::Feedback,
        EventKind::Error | EventKind::Default | EventKind::Security | EventKind::Nel => ItemKind::Event,
    };
    arrival(kind, &payload_of(&event), Content::Event(Box::new(event)))
}

fn attachment(name: &str, bytes: &[u8]) -> Arrival {
    let content = NewAttachment {
        filename: name.to_owned(),
        content_type: Some("text/plain".to_owned()),
        attachment_type: "event.attachment".to_owned(),
    };
    arrival(ItemKind::Attachment, bytes, Content::Attachment(content))
}

fn session(bytes: &[u8]) -> Arrival {
    arrival(ItemKind::Session, bytes, Content::Opaque)
}

/// These items, sent to `http://shop@localhost/1` at the start.
fn delivery(items: Vec<Arrival>) -> Delivery {
    Delivery {
        project: ProjectKey { key: "shop".to_owned(), number: "1".to_owned() },
        run: None,
        route: Route::Envelope,
        at: at(0),
        web_origin: None,
        header: Bytes::from_static(br#"{"event_id":"x"}"#),
        missing_line_feeds: 1,
        items,
        priority: Priority::First,
    }
}

fn errors(events: impl IntoIterator<Item = NewEvent>) -> Delivery {
    delivery(events.into_iter().map(event_arrival).collect())
}
