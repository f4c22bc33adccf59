//! What a transaction counts, held back until its end: a storm of one issue then writes each of its counters once per batch; and
//! once for several batches where they follow each other closely (see `held`).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use crashtray_core::id::{IssueId, ProjectId};
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use crate::store::NewEvent;
use crate::store::tables::issue::{self, IssueRow};
use crate::store::tables::project::Seen;
use crate::store::tables::{code, facet, issue_hour, issue_user, outcome, project, pulse};

/// Counters and rows that were touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ledger {
    pub(super) issues: BTreeMap<IssueId, Entry>,
    pub(super) projects: BTreeMap<ProjectId, Seen>,
    pub(super) pulses: BTreeMap<(i64, ProjectId), i64>,
    pub(super) outcomes: BTreeMap<(ProjectId, i64, String, String), i64>,
}

/// An issue and what is to be added to its counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) row: IssueRow,
    pub(super) facets: BTreeMap<(String, String), i64>,
    pub(super) hours: BTreeMap<i64, i64>,
    pub(super) users: BTreeMap<i64, i64>,
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
    /// Counts an event in or out of its project's curve, and notes what it says of the project.
    pub(super) fn saw(&mut self, project: ProjectId, event: &NewEvent, at: Timestamp) {
        let seen = Seen {
            span: Some((at, at)),
            platform: event.platform.clone(),
            sdk: event.sdk.clone(),
            issue: None,
            has_release: event.release.is_some(),
            has_environment: event.environment.is_some(),
        };
        self.projects.entry(project).or_default().add(seen);
        *self.pulses.entry((pulse::slot(at), project)).or_default() += 1;
    }

    /// An issue was made in a project.
    pub(super) fn made(&mut self, project: ProjectId, issue: IssueId) {
        self.projects.entry(project).or_default().issue.get_or_insert(issue.0);
    }

    /// What became of an item.
    pub(super) fn came_to(&mut self, project: ProjectId, at: Timestamp, kind: &str, outcome: &str) {
        *self.outcomes.entry((project, code::hour(at), kind.to_owned(), outcome.to_owned())).or_default() += 1;
    }

    /// The entry of an issue, made from its row where there is none yet. `None`: there is no such issue.
    pub(super) fn entry(
        &mut self,
        id: IssueId,
        row: impl FnOnce() -> rusqlite::Result<Option<IssueRow>>,
    ) -> rusqlite::Result<Option<&mut Entry>> {
        match self.issues.entry(id) {
            Slot::Occupied(slot) => Ok(Some(slot.into_mut())),
            Slot::Vacant(slot) => Ok(row()?.map(|row| slot.insert(Entry::new(row)))),
        }
    }

    /// Takes in what was counted after this.
    pub(super) fn absorb(&mut self, later: Self) {
        for (id, entry) in later.issues {
            match self.issues.entry(id) {
                Slot::Occupied(mut slot) => slot.get_mut().absorb(entry),
                Slot::Vacant(slot) => drop(slot.insert(entry)),
            }
        }
        for (id, seen) in later.projects {
            self.projects.entry(id).or_default().add(seen);
        }
        add_all(&mut self.pulses, later.pulses);
        add_all(&mut self.outcomes, later.outcomes);
    }

    /// Nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.issues.is_empty() && self.projects.is_empty() && self.pulses.is_empty() && self.outcomes.is_empty()
    }

    /// How many counters are to be written, about.
    pub(super) fn len(&self) -> usize {
        self.issues.values().map(Entry::len).sum::<usize>() + self.outcomes.len()
    }

    /// Writes everything.
    pub(super) fn settle(self, db: &Connection) -> rusqlite::Result<()> {
        for (id, entry) in self.issues {
            entry.settle(db, id)?;
        }
        for (id, seen) in self.projects {
            project::saw(db, id, &seen)?;
        }
        for ((slot, project), n) in self.pulses {
            pulse::add(db, slot, project, n)?;
        }
        for ((project, hour, kind, name), n) in self.outcomes {
            outcome::add(db, project, hour, (&kind, &name), n)?;
        }
        Ok(())
    }
}

impl Entry {
    pub(super) fn new(row: IssueRow) -> Self {
        Self { row, facets: BTreeMap::new(), hours: BTreeMap::new(), users: BTreeMap::new() }
    }

    /// How many counters it has, about.
    pub(super) fn len(&self) -> usize {
        1 + self.facets.len() + self.users.len()
    }

    /// Counts an event in or out: itself, its tags, its hour, its user.
    pub(super) fn count(&mut self, event: &NewEvent, received: Timestamp, way: Way) {
        let n = match way {
            Way::In => 1,
            Way::Out => -1,
        };
        self.row.events += n;
        self.row.kept += n;
        for (key, value) in &event.tags {
            *self.facets.entry((key.clone(), value.clone())).or_default() += n;
        }
        *self.hours.entry(code::hour(received)).or_default() += n;
        if let Some(user) = &event.user {
            *self.users.entry(issue_user::hash(user)).or_default() += n;
        }
    }

    fn absorb(&mut self, later: Self) {
        self.row = later.row;
        add_all(&mut self.facets, later.facets);
        add_all(&mut self.hours, later.hours);
        add_all(&mut self.users, later.users);
    }

    fn settle(mut self, db: &Connection, id: IssueId) -> rusqlite::Result<()> {
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

fn add_all<K: Ord>(to: &mut BTreeMap<K, i64>, from: BTreeMap<K, i64>) {
    for (key, n) in from {
        *to.entry(key).or_default() += n;
    }
}
