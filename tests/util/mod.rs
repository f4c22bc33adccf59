//! What the outside tests share: a product of one's own, a client that sends bytes as they were recorded, programs, and waiting.

pub(crate) mod bystander;
pub(crate) mod came;
pub(crate) mod http;
pub(crate) mod items;
pub(crate) mod memory;
pub(crate) mod namespace;
pub(crate) mod program;
pub(crate) mod recorded;
pub(crate) mod sandbox;
pub(crate) mod shown;
pub(crate) mod wait;
