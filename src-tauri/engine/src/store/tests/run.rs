//! Programs started by `crashtray run` send everything twice: to the stream of their run and to their DSN.

use super::*;

fn run() -> Run {
    Run { id: "r1".to_owned(), project: "app".to_owned() }
}

/// By the stream of the run, whose own project is `app`.
fn by_stream(items: Vec<Arrival>) -> Delivery {
    let project = ProjectKey { key: "spotlight".to_owned(), number: "1".to_owned() };
    Delivery { run: Some(run()), route: Route::Stream, project, ..delivery(items) }
}

/// By a DSN of the project `shop`.
fn by_dsn(items: Vec<Arrival>) -> Delivery {
    delivery(items)
}

fn event(n: u8, group: u8) -> Vec<Arrival> {
    vec![event_arrival(error(n, group))]
}

fn project_of(sandbox: &Sandbox, n: u8) -> String {
    sandbox.store.reader.event_by_id(id(n)).unwrap().unwrap().project
}

#[test]
fn the_second_copy_is_merged_whichever_it_is() {
    let sandbox = Sandbox::new();
    let own =
        |items| Delivery { project: ProjectKey { key: "app".to_owned(), number: "1".to_owned() }, ..delivery(items) };
    assert_eq!(sandbox.outcomes(by_stream(event(1, 1))), ["stored"]);
    assert_eq!(sandbox.outcomes(own(event(1, 1))), ["merged"], "the DSN's copy second");
    assert_eq!(sandbox.outcomes(own(event(1, 1))), ["duplicate"], "a third one is no copy");
    assert_eq!(sandbox.outcomes(own(event(2, 1))), ["stored"]);
    assert_eq!(sandbox.outcomes(by_stream(event(2, 1))), ["merged"], "the stream's copy second");
    assert_eq!(sandbox.summary(), ["APP-1 2"]);
    let run = sandbox.store.reader.event_by_id(id(2)).unwrap().unwrap().run;
    assert_eq!(run.as_deref(), Some("r1"), "from its second copy the event knows its run");
    assert_eq!(sandbox.number("SELECT count(*) FROM payload"), 2, "the bytes are kept once");
}

#[test]
fn the_copy_by_the_dsn_says_by_what_to_group() {
    let sandbox = Sandbox::new();
    sandbox.ingest(by_stream(event(1, 1)));
    sandbox.ingest(by_dsn(event(1, 1)));
    sandbox.ingest(by_stream(event(2, 2)));
    assert_eq!(sandbox.issues().len(), 2, "the run is known to be of `shop`, but its own rules grouped the event");
    assert_eq!(sandbox.outcomes(by_dsn(event(2, 1))), ["merged"]);
    assert_eq!(sandbox.summary(), ["SHOP-2 2"], "by those of `shop` it belongs to the other one");
}

#[test]
fn the_other_items_of_a_merged_copy_are_merged_too() {
    let sandbox = Sandbox::new();
    let items = || vec![event_arrival(error(1, 1)), attachment("a", b"x"), session(b"{}")];
    assert_eq!(sandbox.outcomes(by_stream(items())), ["stored"; 3]);
    assert_eq!(sandbox.outcomes(by_dsn(items())), ["merged"; 3]);
}

#[test]
fn a_dsn_that_comes_second_takes_the_event_to_its_project() {
    let sandbox = Sandbox::new();
    sandbox.ingest(by_stream(event(1, 1)));
    assert_eq!(sandbox.summary(), ["APP-1 1"]);
    sandbox.ingest(by_dsn(event(1, 1)));
    assert_eq!(sandbox.summary(), ["SHOP-2 1"], "the issue left empty is gone");
    assert_eq!(project_of(&sandbox, 1), "shop");
    let alerts = sandbox.store.reader.alerts(0, 9).unwrap();
    assert_eq!(
        (alerts.len(), alerts[0].issue, alerts[0].project.as_str()),
        (1, IssueId(2), "shop"),
        "its alert follows"
    );

    sandbox.ingest(by_stream(event(2, 1)));
    assert_eq!(sandbox.summary(), ["SHOP-2 2"], "from now on the run's stream knows where its events belong");
    sandbox.ingest(by_stream(event(3, 3)));
    assert_eq!(project_of(&sandbox, 3), "shop", "new issues too");
    assert_eq!(sandbox.store.reader.alerts(0, 9).unwrap().len(), 2, "each issue is told once");
}

