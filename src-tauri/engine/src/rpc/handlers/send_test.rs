//! Test events: real envelopes, sent over the network to our own endpoint like any program's.

use std::net::SocketAddr;

use crashtray_core::id::EventId;
use crashtray_core::time::Timestamp;

use crate::rpc::commands::SendTest;
use crate::rpc::convert::count;
use crate::rpc::view::SentTest;
use crate::rpc::{Code, Context, RpcError};

/// One sort of test event. `{{…}}` marks are filled in.
struct Sample {
    kind: &'static str,
    item: &'static str,
    payload: &'static str,
}

/// Every sort, alphabetical.
const SAMPLES: &[Sample] = &[
    Sample { kind: "breadcrumbs", item: "event", payload: include_str!("test_events/breadcrumbs.json") },
    Sample { kind: "chain", item: "event", payload: include_str!("test_events/chain.json") },
    Sample { kind: "error", item: "event", payload: include_str!("test_events/error.json") },
    Sample { kind: "log", item: "log", payload: include_str!("test_events/log.json") },
    Sample { kind: "message", item: "event", payload: include_str!("test_events/message.json") },
    Sample { kind: "transaction", item: "transaction", payload: include_str!("test_events/transaction.json") },
];

/// The key of the DSN that test events use.
const PROJECT: &str = "crashtray_test";

/// Sends test events through the real endpoint.
pub(in crate::rpc) fn send_test(context: &Context, input: &SendTest) -> Result<SentTest, RpcError> {
    let address = context.address.ok_or_else(no_endpoint)?;
    let samples: Vec<&Sample> =
        SAMPLES.iter().filter(|sample| input.kind == "all" || input.kind == sample.kind).collect();
    if samples.is_empty() {
        return Err(unknown_kind(&input.kind));
    }
    let mut sent = SentTest { event_ids: Vec::new(), issues: Vec::new() };
    for sample in samples {
        let id = send(context, address, sample, (context.clock)())?;
        sent.event_ids.push(id.to_string());
        sent.issues.extend(context.store.reader.find_event(id)?.map(|issue| count(issue.0.unsigned_abs())));
    }
    Ok(sent)
}

fn send(context: &Context, address: SocketAddr, sample: &Sample, now: Timestamp) -> Result<EventId, RpcError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| RpcError::internal(&error))?;
    let id = EventId(bytes);
    match (context.send)(address, PROJECT, envelope(sample, id, now).as_bytes()) {
        Ok(200) => Ok(id),
        Ok(status) => Err(RpcError::internal(&format!("the endpoint answered {status} to the test event"))),
        Err(error) => Err(RpcError::internal(&format!("the endpoint did not take the test event: {error}"))),
    }
}

fn envelope(sample: &Sample, id: EventId, now: Timestamp) -> String {
    let payload = fill(sample.payload, id, now);
    let (kind, length) = (sample.item, payload.len());
    let container = match kind {
        "log" => r#","item_count":1,"content_type":"application/vnd.sentry.items.log+json""#,
        _ => "",
    };
    format!("{{\"event_id\":\"{id}\"}}\n{{\"type\":\"{kind}\",\"length\":{length}{container}}}\n{payload}\n")
}

/// `{{id}}`, `{{now}}` and `{{now-N}}` (N in ms before) in seconds.
fn fill(payload: &str, id: EventId, now: Timestamp) -> String {
    let mut filled = String::with_capacity(payload.len());
    let mut rest = payload.trim_end();
    while let Some((before, after)) = rest.split_once("{{") {
        let (mark, after) = after.split_once("}}").unwrap_or((after, ""));
        filled.push_str(before);
        match mark.strip_prefix("now") {
            None => filled.push_str(&id.to_string()),
            Some(shift) => filled.push_str(&seconds(now, shift)),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn seconds(now: Timestamp, shift: &str) -> String {
    let millis = now.as_micros() / 1_000 + shift.parse::<i64>().unwrap_or(0);
    format!("{}.{:03}", millis / 1_000, millis % 1_000)
}

fn no_endpoint() -> RpcError {
    RpcError::new(Code::Unavailable, "no endpoint is running".to_owned(), Some("Start one with `crashtray serve`."))
}

fn unknown_kind(kind: &str) -> RpcError {
    let known: Vec<&str> = SAMPLES.iter().map(|sample| sample.kind).collect();
    RpcError::new(Code::BadInput, format!("there is no test event `{kind}`; there are {}, all", known.join(", ")), None)
}

#[cfg(test)]
mod tests {
    use crashtray_core::event::EventKind;
    use crashtray_core::items::digest::digest;
    use crashtray_core::time::Received;

    use super::*;

    #[test]
    fn every_sample_is_what_it_says() {
        let now = Timestamp::from_millis(1_700_000_000_123);
        for sample in SAMPLES {
            let payload = fill(sample.payload, EventId([7; 16]), now);
            assert!(serde_json::from_str::<serde_json::Value>(&payload).is_ok(), "{} is JSON: {payload}", sample.kind);
            let received = Received {
                at: now,
                header_id: None,
                fresh_id: EventId([7; 16]),
                client: None,
                peer: None,
                origin: None,
            };
            let digest = digest(payload.as_bytes(), &received);
            let expected = match sample.kind {
                "message" | "log" => EventKind::Default,
                "transaction" => EventKind::Transaction,
                _ => EventKind::Error,
            };
            assert_eq!(digest.kind, expected, "{}", sample.kind);
        }
    }
}
