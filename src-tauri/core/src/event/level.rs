//! Levels, and every way in which clients write them.

use crate::json::Scalar;

/// How bad. Ordered: `Debug < … < Fatal`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Debug output.
    Debug,
    /// Information.
    Info,
    /// A warning.
    Warning,
    /// The default.
    #[default]
    Error,
    /// The program ended.
    Fatal,
}

/// All levels, the least first.
pub const LEVELS: [Level; 5] = [Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Fatal];

impl Level {
    /// Reads a word; case does not matter. Aliases as in the protocol, and `warn` and `trace`.
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "debug" | "trace" => Some(Self::Debug),
            "info" | "log" => Some(Self::Info),
            "warning" | "warn" => Some(Self::Warning),
            "error" => Some(Self::Error),
            "fatal" | "critical" => Some(Self::Fatal),
            _ => None,
        }
    }

    /// Reads a level of Python's `logging`: 10, 20, 30, 40, 50.
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            10 => Some(Self::Debug),
            20 => Some(Self::Info),
            30 => Some(Self::Warning),
            40 => Some(Self::Error),
            50 => Some(Self::Fatal),
            _ => None,
        }
    }

    /// Reads a value: a word, or a number of Python's as number or text.
    pub fn read(value: &Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Text(word) => Self::parse(word).or_else(|| Self::from_number(word.trim().parse().ok()?)),
            Scalar::Number(_) => Self::from_number(i64::try_from(value.integer()?).ok()?),
            Scalar::Null | Scalar::Bool(_) | Scalar::Container => None,
        }
    }

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }
}
