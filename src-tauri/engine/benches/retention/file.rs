//! The file: made through the store itself, with receipts of long ago; what clients cannot make in a minute is put in by SQL.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use crashtray::ingest::{Beside, Declared, Intake, Keys, LIMITS, Origin, Route, Submission};
use crashtray::store::{Mode, Store, system_clock};
use crashtray_core::group::GroupConfig;
use crashtray_core::time::Timestamp;
use tokio::task::JoinSet;

use crate::clients;

/// All limits, so that nothing goes while the file is made.
const LIMITED_BY: [&str; 7] = [
    "retention.days",
    "retention.days.logs",
    "retention.days.replays",
    "retention.days.sessions",
    "retention.days.traces",
    "retention.events",
    "retention.mebibytes",
];

const DAY: i64 = 86_400_000_000;

/// On their way at a time.
const AT_ONCE: usize = 32;

/// Half of the events are older than 90 days; of the rest, issues have more than they may keep.
pub(crate) fn fill(path: &Path, events: usize) {
    let store = Arc::new(Store::open(path, Mode::Write).expect("a new file can be opened"));
    limit(&store, Some("0"));
    let grouping = GroupConfig::default();
    let intake = Arc::new(Intake::new(Arc::clone(&store), LIMITS, grouping, Box::new(|_| None)));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made");
    runtime.block_on(async {
        let mut on_their_way = JoinSet::new();
        for n in 0..events {
            let days_ago = if n < events / 2 { 100 } else { 2 };
            let submission = submission(n, Timestamp::from_micros(system_clock().as_micros() - days_ago * DAY));
            let share = intake.budget().reserve(submission.body.len()).await.expect("there is memory");
            on_their_way.spawn(Arc::clone(&intake).take(submission, share));
            if on_their_way.len() >= AT_ONCE {
                drop(on_their_way.join_next().await);
            }
        }
        while on_their_way.join_next().await.is_some() {}
    });
    limit(&store, None);
    drop(intake);
    drop(store);
    extremes(path);
}

fn limit(store: &Store, value: Option<&'static str>) {
    let set = store.writer.write_blocking(move |tx| LIMITED_BY.iter().try_for_each(|name| tx.set_setting(name, value)));
    set.expect("a setting can be set");
}

/// Sets a setting of a file that nobody has open.
pub(crate) fn set(path: &Path, name: &'static str, value: Option<String>) {
    let store = Store::open(path, Mode::Write).expect("the file can be opened");
    let set = store.writer.write_blocking(move |tx| tx.set_setting(name, value.as_deref()));
    set.expect("a setting can be set");
}

fn submission(n: usize, at: Timestamp) -> Submission {
    Submission {
        route: Route::Envelope,
        number: Some("1".to_owned()),
        run: None,
        keys: Keys { query: Some("sentry_key=shop".to_owned()), ..Keys::default() },
        encoding: String::new(),
        declared: Declared::Envelope,
        beside: Beside::default(),
        body: Bytes::from(clients::envelope(n)),
        peer: Some("127.0.0.1".to_owned()),
        origin: Origin::Local(None),
        user_agent: None,
        at,
    }
}

/// 20,000 issues of which no event is left, one deleted issue with 10,000 users and 20,000 tags, 300,000 envelopes without ids of which a
/// second copy was waited for, a year of outcomes by the hour.
fn extremes(path: &Path) {
    let db = rusqlite::Connection::open(path).expect("the file can be opened");
    let now = system_clock().as_micros();
    let of_issue = "project, state, level, kind, value, culprit, platform, has_replay, has_attachment, first_seen, last_seen, events, \
                    kept, users, seen, regressed, unread, bookmarked, folded_kind, folded_words";
    let bare = "SELECT project, state, level, kind, value, culprit, platform, 0, 0, first_seen, last_seen, 1, 0, 0, 0, 0, 1, 0, \
                folded_kind, folded_words FROM issue, n WHERE issue.id = (SELECT min(id) FROM issue)";
    let numbers = |n: u32| format!("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {n})");
    let sql = [
        format!("{} INSERT INTO issue ({of_issue}) {bare}", numbers(20_000)),
        format!("UPDATE issue SET deleted_at = {} WHERE id = (SELECT max(id) FROM issue)", now - DAY),
        format!("{} INSERT INTO issue_user SELECT (SELECT max(id) FROM issue), n, 1 FROM n", numbers(10_000)),
        format!(
            "{} INSERT INTO facet SELECT (SELECT max(id) FROM issue), 'k' || (n / 100), 'v' || n, 1 FROM n",
            numbers(20_000)
        ),
        format!("{} INSERT INTO twin SELECT randomblob(16), 1, {} FROM n", numbers(300_000), now - DAY),
        format!(
            "{} INSERT OR IGNORE INTO outcome SELECT project.id, {} - n, 'event', 'stored', 1 FROM n, project",
            numbers(8_760),
            now / 3_600_000_000
        ),
    ];
    db.execute_batch(&format!("BEGIN; {}; COMMIT", sql.join("; "))).expect("the statements are good");
}

/// Size of the file.
pub(crate) fn mebibytes(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len() >> 20)
}

/// Without its free pages.
pub(crate) fn mebibytes_in_use(path: &Path) -> i64 {
    let db = rusqlite::Connection::open(path).expect("the file can be opened");
    let pragma = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap_or(0);
    ((pragma("page_count") - pragma("freelist_count")) * pragma("page_size")) >> 20
}
