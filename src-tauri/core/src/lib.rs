//! What is true about errors. No clock, disk, network, thread or randomness: the same input gives the same output.
//!
//! # Path of an event
//! A request's decoded bytes become an [`envelope::Envelope`] (framing only). Each item that holds an event is read once,
//! borrowed, into an [`items::digest::Digest`]: only what grouping, titles and lists need. [`group::group`] turns the digest
//! into a [`group::Grouping`]: hashes, title, culprit. The store keeps the bytes as they came. When somebody looks,
//! [`normalize::event`] reads the same bytes again, whole, into an owned [`event::Event`] with its notes.
//!
//! # Glossary
//! *Project*: a DSN. *Envelope*, *item*: what the SDK sends. *Event*: one occurrence. *Issue*: events that share a group hash.
//! *Note*: what had to be repaired. *Outcome*: what became of an item. *Change*: what subscribers hear.

pub mod change;
pub mod dsn;
pub mod envelope;
pub mod event;
pub mod group;
pub mod id;
pub mod issue;
pub mod items;
pub mod json;
pub mod normalize;
pub mod note;
pub mod outcome;
pub mod proof;
pub mod query;
pub mod render;
pub mod resident_file;
pub mod text;
pub mod time;
