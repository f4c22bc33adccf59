//! Issues: the list, one in full, and what becomes of them.

use crashtray_core::id::IssueId;
use crashtray_core::query;

use crate::rpc::commands::{Action, ChangeIssues, GetIssue, ListIssues, Undo};
use crate::rpc::convert::{count, issue_row, issue_view};
use crate::rpc::view::{Done, IssuePage, IssueView, Sort};
use crate::rpc::{Context, RpcError};
use crate::store::{IssueAction, IssueOrder, IssueQuery};

/// More rows are not sent at once.
const MAX_ROWS: u32 = 500;

/// A page of issues.
pub(in crate::rpc) fn list_issues(context: &Context, input: &ListIssues) -> Result<IssuePage, RpcError> {
    let position = context.store.bus.position();
    let query = IssueQuery {
        filter: query::parse(&input.query).map_err(|error| RpcError::wrong_query(&input.query, error))?,
        order: order(input.sort),
        after: input.after.clone(),
        limit: input.limit.clamp(1, MAX_ROWS),
        now: (context.clock)(),
    };
    let list = context.store.reader.issues(&query)?;
    Ok(IssuePage {
        rows: list.rows.into_iter().map(|entry| issue_row(entry, query.now)).collect(),
        next: list.next,
        total: count(list.total),
        unread: count(list.unread),
        position,
    })
}

/// One issue.
pub(in crate::rpc) fn get_issue(context: &Context, input: &GetIssue) -> Result<IssueView, RpcError> {
    let number = IssueId(i64::from(input.number));
    let position = context.store.bus.position();
    let now = (context.clock)();
    let record = context.store.reader.issue(number, now)?.ok_or_else(|| RpcError::no_issue(input.number))?;
    if input.read && record.entry.issue.unread {
        context.store.writer.change_blocking(&[number], IssueAction::Read)?;
    }
    Ok(issue_view(record, now, position))
}

/// Changes issues.
pub(in crate::rpc) fn change_issues(context: &Context, input: &ChangeIssues) -> Result<Done, RpcError> {
    let numbers: Vec<IssueId> = input.numbers.iter().map(|&number| IssueId(i64::from(number))).collect();
    let done = context.store.writer.change_blocking(&numbers, action(input.action))?;
    match (done.n, input.numbers.first()) {
        (0, Some(&number)) if input.numbers.len() == 1 && !exists(context, number)? => Err(RpcError::no_issue(number)),
        _ => Ok(done_view(context, done)),
    }
}

/// Takes a change back.
pub(in crate::rpc) fn undo(context: &Context, input: &Undo) -> Result<Done, RpcError> {
    let id = match &input.id {
        None => None,
        Some(id) => Some(id.parse().map_err(|_| RpcError::bad_input(&format!("`{id}` names no change")))?),
    };
    let done = context.store.undo(id)?;
    Ok(done_view(context, done))
}

pub(super) fn exists(context: &Context, number: u32) -> Result<bool, RpcError> {
    Ok(context.store.reader.issue(IssueId(i64::from(number)), (context.clock)())?.is_some())
}

pub(super) fn done_view(context: &Context, done: crate::store::Done) -> Done {
    let undo = done.undo.map(|id| id.to_string());
    let missing = done.missing.iter().map(|issue| count(issue.0.unsigned_abs())).collect();
    let issue = done.issue.map(|issue| count(issue.0.unsigned_abs()));
    Done { text: done.text, n: count(done.n), missing, undo, issue, position: context.store.bus.position() }
}

fn order(sort: Sort) -> IssueOrder {
    match sort {
        Sort::LastSeen => IssueOrder::LastSeen,
        Sort::FirstSeen => IssueOrder::FirstSeen,
        Sort::Events => IssueOrder::Events,
        Sort::Users => IssueOrder::Users,
    }
}

fn action(action: Action) -> IssueAction {
    match action {
        Action::Bookmark => IssueAction::Bookmark,
        Action::Delete => IssueAction::Delete,
        Action::Mute => IssueAction::Mute,
        Action::Read => IssueAction::Read,
        Action::Reopen => IssueAction::Reopen,
        Action::Resolve => IssueAction::Resolve,
        Action::Unbookmark => IssueAction::Unbookmark,
        Action::Unread => IssueAction::Unread,
    }
}
