//! What the user does to issues, and how it is taken back.

use std::collections::BTreeSet;

use crashtray_core::change::{Cause, Change};
use crashtray_core::id::{EventId, IssueId, ProjectId};
use crashtray_core::issue::State;
use crashtray_core::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::Tx;
use super::merge::{Merge, Merged};
use super::split::Apart;
use crate::store::StoreError;
use crate::store::tables::issue::IssueRow;
use crate::store::tables::issue_hash::HashRow;
use crate::store::tables::{issue_hash, undo};

/// What one can do with issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueAction {
    /// Keep it at hand.
    Bookmark,
    /// Remove it; gone for good after ten minutes.
    Delete,
    /// Keep quiet about it, for good.
    Mute,
    /// Keep quiet about it until it has so many more events.
    MuteFor(u64),
    /// It was looked at.
    Read,
    /// Unresolved again.
    Reopen,
    /// Done.
    Resolve,
    /// Done in this release; events of older ones do not bring it back.
    ResolveIn(String),
    /// Let it go.
    Unbookmark,
    /// As if nobody had looked at it since its latest event.
    Unread,
}

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// How many issues are different now.
    pub n: u64,
    /// `3 issues resolved`.
    pub text: String,
    /// It can be taken back with this id. Looking at an issue is not.
    pub undo: Option<i64>,
    /// Those that are not there.
    pub missing: Vec<IssueId>,
    /// The issue that came out of it: that of a merge, or the one that was split off.
    pub issue: Option<IssueId>,
    /// Issues with events that belong elsewhere now, or that lack a name: see `Reader::astray`.
    pub loose: BTreeSet<IssueId>,
}

/// A change that can be taken back, as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct Undoing {
    pub(super) text: String,
    pub(super) what: What,
    #[serde(default)]
    pub(super) before: Vec<Before>,
    #[serde(default)]
    pub(super) merged: Vec<Merged>,
    #[serde(default)]
    pub(super) split: Option<Apart>,
}

/// What was changed.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    State,
    Bookmark,
    Deletion,
    Merge,
    Split,
}

/// A hash of an issue, as it is stored: project, hash (hex), and whether the user put it there.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct HashMark(i64, String, bool);

/// An issue before its change.
#[derive(Serialize, Deserialize)]
pub(super) struct Before {
    number: i64,
    state: u8,
    until_events: Option<u64>,
    resolved_at: Option<i64>,
    resolved_in: Option<String>,
    regressed: bool,
    bookmarked: bool,
    /// For deletions: its hashes.
    hashes: Vec<HashMark>,
}

impl Tx<'_> {
    /// Changes issues. Those that are not there are left out.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn change(&mut self, numbers: &[IssueId], action: &IssueAction) -> Result<Done, StoreError> {
        let now = self.now();
        let mut done = Done::default();
        let mut before = Vec::new();
        for &id in numbers {
            let Some(issue) = self.live(id)? else {
                done.missing.push(id);
                continue;
            };
            let (was, project) = (issue.clone(), issue.project);
            apply(issue, action, now);
            if *issue == was {
                continue;
            }
            let hashes = if *action == IssueAction::Delete { self.hash_marks(id)? } else { Vec::new() };
            before.push(remember(&was, hashes));
            self.tell_state(id, project, action);
        }
        done.n = before.len() as u64;
        done.text = text(done.n, action);
        if let (Some(what), false) = (what(action), before.is_empty()) {
            let undoing = Undoing { before, ..Undoing::new(done.text.clone(), what) };
            done.undo = Some(self.remember(&undoing)?);
        }
        Ok(done)
    }

    /// Takes a change back: the one of this id, else the last.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn undo(&mut self, id: Option<i64>) -> Result<Done, StoreError> {
        let Some(stored) = undo::take(self.db, id)? else {
            return Ok(Done { text: "nothing to take back".to_owned(), ..Done::default() });
        };
        let undoing: Undoing = serde_json::from_str(&stored)
            .map_err(|error| StoreError::Corrupt(format!("a change cannot be read: {error}")))?;
        let mut done = Done { text: format!("taken back: {}", undoing.text), ..Done::default() };
        for before in &undoing.before {
            let id = IssueId(before.number);
            done.came_back(id, self.restore(before, undoing.what)?);
        }
        // The last one first: each was put to what the others before it had left.
        for merged in undoing.merged.into_iter().rev() {
            let (from, into) = merged.issues();
            let is_back = self.unmerge(merged)?;
            done.came_back(from, is_back);
            done.loose.extend(is_back.then_some(into));
        }
        if let Some(apart) = undoing.split {
            done.came_back(apart.whole(), self.unsplit(&apart)?);
        }
        done.loose.append(&mut self.unnamed);
        Ok(done)
    }

    /// False: it is gone for good.
    fn restore(&mut self, before: &Before, what: What) -> Result<bool, StoreError> {
        let id = IssueId(before.number);
        let Some(issue) = self.issue(id)? else { return Ok(false) };
        match what {
            What::State => {
                issue.state = before.state();
                issue.resolved_at = before.resolved_at.map(Timestamp::from_micros);
                issue.resolved_in.clone_from(&before.resolved_in);
                issue.regressed = before.regressed;
            }
            What::Bookmark => issue.bookmarked = before.bookmarked,
            What::Deletion => issue.deleted_at = None,
            What::Merge | What::Split => {}
        }
        let project = issue.project;
        if what == What::Deletion {
            self.bring_home(id, before)?;
        }
        self.tell(Change::Issue { issue: id, project, cause: Cause::State, event: None });
        Ok(true)
    }

    /// What came while an issue was deleted made new ones: they are its events.
    fn bring_home(&mut self, id: IssueId, before: &Before) -> Result<(), StoreError> {
        self.settle()?;
        for row in before.hashes.iter().filter_map(HashMark::row) {
            match issue_hash::issue(self.db, row.project, &row.hash)? {
                Some(other) if other != id => self.pour(other, id, Merge::WasAway)?,
                Some(_) | None => {}
            }
            // A hash that was away is no longer known as one that the user put there.
            issue_hash::turn(self.db, &row, id, id)?;
        }
        Ok(())
    }

    fn tell_state(&mut self, issue: IssueId, project: ProjectId, action: &IssueAction) {
        match action {
            IssueAction::Delete => self.tell(Change::Gone { issue }),
            IssueAction::Bookmark
            | IssueAction::Mute
            | IssueAction::MuteFor(_)
            | IssueAction::Read
            | IssueAction::Reopen
            | IssueAction::Resolve
            | IssueAction::ResolveIn(_)
            | IssueAction::Unbookmark
            | IssueAction::Unread => self.tell(Change::Issue { issue, project, cause: Cause::State, event: None }),
        }
    }

    pub(super) fn remember(&mut self, undoing: &Undoing) -> Result<i64, StoreError> {
        let text = serde_json::to_string(undoing).map_err(|error| StoreError::Sql(error.to_string()))?;
        Ok(undo::insert(self.db, self.now(), &text)?)
    }
}

