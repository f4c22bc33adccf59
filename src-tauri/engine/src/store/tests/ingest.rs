//! What becomes of what comes in.

use super::*;

fn tagged(n: u8, key: &str, value: &str) -> NewEvent {
    NewEvent { tags: vec![(key.to_owned(), value.to_owned())], ..error(n, 1) }
}

fn alerts(sandbox: &Sandbox) -> Vec<(AlertCause, i64, EventId)> {
    let alerts = sandbox.store.reader.alerts(0, 100).unwrap();
    alerts.into_iter().map(|alert| (alert.cause, alert.issue.0, alert.event_id)).collect()
}

#[test]
fn an_event_is_an_issue_and_comes_back_as_it_was() {
    let sandbox = Sandbox::new();
    let receipt = sandbox.ingest(errors([error(1, 1)]));
    assert_eq!(receipt, Receipt { outcomes: vec![Outcome::Stored], event_id: Some(id(1)), project: "shop".to_owned() });
    assert_eq!(sandbox.summary(), ["SHOP-1 1"], "one issue with one event");
    let event = sandbox.store.reader.event(IssueId(1), EventAt::Latest).unwrap().unwrap();
    assert_eq!(event.payload, payload_of(&error(1, 1)), "the bytes are those that came");
    assert_eq!(event.in_app, [vec![false, true]], "the decision is kept with the event");
    assert_eq!(event.received.fresh_id, id(0xff), "reading again sees the same receipt");
    assert_eq!(sandbox.store.reader.payload(id(1)).unwrap().unwrap(), event.payload, "by its id too");
    assert_eq!(sandbox.store.reader.find_event(id(1)).unwrap(), Some(IssueId(1)), "its issue is found");
    assert_eq!(sandbox.store.reader.find_event(id(2)).unwrap(), None, "another id is not there");
}

#[test]
fn the_envelope_is_kept_byte_for_byte() {
    let sandbox = Sandbox::new();
    let sent = delivery(vec![event_arrival(error(1, 1)), session(b"{}"), attachment("a.txt", b"abc")]);
    sandbox.ingest(sent.clone());
    let kept = sandbox.store.reader.envelope_of(id(1)).unwrap().unwrap();
    assert_eq!((kept.header, kept.missing_line_feeds), (sent.header.to_vec(), 1), "its header and its end");
    for (kept, sent) in kept.items.iter().zip(&sent.items) {
        let payload = unpack((sent.payload.dictionary, &sent.payload.bytes, sent.payload.size), |_| Ok(None)).unwrap();
        assert_eq!(kept.payload.as_ref(), Some(&payload), "payload of item {}", kept.n);
        assert_eq!((&kept.header, kept.kind.as_str()), (&sent.header.to_vec(), sent.kind.name()), "its header");
    }
    assert_eq!(kept.items.len(), 3, "all items");
}

#[test]
fn an_id_is_taken_once_and_its_attachments_as_often_as_they_differ() {
    let sandbox = Sandbox::new();
    let envelope = |files: &[(&str, &[u8])]| {
        let files = files.iter().map(|(name, bytes)| attachment(name, bytes));
        delivery(std::iter::once(event_arrival(error(1, 1))).chain(files).collect())
    };
    assert_eq!(sandbox.outcomes(envelope(&[("a", b"x")])), ["stored", "stored"]);
    assert_eq!(
        sandbox.outcomes(envelope(&[("a", b"x"), ("a", b"y"), ("b", b"x")])),
        ["duplicate", "duplicate", "stored", "stored"],
        "only the one that is there by name and content is a duplicate"
    );
    assert_eq!(sandbox.summary(), ["SHOP-1 1"], "the event counts once");
    let event = sandbox.store.reader.event(IssueId(1), EventAt::Latest).unwrap().unwrap();
    let names: Vec<_> = event.attachments.iter().map(|file| (file.filename.as_str(), file.size)).collect();
    assert_eq!(names, [("a", 1), ("a", 1), ("b", 1)]);
    let bytes = sandbox.bytes_of(event.attachments[1].id);
    assert_eq!(bytes, b"y", "each has its bytes");
    assert_eq!(sandbox.number("SELECT count(DISTINCT payload) FROM attachment"), 2, "equal bytes are kept once");
}

