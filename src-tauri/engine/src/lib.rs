//! What happens: the resident and the command line.

pub mod config;
pub mod resident;
pub mod sinks;
pub mod store;
