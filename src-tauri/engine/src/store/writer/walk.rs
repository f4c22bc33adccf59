//! What goes because of its age, its number or its size: in which order, and what is spared.
//!
//! Rows of envelopes, events and attachments have the order in which they came: so what came with an envelope is found without an
//! index of its own, by halving.

use std::collections::BTreeSet;

use crashtray_core::change::Change;
use crashtray_core::id::IssueId;
use crashtray_core::time::Timestamp;
use twox_hash::XxHash3_128;

use super::Tx;
use super::retention::{Group, Groups, Share};
use super::sweep::{AT_ONCE, Sweep};
use crate::store::StoreError;
use crate::store::tables::attachment::AttachmentRow;
use crate::store::tables::{attachment, envelope, event, issue, item, space};

/// So many items are looked at in one step.
const ITEMS_AT_ONCE: u64 = 200;

/// So many envelopes of which nothing goes are passed in one step.
const PASSED_AT_ONCE: usize = 1_000;

/// So many issues are looked at in one step.
const ISSUES_AT_ONCE: u32 = 2_000;

/// So many free pages (of 8 KiB) stay in the file: the next events need them.
const RESERVE: i64 = 128;

/// So many free pages are given back in one step.
const PAGES_AT_ONCE: i64 = 64;

/// A place in the order in which things came: the last envelope that was looked at, and when it came.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cursor {
    envelope: i64,
    received: Option<Timestamp>,
}

/// Envelopes that are walked over, and what of them goes.
struct Going<'a> {
    envelopes: &'a BTreeSet<i64>,
    groups: Groups,
}

