//! A real server on a free port, spoken to byte by byte.

mod abuse;
mod clients;
mod reading;
mod recorded;
mod server;
