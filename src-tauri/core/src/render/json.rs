//! The JSON of the command line. Names are stable; what is absent is null, never left out; times are RFC 3339 in UTC.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Judgement, frames};
use crate::event::{Breadcrumb, Event, Exception, Frame, Request, Thread};
use crate::issue::Issue;
use crate::json::Json;
use crate::note::{Note, NoteKind};
use crate::time::Timestamp;

/// `show --json`: an issue, an event of it, and what had to be repaired in that.
#[derive(Debug, Serialize)]
pub struct ReportJson<'a> {
    /// The issue.
    pub issue: IssueJson<'a>,
    /// The event; null where none is kept.
    pub event: Option<EventJson<'a>>,
    /// What had to be repaired, what looks like a secret.
    pub notes: Vec<NoteJson<'a>>,
}

/// An issue.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the documentation: they are those of the product's JSON")]
pub struct IssueJson<'a> {
    pub id: String,
    pub number: i64,
    pub project: &'a str,
    pub state: &'static str,
    pub level: &'static str,
    pub title: String,
    /// The type of the exception; of an issue that has none, the whole title.
    pub r#type: Option<&'a str>,
    pub value: Option<&'a str>,
    pub culprit: Option<&'a str>,
    pub platform: Option<&'a str>,
    pub first_seen: String,
    pub last_seen: String,
    pub events: u64,
    pub users: u64,
    pub new: bool,
    pub regressed: bool,
    pub unread: bool,
    pub bookmarked: bool,
    pub handled: Option<bool>,
    pub url: Option<String>,
}

impl<'a> IssueJson<'a> {
    /// `url` is the page of the issue, where a resident serves one.
    pub fn of(issue: &'a Issue, url: Option<String>) -> Self {
        Self {
            id: issue.id(),
            number: issue.number.0,
            project: &issue.slug,
            state: issue.state.name(),
            level: issue.level.name(),
            title: issue.title(),
            r#type: filled(&issue.kind),
            value: filled(&issue.value),
            culprit: filled(&issue.culprit),
            platform: filled(&issue.platform),
            first_seen: issue.first_seen.to_string(),
            last_seen: issue.last_seen.to_string(),
            events: issue.events,
            users: issue.users,
            new: issue.new,
            regressed: issue.regressed,
            unread: issue.unread,
            bookmarked: issue.bookmarked,
            handled: issue.handled,
            url,
        }
    }
}

/// An empty text is none.
fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// An event.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the documentation: they are those of the product's JSON")]
pub struct EventJson<'a> {
    pub event_id: Option<String>,
    pub timestamp: Option<String>,
    pub received: String,
    pub platform: &'a str,
    pub level: &'static str,
    pub message: Option<&'a str>,
    exceptions: Vec<ExceptionJson<'a>>,
    threads: Vec<ThreadJson<'a>>,
    breadcrumbs: Vec<BreadcrumbJson<'a>>,
    request: Option<RequestJson<'a>>,
    user: Option<Object<'a, Json>>,
    tags: Object<'a, String>,
    contexts: Contexts<'a>,
    pub release: Option<&'a str>,
    pub environment: Option<&'a str>,
    sdk: Option<SdkJson<'a>>,
    extra: Object<'a, Json>,
    modules: Object<'a, String>,
    pub attachments: Vec<AttachmentJson>,
}

impl<'a> EventJson<'a> {
    /// `received` is its receipt; the attachments are those that came with it.
    pub fn of(
        event: &'a Event,
        judgement: Judgement<'_>,
        received: Timestamp,
        attachments: Vec<AttachmentJson>,
    ) -> Self {
        let exceptions = event.exceptions.iter().enumerate();
        Self {
            event_id: event.event_id.map(|id| id.to_string()),
            timestamp: event.timestamp.map(|time| time.to_string()),
            received: received.to_string(),
            platform: &event.platform,
            level: event.level.name(),
            message: event.message.as_ref().map(|message| message.formatted.as_str()),
            exceptions: exceptions.map(|(idx, exception)| ExceptionJson::of(exception, idx, judgement)).collect(),
            threads: event.threads.iter().map(ThreadJson::of).collect(),
            breadcrumbs: event.breadcrumbs.iter().map(BreadcrumbJson::of).collect(),
            request: event.request.as_ref().map(RequestJson::of),
            user: Some(Object(&event.user)).filter(|user| !user.0.is_empty()),
            tags: Object(&event.tags),
            contexts: Contexts(event),
            release: event.release.as_deref(),
            environment: event.environment.as_deref(),
            sdk: event.sdk.as_ref().map(|sdk| SdkJson { name: &sdk.name, version: &sdk.version }),
            extra: Object(&event.extra),
            modules: Object(&event.modules),
            attachments,
        }
    }
}

/// What came beside an event. Its name is a label, never a path.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the documentation: they are those of the product's JSON")]
pub struct AttachmentJson {
    pub filename: String,
    pub content_type: Option<String>,
    pub size: u64,
}

/// A note.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are the documentation: they are those of the product's JSON")]
pub struct NoteJson<'a> {
    pub kind: &'static str,
    pub path: &'a str,
    pub text: &'a str,
}

impl<'a> NoteJson<'a> {
    /// A note as JSON.
    pub fn of(note: &'a Note) -> Self {
        let kind = match note.kind {
            NoteKind::Repaired => "repaired",
            NoteKind::Secret => "secret",
        };
        Self { kind, path: &note.path, text: &note.text }
    }
}

