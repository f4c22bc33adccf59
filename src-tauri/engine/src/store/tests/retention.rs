//! What is kept, for how long, and that what goes leaves nothing behind and nothing miscounted.

use super::*;

/// 90 days, in seconds.
const AGE: i64 = 90 * 86_400;

fn wide_id(n: u32) -> EventId {
    let mut bytes = [7; 16];
    bytes[..4].copy_from_slice(&n.to_be_bytes());
    EventId(bytes)
}

fn numbered(n: u32, group: u8) -> NewEvent {
    NewEvent { id: wide_id(n), user: Some(format!("id:{}", n % 7)), ..error(0, group) }
}

/// Bytes that do not compress.
fn noise(seed: u32, size: usize) -> Vec<u8> {
    let mut state = u64::from(seed) + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from(state >> 56).unwrap()
    };
    (0..size).map(|_| next()).collect()
}

fn log(seed: u32, size: usize) -> Arrival {
    arrival(ItemKind::Log, &noise(seed, size), Content::Opaque)
}

/// Rows agree with each other, and counters with what was counted: `(issue, events ever)`.
fn recount(sandbox: &Sandbox, ever: &[(i64, i64)]) {
    let none = [
        (
            "issues whose kept events differ",
            "SELECT count(*) FROM issue WHERE kept <> (SELECT count(*) FROM event WHERE issue = issue.id)",
        ),
        (
            "events without their item",
            "SELECT count(*) FROM event WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.envelope = event.envelope AND item.n = event.n)",
        ),
        (
            "items without their payload",
            "SELECT count(*) FROM item WHERE payload IS NOT NULL AND payload NOT IN (SELECT id FROM payload)",
        ),
        (
            "payloads of nobody",
            "SELECT count(*) FROM payload WHERE id NOT IN (SELECT payload FROM item WHERE payload IS NOT NULL)",
        ),
        (
            "attachments without their item",
            "SELECT count(*) FROM attachment WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.envelope = attachment.envelope AND item.n = attachment.n)",
        ),
        ("empty envelopes", "SELECT count(*) FROM envelope WHERE id NOT IN (SELECT envelope FROM item)"),
        (
            "issues called after an event that is gone",
            "SELECT count(*) FROM issue WHERE latest_event IS NOT NULL AND latest_event NOT IN (SELECT id FROM event)",
        ),
    ];
    for (what, sql) in none {
        assert_eq!(sandbox.number(sql), 0, "{what}");
    }
    for (issue, n) in ever {
        let counted = [
            format!("SELECT events FROM issue WHERE id = {issue}"),
            format!("SELECT sum(n) FROM facet WHERE issue = {issue} AND key = 'level'"),
            format!("SELECT sum(n) FROM issue_hour WHERE issue = {issue}"),
            format!("SELECT sum(n) FROM issue_user WHERE issue = {issue}"),
        ];
        for sql in counted {
            assert_eq!(sandbox.number(&sql), *n, "{sql}");
        }
    }
}

#[test]
fn of_five_thousand_events_the_first_the_last_and_a_sample_stay() {
    let sandbox = Sandbox::new();
    for batch in 0..10_u32 {
        let events = (0..500).map(|n| numbered(batch * 500 + n, 1));
        sandbox.ingest(Delivery { at: at(i64::from(batch)), ..errors(events) });
        if batch == 5 {
            sandbox.sweep();
        }
    }
    sandbox.ingest(errors([numbered(9_999, 2)]));
    sandbox.sweep();
    recount(&sandbox, &[(1, 5_000), (2, 1)]);
    let reader = &sandbox.store.reader;
    let mut kept: Vec<u32> = reader
        .events(IssueId(1), None, 5_000)
        .unwrap()
        .rows
        .iter()
        .map(|row| u32::from_be_bytes(*row.id.0.first_chunk().unwrap()))
        .collect();
    kept.reverse();
    assert_eq!(kept.len(), 1_000);
    assert_eq!(kept[..20], (0..20).collect::<Vec<_>>(), "the first");
    assert_eq!(kept[500..], (4_500..5_000).collect::<Vec<_>>(), "the last");
    for quarter in 0..4 {
        let from = 20 + quarter * 1_120;
        let n = kept[20..500].iter().filter(|n| (from..from + 1_120).contains(*n)).count();
        assert!((70..170).contains(&n), "the sample is from everywhere: {n} of quarter {quarter}");
    }
    let event = |at| reader.event(IssueId(1), at).unwrap().unwrap();
    let middle = event(EventAt::Place(300));
    assert_eq!((middle.place.index, middle.place.kept, middle.place.total), (300, 1_000, 5_000));
    assert_eq!(middle.place.next, Some(wide_id(kept[300])), "from one that is kept to the next one");
    assert_eq!((event(EventAt::First).id, event(EventAt::Latest).id), (wide_id(0), wide_id(4_999)));
    assert_eq!(reader.payload(wide_id(kept[250])).unwrap().unwrap(), payload_of(&numbered(0, 1)));
}

