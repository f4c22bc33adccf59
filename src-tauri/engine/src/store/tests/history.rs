//! History is read anew: by the same rules nothing changes, by others events go where they belong, and what the user did by hand holds.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::hands::{all, merge, split, with};
use super::regroup::{counters, event, recounts, send};
use super::*;

/// From each group to what it is called by other rules.
type Renaming = BTreeMap<u8, u8>;

/// An event of a group, as other rules group it.
fn renamed(kept: &KeptEvent, names: &Renaming) -> NewEvent {
    let mut seen = read_again(kept, &Default::default());
    for (&group, &name) in names {
        if seen.grouping.hashes == event(1, group).grouping.hashes {
            seen.grouping.hashes = event(1, name).grouping.hashes;
            return seen;
        }
    }
    seen
}

fn reprocess_as(sandbox: &Sandbox, names: &Renaming, purpose: Purpose) -> Reprocessed {
    let read = |kept: &KeptEvent| renamed(kept, names);
    sandbox.store.reprocess_as(&Filter::default(), purpose, &read, |_| true).unwrap()
}

/// Reads history anew by these other names.
fn reprocess(sandbox: &Sandbox, names: &[(u8, u8)]) -> Reprocessed {
    reprocess_as(sandbox, &names.iter().copied().collect(), Purpose::Do)
}

/// The issue of each event.
fn places(sandbox: &Sandbox) -> BTreeMap<u8, i64> {
    let place = |n: u8| Some((n, sandbox.store.reader.find_event(id(n)).unwrap()?.0));
    (0..=255).filter_map(place).collect()
}

#[test]
fn by_the_same_rules_nothing_is_written() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 1), (4, 3)]);
    sandbox.change(1, IssueAction::Read);
    merge(&sandbox, &[1, 2]);
    let (before, position) = (all(&sandbox), sandbox.store.bus.position());
    let done = sandbox.store.reprocess(&Filter::default(), Purpose::Do, |_| true).unwrap();
    assert_eq!((done.progress.n_read, done.progress.n_events, done.progress.n_differ), (4, 4, 0));
    assert_eq!((done.moves, done.is_stopped), (vec![], false));
    assert_eq!((all(&sandbox), sandbox.store.bus.position()), (before, position), "and nobody hears of it");
}

#[test]
fn an_issue_keeps_its_number_and_its_state() {
    let sandbox = with(&[(1, 1), (2, 1), (3, 2)]);
    sandbox.change(1, IssueAction::Resolve);
    sandbox.change(1, IssueAction::Bookmark);
    let done = reprocess(&sandbox, &[(1, 9)]);
    assert_eq!((done.progress.n_differ, done.progress.n_moved), (2, 0));
    assert_eq!((sandbox.issue(1).state.name(), sandbox.issue(1).bookmarked), ("resolved", true));
    send(&sandbox, 4, 9);
    assert!(sandbox.issue(1).regressed, "its new hash leads to it");
    assert_eq!(sandbox.summary(), ["SHOP-1 3", "SHOP-2 1"]);
}

#[test]
fn what_came_before_history_was_read_anew_goes_into_the_old_issue() {
    let sandbox = with(&[(1, 1), (2, 1)]);
    sandbox.change(1, IssueAction::Resolve);
    send(&sandbox, 3, 9);
    let done = reprocess(&sandbox, &[(1, 9)]);
    assert_eq!(done.progress.n_moved, 0);
    let issue = sandbox.issue(1);
    assert_eq!((sandbox.summary(), issue.state.name()), (vec!["SHOP-1 3".to_owned()], "unresolved"), "it came back");
    assert_eq!((counters(&sandbox), issue.regressed), (recounts(&sandbox), true));
}

#[test]
fn what_was_put_together_by_hand_stays_so_and_who_is_claimed_twice_stays_where_he_is() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]);
    merge(&sandbox, &[1, 2]);
    merge(&sandbox, &[3, 4]);
    reprocess(&sandbox, &[(1, 11), (2, 12)]);
    assert_eq!(sandbox.summary(), ["SHOP-5 1", "SHOP-3 2", "SHOP-1 2"]);
    send(&sandbox, 6, 12);
    assert_eq!(sandbox.issue(1).events, 3, "the new hash leads to where the old one was put");

    let before = places(&sandbox);
    let done = reprocess(&sandbox, &[(1, 11), (2, 9), (4, 9), (5, 9)]);
    assert_eq!((places(&sandbox), done.progress.n_moved), (before, 0), "two issues of the user claim one hash");
    send(&sandbox, 7, 9);
    assert_eq!(sandbox.summary()[0], "SHOP-6 1", "what comes now is nobody's");
    reprocess(&sandbox, &[(1, 11), (2, 12), (4, 14)]);
    send(&sandbox, 8, 14);
    assert_eq!(sandbox.issue(3).events, 3, "they are still known where they were put");
}

#[test]
fn what_was_put_apart_by_hand_stays_so() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 2)]);
    merge(&sandbox, &[1, 2]);
    split(&sandbox, 1, &[2]);
    reprocess(&sandbox, &[(1, 9), (2, 9)]);
    assert_eq!(sandbox.summary(), ["SHOP-3 2", "SHOP-1 1"], "though other rules would make one of them");
    assert_eq!(counters(&sandbox), recounts(&sandbox));
}

