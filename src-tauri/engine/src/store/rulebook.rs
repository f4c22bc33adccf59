//! The user's rules for grouping, ready to be applied: read once, exchanged when somebody changes them. Whoever takes events in asks
//! here for each request, so that asking costs nothing where there are no rules.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crashtray_core::dsn::ProjectKey;
use crashtray_core::group::{GroupConfig, RuleKind, RuleSet, Rules};

/// Settings that hold rules begin so: `grouping.stack` for all projects, `grouping.stack.shop` for one.
const SETTING: &str = "grouping.";

/// All rules. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Rulebook(Arc<RwLock<Arc<Book>>>);

/// The rules at one time.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// For all projects.
    all: Option<Arc<RuleSet>>,
    /// For one, by its slug.
    own: HashMap<String, Arc<RuleSet>>,
    /// Which slug a project has.
    slugs: HashMap<ProjectKey, String>,
}

/// The user's rules of one kind for some projects, as he wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// Slug; `None`: for all projects.
    pub project: Option<String>,
    /// Of which kind.
    pub kind: RuleKind,
    /// One rule per line.
    pub text: String,
}

impl Rulebook {
    /// `base`, with the rules for this project.
    pub fn config<'b>(&self, base: &'b GroupConfig, project: &ProjectKey) -> Cow<'b, GroupConfig> {
        let rules = self.book().of_key(project);
        if rules.is_empty() { Cow::Borrowed(base) } else { Cow::Owned(GroupConfig { rules, ..base.clone() }) }
    }

    /// The rules of a project.
    pub fn rules(&self, slug: &str) -> Rules {
        let book = self.book();
        Rules { all: book.all.clone(), own: book.own.get(slug).cloned() }
    }

    /// Whether nobody wrote any.
    pub fn is_empty(&self) -> bool {
        self.book().is_empty()
    }

    /// These rules hold from now on.
    pub(super) fn exchange(&self, book: Book) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(book);
    }

    fn book(&self) -> Arc<Book> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Book {
    /// Reads rules. What cannot be read (another version wrote it) is logged and left out.
    pub(super) fn read(texts: &[RuleText], slugs: impl Iterator<Item = (ProjectKey, String)>) -> Self {
        let (mut all, mut own) = (RuleSet::default(), HashMap::<String, RuleSet>::new());
        for RuleText { project, kind, text } in texts {
            let set = match project {
                Some(slug) => own.entry(slug.clone()).or_default(),
                None => &mut all,
            };
            for error in set.add(*kind, text) {
                tracing::warn!(%error, kind = kind.name(), project, "a rule for grouping cannot be read; it is left out");
            }
        }
        let own = own.into_iter().map(|(slug, set)| (slug, Arc::new(set))).collect();
        let book = Self { all: (!all.is_empty()).then(|| Arc::new(all)), own, slugs: HashMap::new() };
        // Only who has rules of his own needs to be known.
        let slugs = slugs.filter(|_| !book.own.is_empty()).collect();
        Self { slugs, ..book }
    }

    fn is_empty(&self) -> bool {
        self.all.is_none() && self.own.is_empty()
    }

    fn of_key(&self, project: &ProjectKey) -> Rules {
        // A project that is about to be made gets the slug that it wants, or none that has rules.
        let wanted = || Some(project.slug()).filter(|slug| !self.slugs.values().any(|taken| taken == slug));
        let own = match self.own.is_empty() {
            true => None,
            false => self.slugs.get(project).cloned().or_else(wanted).and_then(|slug| self.own.get(&slug).cloned()),
        };
        Rules { all: self.all.clone(), own }
    }
}

impl RuleText {
    /// The setting that holds it.
    pub(super) fn setting(&self) -> String {
        let kind = self.kind.name();
        match &self.project {
            Some(slug) => format!("{SETTING}{kind}.{slug}"),
            None => format!("{SETTING}{kind}"),
        }
    }

    /// The rules that a setting holds, if it does.
    pub(super) fn of_setting(name: &str, text: &str) -> Option<Self> {
        let name = name.strip_prefix(SETTING)?;
        let (kind, project) = name.split_once('.').map_or((name, None), |(kind, slug)| (kind, Some(slug.to_owned())));
        let kind = RuleKind::ALL.into_iter().find(|known| known.name() == kind)?;
        Some(Self { project, kind, text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(project: Option<&str>, kind: RuleKind, text: &str) -> RuleText {
        RuleText { project: project.map(str::to_owned), kind, text: text.to_owned() }
    }

    fn key(key: &str, number: &str) -> ProjectKey {
        ProjectKey { key: key.to_owned(), number: number.to_owned() }
    }

    #[test]
    fn rules_are_settings() {
        let table = [
            (text(None, RuleKind::Stack, "x"), "grouping.stack"),
            (text(Some("shop"), RuleKind::Fingerprint, "x"), "grouping.fingerprint.shop"),
        ];
        for (rules, setting) in table {
            assert_eq!(rules.setting(), setting);
            assert_eq!(RuleText::of_setting(setting, "x"), Some(rules));
        }
        for other in ["retention.days", "grouping.", "grouping.other", "grouping.stacks.shop"] {
            assert_eq!(RuleText::of_setting(other, "x"), None, "{other}");
        }
    }

    #[test]
    fn each_project_gets_its_own() {
        let rulebook = Rulebook::default();
        assert!(rulebook.is_empty() && rulebook.config(&GroupConfig::default(), &key("shop", "1")).rules.is_empty());
        let texts = [
            text(None, RuleKind::Stack, "function:a -app\nnonsense"),
            text(Some("shop"), RuleKind::Stack, "function:b -app"),
            text(Some("later"), RuleKind::Fingerprint, "type:A -> a"),
        ];
        let slugs = [(key("shop", "1"), "shop"), (key("shop", "2"), "shop_2"), (key("api", "1"), "api")];
        rulebook.exchange(Book::read(&texts, slugs.into_iter().map(|(key, slug)| (key, slug.to_owned()))));
        let n = |key: &ProjectKey| {
            let rules = rulebook.config(&GroupConfig::default(), key).rules.clone();
            let n =
                |set: Option<Arc<RuleSet>>| set.map_or(0, |set| set.n(RuleKind::Stack) + set.n(RuleKind::Fingerprint));
            (n(rules.all), n(rules.own))
        };
        let table = [
            (key("shop", "1"), (1, 1), "its own, and those for all without the line that cannot be read"),
            (key("shop", "2"), (1, 0), "the second one of that name"),
            (key("api", "1"), (1, 0), "none of its own"),
            (key("later", "1"), (1, 1), "not there yet, but it will be called so"),
            (key("shop", "3"), (1, 0), "nor is this one there, and the name is taken"),
        ];
        for (key, expected, why) in table {
            assert_eq!(n(&key), expected, "{key:?}: {why}");
        }
        assert!(rulebook.rules("shop").own.is_some() && rulebook.rules("api").own.is_none());
    }
}