#[test]
fn after_ninety_days_events_go_with_what_belongs_to_them_and_counters_stay() {
    let sandbox = Sandbox::new();
    let shared = || attachment("core", b"the same bytes");
    sandbox.ingest(delivery(vec![event_arrival(numbered(1, 1)), shared(), session(b"{}"), log(1, 50)]));
    sandbox.ingest(delivery(vec![event_arrival(numbered(2, 2)), shared()]));
    sandbox.ingest(Delivery { at: at(10), ..delivery(vec![event_arrival(numbered(3, 1)), shared()]) });
    sandbox.sweep();
    assert_eq!(sandbox.number("SELECT count(*) FROM event"), 3, "nothing is old yet");
    let sandbox = sandbox.opened_at(|| at(AGE + 5));
    sandbox.sweep();
    recount(&sandbox, &[(1, 2), (2, 1)]);
    for (table, n) in [("event", 1), ("attachment", 1), ("item", 2), ("payload", 2), ("envelope", 1), ("issue", 2)] {
        assert_eq!(sandbox.number(&format!("SELECT count(*) FROM {table}")), n, "rows of {table}");
    }
    let event = sandbox.store.reader.event(IssueId(1), EventAt::Latest).unwrap().unwrap();
    assert_eq!((event.place.index, event.place.kept, event.place.total), (1, 1, 2));
    let bytes = sandbox.bytes_of(event.attachments[0].id);
    assert_eq!(bytes, b"the same bytes");
    assert_eq!(sandbox.store.reader.event(IssueId(2), EventAt::Latest).unwrap(), None);
    assert_eq!(sandbox.issue(2).events, 1, "the issue is still there");
    sandbox.ingest(Delivery { at: at(AGE + 6), ..errors([numbered(4, 2)]) });
    recount(&sandbox, &[(2, 2)]);
}

fn opaque(kind: &str) -> Arrival {
    arrival(ItemKind::parse(kind), kind.as_bytes(), Content::Opaque)
}

fn transaction(n: u32) -> NewEvent {
    NewEvent { id: wide_id(n), kind: EventKind::Transaction, ..error(0, 1) }
}

/// Items that are kept, each kind once, by name.
fn kinds(sandbox: &Sandbox) -> Vec<String> {
    let items = sandbox.store.reader.items(None, None, 999).unwrap();
    let kinds: std::collections::BTreeSet<_> = items.into_iter().map(|item| item.kind).collect();
    kinds.into_iter().collect()
}

/// One of everything, in envelopes as SDKs send them: an error with a session and a replay; a transaction with its profile; the rest.
fn stocked() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.ingest(delivery(vec![
        event_arrival(numbered(1, 1)),
        attachment("of the error", b"e"),
        session(b"{}"),
        opaque("replay_recording"),
        opaque("client_report"),
    ]));
    sandbox.ingest(delivery(vec![
        event_arrival(transaction(2)),
        attachment("of the transaction", b"t"),
        opaque("profile"),
    ]));
    sandbox.ingest(delivery(vec![
        attachment("of nobody", b"n"),
        opaque("poem"),
        opaque("minidump"),
        log(1, 90),
        opaque("span"),
    ]));
    sandbox
}