#[derive(Debug, Serialize)]
struct ExceptionJson<'a> {
    r#type: Option<&'a str>,
    value: Option<&'a str>,
    module: Option<&'a str>,
    mechanism: Option<MechanismJson<'a>>,
    frames: Vec<FrameJson<'a>>,
}

impl<'a> ExceptionJson<'a> {
    fn of(exception: &'a Exception, exception_idx: usize, judgement: Judgement<'_>) -> Self {
        let own = |idx: usize, frame: &'a Frame| judgement.is_own(exception_idx, idx, frame);
        let mechanism = exception.mechanism.as_ref().map(|mechanism| MechanismJson {
            r#type: &mechanism.kind,
            handled: mechanism.handled,
            synthetic: mechanism.synthetic,
            exception_id: mechanism.exception_id,
            parent_id: mechanism.parent_id,
            is_exception_group: mechanism.is_exception_group,
            source: mechanism.source.as_deref(),
        });
        Self {
            r#type: exception.kind.as_deref(),
            value: exception.value.as_deref(),
            module: exception.module.as_deref(),
            mechanism,
            frames: frames(exception)
                .iter()
                .enumerate()
                .map(|(idx, frame)| FrameJson::of(frame, own(idx, frame)))
                .collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct MechanismJson<'a> {
    r#type: &'a str,
    handled: Option<bool>,
    synthetic: Option<bool>,
    exception_id: Option<u64>,
    parent_id: Option<u64>,
    is_exception_group: Option<bool>,
    source: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct FrameJson<'a> {
    function: Option<&'a str>,
    module: Option<&'a str>,
    filename: Option<&'a str>,
    abs_path: Option<&'a str>,
    lineno: Option<u64>,
    colno: Option<u64>,
    in_app: bool,
    pre_context: &'a [String],
    context_line: Option<&'a str>,
    post_context: &'a [String],
    vars: Object<'a, Json>,
}

impl<'a> FrameJson<'a> {
    fn of(frame: &'a Frame, in_app: bool) -> Self {
        Self {
            function: frame.function.as_deref(),
            module: frame.module.as_deref(),
            filename: frame.filename.as_deref(),
            abs_path: frame.abs_path.as_deref(),
            lineno: frame.lineno,
            colno: frame.colno,
            in_app,
            pre_context: &frame.pre_context,
            context_line: frame.context_line.as_deref(),
            post_context: &frame.post_context,
            vars: Object(&frame.vars),
        }
    }
}

#[derive(Debug, Serialize)]
struct ThreadJson<'a> {
    id: Option<&'a str>,
    name: Option<&'a str>,
    crashed: Option<bool>,
    current: Option<bool>,
    main: Option<bool>,
    state: Option<&'a str>,
    frames: Vec<FrameJson<'a>>,
}

impl<'a> ThreadJson<'a> {
    fn of(thread: &'a Thread) -> Self {
        let frames = thread.stacktrace.as_ref().map_or(&[][..], |trace| &trace.frames);
        Self {
            id: thread.id.as_deref(),
            name: thread.name.as_deref(),
            crashed: thread.crashed,
            current: thread.current,
            main: thread.main,
            state: thread.state.as_deref(),
            frames: frames.iter().map(|frame| FrameJson::of(frame, frame.in_app == Some(true))).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct BreadcrumbJson<'a> {
    timestamp: Option<String>,
    r#type: &'a str,
    category: Option<&'a str>,
    level: &'static str,
    message: Option<&'a str>,
    data: Object<'a, Json>,
}

impl<'a> BreadcrumbJson<'a> {
    fn of(breadcrumb: &'a Breadcrumb) -> Self {
        Self {
            timestamp: breadcrumb.timestamp.map(|time| time.to_string()),
            r#type: &breadcrumb.kind,
            category: breadcrumb.category.as_deref(),
            level: breadcrumb.level.name(),
            message: breadcrumb.message.as_deref(),
            data: Object(&breadcrumb.data),
        }
    }
}

#[derive(Debug, Serialize)]
struct RequestJson<'a> {
    method: Option<&'a str>,
    url: Option<&'a str>,
    query: Object<'a, String>,
    fragment: Option<&'a str>,
    cookies: Object<'a, String>,
    headers: Object<'a, String>,
    data: Option<&'a Json>,
    env: Object<'a, Json>,
}

impl<'a> RequestJson<'a> {
    fn of(request: &'a Request) -> Self {
        Self {
            method: request.method.as_deref(),
            url: request.url.as_deref(),
            query: Object(&request.query),
            fragment: request.fragment.as_deref(),
            cookies: Object(&request.cookies),
            headers: Object(&request.headers),
            data: request.data.as_ref(),
            env: Object(&request.env),
        }
    }
}

#[derive(Debug, Serialize)]
struct SdkJson<'a> {
    name: &'a str,
    version: &'a str,
}

/// Pairs as an object, in their order. Of a repeated key both are written; readers take the last.
#[derive(Debug)]
struct Object<'a, V>(&'a [(String, V)]);

impl<V: Serialize> Serialize for Object<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}

/// Contexts by key; each with its `type` first.
#[derive(Debug)]
struct Contexts<'a>(&'a Event);

impl Serialize for Contexts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.contexts.len()))?;
        for context in &self.0.contexts {
            map.serialize_entry(&context.name, &ContextJson { kind: &context.kind, fields: &context.fields })?;
        }
        map.end()
    }
}

struct ContextJson<'a> {
    kind: &'a str,
    fields: &'a [(String, Json)],
}

impl Serialize for ContextJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len() + 1))?;
        map.serialize_entry("type", self.kind)?;
        self.fields.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}