impl Tx<'_> {
    /// Of the next envelopes what is past its time.
    pub(super) fn aged(&mut self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        for (age, groups) in sweep.retention.ages.clone() {
            let known = sweep.aged.iter().position(|(of, _)| *of == groups);
            let place = known.unwrap_or_else(|| {
                sweep.aged.push((groups, Cursor::default()));
                sweep.aged.len() - 1
            });
            if let Some((_, cursor)) = sweep.aged.get_mut(place)
                && self.aged_of(cursor, age, groups)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What has a time that is still to come is left: the clock was wrong.
    fn aged_of(&mut self, cursor: &mut Cursor, age: i64, groups: Groups) -> Result<bool, StoreError> {
        let (old, now) = (self.before(age), self.now());
        let passed: Vec<_> =
            self.few(cursor)?.into_iter().take_while(|(_, received)| *received < old || *received > now).collect();
        let Some(&last) = passed.last() else { return Ok(false) };
        let envelopes = &passed.into_iter().filter(|(_, received)| *received < old).map(|(id, _)| id).collect();
        self.walk(&Going { envelopes, groups })?;
        cursor.went_to(last);
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
        between.sort_by_key(|row| XxHash3_128::oneshot(&row.to_le_bytes()));
        let surplus = between.split_off(between.len().saturating_sub(usize::try_from(n).unwrap_or(0)));
        for &row in &surplus {
            if let Some(event) = event::get(self.db, row)? {
                self.purge_event(&event)?;
            }
        }
        Ok(!surplus.is_empty())
    }

    /// While the file is too large: first what is no error, then errors, then issues of which nothing is left; the oldest first.
    pub(super) fn too_large(&mut self, sweep: &mut Sweep) -> Result<bool, StoreError> {
        let Some(limit) = sweep.retention.bytes else { return Ok(false) };
        let used = space::used(self.db)?;
        let limit = if sweep.is_shrinking { limit - limit / 20 } else { limit };
        if used <= limit {
            return Ok(false);
        }
        sweep.is_shrinking = true;
        if self.next(&mut sweep.errors_only, Groups::OTHERS, limit)?
            || self.next(&mut Cursor::default(), Groups::ALL, limit)?
        {
            return Ok(true);
        }
        let bare = issue::bare(self.db, AT_ONCE)?;
        for &id in &bare {
            if !self.purge_issue(id)? {
                break;
            }
            self.tell(Change::Gone { issue: id });
        }
        Ok(!bare.is_empty())
    }

    /// Walks over the next few envelopes, one by one, until the file is small enough. False: there are none.
    fn next(&mut self, cursor: &mut Cursor, groups: Groups, limit: i64) -> Result<bool, StoreError> {
        let mut n_passed = 0;
        loop {
            let few = self.few(cursor)?;
            let mut has_gone = false;
            for &(id, received) in &few {
                if self.may_go(id, groups)? {
                    has_gone = true;
                    self.walk(&Going { envelopes: &BTreeSet::from([id]), groups })?;
                }
                cursor.went_to((id, received));
                if has_gone && space::used(self.db)? <= limit {
                    return Ok(true);
                }
            }
            n_passed += few.len();
            if has_gone || few.is_empty() || n_passed >= PASSED_AT_ONCE {
                return Ok(!few.is_empty());
            }
        }
    }

    /// A quick look, before what belongs to an envelope is looked for. Events are told from each other by their rows only; but those
    /// that are no errors have a type of their own, or came long ago.
    fn may_go(&self, envelope: i64, groups: Groups) -> Result<bool, StoreError> {
        let may = |kind: &str| groups == Groups::ALL || kind == "attachment" || groups.has(Group::of_item(kind));
        Ok(item::kinds(self.db, envelope)?.iter().any(|item| may(&item.kind)))
    }

    /// The next few envelopes with their receipts: as many as have items for one step.
    fn few(&self, cursor: &mut Cursor) -> Result<Vec<(i64, Timestamp)>, StoreError> {
        self.mend(cursor)?;
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

    /// The numbers of the newest envelopes are given out again when these are gone: what came after the cursor went by may stand
    /// before it then. It is known by its receipt.
    fn mend(&self, cursor: &mut Cursor) -> Result<(), StoreError> {
        let newest = envelope::up_to(self.db, cursor.envelope)?;
        if newest.is_some_and(|received| cursor.received.is_none_or(|known| received > known)) {
            *cursor = Cursor::default();
        }
        Ok(())
    }

    /// Of these envelopes goes what is to go.
    fn walk(&mut self, going: &Going<'_>) -> Result<(), StoreError> {
        let Some((&first, &last)) = going.envelopes.first().zip(going.envelopes.last()) else { return Ok(()) };
        // An item of these goes with its row or stays with it, whatever its type says.
        let mut with_rows = BTreeSet::new();
        for event in event::after(self.db, space::before_envelope(self.db, "event", first)?, last)? {
            with_rows.insert((event.envelope, event.n));
            if going.envelopes.contains(&event.envelope) && going.groups.has(Group::of_event(event.kind)) {
                self.purge_event(&event)?;
            }
        }
        for row in attachment::after(self.db, space::before_envelope(self.db, "attachment", first)?, last)? {
            with_rows.insert((row.envelope, row.n));
            if going.envelopes.contains(&row.envelope) && going.groups.has(self.group_of(&row)?) {
                self.purge_attachment(&row)?;
            }
        }
        for &id in going.envelopes {
            for item in item::kinds(self.db, id)? {
                if !with_rows.contains(&(id, item.n)) && going.groups.has(Group::of_item(&item.kind)) {
                    self.purge_item(id, item.n)?;
                }
            }
            envelope::delete_if_empty(self.db, id)?;
        }
        Ok(())
    }

    /// An attachment is of its event; without one it is of nobody.
    fn group_of(&self, attachment: &AttachmentRow) -> Result<Group, StoreError> {
        let event = match attachment.event_id {
            Some(id) => event::by_id(self.db, id)?,
            None => None,
        };
        Ok(event.map_or(Group::Other, |event| Group::of_event(event.kind)))
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

impl Cursor {
    fn went_to(&mut self, (envelope, received): (i64, Timestamp)) {
        self.envelope = envelope;
        // Receipts need not be in order: clocks are set.
        self.received = self.received.max(Some(received));
    }
}
