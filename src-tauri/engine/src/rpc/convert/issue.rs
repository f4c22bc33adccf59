//! Issues, as the list and the head of the issue show them.

use crashtray_core::issue::State;
use crashtray_core::time::Timestamp;

use super::super::view::{IssueRow, IssueView, StateView, TagCount, TagFacet};
use super::{count, level_view};
use crate::store::{IssueEntry, IssueRecord, TagFacetEntry};

/// An issue is called new for a day.
const NEW_FOR_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// One row of the list.
pub(in crate::rpc) fn issue_row(entry: IssueEntry, now: Timestamp) -> IssueRow {
    let id = entry.issue.id();
    let issue = entry.issue;
    IssueRow {
        number: count(issue.number.0.unsigned_abs()),
        id,
        project: issue.slug,
        project_name: entry.project_name,
        project_hue: entry.project_hue,
        state: state_view(&issue.state),
        level: level_view(issue.level),
        kind: issue.kind,
        value: issue.value,
        culprit: issue.culprit,
        platform: issue.platform,
        first_seen: issue.first_seen.as_millis_f64(),
        last_seen: issue.last_seen.as_millis_f64(),
        events: count(issue.events),
        users: count(issue.users),
        is_new: issue.new && now.as_micros() - issue.first_seen.as_micros() < NEW_FOR_MICROS,
        regressed: issue.regressed,
        unread: issue.unread,
        bookmarked: issue.bookmarked,
        handled: issue.handled,
        has_replay: issue.has_replay,
        has_attachment: issue.has_attachment,
        hours: entry.hours.to_vec(),
    }
}

/// One issue, in full.
pub(in crate::rpc) fn issue_view(record: IssueRecord, now: Timestamp, position: String) -> IssueView {
    IssueView {
        row: issue_row(record.entry, now),
        full_value: record.full_value,
        days: record.days.to_vec(),
        resolved_at: record.resolved_at.map(Timestamp::as_millis_f64),
        resolved_in: record.resolved_in,
        tags: record.tags.into_iter().map(facet_view).collect(),
        kept: count(record.kept),
        groups: count(record.groups),
        position,
    }
}

fn facet_view(facet: TagFacetEntry) -> TagFacet {
    let values = facet.values.into_iter().map(|(value, n)| TagCount { value, n: count(n) }).collect();
    TagFacet { key: facet.key, total: count(facet.total), values }
}

fn state_view(state: &State) -> StateView {
    match state {
        State::Unresolved => StateView::Unresolved,
        State::Resolved { .. } => StateView::Resolved,
        State::Muted { .. } => StateView::Muted,
    }
}
