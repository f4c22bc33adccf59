//! What a client can make the file hold has an end: names that it invents, and counters that only grow.

use super::*;
use crate::store::tables::{facet, issue_hash, outbox, run, session, undo};

/// An hour, a day, in seconds.
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn n(sandbox: &Sandbox, table: &str) -> i64 {
    sandbox.number(&format!("SELECT count(*) FROM {table}"))
}

#[test]
fn a_thousand_invented_types_are_one_counter_and_keep_their_names() {
    let sandbox = Sandbox::new();
    let invented = |n: u32| arrival(ItemKind::parse(&format!("invented {n}")), b"{}", Content::Opaque);
    for batch in 0..10 {
        sandbox.ingest(delivery((0..100).map(|n| invented(batch * 100 + n)).collect()));
    }
    let counted = sandbox.store.reader.outcomes(at(0)).unwrap();
    let counted: Vec<_> = counted.iter().map(|entry| (entry.kind.as_str(), entry.outcome.as_str(), entry.n)).collect();
    assert_eq!(counted, [("unknown", "unknown", 1_000)]);
    assert_eq!(n(&sandbox, "outcome"), 1);
    let listed = sandbox.store.reader.items(Some("invented 567"), None, 9).unwrap();
    assert_eq!(listed.len(), 1, "it is found under the name that it came with");
    assert_eq!(sandbox.number("SELECT count(DISTINCT kind) FROM item"), 1_000);
}

#[test]
fn outcomes_are_counted_by_the_hour_for_a_month_and_never_become_less() {
    let sandbox = Sandbox::new();
    let api = ProjectKey { key: "api".to_owned(), number: "1".to_owned() };
    for hour in 0..48 {
        sandbox.ingest(Delivery { at: at(hour * HOUR), ..delivery(vec![session(b"{}"), session(b"[]")]) });
    }
    sandbox.ingest(Delivery { at: at(7 * HOUR), project: api, ..delivery(vec![session(b"{}")]) });
    let before = sandbox.store.reader.outcomes(Timestamp::from_millis(0)).unwrap();
    assert_eq!(n(&sandbox, "outcome"), 49);
    let sandbox = sandbox.opened_at(|| at(30 * DAY + 24 * HOUR));
    sandbox.sweep();
    assert_eq!(sandbox.store.reader.outcomes(Timestamp::from_millis(0)).unwrap(), before, "what is counted stays so");
    assert_eq!(n(&sandbox, "outcome"), 24 + 2, "a row for each hour of the last 30 days, and one for all before");
    sandbox.sweep();
    assert_eq!(n(&sandbox, "outcome"), 26, "once is enough");
}

#[test]
fn keys_of_tags_are_counted_up_to_a_limit() {
    let sandbox = Sandbox::new();
    let tagged = |n: u32, keys: std::ops::Range<u32>| {
        let tags = keys.map(|key| (format!("key {key:04}"), "a".to_owned())).collect();
        NewEvent { id: EventId(u128::from(n).to_be_bytes()), tags, ..error(0, 1) }
    };
    for batch in 0..5 {
        sandbox.ingest(errors([tagged(batch, batch * 90..(batch + 1) * 90)]));
    }
    sandbox.ingest(errors([tagged(9, 0..3), tagged(10, 900..903)]));
    let keys = sandbox.number("SELECT count(DISTINCT key) FROM facet");
    assert_eq!((keys, n(&sandbox, "facet")), (facet::MAX_KEYS, facet::MAX_KEYS));
    assert_eq!(sandbox.number("SELECT n FROM facet WHERE key = 'key 0002'"), 2, "those that are known still count");
    assert_eq!(sandbox.number("SELECT count(*) FROM facet WHERE key = 'key 0902'"), 0);
}

#[test]
fn hashes_of_an_issue_have_an_end_and_its_first_still_finds_it() {
    let sandbox = Sandbox::new();
    for n in 0..260_u32 {
        let mut event = NewEvent { id: EventId(u128::from(n).to_be_bytes()), ..error(0, 1) };
        let mut of_system = [9; 16];
        of_system[..4].copy_from_slice(&n.to_be_bytes());
        event.grouping.hashes.push(GroupHash { variant: Variant::System, hash: of_system });
        sandbox.ingest(errors([event]));
    }
    assert_eq!(sandbox.summary(), ["SHOP-1 260"]);
    assert_eq!(n(&sandbox, "issue_hash"), issue_hash::MAX_HASHES);
}