#[test]
fn an_attachment_finds_its_event_whichever_comes_first() {
    let sandbox = Sandbox::new();
    let alone = |n: u8| {
        let mut file = attachment("a", b"x");
        file.received.header_id = Some(id(n));
        delivery(vec![file])
    };
    sandbox.ingest(alone(1));
    sandbox.ingest(errors([error(1, 1)]));
    assert!(sandbox.issue(1).has_attachment, "it was there before its event");
    sandbox.ingest(errors([error(2, 2)]));
    assert!(!sandbox.issue(2).has_attachment, "this event has none yet");
    sandbox.ingest(alone(2));
    assert!(sandbox.issue(2).has_attachment, "it came after its event");
}

#[test]
fn only_errors_make_issues() {
    let sandbox = Sandbox::new();
    let kinds = [EventKind::Transaction, EventKind::Feedback, EventKind::Default, EventKind::Security, EventKind::Nel];
    for (n, kind) in (1..).zip(kinds) {
        assert_eq!(sandbox.outcomes(errors([NewEvent { kind, ..error(n, n) }])), ["stored"], "{kind:?} is kept");
    }
    assert_eq!(sandbox.issues().len(), 3, "messages and reports of browsers do, transactions and feedback do not");
    assert_eq!(
        sandbox.outcomes(errors([NewEvent { kind: EventKind::Transaction, ..error(3, 3) }])),
        ["duplicate"],
        "ids are unique over all kinds"
    );
    let transaction = sandbox.store.reader.event_by_id(id(1)).unwrap().unwrap();
    assert_eq!((transaction.issue, transaction.place.index), (None, 0), "a transaction stands nowhere");
}

#[test]
fn the_first_known_hash_wins_and_brings_the_others_along() {
    let sandbox = Sandbox::new();
    let with = |n: u8, hashes: &[u8]| {
        let mut event = error(n, 1);
        event.grouping.hashes = hashes.iter().map(|&n| hash(n)).collect();
        errors([event])
    };
    sandbox.ingest(with(1, &[1]));
    sandbox.ingest(with(2, &[2]));
    sandbox.ingest(with(3, &[9, 2, 1]));
    assert_eq!((sandbox.issue(1).events, sandbox.issue(2).events), (1, 2), "hash 2 was the first known one");
    sandbox.ingest(with(4, &[9]));
    sandbox.ingest(with(5, &[1]));
    assert_eq!((sandbox.issue(1).events, sandbox.issue(2).events), (2, 3), "9 came to issue 2; 1 stays where it was");
}

#[test]
fn an_issue_is_called_after_its_latest_event_by_receipt() {
    let sandbox = Sandbox::new();
    let named = |n: u8, seconds: i64, name: &str, level: Level| {
        let mut event = NewEvent { level, platform: name.to_owned(), handled: Some(true), ..error(n, 1) };
        event.grouping.kind = name.to_owned();
        Delivery { at: at(seconds), ..errors([event]) }
    };
    sandbox.ingest(named(1, 10, "first", Level::Error));
    sandbox.ingest(named(2, 20, "second", Level::Warning));
    sandbox.ingest(named(3, 5, "imported", Level::Fatal));
    let issue = sandbox.issue(1);
    assert_eq!((issue.kind.as_str(), issue.level, issue.platform.as_str()), ("second", Level::Warning, "second"));
    assert_eq!((issue.first_seen, issue.last_seen), (at(5), at(20)), "the imported one is the first");
    assert_eq!((issue.new, issue.unread, issue.handled), (true, true, Some(true)));
    let place = |at| sandbox.store.reader.event(IssueId(1), at).unwrap().map(|event| event.id);
    assert_eq!(place(EventAt::First), Some(id(3)));
    assert_eq!(place(EventAt::Place(2)), Some(id(1)), "places follow the receipt");
    assert_eq!(place(EventAt::Latest), Some(id(2)));
    assert_eq!([place(EventAt::Place(0)), place(EventAt::Place(4)), place(EventAt::Id(id(9)))], [None; 3]);
    let event = sandbox.store.reader.event(IssueId(1), EventAt::Id(id(1))).unwrap().unwrap();
    let expected = EventPlace {
        index: 2,
        kept: 3,
        total: 3,
        first: Some(id(3)),
        previous: Some(id(3)),
        next: Some(id(2)),
        latest: Some(id(2)),
    };
    assert_eq!(event.place, expected, "neighbours for the navigator");
}