#[test]
fn a_run_of_two_programs_tells_their_events_apart() {
    let sandbox = Sandbox::new();
    let by_api =
        |items| Delivery { project: ProjectKey { key: "api".to_owned(), number: "1".to_owned() }, ..delivery(items) };
    sandbox.ingest(by_stream(event(1, 1)));
    sandbox.ingest(by_dsn(event(1, 1)));
    sandbox.ingest(by_stream(event(2, 2)));
    sandbox.ingest(by_api(event(2, 2)));
    let told = sandbox.store.reader.alerts(0, 9).unwrap().len();
    sandbox.ingest(by_stream(event(3, 1)));
    sandbox.ingest(by_stream(event(4, 2)));
    assert_eq!((project_of(&sandbox, 3), project_of(&sandbox, 4)), ("shop".to_owned(), "api".to_owned()));
    assert_eq!(sandbox.store.reader.alerts(0, 9).unwrap().len(), told, "nothing of that is new");
}

#[test]
fn what_leaves_an_issue_with_other_events_leaves_it_there() {
    let sandbox = Sandbox::new();
    let app = ProjectKey { key: "app".to_owned(), number: "1".to_owned() };
    sandbox.ingest(Delivery { project: app, at: at(-5), ..errors([error(1, 1)]) });
    sandbox.ingest(by_stream(event(2, 1)));
    sandbox.ingest(by_dsn(event(2, 1)));
    assert_eq!(sandbox.summary(), ["SHOP-2 1", "APP-1 1"]);
    let stays = sandbox.issue(1);
    assert_eq!((stays.first_seen, stays.last_seen), (at(-5), at(-5)), "it is as if that had never been there");
}

#[test]
fn envelopes_without_ids_are_known_by_their_items_for_a_minute() {
    let sandbox = Sandbox::new();
    let later = |seconds: i64, delivery: Delivery| Delivery { at: at(seconds), ..delivery };
    assert_eq!(sandbox.outcomes(by_stream(vec![session(b"1")])), ["stored"]);
    assert_eq!(sandbox.outcomes(later(59, by_dsn(vec![session(b"1")]))), ["merged"]);
    assert_eq!(sandbox.outcomes(later(59, by_dsn(vec![session(b"1")]))), ["stored"], "one copy each");
    assert_eq!(sandbox.outcomes(by_dsn(vec![session(b"2")])), ["stored"]);
    assert_eq!(sandbox.outcomes(by_dsn(vec![session(b"2")])), ["stored"], "by the same way it is no copy");
    assert_eq!(sandbox.outcomes(later(61, by_stream(vec![session(b"2")]))), ["stored"], "too late");
    assert_eq!(sandbox.outcomes(by_dsn(vec![session(b"3"), session(b"4")])), ["stored"; 2]);
    assert_eq!(sandbox.outcomes(by_stream(vec![session(b"4"), session(b"3")])), ["stored"; 2], "their order matters");
}

#[test]
fn transactions_go_along() {
    let sandbox = Sandbox::new();
    let transaction = || vec![event_arrival(NewEvent { kind: EventKind::Transaction, ..error(1, 1) })];
    sandbox.ingest(by_stream(transaction()));
    assert_eq!(sandbox.outcomes(by_dsn(transaction())), ["merged"]);
    assert_eq!(project_of(&sandbox, 1), "shop", "without an issue, but with a project");
}
