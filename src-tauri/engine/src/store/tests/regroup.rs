//! Events move, issues merge: afterwards every counter is what a recount says.

use std::collections::{BTreeMap, BTreeSet};

use crashtray_core::group::GroupConfig;
use crashtray_core::items::digest::digest;
use proptest::prelude::*;

use super::*;

/// What an SDK sends of a group; tags and user follow from the number.
pub(super) fn payload(n: u8, group: u8) -> Vec<u8> {
    let user = if n.is_multiple_of(4) { String::new() } else { format!(r#","user":{{"id":"{}"}}"#, n % 4) };
    let url = n % 5;
    format!(
        r#"{{"platform":"python","level":"error","fingerprint":["{group}"],"tags":{{"url":"/{url}"}}{user},
           "exception":{{"values":[{{"type":"ValueError","value":"bad value {group}"}}]}}}}"#
    )
    .into_bytes()
}

/// What is read in it.
pub(super) fn event(n: u8, group: u8) -> NewEvent {
    let payload = payload(n, group);
    let received = arrival(ItemKind::Event, &payload, Content::Opaque).received;
    let digest = digest(&payload, &received);
    new_event(id(n), &digest, crashtray_core::group::group(&digest, &GroupConfig::default()))
}

pub(super) fn sent(n: u8, group: u8) -> Arrival {
    arrival(ItemKind::Event, &payload(n, group), Content::Event(Box::new(event(n, group))))
}

pub(super) fn received(n: u8) -> Timestamp {
    at(i64::from(n) * 1_700)
}

pub(super) fn send(sandbox: &Sandbox, n: u8, group: u8) {
    sandbox.ingest(Delivery { at: received(n), ..delivery(vec![sent(n, group)]) });
}

/// The primary hash of a group.
pub(super) fn primary(group: u8) -> [u8; 16] {
    event(1, group).grouping.hashes[0].hash
}

/// What can happen.
#[derive(Clone, Debug)]
enum Step {
    Ingest { n: u8, group: u8 },
    Regroup { n: u8, group: u8 },
    Merge { numbers: Vec<i64> },
    Split { number: i64, group: u8 },
    Change { number: i64, action: IssueAction },
    Undo { id: Option<i64> },
}

fn step() -> impl Strategy<Value = Step> {
    let n = || 1..24_u8;
    let group = || 1..5_u8;
    let number = || 1..8_i64;
    let actions = [IssueAction::Resolve, IssueAction::Mute, IssueAction::Read, IssueAction::Bookmark];
    prop_oneof![
        6 => (n(), group()).prop_map(|(n, group)| Step::Ingest { n, group }),
        3 => (n(), group()).prop_map(|(n, group)| Step::Regroup { n, group }),
        2 => proptest::collection::vec(number(), 2..4).prop_map(|numbers| Step::Merge { numbers }),
        2 => (number(), group()).prop_map(|(number, group)| Step::Split { number, group }),
        1 => (number(), proptest::sample::select(actions.to_vec())).prop_map(|(number, action)| Step::Change { number, action }),
        1 => number().prop_map(|number| Step::Change { number, action: IssueAction::Delete }),
        2 => Just(Step::Undo { id: None }),
        1 => number().prop_map(|id| Step::Undo { id: Some(id) }),
    ]
}

fn regroup(n: u8, read_in: IssueId, seen: NewEvent) -> Regroup {
    Regroup { event: id(n), read_in, seen, heading: Heading::Hashes }
}

fn take(sandbox: &Sandbox, step: Step) {
    let store = &sandbox.store;
    match step {
        Step::Ingest { n, group } => send(sandbox, n, group),
        Step::Regroup { n, group } => {
            if let Some(read_in) = store.reader.find_event(id(n)).unwrap() {
                let moves = vec![regroup(n, read_in, event(n, group))];
                let moved = store.writer.regroup_blocking(moves, Priority::Second).unwrap();
                assert_eq!(moved.skipped, 0, "it is where it was read");
            }
        }
        Step::Merge { numbers } => {
            let numbers: Vec<IssueId> = numbers.into_iter().map(IssueId).collect();
            store.merge(&numbers).unwrap();
        }
        Step::Split { number, group } => {
            store.split(IssueId(number), &[primary(group)]).unwrap();
        }
        Step::Change { number, action } => {
            sandbox.change(number, action);
        }
        Step::Undo { id } => {
            store.undo(id).unwrap();
        }
    }
}

/// What an issue's counters should be, counted anew from the events that are in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Recount {
    events: u64,
    kept: u64,
    users: u64,
    span: Option<(Timestamp, Timestamp)>,
    tags: BTreeMap<(String, String), u64>,
    hours: BTreeMap<i64, u64>,
}

