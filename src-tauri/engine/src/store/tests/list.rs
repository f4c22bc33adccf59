//! The list of issues: filters, orders, pages, counts.

use super::*;

/// Issues 1 to 6, each with as many events as its number, the highest seen last.
fn stocked() -> Sandbox {
    let sandbox = Sandbox::new();
    let mut n = 0;
    for group in 1..=6_u8 {
        for _ in 0..group {
            n += 1;
            let user = Some(format!("id:{}", n % group));
            let event = NewEvent { user, ..error(n, group) };
            sandbox.ingest(Delivery { at: at(i64::from(group) - 60), ..errors([event]) });
        }
    }
    sandbox
}

fn numbers(list: &IssueList) -> Vec<i64> {
    list.rows.iter().map(|entry| entry.issue.number.0).collect()
}

#[test]
fn every_condition_finds_what_it_says() {
    let sandbox = stocked();
    sandbox.change(1, IssueAction::Resolve);
    sandbox.change(2, IssueAction::Mute);
    sandbox.change(3, IssueAction::Read);
    sandbox.change(4, IssueAction::Bookmark);
    let mut special = NewEvent {
        level: Level::Warning,
        handled: Some(true),
        transaction: Some("/Kasse".to_owned()),
        message: Some("ÄRGER mit 100% von a_b".to_owned()),
        ..error(100, 7)
    };
    special.grouping.kind = "TypeError".to_owned();
    let project = ProjectKey { key: "api".to_owned(), number: "1".to_owned() };
    sandbox.ingest(Delivery { project, ..errors([special]) });
    sandbox.change(5, IssueAction::Resolve);
    sandbox.ingest(errors([error(101, 5)]));
    let table: [(&str, &[i64]); 27] = [
        ("", &[7, 5, 6, 4, 3, 2, 1]),
        ("is:unresolved", &[7, 5, 6, 4, 3]),
        ("is:resolved", &[1]),
        ("is:muted", &[2]),
        ("is:unread", &[7, 5, 6, 4, 2, 1]),
        ("-is:unread", &[3]),
        ("is:bookmarked", &[4]),
        ("is:new", &[7, 5, 6, 4, 2, 1]),
        ("is:regressed", &[5]),
        ("is:unhandled", &[5, 6, 4, 3, 2, 1]),
        ("is:resolved is:muted", &[]),
        ("is:unresolved -is:unread", &[3]),
        ("project:api", &[7]),
        ("project:API", &[7]),
        ("-project:api is:unresolved", &[5, 6, 4, 3]),
        ("project:nobody", &[]),
        ("-project:nobody is:muted", &[2]),
        ("level:warning", &[7]),
        ("type:typeerror", &[7]),
        ("type:Type", &[]),
        ("type:Type*", &[7]),
        ("ärger", &[7]),
        ("\"BAD VALUE 3\"", &[3]),
        ("kasse", &[7]),
        ("100%", &[7]),
        ("a_b", &[7]),
        ("ärger*a_b", &[7]),
    ];
    for (query, expected) in table {
        let list = sandbox.list(query);
        assert_eq!(numbers(&list), expected, "`{query}`");
        let unread = list.rows.iter().filter(|entry| entry.issue.unread).count() as u64;
        assert_eq!((list.total, list.unread), (expected.len() as u64, unread), "counts of `{query}`");
    }
}

#[test]
fn words_are_no_sql_and_no_pattern() {
    let sandbox = stocked();
    for words in ["'", "%", "_", "\\", "?", "?1", "); DROP TABLE issue; --", "\u{0}", &"x".repeat(100_000)] {
        let condition = crashtray_core::query::Condition::Words(words.to_owned());
        let term = crashtray_core::query::Term { negated: false, condition };
        let filter = Filter { terms: vec![term] };
        let query = IssueQuery { filter, order: IssueOrder::LastSeen, after: None, limit: 9, now: at(0) };
        assert_eq!(sandbox.store.reader.issues(&query).unwrap().total, 0, "{words:.20}");
    }
    let pattern = crashtray_core::query::Condition::Words(format!("*{}", "x".repeat(100_000)));
    let filter = Filter { terms: vec![crashtray_core::query::Term { negated: false, condition: pattern }] };
    let query = IssueQuery { filter, order: IssueOrder::LastSeen, after: None, limit: 9, now: at(0) };
    assert_eq!(sandbox.store.reader.issues(&query).unwrap().total, 0, "longer than any text that is searched");
}

