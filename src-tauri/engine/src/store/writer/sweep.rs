//! What goes by itself after a while: deleted issues with all that belongs to them, ended sessions, what was kept for a moment
//! only, and what is past the limits of `retention`. A round is many small steps, each a transaction of its own.

use crashtray_core::change::{Cause, Change};
use crashtray_core::id::IssueId;
use crashtray_core::time::Timestamp;

use super::Tx;
use super::retention::Retention;
use super::walk::Cursor;
use crate::store::StoreError;
use crate::store::tables::attachment::AttachmentRow;
use crate::store::tables::event::EventRow;
use crate::store::tables::{attachment, envelope, event, issue, item, outbox, payload, pulse, session, twin, undo};

/// How long a deletion can be taken back, in microseconds.
const REGRET: i64 = 10 * 60 * 1_000_000;

/// How long an alert waits for somebody to tell it, in microseconds.
const ALERT: i64 = 7 * 24 * 3_600 * 1_000_000;

/// So many events go in one step.
pub(super) const AT_ONCE: u32 = 50;

/// Where a round of sweeping is. A new one begins where the last one ended.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    pub(super) stage: Stage,
    pub(super) retention: Retention,
    /// Up to where this round looked for what is too old.
    pub(super) aged: Cursor,
    /// The last issue that this round found within its share.
    pub(super) spared: i64,
    /// Up to where there are only errors left. Over all rounds: what is before stays so.
    pub(super) errors_only: Cursor,
    /// The file was too large; it is made smaller than it must be, so that this is not to be done again at once.
    pub(super) is_shrinking: bool,
}

/// What a step does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// What was for a moment only; the settings are read.
    #[default]
    Moments,
    /// Deleted issues.
    Deleted,
    /// What is too old.
    Aged,
    /// Issues with too many events.
    Crowded,
    /// A file that is too large.
    TooLarge,
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
        let (is_more, next) = match sweep.stage {
            Stage::Moments => (self.moments(sweep)?, Stage::Deleted),
            Stage::Deleted => (self.deleted()?, Stage::Aged),
            Stage::Aged => (self.aged(sweep)?, Stage::Crowded),
            Stage::Crowded => (self.crowded(sweep)?, Stage::TooLarge),
            Stage::TooLarge => (self.too_large(sweep)?, Stage::Vacant),
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
        twin::sweep(self.db, self.before(twin::WAIT))?;
        pulse::sweep(self.db, pulse::slot(now) - pulse::HOUR)?;
        session::sweep(self.db, now)?;
        outbox::sweep(self.db, self.before(ALERT))?;
        // A deletion older than that cannot be taken back, so neither can what came before it.
        undo::sweep(self.db, self.before(REGRET))?;
        sweep.retention = Retention::read(self.db)?;
        sweep.aged = Cursor::default();
        sweep.spared = 0;
        sweep.is_shrinking = false;
        Ok(false)
    }

    /// So many microseconds ago.
    pub(super) fn before(&self, age: i64) -> Timestamp {
        Timestamp::from_micros(self.now().as_micros().saturating_sub(age))
    }

    /// Some events of a deleted issue; the issue with the last of them.
    fn deleted(&mut self) -> Result<bool, StoreError> {
        let Some(&id) = issue::deleted_before(self.db, self.before(REGRET))?.first() else { return Ok(false) };
        let events = event::page(self.db, id, (i64::MAX, i64::MAX), AT_ONCE)?;
        for event in &events {
            self.purge_event(event)?;
        }
        if events.len() < AT_ONCE as usize {
            issue::delete(self.db, id)?;
        }
        Ok(true)
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
