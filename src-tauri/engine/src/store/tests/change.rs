//! What the user does to issues, how it is taken back, and what goes for good.

use super::*;

fn many(sandbox: &Sandbox, numbers: &[i64], action: IssueAction) -> Done {
    let numbers: Vec<IssueId> = numbers.iter().copied().map(IssueId).collect();
    sandbox.store.writer.change_blocking(&numbers, action).unwrap()
}

#[test]
fn a_change_says_what_it_did_and_can_be_taken_back() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1), error(2, 2), error(3, 3)]));
    let done = many(&sandbox, &[1, 2, 9], IssueAction::Resolve);
    assert_eq!((done.n, done.text.as_str(), done.missing), (2, "2 issues resolved", vec![IssueId(9)]));
    let again = many(&sandbox, &[1], IssueAction::Resolve);
    assert_eq!((again.n, again.undo), (0, None), "it is resolved already");
    let muted = many(&sandbox, &[3], IssueAction::Mute);
    assert_eq!(muted.text, "1 issue muted");

    let back = sandbox.store.writer.undo_blocking(done.undo).unwrap();
    assert_eq!((back.n, back.text.as_str()), (2, "taken back: 2 issues resolved"), "by its id");
    assert_eq!([1, 2, 3].map(|n| sandbox.issue(n).state.name()), ["unresolved", "unresolved", "muted"]);
    assert_eq!(sandbox.store.writer.undo_blocking(None).unwrap().n, 1, "without an id the last one");
    assert_eq!(sandbox.issue(3).state.name(), "unresolved");
    assert_eq!(sandbox.store.writer.undo_blocking(None).unwrap().text, "nothing to take back");
}

#[test]
fn every_action_has_its_effect_and_its_way_back() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    let marks = |sandbox: &Sandbox| {
        let issue = sandbox.issue(1);
        (issue.state.name(), issue.bookmarked, issue.unread, issue.new)
    };
    let table = [
        (IssueAction::Bookmark, ("unresolved", true, true, true)),
        (IssueAction::Mute, ("muted", true, true, true)),
        (IssueAction::Reopen, ("unresolved", true, true, true)),
        (IssueAction::Resolve, ("resolved", true, true, true)),
        (IssueAction::Unbookmark, ("resolved", false, true, true)),
    ];
    let mut before = vec![marks(&sandbox)];
    for (action, expected) in table {
        sandbox.change(1, action.clone());
        assert_eq!(marks(&sandbox), expected, "{action:?}");
        before.push(expected);
    }
    while let Some(expected) = before.pop() {
        assert_eq!(marks(&sandbox), expected, "taken back one by one");
        sandbox.store.writer.undo_blocking(None).unwrap();
    }
    assert_eq!(sandbox.change(1, IssueAction::Read).undo, None, "looking is not taken back");
    assert_eq!(marks(&sandbox), ("unresolved", false, false, false));
    sandbox.change(1, IssueAction::Unread);
    assert_eq!(marks(&sandbox), ("unresolved", false, true, false), "it is not new again");
}

#[test]
fn looking_ends_a_regression_and_an_event_makes_it_unread_again() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    sandbox.change(1, IssueAction::Resolve);
    sandbox.ingest(errors([error(2, 1)]));
    assert!(sandbox.issue(1).regressed);
    sandbox.change(1, IssueAction::Read);
    assert!(!sandbox.issue(1).regressed && !sandbox.issue(1).unread);
    sandbox.ingest(errors([error(3, 1)]));
    assert!(sandbox.issue(1).unread && !sandbox.issue(1).regressed, "it was unresolved all the time");
}

