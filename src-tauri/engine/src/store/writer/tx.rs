//! What a transaction can do. Changes are collected; they are published when it is committed, never before.

use crashtray_core::change::{Cause, Change};
use crashtray_core::dsn::ProjectKey;
use crashtray_core::id::{EventId, IssueId};
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::ledger::Ledger;
use crate::store::StoreError;
use crate::store::tables::dictionary::{self, DictionaryRow};
use crate::store::tables::{outbox, outcome, project, session, setting, web_origin};

/// A transaction of the writer. What it does is in the file once it is committed, or not at all.
pub struct Tx<'c> {
    pub(in crate::store) db: &'c Connection,
    /// Counters and issues that were touched, written at the end: a batch of one issue writes it once.
    pub(super) ledger: Ledger,
    changes: Vec<Change>,
    now: Timestamp,
}

impl<'c> Tx<'c> {
    pub(super) fn new(db: &'c Connection, now: Timestamp) -> Self {
        Self { db, ledger: Ledger::default(), changes: Vec::new(), now }
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

    /// Writes what was held back, so that the tables can be read.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        Ok(self.ledger.settle(self.db)?)
    }

    /// Writes what was held back; what is to be published when it is committed.
    pub(super) fn finish(mut self) -> Result<Vec<Change>, StoreError> {
        self.settle()?;
        Ok(self.changes)
    }

    /// Sets a setting, or takes it back to its default.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        Ok(setting::set(self.db, name, value)?)
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
