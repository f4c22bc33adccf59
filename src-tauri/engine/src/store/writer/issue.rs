//! Which issue an event belongs to, and what it does to that issue.

use crashtray_core::group::GroupHash;
use crashtray_core::id::{EventId, IssueId, ProjectId};
use crashtray_core::issue::on_event;
use crashtray_core::time::Timestamp;

use super::Tx;
use super::ledger::Way;
use crate::store::tables::event::EventRow;
use crate::store::tables::issue::IssueRow;
use crate::store::tables::{code, issue, issue_hash};
use crate::store::{NewEvent, StoreError};

/// So much of an event's message is searched.
const MAX_WORDS: usize = 4_096;

/// What an event did to its issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It made it.
    New,
    /// It brought it back.
    Regressed,
    /// It is one more.
    Another,
}

impl Tx<'_> {
    /// The issue that the first known hash leads to, and whether some hash leads nowhere yet.
    fn look_up(&self, project: ProjectId, hashes: &[GroupHash]) -> Result<(Option<IssueId>, bool), StoreError> {
        let mut issues = Vec::with_capacity(hashes.len());
        for hash in hashes {
            issues.push(issue_hash::issue(self.db, project, &hash.hash)?);
        }
        Ok((issues.iter().copied().flatten().next(), issues.contains(&None)))
    }

    /// Makes an issue without events.
    pub(super) fn make_issue(
        &mut self,
        project: ProjectId,
        event: &NewEvent,
        at: Timestamp,
    ) -> Result<IssueId, StoreError> {
        let id = issue::insert(self.db, project, event.level, at)?;
        self.ledger.made(project, id);
        Ok(id)
    }

    /// All hashes lead there from now on, but for those that lead elsewhere.
    pub(super) fn add_hashes(
        &self,
        project: ProjectId,
        hashes: &[GroupHash],
        issue: IssueId,
    ) -> Result<(), StoreError> {
        for hash in hashes {
            issue_hash::add(self.db, project, &hash.hash, issue)?;
        }
        Ok(())
    }

    /// A new event comes to an issue, or makes one. The event's row is to be given that issue.
    pub(super) fn happen(
        &mut self,
        project: ProjectId,
        event: &NewEvent,
        at: Timestamp,
    ) -> Result<(IssueId, Effect), StoreError> {
        let hashes = &event.grouping.hashes;
        let (known, is_new) = self.look_up(project, hashes)?;
        let id = match known {
            Some(id) => id,
            None => self.make_issue(project, event, at)?,
        };
        if is_new {
            self.add_hashes(project, hashes, id)?;
        }
        self.count(id, (event, at), Way::In)?;
        let Some(row) = self.issue(id)? else { return Ok((id, Effect::Another)) };
        let transition = on_event(&row.state, event.release.as_deref(), code::count(row.events));
        let is_one_more = known.is_some() && row.state == transition.state && row.unread;
        row.state = transition.state;
        row.regressed |= transition.regressed;
        row.unread = true;
        if !is_one_more {
            self.settles_now();
        }
        Ok(match (known, transition.regressed) {
            (None, _) => (id, Effect::New),
            (Some(_), true) => (id, Effect::Regressed),
            (Some(_), false) => (id, Effect::Another),
        })
    }

    /// The event in this row may be the latest of its issue: then the issue is called after it.
    pub(super) fn call_after(&mut self, id: IssueId, event: &NewEvent, row: &EventRow) -> Result<(), StoreError> {
        let Some(issue) = self.issue(id)? else { return Ok(()) };
        issue.first_seen = issue.first_seen.min(row.received);
        if issue.latest_event.is_none() || row.received >= issue.last_seen {
            name(issue, event);
            follow(issue, row);
        }
        Ok(())
    }

    /// An event has attachments.
    pub(super) fn attach(&mut self, event_id: EventId) -> Result<(), StoreError> {
        use crate::store::tables::event;
        let Some(row) = event::by_id(self.db, event_id)? else { return Ok(()) };
        event::set_has_attachment(self.db, row.id)?;
        if let Some(issue) = row.issue
            && let Some(issue) = self.issue(issue)?
            && issue.latest_event == Some(row.id)
        {
            issue.has_attachment = true;
        }
        Ok(())
    }

    /// An issue that is there: not one that was deleted.
    pub(super) fn live(&mut self, id: IssueId) -> Result<Option<&mut IssueRow>, StoreError> {
        Ok(self.issue(id)?.filter(|issue| issue.deleted_at.is_none()))
    }
}

/// The issue is called what the event is called.
pub(super) fn name(issue: &mut IssueRow, event: &NewEvent) {
    let grouping = &event.grouping;
    issue.kind.clone_from(&grouping.kind);
    issue.value.clone_from(&grouping.value);
    issue.culprit.clone_from(&grouping.culprit);
    let message: String = event.message.iter().flat_map(|message| message.chars()).take(MAX_WORDS).collect();
    let transaction = event.transaction.as_deref().unwrap_or_default();
    let words = [&grouping.kind, &grouping.value, &grouping.culprit, transaction, &message];
    issue.folded_words = code::folded(&words.join("\n"));
}

/// The event in this row is the latest of the issue.
pub(super) fn follow(issue: &mut IssueRow, row: &EventRow) {
    issue.level = row.level;
    issue.platform.clone_from(&row.platform);
    issue.handled = row.handled;
    issue.has_replay = row.has_replay;
    issue.has_attachment = row.has_attachment;
    issue.latest_event = Some(row.id);
    issue.last_seen = row.received;
}

/// The latest event of another issue is that of this one.
pub(super) fn call_as(issue: &mut IssueRow, other: &IssueRow) {
    issue.level = other.level;
    issue.kind.clone_from(&other.kind);
    issue.value.clone_from(&other.value);
    issue.culprit.clone_from(&other.culprit);
    issue.folded_words.clone_from(&other.folded_words);
    issue.platform.clone_from(&other.platform);
    issue.handled = other.handled;
    issue.has_replay = other.has_replay;
    issue.has_attachment = other.has_attachment;
    issue.latest_event = other.latest_event;
    issue.last_seen = other.last_seen;
}

/// What an issue that takes in another one becomes.
pub(super) fn take_in(into: &mut IssueRow, from: &IssueRow) {
    if from.last_seen >= into.last_seen {
        let latest_event = from.latest_event.or(into.latest_event);
        call_as(into, from);
        into.latest_event = latest_event;
    }
    into.first_seen = into.first_seen.min(from.first_seen);
    into.events += from.events;
    into.kept += from.kept;
    into.unread |= from.unread;
    into.regressed |= from.regressed;
    into.bookmarked |= from.bookmarked;
}

/// An issue that was away while events came: they count as if they came to it.
pub(super) fn catch_up(issue: &mut IssueRow) {
    let transition = on_event(&issue.state, None, code::count(issue.events));
    issue.regressed |= transition.regressed;
    issue.state = transition.state;
}