#[test]
fn logs_traces_replays_and_sessions_go_before_errors() {
    let month = 30 * 86_400;
    let sandbox = stocked().opened_at(|| at(30 * 86_400 - 5));
    sandbox.sweep();
    assert_eq!(sandbox.number("SELECT count(*) FROM item"), 13, "after {month} seconds, not before");
    let sandbox = sandbox.opened_at(|| at(30 * 86_400 + 5));
    sandbox.sweep();
    recount(&sandbox, &[(1, 1)]);
    assert_eq!(kinds(&sandbox), ["attachment", "event", "minidump", "poem"]);
    let labels = "SELECT count(*) FROM attachment WHERE filename IN ('of the error', 'of nobody')";
    assert_eq!((sandbox.number(labels), sandbox.number("SELECT count(*) FROM attachment")), (2, 2));
    assert_eq!(sandbox.number("SELECT count(*) FROM envelope"), 2, "an envelope of which nothing is left goes");
    let sandbox = sandbox.opened_at(|| at(AGE + 5));
    sandbox.sweep();
    recount(&sandbox, &[]);
    for table in ["item", "attachment", "payload", "envelope", "event"] {
        assert_eq!(sandbox.number(&format!("SELECT count(*) FROM {table}")), 0, "rows of {table}");
    }
}

#[test]
fn each_age_can_be_set_also_beyond_that_of_errors() {
    type Settings = &'static [(&'static str, &'static str)];
    let table: [(Settings, &[&str]); 4] = [
        (
            &[("retention.days.logs", "400"), ("retention.days.traces", "0")],
            &["attachment", "log", "profile", "span", "transaction"],
        ),
        (&[("retention.days", "0")], &["attachment", "event", "minidump", "poem"]),
        (
            &[("retention.days.replays", "100"), ("retention.days.sessions", "100")],
            &["client_report", "replay_recording", "session"],
        ),
        (&[("retention.days.other", "365")], &["attachment", "poem"]),
    ];
    for (settings, expected) in table {
        let sandbox = stocked();
        settings.iter().for_each(|(name, value)| sandbox.set(name, value));
        let sandbox = sandbox.opened_at(|| at(AGE + 5));
        sandbox.sweep();
        recount(&sandbox, &[]);
        assert_eq!(kinds(&sandbox), expected, "{settings:?}");
    }
}

#[test]
fn an_item_goes_with_its_row_whatever_its_type_says() {
    let sandbox = Sandbox::new();
    // A transaction in an item of the type `event`, as old clients send them.
    let odd = Arrival { kind: ItemKind::Event, ..event_arrival(transaction(1)) };
    sandbox.ingest(delivery(vec![odd, event_arrival(numbered(2, 1))]));
    sandbox.set("retention.days", "10");
    sandbox.set("retention.days.traces", "20");
    let sandbox = sandbox.opened_at(|| at(15 * 86_400));
    sandbox.sweep();
    recount(&sandbox, &[(1, 1)]);
    assert!(sandbox.store.reader.event_by_id(wide_id(1)).unwrap().is_some(), "the transaction is whole");
    let sandbox = sandbox.opened_at(|| at(25 * 86_400));
    sandbox.sweep();
    assert_eq!(sandbox.number("SELECT count(*) FROM item"), 0);
}

#[test]
fn numbers_that_are_given_out_again_mislead_nobody() {
    let sandbox = Sandbox::new();
    for n in 0..9 {
        sandbox.ingest(delivery(vec![event_arrival(numbered(n, 1)), log(n, 50)]));
    }
    let mut sweep = Sweep::default();
    let mut round = |sandbox: &Sandbox| {
        while {
            let mut step = sweep.clone();
            let step = move |tx: &mut Tx<'_>| tx.sweep(&mut step).map(|is_more| (is_more, step));
            let (is_more, next) = sandbox.store.writer.write_blocking(step).unwrap();
            sweep = next;
            is_more
        } {}
    };
    let sandbox = sandbox.opened_at(|| at(40 * 86_400));
    round(&sandbox);
    assert_eq!(kinds(&sandbox), ["event"], "the logs went; everything there is was looked at");
    sandbox.store.writer.write_blocking(|tx| {
        tx.db.execute_batch("DELETE FROM event; DELETE FROM item; DELETE FROM payload; DELETE FROM envelope; UPDATE issue SET kept = 0, latest_event = NULL")?;
        Ok(())
    }).unwrap();
    // The same numbers again on the same day, some past their time and some not.
    let again = |n: u32, day: i64| Delivery {
        at: at(day * 86_400),
        ..delivery(vec![event_arrival(numbered(n, 1)), log(n, 50)])
    };
    (20..25).for_each(|n| drop(sandbox.ingest(again(n, 5))));
    (30..32).for_each(|n| drop(sandbox.ingest(again(n, 20))));
    assert!(sandbox.number("SELECT max(id) FROM envelope") < 9, "below those that were looked at");
    round(&sandbox);
    assert_eq!(sandbox.number("SELECT count(*) FROM item WHERE kind = 'log'"), 2, "those of the fifth day went");
    assert_eq!(sandbox.number("SELECT count(*) FROM event"), 7, "errors stay");
    recount(&sandbox, &[]);
}

