//! Rules for grouping: reading, checking and setting them, and what they would change in what is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use crashtray_core::group::{GroupConfig, RuleError, RuleKind, RuleSet, Rules, explanation};
use crashtray_core::id::{EventId, IssueId};
use crashtray_core::issue::Issue;
use crashtray_core::items::digest::digest;

use super::events::stored_event;
use crate::rpc::commands::{CheckRules, GetEvent, GetRules, PreviewRules, SetRules};
use crate::rpc::convert::{count, explanation_view};
use crate::rpc::view::{
    ExplanationView, IssueRef, MergeView, PartView, RenameView, RuleErrorView, RuleKindView, RuleTextView, RulesCheck,
    RulesPreview, RulesSet, RulesView, SplitView,
};
use crate::rpc::{Code, Context, RpcError};
use crate::store::{
    Candidate, Goal, KeptEvent, Part, Plan, RuleText, Rulebook, Store, StoreError, StoredEvent, plan, read_again,
};

/// So many issues are looked at, the latest.
const ISSUES: u32 = 500;

/// So many of their events.
const EVENTS: usize = 2_000;

/// And not more than so many bytes of payloads.
const BYTES: usize = 256 << 20;

/// The rules for all projects, or for one.
pub(in crate::rpc) fn get_rules(context: &Context, input: &GetRules) -> Result<RulesView, RpcError> {
    check_project(context, input.project.as_deref())?;
    let texts = context.store.reader.rule_texts()?;
    let text = |kind: RuleKind| {
        let written = texts.iter().find(|rules| rules.kind == kind && rules.project == input.project);
        text_view(kind, written.map(|rules| rules.text.as_str()).unwrap_or_default())
    };
    let mut projects: Vec<String> = texts.iter().filter_map(|rules| rules.project.clone()).collect();
    projects.sort();
    projects.dedup();
    let (fingerprint, stack) = (text(RuleKind::Fingerprint), text(RuleKind::Stack));
    Ok(RulesView { project: input.project.clone(), fingerprint, stack, projects })
}

/// What a text of rules holds, and what is wrong with it. Nothing is changed.
pub(in crate::rpc) fn check_rules(_: &Context, input: &CheckRules) -> Result<RulesCheck, RpcError> {
    let RuleTextView { n, errors, .. } = text_view(kind(input.kind), &input.text);
    Ok(RulesCheck { n, errors })
}

/// Exchanges the rules of one kind. Wrong ones are refused.
pub(in crate::rpc) fn set_rules(context: &Context, input: &SetRules) -> Result<RulesSet, RpcError> {
    let kind = kind(input.kind);
    let mut set = RuleSet::default();
    if let Some(error) = set.add(kind, &input.text).into_iter().next() {
        return Err(RpcError::wrong_rules(&input.text, &error));
    }
    let rules = RuleText { project: input.project.clone(), kind, text: input.text.clone() };
    match (context.store.set_rules(rules)?, &input.project) {
        (Some(before), _) => Ok(RulesSet { n: count(set.n(kind) as u64), before }),
        (None, slug) => Err(RpcError::no_project(slug.as_deref().unwrap_or_default())),
    }
}

/// What rules would change in what is kept. Nothing is changed.
pub(in crate::rpc) fn preview_rules(context: &Context, input: &PreviewRules) -> Result<RulesPreview, RpcError> {
    let slug = input.project.as_deref();
    check_project(context, slug)?;
    let store = &context.store;
    let (rules, errors) = Proposed::of(store.reader.rulebook(), input);
    if !errors.is_empty() {
        let text = input.text.as_deref().unwrap_or_default();
        let errors = errors.iter().map(|error| error_view(text, error)).collect();
        return Ok(RulesPreview { errors, ..RulesPreview::default() });
    }
    let sample = store.reader.sample(slug, (ISSUES, EVENTS), (context.clock)())?;
    let events = regrouped(store, &sample.events, |kept| rules.of_event(kept))?;
    let plan = plan(&events, |project, hash| store.reader.lead(project, hash))?;
    let issues = Issues { context, known: sample.issues.iter().map(|issue| (issue.number, issue)).collect() };
    Ok(RulesPreview {
        errors: Vec::new(),
        issues: count(sample.issues.len() as u64),
        events: count(events.len() as u64),
        moved: count(
            plan.parts.iter().filter(|part| part.to != Goal::Issue(part.from)).map(|part| part.n as u64).sum(),
        ),
        merges: merges(&plan, &issues)?,
        splits: splits(&plan, &issues)?,
        renamed: renamed(&events, &plan, &issues)?,
    })
}

