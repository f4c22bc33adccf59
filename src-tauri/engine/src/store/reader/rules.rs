//! The user's rules for grouping: their texts, and what of them holds now.

use super::Reader;
use crate::store::rulebook::Book;
use crate::store::tables::{project, setting};
use crate::store::{RuleText, Rulebook, StoreError};

impl Reader {
    /// All rules as they were written: those for all projects first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn rule_texts(&self) -> Result<Vec<RuleText>, StoreError> {
        self.read(|db| {
            let settings = setting::all(db)?;
            Ok(settings.iter().filter_map(|(name, value)| RuleText::of_setting(name, value)).collect())
        })
    }

    /// The rules that hold.
    pub fn rulebook(&self) -> &Rulebook {
        &self.0.rulebook
    }

    /// Reads them from the file; they hold from now on.
    pub(in crate::store) fn load_rules(&self) -> Result<(), StoreError> {
        let texts = self.rule_texts()?;
        let projects = self.read(|db| Ok(project::all(db)?))?;
        let slugs = projects.into_iter().map(|project| (project.key, project.slug));
        self.0.rulebook.exchange(Book::read(&texts, slugs));
        Ok(())
    }
}
