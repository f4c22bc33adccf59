//! What is measured: the mix of the ingest benchmark (70 errors to 15 transactions), and every event of the recorded requests.

use crashtray_core::id::EventId;
use crashtray_core::time::{Received, Timestamp};
use serde_json::Value;

#[path = "../../tests/fixtures/request.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "shared with the tests, which look at more, and fail where a fixture is bad"
)]
mod request;

/// An event as it comes.
pub(crate) struct Sample {
    pub(crate) payload: Vec<u8>,
    pub(crate) received: Received,
}

const ERROR: &str = include_str!("../../../../tests/fixtures/bench/python-error.tmpl");
const TRANSACTION: &str = include_str!("../../../../tests/fixtures/bench/transaction.env");

/// Errors and transactions as SDKs mix them.
pub(crate) fn mix() -> Vec<Sample> {
    let mut samples = errors(140);
    let transaction = payload_of(TRANSACTION);
    samples.extend((0..30).map(|_| sample(transaction.as_bytes().to_vec())));
    samples
}

/// Variants of the recorded error: frames dropped, other lines, other groups. The same in every run.
pub(crate) fn errors(n: usize) -> Vec<Sample> {
    (0..n).map(|variant| sample(variant_of_the_error(variant).to_string().into_bytes())).collect()
}

/// Every event of the recorded requests of real SDKs.
pub(crate) fn recorded() -> Vec<Sample> {
    let events = request::all().iter().flat_map(request::Request::events).collect::<Vec<_>>();
    events.into_iter().map(|event| Sample { payload: event.payload.to_vec(), received: event.received }).collect()
}

/// A message event.
pub(crate) fn message(text: &str) -> Sample {
    sample(serde_json::json!({ "message": text }).to_string().into_bytes())
}

/// An error with so many frames, all different; `#` becomes a number.
pub(crate) fn trace(platform: &str, function: &str, path: &str, n_frames: usize) -> Sample {
    let frame = |number: usize| {
        let number = number.to_string();
        serde_json::json!({ "function": function.replace('#', &number), "abs_path": path.replace('#', &number) })
    };
    let frames: Vec<Value> = (0..n_frames).map(frame).collect();
    let event = serde_json::json!({
        "platform": platform,
        "exception": [{ "type": "E", "value": "v", "stacktrace": { "frames": frames } }],
    });
    sample(event.to_string().into_bytes())
}

fn sample(payload: Vec<u8>) -> Sample {
    let received = Received {
        at: Timestamp::from_millis(0),
        header_id: None,
        fresh_id: EventId([1; 16]),
        client: None,
        peer: None,
        origin: None,
    };
    Sample { payload, received }
}

fn variant_of_the_error(variant: usize) -> Value {
    let text = payload_of(ERROR).replace("{{GROUP}}", &format!("{:06}", variant / 2));
    let mut event: Value = serde_json::from_str(&text).expect("the template is JSON");
    for exception in event["exception"]["values"].as_array_mut().into_iter().flatten() {
        let frames = exception["stacktrace"]["frames"].as_array_mut().into_iter().flatten();
        for (idx, frame) in frames.enumerate() {
            frame["lineno"] = (1 + (variant * 31 + idx * 7) % 900).into();
        }
    }
    if let Some(breadcrumbs) = event["breadcrumbs"]["values"].as_array_mut() {
        breadcrumbs.truncate(variant % 51);
    }
    event
}

/// The first item's payload.
fn payload_of(envelope: &str) -> &str {
    envelope.split('\n').nth(2).unwrap_or_default()
}