/// Why an event is where it is.
pub(in crate::rpc) fn explain_event(context: &Context, input: &GetEvent) -> Result<ExplanationView, RpcError> {
    Ok(explain_stored(&context.store, &stored_event(context, input)?))
}

/// Why a stored event is where it is, by the rules that hold now.
pub fn explain_stored(store: &Store, stored: &StoredEvent) -> ExplanationView {
    let base = GroupConfig::default();
    let config = store.reader.rulebook().config(&base, &stored.key);
    explanation_view(stored, explanation(&digest(&stored.payload, &stored.received), &config))
}

/// Rules that are not set, in the place of those that are.
struct Proposed<'r> {
    rulebook: &'r Rulebook,
    set: Option<Arc<RuleSet>>,
    is_own: bool,
}

impl<'r> Proposed<'r> {
    /// Without a text those that are set.
    fn of(rulebook: &'r Rulebook, input: &PreviewRules) -> (Self, Vec<RuleError>) {
        let now = rulebook.rules(input.project.as_deref().unwrap_or_default());
        let is_own = input.project.is_some();
        let known = if is_own { now.own } else { now.all };
        let Some(text) = &input.text else { return (Self { rulebook, set: known, is_own }, Vec::new()) };
        let mut set = known.as_deref().cloned().unwrap_or_default();
        set.clear(kind(input.kind));
        let errors = set.add(kind(input.kind), text);
        (Self { rulebook, set: Some(Arc::new(set)), is_own }, errors)
    }

    fn of_event(&self, kept: &KeptEvent) -> GroupConfig {
        let now = self.rulebook.rules(&kept.slug);
        let rules = match self.is_own {
            true => Rules { own: self.set.clone(), ..now },
            false => Rules { all: self.set.clone(), ..now },
        };
        GroupConfig { rules, ..GroupConfig::default() }
    }
}

/// Reads kept events again, the oldest first; what is gone since is left out. Of very much, the latest.
fn regrouped(
    store: &Store,
    ids: &[EventId],
    config: impl Fn(&KeptEvent) -> GroupConfig,
) -> Result<Vec<Candidate>, StoreError> {
    let mut events = Vec::with_capacity(ids.len());
    let mut n_bytes = 0;
    for &id in ids.iter().rev() {
        let Some(kept) = store.reader.kept(id)? else { continue };
        n_bytes += kept.payload.len();
        if n_bytes > BYTES {
            break;
        }
        let grouping = read_again(&kept, &config(&kept)).grouping;
        let title = title(&grouping.kind, &grouping.value);
        let KeptEvent { issue, project, hashes: old, is_pinned, .. } = kept;
        events.push(Candidate { event: id, n: 1, issue, project, old, new: grouping.hashes, is_pinned, title });
    }
    events.reverse();
    Ok(events)
}

fn title(kind: &str, value: &str) -> String {
    if value.is_empty() { kind.to_owned() } else { format!("{kind}: {value}") }
}

/// What is known of issues; the others are looked up.
struct Issues<'c> {
    context: &'c Context,
    known: BTreeMap<IssueId, &'c Issue>,
}

