//! A request as the pipeline takes it: plain data, whoever received it.

use bytes::Bytes;
use crashtray_core::text::cut;
use crashtray_core::time::Timestamp;

use super::auth::Keys;
use crate::store::{Route, Run};

/// A request that was received whole.
#[derive(Clone, Debug)]
pub struct Submission {
    /// By which way it came.
    pub route: Route,
    /// Number of the project, as the path has it; `None` where the path has none.
    pub number: Option<String>,
    /// The run named by the path.
    pub run: Option<Run>,
    /// The places where a key may be.
    pub keys: Keys,
    /// The values of `Content-Encoding`, joined by commas; empty: none.
    pub encoding: String,
    /// The sender says that this is an envelope (only `/store/` cares: everywhere else it is one anyway).
    pub declared: Declared,
    /// What path and head say of a body that is no envelope.
    pub beside: Beside,
    /// The body as it came.
    pub body: Bytes,
    /// Address of the sender.
    pub peer: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The sender's name for itself.
    pub user_agent: Option<String>,
    /// Receipt.
    pub at: Timestamp,
}

/// What the sender says that the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// An envelope.
    Envelope,
    /// Anything else, or nothing.
    Other,
}

/// What stands beside a body that is no envelope. Nothing for envelopes and stored events.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// The word in the path: an event's id, a monitor's slug, a project's name.
    pub name: Option<String>,
}

/// Where a request comes from (`decisions`: 5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A program on this machine, or a page served by one; then its origin.
    Local(Option<String>),
    /// A page of the web: its origin, `null` where the browser hides it.
    Web(String),
}

/// How much is taken.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a body as it comes.
    pub wire: usize,
    /// Bytes of a body once decoded.
    pub decoded: usize,
    /// Bytes of one event.
    pub event: usize,
    /// Items of one envelope.
    pub items: usize,
    /// Bytes that all requests in flight may hold together.
    pub memory: usize,
}

/// What holds where the user sets nothing (`decisions`: 1.5).
pub const LIMITS: Limits =
    Limits { wire: 20 << 20, decoded: 40 << 20, event: 20 << 20, items: 10_000, memory: 64 << 20 };

/// Ours are shorter.
const LONGEST_RUN: usize = 100;

/// The run that a path names. `crashtray run` makes ids as `<slug>.<random>`, so that no list of runs is needed here.
pub fn run(id: &str) -> Run {
    let id = cut(id, LONGEST_RUN);
    let slug = id.rsplit_once('.').map(|(slug, _)| slug).filter(|slug| is_slug(slug));
    Run { id: id.to_owned(), project: slug.unwrap_or("spotlight").to_owned() }
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

impl Origin {
    /// The web page's origin, if that is where it comes from.
    pub fn web(&self) -> Option<&str> {
        match self {
            Self::Local(_) => None,
            Self::Web(origin) => Some(origin),
        }
    }

    /// The origin that the browser named.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Local(origin) => origin.as_deref(),
            Self::Web(origin) => Some(origin),
        }
    }
}
