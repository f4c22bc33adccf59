//! What a batch counted, as it stands in the file until it is in the counters: JSON. It lives for milliseconds, or until the next
//! start after a kill. Issues that were merged are remembered in the same form.

use std::borrow::Cow;

use crashtray_core::id::{IssueId, ProjectId};
use crashtray_core::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ledger::{Entry, Ledger};
use crate::store::tables::issue::IssueRow;
use crate::store::tables::project::Seen;
use crate::store::tables::{code, issue};

/// A ledger as it stands in the file.
#[derive(Deserialize, Serialize)]
pub(super) struct Note<'a> {
    #[serde(borrow)]
    issues: Vec<IssueNote<'a>>,
    projects: Vec<ProjectNote<'a>>,
    /// Slot, project, events.
    pulses: Vec<(i64, i64, i64)>,
    outcomes: Vec<OutcomeNote<'a>>,
}

/// Project, hour, item type, outcome, items.
type OutcomeNote<'a> = (i64, i64, Cow<'a, str>, Cow<'a, str>, i64);

/// Columns of an issue's row, and what its counters lack.
#[derive(Deserialize, Serialize)]
struct IssueNote<'a> {
    id: i64,
    project: i64,
    state: i64,
    resolved_at: Option<i64>,
    resolved_in: Option<Cow<'a, str>>,
    until_events: Option<u64>,
    level: i64,
    kind: Cow<'a, str>,
    value: Cow<'a, str>,
    culprit: Cow<'a, str>,
    platform: Cow<'a, str>,
    handled: Option<bool>,
    has_replay: bool,
    has_attachment: bool,
    latest_event: Option<i64>,
    first_seen: i64,
    last_seen: i64,
    events: i64,
    kept: i64,
    users: i64,
    seen: bool,
    regressed: bool,
    unread: bool,
    bookmarked: bool,
    deleted_at: Option<i64>,
    folded_words: Cow<'a, str>,
    facets: Vec<(Cow<'a, str>, Cow<'a, str>, i64)>,
    hours: Vec<(i64, i64)>,
    by_user: Vec<(i64, i64)>,
}

#[derive(Deserialize, Serialize)]
struct ProjectNote<'a> {
    id: i64,
    first: Option<i64>,
    last: Option<i64>,
    platform: Cow<'a, str>,
    sdk: Option<(Cow<'a, str>, Cow<'a, str>)>,
    issue: Option<i64>,
    has_release: bool,
    has_environment: bool,
}

impl<'a> From<&'a Ledger> for Note<'a> {
    fn from(ledger: &'a Ledger) -> Self {
        let outcome = |(key, &n): (&'a (ProjectId, i64, String, String), &i64)| {
            (key.0.0, key.1, Cow::from(key.2.as_str()), Cow::from(key.3.as_str()), n)
        };
        Self {
            issues: ledger.issues.values().map(IssueNote::from).collect(),
            projects: ledger.projects.iter().map(|(id, seen)| ProjectNote::of(id.0, seen)).collect(),
            pulses: ledger.pulses.iter().map(|(&(slot, project), &n)| (slot, project.0, n)).collect(),
            outcomes: ledger.outcomes.iter().map(outcome).collect(),
        }
    }
}

impl From<Note<'_>> for Ledger {
    fn from(note: Note<'_>) -> Self {
        let outcome = |(project, hour, kind, name, n): OutcomeNote<'_>| {
            ((ProjectId(project), hour, kind.into_owned(), name.into_owned()), n)
        };
        Self {
            issues: note.issues.into_iter().map(|issue| (IssueId(issue.id), issue.into())).collect(),
            projects: note.projects.into_iter().map(|project| (ProjectId(project.id), project.into())).collect(),
            pulses: note.pulses.into_iter().map(|(slot, project, n)| ((slot, ProjectId(project)), n)).collect(),
            outcomes: note.outcomes.into_iter().map(outcome).collect(),
        }
    }
}

