//! Why a request was refused: what the sender is told, and with which status. Nothing here is about single items.

use crate::store::StoreError;

/// Why nothing of a request was kept.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// No bytes, or none left after decoding.
    #[error("the body is empty")]
    Empty,
    /// No key in any place.
    #[error("no key: neither header, query nor envelope has one")]
    NoKey,
    /// The body is not in the encoding that it says.
    #[error("the body is not readable as `{encoding}`")]
    Undecodable {
        /// The word in `Content-Encoding`.
        encoding: String,
        /// What the decoder says.
        #[source]
        source: std::io::Error,
    },
    /// A word in `Content-Encoding` that we do not know.
    #[error("the encoding `{0}` is not supported")]
    UnknownEncoding(String),
    /// Nothing could be read of an envelope.
    #[error("the body is not an envelope")]
    NotAnEnvelope(#[source] crashtray_core::envelope::EnvelopeError),
    /// The body of `/store/` is no event in any of the forms that clients send.
    #[error("the body is neither an event nor an envelope")]
    NotAnEvent,
    /// A path that is no route of ours, and not what a tunnel brings.
    #[error("no such route, and no envelope whose header names a DSN")]
    NoRoute(#[source] Box<IngestError>),
    /// A body of a type that this route does not take.
    #[error("the content type {0} is not taken here")]
    WrongType(String),
    /// Too many bytes on the wire.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// How many would do.
        limit: usize,
    },
    /// Too many bytes once decoded.
    #[error("the decoded body is larger than {limit} bytes")]
    TooLargeDecoded {
        /// How many would do.
        limit: usize,
    },
    /// The body did not come in time.
    #[error("the body did not come within {seconds} s")]
    TooSlow {
        /// How long was waited.
        seconds: u64,
    },
    /// The connection broke within the body, or its framing is wrong.
    #[error("the body broke off")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// All memory for requests in flight is taken.
    #[error("too many large requests at once")]
    OutOfMemory,
    /// The file cannot be written at the moment.
    #[error("the inbox cannot be written")]
    Store(#[source] StoreError),
    /// The resident is ending.
    #[error("the inbox is closing")]
    Closing,
}

impl IngestError {
    /// The HTTP status that says it.
    pub fn status(&self) -> u16 {
        match self {
            Self::Empty | Self::Undecodable { .. } | Self::NotAnEnvelope(_) | Self::NotAnEvent | Self::Broken(_) => 400,
            Self::NoKey => 401,
            Self::NoRoute(_) => 404,
            Self::TooSlow { .. } => 408,
            Self::TooLarge { .. } | Self::TooLargeDecoded { .. } => 413,
            Self::UnknownEncoding(_) | Self::WrongType(_) => 415,
            Self::OutOfMemory => 429,
            Self::Store(_) | Self::Closing => 503,
        }
    }

    /// After how many seconds it is worth trying again; `None`: the sender is not told.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::OutOfMemory => Some(1),
            Self::Empty
            | Self::NoKey
            | Self::Undecodable { .. }
            | Self::UnknownEncoding(_)
            | Self::NotAnEnvelope(_)
            | Self::NotAnEvent
            | Self::NoRoute(_)
            | Self::WrongType(_)
            | Self::TooLarge { .. }
            | Self::TooLargeDecoded { .. }
            | Self::TooSlow { .. }
            | Self::Broken(_)
            | Self::Store(_)
            | Self::Closing => None,
        }
    }

    /// The same for a request on a path that is no other route's: what cannot be read is not for us.
    pub(super) fn of_a_tunnel(self) -> Self {
        match self {
            Self::Empty
            | Self::NoKey
            | Self::Undecodable { .. }
            | Self::UnknownEncoding(_)
            | Self::NotAnEnvelope(_)
            | Self::NotAnEvent
            | Self::WrongType(_) => Self::NoRoute(Box::new(self)),
            Self::NoRoute(_)
            | Self::TooLarge { .. }
            | Self::TooLargeDecoded { .. }
            | Self::TooSlow { .. }
            | Self::Broken(_)
            | Self::OutOfMemory
            | Self::Store(_)
            | Self::Closing => self,
        }
    }

    /// What lies beneath, outermost first.
    pub fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            causes.push(error.to_string());
            cause = error.source();
        }
        causes
    }
}
