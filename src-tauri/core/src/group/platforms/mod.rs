//! What is particular to a platform in grouping: one file each, and the list.
//!
//! A platform is data and a few pure functions; how they are applied is in `frame.rs` and `in_app.rs`.

mod common;
mod csharp;
mod dart;
mod elixir;
mod go;
mod java;
pub(super) mod javascript;
mod names;
mod native;
mod node;
mod other;
mod php;
mod python;
mod ruby;
mod rust;

use std::borrow::Cow;

use super::rules::Rule;
use crate::items::digest::FrameDigest;

pub(super) use common::COMMON;

/// What grouping must know of a platform.
pub(super) struct Platform {
    /// The words in `platform` that mean it.
    pub(super) names: &'static [&'static str],
    /// Its family.
    pub(super) family: Family,
    /// How a culprit is written.
    pub(super) culprit: CulpritStyle,
    /// Rules that mark frames, beside those that hold for all.
    pub(super) rules: &'static [&'static [Rule]],
    /// Whether the source line is part of a frame's identity.
    pub(super) context_line: bool,
    /// Its modules are named by packages, the application's among them.
    pub(super) has_packages: bool,
    /// A frame of a library, where the SDK marked none at all.
    pub(super) is_library: fn(&FrameDigest<'_>) -> bool,
    /// The function name as it is shown and compared.
    pub(super) shorten: for<'a> fn(&'a str, &'a FrameDigest<'_>) -> Cow<'a, str>,
    /// The function name is hashed as it was before it was shortened, where that is known.
    pub(super) prefers_raw_function: bool,
    /// What of the function name is hashed.
    pub(super) function: for<'a> fn(&'a str) -> Option<Cow<'a, str>>,
    /// What of the module is hashed.
    pub(super) module: for<'a> fn(&'a str, &FrameDigest<'_>) -> Option<Cow<'a, str>>,
    /// What of the file's name, without folders, is hashed.
    pub(super) filename: for<'a> fn(&'a str) -> Cow<'a, str>,
}

/// What nothing particular is known of. A platform says where it differs.
pub(super) const PLAIN: Platform = Platform {
    names: &[],
    family: Family::Other,
    culprit: CulpritStyle::ModuleIn,
    rules: &[],
    context_line: false,
    has_packages: false,
    is_library: |_| false,
    shorten: |name, _| Cow::Borrowed(name),
    prefers_raw_function: false,
    function: |name| Some(Cow::Borrowed(name)),
    module: |name, _| Some(Cow::Borrowed(name)),
    filename: |name| Cow::Borrowed(name),
};

/// Platforms that rules treat alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Browsers and Node.
    JavaScript,
    /// Machine code.
    Native,
    /// The rest.
    Other,
}

/// How the place of an error is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CulpritStyle {
    /// `charge`.
    Function,
    /// `charge(orders.js)`.
    FunctionAt,
    /// `shop.orders in charge`.
    ModuleIn,
}

/// Every platform that is treated in its own way. `static`, since platforms are told apart by their address.
static PLATFORMS: [&Platform; 12] = [
    &csharp::PLATFORM,
    &dart::PLATFORM,
    &elixir::PLATFORM,
    &go::PLATFORM,
    &java::PLATFORM,
    &javascript::PLATFORM,
    &native::PLATFORM,
    &node::PLATFORM,
    &php::PLATFORM,
    &python::PLATFORM,
    &ruby::PLATFORM,
    &rust::PLATFORM,
];

static OTHER: &Platform = &other::PLATFORM;

/// The platform of that name; what is not listed is treated plainly.
pub(super) fn find(name: &str) -> &'static Platform {
    PLATFORMS.iter().find(|platform| platform.names.contains(&name)).copied().unwrap_or(OTHER)
}

/// The path by which a frame's file is known: the whole one, else the short one.
pub(super) fn path<'f>(frame: &'f FrameDigest<'_>) -> &'f str {
    frame.abs_path.as_deref().or(frame.filename.as_deref()).unwrap_or_default()
}

/// One of the folders is on the way to the file.
fn has_folder(path: &str, folders: &[&str]) -> bool {
    path.split(['/', '\\']).any(|segment| folders.contains(&segment))
}

/// `module` is one of the listed ones, or in one.
fn in_module(module: &str, list: &[&str], separator: &str) -> bool {
    list.iter().any(|name| module.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator)))
}
