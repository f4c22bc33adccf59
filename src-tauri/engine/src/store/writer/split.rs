//! Groups of an issue get an issue of their own. A group is all events that share their primary hash.
//!
//! The first events go with it in one transaction; the others are carried over by whoever reads them (`Reader::astray`). What belongs
//! to events that are no longer kept stays where it is: nobody knows of which group they were.

use crashtray_core::id::{IssueId, ProjectId};
use serde::{Deserialize, Serialize};

use super::Tx;
use super::change::{Done, HashMark, Undoing, What};
use super::merge::Merge;
use super::regroup::Regroup;
use crate::store::StoreError;
use crate::store::tables::issue_hash::{self, HashRow};
use crate::store::tables::{event, project};

/// An issue that was split off, and what it was split off from.
#[derive(Serialize, Deserialize)]
pub(super) struct Apart {
    whole: i64,
    part: i64,
    /// Of the part, as they were before.
    hashes: Vec<HashMark>,
    /// Of the rest.
    rest: Vec<HashMark>,
}

impl Tx<'_> {
    /// Groups of an issue go to a new one; their hashes lead there from now on. `first`: events of these groups, read again, the latest
    /// first. `n`: 0 where none of them is (any longer) in such a group of the issue, or nothing would be left of it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn split(&mut self, whole: IssueId, hashes: &[[u8; 16]], first: &[Regroup]) -> Result<Done, StoreError> {
        let mut done = Done::default();
        let Some(was) = self.live(whole)?.cloned() else {
            done.missing.push(whole);
            return Ok(done);
        };
        let (there, rest): (Vec<HashRow>, Vec<HashRow>) = issue_hash::of_issue(self.db, whole)?
            .into_iter()
            .partition(|row| row.project == was.project && hashes.contains(&row.hash));
        let Some(part) = self.part(whole, &there, first)? else { return Ok(done) };
        for row in &there {
            issue_hash::turn(self.db, &HashRow { pinned: true, ..*row }, whole, part)?;
        }
        // Both sides: whatever else would make one of them, the user wants two.
        issue_hash::pin_all(self.db, whole)?;
        self.regroup_all(first)?;
        if let Some(issue) = self.issue(part)? {
            // The user has just looked at it, and what he decided of the whole holds for its parts.
            (issue.seen, issue.unread, issue.state) = (was.seen, was.unread, was.state);
            (issue.resolved_at, issue.resolved_in) = (was.resolved_at, was.resolved_in);
        }
        done.n = 1;
        done.issue = Some(part);
        done.text = self.split_text(was.project, there.len(), (whole, part))?;
        done.loose = std::mem::take(&mut self.unnamed);
        done.loose.insert(whole);
        let [hashes, rest] = [there, rest].map(|rows| rows.iter().map(HashMark::of).collect());
        let apart = Apart { whole: whole.0, part: part.0, hashes, rest };
        let undoing = Undoing { split: Some(apart), ..Undoing::new(done.text.clone(), What::Split) };
        done.undo = Some(self.remember(&undoing)?);
        Ok(done)
    }

    /// Makes the issue that is split off. `None`: none of the events is in such a group of the issue, or all that are kept of it are.
    fn part(&mut self, whole: IssueId, groups: &[HashRow], first: &[Regroup]) -> Result<Option<IssueId>, StoreError> {
        let is_of = |hash: &[u8; 16]| groups.iter().any(|group| group.hash == *hash);
        if event::primaries(self.db, whole)?.values().all(is_of) {
            return Ok(None);
        }
        for one in first {
            let row = event::by_id(self.db, one.event)?.filter(|row| row.issue == Some(whole));
            let row = row.filter(|row| row.hashes.first().is_some_and(|primary| is_of(&primary.hash)));
            if let Some(row) = row {
                return Ok(Some(self.make_issue(row.project, &one.seen, row.received)?));
            }
        }
        Ok(None)
    }

    fn split_text(
        &self,
        project: ProjectId,
        n: usize,
        (whole, part): (IssueId, IssueId),
    ) -> Result<String, StoreError> {
        let slug = project::slug(self.db, project)?.to_uppercase();
        let groups = if n == 1 { "1 group".to_owned() } else { format!("{n} groups") };
        Ok(format!("{groups} split off {slug}-{whole} as {slug}-{part}"))
    }

    /// Takes a split back: what was split off goes back, with all that came since. False: it is no longer as it was left.
    pub(super) fn unsplit(&mut self, apart: &Apart) -> Result<bool, StoreError> {
        let (whole, part) = (IssueId(apart.whole), IssueId(apart.part));
        let hashes: Vec<HashRow> = apart.hashes.iter().filter_map(HashMark::row).collect();
        if self.live(whole)?.is_none() || self.live(part)?.is_none() || !self.lead_there(&hashes, part)? {
            return Ok(false);
        }
        self.pour(part, whole, Merge::Back)?;
        for row in apart.hashes.iter().chain(&apart.rest).filter_map(HashMark::row) {
            issue_hash::turn(self.db, &row, whole, whole)?;
        }
        Ok(true)
    }
}

impl Apart {
    /// What it was split off from.
    pub(super) fn whole(&self) -> IssueId {
        IssueId(self.whole)
    }
}
