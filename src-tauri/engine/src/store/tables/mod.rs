//! The tables of the file, one per module: its migrations, its row, its reads, its writes. What they mean together is the writer's business.

pub(super) mod attachment;
pub(super) mod code;
pub(super) mod dictionary;
pub(super) mod envelope;
pub(super) mod event;
pub(super) mod facet;
pub(super) mod held;
pub(super) mod issue;
pub(super) mod issue_hash;
pub(super) mod issue_hour;
pub(super) mod issue_user;
pub(super) mod item;
pub(super) mod outbox;
pub(super) mod outcome;
pub(super) mod payload;
pub(super) mod project;
pub(super) mod pulse;
pub(super) mod run;
pub(super) mod session;
pub(super) mod setting;
pub(super) mod space;
pub(super) mod tally;
pub(super) mod twin;
pub(super) mod undo;
pub(super) mod web_origin;

/// A table, as far as migrating needs it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: &'static str,
    /// Its migrations, oldest first.
    pub(super) migrations: &'static [Migration],
}

/// A step of the schema. Never edited once released.
#[derive(Clone, Copy, Debug)]
pub(super) struct Migration {
    /// `YYYYMMDDNN`: all migrations of all tables are applied in this order. Fits `user_version`.
    pub(super) at: i64,
    /// Whether a version that does not know it may still open the file.
    pub(super) older: Older,
    /// The step.
    pub(super) sql: &'static str,
}

/// What a version that does not know a migration may do with a file that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Older {
    /// Read and write.
    MayOpen,
    /// Nothing.
    Refuses,
}

/// All tables, by name.
pub(super) const TABLES: &[Table] = &[
    attachment::TABLE,
    dictionary::TABLE,
    envelope::TABLE,
    event::TABLE,
    facet::TABLE,
    held::TABLE,
    issue::TABLE,
    issue_hash::TABLE,
    issue_hour::TABLE,
    issue_user::TABLE,
    item::TABLE,
    outbox::TABLE,
    outcome::TABLE,
    payload::TABLE,
    project::TABLE,
    pulse::TABLE,
    run::TABLE,
    session::TABLE,
    setting::TABLE,
    tally::TABLE,
    twin::TABLE,
    undo::TABLE,
    web_origin::TABLE,
];