impl<'a> From<&'a Entry> for IssueNote<'a> {
    fn from(entry: &'a Entry) -> Self {
        let row = &entry.row;
        let facet = |((key, value), &n): (&'a (String, String), &i64)| (key.into(), value.into(), n);
        Self {
            id: row.id.0,
            project: row.project.0,
            state: issue::state_code(&row.state),
            resolved_at: row.resolved_at.map(Timestamp::as_micros),
            resolved_in: row.resolved_in.as_deref().map(Cow::from),
            until_events: issue::until_events(&row.state),
            level: code::level(row.level),
            kind: (&row.kind).into(),
            value: (&row.value).into(),
            culprit: (&row.culprit).into(),
            platform: (&row.platform).into(),
            handled: row.handled,
            has_replay: row.has_replay,
            has_attachment: row.has_attachment,
            latest_event: row.latest_event,
            first_seen: row.first_seen.as_micros(),
            last_seen: row.last_seen.as_micros(),
            events: row.events,
            kept: row.kept,
            users: row.users,
            seen: row.seen,
            regressed: row.regressed,
            unread: row.unread,
            bookmarked: row.bookmarked,
            deleted_at: row.deleted_at.map(Timestamp::as_micros),
            folded_words: (&row.folded_words).into(),
            facets: entry.facets.iter().map(facet).collect(),
            hours: entry.hours.iter().map(|(&hour, &n)| (hour, n)).collect(),
            by_user: entry.users.iter().map(|(&user, &n)| (user, n)).collect(),
        }
    }
}

impl From<IssueNote<'_>> for Entry {
    fn from(note: IssueNote<'_>) -> Self {
        let facet = |(key, value, n): (Cow<'_, str>, Cow<'_, str>, i64)| ((key.into_owned(), value.into_owned()), n);
        let row = IssueRow {
            id: IssueId(note.id),
            project: ProjectId(note.project),
            state: issue::state_of(note.state, note.resolved_in.as_deref(), note.until_events),
            resolved_at: note.resolved_at.map(Timestamp::from_micros),
            resolved_in: note.resolved_in.map(Cow::into_owned),
            level: code::level_of(note.level),
            kind: note.kind.into_owned(),
            value: note.value.into_owned(),
            culprit: note.culprit.into_owned(),
            platform: note.platform.into_owned(),
            handled: note.handled,
            has_replay: note.has_replay,
            has_attachment: note.has_attachment,
            latest_event: note.latest_event,
            first_seen: Timestamp::from_micros(note.first_seen),
            last_seen: Timestamp::from_micros(note.last_seen),
            events: note.events,
            kept: note.kept,
            users: note.users,
            seen: note.seen,
            regressed: note.regressed,
            unread: note.unread,
            bookmarked: note.bookmarked,
            deleted_at: note.deleted_at.map(Timestamp::from_micros),
            folded_words: note.folded_words.into_owned(),
        };
        Self {
            row,
            facets: note.facets.into_iter().map(facet).collect(),
            hours: note.hours.into_iter().collect(),
            users: note.by_user.into_iter().collect(),
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        IssueNote::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IssueNote::deserialize(deserializer).map(Self::from)
    }
}

impl<'a> ProjectNote<'a> {
    fn of(id: i64, seen: &'a Seen) -> Self {
        Self {
            id,
            first: seen.span.map(|(first, _)| first.as_micros()),
            last: seen.span.map(|(_, last)| last.as_micros()),
            platform: (&seen.platform).into(),
            sdk: seen.sdk.as_ref().map(|(name, version)| (name.into(), version.into())),
            issue: seen.issue,
            has_release: seen.has_release,
            has_environment: seen.has_environment,
        }
    }
}

impl From<ProjectNote<'_>> for Seen {
    fn from(note: ProjectNote<'_>) -> Self {
        let time = Timestamp::from_micros;
        Self {
            span: note.first.zip(note.last).map(|(first, last)| (time(first), time(last))),
            platform: note.platform.into_owned(),
            sdk: note.sdk.map(|(name, version)| (name.into_owned(), version.into_owned())),
            issue: note.issue,
            has_release: note.has_release,
            has_environment: note.has_environment,
        }
    }
}
