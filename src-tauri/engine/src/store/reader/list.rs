//! The list of issues: a page of it, by keyset, and how many there are.

use crashtray_core::id::IssueId;
use crashtray_core::issue::Issue;
use crashtray_core::query::Filter;
use crashtray_core::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::Reader;
use super::filter::{self, Sort, Where};
use crate::store::StoreError;
use crate::store::tables::{code, issue, issue_hour, tally};

/// So many are better read in their order than sorted.
const MANY: u64 = 2_000;

/// How many hues there are.
const HUES: i64 = 8;

/// What list is asked for.
#[derive(Clone, Debug)]
pub struct IssueQuery {
    /// Which issues.
    pub filter: Filter,
    /// In which order.
    pub order: IssueOrder,
    /// `next` of the page before. What is none begins from the start.
    pub after: Option<String>,
    /// How many at most.
    pub limit: u32,
    /// For what is counted per hour, and for `is:new`.
    pub now: Timestamp,
}

/// Order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueOrder {
    /// Latest event first.
    LastSeen,
    /// Newest issue first.
    FirstSeen,
    /// Most events first.
    Events,
    /// Most users first.
    Users,
}

/// A page of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueList {
    /// In the order asked for.
    pub rows: Vec<IssueEntry>,
    /// For the next page; `None` at the end.
    pub next: Option<String>,
    /// How many match in all.
    pub total: u64,
    /// How many of them are unread.
    pub unread: u64,
}

/// An issue, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueEntry {
    /// It.
    pub issue: Issue,
    /// Display name of its project.
    pub project_name: String,
    /// 1 to 8.
    pub project_hue: u32,
    /// Events per hour, the last 24 hours, oldest first.
    pub hours: [u32; 24],
}

impl IssueOrder {
    fn column(self) -> &'static str {
        match self {
            Self::LastSeen => "last_seen",
            Self::FirstSeen => "first_seen",
            Self::Events => "events",
            Self::Users => "users",
        }
    }
}

impl Reader {
    /// A page of the issues that match.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn issues(&self, query: &IssueQuery) -> Result<IssueList, StoreError> {
        self.read_settled(|db| {
            let condition = filter::sql(db, &query.filter, query.now)?;
            let (total, unread) = count(db, &condition)?;
            let mut found = page(db, query, condition, total)?;
            let has_more = found.len() > query.limit as usize;
            found.truncate(query.limit as usize);
            let next = found.last().filter(|_| has_more).map(|(key, entry)| format!("{key}.{}", entry.issue.number));
            let mut rows: Vec<IssueEntry> = found.into_iter().map(|(_, entry)| entry).collect();
            for entry in &mut rows {
                entry.hours = hours(db, entry.issue.number, query.now)?;
            }
            Ok(IssueList { rows, next, total, unread })
        })
    }

    /// One issue as a list shows it; `None`: there is none, or it was deleted.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn entry(&self, number: IssueId, now: Timestamp) -> Result<Option<IssueEntry>, StoreError> {
        self.read_settled(|db| entry(db, number, now))
    }
}

/// See `Reader::entry`.
pub(super) fn entry(db: &Connection, number: IssueId, now: Timestamp) -> Result<Option<IssueEntry>, StoreError> {
    let sql = format!(
        "SELECT {}, slug, name, last_seen FROM issue JOIN project ON project.id = issue.project
         WHERE issue.id = ?1 AND deleted_at IS NULL",
        issue::COLUMNS
    );
    let found = db.prepare_cached(&sql)?.query_row([number.0], row).optional()?;
    let Some((_, mut entry)) = found else { return Ok(None) };
    entry.hours = hours(db, number, now)?;
    Ok(Some(entry))
}

/// 1 to 8: the hue of a project.
pub(super) fn hue(project: i64) -> u32 {
    u32::try_from((project - 1).rem_euclid(HUES) + 1).unwrap_or(1)
}