impl Issues<'_> {
    fn named(&self, number: IssueId, n_events: usize) -> Result<IssueRef, RpcError> {
        let view = |issue: &Issue| IssueRef {
            number: number_of(number),
            id: issue.id(),
            title: issue.title(),
            events: count(n_events as u64),
        };
        if let Some(issue) = self.known.get(&number) {
            return Ok(view(issue));
        }
        let entry = self.context.store.reader.entry(number, (self.context.clock)())?;
        entry.map(|entry| view(&entry.issue)).ok_or_else(|| RpcError::no_issue(number_of(number)))
    }
}

fn merges(plan: &Plan, issues: &Issues<'_>) -> Result<Vec<MergeView>, RpcError> {
    let mut by_goal: BTreeMap<Goal, Vec<&Part>> = BTreeMap::new();
    for part in &plan.parts {
        by_goal.entry(part.to).or_default().push(part);
    }
    let mut merges = Vec::new();
    for (goal, parts) in by_goal {
        let is_at_home = |part: &&Part| goal == Goal::Issue(part.from);
        let is_new = matches!(goal, Goal::New(_));
        if parts.len() < 2 && (is_new || parts.iter().any(is_at_home)) {
            continue;
        }
        let into = match goal {
            Goal::Issue(number) => Some(issues.named(number, parts.iter().map(|part| part.n).sum())?),
            Goal::New(_) => None,
        };
        let title = parts.last().map(|part| part.title.clone()).unwrap_or_default();
        let from = parts.iter().map(|part| issues.named(part.from, part.n)).collect::<Result<_, _>>()?;
        merges.push(MergeView { into, title, issues: from });
    }
    merges.sort_by_key(|merge| usize::MAX - merge.issues.len());
    Ok(merges)
}

fn splits(plan: &Plan, issues: &Issues<'_>) -> Result<Vec<SplitView>, RpcError> {
    let mut splits = Vec::new();
    for parts in plan.parts.chunk_by(|a, b| a.from == b.from).filter(|parts| parts.len() > 1) {
        let Some(from) = parts.first().map(|part| part.from) else { continue };
        let issue = issues.named(from, parts.iter().map(|part| part.n).sum())?;
        let view = |part: &Part| PartView {
            into: match part.to {
                Goal::Issue(number) => Some(number_of(number)),
                Goal::New(_) => None,
            },
            title: part.title.clone(),
            events: count(part.n as u64),
        };
        let mut parts: Vec<PartView> = parts.iter().map(view).collect();
        parts.sort_by_key(|part| u32::MAX - part.events);
        splits.push(SplitView { issue, parts });
    }
    Ok(splits)
}

/// Issues whose latest event stays and would call them otherwise.
fn renamed(events: &[Candidate], plan: &Plan, issues: &Issues<'_>) -> Result<Vec<RenameView>, RpcError> {
    let mut latest: BTreeMap<IssueId, (&Candidate, Goal)> = BTreeMap::new();
    for (event, goal) in events.iter().zip(&plan.goals) {
        latest.insert(event.issue, (event, *goal));
    }
    let mut renamed = Vec::new();
    for (number, (event, goal)) in latest {
        let issue = issues.named(number, 1)?;
        if goal == Goal::Issue(number) && issue.title != event.title {
            renamed.push(RenameView { issue, title: event.title.clone() });
        }
    }
    Ok(renamed)
}

fn number_of(issue: IssueId) -> u32 {
    count(issue.0.unsigned_abs())
}

fn check_project(context: &Context, slug: Option<&str>) -> Result<(), RpcError> {
    match slug {
        Some(slug) if !context.store.reader.has_project(slug)? => Err(RpcError::no_project(slug)),
        Some(_) | None => Ok(()),
    }
}

fn text_view(kind: RuleKind, text: &str) -> RuleTextView {
    let mut set = RuleSet::default();
    let errors = set.add(kind, text).iter().map(|error| error_view(text, error)).collect();
    RuleTextView { text: text.to_owned(), n: count(set.n(kind) as u64), errors }
}

