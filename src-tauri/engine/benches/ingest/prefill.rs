//! A file that is full already: as many events as somebody has who never cleans up.

use std::path::Path;
use std::sync::Arc;

use crashtray::ingest::{Beside, Declared, Intake, Keys, LIMITS, Origin, Route, Submission};
use crashtray::store::{Mode, Store, system_clock};
use crashtray_core::group::GroupConfig;

use crate::corpus::Corpus;

/// Requests at work at once.
const AT_ONCE: usize = 64;

/// Fills a file with so many requests, of which 85 in 100 are events, through the whole way but the network. Retention is off.
pub(crate) fn fill(data: &Path, corpus: &mut Corpus, n: usize) {
    let store = Arc::new(Store::open(data, Mode::Write).expect("a file can be made"));
    for name in ["retention.days", "retention.events", "retention.mebibytes"] {
        store.writer.write_blocking(move |tx| tx.set_setting(name, Some("0"))).expect("it is kept");
    }
    let intake = Arc::new(Intake::new(Arc::clone(&store), LIMITS, GroupConfig::default(), Box::new(|_| None)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let mut left = n;
    while left > 0 {
        let some = left.min(AT_ONCE);
        left -= some;
        let bodies: Vec<Vec<u8>> = (0..some).map(|_| corpus.envelope()).collect();
        runtime.block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for body in bodies {
                let intake = Arc::clone(&intake);
                tasks.spawn(async move {
                    let share = intake.budget().reserve(body.len()).await.expect("there is memory");
                    intake.take(submission(body), share).await.expect("it is kept")
                });
            }
            while tasks.join_next().await.is_some() {}
        });
    }
    store.writer.shutdown();
}

fn submission(body: Vec<u8>) -> Submission {
    Submission {
        route: Route::Envelope,
        number: Some("1".to_owned()),
        run: None,
        keys: Keys { query: Some("sentry_key=shop&sentry_version=7".to_owned()), ..Keys::default() },
        encoding: String::new(),
        declared: Declared::Envelope,
        beside: Beside::default(),
        body: body.into(),
        peer: Some("127.0.0.1".to_owned()),
        origin: Origin::Local(None),
        user_agent: None,
        at: system_clock(),
    }
}
