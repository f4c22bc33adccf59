//! Is the file sound? Asked by `doctor` only: it reads the whole file.

use std::time::Duration;

use super::Reader;
use crate::store::StoreError;

impl Reader {
    /// What `PRAGMA quick_check` finds; empty: the file is sound.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        self.read_within(Duration::MAX, |db| {
            let mut statement = db.prepare("PRAGMA quick_check(10)")?;
            let found = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            Ok(found.into_iter().filter(|line| line != "ok").collect())
        })
    }
}