fn error_view(text: &str, error: &RuleError) -> RuleErrorView {
    let RuleError { line, column, at, expected } = error.clone();
    let before = text.get(..at).unwrap_or(text);
    RuleErrorView { line, column, at: count(before.encode_utf16().count() as u64), expected }
}

fn kind(view: RuleKindView) -> RuleKind {
    match view {
        RuleKindView::Fingerprint => RuleKind::Fingerprint,
        RuleKindView::Stack => RuleKind::Stack,
    }
}

impl RpcError {
    fn wrong_rules(text: &str, error: &RuleError) -> Self {
        let at = Some(error_view(text, error).at);
        Self { at, ..Self::new(Code::BadInput, format!("a rule cannot be read: {error}"), None) }
    }

    fn no_project(slug: &str) -> Self {
        let hint = "A project is made when its first event comes; `crashtray doctor` lists those that there are.";
        Self::new(Code::NotFound, format!("there is no project `{slug}`"), Some(hint))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use crashtray_core::dsn::ProjectKey;
    use crashtray_core::group::group;
    use crashtray_core::items::ItemKind;
    use crashtray_core::time::{Received, Timestamp};
    use expect_test::{Expect, expect};

    use super::*;
    use crate::rpc::PauseState;
    use crate::store::{Arrival, Content, Delivery, Mode, Priority, Route, new_event, pack};

    /// Commands over a file of its own.
    struct Sandbox {
        context: Context,
        _folder: tempfile::TempDir,
    }

    fn at(n: u8) -> Timestamp {
        Timestamp::from_millis(1_787_220_000_000 + i64::from(n) * 1_000)
    }

    impl Sandbox {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open_with(&folder.path().join("crashtray.db"), Mode::Write, || at(0)).unwrap();
            let context = Context {
                store: Arc::new(store),
                history: std::sync::Arc::default(),
                pause: Arc::new(PauseState::default()),
                address: None,
                started: at(0),
                clock: || at(200),
                send: |_, _, _| Ok(200),
                open_window: None,
            };
            Self { context, _folder: folder }
        }

        /// An error of the project `key`, grouped by the rules that hold.
        fn crash(&self, key: &str, n: u8, payload: &str) {
            let project = ProjectKey { key: key.to_owned(), number: "1".to_owned() };
            let id = EventId([n; 16]);
            let received =
                Received { at: at(n), header_id: None, fresh_id: id, client: None, peer: None, origin: None };
            let content = {
                let base = GroupConfig::default();
                let config = self.context.store.reader.rulebook().config(&base, &project);
                let digest = digest(payload.as_bytes(), &received);
                let grouping = group(&digest, &config);
                Content::Event(Box::new(new_event(id, &digest, grouping)))
            };
            let payload = pack(payload.as_bytes());
            let item = Arrival { header: Bytes::new(), kind: ItemKind::Event, received, payload, content };
            let delivery = Delivery {
                project,
                run: None,
                route: Route::Envelope,
                at: at(n),
                web_origin: None,
                header: Bytes::new(),
                missing_line_feeds: 0,
                items: vec![item],
                priority: Priority::First,
            };
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(self.context.store.writer.ingest(delivery)).unwrap();
        }

        fn preview(&self, project: Option<&str>, kind: RuleKindView, text: Option<&str>) -> RulesPreview {
            let input = PreviewRules { project: project.map(str::to_owned), kind, text: text.map(str::to_owned) };
            preview_rules(&self.context, &input).unwrap()
        }

        fn set(&self, project: Option<&str>, kind: RuleKindView, text: &str) -> Result<RulesSet, RpcError> {
            set_rules(&self.context, &SetRules { project: project.map(str::to_owned), kind, text: text.to_owned() })
        }
    }

