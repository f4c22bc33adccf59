//! Which project a delivery goes to. Projects are made when they are first seen, within bounds.

use crashtray_core::change::Change;
use crashtray_core::dsn::ProjectKey;
use crashtray_core::id::ProjectId;

use super::Tx;
use crate::store::tables::{issue_hash, project, run, web_origin};
use crate::store::{Content, Delivery, Route, StoreError};

/// So many projects are made by themselves; events of further ones go to `overflow`.
const MAX_PROJECTS: i64 = 200;

/// Where web pages send to until they are allowed.
const WEB: &str = "web";

/// Where events of too many projects go.
const OVERFLOW: &str = "overflow";

/// Where a delivery goes.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The project.
    pub(super) project: ProjectId,
    /// Its slug.
    pub(super) slug: String,
    /// The run that it came from.
    pub(super) run: Option<i64>,
    /// From a web page that is not allowed: no alerts, nothing moves.
    pub(super) is_silent: bool,
}

impl Tx<'_> {
    /// Finds or makes the project of a delivery.
    pub(super) fn place(&mut self, delivery: &Delivery) -> Result<Place, StoreError> {
        let is_silent = match &delivery.web_origin {
            Some(origin) => !web_origin::is_allowed(self.db, origin)?,
            None => false,
        };
        let run = match &delivery.run {
            Some(from) if !is_silent => run::find_or_insert(self.db, &from.id)?,
            Some(_) | None => None,
        };
        if let Some(id) = run
            && delivery.route == Route::Stream
            && let Some(project) = self.told_by_run(id, delivery)?
        {
            return Ok(Place { project, slug: project::slug(self.db, project)?, run, is_silent });
        }
        let (project, slug) = match (&delivery.run, is_silent) {
            (_, true) => self.project(&ours(WEB))?,
            (Some(from), false) if delivery.route == Route::Stream => self.project(&ours(&from.project))?,
            (Some(_) | None, false) => self.project(&delivery.project)?,
        };
        Ok(Place { project, slug, run, is_silent })
    }

    /// The project that a run's DSNs have named by now: the one that knows the event's issue, else the last one. Without this
    /// each event of such a run would make an issue in the run's own project and then be moved.
    fn told_by_run(&self, run: i64, delivery: &Delivery) -> Result<Option<ProjectId>, StoreError> {
        let projects = run::projects(self.db, run)?;
        let event = delivery.items.iter().find_map(|item| match &item.content {
            Content::Event(event) => Some(event),
            Content::Attachment(_) | Content::Opaque | Content::Malformed(_) | Content::TooLarge => None,
        });
        let hashes = event.map(|event| event.grouping.hashes.as_slice()).unwrap_or_default();
        for &project in &projects {
            for hash in hashes {
                if issue_hash::issue(self.db, project, &hash.hash)?.is_some() {
                    return Ok(Some(project));
                }
            }
        }
        Ok(projects.first().copied())
    }

    /// The project of a DSN; made if there is room.
    pub(super) fn project(&mut self, key: &ProjectKey) -> Result<(ProjectId, String), StoreError> {
        if let Some(found) = project::by_key(self.db, key)? {
            return Ok(found);
        }
        let overflow = ours(OVERFLOW);
        if *key != overflow && *key != ours(WEB) && self.n_projects()? >= MAX_PROJECTS {
            return self.project(&overflow);
        }
        let slug = self.free_slug(&key.slug())?;
        let id = project::insert(self.db, key, &slug, self.now())?;
        self.tell(Change::Project { project: id });
        Ok((id, slug))
    }

    /// How many there are, ours left out.
    fn n_projects(&self) -> Result<i64, StoreError> {
        let mut n = project::n(self.db)?;
        for name in [WEB, OVERFLOW] {
            n -= i64::from(project::by_key(self.db, &ours(name))?.is_some());
        }
        Ok(n)
    }

    fn free_slug(&self, wanted: &str) -> Result<String, StoreError> {
        let mut slug = wanted.to_owned();
        let mut n = 1;
        while project::by_slug(self.db, &slug)?.is_some() {
            n += 1;
            slug = format!("{wanted}_{n}");
        }
        Ok(slug)
    }
}

/// The DSN `http://name@…/1`.
fn ours(name: &str) -> ProjectKey {
    ProjectKey { key: name.to_owned(), number: "1".to_owned() }
}