impl Done {
    fn came_back(&mut self, id: IssueId, is_back: bool) {
        match is_back {
            true => self.n += 1,
            false => self.missing.push(id),
        }
    }
}

impl Undoing {
    pub(super) fn new(text: String, what: What) -> Self {
        Self { text, what, before: Vec::new(), merged: Vec::new(), split: None }
    }
}

impl HashMark {
    pub(super) fn of(row: &HashRow) -> Self {
        Self(row.project.0, EventId(row.hash).to_string(), row.pinned)
    }

    /// `None`: another version wrote it.
    pub(super) fn row(&self) -> Option<HashRow> {
        let EventId(hash) = EventId::parse(self.1.as_bytes())?;
        Some(HashRow { project: ProjectId(self.0), hash, pinned: self.2 })
    }
}

impl Before {
    fn state(&self) -> State {
        match self.state {
            1 => State::Resolved { in_release: self.resolved_in.clone() },
            2 => State::Muted { until_events: self.until_events },
            _ => State::Unresolved,
        }
    }
}

fn apply(issue: &mut IssueRow, action: &IssueAction, now: Timestamp) {
    match action {
        IssueAction::Bookmark => issue.bookmarked = true,
        IssueAction::Delete => issue.deleted_at = Some(now),
        IssueAction::Mute => issue.state = State::Muted { until_events: None },
        IssueAction::MuteFor(more) => {
            let n_events = u64::try_from(issue.events).unwrap_or(0);
            issue.state = State::Muted { until_events: Some(n_events.saturating_add(*more)) };
        }
        IssueAction::Read => (issue.seen, issue.unread, issue.regressed) = (true, false, false),
        IssueAction::Reopen => issue.state = State::Unresolved,
        IssueAction::Resolve => resolve(issue, None, now),
        IssueAction::ResolveIn(release) => resolve(issue, Some(release), now),
        IssueAction::Unbookmark => issue.bookmarked = false,
        IssueAction::Unread => issue.unread = true,
    }
}

fn resolve(issue: &mut IssueRow, release: Option<&String>, now: Timestamp) {
    let state = State::Resolved { in_release: release.cloned() };
    if issue.state != state {
        issue.state = state;
        issue.resolved_at = Some(now);
        issue.resolved_in = release.cloned();
        issue.regressed = false;
    }
}

fn remember(issue: &IssueRow, hashes: Vec<HashMark>) -> Before {
    let (state, until_events) = match issue.state {
        State::Unresolved => (0, None),
        State::Resolved { .. } => (1, None),
        State::Muted { until_events } => (2, until_events),
    };
    Before {
        number: issue.id.0,
        state,
        until_events,
        resolved_at: issue.resolved_at.map(Timestamp::as_micros),
        resolved_in: issue.resolved_in.clone(),
        regressed: issue.regressed,
        bookmarked: issue.bookmarked,
        hashes,
    }
}

fn what(action: &IssueAction) -> Option<What> {
    match action {
        IssueAction::Mute
        | IssueAction::MuteFor(_)
        | IssueAction::Reopen
        | IssueAction::Resolve
        | IssueAction::ResolveIn(_) => Some(What::State),
        IssueAction::Bookmark | IssueAction::Unbookmark => Some(What::Bookmark),
        IssueAction::Delete => Some(What::Deletion),
        IssueAction::Read | IssueAction::Unread => None,
    }
}

fn text(n: u64, action: &IssueAction) -> String {
    let what = match action {
        IssueAction::Bookmark => "bookmarked",
        IssueAction::Delete => "deleted",
        IssueAction::Mute | IssueAction::MuteFor(_) => "muted",
        IssueAction::Read => "marked as read",
        IssueAction::Reopen => "reopened",
        IssueAction::Resolve | IssueAction::ResolveIn(_) => "resolved",
        IssueAction::Unbookmark => "no longer bookmarked",
        IssueAction::Unread => "marked as unread",
    };
    format!("{n} {} {what}", if n == 1 { "issue" } else { "issues" })
}
