//! Matchers: what a rule asks of a frame, an exception or an event.

use super::glob::{Glob, PlainPath};
use crate::group::frame::Site;
use crate::group::platforms::{Family, path};
use crate::items::digest::ExceptionDigest;

/// Of a longer text only so much is compared.
const MAX_TEXT: usize = 8_192;

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matcher {
    pub(super) field: Field,
    pub(super) is_negated: bool,
    pub(super) pattern: Pattern,
}

/// Which of the two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Fingerprint,
    Stack,
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    App,
    Category,
    Family,
    Function,
    Level,
    Logger,
    Mechanism,
    Message,
    Module,
    Package,
    Path,
    Release,
    Sdk,
    Tag(String),
    Type,
    Value,
}

/// Of what a field is. All matchers of one kind must hold for the same exception, frame or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Frame,
    Exception,
    Message,
    Event,
}

/// How it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// As the pattern says.
    Glob(Glob),
    /// One of these families; empty: any.
    Families(Vec<Family>),
    /// The user's own code, or not.
    Own(bool),
}

/// Fields by their names, alphabetical. The first name is the one that is told.
const FIELDS: &[(&[&str], Field)] = &[
    (&["app"], Field::App),
    (&["category"], Field::Category),
    (&["family"], Field::Family),
    (&["function", "stack.function"], Field::Function),
    (&["level"], Field::Level),
    (&["logger"], Field::Logger),
    (&["mechanism", "error.mechanism"], Field::Mechanism),
    (&["message"], Field::Message),
    (&["module", "stack.module"], Field::Module),
    (&["package", "stack.package"], Field::Package),
    (&["path", "stack.abs_path"], Field::Path),
    (&["release"], Field::Release),
    (&["sdk", "sdk.name"], Field::Sdk),
    (&["type", "error.type"], Field::Type),
    (&["value", "error.value"], Field::Value),
];

impl Language {
    /// What a line begins with.
    pub(super) fn expects(self) -> &'static str {
        match self {
            Self::Fingerprint => "a matcher like `type:ValueError` or `->` was expected",
            Self::Stack => "a matcher like `function:name` or an action like `-app` was expected",
        }
    }

    fn has(self, field: &Field) -> bool {
        match field.of() {
            Of::Frame | Of::Exception => true,
            Of::Message => self == Self::Fingerprint,
            Of::Event => self == Self::Fingerprint || *field == Field::Family,
        }
    }
}

impl Field {
    /// The field of that name.
    pub(super) fn find(name: &str, language: Language) -> Option<Self> {
        if let Some(key) = name.strip_prefix("tags.").filter(|key| !key.is_empty() && language == Language::Fingerprint)
        {
            return Some(Self::Tag(key.to_owned()));
        }
        let mut known = FIELDS.iter().filter(|(_, field)| language.has(field));
        known.find(|(names, _)| names.contains(&name)).map(|(_, field)| field.clone())
    }

    /// All that there are.
    pub(super) fn names(language: Language) -> String {
        let known = FIELDS.iter().filter(|(_, field)| language.has(field));
        let mut names: Vec<&str> = known.filter_map(|(names, _)| names.first()).copied().collect();
        if language == Language::Fingerprint {
            names.insert(names.len() - 2, "tags.NAME");
        }
        names.join(", ")
    }

    pub(super) fn of(&self) -> Of {
        match self {
            Self::App | Self::Category | Self::Function | Self::Module | Self::Package | Self::Path => Of::Frame,
            Self::Mechanism | Self::Type | Self::Value => Of::Exception,
            Self::Message => Of::Message,
            Self::Family | Self::Level | Self::Logger | Self::Release | Self::Sdk | Self::Tag(_) => Of::Event,
        }
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What the field takes.
    pub(super) fn read(field: &Field, value: &str, language: Language) -> Result<Self, &'static str> {
        match field {
            Field::App => match value.to_ascii_lowercase().as_str() {
                "yes" | "true" | "1" => Ok(Self::Own(true)),
                "no" | "false" | "0" => Ok(Self::Own(false)),
                _ => Err("`yes` or `no`"),
            },
            Field::Family => families(value).ok_or("a family (`native`, `javascript`, `other`, `all`)"),
            Field::Path | Field::Package => Ok(Self::Glob(Glob::of_path(value))),
            Field::Message | Field::Level => Ok(Self::Glob(Glob::of_lower(value))),
            Field::Value if language == Language::Fingerprint => Ok(Self::Glob(Glob::of_lower(value))),
            Field::Category
            | Field::Function
            | Field::Logger
            | Field::Mechanism
            | Field::Module
            | Field::Release
            | Field::Sdk
            | Field::Tag(_)
            | Field::Type
            | Field::Value => Ok(Self::Glob(Glob::of_text(value))),
        }
    }
}