#[test]
fn pages_follow_each_other_in_every_order() {
    let sandbox = stocked();
    let orders = [
        (IssueOrder::LastSeen, [6, 5, 4, 3, 2, 1]),
        (IssueOrder::FirstSeen, [6, 5, 4, 3, 2, 1]),
        (IssueOrder::Events, [6, 5, 4, 3, 2, 1]),
        (IssueOrder::Users, [6, 5, 4, 3, 2, 1]),
    ];
    for (order, expected) in orders {
        for limit in 1..=7 {
            let mut found = Vec::new();
            let mut after = None;
            loop {
                let query = IssueQuery { filter: Filter::default(), order, after, limit, now: at(0) };
                let page = sandbox.store.reader.issues(&query).unwrap();
                assert!(page.rows.len() <= limit as usize);
                found.extend(numbers(&page));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(found, expected, "{order:?}, {limit} at a time");
        }
    }
    let query = |after: &str| IssueQuery {
        filter: Filter::default(),
        order: IssueOrder::Events,
        after: Some(after.to_owned()),
        limit: 9,
        now: at(0),
    };
    for bad in ["", "x", "1", "1.x", "9999999999999999999.1"] {
        assert_eq!(
            sandbox.store.reader.issues(&query(bad)).unwrap().rows.len(),
            6,
            "`{bad}` is no place: from the start"
        );
    }
}

/// Steps of SQLite's machine for the first page of `n` issues, and how it goes about it.
fn cost(n: u16, order: IssueOrder, condition: &str) -> (i32, String) {
    let sandbox = Sandbox::new();
    let group = |n: u16| {
        let mut event = NewEvent { id: EventId(u128::from(n).to_be_bytes()), ..error(1, 1) };
        event.grouping.hashes[0].hash = u128::from(n).to_be_bytes();
        event
    };
    sandbox.ingest(errors((0..n).map(group)));
    let db = connection::open(&sandbox.path(), Use::Read).unwrap();
    let sql = super::super::reader::statement(order, condition, (0, 10_000));
    let mut page = db.prepare(&sql).unwrap();
    let found = page.query_map([i64::MAX, i64::MAX, 51], |_| Ok(())).unwrap().count();
    assert_eq!(found, 51, "a page and one more");
    let steps = page.get_status(rusqlite::StatementStatus::VmStep);
    let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let rows = plan.query_map([9, 9, 9], |row| row.get::<_, String>(3)).unwrap();
    (steps, rows.map(Result::unwrap).collect::<Vec<_>>().join("; "))
}

#[test]
fn a_page_costs_the_same_however_many_issues_there_are() {
    let table = [
        (IssueOrder::LastSeen, "1", "issue_last_seen"),
        (IssueOrder::FirstSeen, "1", "issue_first_seen"),
        (IssueOrder::Events, "1", "issue_events"),
        (IssueOrder::Users, "1", "issue_users"),
        (IssueOrder::LastSeen, "state = 0", "issue_state"),
        (IssueOrder::LastSeen, "project = 1", "issue_project"),
        (IssueOrder::Events, "state = 0", "issue_events"),
    ];
    for (order, condition, index) in table {
        let condition = format!("deleted_at IS NULL AND ({condition})");
        let (few, many) = (cost(60, order, &condition), cost(600, order, &condition));
        assert!(many.1.contains(index) && !many.1.contains("TEMP B-TREE"), "{order:?}, {condition}: {}", many.1);
        assert!(many.0 < few.0 * 11 / 10, "{order:?}, {condition}: {} steps instead of {}", many.0, few.0);
    }
}

#[test]
fn events_of_an_issue_come_in_pages() {
    let sandbox = stocked();
    let reader = &sandbox.store.reader;
    let mut after: Option<String> = None;
    let mut found = Vec::new();
    loop {
        let page = reader.events(IssueId(5), after.as_deref(), 2).unwrap();
        found.extend(page.rows.iter().map(|event| event.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, [15, 14, 13, 12, 11].map(id), "the newest first");
}

#[test]
fn a_query_without_end_is_broken_off_and_the_next_one_answered() {
    let sandbox = stocked();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let went = sandbox.store.reader.ask(std::time::Duration::from_millis(5), endless);
    assert_eq!(went, Err(StoreError::Slow));
    assert_eq!(sandbox.issues().len(), 6, "its connection is good still");
}