/// The statement of a page. A row more than asked for says whether there is another page.
pub(in crate::store) fn statement(order: IssueOrder, condition: &str, (n_values, total): (usize, u64)) -> String {
    let (column, columns) = (order.column(), issue::COLUMNS);
    // Left alone, SQLite sorts all unresolved issues, however many, to show the first fifty by another order than the latest event.
    let index = match order {
        IssueOrder::FirstSeen | IssueOrder::Events | IssueOrder::Users if total > MANY => {
            format!("INDEXED BY issue_{column}")
        }
        IssueOrder::FirstSeen | IssueOrder::Events | IssueOrder::Users | IssueOrder::LastSeen => String::new(),
    };
    let (key, id, limit) = (n_values + 1, n_values + 2, n_values + 3);
    // The page is cut out first: only its rows are joined.
    format!(
        "SELECT {columns}, slug, project.name, issue.{column} FROM (
           SELECT * FROM issue {index} WHERE {condition} AND ({column}, id) < (?{key}, ?{id})
           ORDER BY {column} DESC, id DESC LIMIT ?{limit}
         ) AS issue JOIN project ON project.id = issue.project ORDER BY issue.{column} DESC, issue.id DESC"
    )
}

/// Issues with what they are ordered by.
fn page(
    db: &Connection,
    query: &IssueQuery,
    condition: Where,
    total: u64,
) -> Result<Vec<(i64, IssueEntry)>, StoreError> {
    let (key, id) = query.after.as_deref().and_then(place).unwrap_or((i64::MAX, i64::MAX));
    let sql = statement(query.order, &condition.sql, (condition.values.len(), total));
    let mut values = condition.values;
    values.extend([key, id, i64::from(query.limit) + 1].map(Value::Integer));
    Ok(db.prepare_cached(&sql)?.query_map(params_from_iter(values), row)?.collect::<rusqlite::Result<_>>()?)
}

fn place(after: &str) -> Option<(i64, i64)> {
    let (key, id) = after.split_once('.')?;
    Some((key.parse().ok()?, id.parse().ok()?))
}

/// Columns of the issue, slug and name of its project, and what it is ordered by.
fn row(row: &Row<'_>) -> rusqlite::Result<(i64, IssueEntry)> {
    let found = issue::row(row)?;
    let project_hue = hue(found.project.0);
    let slug: String = row.get("slug")?;
    let project_name: String = row.get("name")?;
    let n_columns = row.as_ref().column_count();
    let key: i64 = row.get(n_columns - 1)?;
    Ok((key, IssueEntry { issue: found.into_issue(slug), project_name, project_hue, hours: [0; 24] }))
}

/// Events per hour, the last 24 hours.
fn hours(db: &Connection, issue: IssueId, now: Timestamp) -> Result<[u32; 24], StoreError> {
    let first = code::hour(now) - 23;
    let mut hours = [0; 24];
    for (hour, n) in issue_hour::since(db, issue, first)? {
        let slot = usize::try_from(hour - first).ok().and_then(|place| hours.get_mut(place));
        if let Some(slot) = slot {
            *slot = u32::try_from(n).unwrap_or(u32::MAX);
        }
    }
    Ok(hours)
}

/// How many match, and how many of them are unread.
fn count(db: &Connection, condition: &Where) -> Result<(u64, u64), StoreError> {
    match condition.sort {
        Some(sort) => counted(db, sort),
        None => {
            let sql = format!("SELECT count(*), coalesce(sum(unread), 0) FROM issue WHERE {}", condition.sql);
            let mut statement = db.prepare_cached(&sql)?;
            Ok(statement.query_row(params_from_iter(&condition.values), |row| Ok((row.get(0)?, row.get(1)?)))?)
        }
    }
}

fn counted(db: &Connection, sort: Sort) -> Result<(u64, u64), StoreError> {
    let mut counted = (0, 0);
    for tally in tally::all(db)? {
        let is_asked_for = sort.project.is_none_or(|project| project == tally.project)
            && sort.state.is_none_or(|state| state == tally.state)
            && sort.unread.is_none_or(|unread| unread == tally.unread)
            && sort.bookmarked.is_none_or(|bookmarked| bookmarked == tally.bookmarked);
        if is_asked_for {
            counted.0 += tally.n;
            counted.1 += if tally.unread { tally.n } else { 0 };
        }
    }
    Ok(counted)
}
