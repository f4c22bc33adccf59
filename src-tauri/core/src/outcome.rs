//! Outcomes: what became of an item. Every item of an accepted envelope has exactly one.

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the file.
    Stored,
    /// An event with this id is there already.
    Duplicate,
    /// The same item came by another way (a run's stream and its DSN).
    Merged,
    /// A filter of the user dropped it, named here: `paused`.
    Filtered(&'static str),
    /// Past a limit that the user set.
    RateLimited,
    /// It is kept as bytes; why it could not be read.
    Malformed(String),
    /// Past the size limit of an item; it is not kept.
    TooLarge,
    /// Of a type that we do not know; kept as bytes.
    Unknown,
}

impl Outcome {
    /// The word under which it is counted and listed.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Duplicate => "duplicate",
            Self::Merged => "merged",
            Self::Filtered(_) => "filtered",
            Self::RateLimited => "rate limited",
            Self::Malformed(_) => "malformed",
            Self::TooLarge => "too large",
            Self::Unknown => "unknown",
        }
    }

    /// Why, where there is more to say than the name.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Filtered(reason) => Some(reason),
            Self::Malformed(reason) => Some(reason),
            Self::Stored | Self::Duplicate | Self::Merged | Self::RateLimited | Self::TooLarge | Self::Unknown => None,
        }
    }
}
