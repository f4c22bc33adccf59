//! The endpoint: requests to submissions and commands, and back. All that knows HTTP, and nothing else, is here.
//!
//! Sending is open to everybody on this machine; reading is for the page and for programs that know the token.

mod accepted;
mod answer;
mod attachment;
mod body;
mod callers;
mod code;
mod context;
mod cors;
mod feedback;
mod guard;
mod health;
mod held;
mod ingest;
mod metrics;
mod query;
mod routes;
mod rpc;
mod server;
mod spotlight;
mod stream;
#[cfg(test)]
mod tests;
mod ui;
mod wire;

pub use code::Codes;
pub use context::{Attachments, Call, Changed, Changes, PATIENCE, Parts, Patience, Promise, Quit, Sessions};
pub use server::serve;
