//! Events move between issues (`decisions`: 3.4). One operation for all who do that: counters of both sides add up afterwards.
//!
//! What the user put together or apart by hand stays so: an event whose hash he pinned goes to the issue that it names, whatever the
//! event is grouped by now, and takes its new hashes there.

use std::collections::BTreeSet;

use crashtray_core::change::{Cause, Change};
use crashtray_core::group::GroupHash;
use crashtray_core::id::{EventId, IssueId, ProjectId};

use super::Tx;
use super::ingest::makes_issue;
use super::issue::{follow, name};
use super::ledger::Way;
use crate::store::seen::as_counted;
use crate::store::tables::event::EventRow;
use crate::store::tables::issue::IssueRow;
use crate::store::tables::{envelope, event, issue, issue_hash};
use crate::store::{NewEvent, StoreError};

/// So many events move in one transaction.
pub(in crate::store) const AT_ONCE: usize = 200;

/// An event that may belong elsewhere.
#[derive(Clone, Debug)]
pub struct Regroup {
    /// Which.
    pub event: EventId,
    /// The issue that it was read in. If it is elsewhere by now, it stays there.
    pub read_in: IssueId,
    /// What its payload says now.
    pub seen: NewEvent,
    /// Where it goes.
    pub heading: Heading,
}

/// Where an event goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// Where the hashes that it has now lead; the grouping in it names the issue.
    Hashes,
    /// Where the hashes lead that it came with; they stay its own.
    Kept,
    /// Nowhere, and its hashes stay what they are: several issues of the user claim those that it has now.
    Nowhere,
}

/// How many moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Events that are in another issue now.
    pub n: usize,
    /// Events that were no longer where they were read.
    pub skipped: usize,
    /// Issues that are still called after an event that has left them: whoever reads their latest event again gives them their name.
    pub unnamed: BTreeSet<IssueId>,
}

/// Where an event belongs.
enum Goal {
    /// Where the user put it.
    Pinned(IssueId),
    /// Where its hashes lead.
    Known(IssueId),
    /// To an issue that is still to be made.
    New,
}

impl Moved {
    /// These and those.
    pub(super) fn add(&mut self, more: Self) {
        self.n += more.n;
        self.skipped += more.skipped;
        self.unnamed.extend(more.unnamed);
    }
}