#[test]
fn a_clock_that_was_wrong_neither_loses_nor_holds_up() {
    let sandbox = Sandbox::new();
    sandbox.ingest(Delivery { at: at(10 * AGE), ..errors([numbered(1, 1)]) });
    sandbox.ingest(errors([numbered(2, 1)]));
    sandbox.ingest(Delivery { at: at(AGE), ..errors([numbered(3, 1)]) });
    let sandbox = sandbox.opened_at(|| at(AGE + 5));
    sandbox.sweep();
    recount(&sandbox, &[(1, 3)]);
    let ids: Vec<_> = sandbox.store.reader.events(IssueId(1), None, 9).unwrap().rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, [wide_id(1), wide_id(3)], "the old one went; the one of the future is left");
}

#[test]
fn errors_never_go_for_logs_and_the_file_shrinks() {
    let sandbox = Sandbox::new();
    sandbox.set("retention.mebibytes", "1");
    let transaction = |n| transaction(1_000 + n);
    for n in 0..20 {
        sandbox.ingest(delivery(vec![
            event_arrival(numbered(n, 1)),
            attachment("a", &noise(n, 9_000)),
            log(n, 99_000),
        ]));
        sandbox.ingest(delivery(vec![event_arrival(transaction(n)), attachment("t", &noise(99 + n, 50_000))]));
        sandbox.ingest(delivery(vec![log(200 + n, 99_000)]));
    }
    let before = sandbox.number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    sandbox.sweep();
    recount(&sandbox, &[(1, 20)]);
    assert_eq!(sandbox.issue(1).events, 20);
    let n = |what: &str| sandbox.number(&format!("SELECT count(*) FROM {what}"));
    assert_eq!((n("event WHERE issue = 1"), n("attachment WHERE filename = 'a'")), (20, 20), "errors are whole");
    assert!(n("event WHERE issue IS NULL") < 20 && n("item WHERE kind = 'log'") < 20, "others went");
    assert!(n("item WHERE kind = 'log'") > 0, "but not more than must");
    let path = sandbox.path();
    let Sandbox { store, folder: _folder } = sandbox;
    drop(store);
    let after = i64::try_from(std::fs::metadata(path).unwrap().len()).unwrap();
    assert!(before > 4 << 20 && after < 9 << 18, "{before} bytes before, {after} after: with a reserve");
}

#[test]
fn where_errors_alone_are_too_much_the_oldest_go_and_then_what_nobody_marked() {
    let sandbox = Sandbox::new();
    sandbox.set("retention.mebibytes", "1");
    for n in 0..6 {
        let events = delivery(vec![event_arrival(numbered(n, 1)), attachment("a", &noise(n, 200_000))]);
        sandbox.ingest(Delivery { at: at(i64::from(n)), ..events });
    }
    sandbox.sweep();
    recount(&sandbox, &[(1, 6)]);
    let first = sandbox.store.reader.event(IssueId(1), EventAt::First).unwrap().unwrap();
    let kept = u32::try_from(first.place.kept).unwrap();
    assert!((1..6).contains(&kept), "no more went than must: {kept} of 6");
    assert_eq!(first.id, wide_id(6 - kept), "the newest stay");
}

#[test]
fn without_events_unmarked_issues_go_when_there_is_no_room() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors((1..=5).map(|n| numbered(u32::from(n), n))));
    for (number, action) in [(1, IssueAction::Bookmark), (2, IssueAction::Mute), (3, IssueAction::Resolve)] {
        sandbox.change(number, action);
    }
    let sandbox = sandbox.opened_at(|| at(AGE + 5));
    sandbox.sweep();
    assert_eq!(sandbox.store.reader.counts().unwrap().all, 5, "there is room");
    // As if the file had no room for a single page.
    let full = |tx: &mut Tx<'_>| {
        let mut sweep = Sweep::of_bytes(1);
        while tx.sweep(&mut sweep)? && sweep.is_too_large() {}
        Ok(())
    };
    sandbox.store.writer.write_blocking(full).unwrap();
    let mut left: Vec<i64> = sandbox.issues().iter().map(|issue| issue.number.0).collect();
    left.sort_unstable();
    assert_eq!(left, [1, 2, 3], "bookmarked, muted, resolved");
}
