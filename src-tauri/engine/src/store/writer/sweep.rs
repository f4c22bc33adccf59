//! What goes by itself after a while: deleted issues with all that belongs to them, ended sessions, what was kept for a moment
//! only, and what is past the limits of `retention`. A round is many small steps, each a transaction of its own.

use crashtray_core::change::{Cause, Change};
use crashtray_core::id::IssueId;
use crashtray_core::time::Timestamp;

use super::Tx;
use super::retention::{Groups, Retention};
use super::walk::Cursor;
use crate::store::StoreError;
use crate::store::tables::attachment::AttachmentRow;
use crate::store::tables::event::EventRow;
use crate::store::tables::{
    attachment, code, envelope, event, facet, issue, issue_hour, issue_user, item, outbox, outcome, payload, pulse,
    run, session, space, twin, undo,
};

/// How long a deletion can be taken back, in microseconds.
const REGRET: i64 = 10 * 60 * 1_000_000;

/// How long an alert waits for somebody to tell it, in microseconds.
const ALERT: i64 = 7 * 24 * 3_600 * 1_000_000;

/// Days for which outcomes are counted by the hour, and hours in which events came are known.
const OUTCOME_HOURS: i64 = 30 * 24;
const ISSUE_HOURS: i64 = 366 * 24;

/// So many hours of outcomes are counted together in one step.
const HOURS_AT_ONCE: u32 = 24;

/// So many rows are looked at, or go, in one step, where that is cheap.
const ROWS_AT_ONCE: u32 = 500;

/// So many events go in one step.
pub(super) const AT_ONCE: u32 = 50;

/// Where a round of sweeping is. A new one begins where the last one ended.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    pub(super) stage: Stage,
    pub(super) retention: Retention,
    /// Up to where nothing is left that is too old, for each set of what has one age. Over the rounds of a day: what is before stays so,
    /// but where the clock was wrong.
    pub(super) aged: Vec<(Groups, Cursor)>,
    /// The last issue that this round found within its share.
    pub(super) spared: i64,
    /// Up to where there are only errors left. Over the rounds of a day, as `aged`.
    pub(super) errors_only: Cursor,
    /// The day of both.
    pub(super) day: i64,
    /// The last hash of those that wait for a second copy that this round looked at.
    pub(super) twin: [u8; 16],
    /// The last run that this round looked at.
    pub(super) run: i64,
    /// The last issue whose hours this round looked at, and the day on which that was done last.
    pub(super) hours: (i64, i64),
    /// The file was too large; it is made smaller than it must be, so that this is not to be done again at once.
    pub(super) is_shrinking: bool,
    pub(super) room: Room,
}

/// How the size of the file compares with its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Room {
    /// Nothing to worry about.
    #[default]
    Enough,
    /// More than a quarter is in use: what clients send in a minute could be too much.
    Scarce,
    /// It is larger by more than an eighth.
    Exceeded,
}

impl Room {
    /// By bytes.
    pub(super) fn of(used: i64, limit: i64) -> Self {
        match used {
            used if used > limit.saturating_add(limit / 8) => Self::Exceeded,
            used if used > limit / 4 => Self::Scarce,
            _ => Self::Enough,
        }
    }
}

/// What a step does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// What was for a moment only; the settings are read.
    #[default]
    Moments,
    /// Envelopes of which a second copy was waited for.
    Twins,
    /// Deleted issues.
    Deleted,
    /// What is too old.
    Aged,
    /// Issues with too many events.
    Crowded,
    /// A file that is too large.
    TooLarge,
    /// Outcomes that are counted by the hour.
    Outcomes,
    /// Runs of which nothing is left.
    Runs,
    /// Hours of issues; once a day.
    Hours,
    /// Free pages go back to the disk.
    Vacant,
}

impl Sweep {
    /// One that is about to look at the size of the file, of which so many bytes may be in use.
    #[cfg(test)]
    pub(in crate::store) fn of_bytes(n: i64) -> Self {
        let retention = Retention { bytes: Some(n), ..Retention::default() };
        Self { stage: Stage::TooLarge, retention, ..Self::default() }
    }

    #[cfg(test)]
    pub(in crate::store) fn is_too_large(&self) -> bool {
        self.stage == Stage::TooLarge
    }

    /// As the last look at the size found it.
    pub(super) fn room(&self) -> Room {
        self.room
    }

    /// A step failed: the next one begins a round.
    pub(super) fn begin_again(&mut self) {
        self.stage = Stage::default();
    }
}

