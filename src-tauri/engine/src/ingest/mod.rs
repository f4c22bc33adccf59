//! From a request's bytes to the writer: who it is for, what is in it, what became of it. Knows nothing of HTTP.

mod auth;
mod bare;
mod base64;
mod budget;
mod decode;
#[cfg(test)]
pub(crate) mod encoded;
mod error;
mod filtered;
mod form;
mod multipart;
mod pages;
mod pipeline;
#[cfg(any(test, fuzzing))]
pub mod probe;
mod read;
mod submission;
#[cfg(test)]
mod tests;

pub use auth::{Credentials, Keys};
pub use budget::{Budget, Share, UNKNOWN_LENGTH};
pub use error::IngestError;
pub use pages::Pages;
pub use pipeline::{Accepted, Filter, Intake, Passing};
pub use submission::{Beside, Declared, LIMITS, Limits, Origin, Submission, run};

pub use crate::store::{ArrivalRecord, Route, Run};
