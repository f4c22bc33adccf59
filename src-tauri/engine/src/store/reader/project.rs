//! The sidebar: projects with their last hour, and how many issues there are of each sort.

use crashtray_core::dsn::ProjectKey;
use crashtray_core::id::IssueId;
use crashtray_core::time::Timestamp;

use super::Reader;
use super::list::hue;
use crate::store::StoreError;
use crate::store::tables::project::{self, ProjectRow};
use crate::store::tables::pulse;
use crate::store::tables::tally::{self, Tally};

/// Slots of ten seconds in one of the 17 numbers of a project's last hour: 3.5 minutes.
const SLOTS: i64 = 21;

/// How many issues there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Unread among the unresolved.
    pub unread: u64,
    /// Unresolved.
    pub unresolved: u64,
    /// Bookmarked.
    pub bookmarked: u64,
    /// Muted.
    pub muted: u64,
    /// Resolved.
    pub resolved: u64,
    /// All.
    pub all: u64,
}

/// A project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectEntry {
    /// Slug.
    pub slug: String,
    /// Display name.
    pub name: String,
    /// 1 to 8.
    pub hue: u32,
    /// Platform of its latest event; empty before the first.
    pub platform: String,
    /// Key and number of the DSN that leads to it.
    pub key: ProjectKey,
    /// Events per 3.5 minutes in the last hour, oldest first.
    pub hour: [u32; 17],
    /// Unread among its unresolved issues.
    pub unread: u64,
    /// Receipt of its first event.
    pub first_event: Option<Timestamp>,
    /// Receipt of its latest event.
    pub last_event: Option<Timestamp>,
    /// The first issue that it had.
    pub first_issue: Option<IssueId>,
    /// Name and version of the SDK that sent last.
    pub sdk: Option<(String, String)>,
    /// Some event named a release.
    pub has_release: bool,
    /// Some event named an environment.
    pub has_environment: bool,
}

impl Reader {
    /// All projects, latest event first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn projects(&self, now: Timestamp) -> Result<Vec<ProjectEntry>, StoreError> {
        self.read_settled(|db| {
            let tallies = tally::all(db)?;
            let first = first_slot(now);
            let pulses = pulse::since(db, first)?;
            let mut entries = Vec::new();
            for row in project::all(db)? {
                let mut hour = [0_u32; 17];
                for (slot, _, n) in pulses.iter().filter(|(_, project, _)| *project == row.id) {
                    let place = usize::try_from((slot - first).div_euclid(SLOTS)).ok();
                    if let Some(number) = place.and_then(|place| hour.get_mut(place)) {
                        *number = number.saturating_add(u32::try_from(*n).unwrap_or(u32::MAX));
                    }
                }
                let unread = tallies.iter().filter(|tally| tally.project == row.id.0 && waits(tally));
                let unread = unread.map(|tally| tally.n).sum();
                entries.push(entry(row, hour, unread));
            }
            Ok(entries)
        })
    }

    /// Whether there is a project with this slug.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn has_project(&self, slug: &str) -> Result<bool, StoreError> {
        self.read(|db| Ok(project::by_slug(db, slug)?.is_some()))
    }

    /// How many issues there are of each sort.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        // Nothing of this waits: what is new, comes back or is read anew is written at once. The tray asks all the time.
        self.read(|db| {
            let mut counts = Counts::default();
            for tally in tally::all(db)? {
                let n = tally.n;
                counts.all += n;
                counts.unread += if waits(&tally) { n } else { 0 };
                counts.bookmarked += if tally.bookmarked { n } else { 0 };
                match tally.state {
                    1 => counts.resolved += n,
                    2 => counts.muted += n,
                    _ => counts.unresolved += n,
                }
            }
            Ok(counts)
        })
    }

    /// Events of the last minute, to within ten seconds.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn per_minute(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.read_settled(|db| Ok(pulse::since(db, pulse::slot(now) - 5)?.into_iter().map(|(_, _, n)| n).sum()))
    }

    /// Receipt of the last event of all.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn last_event(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read_settled(|db| Ok(project::all(db)?.into_iter().filter_map(|row| row.last_event).max()))
    }
}

/// The first slot of the 17 numbers that end now.
fn first_slot(now: Timestamp) -> i64 {
    pulse::slot(now) - 17 * SLOTS + 1
}

/// Unresolved and unread.
fn waits(tally: &Tally) -> bool {
    tally.state == 0 && tally.unread
}

fn entry(row: ProjectRow, hour: [u32; 17], unread: u64) -> ProjectEntry {
    ProjectEntry {
        slug: row.slug,
        name: row.name,
        hue: hue(row.id.0),
        platform: row.platform,
        key: row.key,
        hour,
        unread,
        first_event: row.first_event,
        last_event: row.last_event,
        first_issue: row.first_issue.map(IssueId),
        sdk: row.sdk,
        has_release: row.has_release,
        has_environment: row.has_environment,
    }
}