#[test]
fn an_event_of_a_resolved_issue_brings_it_back_and_a_muted_one_stays_quiet() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1), error(2, 2)]));
    sandbox.change(1, IssueAction::Resolve);
    sandbox.change(2, IssueAction::Mute);
    sandbox.ingest(errors([error(3, 1), error(4, 2)]));
    let (back, muted) = (sandbox.issue(1), sandbox.issue(2));
    assert_eq!((back.state.name(), back.regressed), ("unresolved", true));
    assert_eq!((muted.state.name(), muted.events), ("muted", 2), "it counts, quietly");
    assert_eq!(
        alerts(&sandbox),
        [(AlertCause::New, 1, id(1)), (AlertCause::Regressed, 1, id(3))],
        "alerts of a muted issue are not told"
    );
    sandbox.change(2, IssueAction::MuteFor(2));
    sandbox.ingest(errors([error(5, 2)]));
    assert_eq!(sandbox.issue(2).state.name(), "muted", "one more is not two more");
    sandbox.ingest(errors([error(6, 2)]));
    assert_eq!(sandbox.issue(2).state.name(), "unresolved");
}

#[test]
fn a_release_that_is_older_than_the_resolution_does_not_bring_an_issue_back() {
    let sandbox = Sandbox::new();
    let of = |n: u8, release: &str| errors([NewEvent { release: Some(release.to_owned()), ..error(n, 1) }]);
    sandbox.ingest(of(1, "1.0.0"));
    sandbox.change(1, IssueAction::ResolveIn("1.1.0".to_owned()));
    sandbox.ingest(of(2, "1.0.9"));
    assert_eq!(sandbox.issue(1).state.name(), "resolved", "it was not fixed there yet");
    sandbox.ingest(of(3, "1.1.0"));
    assert_eq!(sandbox.issue(1).state.name(), "unresolved");
    let record = sandbox.store.reader.issue(IssueId(1), at(1)).unwrap().unwrap();
    assert_eq!(
        (record.resolved_at, record.resolved_in.as_deref()),
        (Some(at(0)), Some("1.1.0")),
        "the last resolution"
    );
}

#[test]
fn alerts_are_for_new_errors_and_worse() {
    let sandbox = Sandbox::new();
    let levels = [Level::Debug, Level::Warning, Level::Error, Level::Fatal];
    for (n, level) in (1..).zip(levels) {
        sandbox.ingest(errors([NewEvent { level, ..error(n, n) }]));
    }
    sandbox.ingest(errors([error(9, 3)]));
    let told = sandbox.store.reader.alerts(0, 100).unwrap();
    let texts: Vec<_> = told.iter().map(|alert| (alert.level.name(), alert.value.as_str())).collect();
    assert_eq!(texts, [("error", "bad value 3"), ("fatal", "bad value 4")], "another event of an issue is no news");
    assert_eq!((told[0].project.as_str(), told[0].at), ("shop", at(0)));
    let (first, second) = (told[0].id, told[1].id);
    assert_eq!(sandbox.store.reader.alerts(first, 100).unwrap().len(), 1, "those after the first");
    sandbox.store.writer.write_blocking(move |tx| tx.alerts_done(&[second])).unwrap();
    assert_eq!(sandbox.store.reader.alerts(0, 100).unwrap().len(), 1, "what was told is forgotten");
}

