//! Events move, issues merge: afterwards every counter is what a recount says.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// An event whose tags, user and hour follow from its number.
fn event(n: u8, group: u8) -> NewEvent {
    NewEvent {
        tags: vec![("url".to_owned(), format!("/{}", n % 5)), ("level".to_owned(), "error".to_owned())],
        user: (!n.is_multiple_of(4)).then(|| format!("id:{}", n % 4)),
        ..error(n, group)
    }
}

fn received(n: u8) -> Timestamp {
    at(i64::from(n) * 1_700)
}

/// What can happen.
#[derive(Clone, Debug)]
enum Step {
    Ingest { n: u8, group: u8 },
    Regroup { n: u8, group: u8 },
    Merge { from: i64, into: i64 },
    Change { number: i64, action: IssueAction },
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    let n = || 1..24_u8;
    let group = || 1..5_u8;
    let number = || 1..8_i64;
    let actions = [IssueAction::Resolve, IssueAction::Mute, IssueAction::Read, IssueAction::Bookmark];
    prop_oneof![
        4 => (n(), group()).prop_map(|(n, group)| Step::Ingest { n, group }),
        3 => (n(), group()).prop_map(|(n, group)| Step::Regroup { n, group }),
        1 => (number(), number()).prop_map(|(from, into)| Step::Merge { from, into }),
        1 => (number(), proptest::sample::select(actions.to_vec())).prop_map(|(number, action)| Step::Change { number, action }),
        1 => number().prop_map(|number| Step::Change { number, action: IssueAction::Delete }),
        1 => Just(Step::Undo),
    ]
}

fn take(sandbox: &Sandbox, step: Step) {
    let writer = &sandbox.store.writer;
    match step {
        Step::Ingest { n, group } => {
            sandbox.ingest(Delivery { at: received(n), ..errors([event(n, group)]) });
        }
        Step::Regroup { n, group } => {
            if let Some(read_in) = sandbox.store.reader.find_event(id(n)).unwrap() {
                let moves = vec![Regroup { event: id(n), read_in, seen: event(n, group) }];
                assert_eq!(wait(writer.regroup(moves)).unwrap().skipped, 0, "it is where it was read");
            }
        }
        Step::Merge { from, into } => {
            writer.write_blocking(move |tx| tx.merge(IssueId(from), IssueId(into))).unwrap();
        }
        Step::Change { number, action } => {
            sandbox.change(number, action);
        }
        Step::Undo => {
            writer.undo_blocking(None).unwrap();
        }
    }
}

/// What an issue's counters should be, counted anew from the events that are in it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Recount {
    events: u64,
    kept: u64,
    users: u64,
    span: Option<(Timestamp, Timestamp)>,
    tags: BTreeMap<(String, String), u64>,
    hours: BTreeMap<i64, u64>,
}

