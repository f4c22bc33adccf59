//! Where the data file is and where to listen. What was asked for (flags, environment) is one thing, what follows from it another.

mod low;
mod resolved;

pub use low::Asked;
pub use resolved::{Config, ConfigError, DEFAULT_PORT, DataFile};
