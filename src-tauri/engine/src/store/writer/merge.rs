//! Issues become one, and several again.
//!
//! A merge is taken back by what the issue that is gone had: its row, its hashes and its counters, with those of events that are no
//! longer kept. What happened since goes by the hashes, and is carried over by whoever reads those events (`Reader::astray`).

use std::collections::{BTreeMap, HashSet};

use crashtray_core::change::{Cause, Change};
use crashtray_core::id::IssueId;
use crashtray_core::issue::State;
use serde::{Deserialize, Serialize};

use super::Tx;
use super::change::{Done, HashMark, Undoing, What};
use super::issue::{call_as, catch_up, follow, take_in};
use super::ledger::Entry;
use crate::store::StoreError;
use crate::store::tables::issue::IssueRow;
use crate::store::tables::issue_hash::HashRow;
use crate::store::tables::{event, facet, issue, issue_hash, issue_hour, issue_user, project};

/// Counters that are remembered of issues that are merged at once. A merge of more cannot be taken back.
const MOST_REMEMBERED: usize = 200_000;

/// Whether the issue that takes another one in was away while that one got its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// It was there, and the user wants both to be one from now on.
    Here,
    /// It was deleted, or nobody knew that these are its events; they happen to it now.
    WasAway,
    /// The other one was made from it.
    Back,
}

/// An issue that went into another one, as it was.
#[derive(Serialize, Deserialize)]
pub(super) struct Merged {
    from: Entry,
    hashes: Vec<HashMark>,
    /// Rows of its events.
    events: Vec<i64>,
    /// The row of the issue that took it in, before.
    into: Entry,
    into_hashes: Vec<HashMark>,
}

