//! Who carries out the commands: one function per line of the list, by subject.

mod endpoint;
mod events;
mod groups;
mod history;
mod issues;
mod metrics;
mod rules;
mod send_test;
mod setup;
mod sidebar;
mod window;

pub(super) use endpoint::{pause, resume};
pub(super) use events::{get_event, get_raw};
pub(super) use groups::{get_groups, merge_issues, split_issue};
pub(super) use history::{reprocess, reprocess_state, reprocess_stop};
pub(super) use issues::{change_issues, get_issue, list_issues, undo};
pub(super) use metrics::metrics;
pub use rules::explain_stored;
pub(super) use rules::{check_rules, explain_event, get_rules, preview_rules, set_rules};
pub(super) use send_test::send_test;
pub(super) use setup::{arrival_view, setup};
pub(super) use sidebar::sidebar;
pub(super) use window::open_window;
