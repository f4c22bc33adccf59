//! `GET /metrics`: what is counted, as Prometheus reads it. What it means is the command's business.

use std::fmt::Write as _;

use bytes::Bytes;
use http::StatusCode;

use super::answer::{self, Answer};
use super::context::Context;
use crate::rpc::RpcError;
use crate::rpc::view::MetricsView;

/// Answers with all that is counted.
pub(super) async fn answer(context: &Context) -> Answer {
    let counted = (context.call)("metrics".to_owned(), Bytes::new()).await;
    let read = |json: Vec<u8>| serde_json::from_slice(&json).map_err(|error| RpcError::internal(&error));
    match counted.and_then(read) {
        Ok(view) => answer::whole(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text(&view)),
        Err(error) => answer::rpc_error(&error),
    }
}

fn text(view: &MetricsView) -> String {
    let mut text = String::new();
    head(&mut text, "crashtray_items_total", "counter", "Items that came, by what became of them.");
    for entry in &view.outcomes {
        let (project, kind, outcome) = (label(&entry.project), label(&entry.kind), label(&entry.outcome));
        let labels = format!("project=\"{project}\",type=\"{kind}\",outcome=\"{outcome}\"");
        line(&mut text, &format!("crashtray_items_total{{{labels}}}"), entry.n);
    }
    head(&mut text, "crashtray_events_total", "counter", "Errors and messages that were stored.");
    for entry in view.outcomes.iter().filter(|entry| entry.kind == "event" && entry.outcome == "stored") {
        line(&mut text, &format!("crashtray_events_total{{project=\"{}\"}}", label(&entry.project)), entry.n);
    }
    head(
        &mut text,
        "crashtray_requests_total",
        "counter",
        "Requests to the endpoint since its start, by their answer.",
    );
    for entry in &view.requests {
        line(&mut text, &format!("crashtray_requests_total{{status=\"{}\"}}", entry.status), entry.n);
    }
    head(&mut text, "crashtray_queue_length", "gauge", "Jobs that wait to be written.");
    for (queue, n) in [("first", view.waiting_first), ("second", view.waiting_second)] {
        line(&mut text, &format!("crashtray_queue_length{{queue=\"{queue}\"}}"), f64::from(n));
    }
    head(&mut text, "crashtray_file_bytes", "gauge", "Bytes of the data file and its log.");
    line(&mut text, "crashtray_file_bytes", view.file_bytes);
    text
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a string does not fail.
    let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
}

fn line(text: &mut String, name: &str, n: f64) {
    let _ = writeln!(text, "{name} {n}");
}

fn label(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::rpc::view::{OutcomeView, RequestsView};

    #[test]
    fn counters_are_written_as_prometheus_reads_them() {
        let outcome = |kind: &str, outcome: &str, n| OutcomeView {
            project: "shop".to_owned(),
            kind: kind.to_owned(),
            outcome: outcome.to_owned(),
            n,
        };
        let view = MetricsView {
            outcomes: vec![outcome("event", "stored", 12.0), outcome("a\"b\\c\nd", "too large", 1.0)],
            requests: vec![RequestsView { status: 200, n: 3_000_000_000.0 }, RequestsView { status: 429, n: 1.0 }],
            waiting_first: 0,
            waiting_second: 7,
            file_bytes: 4096.0,
        };
        expect![[r##"
            # HELP crashtray_items_total Items that came, by what became of them.
            # TYPE crashtray_items_total counter
            crashtray_items_total{project="shop",type="event",outcome="stored"} 12
            crashtray_items_total{project="shop",type="a\"b\\c\nd",outcome="too large"} 1
            # HELP crashtray_events_total Errors and messages that were stored.
            # TYPE crashtray_events_total counter
            crashtray_events_total{project="shop"} 12
            # HELP crashtray_requests_total Requests to the endpoint since its start, by their answer.
            # TYPE crashtray_requests_total counter
            crashtray_requests_total{status="200"} 3000000000
            crashtray_requests_total{status="429"} 1
            # HELP crashtray_queue_length Jobs that wait to be written.
            # TYPE crashtray_queue_length gauge
            crashtray_queue_length{queue="first"} 0
            crashtray_queue_length{queue="second"} 7
            # HELP crashtray_file_bytes Bytes of the data file and its log.
            # TYPE crashtray_file_bytes gauge
            crashtray_file_bytes 4096
        "##]]
        .assert_eq(&text(&view));
    }
}