#[test]
fn runs_have_an_end_and_go_when_nothing_of_them_is_left() {
    let sandbox = Sandbox::new();
    let run = |id: &str| Some(Run { id: id.to_owned(), project: "app".to_owned() });
    let by_stream = |id: &str, seconds: i64, event: u8| Delivery {
        run: run(id),
        route: Route::Stream,
        at: at(seconds),
        ..errors([error(event, 1)])
    };
    sandbox.ingest(by_stream("old.1", 0, 1));
    sandbox.ingest(by_stream("new.1", DAY, 2));
    sandbox
        .store
        .writer
        .write_blocking(|tx| {
            // As if a client had invented so many.
            tx.db.execute_batch(&format!(
                "WITH RECURSIVE n(n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM n WHERE n < {})
             INSERT INTO run (name) SELECT 'invented.' || n FROM n",
                run::MAX_RUNS
            ))?;
            Ok(())
        })
        .unwrap();
    sandbox.ingest(by_stream("late.1", DAY, 3));
    assert_eq!(n(&sandbox, "run"), run::MAX_RUNS);
    let event = sandbox.store.reader.event_by_id(id(3)).unwrap().unwrap();
    assert_eq!((event.run, event.project.as_str()), (None, "app"), "one too many: its events come in all the same");
    let sandbox = sandbox.opened_at(|| at(90 * DAY + HOUR));
    sandbox.sweep();
    assert_eq!(sandbox.number("SELECT count(*) FROM run WHERE name = 'new.1'"), 1);
    assert_eq!(n(&sandbox, "run"), 1, "the others have neither an event nor an envelope");
    let event = sandbox.store.reader.event_by_id(id(2)).unwrap().unwrap();
    assert_eq!(event.run.as_deref(), Some("new.1"));
}

#[test]
fn alerts_that_nobody_tells_sessions_and_changes_have_an_end() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    sandbox.store.writer.write_blocking(|tx| {
        tx.db.execute_batch(&format!(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {})
             INSERT INTO outbox (at, cause, event_id, level, kind, value, culprit) SELECT at, 0, x'00', 40, '', '', '' FROM n, outbox",
            outbox::MAX_WAITING + 400
        ))?;
        for n in 0..session::MAX_SESSIONS + 7 {
            tx.add_session(&n.to_string(), &[0; 32])?;
        }
        Ok(())
    }).unwrap();
    for _ in 0..(undo::MAX_CHANGES + 5) / 2 + 1 {
        sandbox.change(1, IssueAction::Resolve);
        sandbox.change(1, IssueAction::Reopen);
    }
    sandbox.sweep();
    for (table, most) in
        [("outbox", outbox::MAX_WAITING), ("session", session::MAX_SESSIONS), ("undo", undo::MAX_CHANGES)]
    {
        assert_eq!(n(&sandbox, table), most, "rows of {table}");
    }
    let newest = sandbox.number("SELECT max(id) FROM outbox");
    assert!(newest > outbox::MAX_WAITING, "the newest stay");
}

#[test]
fn hours_of_issues_are_known_for_a_year() {
    let sandbox = Sandbox::new();
    for (nth, day) in [0, 1, 300, 366].into_iter().enumerate() {
        sandbox.ingest(Delivery { at: at(day * DAY), ..errors([error(u8::try_from(nth).unwrap(), 1)]) });
    }
    let sandbox = sandbox.opened_at(|| at(367 * DAY + HOUR));
    sandbox.sweep();
    assert_eq!(n(&sandbox, "issue_hour"), 2);
    assert_eq!(sandbox.issue(1).events, 4, "they stay counted");
}

#[test]
fn a_list_of_items_costs_nothing_that_a_client_could_make_large() {
    let sandbox = Sandbox::new();
    let header = Bytes::from(format!("{{\"type\":\"x\",\"pad\":\"{}\"}}", "a".repeat(1 << 20)));
    let huge = || Arrival { header: header.clone(), ..session(b"{}") };
    sandbox.ingest(Delivery { header: header.clone(), ..delivery(vec![huge(), huge()]) });
    let plan =
        "EXPLAIN QUERY PLAN SELECT envelope, n, kind, size, outcome, reason FROM item WHERE (envelope, n) < (1, 2)";
    let db = connection::open(&sandbox.path(), Use::Read).unwrap();
    let plan: String = db.query_row(plan, [], |row| row.get(3)).unwrap();
    assert!(plan.starts_with("SEARCH item USING PRIMARY KEY"), "{plan}");
    let listed = sandbox.store.reader.items(None, None, 9).unwrap();
    assert!(format!("{listed:?}").len() < 1_000, "without headers");
}