fn recounts(sandbox: &Sandbox) -> BTreeMap<i64, Recount> {
    let mut counted: BTreeMap<i64, (Recount, BTreeSet<String>)> = BTreeMap::new();
    for n in 1..24 {
        let Some(issue) = sandbox.store.reader.find_event(id(n)).unwrap() else { continue };
        let (recount, users) = counted.entry(issue.0).or_default();
        let (event, at) = (event(n, 1), received(n));
        recount.events += 1;
        recount.kept += 1;
        recount.span = Some(recount.span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        event.tags.into_iter().for_each(|tag| *recount.tags.entry(tag).or_default() += 1);
        *recount.hours.entry(tables::code::hour(at)).or_default() += 1;
        users.extend(event.user);
    }
    let whole = |(recount, users): (Recount, BTreeSet<String>)| Recount { users: users.len() as u64, ..recount };
    counted.into_iter().map(|(issue, counted)| (issue, whole(counted))).collect()
}

fn counters(sandbox: &Sandbox) -> BTreeMap<i64, Recount> {
    let db = connection::open(&sandbox.path(), Use::Read).unwrap();
    let entries = sandbox.list("").rows;
    let counters = entries.into_iter().map(|entry| {
        let record = sandbox.store.reader.issue(entry.issue.number, at(0)).unwrap().unwrap();
        let tags = record
            .tags
            .iter()
            .flat_map(|tag| tag.values.iter().map(|(value, n)| ((tag.key.clone(), value.clone()), *n)));
        let hours = tables::issue_hour::since(&db, entry.issue.number, i64::MIN).unwrap();
        let counted = Recount {
            events: entry.issue.events,
            kept: record.kept,
            users: entry.issue.users,
            span: Some((entry.issue.first_seen, entry.issue.last_seen)),
            tags: tags.collect(),
            hours: hours.into_iter().map(|(hour, n)| (hour, n.unsigned_abs())).collect(),
        };
        (entry.issue.number.0, counted)
    });
    counters.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counters_equal_a_recount_whatever_happens(steps in proptest::collection::vec(step(), 1..60)) {
        let sandbox = Sandbox::new();
        for step in steps {
            take(&sandbox, step);
        }
        prop_assert_eq!(counters(&sandbox), recounts(&sandbox));
        let tallied = sandbox.number("SELECT coalesce(sum(n), 0) FROM tally");
        prop_assert_eq!(tallied, sandbox.number("SELECT count(*) FROM issue WHERE deleted_at IS NULL"));
        prop_assert_eq!(sandbox.list("").total, sandbox.list("").rows.len() as u64);
        prop_assert_eq!(sandbox.number("SELECT count(*) FROM tally WHERE n < 0"), 0);
    }
}

#[test]
fn events_that_moved_since_stay_where_they_are() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([event(1, 1), event(2, 1), event(3, 2)]));
    let to = |n: u8, read_in: i64| Regroup { event: id(n), read_in: IssueId(read_in), seen: event(n, 2) };
    let position = sandbox.store.bus.position();
    let moved = wait(sandbox.store.writer.regroup(vec![to(1, 1), to(2, 7), to(3, 2)])).unwrap();
    assert_eq!(moved, Moved { n: 1, skipped: 1 }, "one moved, one was read elsewhere, one is there already");
    assert_eq!((sandbox.issue(1).events, sandbox.issue(2).events), (1, 2));
    let told = format!("{:?}", sandbox.store.bus.since(&position));
    assert!(told.contains("Moved"), "who looks on is told: {told}");
}

#[test]
fn many_events_move_in_several_transactions() {
    let sandbox = Sandbox::new();
    let of = |n: u128, group: u8| NewEvent { id: EventId(n.to_be_bytes()), ..event(1, group) };
    sandbox.ingest(errors((0..450).map(|n| of(n, 1))));
    let moves = (0..450).map(|n| Regroup { event: of(n, 2).id, read_in: IssueId(1), seen: of(n, 2) }).collect();
    assert_eq!(wait(sandbox.store.writer.regroup(moves)).unwrap(), Moved { n: 450, skipped: 0 });
    assert_eq!(sandbox.summary(), ["SHOP-2 450"], "the issue left empty is gone");
}

#[test]
fn issues_merge_within_their_project_only() {
    let sandbox = Sandbox::new();
    let api = ProjectKey { key: "api".to_owned(), number: "1".to_owned() };
    sandbox.ingest(errors([event(1, 1), event(2, 2)]));
    sandbox.ingest(Delivery { project: api, ..errors([event(3, 1)]) });
    let merge = |from: i64, into: i64| {
        sandbox.store.writer.write_blocking(move |tx| tx.merge(IssueId(from), IssueId(into))).unwrap()
    };
    assert_eq!([merge(3, 1), merge(1, 1), merge(9, 1), merge(1, 9)], [false; 4], "another project, itself, and nobody");
    assert!(merge(2, 1));
    sandbox.ingest(errors([event(4, 2)]));
    assert_eq!(sandbox.issue(1).events, 3, "its hashes lead there from now on");
}
