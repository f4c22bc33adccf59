//! An event, as its panels need it.

use crashtray_core::event::{Breadcrumb, Context, Event, Request};
use crashtray_core::json::Json;
use crashtray_core::note::{Note, NoteKind};
use crashtray_core::time::Timestamp;

use super::super::view::{
    AttachmentView, BreadcrumbView, ContextView, EventPlace, EventView, GroupingView, JsonView, NoteView, RequestView,
    ThreadView,
};
use super::frame::{Place, exception_view, frame_views, thread_view};
use super::{level_view, pairs, text_pairs};

/// What the file knows of an event beside its payload.
pub(in crate::rpc) struct EventParts {
    /// 32 hex digits.
    pub event_id: String,
    /// Number of its issue.
    pub issue: u32,
    /// Receipt.
    pub received: Timestamp,
    /// Own code or not, per exception and frame, as decided at ingest.
    pub in_app: Vec<Vec<bool>>,
    /// Its attachments.
    pub attachments: Vec<AttachmentView>,
    /// What made the group.
    pub grouping: GroupingView,
    /// Its place among the others.
    pub place: EventPlace,
}

/// An event, in full.
pub(in crate::rpc) fn event_view(event: Event, notes: Vec<Note>, parts: EventParts) -> EventView {
    let platform = event.platform.clone();
    let trace_id = trace_id(&event.contexts);
    let exceptions = exceptions(&event, &parts.in_app);
    let (sdk_name, sdk_version) = event.sdk.map(|sdk| (sdk.name, sdk.version)).unzip();
    EventView {
        event_id: parts.event_id,
        issue: parts.issue,
        received: parts.received.as_millis_f64(),
        timestamp: event.timestamp.map(Timestamp::as_millis_f64),
        level: level_view(event.level),
        message: event.message.map(|message| message.formatted),
        threads: threads(event.threads, event.stacktrace, exceptions.is_empty(), &platform),
        exceptions,
        newest_first: true,
        breadcrumbs: breadcrumbs(event.breadcrumbs),
        request: event.request.map(request_view),
        user_label: user_label(&event.user),
        user: pairs(event.user),
        tags: text_pairs(event.tags),
        contexts: event.contexts.into_iter().map(context_view).collect(),
        extra: pairs(event.extra),
        modules: text_pairs(event.modules),
        release: event.release,
        dist: event.dist,
        environment: event.environment,
        transaction: event.transaction,
        logger: event.logger,
        server_name: event.server_name,
        trace_id,
        sdk_name,
        sdk_version,
        attachments: parts.attachments,
        notes: notes.into_iter().map(note_view).collect(),
        grouping: parts.grouping,
        place: parts.place,
        platform,
    }
}

fn exceptions(event: &Event, in_app: &[Vec<bool>]) -> Vec<super::super::view::ExceptionView> {
    let n_exceptions = event.exceptions.len();
    let one = |(idx, exception): (usize, &crashtray_core::event::Exception)| {
        let place = if idx + 1 == n_exceptions { Place::Crash } else { Place::Beside };
        exception_view(exception.clone(), in_app.get(idx).map_or(&[], Vec::as_slice), place, &event.platform)
    };
    event.exceptions.iter().enumerate().map(one).collect()
}

/// Threads with a stack trace; a legacy stack trace of no exception stands as a thread without a name.
fn threads(
    threads: Vec<crashtray_core::event::Thread>,
    stacktrace: Option<crashtray_core::event::Stacktrace>,
    no_exceptions: bool,
    platform: &str,
) -> Vec<ThreadView> {
    let place = if no_exceptions { Place::Crash } else { Place::Beside };
    let loose = stacktrace.map(|trace| ThreadView {
        id: None,
        name: None,
        crashed: no_exceptions,
        current: true,
        state: None,
        frames: frame_views(trace, &[], place, platform),
    });
    let named = threads.into_iter().map(|thread| {
        let crash = no_exceptions && (thread.crashed == Some(true) || thread.current == Some(true));
        thread_view(thread, if crash { Place::Crash } else { Place::Beside }, platform)
    });
    named.chain(loose).collect()
}

/// Without the SDK's own requests to us.
fn breadcrumbs(crumbs: Vec<Breadcrumb>) -> Vec<BreadcrumbView> {
    crumbs.into_iter().filter(|crumb| !crumb.is_own_post()).map(breadcrumb_view).collect()
}

fn breadcrumb_view(crumb: Breadcrumb) -> BreadcrumbView {
    BreadcrumbView {
        timestamp: crumb.timestamp.map(Timestamp::as_millis_f64),
        kind: crumb.kind,
        category: crumb.category,
        level: level_view(crumb.level),
        message: crumb.message,
        data: pairs(crumb.data),
    }
}

fn request_view(request: Request) -> RequestView {
    RequestView {
        method: request.method,
        url: request.url,
        query: text_pairs(request.query),
        fragment: request.fragment,
        headers: text_pairs(request.headers),
        cookies: text_pairs(request.cookies),
        env: pairs(request.env),
        data: request.data.map(JsonView),
    }
}

fn context_view(context: Context) -> ContextView {
    let summary = context_summary(&context.fields);
    ContextView { name: context.name, kind: context.kind, summary, fields: pairs(context.fields) }
}

/// `CPython 3.12.1`: what has a name and a version says so in one line.
fn context_summary(fields: &[(String, Json)]) -> String {
    let words: Vec<&str> = ["name", "version"].iter().filter_map(|key| text(fields, key)).collect();
    words.join(" ")
}

fn trace_id(contexts: &[Context]) -> Option<String> {
    let trace = contexts.iter().find(|context| context.name == "trace")?;
    text(&trace.fields, "trace_id").map(str::to_owned)
}

fn user_label(user: &[(String, Json)]) -> Option<String> {
    ["email", "username", "id", "ip_address"].iter().find_map(|key| text(user, key)).map(str::to_owned)
}

fn text<'a>(fields: &'a [(String, Json)], key: &str) -> Option<&'a str> {
    fields.iter().find_map(|(name, value)| match value {
        Json::String(text) | Json::Number(text) if name == key && !text.is_empty() => Some(text.as_str()),
        Json::String(_) | Json::Number(_) | Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => None,
    })
}

fn note_view(note: Note) -> NoteView {
    let kind = match note.kind {
        NoteKind::Repaired => "repaired",
        NoteKind::Secret => "secret",
    };
    NoteView { kind: kind.to_owned(), path: note.path, text: note.text }
}