impl Tx<'_> {
    /// Moves events to the issues that they belong to, and writes what is read in them now.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn regroup(&mut self, moves: &[Regroup]) -> Result<Moved, StoreError> {
        let mut moved = self.regroup_all(moves)?;
        moved.unnamed = std::mem::take(&mut self.unnamed);
        Ok(moved)
    }

    /// Hashes that nobody has yet lead to an issue from now on.
    pub(in crate::store) fn claim(&mut self, claims: &[(ProjectId, [u8; 16], IssueId)]) -> Result<(), StoreError> {
        for (project, hash, id) in claims {
            if self.live(*id)?.is_some_and(|issue| issue.project == *project) {
                issue_hash::add(self.db, *project, hash, *id)?;
            }
        }
        Ok(())
    }

    /// As `regroup`; which issues lack a name is known to the transaction.
    pub(super) fn regroup_all(&mut self, moves: &[Regroup]) -> Result<Moved, StoreError> {
        let mut moved = Moved::default();
        for one in moves {
            let row = event::by_id(self.db, one.event)?.filter(|row| row.issue == Some(one.read_in));
            match row {
                Some(row) if self.look(one.read_in)?.is_some_and(|issue| issue.deleted_at.is_none()) => {
                    let has_moved = match one.heading {
                        Heading::Hashes => self.shift(&row, row.project, &one.seen)?,
                        Heading::Kept => {
                            let issue = self.lead(row.project, &row.hashes)?.map(|(id, _)| id).or(row.issue);
                            self.put(&row, &kept_by(&row, &one.seen, issue), &one.seen)?
                        }
                        Heading::Nowhere => self.put(&row, &kept_by(&row, &one.seen, row.issue), &one.seen)?,
                    };
                    moved.n += usize::from(has_moved);
                }
                Some(_) | None => moved.skipped += 1,
            }
        }
        Ok(moved)
    }

    /// Puts an event where it belongs within a project. True: that is another issue.
    pub(super) fn shift(&mut self, row: &EventRow, project: ProjectId, seen: &NewEvent) -> Result<bool, StoreError> {
        let mut now = read_anew(row, seen);
        now.project = project;
        now.issue = match row.issue {
            // What makes no issue only changes its project.
            None => None,
            Some(_) => Some(self.settle_in(row, &mut now, seen)?),
        };
        self.put(row, &now, seen)
    }

    /// An event is what its row says now, and where that says. True: that is another issue.
    fn put(&mut self, row: &EventRow, now: &EventRow, seen: &NewEvent) -> Result<bool, StoreError> {
        if row.project != now.project {
            envelope::set_project(self.db, row.envelope, now.project)?;
            self.ledger.saw(now.project, seen, row.received);
        }
        // An index has the issue: it is written only where that is another one.
        if (now.project, now.issue) != (row.project, row.issue) {
            event::place(self.db, now)?;
        }
        if now != row {
            event::update(self.db, now)?;
        }
        match (row.issue, now.issue) {
            (Some(from), Some(to)) if from != to => {
                self.carry(row, now, seen, (from, to))?;
                Ok(true)
            }
            (Some(id), Some(_)) => {
                self.see_anew(id, row, now, seen)?;
                Ok(false)
            }
            (Some(_), None) | (None, Some(_) | None) => Ok(false),
        }
    }

    /// The issue that an event belongs to; its hashes lead there from now on.
    fn settle_in(&mut self, row: &EventRow, now: &mut EventRow, seen: &NewEvent) -> Result<IssueId, StoreError> {
        match self.goal(row, now.project, &seen.grouping.hashes)? {
            Goal::Pinned(id) => {
                if !self.pin(now.project, &now.hashes, id)? {
                    // The new ones lead elsewhere: only the old ones say where the user put it.
                    now.hashes.clone_from(&row.hashes);
                }
                Ok(id)
            }
            Goal::Known(id) => {
                self.add_hashes(now.project, &now.hashes, id)?;
                Ok(id)
            }
            Goal::New => {
                let id = self.make_issue(now.project, seen, row.received)?;
                self.add_hashes(now.project, &now.hashes, id)?;
                Ok(id)
            }
        }
    }

    fn goal(&self, row: &EventRow, project: ProjectId, hashes: &[GroupHash]) -> Result<Goal, StoreError> {
        if let Some((id, true)) = self.lead(project, &row.hashes)? {
            return Ok(Goal::Pinned(id));
        }
        Ok(self.lead(project, hashes)?.map_or(Goal::New, |(id, _)| Goal::Known(id)))
    }

    /// The issue that the first known hash leads to, and whether the user put it there.
    fn lead(&self, project: ProjectId, hashes: &[GroupHash]) -> Result<Option<(IssueId, bool)>, StoreError> {
        for hash in hashes {
            if let Some(lead) = issue_hash::lead(self.db, project, &hash.hash)? {
                return Ok(Some(lead));
            }
        }
        Ok(None)
    }

    /// Hashes lead to an issue for good, but for those that lead elsewhere. False: the first that leads anywhere does.
    fn pin(&self, project: ProjectId, hashes: &[GroupHash], id: IssueId) -> Result<bool, StoreError> {
        self.add_hashes(project, hashes, id)?;
        for hash in hashes {
            issue_hash::pin(self.db, project, &hash.hash, id)?;
        }
        Ok(self.lead(project, hashes)?.is_some_and(|(first, _)| first == id))
    }

    /// The counters follow the event, whose row is in its new issue already.
    fn carry(
        &mut self,
        row: &EventRow,
        now: &EventRow,
        seen: &NewEvent,
        (from, to): (IssueId, IssueId),
    ) -> Result<(), StoreError> {
        self.count(from, (&as_counted(row, seen), row.received), Way::Out)?;
        self.count(to, (seen, row.received), Way::In)?;
        self.call_after(to, seen, now)?;
        self.tell(Change::Moved { from, to });
        let was_unread = self.issue(from)?.is_some_and(|issue| issue.unread);
        self.leave(from, row)?;
        if let Some(issue) = self.live(to)? {
            issue.unread |= was_unread;
            let (project, is_named) = (issue.project, issue.latest_event == Some(row.id));
            if is_named {
                self.unnamed.remove(&to);
            }
            self.tell(Change::Issue { issue: to, project, cause: Cause::State, event: None });
        }
        Ok(())
    }

    /// What is read in an event of an issue is something else now: its counters and its name follow.
    fn see_anew(&mut self, id: IssueId, row: &EventRow, now: &EventRow, seen: &NewEvent) -> Result<(), StoreError> {
        let counted = as_counted(row, seen);
        let differs = counted.tags != seen.tags || counted.user != seen.user;
        if differs {
            self.count(id, (&counted, row.received), Way::Out)?;
            self.count(id, (seen, row.received), Way::In)?;
        }
        let is_latest = self.look(id)?.is_some_and(|issue| issue.latest_event == Some(row.id));
        if !differs && !is_latest {
            return Ok(());
        }
        let Some(issue) = self.live(id)? else { return Ok(()) };
        let was = issue.clone();
        if is_latest {
            name(issue, seen);
            follow(issue, now);
        }
        let (is_same, project) = (*issue == was, issue.project);
        self.unnamed.remove(&id);
        if differs || !is_same {
            self.tell(Change::Issue { issue: id, project, cause: Cause::State, event: None });
        }
        Ok(())
    }

    /// An event has left an issue: that is gone if it was the only one, else it follows the events that are still there.
    fn leave(&mut self, id: IssueId, row: &EventRow) -> Result<(), StoreError> {
        let (latest, first) = (event::latest(self.db, id)?, event::first(self.db, id)?);
        let Some(issue) = self.issue(id)? else { return Ok(()) };
        if issue.events <= 0 {
            return self.remove_empty(id);
        }
        let mut is_unnamed = false;
        if issue.latest_event == Some(row.id) {
            issue.latest_event = None;
            if let Some(latest) = &latest {
                follow(issue, latest);
                is_unnamed = true;
            }
        }
        // What is no longer kept may be older than what is.
        if issue.events == issue.kept
            && let Some(first) = &first
        {
            issue.first_seen = first.received;
        }
        let project = issue.project;
        if is_unnamed {
            self.unnamed.insert(id);
        }
        self.tell(Change::Issue { issue: id, project, cause: Cause::State, event: None });
        Ok(())
    }

    /// An issue has nothing left.
    pub(super) fn remove_empty(&mut self, id: IssueId) -> Result<(), StoreError> {
        self.settle()?;
        issue::delete(self.db, id)?;
        self.unnamed.remove(&id);
        self.tell(Change::Gone { issue: id });
        Ok(())
    }
}

