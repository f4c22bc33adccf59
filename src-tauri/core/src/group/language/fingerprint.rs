//! Rules for fingerprints: by what events are grouped, and how their issue is called (protocol notes, 5.10). The first one that
//! matches counts.

use std::cell::OnceCell;

use super::matcher::{Field, Language, Matcher, Of, Paths, cut};
use super::scan::{self, Line, Source};
use super::{RuleError, RuleRef, RuleScope, Rules};
use crate::group::Subject;
use crate::group::fingerprint::{Part, Variable, tag};
use crate::group::frame::Site;
use crate::items::digest::ExceptionDigest;

/// Characters of a title.
const MAX_TITLE: usize = 256;

/// One rule. All matchers of one kind must hold for the same exception, frame, message or event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FingerprintRule {
    pub(super) source: Source,
    event: Vec<Matcher>,
    message: Vec<Matcher>,
    exception: Vec<Matcher>,
    frame: Vec<Matcher>,
    values: Vec<Piece>,
    title: Option<Vec<Piece>>,
}

/// A piece of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// `{{ default }}`.
    Default,
    Text(String),
    Variable(Variable),
}

/// The rule that holds for an event, and what it says.
pub(in crate::group) struct Ruling<'d> {
    scope: RuleScope,
    rule: &'d FingerprintRule,
}

/// Reads the rules of a text.
pub(super) fn read(text: &str) -> (Vec<FingerprintRule>, Vec<RuleError>) {
    scan::rules(text, rule)
}

fn rule(line: &mut Line<'_>) -> Result<FingerprintRule, RuleError> {
    let mut rule = FingerprintRule {
        source: line.source(),
        event: Vec::new(),
        message: Vec::new(),
        exception: Vec::new(),
        frame: Vec::new(),
        values: Vec::new(),
        title: None,
    };
    let mut n_matchers = 0;
    while line.skip_blanks() && !line.rest().starts_with("->") {
        let matcher = line.matcher(Language::Fingerprint, &[])?;
        n_matchers += 1;
        match matcher.field.of() {
            Of::Frame => rule.frame.push(matcher),
            Of::Exception => rule.exception.push(matcher),
            Of::Message => rule.message.push(matcher),
            Of::Event => rule.event.push(matcher),
        }
    }
    if n_matchers == 0 {
        return Err(line.wrong("a matcher like `type:ValueError` was expected"));
    }
    if !line.eat("->") {
        return Err(line.wrong("`->` and what to group by were expected"));
    }
    while line.skip_blanks() {
        if line.eat(",") {
            continue;
        }
        value(line, &mut rule)?;
    }
    match (rule.values.is_empty(), &rule.title) {
        (true, None) => Err(line.wrong("a value, like `payment` or `{{ type }}`, was expected after `->`")),
        (true, Some(_)) => {
            rule.values.push(Piece::Default);
            Ok(rule)
        }
        (false, _) => Ok(rule),
    }
}

/// A value, or `title=…`.
fn value(line: &mut Line<'_>, rule: &mut FingerprintRule) -> Result<(), RuleError> {
    let is_title = line.eat("title=");
    let at = line.place();
    let text = line.value(if is_title { word_end } else { value_end })?;
    let pieces = pieces(line, at, &text)?;
    if !is_title {
        rule.values.extend(pieces);
        return Ok(());
    }
    if pieces.contains(&Piece::Default) {
        return Err(line.wrong_at(at, "a text was expected, and `{{ default }}` is none"));
    }
    if text.trim().is_empty() {
        return Err(line.wrong_at(at, "a text was expected after `title=`"));
    }
    rule.title = Some(pieces);
    Ok(())
}

fn word_end(text: &str) -> usize {
    text.find(char::is_whitespace).unwrap_or(text.len())
}

/// Up to a blank or a comma; not within `{{ }}`.
fn value_end(text: &str) -> usize {
    let mut is_variable = false;
    for (offset, sign) in text.char_indices() {
        let rest = text.get(offset..).unwrap_or_default();
        if !is_variable && (sign.is_whitespace() || sign == ',') {
            return offset;
        }
        is_variable = rest.starts_with("{{") || is_variable && !rest.starts_with("}}");
    }
    text.len()
}

/// A value with its variables. `at`: where it stands, for errors.
fn pieces(line: &Line<'_>, at: usize, text: &str) -> Result<Vec<Piece>, RuleError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or_else(|| line.wrong_at(at, "`}}` was expected after `{{`"))?;
        pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
        pieces.push(match name.trim() {
            "default" => Piece::Default,
            name => Piece::Variable(Variable::find(name).ok_or_else(|| unknown(line, at, name))?),
        });
        rest = after;
    }
    // Also an empty value is one: it says that all such events are the same.
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

fn unknown(line: &Line<'_>, at: usize, name: &str) -> RuleError {
    line.wrong_at(at, format!("a variable was expected (default, {}), and `{name}` is none", Variable::names()))
}

/// The first rule that matches.
pub(in crate::group) fn ruling<'d>(rules: &'d Rules, subject: &Subject<'d>) -> Option<Ruling<'d>> {
    let facts = Facts::of(subject);
    let mut rules = rules.fingerprint();
    rules.find(|(_, rule)| rule.matches(&facts)).map(|(scope, rule)| Ruling { scope, rule })
}

