//! What the outside tests share: a product of one's own, a client that sends bytes as they were recorded, and waiting.

pub(crate) mod bystander;
pub(crate) mod http;
pub(crate) mod memory;
pub(crate) mod namespace;
pub(crate) mod recorded;
pub(crate) mod sandbox;
pub(crate) mod wait;
