//! Counts, projects, the endpoint.

use crashtray_core::dsn;
use crashtray_core::time::Timestamp;

use crate::rpc::commands::Nothing;
use crate::rpc::convert::count;
use crate::rpc::view::{EndpointView, ProjectView, Sidebar};
use crate::rpc::{Context, RpcError};
use crate::store::ProjectEntry;

/// What the sidebar shows.
pub(in crate::rpc) fn sidebar(context: &Context, _: &Nothing) -> Result<Sidebar, RpcError> {
    let position = context.store.bus.position();
    let counts = context.store.reader.counts()?;
    let projects = context.store.reader.projects((context.clock)())?;
    Ok(Sidebar {
        unread: count(counts.unread),
        unresolved: count(counts.unresolved),
        bookmarked: count(counts.bookmarked),
        muted: count(counts.muted),
        resolved: count(counts.resolved),
        all: count(counts.all),
        projects: projects.into_iter().map(|project| project_view(context, project)).collect(),
        endpoint: endpoint_view(context)?,
        position,
    })
}

/// The endpoint's state.
pub(super) fn endpoint_view(context: &Context) -> Result<EndpointView, RpcError> {
    let now = (context.clock)();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit an f64")]
    let paused_until = context.pause.paused_until(now).map(|until| until as f64);
    Ok(EndpointView {
        address: shown_address(context),
        since: context.started.as_millis_f64(),
        per_minute: count(context.store.reader.per_minute(now)?),
        last_event: context.store.reader.last_event()?.map(Timestamp::as_millis_f64),
        paused_until,
        trouble: context.store.writer.trouble(),
    })
}

/// `localhost:8969`: the address that people read.
pub(super) fn shown_address(context: &Context) -> String {
    let port = context.address.map_or(crate::config::DEFAULT_PORT, |address| address.port());
    format!("localhost:{port}")
}

fn project_view(context: &Context, project: ProjectEntry) -> ProjectView {
    ProjectView {
        dsn: dsn::dsn_of(&project.key, &shown_address(context)),
        slug: project.slug,
        name: project.name,
        hue: project.hue,
        platform: project.platform,
        hour: project.hour.to_vec(),
        unread: count(project.unread),
    }
}
