//! What goes because of its age, its number or its size: in which order, and what is spared.
//!
//! Rows of envelopes, events and attachments have the order in which they came, so that what came with an envelope is found
//! without an index of its own.

use std::collections::BTreeSet;

use crashtray_core::change::Change;
use crashtray_core::event::EventKind;
use crashtray_core::id::IssueId;
use crashtray_core::time::Timestamp;
use twox_hash::XxHash3_128;

use super::Tx;
use super::retention::Share;
use super::sweep::{AT_ONCE, Sweep};
use crate::store::StoreError;
use crate::store::tables::event::EventRow;
use crate::store::tables::{attachment, envelope, event, issue, item, space};

/// So many items are looked at in one step.
const ITEMS_AT_ONCE: u64 = 200;

/// So many issues are looked at in one step.
const ISSUES_AT_ONCE: u32 = 2_000;

/// So many free pages (of 8 KiB) stay in the file: the next events need them.
const RESERVE: i64 = 128;

/// So many free pages are given back in one step.
const PAGES_AT_ONCE: i64 = 64;

/// Items that are errors, or belong to one: they never go to make room for others.
const SPARED: [&str; 8] =
    ["attachment", "event", "feedback", "nel", "raw_security", "security", "unreal_report", "user_report"];

/// A place in the order in which things came: the last rows that were looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cursor {
    envelope: i64,
    event: i64,
    attachment: i64,
}

/// What goes of the envelopes that are walked over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    Everything,
    /// All but errors and what belongs to them.
    Others,
}

