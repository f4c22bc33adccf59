//! The unavoidable parts of taking an event in, each alone in this process: what the resident's CPU per event is measured against.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use crashtray::store::{Mode, Packed, Packer, Store};
use crashtray_core::envelope;
use crashtray_core::group::{GroupConfig, group};
use crashtray_core::id::EventId;
use crashtray_core::items::digest::digest;
use crashtray_core::time::{Received, Timestamp};
use flate2::read::GzDecoder;
use rusqlite::Connection;
use rustix::time::{ClockId, clock_gettime};

use crate::corpus::Request;

/// Passes over the corpus; the best one counts.
const PASSES: usize = 5;

/// Rows of a transaction: what waits while eight clients send.
const BATCH: usize = 8;

/// Microseconds of CPU per request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) gunzip: f64,
    pub(crate) digest: f64,
    pub(crate) group: f64,
    pub(crate) compress: f64,
    pub(crate) insert: f64,
}

impl Parts {
    /// All but grouping, which the budget leaves out.
    pub(crate) fn sum(self) -> f64 {
        self.gunzip + self.digest + self.compress + self.insert
    }
}

/// Measures them. `folder` takes a file for the rows.
pub(crate) fn measure(corpus: &[Request], folder: &Path) -> Parts {
    let store = Store::open(&folder.join("packed.db"), Mode::Write).expect("a file can be made");
    let mut packer = Packer::new(store.dictionaries.clone());
    let payloads: Vec<Bytes> = corpus.iter().map(|request| payload(&request.body)).collect();
    let packed: Vec<Packed> = payloads.iter().map(|payload| packer.pack_alike(("event", "python"), payload)).collect();
    let received = received();
    let each = |pass: &mut dyn FnMut()| best(pass) / corpus.len() as f64;
    let mut n = 0;
    Parts {
        gunzip: each(&mut || corpus.iter().for_each(|request| drop(gunzip(&request.body)))),
        digest: each(&mut || payloads.iter().for_each(|payload| drop(digest(payload, &received)))),
        group: {
            let digests: Vec<_> = payloads.iter().map(|payload| digest(payload, &received)).collect();
            let config = GroupConfig::default();
            each(&mut || digests.iter().for_each(|digest| drop(group(digest, &config))))
        },
        compress: each(&mut || {
            payloads.iter().for_each(|payload| drop(packer.pack_alike(("event", "python"), payload)));
        }),
        insert: each(&mut || {
            n += 1;
            insert(&packed, &folder.join(format!("raw-{n}.db")));
        }),
    }
}

/// The first item's payload.
fn payload(body: &[u8]) -> Bytes {
    let limits = envelope::Limits { items: 1_000, item_bytes: 20 << 20 };
    let envelope = envelope::parse(gunzip(body).into(), &limits).expect("it is an envelope");
    envelope.items.into_iter().next().map(|item| item.payload).unwrap_or_default()
}

fn gunzip(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() * 8);
    GzDecoder::new(body).read_to_end(&mut bytes).expect("it was packed just now");
    bytes
}

fn received() -> Received {
    let at = Timestamp::from_millis(1_787_220_000_000);
    Received { at, header_id: None, fresh_id: EventId([0; 16]), client: None, peer: None, origin: None }
}

/// The rows that an event cannot do without, in batches: payload, event with its unique id, issue, hour, tags.
fn insert(packed: &[Packed], path: &Path) {
    let mut db = Connection::open(path).expect("a file can be made");
    db.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384;
         CREATE TABLE payload (id INTEGER PRIMARY KEY, dictionary INTEGER, size INTEGER, bytes BLOB) STRICT;
         CREATE TABLE event (id INTEGER PRIMARY KEY, event_id BLOB UNIQUE, issue INTEGER, payload INTEGER, received INTEGER,
           platform TEXT, release TEXT, environment TEXT, user TEXT, trace_id BLOB) STRICT;
         CREATE INDEX event_issue ON event (issue, received);
         CREATE TABLE issue (id INTEGER PRIMARY KEY, events INTEGER, last_seen INTEGER, title TEXT) STRICT;
         CREATE INDEX issue_last_seen ON issue (last_seen);
         CREATE TABLE hour (issue INTEGER, hour INTEGER, n INTEGER, PRIMARY KEY (issue, hour)) STRICT, WITHOUT ROWID;
         CREATE TABLE facet (issue INTEGER, key TEXT, value TEXT, n INTEGER, PRIMARY KEY (issue, key, value)) STRICT, WITHOUT ROWID;",
    )
    .expect("tables can be made");
    let keys: Vec<String> = (0..15).map(|n| format!("key_{n}")).collect();
    for (batch, rows) in packed.chunks(BATCH).enumerate() {
        let transaction = db.transaction().expect("it begins");
        for (n, row) in rows.iter().enumerate() {
            let number = i64::try_from(batch * BATCH + n).expect("few");
            let issue = number % 100;
            let id = u128::from_be_bytes([7; 16]).wrapping_mul(number as u128 + 1).to_be_bytes();
            let payload = transaction
                .prepare_cached("INSERT INTO payload (dictionary, size, bytes) VALUES (?1, ?2, ?3)")
                .and_then(|mut statement| statement.insert((row.dictionary, row.size, &row.bytes)))
                .expect("a row");
            let run = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
                transaction.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).expect("a row");
            };
            run(
                "INSERT INTO event (event_id, issue, payload, received, platform, release, environment, user, trace_id)
                 VALUES (?1, ?2, ?3, ?4, 'python', 'shop@1.4.2', 'development', 'id:7', ?1)",
                &[&id, &issue, &payload, &number],
            );
            run(
                "INSERT INTO issue VALUES (?1, 1, ?2, 'PaymentDeclined') ON CONFLICT (id) DO UPDATE SET events = events + 1, last_seen = ?2",
                &[&issue, &number],
            );
            run("INSERT INTO hour VALUES (?1, 1, 1) ON CONFLICT DO UPDATE SET n = n + 1", &[&issue]);
            for key in &keys {
                run(
                    "INSERT INTO facet VALUES (?1, ?2, 'value', 1) ON CONFLICT DO UPDATE SET n = n + 1",
                    &[&issue, key],
                );
            }
        }
        transaction.commit().expect("it is kept");
    }
}

/// Microseconds of CPU of the best pass.
fn best(pass: &mut dyn FnMut()) -> f64 {
    let passes = (0..PASSES).map(|_| {
        let begin = cpu();
        pass();
        (cpu() - begin).as_secs_f64() * 1e6
    });
    passes.fold(f64::MAX, f64::min)
}

/// CPU of this thread, to the nanosecond: what `/proc` says of it is as old as the last tick.
fn cpu() -> Duration {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(used.tv_sec.unsigned_abs(), u32::try_from(used.tv_nsec).unwrap_or(0))
}
