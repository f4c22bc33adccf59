//! Sentry JSON to our model: whole, owned, with notes. One file per family of fields.
//!
//! Made when somebody reads an event, never before the answer. It agrees with the digest on everything both read; what it does
//! not understand it keeps.

mod breadcrumb;
mod context;
mod exception;
mod frame;
mod message;
mod notes;
mod object;
mod request;
mod secrets;
#[cfg(test)]
mod tests;
mod top;

pub(crate) use secrets::looks_secret;
pub use top::event;