#[test]
fn a_web_page_is_silent_and_makes_no_project_until_it_is_allowed() {
    let sandbox = Sandbox::new();
    let from_web = |n: u8| Delivery { web_origin: Some("https://evil.example".to_owned()), ..errors([error(n, n)]) };
    assert_eq!(sandbox.ingest(from_web(1)).project, "web");
    assert_eq!(alerts(&sandbox), [], "nobody is told");
    sandbox.ingest(errors([error(2, 2)]));
    assert_eq!(sandbox.outcomes(from_web(2)), ["duplicate"], "it cannot touch events of others");
    sandbox.store.writer.write_blocking(|tx| tx.allow_web_origin("https://evil.example")).unwrap();
    assert!(sandbox.store.reader.web_origin_is_allowed("https://evil.example").unwrap());
    assert_eq!(sandbox.ingest(from_web(3)).project, "shop", "now it is like any other");
    assert_eq!(alerts(&sandbox).len(), 2);
    sandbox.store.writer.write_blocking(|tx| tx.forbid_web_origin("https://evil.example")).unwrap();
    assert_eq!(sandbox.ingest(from_web(4)).project, "web");
}

#[test]
fn projects_are_made_when_they_are_seen_within_bounds() {
    let sandbox = Sandbox::new();
    let mut n = 0;
    let mut send = |key: &str, number: &str| {
        n += 1;
        let project = ProjectKey { key: key.to_owned(), number: number.to_owned() };
        let event = NewEvent { id: EventId(u128::to_be_bytes(n)), ..error(1, 1) };
        sandbox.ingest(Delivery { project, ..errors([event]) }).project
    };
    let table = [
        ("Shop", "1", "shop"),
        ("Shop", "2", "shop_2"),
        ("shop", "1", "shop_3"),
        ("Shop", "1", "shop"),
        ("0123456789abcdef0123456789abcdef", "7", "project_7"),
    ];
    for (key, number, slug) in table {
        assert_eq!(send(key, number), slug, "{key}/{number}");
    }
    for more in 0..196 {
        assert_eq!(send(&format!("p{more}"), "1"), format!("p{more}"), "the {}th", more + 5);
    }
    assert_eq!(send("p200", "1"), "overflow", "one too many");
    assert_eq!(send("p201", "1"), "overflow");
    assert_eq!(send("Shop", "2"), "shop_2", "those that are there stay");
    assert_eq!(sandbox.number("SELECT count(*) FROM project"), 201);
}

#[test]
fn tags_users_and_hours_are_counted() {
    let sandbox = Sandbox::new();
    let mut first = NewEvent { user: Some("id:1".to_owned()), ..tagged(1, "browser", "Firefox") };
    first.tags.push(("url".to_owned(), "/".to_owned()));
    sandbox.ingest(errors([first, NewEvent { user: Some("id:1".to_owned()), ..tagged(2, "browser", "Chrome") }]));
    let third = NewEvent { user: Some("id:2".to_owned()), ..tagged(3, "browser", "Chrome") };
    sandbox.ingest(Delivery { at: at(-3_600), ..errors([third]) });
    sandbox.ingest(Delivery { at: at(-86_400), ..errors([error(4, 1)]) });
    let record = sandbox.store.reader.issue(IssueId(1), at(60)).unwrap().unwrap();
    assert_eq!((record.entry.issue.events, record.entry.issue.users, record.kept), (4, 2, 4));
    let tags: Vec<_> = record.tags.iter().map(|tag| (tag.key.as_str(), tag.total, tag.values.len())).collect();
    assert_eq!(tags, [("browser", 3, 2), ("level", 1, 1), ("url", 1, 1)], "the most frequent key first");
    assert_eq!(record.tags[0].values, [("Chrome".to_owned(), 2), ("Firefox".to_owned(), 1)]);
    assert_eq!(record.entry.hours[21..], [0, 1, 2], "the last hours; the one of yesterday is before them");
    assert_eq!(record.days[51..], [1, 0, 0, 0, 3], "buckets of six hours");
    assert_eq!(record.full_value, "bad value 1\nand more", "the list has the first line, the issue all of it");
}

#[test]
fn beyond_a_hundred_values_the_rest_is_counted_together() {
    let sandbox = Sandbox::new();
    for n in 0..103_u8 {
        sandbox.ingest(errors([tagged(n, "url", &format!("/{n}"))]));
    }
    sandbox.ingest(errors([tagged(200, "url", "/5")]));
    let tags = sandbox.store.reader.issue(IssueId(1), at(0)).unwrap().unwrap().tags;
    assert_eq!((tags[0].total, tags[0].values.len()), (104, 10), "all count, ten are shown");
    assert_eq!(tags[0].values[..2], [("other".to_owned(), 3), ("/5".to_owned(), 2)]);
    assert_eq!(sandbox.number("SELECT count(*) FROM facet"), 101, "a hundred values and the rest");
}

