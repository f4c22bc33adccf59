//! Patterns of rules: `*` any run, `?` any character, `[a-z]` one of these; in paths `*` and `?` stop at a slash and `**` does not.
//!
//! All ways through a pattern are followed at once, so that the time is at most the length of the text times that of the
//! pattern. What most patterns are (a word, or one with runs at its ends) is a comparison.

use std::borrow::Cow;

use memchr::memmem::Finder;

/// A pattern, ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Glob {
    /// Everything.
    Any,
    /// This text.
    Is(String),
    /// What starts so.
    Starts(String),
    /// What ends so.
    Ends(String),
    /// What has this in it.
    Has(Needle),
    /// The rest: characters, each as it may be.
    Wild(Vec<Sign>),
}

/// A text that is looked for in others, prepared once.
#[derive(Clone, Debug)]
pub(super) struct Needle(Box<Finder<'static>>);

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        self.0.needle() == other.0.needle()
    }
}

impl Eq for Needle {}

/// One place of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// This character.
    Only(char),
    /// Any character; of a path: but a slash.
    One(Reach),
    /// Any run of characters, also an empty one; of a path: within a folder, unless it was `**`.
    Run(Reach),
    /// A character in, or not in, one of these ranges.
    Class { is_negated: bool, ranges: Vec<(char, char)>, reach: Reach },
}

/// How far a place of a pattern goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Over everything.
    Everything,
    /// Not over a slash.
    Folder,
}

/// A path as patterns are compared with it: in lower case, with slashes, one of them in front.
pub(super) struct PlainPath<'p> {
    path: Cow<'p, str>,
    /// The slash in front was not there.
    is_relative: bool,
}

impl Glob {
    /// A pattern for texts. Case matters.
    pub(super) fn of_text(pattern: &str) -> Self {
        Self::of(signs(pattern, Reach::Everything))
    }

    /// A pattern for texts in lower case.
    pub(super) fn of_lower(pattern: &str) -> Self {
        Self::of_text(&pattern.to_lowercase())
    }

    /// A pattern for paths.
    pub(super) fn of_path(pattern: &str) -> Self {
        Self::of(signs(&pattern.to_ascii_lowercase().replace('\\', "/"), Reach::Folder))
    }

    fn of(signs: Vec<Sign>) -> Self {
        let is_run = |sign: Option<&Sign>| sign == Some(&Sign::Run(Reach::Everything));
        let (starts_open, ends_open) = (is_run(signs.first()), is_run(signs.last()));
        if starts_open && signs.len() == 1 {
            return Self::Any;
        }
        let middle = signs.get(usize::from(starts_open)..signs.len() - usize::from(ends_open)).unwrap_or_default();
        let literal = |sign: &Sign| match sign {
            Sign::Only(sign) => Some(*sign),
            Sign::One(_) | Sign::Run(_) | Sign::Class { .. } => None,
        };
        match (middle.iter().map(literal).collect::<Option<String>>(), starts_open, ends_open) {
            (Some(text), false, false) => Self::Is(text),
            (Some(text), false, true) => Self::Starts(text),
            (Some(text), true, false) => Self::Ends(text),
            (Some(text), true, true) => Self::Has(Needle(Box::new(Finder::new(&text).into_owned()))),
            (None, ..) => Self::Wild(signs),
        }
    }

    /// Whether the whole text is as the pattern says.
    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Is(wanted) => wanted == text,
            Self::Starts(start) => text.starts_with(start.as_str()),
            Self::Ends(end) => text.ends_with(end.as_str()),
            Self::Has(part) => part.0.find(text.as_bytes()).is_some(),
            Self::Wild(signs) => is_wild(signs, text),
        }
    }

    /// As `matches`; a path is also tried with a slash in front.
    pub(super) fn matches_path(&self, path: &PlainPath<'_>) -> bool {
        self.matches(&path.path) || path.is_relative && self.matches(path.path.get(1..).unwrap_or_default())
    }
}

