//! What happens: the resident and the command line.

pub mod bus;
pub mod cli;
pub mod config;
pub mod engine;
pub mod http;
pub mod ingest;
pub mod resident;
pub mod rpc;
pub mod sinks;
pub mod store;