#[test]
fn every_item_has_an_outcome_and_is_counted() {
    let sandbox = Sandbox::new();
    let mut too_large = arrival(ItemKind::Attachment, b"", Content::TooLarge);
    too_large.payload.size = 200 << 20;
    let sent = delivery(vec![
        event_arrival(error(1, 1)),
        session(b"{}"),
        arrival(ItemKind::Unknown("poem".to_owned()), b"roses", Content::Opaque),
        arrival(ItemKind::Event, b"{", Content::Malformed("the object does not end".to_owned())),
        too_large,
    ]);
    assert_eq!(sandbox.outcomes(sent), ["stored", "stored", "unknown", "malformed", "too large"]);
    sandbox.ingest(errors([error(1, 1)]));
    let counted = sandbox.store.reader.outcomes(at(0)).unwrap();
    let counted: Vec<_> = counted.iter().map(|entry| (entry.kind.as_str(), entry.outcome.as_str(), entry.n)).collect();
    assert_eq!(
        counted,
        [
            ("attachment", "too large", 1),
            ("event", "duplicate", 1),
            ("event", "malformed", 1),
            ("event", "stored", 1),
            ("session", "stored", 1),
            ("unknown", "unknown", 1),
        ]
    );
    let items = sandbox.store.reader.items(None, None, 4).unwrap();
    let rest = sandbox.store.reader.items(None, Some(&items[3].id), 10).unwrap();
    let kinds: Vec<_> = items.iter().chain(&rest).map(|item| item.kind.as_str()).collect();
    assert_eq!(kinds, ["event", "attachment", "event", "poem", "session", "event"], "the newest first, page by page");
    assert_eq!(items[2].reason.as_deref(), Some("the object does not end"));
    assert_eq!(sandbox.store.reader.items(Some("session"), None, 9).unwrap().len(), 1, "of one type");
    let kept = sandbox.store.reader.envelope_of(id(1)).unwrap().unwrap();
    assert_eq!(kept.items[3].payload.as_deref(), Some(&b"{"[..]), "what could not be read is kept");
    assert_eq!(kept.items[4].payload, None, "what was too large is not");
}

#[test]
fn the_sidebar_knows_projects_and_counts() {
    let sandbox = Sandbox::new();
    let release = Some("1.0".to_owned());
    sandbox.ingest(Delivery { at: at(-1_800), ..errors([NewEvent { release, ..error(1, 1) }]) });
    let api = ProjectKey { key: "api".to_owned(), number: "1".to_owned() };
    sandbox.ingest(Delivery { project: api.clone(), ..errors([error(2, 1), error(3, 2)]) });
    sandbox.change(2, IssueAction::Resolve);
    sandbox.change(3, IssueAction::Bookmark);
    let reader = &sandbox.store.reader;
    let counts = Counts { unread: 2, unresolved: 2, bookmarked: 1, muted: 0, resolved: 1, all: 3 };
    assert_eq!(reader.counts().unwrap(), counts);
    let projects = reader.projects(at(30)).unwrap();
    let slugs: Vec<_> = projects.iter().map(|project| (project.slug.as_str(), project.unread, project.hue)).collect();
    assert_eq!(slugs, [("api", 1, 2), ("shop", 1, 1)], "the latest event first");
    assert_eq!((projects[0].hour[16], projects[1].hour.iter().sum::<u32>()), (2, 1), "the last hour");
    assert_eq!((projects[0].has_release, projects[1].has_release), (false, true));
    assert_eq!((projects[0].first_issue, &projects[0].key), (Some(IssueId(2)), &api));
    assert_eq!(projects[0].sdk, Some(("sentry.python".to_owned(), "2.75.0".to_owned())));
    assert_eq!((reader.per_minute(at(30)).unwrap(), reader.per_minute(at(90)).unwrap()), (2, 0));
    assert_eq!(reader.last_event().unwrap(), Some(at(0)));
    assert!(sandbox.store.writer.write_blocking(|tx| tx.rename_project("api", "The API")).unwrap());
    assert_eq!(reader.projects(at(30)).unwrap()[0].name, "The API", "the slug stays");
}