pub(super) fn recounts(sandbox: &Sandbox) -> BTreeMap<i64, Recount> {
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

pub(super) fn counters(sandbox: &Sandbox) -> BTreeMap<i64, Recount> {
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
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

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
    [(1, 1), (2, 1), (3, 2)].into_iter().for_each(|(n, group)| send(&sandbox, n, group));
    let to = |n: u8, read_in: i64| regroup(n, IssueId(read_in), event(n, 2));
    let position = sandbox.store.bus.position();
    let moved = sandbox.store.writer.regroup_blocking(vec![to(1, 1), to(2, 7), to(3, 2)], Priority::First).unwrap();
    assert_eq!((moved.n, moved.skipped), (1, 1), "one moved, one was read elsewhere, one is there already");
    assert_eq!((sandbox.issue(1).events, sandbox.issue(2).events), (1, 2));
    let told = format!("{:?}", sandbox.store.bus.since(&position));
    assert!(told.contains("Moved"), "who looks on is told: {told}");
}

#[test]
fn many_events_move_in_several_transactions() {
    let sandbox = Sandbox::new();
    let of = |n: u128, group: u8| NewEvent { id: EventId(n.to_be_bytes()), ..event(1, group) };
    sandbox.ingest(errors((0..450).map(|n| of(n, 1))));
    let move_one = |n| Regroup { event: of(n, 2).id, ..regroup(1, IssueId(1), of(n, 2)) };
    let moved = sandbox.store.writer.regroup_blocking((0..450).map(move_one).collect(), Priority::First).unwrap();
    assert_eq!((moved.n, moved.skipped), (450, 0));
    assert_eq!(sandbox.summary(), ["SHOP-2 450"], "the issue left empty is gone");
}

#[test]
fn an_event_whose_hash_was_put_somewhere_by_hand_takes_its_new_one_there() {
    let sandbox = Sandbox::new();
    [(1, 1), (2, 2), (3, 3), (4, 2)].into_iter().for_each(|(n, group)| send(&sandbox, n, group));
    sandbox.store.merge(&[IssueId(1), IssueId(2)]).unwrap();
    let go = |n: u8, group: u8| {
        let read_in = sandbox.store.reader.find_event(id(n)).unwrap().unwrap();
        let moves = vec![regroup(n, read_in, event(n, group))];
        sandbox.store.writer.regroup_blocking(moves, Priority::First).unwrap().n
    };
    assert_eq!(go(2, 9), 0, "it stays, whatever it is grouped by now");
    send(&sandbox, 5, 9);
    assert_eq!(sandbox.issue(1).events, 4, "and who is grouped like that comes there");
    assert_eq!(go(4, 3), 0, "also where its new hash is another issue's");
    assert_eq!(go(3, 9), 1, "an event that nobody put anywhere follows");
    assert_eq!(sandbox.summary(), ["SHOP-1 5"]);
    assert_eq!(go(4, 7), 0, "it is still known where it was put: its new hash was not its issue's");
    assert_eq!(go(2, 8), 0, "and so it is the second time");
}

#[test]
fn what_is_read_otherwise_now_is_counted_otherwise() {
    let sandbox = Sandbox::new();
    [(1, 1), (2, 1)].into_iter().for_each(|(n, group)| send(&sandbox, n, group));
    let mut seen = event(2, 1);
    seen.level = Level::Fatal;
    seen.user = Some("id:new".to_owned());
    seen.release = Some("2.0".to_owned());
    seen.grouping.value = "a better title".to_owned();
    for tag in &mut seen.tags {
        match tag.0.as_str() {
            "level" => tag.1 = "fatal".to_owned(),
            "user" => tag.1 = "id:new".to_owned(),
            _ => {}
        }
    }
    seen.tags.push(("release".to_owned(), "2.0".to_owned()));
    for again in ["once", "and again"] {
        let moves = vec![regroup(2, IssueId(1), seen.clone())];
        sandbox.store.writer.regroup_blocking(moves, Priority::First).unwrap();
        let issue = sandbox.issue(1);
        assert_eq!((issue.level, issue.users, issue.events), (Level::Fatal, 2, 2), "{again}");
        assert_eq!(issue.value, "a better title", "{again}: it is the latest");
        let record = sandbox.store.reader.issue(IssueId(1), at(0)).unwrap().unwrap();
        let tags = |key: &str| record.tags.iter().find(|tag| tag.key == key).map(|tag| tag.values.clone());
        let one = |value: &str| (value.to_owned(), 1);
        assert_eq!(tags("level"), Some(vec![one("error"), one("fatal")]), "{again}");
        assert_eq!(tags("user"), Some(vec![one("id:1"), one("id:new")]), "{again}");
        assert_eq!(tags("release"), Some(vec![one("2.0")]), "{again}");
    }
}
