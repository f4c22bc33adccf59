//! History is read anew: every kept event from its payload, as if it came in now. What is read otherwise than before is written, and
//! what is grouped otherwise moves (`decisions`: 3.4).
//!
//! First all is read and nothing written: only then it is known which issue keeps its number, and what the user's own merges claim.
//! Then what differs is read once more and handed to the writer, a few at a time, behind everything that comes in. It can be stopped
//! at any time; what was done by then is done, and the next time goes on from there.

use std::collections::{BTreeSet, HashMap};

use crashtray_core::group::GroupHash;
use crashtray_core::id::IssueId;
use crashtray_core::query::Filter;

use super::reader::{Desk, Past};
use super::writer::{AT_ONCE, reads_otherwise};
use super::{
    Candidate, Goal, Heading, KeptEvent, NewEvent, Part, Plan, Priority, Regroup, Store, StoreError, plan, read_again,
};

/// So many events are handed to the writer at once: some milliseconds of work, behind which what comes in has to wait.
const SLICE: usize = 40;

/// How an event is read now.
pub type Reading<'r> = dyn Fn(&KeptEvent) -> NewEvent + Send + Sync + 'r;

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Events that were read.
    pub n_read: usize,
    /// Of so many.
    pub n_events: usize,
    /// Events that are read otherwise than before.
    pub n_differ: usize,
    /// Of these, how many were handed to the writer.
    pub n_written: usize,
    /// Of these, how many are in another issue now.
    pub n_moved: usize,
}

/// What to do with what is read otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Write it.
    Do,
    /// Only say what would happen.
    Say,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reprocessed {
    /// How far it came.
    pub progress: Progress,
    /// Where events go that do not stay where they were, as planned.
    pub moves: Vec<Part>,
    /// It was stopped before its end.
    pub is_stopped: bool,
}

/// What was read.
#[derive(Default)]
struct Survey {
    candidates: Vec<Candidate>,
    classes: HashMap<Class, usize>,
    /// Rows of events that are read otherwise.
    differ: Vec<i64>,
}

/// Events of an issue that were grouped in one way and are grouped in another. What does not change has no hashes here.
type Class = (IssueId, Vec<GroupHash>, Vec<GroupHash>, bool);

impl Store {
    /// Reads the events of the issues that match anew, as events are read that come in now. `go_on` is told how far it is, and says
    /// whether it shall go on. It blocks the thread.
    ///
    /// # Errors
    /// The file cannot be read or written; what was done by then stands.
    pub fn reprocess(
        &self,
        filter: &Filter,
        purpose: Purpose,
        go_on: impl FnMut(Progress) -> bool,
    ) -> Result<Reprocessed, StoreError> {
        let read = |kept: &KeptEvent| read_again(kept, &self.reader.grouping_of(kept));
        self.reprocess_as(filter, purpose, &read, go_on)
    }

    /// As `reprocess`, with another reading.
    ///
    /// # Errors
    /// As `reprocess`.
    pub fn reprocess_as(
        &self,
        filter: &Filter,
        purpose: Purpose,
        read: &Reading<'_>,
        mut go_on: impl FnMut(Progress) -> bool,
    ) -> Result<Reprocessed, StoreError> {
        let events = self.reader.events_of(filter, self.writer.now())?;
        let mut done = Reprocessed::default();
        done.progress.n_events = events.len();
        let (mut survey, mut desk) = (Survey::default(), Desk::default());
        for rows in events.chunks(AT_ONCE) {
            if !go_on(done.progress) {
                done.is_stopped = true;
                return Ok(done);
            }
            for past in self.reader.past(rows, &mut desk)? {
                survey.take(&past, read(&past.kept));
            }
            done.progress.n_read += rows.len();
            done.progress.n_differ = survey.differ.len();
        }
        let Survey { candidates, differ, .. } = survey;
        let plan = plan(&candidates, |project, hash| self.reader.lead(project, hash))?;
        done.moves = plan.parts.iter().filter(|part| part.to != Goal::Issue(part.from)).cloned().collect();
        drop(candidates);
        match purpose {
            Purpose::Say => drop(go_on(done.progress)),
            Purpose::Do => self.carry_out(&plan, &differ, (read, &mut desk), (&mut done, &mut go_on))?,
        }
        Ok(done)
    }

    fn carry_out(
        &self,
        plan: &Plan,
        differ: &[i64],
        (read, desk): (&Reading<'_>, &mut Desk),
        (done, go_on): (&mut Reprocessed, &mut impl FnMut(Progress) -> bool),
    ) -> Result<(), StoreError> {
        for claims in plan.claims.chunks(AT_ONCE) {
            let claims = claims.to_vec();
            self.writer.do_blocking(Priority::Second, move |tx| tx.claim(&claims))?;
        }
        for &(from, into) in &plan.joins {
            self.writer.do_blocking(Priority::Second, move |tx| tx.join(from, into))?;
        }
        let mut unnamed = BTreeSet::new();
        for rows in differ.chunks(SLICE) {
            if !go_on(done.progress) {
                done.is_stopped = true;
                break;
            }
            let past = self.reader.past(rows, desk)?;
            let moves = past.iter().map(|past| self.heading(plan, past, read)).collect::<Result<Vec<_>, _>>()?;
            let moved = self.writer.regroup_blocking(moves, Priority::Second)?;
            unnamed.extend(moved.unnamed);
            done.progress.n_written += rows.len();
            done.progress.n_moved += moved.n;
        }
        self.name(&unnamed, Priority::Second)?;
        go_on(done.progress);
        Ok(())
    }

    fn heading(&self, plan: &Plan, past: &Past, read: &Reading<'_>) -> Result<Regroup, StoreError> {
        let kept = &past.kept;
        let seen = read(kept);
        let mut heading = Heading::Hashes;
        let hashes = seen.grouping.hashes.iter().filter(|_| !plan.contested.is_empty());
        for hash in hashes {
            if self.reader.lead(kept.project, &hash.hash)?.is_some() {
                break;
            }
            if plan.contested.contains(&(kept.project, hash.hash)) {
                heading = Heading::Nowhere;
                break;
            }
        }
        Ok(Regroup { event: kept.id, read_in: kept.issue, seen, heading })
    }
}

impl Survey {
    fn take(&mut self, past: &Past, seen: NewEvent) {
        let kept = &past.kept;
        if past.is_astray || reads_otherwise(&past.row, &seen, &past.issue) {
            self.differ.push(past.row.id);
        }
        let grouping = seen.grouping;
        let (old, new) = match kept.hashes == grouping.hashes {
            true => (Vec::new(), Vec::new()),
            false => (kept.hashes.clone(), grouping.hashes),
        };
        let class = (kept.issue, old, new, kept.is_pinned);
        if let Some(candidate) = self.classes.get(&class).and_then(|&place| self.candidates.get_mut(place)) {
            candidate.n += 1;
            return;
        }
        let title =
            if grouping.value.is_empty() { grouping.kind } else { format!("{}: {}", grouping.kind, grouping.value) };
        let (issue, old, new, is_pinned) = class.clone();
        self.classes.insert(class, self.candidates.len());
        let (event, project) = (kept.id, kept.project);
        self.candidates.push(Candidate { event, n: 1, issue, project, old, new, is_pinned, title });
    }
}
