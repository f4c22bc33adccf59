//! One small program holds the data file and the endpoint; all others find it here, ask it, start it or end it.

mod address;
mod lock;

pub use address::{Answer, Holder, Resident, holder, post_openly};
pub use lock::{Lock, LockError, is_held, read_resident};
