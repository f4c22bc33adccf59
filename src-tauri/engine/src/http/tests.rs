//! A real server on a free port, spoken to byte by byte.

mod abuse;
mod clients;
mod matrix;
mod reading;
mod recorded;
mod server;