fn families(value: &str) -> Option<Pattern> {
    let mut families = Vec::new();
    for name in value.split(',') {
        match name.trim() {
            "native" => families.push(Family::Native),
            "javascript" => families.push(Family::JavaScript),
            "other" => families.push(Family::Other),
            "all" => return Some(Pattern::Families(Vec::new())),
            _ => return None,
        }
    }
    Some(Pattern::Families(families))
}

impl Matcher {
    /// Whether a text is as it says; what is not there is not.
    pub(super) fn passes_text(&self, text: Option<&str>) -> bool {
        let is_so = match &self.pattern {
            Pattern::Glob(glob) => text.is_some_and(|text| glob.matches(cut(text))),
            Pattern::Families(_) | Pattern::Own(_) => false,
        };
        is_so != self.is_negated
    }

    /// Whether a family is one of those it names.
    pub(super) fn passes_family(&self, family: Family) -> bool {
        let is_so = match &self.pattern {
            Pattern::Families(families) => families.is_empty() || families.contains(&family),
            Pattern::Glob(_) | Pattern::Own(_) => false,
        };
        is_so != self.is_negated
    }

    /// It asks for a mark, which rules change; everything else about a frame stays.
    pub(super) fn is_of_marks(&self) -> bool {
        matches!(self.field, Field::App | Field::Category)
    }

    /// Whether a frame is as it says.
    pub(super) fn passes_frame(&self, site: &Site<'_>, paths: &Paths<'_>) -> bool {
        match &self.field {
            Field::App => (self.pattern == Pattern::Own(site.in_app)) != self.is_negated,
            Field::Category => self.passes_text(site.category.as_deref()),
            Field::Family => self.passes_family(site.platform.family),
            Field::Function => self.passes_text(Some(site.function.as_deref().unwrap_or(UNKNOWN))),
            Field::Module => self.passes_text(site.frame.module.as_deref()),
            Field::Package => self.passes_path(paths.package.as_ref()),
            Field::Path => self.passes_path(paths.path.as_ref()),
            Field::Level
            | Field::Logger
            | Field::Mechanism
            | Field::Message
            | Field::Release
            | Field::Sdk
            | Field::Tag(_)
            | Field::Type
            | Field::Value => false,
        }
    }

    fn passes_path(&self, path: Option<&PlainPath<'_>>) -> bool {
        let is_so = match &self.pattern {
            Pattern::Glob(glob) => path.is_some_and(|path| glob.matches_path(path)),
            Pattern::Families(_) | Pattern::Own(_) => false,
        };
        is_so != self.is_negated
    }

    /// Whether an exception is as it says; what it lacks is `<unknown>`. `value` is its value as the language compares it.
    pub(super) fn passes_exception(&self, exception: Option<&ExceptionDigest<'_>>, value: Option<&str>) -> bool {
        let text = match &self.field {
            Field::Mechanism => exception.and_then(|exception| exception.mechanism.as_deref()),
            Field::Type => exception.and_then(|exception| exception.kind.as_deref()),
            Field::Value => value,
            Field::App
            | Field::Category
            | Field::Family
            | Field::Function
            | Field::Level
            | Field::Logger
            | Field::Message
            | Field::Module
            | Field::Package
            | Field::Path
            | Field::Release
            | Field::Sdk
            | Field::Tag(_) => None,
        };
        self.passes_text(Some(text.unwrap_or(UNKNOWN)))
    }
}

/// What a frame without a function, or an exception without a type, is taken for.
const UNKNOWN: &str = "<unknown>";

/// A frame's paths, as patterns are compared with them.
pub(super) struct Paths<'d> {
    path: Option<PlainPath<'d>>,
    package: Option<PlainPath<'d>>,
}

impl<'d> Paths<'d> {
    pub(super) fn of(site: &Site<'d>) -> Self {
        let frame = site.frame;
        let path = Some(path(frame)).filter(|path| !path.is_empty());
        let plain = |path| PlainPath::of(cut(path));
        Self { path: path.map(plain), package: frame.package.as_deref().map(plain) }
    }
}

/// What is compared of a text.
pub(super) fn cut(text: &str) -> &str {
    let end = (0..=MAX_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or(text)
}
