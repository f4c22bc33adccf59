//! What a rule, or the client, wants an event to be grouped by (protocol notes, 5.10).

use std::borrow::Cow;

use super::Subject;
use super::frame::Site;
use super::parameterize::parameterize;
use super::platforms::{Family, path};
use crate::items::digest::{Digest, ExceptionDigest};

/// By what an event is grouped.
pub(super) enum Fingerprint<'d> {
    /// By what it is.
    Default,
    /// By these texts alone.
    Custom(Vec<Cow<'d, str>>),
    /// By these texts and by what it is.
    Hybrid(Vec<Part<'d>>),
}

/// An element of a fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'d> {
    /// `{{ default }}`: what it is.
    Default,
    /// A text.
    Text(Cow<'d, str>),
}

/// What `{{ name }}` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    Filename,
    Function,
    Level,
    Logger,
    Message,
    Module,
    Package,
    Path,
    Tag(String),
    Transaction,
    Type,
    Value,
}

impl<'d> Fingerprint<'d> {
    /// The fingerprint of an event, its variables filled in: of a rule, else built in, else the client's.
    pub(super) fn of(subject: &Subject<'d>) -> Self {
        if let Some(ruling) = &subject.ruling {
            return Self::of_parts(ruling.parts(subject));
        }
        if let Some(built_in) = built_in(subject) {
            return Self::Custom(built_in);
        }
        Self::of_parts(subject.digest.fingerprint.iter().map(|text| Part::of_client(text, subject)).collect())
    }

    fn of_parts(parts: Vec<Part<'d>>) -> Self {
        if parts.iter().all(|part| matches!(part, Part::Default)) {
            return Self::Default;
        }
        if parts.iter().any(|part| matches!(part, Part::Default)) {
            return Self::Hybrid(parts);
        }
        let text = |part| match part {
            Part::Text(text) => Some(text),
            Part::Default => None,
        };
        Self::Custom(parts.into_iter().filter_map(text).collect())
    }
}

impl<'d> Part<'d> {
    fn of_client(text: &'d str, subject: &Subject<'d>) -> Self {
        let name = text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
        match name {
            Some("default") => Self::Default,
            Some(name) if !name.is_empty() && !name.contains(char::is_whitespace) => {
                Self::Text(match Variable::find(name) {
                    Some(variable) => variable.value(subject),
                    None => format!("<unrecognized-variable-{name}>").into(),
                })
            }
            Some(_) | None => Self::text(text, subject),
        }
    }

    /// A text; where it is only what the event says anyway, without what changes from event to event.
    pub(super) fn text(text: &'d str, subject: &Subject<'d>) -> Self {
        let is_from_event = subject.digest.message.as_deref() == Some(text)
            || subject.digest.exceptions.iter().any(|exception| exception.value.as_deref() == Some(text));
        Self::Text(if is_from_event { parameterize(text) } else { Cow::Borrowed(text) })
    }
}

