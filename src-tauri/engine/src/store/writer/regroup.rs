//! Events move between issues (`decisions`: 3.4). One operation for all who do that: counters of both sides add up afterwards.

use crashtray_core::change::{Cause, Change};
use crashtray_core::id::{EventId, IssueId, ProjectId};

use super::Tx;
use super::issue::{catch_up, follow, take_in};
use super::ledger::Way;
use crate::store::tables::event::EventRow;
use crate::store::tables::{envelope, event, facet, issue, issue_hash, issue_hour, issue_user};
use crate::store::{NewEvent, StoreError};

/// So many events move in one transaction.
pub(super) const AT_ONCE: usize = 200;

/// An event that may belong elsewhere.
#[derive(Clone, Debug)]
pub struct Regroup {
    /// Which.
    pub event: EventId,
    /// The issue that it was read in. If it is elsewhere by now, it stays there.
    pub read_in: IssueId,
    /// What its payload says now; the grouping in it names the issue.
    pub seen: NewEvent,
}

/// How many moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Events that are in another issue now.
    pub n: usize,
    /// Events that were no longer where they were read.
    pub skipped: usize,
}

/// Whether the issue that takes another one in was away while that one got its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// It was there; its state stays.
    Here,
    /// It was deleted; the events happen to it now.
    WasAway,
}

impl Tx<'_> {
    /// Moves events to the issues that their groupings name.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn regroup(&mut self, moves: &[Regroup]) -> Result<Moved, StoreError> {
        let mut moved = Moved::default();
        for one in moves {
            match event::by_id(self.db, one.event)?.filter(|row| row.issue == Some(one.read_in)) {
                Some(row) => moved.n += usize::from(self.shift(&row, row.project, &one.seen)?),
                None => moved.skipped += 1,
            }
        }
        Ok(moved)
    }

    /// All of an issue goes into another one of its project; its hashes lead there from now on. False: one of them is not there.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn merge(&mut self, from: IssueId, into: IssueId) -> Result<bool, StoreError> {
        let project = self.live(from)?.map(|issue| issue.project);
        if from == into || project.is_none() || project != self.live(into)?.map(|issue| issue.project) {
            return Ok(false);
        }
        self.pour(from, into, Merge::Here)?;
        Ok(true)
    }

    /// Puts an event where its hashes lead within a project. True: that is another issue.
    pub(super) fn shift(&mut self, row: &EventRow, project: ProjectId, seen: &NewEvent) -> Result<bool, StoreError> {
        let hashes = &seen.grouping.hashes;
        let to = match (row.issue, self.find_issue(project, hashes)?) {
            // What makes no issue only changes its project.
            (None, _) => None,
            (Some(_), Some(known)) => Some(known),
            (Some(_), None) => Some(self.make_issue(project, seen, row.received)?),
        };
        if let Some(to) = to {
            self.add_hashes(project, hashes, to)?;
        }
        event::place(self.db, row.id, (project, to), (hashes, &seen.grouping.in_app))?;
        if row.project != project {
            envelope::set_project(self.db, row.envelope, project)?;
            self.ledger.saw(project, seen, row.received);
        }
        match (row.issue, to) {
            (Some(from), Some(to)) if from != to => {
                self.carry(row, seen, (from, to))?;
                Ok(true)
            }
            (Some(_) | None, Some(_) | None) => Ok(false),
        }
    }

    /// The counters follow the event, whose row is in its new issue already.
    fn carry(&mut self, row: &EventRow, seen: &NewEvent, (from, to): (IssueId, IssueId)) -> Result<(), StoreError> {
        self.count(from, (seen, row.received), Way::Out)?;
        self.count(to, (seen, row.received), Way::In)?;
        self.call_after(to, seen, row)?;
        self.tell(Change::Moved { from, to });
        self.leave(from, row)?;
        if let Some(issue) = self.live(to)? {
            issue.unread = true;
            let project = issue.project;
            self.tell(Change::Issue { issue: to, project, cause: Cause::State, event: None });
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
        if issue.latest_event == Some(row.id) {
            issue.latest_event = None;
            if let Some(latest) = &latest {
                follow(issue, latest);
            }
        }
        // What is no longer kept may be older than what is.
        if issue.events == issue.kept
            && let Some(first) = &first
        {
            issue.first_seen = first.received;
        }
        let project = issue.project;
        self.tell(Change::Issue { issue: id, project, cause: Cause::State, event: None });
        Ok(())
    }

    fn remove_empty(&mut self, id: IssueId) -> Result<(), StoreError> {
        self.settle()?;
        issue::delete(self.db, id)?;
        self.tell(Change::Gone { issue: id });
        Ok(())
    }

    /// All of `from` goes into `into`: events, hashes, and counters with those of events that are no longer kept.
    pub(super) fn pour(&mut self, from: IssueId, into: IssueId, how: Merge) -> Result<(), StoreError> {
        self.settle()?;
        let Some(source) = issue::get(self.db, from)? else { return Ok(()) };
        let mut keys = facet::Keys::default();
        for (key, value, n) in facet::of_issue(self.db, from)? {
            facet::add(self.db, into, (&key, &value), n, &mut keys)?;
        }
        for (hour, n) in issue_hour::since(self.db, from, i64::MIN)? {
            issue_hour::add(self.db, into, hour, n)?;
        }
        event::move_all(self.db, from, into)?;
        issue_hash::move_all(self.db, from, into)?;
        let users = issue_user::of_issue(self.db, from)?;
        let db = self.db;
        let Some(target) = self.issue(into)? else { return Ok(()) };
        for (user, n) in users {
            target.users += issue_user::add(db, into, user, n, target.users)?;
        }
        take_in(target, &source);
        match how {
            Merge::WasAway if source.events > 0 => catch_up(target),
            Merge::WasAway | Merge::Here => {}
        }
        let project = target.project;
        self.tell(Change::Moved { from, to: into });
        self.tell(Change::Issue { issue: into, project, cause: Cause::State, event: None });
        self.remove_empty(from)
    }
}
