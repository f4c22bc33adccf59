//! What a transaction can do. Changes are collected; they are published when it is committed, never before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crashtray_core::change::{Cause, Change};
use crashtray_core::dsn::ProjectKey;
use crashtray_core::id::{EventId, IssueId};
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::held::{self, When};
use super::ledger::{Entry, Ledger, Way};
use crate::store::tables::dictionary::{self, DictionaryRow};
use crate::store::tables::issue::{self, IssueRow};
use crate::store::tables::{outbox, outcome, project, session, setting, web_origin};
use crate::store::{NewEvent, RuleText, StoreError};

/// A transaction of the writer. What it does is in the file once it is committed, or not at all.
pub struct Tx<'c> {
    pub(in crate::store) db: &'c Connection,
    /// Counters and issues that were touched, written at the end: a batch of one issue writes it once.
    pub(super) ledger: Ledger,
    /// What earlier transactions counted and nobody wrote yet.
    waiting: &'c Ledger,
    /// When it is written.
    when: When,
    /// What waits is written: the tables say all.
    has_settled: bool,
    changes: Vec<Change>,
    /// Issues that are called after an event that has left them.
    pub(super) unnamed: BTreeSet<IssueId>,
    now: Timestamp,
}

impl<'c> Tx<'c> {
    pub(super) fn new(db: &'c Connection, now: Timestamp, waiting: &'c Ledger, when: When) -> Self {
        let has_settled = waiting.is_empty();
        Self {
            db,
            ledger: Ledger::default(),
            waiting,
            when,
            has_settled,
            changes: Vec::new(),
            unnamed: BTreeSet::new(),
            now,
        }
    }

    /// When it began.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Says what changed. Of an issue the weightiest cause and the latest event remain.
    pub fn tell(&mut self, change: Change) {
        if let Change::Issue { issue, cause, event, .. } = change
            && let Some((known_cause, known_event)) = self.told_of(issue)
        {
            *known_cause = (*known_cause).max(cause);
            *known_event = event.or(*known_event);
        } else if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    fn told_of(&mut self, id: IssueId) -> Option<(&mut Cause, &mut Option<EventId>)> {
        self.changes.iter_mut().find_map(|change| match change {
            Change::Issue { issue, cause, event, .. } if *issue == id => Some((cause, event)),
            Change::Issue { .. }
            | Change::Gone { .. }
            | Change::Moved { .. }
            | Change::Project { .. }
            | Change::Arrived
            | Change::Endpoint => None,
        })
    }

    /// The row of an issue, to be changed. `None`: there is none.
    pub(super) fn issue(&mut self, id: IssueId) -> Result<Option<&mut IssueRow>, StoreError> {
        Ok(self.entry(id)?.map(|entry| &mut entry.row))
    }

    /// The row of an issue, only to be looked at: what is not changed is not written. `None`: there is none.
    pub(super) fn look(&self, id: IssueId) -> Result<Option<Cow<'_, IssueRow>>, StoreError> {
        let waiting = Some(self.waiting).filter(|_| !self.has_settled);
        let known = self.ledger.issues.get(&id).or_else(|| waiting?.issues.get(&id));
        match known {
            Some(entry) => Ok(Some(Cow::Borrowed(&entry.row))),
            None => Ok(issue::get(self.db, id)?.map(Cow::Owned)),
        }
    }

    /// Counts an event in or out of an issue: itself, its tags, its hour, its user.
    pub(super) fn count(
        &mut self,
        id: IssueId,
        (event, received): (&NewEvent, Timestamp),
        way: Way,
    ) -> Result<(), StoreError> {
        if let Some(entry) = self.entry(id)? {
            entry.count(event, received, way);
        }
        Ok(())
    }

    fn entry(&mut self, id: IssueId) -> Result<Option<&mut Entry>, StoreError> {
        let (db, has_settled, waiting) = (self.db, self.has_settled, self.waiting);
        let row = || match waiting.issues.get(&id).filter(|_| !has_settled) {
            Some(entry) => Ok(Some(entry.row.clone())),
            None => issue::get(db, id),
        };
        Ok(self.ledger.entry(id, row)?)
    }