#[test]
fn changes_are_published_one_per_issue() {
    let sandbox = Sandbox::new();
    let position = sandbox.store.bus.position();
    sandbox.ingest(errors([error(1, 1), error(2, 1), error(3, 2)]));
    let crate::bus::Since::Changes(changes) = sandbox.store.bus.since(&position) else { panic!("no resync") };
    let changes: Vec<String> = changes.iter().map(|(_, change)| format!("{change:?}")).collect();
    assert_eq!(changes.len(), 3, "the project and two issues: {changes:?}");
    assert!(
        changes[1].contains("New") && changes[1].contains(&id(2).to_string()),
        "the weightiest cause, the latest event"
    );
}

#[test]
fn what_the_store_itself_fails_at_is_kept_raw_and_harms_nobody_else() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1)]));
    connection::open(&sandbox.path(), Use::Write)
        .unwrap()
        .execute_batch(
            "CREATE TRIGGER poison BEFORE INSERT ON event WHEN new.platform = 'poison'
             BEGIN SELECT raise(ABORT, 'poisoned'); END;",
        )
        .unwrap();
    let poison = NewEvent { platform: "poison".to_owned(), ..error(2, 2) };
    let receipt = sandbox.ingest(errors([poison]));
    assert_eq!(receipt.outcomes[0].name(), "malformed", "{receipt:?}");
    assert_eq!(sandbox.number("SELECT count(*) FROM item WHERE outcome = 'malformed' AND payload IS NOT NULL"), 1);
    assert_eq!(sandbox.outcomes(errors([error(3, 3)])), ["stored"], "the next one is taken as ever");
    assert_eq!(sandbox.summary(), ["SHOP-2 1", "SHOP-1 1"]);
}

#[test]
fn work_that_panics_leaves_nothing_behind() {
    let sandbox = Sandbox::new();
    let went = sandbox.store.writer.write_blocking(|tx| -> Result<(), StoreError> {
        tx.set_setting("a", Some("1"))?;
        panic!("on purpose");
    });
    assert_eq!(went, Err(StoreError::Panicked("on purpose".to_owned())));
    assert_eq!(sandbox.store.reader.setting("a").unwrap(), None, "it was rolled back");
    sandbox.store.writer.write_blocking(|tx| tx.set_setting("a", Some("2"))).unwrap();
    assert_eq!(sandbox.store.reader.settings().unwrap(), [("a".to_owned(), "2".to_owned())], "the writer goes on");
}

#[test]
fn sessions_of_the_page_last_thirty_days() {
    let sandbox = Sandbox::new();
    sandbox.store.writer.write_blocking(|tx| tx.add_session("abc", &[7; 32])).unwrap();
    let session = |days: i64| sandbox.store.reader.session("abc", at(days * 86_400)).unwrap();
    assert_eq!((session(0), session(29), session(30)), (Some([7; 32]), Some([7; 32]), None));
    assert_eq!(sandbox.store.reader.session("abd", at(0)).unwrap(), None);
}

#[test]
fn a_crowd_is_answered_whole() {
    let sandbox = Sandbox::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let receipts = runtime.block_on(async {
        let writer = &sandbox.store.writer;
        let mut all = tokio::task::JoinSet::new();
        for n in 0..200_u8 {
            let writer = writer.clone();
            let priority = if n % 3 == 0 { Priority::Second } else { Priority::First };
            let delivery = Delivery { priority, ..errors([error(n, n % 5)]) };
            all.spawn(async move { writer.ingest(delivery).await });
        }
        all.join_all().await
    });
    assert!(receipts.iter().all(|receipt| receipt.as_ref().is_ok_and(|receipt| receipt.outcomes == [Outcome::Stored])));
    let counted: u64 = sandbox.issues().iter().map(|issue| issue.events).sum();
    assert_eq!((receipts.len(), counted), (200, 200), "each has its own receipt and counts once");
}