impl<'d> Ruling<'d> {
    /// What the event is grouped by.
    pub(in crate::group) fn parts(&self, subject: &Subject<'d>) -> Vec<Part<'d>> {
        let part = |piece: &'d Piece| match piece {
            Piece::Default => Part::Default,
            Piece::Text(text) => Part::text(text, subject),
            Piece::Variable(variable) => Part::Text(variable.value(subject)),
        };
        self.rule.values.iter().map(part).collect()
    }

    /// How its issue is called, if the rule says so: one line.
    pub(in crate::group) fn title(&self, subject: &Subject<'d>) -> Option<String> {
        let text = |piece: &Piece| match piece {
            Piece::Default => String::new(),
            Piece::Text(text) => text.clone(),
            Piece::Variable(variable) => cut(&variable.shown(subject)).to_owned(),
        };
        let title: String = self.rule.title.as_ref()?.iter().map(text).collect();
        let words: Vec<&str> = title.split_whitespace().collect();
        Some(words.join(" ").chars().take(MAX_TITLE).collect()).filter(|title: &String| !title.is_empty())
    }

    /// Which rule it is.
    pub(in crate::group) fn named(&self) -> RuleRef {
        RuleRef { scope: self.scope, line: self.rule.source.line, text: self.rule.source.text.to_string() }
    }
}

/// An event, as matchers ask about it; what is dear to find out is found out once.
struct Facts<'s, 'd> {
    subject: &'s Subject<'d>,
    level: &'static str,
    exceptions: OnceCell<Vec<(&'d ExceptionDigest<'d>, Option<String>)>>,
    messages: OnceCell<Vec<String>>,
    frames: OnceCell<Vec<(&'s Site<'d>, Paths<'d>)>>,
}

impl<'s, 'd> Facts<'s, 'd> {
    fn of(subject: &'s Subject<'d>) -> Self {
        let level = subject.digest.level.name();
        Self { subject, level, exceptions: OnceCell::new(), messages: OnceCell::new(), frames: OnceCell::new() }
    }

    /// Each with its value in lower case.
    fn exceptions(&self) -> &[(&'d ExceptionDigest<'d>, Option<String>)] {
        let lower = |exception: &'d ExceptionDigest<'d>| (exception, exception.value.as_deref().map(lower));
        self.exceptions.get_or_init(|| self.subject.digest.exceptions.iter().map(lower).collect())
    }

    /// The message, and what the exceptions say, in lower case.
    fn messages(&self) -> &[String] {
        self.messages.get_or_init(|| {
            let digest = self.subject.digest;
            let message = digest.message.as_deref().or(digest.message_template.as_deref());
            let values = digest.exceptions.iter().filter_map(|exception| exception.value.as_deref());
            message.into_iter().chain(values).map(lower).collect()
        })
    }

    fn frames(&self) -> &[(&'s Site<'d>, Paths<'d>)] {
        let with_paths = |site: &'s Site<'d>| (site, Paths::of(site));
        self.frames.get_or_init(|| self.subject.sites().map(with_paths).collect())
    }
}

fn lower(text: &str) -> String {
    cut(text).to_lowercase()
}

impl FingerprintRule {
    fn matches(&self, facts: &Facts<'_, '_>) -> bool {
        let all = |matchers: &[Matcher], passes: &dyn Fn(&Matcher) -> bool| matchers.iter().all(passes);
        let is_asked = |matchers: &[Matcher]| !matchers.is_empty();
        all(&self.event, &|matcher| passes_event(matcher, facts))
            && (!is_asked(&self.exception)
                || facts.exceptions().iter().any(|(exception, value)| {
                    all(&self.exception, &|matcher| matcher.passes_exception(Some(exception), value.as_deref()))
                }))
            && (!is_asked(&self.message)
                || facts.messages().iter().any(|text| all(&self.message, &|matcher| matcher.passes_text(Some(text)))))
            && (!is_asked(&self.frame)
                || facts
                    .frames()
                    .iter()
                    .any(|(site, paths)| all(&self.frame, &|matcher| matcher.passes_frame(site, paths))))
    }
}

fn passes_event(matcher: &Matcher, facts: &Facts<'_, '_>) -> bool {
    let digest = facts.subject.digest;
    match &matcher.field {
        Field::Family => matcher.passes_family(facts.subject.platform.family),
        Field::Level => matcher.passes_text(Some(facts.level)),
        Field::Logger => matcher.passes_text(digest.logger.as_deref()),
        Field::Release => matcher.passes_text(digest.release.as_deref()),
        Field::Sdk => matcher.passes_text(digest.sdk.as_ref().map(|(name, _)| name.as_ref())),
        Field::Tag(key) => matcher.passes_text(tag(digest, key)),
        Field::App
        | Field::Category
        | Field::Function
        | Field::Mechanism
        | Field::Message
        | Field::Module
        | Field::Package
        | Field::Path
        | Field::Type
        | Field::Value => false,
    }
}
