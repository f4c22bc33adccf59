//! What a transaction counts, held back until its end: a storm of one issue then writes each of its counters once per batch.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use crashtray_core::id::{IssueId, ProjectId};
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use crate::store::NewEvent;
use crate::store::tables::issue::{self, IssueRow};
use crate::store::tables::project::Seen;
use crate::store::tables::{code, facet, issue_hour, issue_user, outcome, project, pulse};

/// Counters and rows that a transaction has touched.
#[derive(Default)]
pub(super) struct Ledger {
    issues: BTreeMap<IssueId, Entry>,
    projects: BTreeMap<ProjectId, Seen>,
    pulses: BTreeMap<(i64, ProjectId), i64>,
    outcomes: BTreeMap<(ProjectId, i64, String, &'static str), i64>,
}

/// An issue and what is to be added to its counters.
struct Entry {
    row: IssueRow,
    facets: BTreeMap<(String, String), i64>,
    hours: BTreeMap<i64, i64>,
    users: BTreeMap<i64, i64>,
}

/// Whether an event comes to an issue or leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It comes.
    In,
    /// It leaves.
    Out,
}

impl Ledger {
    /// The row of an issue, to be changed. `None`: there is none.
    pub(super) fn issue(&mut self, db: &Connection, id: IssueId) -> rusqlite::Result<Option<&mut IssueRow>> {
        Ok(self.entry(db, id)?.map(|entry| &mut entry.row))
    }

    fn entry(&mut self, db: &Connection, id: IssueId) -> rusqlite::Result<Option<&mut Entry>> {
        match self.issues.entry(id) {
            Slot::Occupied(slot) => Ok(Some(slot.into_mut())),
            Slot::Vacant(slot) => {
                let Some(row) = issue::get(db, id)? else { return Ok(None) };
                let (facets, hours, users) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
                Ok(Some(slot.insert(Entry { row, facets, hours, users })))
            }
        }
    }

    /// Counts an event in or out of an issue: itself, its tags, its hour, its user.
    pub(super) fn count(
        &mut self,
        db: &Connection,
        id: IssueId,
        (event, received): (&NewEvent, Timestamp),
        way: Way,
    ) -> rusqlite::Result<()> {
        let Some(entry) = self.entry(db, id)? else { return Ok(()) };
        let n = match way {
            Way::In => 1,
            Way::Out => -1,
        };
        entry.row.events += n;
        entry.row.kept += n;
        for (key, value) in &event.tags {
            *entry.facets.entry((key.clone(), value.clone())).or_default() += n;
        }
        *entry.hours.entry(code::hour(received)).or_default() += n;
        if let Some(user) = &event.user {
            *entry.users.entry(issue_user::hash(user)).or_default() += n;
        }
        Ok(())
    }

    /// What an event says of its project.
    pub(super) fn saw(&mut self, project: ProjectId, event: &NewEvent, at: Timestamp) {
        let seen = self.projects.entry(project).or_default();
        if seen.span.is_none_or(|(_, last)| at >= last) {
            seen.platform.clone_from(&event.platform);
        }
        seen.span = Some(seen.span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        if event.sdk.is_some() {
            seen.sdk.clone_from(&event.sdk);
        }
        seen.has_release |= event.release.is_some();
        seen.has_environment |= event.environment.is_some();
        *self.pulses.entry((pulse::slot(at), project)).or_default() += 1;
    }

    /// An issue was made in a project.
    pub(super) fn made(&mut self, project: ProjectId, issue: IssueId) {
        self.projects.entry(project).or_default().issue.get_or_insert(issue.0);
    }

    /// What became of an item.
    pub(super) fn came_to(&mut self, project: ProjectId, at: Timestamp, kind: &str, outcome: &'static str) {
        *self.outcomes.entry((project, code::hour(at), kind.to_owned(), outcome)).or_default() += 1;
    }

    /// Writes everything and forgets it.
    pub(super) fn settle(&mut self, db: &Connection) -> rusqlite::Result<()> {
        for (id, mut entry) in std::mem::take(&mut self.issues) {
            entry.settle(db, id)?;
        }
        for (id, seen) in std::mem::take(&mut self.projects) {
            project::saw(db, id, &seen)?;
        }
        for ((slot, project), n) in std::mem::take(&mut self.pulses) {
            pulse::add(db, slot, project, n)?;
        }
        for ((project, hour, kind, name), n) in std::mem::take(&mut self.outcomes) {
            outcome::add(db, project, hour, (&kind, name), n)?;
        }
        Ok(())
    }
}

impl Entry {
    fn settle(&mut self, db: &Connection, id: IssueId) -> rusqlite::Result<()> {
        let mut keys = facet::Keys::default();
        for ((key, value), &n) in self.facets.iter().filter(|(_, n)| **n != 0) {
            facet::add(db, id, (key, value), n, &mut keys)?;
        }
        for (&hour, &n) in self.hours.iter().filter(|(_, n)| **n != 0) {
            issue_hour::add(db, id, hour, n)?;
        }
        for (&user, &n) in self.users.iter().filter(|(_, n)| **n != 0) {
            self.row.users += issue_user::add(db, id, user, n, self.row.users)?;
        }
        issue::update(db, &self.row)
    }
}