    /// Two errors in `pay` and one in `ship` of the shop, each of a different type; and one of the API.
    fn with_crashes() -> Sandbox {
        let sandbox = Sandbox::new();
        let crash = |key: &str, n: u8, kind: &str, function: &str, tag: &str| {
            sandbox.crash(
                key,
                n,
                &format!(
                    r#"{{"platform":"python","tags":{{"country":"{tag}"}},"exception":[{{"type":"{kind}","value":"v","stacktrace":{{"frames":[
                        {{"function":"main","module":"app","in_app":true}},{{"function":"{function}","module":"{function}","in_app":true}}]}}}}]}}"#
                ),
            );
        };
        crash("shop", 1, "CardError", "pay", "CH");
        crash("shop", 2, "CardError", "pay", "DE");
        crash("shop", 3, "CardError", "pay", "CH");
        crash("shop", 4, "BankError", "pay", "CH");
        crash("shop", 5, "ShipError", "ship", "CH");
        crash("api", 6, "CardError", "pay", "CH");
        sandbox
    }

    /// A preview in a few lines.
    fn told(preview: &RulesPreview) -> String {
        let issue = |issue: &IssueRef| format!("{}×{}", issue.id, issue.events);
        let mut text = format!("{} of {} events in {} issues move\n", preview.moved, preview.events, preview.issues);
        for merge in &preview.merges {
            let into = merge.into.as_ref().map_or("a new issue".to_owned(), |into| into.id.clone());
            let from: Vec<String> = merge.issues.iter().map(issue).collect();
            text += &format!("merge {} into {into} ({})\n", from.join(" "), merge.title);
        }
        for split in &preview.splits {
            let part = |part: &PartView| format!("{:?} {}×{}", part.into, part.title, part.events);
            text += &format!(
                "split {}: {}\n",
                issue(&split.issue),
                split.parts.iter().map(part).collect::<Vec<_>>().join(", ")
            );
        }
        for renamed in &preview.renamed {
            text += &format!("{}: {} is {}\n", renamed.issue.id, renamed.issue.title, renamed.title);
        }
        for error in &preview.errors {
            text += &format!("{}:{} at {}: {}\n", error.line, error.column, error.at, error.expected);
        }
        text
    }

    #[test]
    fn what_rules_would_change() {
        let sandbox = with_crashes();
        let check = |project: Option<&str>, kind: RuleKindView, rules: &str, expected: Expect| {
            expected.assert_eq(&told(&sandbox.preview(project, kind, Some(rules))));
        };
        let (fingerprint, stack) = (RuleKindView::Fingerprint, RuleKindView::Stack);
        check(
            None,
            fingerprint,
            "type:NoSuchError -> x",
            expect![[r#"
            0 of 6 events in 4 issues move
        "#]],
        );
        check(
            Some("shop"),
            fingerprint,
            "function:pay -> payment title=\"No money\"",
            expect![[r#"
            1 of 5 events in 3 issues move
            merge SHOP-1×3 SHOP-2×1 into SHOP-1 (No money)
            SHOP-1: CardError: v is No money
        "#]],
        );
        check(
            None,
            fingerprint,
            "type:CardError -> {{ default }} {{ tags.country }}",
            expect![[r#"
            1 of 6 events in 4 issues move
            split SHOP-1×3: Some(1) CardError: v×2, None CardError: v×1
        "#]],
        );
        check(
            None,
            fingerprint,
            "tags.country:CH -> swiss",
            expect![[r#"
            3 of 6 events in 4 issues move
            merge SHOP-1×2 SHOP-2×1 SHOP-3×1 into SHOP-2 (ShipError: v)
            split SHOP-1×3: Some(2) CardError: v×2, Some(1) CardError: v×1
        "#]],
        );
        check(
            None,
            stack,
            "function:pay -group\nfunction:ship -group",
            expect![[r#"
            0 of 6 events in 4 issues move
        "#]],
        );
        check(
            Some("api"),
            stack,
            "nonsense\n  😀:x -app",
            expect![[r#"
            0 of 0 events in 0 issues move
            1:1 at 0: a matcher like `function:name` or an action like `-app` was expected
            2:3 at 11: a matcher was expected (app, category, family, function, mechanism, module, package, path, type, value), and `😀:` is none
        "#]],
        );
    }

    #[test]
    fn rules_that_hold_are_previewed_on_what_came_before() {
        let sandbox = with_crashes();
        sandbox.set(Some("shop"), RuleKindView::Fingerprint, "function:pay -> payment").unwrap();
        let expected = expect![[r#"
            1 of 5 events in 3 issues move
            merge SHOP-1×3 SHOP-2×1 into SHOP-1 (BankError: v)
        "#]];
        expected.assert_eq(&told(&sandbox.preview(Some("shop"), RuleKindView::Fingerprint, None)));
        let general = sandbox.preview(None, RuleKindView::Stack, Some("function:main -group"));
        assert_eq!(general.moved, 1, "the other rules that hold are looked at too");
    }

    #[test]
    fn rules_are_set_and_read_and_hold() {
        let sandbox = with_crashes();
        let set = sandbox.set(None, RuleKindView::Fingerprint, "# mine\ntype:*Error -> any\n").unwrap();
        assert_eq!((set.n, set.before.as_str()), (1, ""));
        let rules = get_rules(&sandbox.context, &GetRules { project: None }).unwrap();
        assert_eq!((rules.fingerprint.text.as_str(), rules.stack.n), ("# mine\ntype:*Error -> any\n", 0));
        let set = sandbox.set(Some("shop"), RuleKindView::Stack, "function:pay -app").unwrap();
        assert_eq!(set.n, 1);
        let rules = get_rules(&sandbox.context, &GetRules { project: Some("shop".to_owned()) }).unwrap();
        assert_eq!((rules.stack.n, rules.fingerprint.n, rules.projects), (1, 0, vec!["shop".to_owned()]));
        sandbox.crash("shop", 9, r#"{"exception":[{"type":"NewError","value":"v"}]}"#);
        let explained =
            |number: u32, at: &str| explain_event(&sandbox.context, &GetEvent { number, at: at.to_owned() }).unwrap();
        let new = explained(5, "latest");
        assert_eq!(new.fingerprint_rule.map(|rule| (rule.own, rule.line)), Some((false, 2)));
        assert!(new.is_current && new.hashes[0].variant == "custom");
        let old = explained(1, "latest");
        assert!(!old.is_current, "it came before the rules");
        let touch = &old.traces[0].frames[1].touches[0];
        assert_eq!((touch.rule.as_ref().map(|rule| rule.own), touch.actions.as_str()), (Some(true), "-app"));
    }

    #[test]
    fn what_is_refused() {
        let sandbox = with_crashes();
        let table = [
            (
                None,
                "type:A -> a\nü:b -> c",
                Code::BadInput,
                Some(12),
                "a rule cannot be read: line 2, column 1: a matcher was expected",
            ),
            (Some("nobody"), "type:A -> a", Code::NotFound, None, "there is no project `nobody`"),
        ];
        for (project, text, code, at, message) in table {
            let error = sandbox.set(project, RuleKindView::Fingerprint, text).unwrap_err();
            assert_eq!((error.code, error.at), (code, at), "{text}");
            assert!(error.message.starts_with(message), "{}", error.message);
        }
        assert!(get_rules(&sandbox.context, &GetRules { project: Some("nobody".to_owned()) }).is_err());
        let check = CheckRules { kind: RuleKindView::Stack, text: "function:a -app\nfunction:b".to_owned() };
        let checked = check_rules(&sandbox.context, &check).unwrap();
        assert_eq!((checked.n, checked.errors.len()), (1, 1));
        assert!(sandbox.context.store.reader.rule_texts().unwrap().is_empty(), "nothing was changed");
    }
}