#[test]
fn a_deleted_issue_is_nowhere_and_comes_back_whole() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1), error(2, 2)]));
    let position = sandbox.store.bus.position();
    let done = sandbox.change(1, IssueAction::Delete);
    let gone = sandbox.store.bus.since(&position);
    assert!(format!("{gone:?}").contains("Gone"), "who looks on is told: {gone:?}");
    let reader = &sandbox.store.reader;
    assert_eq!(sandbox.summary(), ["SHOP-2 1"]);
    assert_eq!((sandbox.list("").total, reader.counts().unwrap().all), (1, 1), "the counts follow");
    assert_eq!(reader.issue(IssueId(1), at(0)).unwrap(), None);
    assert_eq!(reader.event(IssueId(1), EventAt::Latest).unwrap(), None);
    assert_eq!(reader.events(IssueId(1), None, 9).unwrap().rows, []);
    assert_eq!(reader.find_event(id(1)).unwrap(), None);
    assert_eq!(reader.alerts(0, 9).unwrap().len(), 1, "its alert is not told any more");
    assert_eq!(sandbox.change(1, IssueAction::Resolve).missing, [IssueId(1)]);
    assert_eq!(sandbox.outcomes(errors([error(1, 1)])), ["duplicate"], "its events are known still");
    sandbox.store.writer.undo_blocking(done.undo).unwrap();
    assert_eq!((sandbox.issue(1).events, reader.counts().unwrap().all), (1, 2));
}

#[test]
fn what_came_meanwhile_is_merged_under_the_old_number() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    sandbox.change(1, IssueAction::Bookmark);
    sandbox.change(1, IssueAction::Resolve);
    let done = sandbox.change(1, IssueAction::Delete);
    sandbox.ingest(Delivery { at: at(5), ..errors([error(2, 1), error(3, 1)]) });
    assert_eq!(sandbox.summary(), ["SHOP-2 2"], "a new issue");
    sandbox.change(2, IssueAction::Delete);
    sandbox.ingest(Delivery { at: at(6), ..errors([error(4, 1)]) });
    assert_eq!(sandbox.summary(), ["SHOP-3 1"], "and another one");
    sandbox.store.writer.undo_blocking(None).unwrap();
    assert_eq!(sandbox.summary(), ["SHOP-2 3"], "the last deletion taken back");
    sandbox.store.writer.undo_blocking(done.undo).unwrap();
    let issue = sandbox.issue(1);
    assert_eq!(sandbox.summary(), ["SHOP-1 4"], "and the first");
    assert_eq!((issue.first_seen, issue.last_seen, issue.bookmarked), (at(0), at(6), true));
    assert_eq!((issue.state.name(), issue.regressed), ("unresolved", true), "it was resolved, and came back");
    sandbox.ingest(errors([error(5, 1)]));
    assert_eq!(sandbox.summary(), ["SHOP-1 5"], "its hash is its own again");
}

#[test]
fn after_ten_minutes_a_deletion_is_for_good() {
    let sandbox = Sandbox::new();
    let path = sandbox.path();
    let items = |n: u8| delivery(vec![event_arrival(error(n, n)), attachment("a", b"x")]);
    sandbox.ingest(items(1));
    sandbox.ingest(delivery(vec![event_arrival(error(2, 2)), attachment("a", b"x"), session(b"{}")]));
    sandbox.ingest(items(3));
    let deletion = many(&sandbox, &[1, 2], IssueAction::Delete).undo;
    let Sandbox { store, folder } = sandbox;
    drop(store);
    let store = Store::open_with(&path, Mode::Write, || at(601)).unwrap();
    let sandbox = Sandbox { store, folder };
    sandbox.sweep();
    let table = [
        ("event", 1),
        ("issue", 1),
        ("issue_hash", 1),
        ("facet", 1),
        ("issue_hour", 1),
        ("attachment", 1),
        // Event and attachment of the one that stays, and the session.
        ("item", 3),
        ("payload", 3),
        // Without the one that has nothing left.
        ("envelope", 2),
        ("undo", 0),
    ];
    for (table, n) in table {
        assert_eq!(sandbox.number(&format!("SELECT count(*) FROM {table}")), n, "rows of {table}");
    }
    assert_eq!(sandbox.store.writer.undo_blocking(deletion).unwrap().n, 0, "too late");
    let event = sandbox.store.reader.event(IssueId(3), EventAt::Latest).unwrap().unwrap();
    let bytes = sandbox.bytes_of(event.attachments[0].id);
    assert_eq!(bytes, b"x", "bytes that another attachment shared are still there");
    sandbox.ingest(errors([error(1, 1)]));
    assert_eq!(sandbox.summary(), ["SHOP-4 1", "SHOP-3 1"], "its number is never given out again");
}
