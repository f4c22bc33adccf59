//! What the user puts together and apart by hand, and how it is taken back.

use proptest::prelude::*;

use super::regroup::{event, primary, received, send, sent};
use super::*;

/// All that is known of issues and events, row by row.
const ALL: [&str; 7] = [
    "SELECT group_concat(quote(id) || state || coalesce(resolved_at, '') || level || kind || value || culprit || folded_words || platform
       || latest_event || '/' || first_seen || '/' || last_seen || '/' || events || '/' || kept || '/' || users || '/'
       || seen || regressed || unread || bookmarked, ';') FROM (SELECT * FROM issue ORDER BY id)",
    "SELECT group_concat(issue || ':' || hex(hash) || pinned) FROM (SELECT * FROM issue_hash ORDER BY project, hash)",
    "SELECT group_concat(issue || key || value || n) FROM (SELECT * FROM facet ORDER BY issue, key, value)",
    "SELECT group_concat(issue || ':' || hour || ':' || n) FROM (SELECT * FROM issue_hour ORDER BY issue, hour)",
    "SELECT group_concat(issue || ':' || user || ':' || n) FROM (SELECT * FROM issue_user ORDER BY issue, user)",
    "SELECT group_concat(id || ':' || issue || hex(hashes)) FROM (SELECT * FROM event ORDER BY id)",
    "SELECT group_concat(project || state || unread || bookmarked || ':' || n) FROM (SELECT * FROM tally WHERE n > 0)",
];

pub(super) fn all(sandbox: &Sandbox) -> Vec<Option<String>> {
    sandbox.store.writer.settle();
    let db = connection::open(&sandbox.path(), Use::Read).unwrap();
    ALL.iter().map(|sql| db.query_row(sql, [], |row| row.get(0)).unwrap()).collect()
}

/// Events by number and group, in this order.
pub(super) fn with(events: &[(u8, u8)]) -> Sandbox {
    let sandbox = Sandbox::new();
    events.iter().for_each(|&(n, group)| send(&sandbox, n, group));
    sandbox
}

pub(super) fn merge(sandbox: &Sandbox, numbers: &[i64]) -> Done {
    sandbox.store.merge(&numbers.iter().copied().map(IssueId).collect::<Vec<_>>()).unwrap()
}

pub(super) fn split(sandbox: &Sandbox, number: i64, groups: &[u8]) -> Done {
    let hashes: Vec<[u8; 16]> = groups.iter().copied().map(primary).collect();
    sandbox.store.split(IssueId(number), &hashes).unwrap()
}

fn undo(sandbox: &Sandbox, done: &Done) -> Done {
    sandbox.store.undo(Some(done.undo.unwrap())).unwrap()
}

/// Events as a person would count them: number and group of each, and how many of them are no longer kept.
fn events() -> impl Strategy<Value = Vec<(u8, u8)>> {
    proptest::collection::vec(1..6_u8, 2..30).prop_map(|groups| (1..).zip(groups).collect())
}

