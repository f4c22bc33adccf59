//! The file: one writer thread that owns the only writable connection, readers apart, changes published after the commit.

mod delivery;

pub use delivery::{Arrival, Content, Delivery, NewAttachment, NewEvent, Packed, Priority, Receipt, Route, Run};