impl Tx<'_> {
    /// All of these issues become the one with the lowest number; their hashes lead there from now on. They must be of one project.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn merge(&mut self, numbers: &[IssueId]) -> Result<Done, StoreError> {
        let mut done = Done::default();
        let mut there = BTreeMap::new();
        for &id in numbers {
            match self.live(id)? {
                Some(issue) => drop(there.insert(id, issue.project)),
                None => done.missing.push(id),
            }
        }
        let Some((into, project)) = there.pop_first() else { return Ok(done) };
        there.retain(|_, other| *other == project);
        if there.is_empty() {
            return Ok(done);
        }
        done.n = there.len() as u64 + 1;
        done.issue = Some(into);
        done.text = format!("{} issues merged into {}-{into}", done.n, project::slug(self.db, project)?.to_uppercase());
        let mut merged = Vec::new();
        let mut n_remembered = 0;
        for from in there.into_keys() {
            if let Some(one) = self.merge_one(from, into)? {
                n_remembered += one.from.len() + one.events.len();
                merged.push(one);
            }
        }
        if n_remembered <= MOST_REMEMBERED {
            let undoing = Undoing { merged, ..Undoing::new(done.text.clone(), What::Merge) };
            done.undo = Some(self.remember(&undoing)?);
        }
        Ok(done)
    }

    /// An issue goes into an older one of its project: nobody knew that these are its events.
    pub(in crate::store) fn join(&mut self, from: IssueId, into: IssueId) -> Result<(), StoreError> {
        let project = self.live(from)?.map(|issue| issue.project);
        match project.is_some() && from != into && project == self.live(into)?.map(|issue| issue.project) {
            true => self.pour(from, into, Merge::WasAway),
            false => Ok(()),
        }
    }

    fn merge_one(&mut self, from: IssueId, into: IssueId) -> Result<Option<Merged>, StoreError> {
        self.settle()?;
        let (Some(source), Some(target)) = (self.whole(from)?, issue::get(self.db, into)?) else { return Ok(None) };
        let merged = Merged {
            from: source,
            hashes: self.hash_marks(from)?,
            events: event::primaries(self.db, from)?.into_keys().collect(),
            into: Entry::new(target),
            into_hashes: self.hash_marks(into)?,
        };
        issue_hash::pin_all(self.db, into)?;
        self.pour(from, into, Merge::Here)?;
        Ok(Some(merged))
    }

    /// An issue with all its counters.
    fn whole(&self, id: IssueId) -> Result<Option<Entry>, StoreError> {
        let Some(row) = issue::get(self.db, id)? else { return Ok(None) };
        let facets = facet::of_issue(self.db, id)?.into_iter().map(|(key, value, n)| ((key, value), n));
        Ok(Some(Entry {
            row,
            facets: facets.collect(),
            hours: issue_hour::since(self.db, id, i64::MIN)?.into_iter().collect(),
            users: issue_user::of_issue(self.db, id)?.into_iter().collect(),
        }))
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
        if how == Merge::Here {
            issue_hash::pin_all(self.db, from)?;
        }
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
            // Nothing that waits for somebody is put away with what is done.
            Merge::Here if is_resolved(&target.state) && source.state == State::Unresolved => {
                target.regressed |= target.resolved_at.is_none_or(|at| source.last_seen > at);
                target.state = State::Unresolved;
            }
            Merge::WasAway | Merge::Here | Merge::Back => {}
        }
        let project = target.project;
        self.tell(Change::Moved { from, to: into });
        self.tell(Change::Issue { issue: into, project, cause: Cause::State, event: None });
        self.remove_empty(from)
    }

    /// Takes a merge back. False: it is no longer as it was left.
    pub(super) fn unmerge(&mut self, merged: Merged) -> Result<bool, StoreError> {
        let (source, before) = (merged.from, merged.into.row);
        let (from, into) = (source.row.id, before.id);
        self.settle()?;
        if issue::get(self.db, into)?.is_none() || issue::get(self.db, from)?.is_some() {
            return Ok(false);
        }
        let hashes: Vec<HashRow> = merged.hashes.iter().filter_map(HashMark::row).collect();
        if !self.lead_there(&hashes, into)? || !self.are_there(&merged.events, &hashes, into)? {
            return Ok(false);
        }
        issue::insert_again(self.db, &source.row)?;
        for row in &hashes {
            issue_hash::turn(self.db, row, into, from)?;
        }
        for row in merged.into_hashes.iter().filter_map(HashMark::row) {
            issue_hash::turn(self.db, &row, into, into)?;
        }
        for row in merged.events {
            event::set_issue(self.db, row, (into, from))?;
        }
        self.count_apart(&source, into)?;
        self.rows_apart(&source.row, &before)?;
        Ok(true)
    }

    /// Whether all of these hashes lead to an issue.
    pub(super) fn lead_there(&self, hashes: &[HashRow], id: IssueId) -> Result<bool, StoreError> {
        let there: HashSet<_> = issue_hash::of_issue(self.db, id)?.iter().map(|row| (row.project, row.hash)).collect();
        Ok(hashes.iter().all(|row| there.contains(&(row.project, row.hash))))
    }

    /// Whether all of these events that are still kept are in an issue, by these hashes.
    fn are_there(&self, events: &[i64], hashes: &[HashRow], id: IssueId) -> Result<bool, StoreError> {
        let own: HashSet<[u8; 16]> = hashes.iter().map(|row| row.hash).collect();
        let there = event::primaries(self.db, id)?;
        for &row in events {
            let is_there = match there.get(&row) {
                Some(primary) => own.contains(primary),
                None => !event::exists(self.db, row)?,
            };
            if !is_there {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The counters of an issue that comes back are its own again, and no longer those of the issue that had taken it in.
    fn count_apart(&mut self, source: &Entry, into: IssueId) -> Result<(), StoreError> {
        let from = source.row.id;
        let (mut keys_from, mut keys_into) = (facet::Keys::default(), facet::Keys::default());
        for ((key, value), &n) in &source.facets {
            facet::add(self.db, from, (key, value), n, &mut keys_from)?;
            facet::add(self.db, into, (key, value), -n, &mut keys_into)?;
        }
        for (&hour, &n) in &source.hours {
            issue_hour::add(self.db, from, hour, n)?;
            issue_hour::add(self.db, into, hour, -n)?;
        }
        let db = self.db;
        for (&user, &n) in &source.users {
            issue_user::add(db, from, user, n, 0)?;
            let n_fewer = issue_user::add(db, into, user, -n, 0)?;
            if let Some(target) = self.issue(into)? {
                target.users += n_fewer;
            }
        }
        Ok(())
    }

    /// Rows as they were, but for what happened since.
    fn rows_apart(&mut self, source: &IssueRow, before: &IssueRow) -> Result<(), StoreError> {
        let project = before.project;
        if let Some(row) = self.issue(before.id)? {
            row.events -= source.events;
            row.bookmarked &= before.bookmarked || !source.bookmarked;
            // Nothing happened to it meanwhile.
            if row.events == before.events {
                let was_reopened = is_resolved(&before.state) && row.state == State::Unresolved;
                if was_reopened && source.state == State::Unresolved {
                    row.state = before.state.clone();
                }
                row.unread &= before.unread || !source.unread;
                row.regressed &= before.regressed;
            }
            if row.events <= 0 {
                self.remove_empty(before.id)?;
            }
        }
        self.tell(Change::Moved { from: before.id, to: source.id });
        for was in [source, before] {
            if self.follow_kept(was)? {
                self.tell(Change::Issue { issue: was.id, project, cause: Cause::State, event: None });
            }
        }
        Ok(())
    }

    /// An issue follows the events that are kept of it. Where its latest is the one that it had, it is called as it was.
    /// False: it is gone.
    fn follow_kept(&mut self, was: &IssueRow) -> Result<bool, StoreError> {
        let n_kept = event::count(self.db, was.id)?;
        let (latest, first) = (event::latest(self.db, was.id)?, event::first(self.db, was.id)?);
        let Some(row) = self.issue(was.id)? else { return Ok(false) };
        row.kept = n_kept;
        row.first_seen = was.first_seen;
        if let Some(first) = first.filter(|_| row.events == n_kept) {
            row.first_seen = first.received;
        }
        let is_unnamed = match latest {
            Some(latest) if was.latest_event != Some(latest.id) => {
                follow(row, &latest);
                true
            }
            Some(_) => {
                call_as(row, was);
                false
            }
            None => {
                call_as(row, was);
                row.latest_event = None;
                false
            }
        };
        if is_unnamed {
            self.unnamed.insert(was.id);
        }
        Ok(true)
    }

    /// The hashes of an issue, to be remembered.
    pub(super) fn hash_marks(&self, id: IssueId) -> Result<Vec<HashMark>, StoreError> {
        Ok(issue_hash::of_issue(self.db, id)?.iter().map(HashMark::of).collect())
    }
}

impl Merged {
    /// The one that went, and the one that took it in.
    pub(super) fn issues(&self) -> (IssueId, IssueId) {
        (self.from.row.id, self.into.row.id)
    }
}

fn is_resolved(state: &State) -> bool {
    matches!(state, State::Resolved { .. })
}