#[test]
fn a_split_that_was_cut_short_is_carried_to_its_end() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 2)]);
    merge(&sandbox, &[1, 2]);
    let first = sandbox.store.reader.regroup(id(3), Heading::Kept).unwrap().unwrap();
    let hashes = [event(1, 2).grouping.hashes[0].hash];
    sandbox.store.writer.write_blocking(move |tx| tx.split(IssueId(1), &hashes, &[first])).unwrap();
    assert_eq!(sandbox.summary(), ["SHOP-3 1", "SHOP-1 2"], "killed after the first transaction");
    let done = reprocess(&sandbox, &[]);
    assert_eq!((done.progress.n_differ, done.progress.n_moved), (1, 1));
    assert_eq!(
        (sandbox.summary(), counters(&sandbox)),
        (vec!["SHOP-3 2".to_owned(), "SHOP-1 1".to_owned()], recounts(&sandbox))
    );
}

#[test]
fn only_what_matches_is_read() {
    let sandbox = with(&[(1, 1), (2, 2), (3, 3)]);
    sandbox.change(2, IssueAction::Resolve);
    sandbox.change(3, IssueAction::Delete);
    let read = |query: &str| {
        let filter = crashtray_core::query::parse(query).unwrap();
        sandbox.store.reprocess(&filter, Purpose::Do, |_| true).unwrap().progress.n_read
    };
    let n_read = ["", "is:resolved", "project:shop", "project:other"].map(read);
    assert_eq!(n_read, [2, 1, 2, 0], "what was deleted is not read");
}

#[test]
fn what_was_done_when_it_is_stopped_is_done_and_the_next_time_does_the_rest() {
    let many = |group: u8| {
        let sandbox = Sandbox::new();
        let one = |n: u128| {
            let seen = NewEvent { id: EventId(n.to_be_bytes()), ..event(1, group) };
            arrival(ItemKind::Event, &super::regroup::payload(1, group), Content::Event(Box::new(seen)))
        };
        sandbox.ingest(delivery((0..650).map(one).collect()));
        send(&sandbox, 9, 2);
        sandbox
    };
    let names: Renaming = [(1, 2)].into_iter().collect();
    let read = |kept: &KeptEvent| renamed(kept, &names);
    let stopped = many(1);
    let mut seen = Vec::new();
    let go_on = |progress: Progress| {
        seen.push(progress.n_read + progress.n_written);
        progress.n_written < 400
    };
    let done = stopped.store.reprocess_as(&Filter::default(), Purpose::Do, &read, go_on).unwrap();
    assert!(done.is_stopped && done.progress.n_written == 400, "{done:?}");
    assert!(seen.is_sorted() && seen.len() > 6, "one hears how far it is: {seen:?}");
    let rest = stopped.store.reprocess_as(&Filter::default(), Purpose::Do, &read, |_| true).unwrap();
    assert_eq!((rest.is_stopped, rest.progress.n_differ), (false, 250));
    let whole = many(1);
    whole.store.reprocess_as(&Filter::default(), Purpose::Do, &read, |_| true).unwrap();
    assert_eq!(stopped.summary(), whole.summary());
    assert_eq!(all(&stopped)[2..5], all(&whole)[2..5], "in two steps or in one");
    let nothing = many(1).store.reprocess_as(&Filter::default(), Purpose::Do, &read, |_| false).unwrap();
    assert_eq!((nothing.is_stopped, nothing.progress.n_read), (true, 0));
}

/// What the user may have done before.
#[derive(Clone, Debug)]
enum Hand {
    Merge(i64, i64),
    Split(i64, u8),
    Resolve(i64),
}

fn hand() -> impl Strategy<Value = Hand> {
    prop_oneof![
        (1..6_i64, 1..6_i64).prop_map(|(a, b)| Hand::Merge(a, b)),
        (1..6_i64, 1..6_u8).prop_map(|(issue, group)| Hand::Split(issue, group)),
        (1..6_i64).prop_map(Hand::Resolve),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_rules_say_all_adds_up_and_what_was_done_by_hand_holds(
        groups in proptest::collection::vec(1..6_u8, 1..23),
        hands in proptest::collection::vec(hand(), 0..5),
        names in proptest::collection::btree_map(1..6_u8, 1..9_u8, 0..5),
    ) {
        let events: Vec<(u8, u8)> = (1..).zip(groups).collect();
        let sandbox = with(&events);
        for hand in hands {
            match hand {
                Hand::Merge(a, b) => drop(merge(&sandbox, &[a, b])),
                Hand::Split(issue, group) => drop(split(&sandbox, issue, &[group])),
                Hand::Resolve(issue) => drop(sandbox.change(issue, IssueAction::Resolve)),
            }
        }
        let by_hand: Vec<Option<String>> = all(&sandbox);
        let pinned = |n: u8| sandbox.store.reader.kept(id(n)).unwrap().unwrap().is_pinned;
        let was: BTreeMap<u8, i64> = places(&sandbox).into_iter().filter(|(n, _)| pinned(*n)).collect();

        let said = reprocess_as(&sandbox, &names, Purpose::Say);
        prop_assert_eq!(&all(&sandbox), &by_hand, "it only said so");
        let done = reprocess_as(&sandbox, &names, Purpose::Do);
        prop_assert_eq!(&said.moves, &done.moves);
        prop_assert_eq!(counters(&sandbox), recounts(&sandbox));
        let now = places(&sandbox);
        prop_assert_eq!(now.len(), events.len(), "none is lost");
        for (a, was_in) in &was {
            for (b, was_in_too) in &was {
                prop_assert_eq!(was_in == was_in_too, now[a] == now[b], "{} and {}, where the user had put them", a, b);
            }
        }
        let after = all(&sandbox);
        let again = reprocess_as(&sandbox, &names, Purpose::Do);
        prop_assert_eq!((again.progress.n_moved, all(&sandbox)), (0, after), "a second time nothing changes");
    }
}
