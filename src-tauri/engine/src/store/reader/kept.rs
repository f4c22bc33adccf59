//! Events with their payloads, to be grouped anew; and which groups an issue has.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crashtray_core::dsn::ProjectKey;
use crashtray_core::event::EventKind;
use crashtray_core::group::{GroupConfig, GroupHash};
use crashtray_core::id::{EventId, IssueId, ProjectId};
use crashtray_core::query::Filter;
use crashtray_core::time::{Received, Timestamp};
use rusqlite::{Connection, params_from_iter};

use super::event::received_as;
use super::{Reader, filter};
use crate::store::pack::Unpacker;
use crate::store::tables::event::EventRow;
use crate::store::tables::issue::IssueRow;
use crate::store::tables::{dictionary, envelope, event, issue, issue_hash, item, payload, project};
use crate::store::{Heading, Regroup, StoreError, read_again, regroup};

/// An event that is kept, with what grouping it anew needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvent {
    /// Its id.
    pub id: EventId,
    /// The issue that it is in.
    pub issue: IssueId,
    /// Its project.
    pub project: ProjectId,
    /// Slug of that.
    pub slug: String,
    /// DSN of that.
    pub key: ProjectKey,
    /// What it is.
    pub kind: EventKind,
    /// How it was received.
    pub received: Received,
    /// The hashes by which it came to its issue.
    pub hashes: Vec<GroupHash>,
    /// The user put it there: the first of them that leads anywhere is pinned to its issue.
    pub is_pinned: bool,
    /// What the SDK sent.
    pub payload: Vec<u8>,
}

/// A group of an issue: events that share their primary hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupEntry {
    /// The hash.
    pub hash: [u8; 16],
    /// The user put it there.
    pub is_pinned: bool,
    /// Events that are kept.
    pub n: u64,
    /// Receipt of the first of them.
    pub first_seen: Timestamp,
    /// Receipt of the latest.
    pub last_seen: Timestamp,
    /// The latest.
    pub latest: EventId,
    /// How an issue of these events alone would be called: type, value, culprit.
    pub title: [String; 3],
}

/// An event with all that is kept of it beside its payload: its row, and the row of its issue.
#[derive(Clone, Debug)]
pub(in crate::store) struct Past {
    pub(in crate::store) kept: KeptEvent,
    pub(in crate::store) row: EventRow,
    pub(in crate::store) issue: IssueRow,
    /// Its hashes lead to another issue: a split or an undo was not carried to its end.
    pub(in crate::store) is_astray: bool,
}

/// All rows of a file with millions of events take longer than what somebody waits for in front of a page.
const LONG: Duration = Duration::from_secs(120);

/// Titles of so many groups are read; there are seldom more than a few.
const MOST_GROUPS: usize = 200;

impl Reader {
    /// By what an event is grouped: the rules for its project as they are now.
    pub fn grouping_of(&self, kept: &KeptEvent) -> GroupConfig {
        self.rulebook().config(&GroupConfig::default(), &kept.key).into_owned()
    }