impl Tx<'_> {
    /// One step of a round: at most 50 events, or as much of other things. False: the round is over.
    ///
    /// # Errors
    /// The file cannot be written. The sweep must then be taken from before the step.
    pub fn sweep(&mut self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        if let Some(limit) = sweep.retention.bytes {
            sweep.room = Room::of(space::used(self.db)?, limit);
        }
        // Then nothing else is as urgent.
        if sweep.room == Room::Exceeded && sweep.stage != Stage::Moments && self.too_large(sweep)? {
            return Ok(true);
        }
        let (is_more, next) = match sweep.stage {
            Stage::Moments => (self.moments(sweep)?, Stage::Twins),
            Stage::Twins => (self.twins(sweep)?, Stage::Deleted),
            Stage::Deleted => (self.deleted()?, Stage::Aged),
            Stage::Aged => (self.aged(sweep)?, Stage::Crowded),
            Stage::Crowded => (self.crowded(sweep)?, Stage::TooLarge),
            Stage::TooLarge => (self.too_large(sweep)?, Stage::Outcomes),
            Stage::Outcomes => (self.outcomes()?, Stage::Runs),
            Stage::Runs => (self.runs(sweep)?, Stage::Hours),
            Stage::Hours => (self.hours(sweep)?, Stage::Vacant),
            Stage::Vacant => (self.vacant()?, Stage::Moments),
        };
        if !is_more {
            sweep.stage = next;
        }
        Ok(is_more || next != Stage::Moments)
    }

    /// All at once: these are few.
    fn moments(&self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let now = self.now();
        pulse::sweep(self.db, pulse::slot(now) - pulse::HOUR)?;
        session::sweep(self.db, now)?;
        outbox::sweep(self.db, self.before(ALERT), ROWS_AT_ONCE)?;
        // A deletion older than that cannot be taken back, so neither can what came before it.
        undo::sweep(self.db, self.before(REGRET))?;
        sweep.retention = Retention::read(self.db)?;
        let today = code::hour(now) / 24;
        if std::mem::replace(&mut sweep.day, today) != today {
            sweep.aged.clear();
            sweep.errors_only = Cursor::default();
        }
        sweep.spared = 0;
        sweep.run = 0;
        sweep.twin = [0; 16];
        sweep.is_shrinking = false;
        Ok(false)
    }

    /// The next of those that wait for a second copy: they have waited long enough.
    fn twins(&self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let last = twin::sweep(self.db, sweep.twin, ROWS_AT_ONCE, self.before(twin::WAIT))?;
        sweep.twin = last.unwrap_or_default();
        Ok(last.is_some())
    }

    /// The next hours of outcomes are counted together.
    fn outcomes(&self) -> Result<bool, StoreError> {
        let before = code::hour(self.now()) - OUTCOME_HOURS;
        for _ in 0..HOURS_AT_ONCE {
            if !outcome::fold(self.db, before)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The next runs: those of which nothing is left go.
    fn runs(&self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let next = run::after(self.db, sweep.run, ROWS_AT_ONCE)?;
        for &id in &next {
            run::delete_if_unused(self.db, id)?;
            sweep.run = id;
        }
        Ok(!next.is_empty())
    }

    /// The next issues: what is known of hours long past goes.
    fn hours(&self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let (last, day) = sweep.hours;
        let today = code::hour(self.now()) / 24;
        if day == today {
            return Ok(false);
        }
        let next = issue::kept_after(self.db, last, ROWS_AT_ONCE)?;
        for &(id, _) in &next {
            issue_hour::sweep(self.db, IssueId(id), code::hour(self.now()) - ISSUE_HOURS)?;
            sweep.hours.0 = id;
        }
        if next.is_empty() {
            sweep.hours = (0, today);
        }
        Ok(!next.is_empty())
    }

    /// So many microseconds ago.
    pub(super) fn before(&self, age: i64) -> Timestamp {
        Timestamp::from_micros(self.now().as_micros().saturating_sub(age))
    }

    /// Some events of a deleted issue; then some of its counters; the issue with the last of them.
    fn deleted(&mut self) -> Result<bool, StoreError> {
        let Some(id) = issue::deleted_before(self.db, self.before(REGRET))? else { return Ok(false) };
        let events = event::page(self.db, id, (i64::MAX, i64::MAX), AT_ONCE)?;
        for event in &events {
            self.purge_event(event)?;
        }
        if events.is_empty() {
            self.purge_issue(id)?;
        }
        Ok(true)
    }

    /// Removes some counters of an issue; the issue once there are few. False: it is still there.
    pub(super) fn purge_issue(&mut self, id: IssueId) -> Result<bool, StoreError> {
        self.settle()?;
        let n = facet::delete_some(self.db, id, ROWS_AT_ONCE)? + issue_user::delete_some(self.db, id, ROWS_AT_ONCE)?;
        let is_last = n < ROWS_AT_ONCE as usize;
        if is_last {
            issue::delete(self.db, id)?;
        }
        Ok(is_last)
    }

    /// Removes an event with its payload and its attachments, and the envelopes that are empty then. What was counted stays counted.
    pub(in crate::store) fn purge_event(&mut self, event: &EventRow) -> Result<(), StoreError> {
        for attachment in attachment::of_event(self.db, event.event_id)? {
            self.purge_attachment(&attachment)?;
        }
        self.purge_item(event.envelope, event.n)?;
        event::delete(self.db, event.id)?;
        if let Some(id) = event.issue {
            self.keeps_one_less(id, event.id)?;
        }
        Ok(())
    }

    /// Removes an attachment, and its bytes where no other one has them.
    pub(super) fn purge_attachment(&self, attachment: &AttachmentRow) -> Result<(), StoreError> {
        if attachment::delete(self.db, attachment)? {
            payload::delete(self.db, attachment.payload)?;
        }
        item::delete(self.db, attachment.envelope, attachment.n)?;
        Ok(envelope::delete_if_empty(self.db, attachment.envelope)?)
    }

    /// Removes an item with its payload, which nobody else has.
    pub(super) fn purge_item(&self, envelope: i64, n: usize) -> Result<(), StoreError> {
        if let Some(row) = item::get(self.db, envelope, n)? {
            if let Some(id) = row.payload {
                payload::delete(self.db, id)?;
            }
            item::delete(self.db, envelope, n)?;
        }
        Ok(envelope::delete_if_empty(self.db, envelope)?)
    }

    fn keeps_one_less(&mut self, id: IssueId, event: i64) -> Result<(), StoreError> {
        let Some(issue) = self.issue(id)? else { return Ok(()) };
        issue.kept -= 1;
        if issue.latest_event == Some(event) {
            // Its number may be given to another event.
            issue.latest_event = None;
        }
        if issue.deleted_at.is_none() {
            let project = issue.project;
            self.tell(Change::Issue { issue: id, project, cause: Cause::State, event: None });
        }
        Ok(())
    }
}
