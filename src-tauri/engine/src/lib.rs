//! What happens: the resident and the command line.

pub mod store;
