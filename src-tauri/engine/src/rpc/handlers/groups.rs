//! Issues become one, and groups of one get an issue of their own.

use std::collections::BTreeSet;

use crashtray_core::id::{EventId, IssueId};
use crashtray_core::time::Timestamp;

use super::issues::{done_view, exists};
use crate::rpc::commands::{GetGroups, MergeIssues, SplitIssue};
use crate::rpc::convert::count;
use crate::rpc::view::{Done, GroupView, GroupsView};
use crate::rpc::{Code, Context, RpcError};
use crate::store::GroupEntry;

/// More issues are not merged at once: it is one transaction.
const MOST_ISSUES: usize = 500;

/// The groups of an issue.
pub(in crate::rpc) fn get_groups(context: &Context, input: &GetGroups) -> Result<GroupsView, RpcError> {
    let position = context.store.bus.position();
    if !exists(context, input.number)? {
        return Err(RpcError::no_issue(input.number));
    }
    let groups = context.store.reader.groups(issue(input.number))?;
    Ok(GroupsView { groups: groups.into_iter().map(group_view).collect(), position })
}

/// Issues become one.
pub(in crate::rpc) fn merge_issues(context: &Context, input: &MergeIssues) -> Result<Done, RpcError> {
    let numbers: BTreeSet<u32> = input.numbers.iter().copied().collect();
    if numbers.len() > MOST_ISSUES {
        return Err(refused(format!("at most {MOST_ISSUES} issues can be merged at once"), None));
    }
    let mut projects = BTreeSet::new();
    for &number in &numbers {
        let entry = context.store.reader.entry(issue(number), (context.clock)())?;
        projects.insert(entry.ok_or_else(|| RpcError::no_issue(number))?.issue.slug);
    }
    if projects.len() > 1 {
        let projects: Vec<String> = projects.into_iter().map(|slug| format!("`{slug}`")).collect();
        let message = format!("these issues are of different projects: {}", projects.join(", "));
        return Err(refused(message, Some("Only issues of one project can be merged.")));
    }
    if numbers.len() < 2 {
        return Err(refused("it takes two issues to merge".to_owned(), None));
    }
    let numbers: Vec<IssueId> = numbers.into_iter().map(issue).collect();
    Ok(done_view(context, context.store.merge(&numbers)?))
}

/// Groups of an issue get an issue of their own.
pub(in crate::rpc) fn split_issue(context: &Context, input: &SplitIssue) -> Result<Done, RpcError> {
    let hashes = input.hashes.iter().map(|hash| read_hash(hash)).collect::<Result<Vec<_>, _>>()?;
    let groups = get_groups(context, &GetGroups { number: input.number })?.groups;
    let is_chosen = |group: &&GroupView| hashes.iter().any(|hash| EventId(*hash).to_string() == group.hash);
    let n_chosen = groups.iter().filter(is_chosen).count();
    let n_distinct = hashes.iter().collect::<BTreeSet<_>>().len();
    if n_chosen < n_distinct || n_chosen == 0 {
        let hint = format!("`crashtray split {} --list` lists them.", input.number);
        return Err(refused(format!("issue {} has no such group", input.number), Some(&hint)));
    }
    if n_chosen == groups.len() {
        let message = format!("nothing would be left of issue {}", input.number);
        return Err(refused(message, Some("At least one group stays.")));
    }
    Ok(done_view(context, context.store.split(issue(input.number), &hashes)?))
}

fn refused(message: String, hint: Option<&str>) -> RpcError {
    RpcError::new(Code::BadInput, message, hint)
}

fn read_hash(text: &str) -> Result<[u8; 16], RpcError> {
    let hash = EventId::parse(text.as_bytes());
    hash.map(|EventId(hash)| hash).ok_or_else(|| refused(format!("`{text}` is no hash of a group"), None))
}

fn issue(number: u32) -> IssueId {
    IssueId(i64::from(number))
}

fn group_view(group: GroupEntry) -> GroupView {
    let [kind, value, culprit] = group.title;
    GroupView {
        hash: EventId(group.hash).to_string(),
        pinned: group.is_pinned,
        events: count(group.n),
        first_seen: Timestamp::as_millis_f64(group.first_seen),
        last_seen: Timestamp::as_millis_f64(group.last_seen),
        latest: group.latest.to_string(),
        kind,
        value,
        culprit,
    }
}
