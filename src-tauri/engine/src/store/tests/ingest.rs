//! What becomes of what comes in.

use super::*;

#[test]
fn an_event_is_an_issue_and_comes_back_as_it_was() {
    let sandbox = Sandbox::new();
    let receipt = sandbox.ingest(errors([error(1, 1)]));
    assert_eq!(receipt, Receipt { outcomes: vec![Outcome::Stored], event_id: Some(id(1)), project: "shop".to_owned() });
    assert_eq!(sandbox.summary(), ["SHOP-1 1"], "one issue with one event");
    let event = sandbox.store.reader.event(IssueId(1), EventAt::Latest).unwrap().unwrap();
    assert_eq!(event.payload, payload_of(&error(1, 1)), "the bytes are those that came");
    assert_eq!(event.in_app, [vec![false, true]], "the decision is kept with the event");
    assert_eq!(event.received.fresh_id, id(0xff), "reading again sees the same receipt");
}