/// The oldest kept events go, as retention takes them.
fn forget(sandbox: &Sandbox, n: usize) {
    let oldest: Vec<EventId> = (1..=u8::try_from(n).unwrap()).map(id).collect();
    let purge = move |tx: &mut Tx<'_>| {
        for id in oldest {
            if let Some(row) = tables::event::by_id(tx.db, id)? {
                tx.purge_event(&row)?;
            }
        }
        Ok(())
    };
    sandbox.store.writer.write_blocking(purge).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_merge_taken_back_leaves_nothing(
        events in events(),
        n_lost in 0..10_usize,
        resolved in proptest::collection::vec(1..6_i64, 0..3),
        numbers in proptest::collection::vec(1..6_i64, 2..5),
    ) {
        let sandbox = with(&events);
        for number in resolved {
            sandbox.change(number, IssueAction::Resolve);
            sandbox.change(number, IssueAction::Read);
        }
        forget(&sandbox, n_lost.min(events.len() - 1));
        let before = all(&sandbox);
        let done = merge(&sandbox, &numbers);
        if done.n > 0 {
            prop_assert_ne!(&all(&sandbox), &before);
            undo(&sandbox, &done);
        }
        prop_assert_eq!(all(&sandbox), before);
    }

    #[test]
    fn a_split_taken_back_leaves_nothing_and_merging_gives_the_sums_again(
        events in events(),
        n_lost in 0..10_usize,
        groups in proptest::collection::vec(1..6_u8, 1..3),
    ) {
        let sandbox = with(&events);
        let numbers: Vec<i64> = (1..6).collect();
        merge(&sandbox, &numbers);
        forget(&sandbox, n_lost.min(events.len() - 1));
        let before = all(&sandbox);
        let sums = |sandbox: &Sandbox| {
            let issue = sandbox.issue(1);
            (issue.events, issue.users, sandbox.store.reader.issue(IssueId(1), at(0)).unwrap().unwrap().tags)
        };
        let whole = sums(&sandbox);
        let done = split(&sandbox, 1, &groups);
        if let Some(part) = done.issue {
            prop_assert_eq!(sandbox.issue(1).events + sandbox.issue(part.0).events, whole.0, "none is lost, none is new");
            undo(&sandbox, &done);
            prop_assert_eq!(&all(&sandbox), &before);
            let part = split(&sandbox, 1, &groups).issue.unwrap();
            merge(&sandbox, &[part.0, 1]);
            prop_assert_eq!(sums(&sandbox), whole);
        }
        let without_pins = |mut all: Vec<Option<String>>| {
            all.remove(1);
            all
        };
        prop_assert_eq!(without_pins(all(&sandbox)), without_pins(before));
    }

    #[test]
    fn what_came_after_a_merge_goes_where_it_belongs_when_that_is_taken_back(events in events(), later in events()) {
        let sandbox = with(&events);
        let done = merge(&sandbox, &[1, 2]);
        let later: Vec<(u8, u8)> = later.into_iter().map(|(n, group)| (n + 100, group)).collect();
        later.iter().for_each(|&(n, group)| send(&sandbox, n, group));
        if done.undo.is_some() {
            undo(&sandbox, &done);
        }
        let together = with(&events.iter().chain(&later).copied().collect::<Vec<_>>());
        let counted = |sandbox: &Sandbox| all(sandbox)[2..6].to_vec();
        prop_assert_eq!(counted(&sandbox), counted(&together), "as if nobody had ever merged");
    }
}

#[test]
fn the_lowest_number_stays_and_can_be_taken_apart() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 3), (4, 3)]);
    let done = merge(&sandbox, &[3, 2, 9]);
    assert_eq!((done.text.as_str(), done.n, done.issue), ("2 issues merged into SHOP-2", 2, Some(IssueId(2))));
    assert_eq!(done.missing, [IssueId(9)]);
    assert_eq!(sandbox.issue(2).value, "bad value 3", "it is called after its latest event");
    let groups = sandbox.store.reader.groups(IssueId(2)).unwrap();
    let shown: Vec<_> =
        groups.iter().map(|group| (group.hash, group.n, group.title[1].as_str(), group.is_pinned)).collect();
    assert_eq!(
        shown,
        [(primary(3), 2, "bad value 3", true), (primary(2), 1, "bad value 2", true)],
        "both stay together"
    );

    let apart = split(&sandbox, 2, &[3]);
    assert_eq!(
        (apart.text.as_str(), apart.n, apart.issue),
        ("1 group split off SHOP-2 as SHOP-4", 1, Some(IssueId(4)))
    );
    assert_eq!(sandbox.summary(), ["SHOP-4 2", "SHOP-2 1", "SHOP-1 1"]);
    assert_eq!(sandbox.issue(2).value, "bad value 2", "it is called after the latest that is left");
    send(&sandbox, 5, 3);
    assert_eq!(sandbox.issue(4).events, 3, "its hash leads there from now on");
    assert_eq!(undo(&sandbox, &apart).text, "taken back: 1 group split off SHOP-2 as SHOP-4");
    assert_eq!(sandbox.summary(), ["SHOP-2 4", "SHOP-1 1"], "with what came since");
    assert_eq!(undo(&sandbox, &done).n, 1);
    assert_eq!(sandbox.summary(), ["SHOP-3 3", "SHOP-2 1", "SHOP-1 1"], "also by the merge before");
    assert_eq!((sandbox.issue(3).value.as_str(), sandbox.issue(2).value.as_str()), ("bad value 3", "bad value 2"));
}

