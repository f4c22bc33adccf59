//! What an event is. Clients say it, but only of transactions and feedback it is believed (protocol notes, 3.11).

use super::EventKind;

/// What of an event decides its kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs<'a> {
    /// `type` as it came.
    pub(crate) said: Option<&'a str>,
    /// At least one exception.
    pub(crate) has_exception: bool,
    /// A report of a browser.
    pub(crate) has_security: bool,
    /// `contexts.nel`.
    pub(crate) has_nel: bool,
    /// `contexts.feedback`.
    pub(crate) has_feedback: bool,
}

impl Signs<'_> {
    pub(crate) fn kind(&self) -> EventKind {
        match self.said {
            Some("transaction") => EventKind::Transaction,
            Some("feedback") => EventKind::Feedback,
            Some(_) | None if self.has_exception => EventKind::Error,
            Some(_) | None if self.has_feedback => EventKind::Feedback,
            Some(_) | None if self.has_security => EventKind::Security,
            Some(_) | None if self.has_nel => EventKind::Nel,
            Some(_) | None => EventKind::Default,
        }
    }
}
