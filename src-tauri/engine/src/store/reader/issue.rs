//! One issue, in full.

use crashtray_core::group::{GroupConfig, group};
use crashtray_core::id::IssueId;
use crashtray_core::items::digest::digest;
use crashtray_core::text::cut;
use crashtray_core::time::Timestamp;
use rusqlite::Connection;

use super::Reader;
use super::event::{payload, received};
use super::list::{IssueEntry, entry};
use crate::store::tables::{code, event, facet, issue, issue_hour, project};
use crate::store::{Rulebook, StoreError};

/// Hours of a bucket of the chart.
const BUCKET: i64 = 6;

/// Characters of a value. The event has the rest.
const VALUE_LENGTH: usize = 8_192;

/// Events that are looked at for their groups: as many as are usually kept.
const LOOKED_AT: u32 = 1_000;

/// Values of a tag that are shown.
const SHOWN: usize = 10;

/// One issue, in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueRecord {
    /// As in the list.
    pub entry: IssueEntry,
    /// The value with all its lines, from the latest event that is kept: at most 8,192 characters.
    pub full_value: String,
    /// Events per six hours, the last 14 days, oldest first.
    pub days: [u32; 56],
    /// When it was resolved last.
    pub resolved_at: Option<Timestamp>,
    /// In which release, if one was named.
    pub resolved_in: Option<String>,
    /// Tags, the most frequent key first.
    pub tags: Vec<TagFacetEntry>,
    /// Events that are kept.
    pub kept: u64,
    /// Groups that the latest thousand of them are of.
    pub groups: u64,
}

/// A tag and its values over all events of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFacetEntry {
    /// Its key.
    pub key: String,
    /// Events that have it.
    pub total: u64,
    /// Values, most frequent first, at most 10. `other`: those beyond the first 100 that were seen.
    pub values: Vec<(String, u64)>,
}

impl Reader {
    /// One issue; `None`: there is none, or it was deleted.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn issue(&self, number: IssueId, now: Timestamp) -> Result<Option<IssueRecord>, StoreError> {
        self.read_settled(|db| {
            let (Some(entry), Some(row)) = (entry(db, number, now)?, issue::get(db, number)?) else {
                return Ok(None);
            };
            Ok(Some(IssueRecord {
                full_value: full_value(db, number, self.rulebook())?.unwrap_or_else(|| entry.issue.value.clone()),
                entry,
                days: days(db, number, now)?,
                resolved_at: row.resolved_at,
                resolved_in: row.resolved_in,
                tags: tags(db, number)?,
                kept: code::count(row.kept),
                groups: event::n_groups(db, number, LOOKED_AT)?,
            }))
        })
    }
}

/// The list keeps the first line; the rest is in the payload.
fn full_value(db: &Connection, number: IssueId, rulebook: &Rulebook) -> Result<Option<String>, StoreError> {
    let Some(row) = event::latest(db, number)? else { return Ok(None) };
    let (Some(payload), Some(received)) = (payload(db, &row)?, received(db, &row)?) else { return Ok(None) };
    let digest = digest(&payload, &received);
    let Some(project) = project::by_id(db, row.project)? else { return Ok(None) };
    let base = GroupConfig::default();
    let main = group(&digest, &rulebook.config(&base, &project.key)).main_exception;
    let exception = main.and_then(|main| digest.exceptions.get(main));
    let value = exception.and_then(|exception| exception.value.as_deref());
    Ok(value.or(digest.message.as_deref()).map(|value| cut(value, VALUE_LENGTH).to_owned()))
}

fn days(db: &Connection, number: IssueId, now: Timestamp) -> Result<[u32; 56], StoreError> {
    let mut days = [0_u32; 56];
    let first = code::hour(now) - 56 * BUCKET + 1;
    for (hour, n) in issue_hour::since(db, number, first)? {
        let place = usize::try_from((hour - first).div_euclid(BUCKET)).ok();
        if let Some(bucket) = place.and_then(|place| days.get_mut(place)) {
            *bucket = bucket.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        }
    }
    Ok(days)
}

fn tags(db: &Connection, number: IssueId) -> Result<Vec<TagFacetEntry>, StoreError> {
    let mut tags: Vec<TagFacetEntry> = Vec::new();
    for (key, value, n) in facet::of_issue(db, number)? {
        let n = code::count(n);
        let value = if value == facet::REST { "other".to_owned() } else { value };
        match tags.last_mut().filter(|tag| tag.key == key) {
            Some(tag) => {
                tag.total += n;
                if tag.values.len() < SHOWN {
                    tag.values.push((value, n));
                }
            }
            None => tags.push(TagFacetEntry { key, total: n, values: vec![(value, n)] }),
        }
    }
    tags.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.key.cmp(&b.key)));
    Ok(tags)
}