impl<'p> PlainPath<'p> {
    pub(super) fn of(path: &'p str) -> Self {
        let is_relative = !path.starts_with(['/', '\\']);
        let is_plain = !is_relative && !path.bytes().any(|byte| byte == b'\\' || byte.is_ascii_uppercase());
        let plain = || {
            let mut plain = path.to_ascii_lowercase().replace('\\', "/");
            if is_relative {
                plain.insert(0, '/');
            }
            plain
        };
        Self { path: if is_plain { Cow::Borrowed(path) } else { Cow::Owned(plain()) }, is_relative }
    }
}

/// Reads a pattern. What is no class (`[` that nobody closes) stands for itself.
fn signs(pattern: &str, reach: Reach) -> Vec<Sign> {
    let all: Vec<char> = pattern.chars().collect();
    let mut signs: Vec<Sign> = Vec::with_capacity(all.len());
    let mut at = 0;
    while let Some(&sign) = all.get(at) {
        at += 1;
        match sign {
            '?' => signs.push(Sign::One(reach)),
            '*' => {
                let is_double = all.get(at) == Some(&'*');
                let run = if is_double { Reach::Everything } else { reach };
                // A run after a run goes as far as the farther of the two.
                match signs.last_mut() {
                    Some(Sign::Run(known)) if run == Reach::Everything => *known = run,
                    Some(Sign::Run(_)) => {}
                    Some(Sign::Only(_) | Sign::One(_) | Sign::Class { .. }) | None => signs.push(Sign::Run(run)),
                }
            }
            '[' => match class(all.get(at..).unwrap_or_default(), reach) {
                Some((class, n_read)) => {
                    signs.push(class);
                    at += n_read;
                }
                None => signs.push(Sign::Only('[')),
            },
            other => signs.push(Sign::Only(other)),
        }
    }
    signs
}

/// A class after its bracket, and how many characters it takes. `!` or `^` negates; a bracket right at the start is one of its characters.
fn class(all: &[char], reach: Reach) -> Option<(Sign, usize)> {
    let is_negated = matches!(all.first(), Some('!' | '^'));
    let mut at = usize::from(is_negated);
    let mut ranges = Vec::new();
    loop {
        let first = *all.get(at)?;
        if first == ']' && !ranges.is_empty() {
            return Some((Sign::Class { is_negated, ranges, reach }, at + 1));
        }
        let last = all.get(at + 2).filter(|last| all.get(at + 1) == Some(&'-') && **last != ']');
        ranges.push((first, last.copied().unwrap_or(first)));
        at += if last.is_some() { 3 } else { 1 };
    }
}

/// Follows all ways at once: `here` are the places, in order, that the text so far may have come to.
fn is_wild(signs: &[Sign], text: &str) -> bool {
    let (mut here, mut next) = (Vec::with_capacity(8), Vec::with_capacity(8));
    arrive(signs, &mut here, 0);
    for sign in text.chars() {
        for &at in &here {
            match signs.get(at) {
                Some(Sign::Run(reach)) if reach.takes(sign) => arrive(signs, &mut next, at),
                Some(place) if place.takes(sign) => arrive(signs, &mut next, at + 1),
                Some(_) | None => {}
            }
        }
        if next.is_empty() {
            return false;
        }
        std::mem::swap(&mut here, &mut next);
        next.clear();
    }
    here.last() == Some(&signs.len())
}

/// A run may be empty: who comes to one has come past it too. Places come in order, so the last one is the largest.
fn arrive(signs: &[Sign], places: &mut Vec<usize>, at: usize) {
    let past = at + usize::from(matches!(signs.get(at), Some(Sign::Run(_))));
    for place in at..=past {
        if places.last().is_none_or(|last| *last < place) {
            places.push(place);
        }
    }
}

impl Reach {
    fn takes(self, sign: char) -> bool {
        match self {
            Self::Everything => true,
            Self::Folder => sign != '/',
        }
    }
}

impl Sign {
    fn takes(&self, sign: char) -> bool {
        match self {
            Self::Only(only) => *only == sign,
            Self::One(reach) => reach.takes(sign),
            Self::Run(_) => false,
            Self::Class { is_negated, ranges, reach } => {
                reach.takes(sign) && ranges.iter().any(|(from, to)| (*from..=*to).contains(&sign)) != *is_negated
            }
        }
    }
}
