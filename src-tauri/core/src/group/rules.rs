//! Rules that mark frames: as someone else's code, or as not worth grouping by. The rules themselves are in `platforms/`.

use std::borrow::Cow;
use std::ptr;

use super::frame::Site;
use super::platforms::{Platform, path};

/// One rule: frames that pass the test get the effect.
pub(super) struct Rule {
    test: Test,
    effect: Effect,
}

/// Which frames.
pub(super) enum Test {
    /// A folder on the way to the file has one of the names.
    Folder(&'static [&'static str]),
    /// The path of the file starts so.
    Path(&'static str),
    /// The path of the file contains this.
    PathHas(&'static str),
    /// The path of the native image starts so.
    Package(&'static str),
    /// The module is one of these or in one, by this separator.
    Module(&'static [&'static str], &'static str),
    /// The function is one of these.
    Function(&'static [&'static str]),
    /// The function starts with one of these; a `<` in front does not matter.
    FunctionStart(&'static [&'static str]),
}

/// What becomes of them. *From here* means: the frame and all that it called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Not the user's code.
    Library,
    /// Not the user's code, and not grouped by.
    Noise,
    /// Not the user's code, from here.
    LibraryFromHere,
    /// Not the user's code, and not grouped by, from here.
    DropFromHere,
}

impl Rule {
    /// A rule.
    pub(super) const fn of(test: Test, effect: Effect) -> Self {
        Self { test, effect }
    }
}

/// Applies rules, in their order, to the frames of one stack trace. With a `platform`, only its frames are tested.
pub(super) fn apply(rules: &[Rule], sites: &mut [Site<'_>], platform: Option<&Platform>) {
    if rules.is_empty() {
        return;
    }
    let paths: Vec<Cow<'_, str>> = sites.iter().map(|site| plain_path(path(site.frame))).collect();
    for rule in rules {
        for (frame_idx, path) in paths.iter().enumerate() {
            let of_here = sites.get_mut(frame_idx..).unwrap_or_default();
            if of_here.first().is_some_and(|site| is_of(site, platform) && rule.test.passes(site, path)) {
                rule.effect.apply(of_here);
            }
        }
    }
}

/// Applies to each frame the rules of its own platform.
pub(super) fn apply_platforms(sites: &mut [Site<'_>]) {
    let mut seen: Vec<&'static Platform> = Vec::with_capacity(1);
    for site in sites.iter() {
        if !seen.iter().any(|platform| ptr::eq(*platform, site.platform)) {
            seen.push(site.platform);
        }
    }
    for platform in seen {
        apply(platform.rules, sites, Some(platform));
    }
}

fn is_of(site: &Site<'_>, platform: Option<&Platform>) -> bool {
    platform.is_none_or(|platform| ptr::eq(platform, site.platform))
}

/// Lower case, slashes.
fn plain_path(path: &str) -> Cow<'_, str> {
    if path.bytes().any(|byte| byte == b'\\' || byte.is_ascii_uppercase()) {
        Cow::Owned(path.to_ascii_lowercase().replace('\\', "/"))
    } else {
        Cow::Borrowed(path)
    }
}

impl Test {
    fn passes(&self, site: &Site<'_>, path: &str) -> bool {
        let function = || site.function.as_deref().unwrap_or_default();
        match self {
            Self::Folder(names) => path.split('/').any(|segment| names.contains(&segment)),
            Self::Path(start) => path.starts_with(start),
            Self::PathHas(part) => memchr::memmem::find(path.as_bytes(), part.as_bytes()).is_some(),
            Self::Package(start) => site.frame.package.as_deref().is_some_and(|package| package.starts_with(start)),
            Self::Module(names, separator) => site.frame.module.as_deref().is_some_and(|module| {
                names.iter().any(|name| {
                    module.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
                })
            }),
            Self::Function(names) => names.contains(&function()),
            Self::FunctionStart(starts) => {
                let function = function().trim_start_matches('<');
                starts.iter().any(|start| function.starts_with(start))
            }
        }
    }
}

impl Effect {
    /// The first site is the one that passed; the others are what it called.
    fn apply(self, from_here: &mut [Site<'_>]) {
        let (n_reached, is_grouped) = match self {
            Self::Library => (1, true),
            Self::Noise => (1, false),
            Self::LibraryFromHere => (from_here.len(), true),
            Self::DropFromHere => (from_here.len(), false),
        };
        for site in from_here.iter_mut().take(n_reached) {
            site.in_app = false;
            site.grouped &= is_grouped;
        }
    }
}