impl Tx<'_> {
    /// The next envelopes that are past their time. What has a time that is still to come is left: the clock was wrong.
    pub(super) fn aged(&mut self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let Some(age) = sweep.retention.age else { return Ok(false) };
        let (old, now) = (self.before(age), self.now());
        let passed: Vec<_> =
            self.few(&sweep.aged)?.into_iter().take_while(|(_, received)| *received < old || *received > now).collect();
        let Some(&(last, _)) = passed.last() else { return Ok(false) };
        let goes = passed.into_iter().filter(|(_, received)| *received < old).map(|(id, _)| id).collect();
        self.walk(&mut sweep.aged, last, (&goes, Goes::Everything))?;
        Ok(true)
    }

    /// Some events of the next issue that has too many.
    pub(super) fn crowded(&mut self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let Some(share) = sweep.retention.events else { return Ok(false) };
        let next = issue::kept_after(self.db, sweep.spared, ISSUES_AT_ONCE)?;
        let Some(&(last, _)) = next.last() else { return Ok(false) };
        match next.iter().position(|(_, kept)| *kept > share.all()) {
            Some(place) => {
                let (id, kept) = next.get(place).copied().unwrap_or_default();
                let is_trimmed = self.trim(IssueId(id), share, kept - share.all())?;
                sweep.spared = if is_trimmed { id - 1 } else { id };
            }
            None => sweep.spared = last,
        }
        Ok(true)
    }

    /// Of those between the first and the last, the ones with the largest hashes go: what stays is a sample that does not depend
    /// on how often this is done. False: there was nothing to take.
    fn trim(&mut self, id: IssueId, share: Share, surplus: i64) -> Result<bool, StoreError> {
        let n = surplus.min(i64::from(AT_ONCE));
        let mut between = event::oldest(self.db, id, share.first, share.sample + n)?;
        between.sort_by_key(|event| XxHash3_128::oneshot(&event.event_id.0));
        let surplus = between.split_off(between.len().saturating_sub(usize::try_from(n).unwrap_or(0)));
        for event in &surplus {
            self.purge_event(event)?;
        }
        Ok(!surplus.is_empty())
    }

    /// While the file is too large: first what is no error, then errors, then issues of which nothing is left; the oldest first.
    pub(super) fn too_large(&mut self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let Some(limit) = sweep.retention.bytes else { return Ok(false) };
        let limit = if sweep.is_shrinking { limit - limit / 20 } else { limit };
        if space::used(self.db)? <= limit {
            return Ok(false);
        }
        sweep.is_shrinking = true;
        if self.next(&mut sweep.errors_only, Goes::Others, limit)?
            || self.next(&mut Cursor::default(), Goes::Everything, limit)?
        {
            return Ok(true);
        }
        let bare = issue::bare(self.db, AT_ONCE)?;
        for &id in &bare {
            issue::delete(self.db, id)?;
            self.tell(Change::Gone { issue: id });
        }
        Ok(!bare.is_empty())
    }

    /// Walks over the next few envelopes, one by one, until the file is small enough. False: there are none.
    fn next(&mut self, cursor: &mut Cursor, goes: Goes, limit: i64) -> Result<bool, StoreError> {
        let few = self.few(cursor)?;
        for &(id, _) in &few {
            self.walk(cursor, id, (&BTreeSet::from([id]), goes))?;
            if space::used(self.db)? <= limit {
                break;
            }
        }
        Ok(!few.is_empty())
    }

    /// The next few envelopes with their receipts: as many as have items for one step.
    fn few(&self, cursor: &Cursor) -> Result<Vec<(i64, Timestamp)>, StoreError> {
        let mut n_items = 0;
        let mut few = Vec::new();
        for (id, received) in envelope::after(self.db, cursor.envelope, AT_ONCE)? {
            n_items += item::count(self.db, id)?;
            if n_items > ITEMS_AT_ONCE && !few.is_empty() {
                break;
            }
            few.push((id, received));
        }
        Ok(few)
    }

    /// Walks up to the envelope `last`; of `envelopes` goes what is to go.
    fn walk(
        &mut self,
        cursor: &mut Cursor,
        last: i64,
        (envelopes, goes): (&BTreeSet<i64>, Goes),
    ) -> Result<(), StoreError> {
        for event in event::after(self.db, cursor.event, last)? {
            if envelopes.contains(&event.envelope) && is_going(&event, goes) {
                self.purge_event(&event)?;
            }
            cursor.event = event.id;
        }
        for row in attachment::after(self.db, cursor.attachment, last)? {
            cursor.attachment = row.id;
            let is_stray = || match row.event_id {
                Some(id) => event::by_id(self.db, id).map(|event| event.is_none()),
                None => Ok(true),
            };
            if envelopes.contains(&row.envelope) && (goes == Goes::Everything || is_stray()?) {
                self.purge_attachment(&row)?;
            }
        }
        for &id in envelopes {
            for item in item::kinds(self.db, id)? {
                if goes == Goes::Everything || !SPARED.contains(&item.kind.as_str()) {
                    self.purge_item(id, item.n)?;
                }
            }
            envelope::delete_if_empty(self.db, id)?;
        }
        cursor.envelope = last;
        self.step_back(cursor)
    }

    /// The numbers of the newest rows are given out again when these are gone.
    fn step_back(&self, cursor: &mut Cursor) -> Result<(), StoreError> {
        cursor.envelope = cursor.envelope.min(space::newest(self.db, "envelope")?);
        cursor.event = cursor.event.min(space::newest(self.db, "event")?);
        cursor.attachment = cursor.attachment.min(space::newest(self.db, "attachment")?);
        Ok(())
    }

    /// Gives some free pages back to the disk.
    pub(super) fn vacant(&self) -> Result<bool, StoreError> {
        let n = space::free(self.db)? - RESERVE;
        if n <= 0 {
            return Ok(false);
        }
        space::give_back(self.db, n.min(PAGES_AT_ONCE))?;
        Ok(n > PAGES_AT_ONCE)
    }
}

/// Of events, only transactions are others.
fn is_going(event: &EventRow, goes: Goes) -> bool {
    match (goes, event.kind) {
        (Goes::Everything, _) | (Goes::Others, EventKind::Transaction) => true,
        (
            Goes::Others,
            EventKind::Error | EventKind::Default | EventKind::Feedback | EventKind::Security | EventKind::Nel,
        ) => false,
    }
}