/// Whether an event is read otherwise than when its row was written. Where it is the latest of its issue, that is called after it.
pub(in crate::store) fn reads_otherwise(row: &EventRow, seen: &NewEvent, issue: &IssueRow) -> bool {
    let is_called_otherwise = || {
        let mut called = issue.clone();
        name(&mut called, seen);
        called != *issue
    };
    read_anew(row, seen) != *row || (issue.latest_event == Some(row.id) && is_called_otherwise())
}

/// The row of an event by what is read in it now. What makes an issue goes on making one.
fn read_anew(row: &EventRow, seen: &NewEvent) -> EventRow {
    EventRow {
        kind: if makes_issue(row.kind) == makes_issue(seen.kind) { seen.kind } else { row.kind },
        timestamp: seen.timestamp,
        level: seen.level,
        platform: seen.platform.clone(),
        handled: seen.handled,
        has_replay: seen.has_replay,
        release: seen.release.clone(),
        environment: seen.environment.clone(),
        transaction: seen.transaction.clone(),
        user: seen.user.clone(),
        trace_id: seen.trace_id.clone(),
        hashes: seen.grouping.hashes.clone(),
        in_app: seen.grouping.in_app.clone(),
        ..row.clone()
    }
}

/// As `read_anew`, in this issue, by the hashes that it came with.
fn kept_by(row: &EventRow, seen: &NewEvent, issue: Option<IssueId>) -> EventRow {
    EventRow { hashes: row.hashes.clone(), issue, ..read_anew(row, seen) }
}
