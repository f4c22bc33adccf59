//! Projects: one per key and number of a DSN. Row id and slug never change.

use crashtray_core::dsn::ProjectKey;
use crashtray_core::id::ProjectId;
use crashtray_core::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Migration, Older, Table};

pub(crate) const TABLE: Table = Table {
    name: "project",
    migrations: &[Migration {
        at: 2_026_112_101,
        older: Older::Refuses,
        sql: "CREATE TABLE project (
                id INTEGER PRIMARY KEY,
                key TEXT NOT NULL,
                number TEXT NOT NULL,
                slug TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                -- Microseconds since the Unix epoch, as all times in this file.
                made_at INTEGER NOT NULL,
                -- Of its latest event.
                platform TEXT NOT NULL DEFAULT '',
                sdk_name TEXT,
                sdk_version TEXT,
                first_event INTEGER,
                last_event INTEGER,
                first_issue INTEGER,
                -- Whether some event had one.
                has_release INTEGER NOT NULL DEFAULT 0,
                has_environment INTEGER NOT NULL DEFAULT 0,
                UNIQUE (key, number)
              ) STRICT;",
    }],
};

/// A project.
#[derive(Clone, Debug)]
pub(crate) struct ProjectRow {
    pub(crate) id: ProjectId,
    pub(crate) key: ProjectKey,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) platform: String,
    pub(crate) sdk: Option<(String, String)>,
    pub(crate) first_event: Option<Timestamp>,
    pub(crate) last_event: Option<Timestamp>,
    pub(crate) first_issue: Option<i64>,
    pub(crate) has_release: bool,
    pub(crate) has_environment: bool,
}

const COLUMNS: &str = "id, key, number, slug, name, platform, sdk_name, sdk_version, first_event, last_event, first_issue, has_release, has_environment";

fn row(row: &Row<'_>) -> rusqlite::Result<ProjectRow> {
    let sdk_name: Option<String> = row.get(6)?;
    let sdk_version: Option<String> = row.get(7)?;
    Ok(ProjectRow {
        id: ProjectId(row.get(0)?),
        key: ProjectKey { key: row.get(1)?, number: row.get(2)? },
        slug: row.get(3)?,
        name: row.get(4)?,
        platform: row.get(5)?,
        sdk: sdk_name.map(|name| (name, sdk_version.unwrap_or_default())),
        first_event: row.get::<_, Option<i64>>(8)?.map(Timestamp::from_micros),
        last_event: row.get::<_, Option<i64>>(9)?.map(Timestamp::from_micros),
        first_issue: row.get(10)?,
        has_release: row.get(11)?,
        has_environment: row.get(12)?,
    })
}

/// The project of a DSN.
pub(crate) fn by_key(db: &Connection, key: &ProjectKey) -> rusqlite::Result<Option<(ProjectId, String)>> {
    db.prepare_cached("SELECT id, slug FROM project WHERE key = ?1 AND number = ?2")?
        .query_row((&key.key, &key.number), |row| Ok((ProjectId(row.get(0)?), row.get(1)?)))
        .optional()
}

/// The project with this slug.
pub(crate) fn by_slug(db: &Connection, slug: &str) -> rusqlite::Result<Option<ProjectId>> {
    db.prepare_cached("SELECT id FROM project WHERE slug = ?1")?
        .query_row([slug], |row| row.get(0).map(ProjectId))
        .optional()
}

/// Slug of a project.
pub(crate) fn slug(db: &Connection, id: ProjectId) -> rusqlite::Result<String> {
    db.prepare_cached("SELECT slug FROM project WHERE id = ?1")?.query_row([id.0], |row| row.get(0))
}

/// One project.
pub(crate) fn by_id(db: &Connection, id: ProjectId) -> rusqlite::Result<Option<ProjectRow>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM project WHERE id = ?1"))?.query_row([id.0], row).optional()
}

/// All projects, latest event first.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<ProjectRow>> {
    let sql = format!("SELECT {COLUMNS} FROM project ORDER BY last_event DESC NULLS LAST, id DESC");
    db.prepare_cached(&sql)?.query_map([], row)?.collect()
}

/// How many there are.
pub(crate) fn n(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached("SELECT count(*) FROM project")?.query_row([], |row| row.get(0))
}

/// Makes a project. Its slug must be free.
pub(crate) fn insert(db: &Connection, key: &ProjectKey, slug: &str, at: Timestamp) -> rusqlite::Result<ProjectId> {
    db.prepare_cached("INSERT INTO project (key, number, slug, name, made_at) VALUES (?1, ?2, ?3, ?3, ?4)")?
        .insert((&key.key, &key.number, slug, at.as_micros()))
        .map(ProjectId)
}

/// Renames a project for display. False: there is none with this slug.
pub(crate) fn rename(db: &Connection, slug: &str, name: &str) -> rusqlite::Result<Option<ProjectId>> {
    db.prepare_cached("UPDATE project SET name = ?2 WHERE slug = ?1 RETURNING id")?
        .query_row((slug, name), |row| row.get(0).map(ProjectId))
        .optional()
}

/// What the events of a batch say about their project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Receipt of the first and of the latest event.
    pub(crate) span: Option<(Timestamp, Timestamp)>,
    /// Platform of the latest event.
    pub(crate) platform: String,
    /// SDK of the latest event that names one.
    pub(crate) sdk: Option<(String, String)>,
    /// An issue that was made.
    pub(crate) issue: Option<i64>,
    /// Some event had a release.
    pub(crate) has_release: bool,
    /// Some event had an environment.
    pub(crate) has_environment: bool,
}

impl Seen {
    /// Takes in what was seen after this.
    pub(crate) fn add(&mut self, later: Self) {
        let is_latest = match (self.span, later.span) {
            (Some((_, last)), Some((_, at))) => at >= last,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if is_latest {
            self.platform = later.platform;
        }
        self.span = match (self.span, later.span) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (span, later) => span.or(later),
        };
        self.sdk = later.sdk.or(self.sdk.take());
        self.issue = self.issue.or(later.issue);
        self.has_release |= later.has_release;
        self.has_environment |= later.has_environment;
    }
}

/// Notes what was seen.
pub(crate) fn saw(db: &Connection, id: ProjectId, seen: &Seen) -> rusqlite::Result<()> {
    let Some((first, last)) = seen.span else { return Ok(()) };
    let (sdk_name, sdk_version) = seen.sdk.clone().unzip();
    db.prepare_cached(
        "UPDATE project SET
           platform = CASE WHEN ?3 >= coalesce(last_event, ?3) THEN ?4 ELSE platform END,
           first_event = min(coalesce(first_event, ?2), ?2),
           last_event = max(coalesce(last_event, ?3), ?3),
           sdk_name = coalesce(?5, sdk_name), sdk_version = coalesce(?6, sdk_version),
           first_issue = coalesce(first_issue, ?7),
           has_release = has_release OR ?8, has_environment = has_environment OR ?9
         WHERE id = ?1",
    )?
    .execute((
        id.0,
        first.as_micros(),
        last.as_micros(),
        &seen.platform,
        sdk_name,
        sdk_version,
        seen.issue,
        seen.has_release,
        seen.has_environment,
    ))?;
    Ok(())
}
