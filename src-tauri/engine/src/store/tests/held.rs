//! Counters that wait: nobody sees less than was answered, and a kill loses none.

use std::fs;

use super::*;

/// Everything that is counted, as text.
const COUNTED: [&str; 6] = [
    "SELECT group_concat(id || ':' || events || ':' || kept || ':' || users || ':' || latest_event || ':' || value) FROM issue",
    "SELECT group_concat(issue || key || value || n) FROM facet",
    "SELECT group_concat(issue || ':' || hour || ':' || n) FROM issue_hour",
    "SELECT group_concat(issue || ':' || user || ':' || n) FROM issue_user",
    "SELECT group_concat(slot || ':' || project || ':' || n) FROM pulse",
    "SELECT group_concat(project || kind || outcome || n) FROM outcome",
];

/// Two issues and three users, one event per batch.
fn storm(sandbox: &Sandbox) {
    for n in 1..=20 {
        let tags = vec![("level".to_owned(), "error".to_owned()), ("n".to_owned(), (n % 4).to_string())];
        let event = NewEvent { tags, user: Some(format!("id:{}", n % 3)), ..error(n, n % 2) };
        sandbox.ingest(errors([event]));
    }
}

fn counted(path: &std::path::Path) -> Vec<Option<String>> {
    let db = connection::open(path, Use::Read).unwrap();
    COUNTED.iter().map(|sql| db.query_row(sql, [], |row| row.get(0)).unwrap()).collect()
}

fn notes(path: &std::path::Path) -> i64 {
    connection::open(path, Use::Read).unwrap().query_row("SELECT count(*) FROM held", [], |row| row.get(0)).unwrap()
}

#[test]
fn who_reads_sees_all_that_was_answered() {
    let sandbox = Sandbox::new();
    storm(&sandbox);
    assert_eq!(sandbox.summary(), ["SHOP-2 10", "SHOP-1 10"]);
    assert_eq!(sandbox.issue(1).users, 3);
    assert_eq!(notes(&sandbox.path()), 0, "what was read is written");
}

#[test]
fn what_a_killed_writer_noted_is_counted_at_the_next_start() {
    let sandbox = Sandbox::new();
    // Until a batch waits: on a slow machine each may be written at once.
    let killed = tempfile::tempdir().unwrap();
    let copy = killed.path().join("crashtray.db");
    let mut n_left = 0;
    for round in 0..50_u8 {
        for n in 1..=4_u8 {
            let event =
                NewEvent { id: EventId([round * 4 + n; 16]), user: Some(format!("id:{}", n % 3)), ..error(n, n % 2) };
            sandbox.ingest(errors([event]));
        }
        for suffix in ["", "-wal"] {
            let name = format!("crashtray.db{suffix}");
            fs::copy(sandbox.folder.path().join(&name), killed.path().join(&name)).unwrap();
        }
        n_left = notes(&copy);
        if n_left > 0 {
            break;
        }
    }
    assert!(n_left > 0, "no batch ever waited");
    sandbox.store.writer.settle();
    let expected = counted(&sandbox.path());
    assert_ne!(counted(&copy), expected, "the killed one lacks some");

    drop(Store::open_with(&copy, Mode::Write, || at(0)).unwrap());
    assert_eq!(notes(&copy), 0);
    assert_eq!(counted(&copy), expected, "and has them after the next start");
}

#[test]
fn who_asks_what_is_unread_lets_the_rest_wait() {
    let sandbox = Sandbox::new();
    // Until a batch waits, and goes on waiting: on a slow machine each may be written at once.
    let has_waited = (0..50_u8).any(|round| {
        for n in 1..=4 {
            sandbox.ingest(errors([NewEvent { id: EventId([round * 4 + n; 16]), ..error(n, n % 2) }]));
        }
        let waited = notes(&sandbox.path()) > 0;
        assert_eq!(sandbox.store.reader.counts().unwrap().unread, 2);
        sandbox.store.reader.alerts(0, 10).unwrap();
        waited && notes(&sandbox.path()) > 0
    });
    assert!(has_waited, "the tray asks all the time");
}

#[test]
fn a_new_issue_never_waits() {
    let sandbox = Sandbox::new();
    storm(&sandbox);
    sandbox.ingest(errors([error(200, 200)]));
    let db = connection::open(&sandbox.path(), Use::Read).unwrap();
    let title: String = db.query_row("SELECT value FROM issue ORDER BY id DESC LIMIT 1", [], |row| row.get(0)).unwrap();
    assert_eq!(title, "bad value 200", "it has its name at once, whoever reads");
}