#[test]
fn a_state_holds_for_the_parts_and_nothing_that_waits_is_put_away() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 3)]);
    sandbox.change(1, IssueAction::Resolve);
    let done = merge(&sandbox, &[1, 2]);
    assert_eq!(sandbox.issue(1).state.name(), "unresolved", "one of them was not done");
    undo(&sandbox, &done);
    assert_eq!([1, 2].map(|n| sandbox.issue(n).state.name()), ["resolved", "unresolved"]);
    sandbox.change(1, IssueAction::Mute);
    merge(&sandbox, &[1, 2]);
    assert_eq!(sandbox.issue(1).state.name(), "muted", "quiet is what the user wants of the other one too");
    sandbox.change(1, IssueAction::Read);
    let part = split(&sandbox, 1, &[2]).issue.unwrap();
    let part = sandbox.issue(part.0);
    assert_eq!((part.state.name(), part.unread, part.new), ("muted", false, false), "he has decided, and looked");
}

#[test]
fn what_cannot_be_put_together_or_apart_is_left() {
    let sandbox = with(&[(1, 1), (2, 2)]);
    let api = ProjectKey { key: "api".to_owned(), number: "1".to_owned() };
    sandbox.ingest(Delivery { project: api, ..delivery(vec![sent(3, 1)]) });
    let before = all(&sandbox);
    for numbers in [&[3, 1][..], &[1, 1], &[9, 1], &[9], &[]] {
        let done = merge(&sandbox, numbers);
        assert_eq!((done.n, done.undo), (0, None), "{numbers:?}: another project, itself, nobody");
    }
    for (number, groups) in [(1, &[1_u8][..]), (1, &[2]), (1, &[9]), (9, &[1]), (1, &[])] {
        let done = split(&sandbox, number, groups);
        assert_eq!((done.n, done.undo), (0, None), "{groups:?} of {number}: all there is, another's, none");
    }
    assert_eq!(all(&sandbox), before);
    assert_eq!(sandbox.store.undo(None).unwrap().text, "nothing to take back");
}

#[test]
fn more_events_than_one_transaction_takes_follow_a_split() {
    let sandbox = Sandbox::new();
    let many = |from: u128, group: u8| {
        let one = move |n: u128| {
            let seen = NewEvent { id: EventId((from + n).to_be_bytes()), ..event(1, group) };
            let payload = super::regroup::payload(1, group);
            arrival(ItemKind::Event, &payload, Content::Event(Box::new(seen)))
        };
        Delivery { at: received(1), ..delivery((0..450).map(one).collect()) }
    };
    sandbox.ingest(many(1_000, 1));
    sandbox.ingest(many(2_000, 2));
    let merged = merge(&sandbox, &[1, 2]);
    let apart = split(&sandbox, 1, &[1]);
    assert_eq!([1, 3].map(|n| sandbox.issue(n).events), [450, 450]);
    assert_eq!(sandbox.issue(1).value, "bad value 2", "it has the name of what is left");
    undo(&sandbox, &apart);
    undo(&sandbox, &merged);
    assert_eq!([1, 2].map(|n| sandbox.issue(n).events), [450, 450]);
}

#[test]
fn a_merge_that_is_no_longer_as_it_was_left_is_not_taken_back() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 3)]);
    let first = merge(&sandbox, &[1, 2]);
    split(&sandbox, 1, &[2]);
    let before = all(&sandbox);
    let back = undo(&sandbox, &first);
    assert_eq!((back.n, back.missing.as_slice()), (0, &[IssueId(2)][..]), "that group has an issue of its own");
    assert_eq!(all(&sandbox), before);
}

#[test]
fn a_deletion_taken_back_knows_what_was_put_together() {
    let sandbox = with(&[(1, 1), (2, 2)]);
    merge(&sandbox, &[1, 2]);
    let pinned = || sandbox.number("SELECT sum(pinned) FROM issue_hash WHERE issue = 1");
    let n_pinned = pinned();
    let done = sandbox.change(1, IssueAction::Delete);
    send(&sandbox, 3, 2);
    assert_eq!(sandbox.summary(), ["SHOP-3 1"], "a new one, while it is away");
    undo(&sandbox, &done);
    assert_eq!((sandbox.summary(), pinned()), (vec!["SHOP-1 3".to_owned()], n_pinned));
}