    /// An event, read again, to be put where it belongs; `None`: it makes no issue, or is no longer kept.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn regroup(&self, id: EventId, heading: Heading) -> Result<Option<Regroup>, StoreError> {
        Ok(self.kept(id)?.map(|kept| Regroup { heading, ..regroup(&kept, &self.grouping_of(&kept)) }))
    }

    /// An event with its payload; `None`: it makes no issue, or is no longer kept.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn kept(&self, id: EventId) -> Result<Option<KeptEvent>, StoreError> {
        self.read(|db| match event::by_id(db, id)? {
            Some(row) => Ok(kept(db, &row, &mut Desk::default())?.map(|kept| kept.event)),
            None => Ok(None),
        })
    }

    /// Rows of the kept events of all issues that match, in the order in which they came.
    pub(in crate::store) fn events_of(&self, filter: &Filter, now: Timestamp) -> Result<Vec<i64>, StoreError> {
        self.read_within(LONG, |db| {
            let condition = filter::sql(db, filter, now)?;
            let sql = format!(
                "SELECT id FROM event WHERE issue IN (SELECT id FROM issue WHERE {}) ORDER BY id",
                condition.sql
            );
            let mut statement = db.prepare(&sql)?;
            let rows = statement.query_map(params_from_iter(condition.values), |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Events by their rows. Those that are gone, and those of deleted issues, are left out. `desk`: what one works with for many.
    pub(in crate::store) fn past(&self, rows: &[i64], desk: &mut Desk) -> Result<Vec<Past>, StoreError> {
        desk.issues.clear();
        self.read_settled(|db| {
            let mut past = Vec::with_capacity(rows.len());
            for &row in rows {
                let Some(row) = event::by_row(db, row)? else { continue };
                let Some(id) = row.issue else { continue };
                if let Some(issue) = desk.issue(db, id)?
                    && let Some(kept) = kept(db, &row, desk)?
                {
                    let is_astray = kept.lead.is_some_and(|(lead, _)| lead != id);
                    past.push(Past { kept: kept.event, row, issue, is_astray });
                }
            }
            Ok(past)
        })
    }

    /// The issue that a hash leads to.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn lead(&self, project: ProjectId, hash: &[u8; 16]) -> Result<Option<IssueId>, StoreError> {
        self.read(|db| Ok(issue_hash::issue(db, project, hash)?))
    }

    /// The groups of an issue, as far as events of them are kept, the largest first, of these the latest; of very many, the latest. Empty: there is no
    /// such issue, or nothing of it is kept.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn groups(&self, id: IssueId) -> Result<Vec<GroupEntry>, StoreError> {
        let mut found =
            self.read_settled(|db| match issue::get(db, id)?.filter(|issue| issue.deleted_at.is_none()) {
                Some(_) => Ok(event::groups(db, id)?),
                None => Ok(Vec::new()),
            })?;
        found.truncate(MOST_GROUPS);
        found.sort_by_key(|group| std::cmp::Reverse(group.n));
        let mut entries = Vec::with_capacity(found.len());
        for group in found {
            // One that is gone since has no title; it will not be there when the list is asked for again.
            let Some(latest) = self.kept(group.latest)? else { continue };
            let seen = read_again(&latest, &self.grouping_of(&latest)).grouping;
            entries.push(GroupEntry {
                hash: group.hash,
                is_pinned: latest.is_pinned,
                n: group.n,
                first_seen: group.first_seen,
                last_seen: group.last_seen,
                latest: group.latest,
                title: [seen.kind, seen.value, seen.culprit],
            });
        }
        Ok(entries)
    }

    /// Kept events of an issue that are of some of its groups, the latest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of_groups(&self, id: IssueId, hashes: &[[u8; 16]], limit: usize) -> Result<Vec<EventId>, StoreError> {
        self.read(|db| {
            let mut found: BTreeMap<_, EventId> = BTreeMap::new();
            for hash in hashes {
                let some = event::of_group(db, id, hash, u32::try_from(limit).unwrap_or(u32::MAX))?;
                found.extend(some.into_iter().map(|(at, row, event)| ((at, row), event)));
            }
            Ok(found.into_values().rev().take(limit).collect())
        })
    }

    /// Kept events of an issue whose primary hash leads to another one, the latest first: a split or an undo is still to be
    /// carried to its end.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn astray(&self, id: IssueId, limit: usize) -> Result<Vec<EventId>, StoreError> {
        self.read(|db| Ok(event::astray(db, id, u32::try_from(limit).unwrap_or(u32::MAX))?))
    }

    /// The latest kept event of an issue.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn latest(&self, id: IssueId) -> Result<Option<EventId>, StoreError> {
        self.read(|db| Ok(event::latest(db, id)?.map(|row| row.event_id)))
    }
}

/// What one works with who reads many events: what they have in common is read once.
#[derive(Default)]
pub(in crate::store) struct Desk {
    unpacker: Unpacker,
    projects: HashMap<ProjectId, (String, ProjectKey)>,
    /// Of the events that are read together; `None`: deleted.
    issues: HashMap<IssueId, Option<IssueRow>>,
}

impl Desk {
    fn issue(&mut self, db: &Connection, id: IssueId) -> Result<Option<IssueRow>, StoreError> {
        if let Some(known) = self.issues.get(&id) {
            return Ok(known.clone());
        }
        let row = issue::get(db, id)?.filter(|issue| issue.deleted_at.is_none());
        self.issues.insert(id, row.clone());
        Ok(row)
    }

    fn project(&mut self, db: &Connection, id: ProjectId) -> Result<Option<(String, ProjectKey)>, StoreError> {
        if let Some(known) = self.projects.get(&id) {
            return Ok(Some(known.clone()));
        }
        let row = project::by_id(db, id)?.map(|project| (project.slug, project.key));
        if let Some(row) = &row {
            self.projects.insert(id, row.clone());
        }
        Ok(row)
    }

    fn payload(&mut self, db: &Connection, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
        match payload::get(db, id)? {
            Some((dictionary, bytes, size)) => {
                let find = |id| Ok(dictionary::get(db, id)?);
                self.unpacker.unpack((dictionary, &bytes, size), find).map(Some)
            }
            None => Ok(None),
        }
    }
}

/// An event with its payload, and where its hashes lead.
struct Kept {
    event: KeptEvent,
    lead: Option<(IssueId, bool)>,
}

fn kept(db: &Connection, row: &EventRow, desk: &mut Desk) -> Result<Option<Kept>, StoreError> {
    let (Some(envelope), Some(item)) = (envelope::get(db, row.envelope)?, item::get(db, row.envelope, row.n)?) else {
        return Ok(None);
    };
    let payload = item.payload.map(|id| desk.payload(db, id)).transpose()?.flatten();
    let (Some(issue), Some(payload), Some((slug, key))) = (row.issue, payload, desk.project(db, row.project)?) else {
        return Ok(None);
    };
    let lead = lead(db, row)?;
    let event = KeptEvent {
        id: row.event_id,
        issue,
        project: row.project,
        slug,
        key,
        kind: row.kind,
        received: received_as(envelope, &item),
        hashes: row.hashes.clone(),
        is_pinned: lead == Some((issue, true)),
        payload,
    };
    Ok(Some(Kept { event, lead }))
}

/// The issue that the first known hash of an event leads to, and whether the user put it there.
fn lead(db: &Connection, row: &EventRow) -> Result<Option<(IssueId, bool)>, StoreError> {
    for hash in &row.hashes {
        if let Some(lead) = issue_hash::lead(db, row.project, &hash.hash)? {
            return Ok(Some(lead));
        }
    }
    Ok(None)
}
