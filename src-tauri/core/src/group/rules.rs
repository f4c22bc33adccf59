//! Rules that mark frames: as someone else's code, or as not worth grouping by. The rules themselves are in `platforms/`.

use std::borrow::Cow;
use std::ptr;

use super::explanation::Cause;
use super::frame::Site;
use super::platforms::{COMMON, Platform, path};
use super::trace::Watch;

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
    /// The function of that name in that module or native image.
    Call(&'static [(&'static str, &'static str)]),
    /// The file name of the native image is one of these.
    Image(&'static [&'static str]),
    /// The path of the native image contains this.
    PackageHas(&'static str),
}

/// What becomes of them. *From here* means: the frame and all that it called; *to here*: the frame and all that led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// The user's code.
    Own,
    /// Not the user's code.
    Library,
    /// Not the user's code, and not grouped by.
    Noise,
    /// Not grouped by.
    Ungrouped,
    /// Not the user's code, from here.
    LibraryFromHere,
    /// Not the user's code, and not grouped by, from here.
    DropFromHere,
    /// Not the user's code, and not grouped by, to here.
    DropToHere,
    /// Like `DropFromHere`; and what called it is the user's code.
    BrokeHere,
}

impl Rule {
    /// A rule.
    pub(super) const fn of(test: Test, effect: Effect) -> Self {
        Self { test, effect }
    }
}

/// Applies rules, in their order, to the frames of one stack trace. With a `platform`, only its frames are tested.
fn apply(rules: &[Rule], sites: &mut [Site<'_>], platform: Option<&Platform>) {
    if rules.is_empty() {
        return;
    }
    let paths: Vec<Cow<'_, str>> = sites.iter().map(|site| plain_path(path(site.frame))).collect();
    for rule in rules {
        let passes = |sites: &[Site<'_>], frame_idx: usize| {
            let candidate = sites.get(frame_idx).zip(paths.get(frame_idx));
            candidate.is_some_and(|(site, path)| is_of(site, platform) && rule.test.passes(site, path))
        };
        let first = |sites: &[Site<'_>]| (0..paths.len()).find(|idx| passes(sites, *idx));
        let last = |sites: &[Site<'_>]| (0..paths.len()).rev().find(|idx| passes(sites, *idx));
        let reached = match rule.effect {
            Effect::Own | Effect::Library | Effect::Noise | Effect::Ungrouped => {
                let each = (0..paths.len()).filter(|idx| passes(sites, *idx)).collect::<Vec<_>>();
                each.into_iter().for_each(|idx| rule.effect.mark(sites.get_mut(idx..=idx)));
                None
            }
            Effect::LibraryFromHere | Effect::DropFromHere => first(sites).and_then(|idx| sites.get_mut(idx..)),
            Effect::DropToHere => last(sites).and_then(|idx| sites.get_mut(..=idx)),
            Effect::BrokeHere => first(sites).and_then(|idx| {
                Effect::Own.mark(sites.get_mut(..idx));
                sites.get_mut(idx..)
            }),
        };
        rule.effect.mark(reached);
    }
}

/// Applies the rules for all platforms, then to each frame those of its own.
pub(super) fn apply_built_in(sites: &mut [Site<'_>], watch: &mut impl Watch) {
    apply_watched(COMMON, sites, None, watch);
    apply_platforms(sites, watch);
}

/// Who looks on sees what each rule does.
fn apply_watched<W: Watch>(rules: &[Rule], sites: &mut [Site<'_>], platform: Option<&Platform>, watch: &mut W) {
    if !W::IS_THERE {
        return apply(rules, sites, platform);
    }
    for rule in rules {
        apply(std::slice::from_ref(rule), sites, platform);
        watch.saw(|| Cause::BuiltIn(rule.test.in_words()), sites);
    }
}

fn apply_platforms(sites: &mut [Site<'_>], watch: &mut impl Watch) {
    let mut seen: Vec<&'static Platform> = Vec::with_capacity(1);
    for site in sites.iter() {
        if !seen.iter().any(|platform| ptr::eq(*platform, site.platform)) {
            seen.push(site.platform);
        }
    }
    for platform in seen {
        platform.rules.iter().for_each(|rules| apply_watched(rules, sites, Some(platform), watch));
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
            Self::Call(calls) => calls.iter().any(|(place, name)| {
                *name == function() && (site.frame.module.as_deref() == Some(place) || image(site) == Some(place))
            }),
            Self::Image(names) => image(site).is_some_and(|image| names.contains(&image)),
            Self::PackageHas(part) => site.frame.package.as_deref().is_some_and(|package| package.contains(part)),
        }
    }
}

/// The file name of the native image.
fn image<'s>(site: &'s Site<'_>) -> Option<&'s str> {
    site.frame.package.as_deref()?.rsplit(['/', '\\']).next()
}

impl Test {
    /// As the user would write it, as far as that goes.
    fn in_words(&self) -> String {
        match self {
            Self::Folder(names) => format!("path:**/{}/**", names.join("|")),
            Self::Path(start) => format!("path:{start}**"),
            Self::PathHas(part) => format!("path:**{part}**"),
            Self::Package(start) => format!("package:{start}**"),
            Self::Module(names, separator) => format!("module:{}{separator}*", names.join("|")),
            Self::Function(names) => format!("function:{}", names.join("|")),
            Self::FunctionStart(starts) => format!("function:{}*", starts.join("|")),
            Self::Call(calls) => {
                let names: Vec<String> = calls.iter().map(|(place, name)| format!("{place} {name}")).collect();
                format!("function:{}", names.join("|"))
            }
            Self::Image(names) => format!("package:**/{}", names.join("|")),
            Self::PackageHas(part) => format!("package:**{part}**"),
        }
    }
}

impl Effect {
    fn mark(self, reached: Option<&mut [Site<'_>]>) {
        for site in reached.into_iter().flatten() {
            match self {
                Self::Own => site.in_app = true,
                Self::Ungrouped => site.grouped = false,
                Self::Library | Self::LibraryFromHere => site.in_app = false,
                Self::Noise | Self::DropFromHere | Self::DropToHere | Self::BrokeHere => {
                    (site.in_app, site.grouped) = (false, false);
                }
            }
        }
    }
}
