//! Elixir and Erlang.

use std::borrow::Cow;

use super::{CulpritStyle, PLAIN, Platform, has_folder, in_module, path};

pub(super) const PLATFORM: Platform = Platform {
    names: &["elixir"],
    culprit: CulpritStyle::Function,
    is_library: |frame| {
        let module = frame.module.as_deref().unwrap_or_default();
        let module = module.strip_prefix("Elixir.").unwrap_or(module);
        // Modules of Erlang are written small.
        has_folder(path(frame), &["deps"])
            || module.starts_with(|first: char| first.is_ascii_lowercase())
            || in_module(module, STANDARD, ".")
    },
    function,
    module: |name, _| Some(Cow::Borrowed(name.strip_prefix("Elixir.").unwrap_or(name))),
    ..PLAIN
};

/// Modules of Elixir itself, and of its web frameworks where their path does not say so.
const STANDARD: &[&str] = &[
    "Access",
    "Agent",
    "Code",
    "DBConnection",
    "Ecto",
    "Enum",
    "Enumerable",
    "ExUnit",
    "File",
    "GenServer",
    "Kernel",
    "Keyword",
    "List",
    "Logger",
    "Map",
    "Mix",
    "Oban",
    "Phoenix",
    "Plug",
    "Process",
    "Registry",
    "Sentry",
    "Stream",
    "String",
    "Supervisor",
    "Task",
];

/// Functions without a name are called after the one that holds them, by two sorts of names, both with numbers.
#[expect(clippy::unnecessary_wraps, reason = "the shape of `Platform::function`")]
fn function(name: &str) -> Option<Cow<'_, str>> {
    if let Some((_, holder)) = name.strip_prefix("anonymous fn/").and_then(|rest| rest.split_once(" in ")) {
        return Some(Cow::Owned(format!("{holder} fn")));
    }
    let made_up = ["-fun-", "-lc$", "-lbc$", "-inlined-", "-fun."].iter().any(|mark| name.contains(mark));
    let holder = made_up.then(|| name.split_once('-')).flatten();
    Some(match holder.and_then(|(module, rest)| Some((module, rest.split_once('-')?.0))) {
        Some((module, holder)) => Cow::Owned(format!("{}{holder} fn", module.trim_end_matches('"'))),
        None => Cow::Borrowed(name),
    })
}
