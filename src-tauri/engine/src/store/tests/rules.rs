//! The user's rules in the file, and events grouped anew by them.

use crashtray_core::group::{GroupConfig, RuleKind};

use super::*;

fn rules(project: Option<&str>, kind: RuleKind, text: &str) -> RuleText {
    RuleText { project: project.map(str::to_owned), kind, text: text.to_owned() }
}

fn shop() -> ProjectKey {
    ProjectKey { key: "shop".to_owned(), number: "1".to_owned() }
}

fn n_rules(sandbox: &Sandbox) -> (usize, usize) {
    let rulebook = sandbox.store.reader.rulebook();
    let rules = rulebook.config(&GroupConfig::default(), &shop()).rules.clone();
    let n = |set: Option<std::sync::Arc<crashtray_core::group::RuleSet>>| set.map_or(0, |set| set.n(RuleKind::Stack));
    (n(rules.all), n(rules.own))
}

#[test]
fn rules_hold_at_once_and_after_a_restart() {
    let sandbox = Sandbox::new();
    assert_eq!(n_rules(&sandbox), (0, 0));
    let set = |sandbox: &Sandbox, project, text: &str| sandbox.store.set_rules(rules(project, RuleKind::Stack, text));
    assert_eq!(set(&sandbox, Some("shop"), "function:a -app"), Ok(None), "there is no such project yet");
    sandbox.ingest(errors([error(1, 1)]));
    assert_eq!(set(&sandbox, None, "function:a -app\nfunction:b -app"), Ok(Some(String::new())));
    assert_eq!(set(&sandbox, Some("shop"), "function:a -app"), Ok(Some(String::new())));
    assert_eq!(n_rules(&sandbox), (2, 1), "at once");
    let sandbox = sandbox.opened_at(|| at(0));
    assert_eq!(n_rules(&sandbox), (2, 1), "and after a restart");
    let read_only = Store::open(&sandbox.path(), Mode::Read).unwrap();
    assert!(!read_only.reader.rulebook().is_empty(), "also for who only reads");
    assert_eq!(set(&sandbox, None, " \n"), Ok(Some("function:a -app\nfunction:b -app".to_owned())));
    assert_eq!(n_rules(&sandbox), (0, 1), "a blank text is none");
    let left = rules(Some("shop"), RuleKind::Stack, "function:a -app");
    assert_eq!(sandbox.store.reader.rule_texts(), Ok(vec![left]));
}

#[test]
fn a_sample_is_fair_and_the_oldest_comes_first() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors((1..=6).map(|n| error(n, 1))));
    sandbox.ingest(Delivery { at: at(5), ..errors([error(7, 2)]) });
    let sample = |slug, n| sandbox.store.reader.sample(slug, n, at(60)).unwrap();
    let whole = sample(None, (500, 2_000));
    assert_eq!(whole.events, (1..=7).map(id).collect::<Vec<_>>());
    assert_eq!(whole.issues.len(), 2);
    assert_eq!(sample(None, (500, 3)).events, [id(5), id(6), id(7)], "one of the one, the latest two of the other");
    assert_eq!(sample(None, (1, 10)).events, [id(7)], "the latest issue");
    assert_eq!(sample(Some("shop"), (500, 2_000)), whole, "all are of one project");
    assert_eq!(sample(Some("api"), (500, 2_000)).events, [], "which is not this one");
}

#[test]
fn an_event_is_read_again_as_it_came_in() {
    let sandbox = Sandbox::new();
    sandbox.ingest(errors([error(1, 1), error(2, 2)]));
    let kept = |n: u8| sandbox.store.reader.kept(id(n)).unwrap().unwrap();
    let (first, second) = (kept(1), kept(2));
    assert_eq!((first.slug.as_str(), &first.key, first.is_pinned), ("shop", &shop(), false));
    assert_eq!(first.hashes, [hash(1)]);
    let seen = read_again(&first, &GroupConfig::default());
    let grouping = &seen.grouping;
    assert_eq!((seen.id, grouping.kind.as_str(), grouping.value.as_str()), (id(1), "ValueError", "bad value 1"));
    sandbox.store.writer.write_blocking(|tx| tx.merge(&[IssueId(2), IssueId(1)])).unwrap();
    assert_eq!((kept(1).is_pinned, kept(2).is_pinned, kept(2).issue), (true, true, IssueId(1)), "put together by hand");
    assert_eq!(sandbox.store.reader.lead(second.project, &hash(2).hash), Ok(Some(IssueId(1))));
    assert_eq!(sandbox.store.reader.kept(id(9)).unwrap(), None);
}
