//! What goes by itself after a while: deleted issues with all that belongs to them, ended sessions, and what was kept for a moment only.

use crashtray_core::id::IssueId;
use crashtray_core::time::Timestamp;

use super::Tx;
use crate::store::StoreError;
use crate::store::tables::event::EventRow;
use crate::store::tables::{attachment, envelope, event, issue, item, outbox, payload, pulse, session, twin, undo};

/// How long a deletion can be taken back, in microseconds.
const REGRET: i64 = 10 * 60 * 1_000_000;

/// How long an alert waits for somebody to tell it, in microseconds.
const ALERT: i64 = 7 * 24 * 3_600 * 1_000_000;

/// So many events go in one transaction.
const AT_ONCE: u32 = 200;

impl Tx<'_> {
    /// Removes what has had its time, at most 200 events of it. True: there is more.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn sweep(&mut self) -> Result<bool, StoreError> {
        let now = self.now().as_micros();
        let before = |age: i64| Timestamp::from_micros(now - age);
        twin::sweep(self.db, before(twin::WAIT))?;
        pulse::sweep(self.db, pulse::slot(self.now()) - pulse::HOUR)?;
        session::sweep(self.db, self.now())?;
        outbox::sweep(self.db, before(ALERT))?;
        // A deletion older than that cannot be taken back, so neither can what came before it.
        undo::sweep(self.db, before(REGRET))?;
        match issue::deleted_before(self.db, before(REGRET))?.first() {
            Some(&id) => {
                self.purge(id)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Removes some events of an issue; the issue with the last of them.
    fn purge(&mut self, id: IssueId) -> Result<(), StoreError> {
        let events = event::page(self.db, id, (i64::MAX, i64::MAX), AT_ONCE)?;
        for event in &events {
            self.purge_event(event)?;
        }
        if events.len() < AT_ONCE as usize {
            issue::delete(self.db, id)?;
        }
        Ok(())
    }

    /// Removes an event with its payload and its attachments, and the envelopes that are empty then.
    fn purge_event(&mut self, event: &EventRow) -> Result<(), StoreError> {
        for attachment in attachment::of_event(self.db, event.event_id)? {
            if attachment::delete(self.db, &attachment)? {
                payload::delete(self.db, attachment.payload)?;
            }
            item::delete(self.db, attachment.envelope, attachment.n)?;
            envelope::delete_if_empty(self.db, attachment.envelope)?;
        }
        if let Some(row) = item::get(self.db, event.envelope, event.n)? {
            if let Some(id) = row.payload {
                payload::delete(self.db, id)?;
            }
            item::delete(self.db, event.envelope, event.n)?;
        }
        event::delete(self.db, event.id)?;
        envelope::delete_if_empty(self.db, event.envelope)?;
        Ok(())
    }
}