impl Variable {
    /// The variable of that name.
    pub(super) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "function" | "stack.function" => Self::Function,
            "level" => Self::Level,
            "logger" => Self::Logger,
            "message" => Self::Message,
            "module" | "stack.module" => Self::Module,
            "package" | "stack.package" => Self::Package,
            "path" | "stack.abs_path" => Self::Path,
            "stack.filename" => Self::Filename,
            "transaction" => Self::Transaction,
            "type" | "error.type" => Self::Type,
            "value" | "error.value" => Self::Value,
            _ => Self::Tag(name.strip_prefix("tags.").filter(|key| !key.is_empty())?.to_owned()),
        })
    }

    /// All that there are.
    pub(super) fn names() -> &'static str {
        "function, level, logger, message, module, package, path, stack.filename, tags.NAME, transaction, type, value"
    }

    /// What is hashed for it.
    pub(super) fn value<'d>(&self, subject: &Subject<'d>) -> Cow<'d, str> {
        let known = self.known(subject);
        match (self, known) {
            (Self::Message | Self::Value, Some(text)) => constant(text),
            (_, Some(text)) => text,
            (_, None) => self.missing(),
        }
    }

    /// What is shown for it.
    pub(super) fn shown<'d>(&self, subject: &Subject<'d>) -> Cow<'d, str> {
        self.known(subject).unwrap_or_else(|| self.missing())
    }

    fn known<'d>(&self, subject: &Subject<'d>) -> Option<Cow<'d, str>> {
        let digest = subject.digest;
        let last = digest.exceptions.last();
        let of_frame =
            |text: fn(&Site<'d>) -> Option<Cow<'d, str>>| subject.crash_trace().crash(|_| true).and_then(text);
        match self {
            Self::Filename => of_frame(|site| site.frame.filename.as_deref().map(Cow::Borrowed)),
            Self::Function => of_frame(|site| site.function.clone()),
            Self::Level => Some(Cow::Borrowed(digest.level.name())),
            Self::Logger => digest.logger.as_deref().map(Cow::Borrowed),
            Self::Message => message(digest).map(Cow::Borrowed),
            Self::Module => of_frame(|site| site.frame.module.as_deref().map(Cow::Borrowed)),
            Self::Package => {
                of_frame(|site| site.frame.package.as_deref()?.rsplit(['/', '\\']).next().map(Cow::Borrowed))
            }
            Self::Path => of_frame(|site| Some(Cow::Borrowed(path(site.frame)))),
            Self::Tag(key) => tag(digest, key).map(Cow::Borrowed),
            Self::Transaction => digest.transaction.as_deref().map(Cow::Borrowed),
            Self::Type => last.and_then(|exception| exception.kind.as_deref()).map(Cow::Borrowed),
            Self::Value => value(last).map(Cow::Borrowed),
        }
    }

    fn missing<'d>(&self) -> Cow<'d, str> {
        Cow::Borrowed(match self {
            Self::Filename => "<no-filename>",
            Self::Function => "<no-function>",
            Self::Level => "<no-level>",
            Self::Logger => "<no-logger>",
            Self::Message => "<no-message>",
            Self::Module => "<no-module>",
            Self::Package => "<no-package>",
            Self::Path => "<no-abs-path>",
            Self::Tag(key) => return Cow::Owned(format!("<no-value-for-tag-{key}>")),
            Self::Transaction => "<no-transaction>",
            Self::Type => "<no-type>",
            Self::Value => "<no-value>",
        })
    }
}

fn constant(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => parameterize(text),
        Cow::Owned(text) => Cow::Owned(parameterize(&text).into_owned()),
    }
}

fn message<'d>(digest: &'d Digest<'d>) -> Option<&'d str> {
    digest.message.as_deref().or(digest.message_template.as_deref()).or_else(|| value(digest.exceptions.last()))
}

fn value<'d>(exception: Option<&'d ExceptionDigest<'d>>) -> Option<&'d str> {
    exception.and_then(|exception| exception.value.as_deref())
}

/// A tag of the client; else what is a tag in Sentry and stands elsewhere in the event.
pub(super) fn tag<'d>(digest: &'d Digest<'d>, key: &str) -> Option<&'d str> {
    let own = digest.tags.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_ref());
    let derived = || digest.derived.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str());
    own.or_else(|| match key {
        "dist" => digest.dist.as_deref(),
        "environment" => digest.environment.as_deref(),
        "level" => Some(digest.level.name()),
        "logger" => digest.logger.as_deref(),
        "release" => digest.release.as_deref(),
        "server_name" => digest.server_name.as_deref(),
        "transaction" => digest.transaction.as_deref(),
        "url" => digest.url.as_deref(),
        "user" => digest.user.as_deref(),
        _ => derived(),
    })
}

/// What goes wrong in every JavaScript program after a deployment, with a different stack trace each time.
pub(super) fn built_in<'d>(subject: &Subject<'d>) -> Option<Vec<Cow<'d, str>>> {
    if subject.platform.family != Family::JavaScript {
        return None;
    }
    let digest = subject.digest;
    let of_chunk = |exception: &ExceptionDigest<'_>| {
        exception.kind.as_deref() == Some("ChunkLoadError")
            || exception.value.as_deref().is_some_and(|value| value.starts_with("ChunkLoadError"))
    };
    if digest.exceptions.iter().any(of_chunk) {
        return Some(vec![Cow::Borrowed("chunkloaderror")]);
    }
    let is_hydration = |text: &str| HYDRATION.iter().any(|part| text.contains(part));
    let values = digest.exceptions.iter().filter_map(|exception| exception.value.as_deref());
    if values.chain(digest.message.as_deref()).any(is_hydration) {
        let transaction = tag(digest, "transaction")?;
        return Some(vec![Cow::Borrowed("hydrationerror"), Cow::Borrowed(transaction)]);
    }
    None
}

/// How React says that the server's page and the browser's differ.
const HYDRATION: [&str; 6] = [
    "initial UI does not match what was rendered on the server",
    "Hydration failed because the server rendered",
    "This Suspense boundary received an update before it finished hydrating",
    "There was an error while hydrating this Suspense boundary",
    "There was an error while hydrating. Because the error happened outside of a Suspense boundary",
    "Text content does not match server-rendered HTML",
];
