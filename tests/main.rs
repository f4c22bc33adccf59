//! The product from outside, and the rules of the house. Cases belong into the packages; here only that all is connected.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot set itself up stops and says why")]

/// Each command once, as a user types it.
mod cli;
/// Many clients, in many versions: `make test-all`.
mod clients;
/// What each command prints, word for word.
mod commands;
/// Nothing that was answered 200 is lost.
mod durability;
/// The program is killed, the disk is full, the file is gone: nothing acknowledged is lost.
mod faults;
/// History read anew, and what is put together by hand.
mod history;
/// Clients that mean harm.
mod hostile;
/// Every recorded request of a real SDK, and the answers to broken ones.
mod ingest;
/// Nothing leaves the machine.
mod offline;
/// What the README promises is there.
mod readme;
/// What went wrong once.
mod regression;
/// Real programs with real SDKs crash.
mod sdk;
/// Who may read, who may write, and what of the disk is never shown.
mod security;
/// The architecture, as tests.
mod tidy;
/// What the others share.
mod util;
