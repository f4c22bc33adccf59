//! What happens: the resident and the command line.

pub mod bus;
pub mod config;
pub mod resident;
pub mod sinks;
pub mod store;