    /// This transaction writes what it counts, and nothing waits afterwards: more than a counter changes.
    pub(super) fn settles_now(&mut self) {
        self.when = When::Now;
    }

    /// Writes what was held back, so that the tables can be read.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        let ledger = std::mem::take(&mut self.ledger);
        self.settles_now();
        if std::mem::replace(&mut self.has_settled, true) {
            return Ok(ledger.settle(self.db)?);
        }
        held::settle(self.db, self.waiting, ledger)
    }

    /// Writes what was held back, or leaves a note of it. What is to be published when it is committed, and what was only noted.
    pub(super) fn finish(mut self) -> Result<(Vec<Change>, Option<Ledger>), StoreError> {
        match self.when {
            When::Now => {
                self.settle()?;
                Ok((self.changes, None))
            }
            When::Later => {
                if !self.ledger.is_empty() {
                    held::note(self.db, &self.ledger)?;
                }
                Ok((self.changes, Some(self.ledger)))
            }
        }
    }

    /// Sets a setting, or takes it back to its default.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        Ok(setting::set(self.db, name, value)?)
    }

    /// Exchanges the user's rules. The text of before; `None`: there is no such project.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_rules(&mut self, rules: &RuleText) -> Result<Option<String>, StoreError> {
        if let Some(slug) = &rules.project
            && project::by_slug(self.db, slug)?.is_none()
        {
            return Ok(None);
        }
        let name = rules.setting();
        let before = setting::get(self.db, &name)?.unwrap_or_default();
        setting::set(self.db, &name, Some(rules.text.as_str()).filter(|text| !text.trim().is_empty()))?;
        Ok(Some(before))
    }

    /// Keeps a dictionary; answers by which number payloads name it.
    pub(in crate::store) fn add_dictionary(&mut self, row: &DictionaryRow) -> Result<i64, StoreError> {
        Ok(dictionary::insert(self.db, row)?)
    }

    /// Removes a dictionary that no payload names.
    pub(in crate::store) fn remove_dictionary(&mut self, id: i64) -> Result<(), StoreError> {
        Ok(dictionary::delete(self.db, id)?)
    }

    /// Begins a session of the page in a browser.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add_session(&mut self, id: &str, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        Ok(session::insert(self.db, id, token_hash, self.now)?)
    }

    /// From now on this web origin may make projects and cause alerts.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn allow_web_origin(&mut self, origin: &str) -> Result<(), StoreError> {
        Ok(web_origin::allow(self.db, origin, self.now)?)
    }

    /// Takes that back.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn forbid_web_origin(&mut self, origin: &str) -> Result<(), StoreError> {
        Ok(web_origin::forbid(self.db, origin)?)
    }

    /// Gives a project another display name; its slug stays. False: there is no such project.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn rename_project(&mut self, slug: &str, name: &str) -> Result<bool, StoreError> {
        let renamed = project::rename(self.db, slug, name)?;
        if let Some(project) = renamed {
            self.tell(Change::Project { project });
        }
        Ok(renamed.is_some())
    }

    /// These alerts were told, or could not be: they are not kept any longer.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn alerts_done(&mut self, ids: &[i64]) -> Result<(), StoreError> {
        Ok(outbox::delete(self.db, ids)?)
    }

    /// Counts items that were answered without being kept: `filtered`, `rate limited`. They make no project; those of an unknown
    /// one are not counted.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn count_outcome(&mut self, key: &ProjectKey, kind: &str, name: &str, n: u32) -> Result<(), StoreError> {
        let Some((project, _)) = project::by_key(self.db, key)? else { return Ok(()) };
        let hour = crate::store::tables::code::hour(self.now);
        Ok(outcome::add(self.db, project, hour, (kind, name), i64::from(n))?)
    }
}
