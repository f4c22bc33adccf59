//! What is counted.

use std::path::Path;

use crashtray_core::time::Timestamp;

use crate::rpc::commands::Nothing;
use crate::rpc::view::{MetricsView, OutcomeView, RequestsView};
use crate::rpc::{Context, RpcError};

/// All that is counted.
pub(in crate::rpc) fn metrics(context: &Context, _: &Nothing) -> Result<MetricsView, RpcError> {
    let store = &context.store;
    let [waiting_first, waiting_second] = store.writer.waiting().map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let requests = store.rings.answered().into_iter();
    Ok(MetricsView {
        outcomes: outcomes(context, Timestamp::from_micros(0))?,
        requests: requests.map(|(status, n)| RequestsView { status: u32::from(status), n: float(n) }).collect(),
        waiting_first,
        waiting_second,
        file_bytes: float(bytes(store.path(), "") + bytes(store.path(), "-wal")),
    })
}

/// What became of items since a time.
pub(super) fn outcomes(context: &Context, since: Timestamp) -> Result<Vec<OutcomeView>, RpcError> {
    let entries = context.store.reader.outcomes(since)?.into_iter();
    let view = |entry: crate::store::OutcomeEntry| OutcomeView {
        project: entry.project,
        kind: entry.kind,
        outcome: entry.outcome,
        n: float(entry.n),
    };
    Ok(entries.map(view).collect())
}

fn bytes(path: &Path, ending: &str) -> u64 {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    std::fs::metadata(name).map(|metadata| metadata.len()).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes are smaller than 2^53")]
fn float(n: u64) -> f64 {
    n as f64
}
