//! How long things are kept: limits from the settings. It decides nothing about single rows.
//!
//! | setting | default | what |
//! |---|---|---|
//! | `retention.days` | 90 | what came before goes |
//! | `retention.events` | 1000 | events of an issue that are kept |
//! | `retention.first` | 20 | of these, the first |
//! | `retention.last` | 500 | of these, the last; the rest is a sample between |
//! | `retention.mebibytes` | 2048 | size of the file |
//!
//! 0 as days, events or size: no such limit. What is no number is as if it was not set.

use rusqlite::Connection;

use crate::store::tables::setting;

/// Microseconds of a day.
const DAY: i64 = 24 * 3_600 * 1_000_000;

/// Bytes of a mebibyte.
const MEBIBYTE: i64 = 1 << 20;

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Retention {
    /// Microseconds. None: for good.
    pub(super) age: Option<i64>,
    /// Events of an issue. None: all.
    pub(super) events: Option<Share>,
    /// Bytes of the file that are in use. None: any.
    pub(super) bytes: Option<i64>,
}

/// Which events of an issue are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    /// The oldest of all.
    pub(super) first: i64,
    /// A sample of those between.
    pub(super) sample: i64,
    /// The newest.
    pub(super) last: i64,
}

impl Retention {
    /// As the settings say.
    pub(super) fn read(db: &Connection) -> rusqlite::Result<Self> {
        let all = number(db, "retention.events", 1_000)?;
        let first = number(db, "retention.first", 20)?.min(all);
        let last = number(db, "retention.last", 500)?.min(all - first);
        let share = Share { first, sample: all - first - last, last };
        Ok(Self {
            age: limit(number(db, "retention.days", 90)?, DAY),
            events: (all > 0).then_some(share),
            bytes: limit(number(db, "retention.mebibytes", 2_048)?, MEBIBYTE),
        })
    }
}

impl Share {
    /// How many in all.
    pub(super) fn all(self) -> i64 {
        self.first + self.sample + self.last
    }
}

fn limit(n: i64, unit: i64) -> Option<i64> {
    (n > 0).then(|| n.saturating_mul(unit))
}

/// The number a setting names.
fn number(db: &Connection, name: &str, default: i64) -> rusqlite::Result<i64> {
    let set = setting::get(db, name)?.and_then(|text| text.trim().parse::<i64>().ok());
    Ok(set.filter(|n| *n >= 0).unwrap_or(default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_say_what_is_kept_and_nonsense_says_nothing() {
        let usual = Share { first: 20, sample: 480, last: 500 };
        let table: [(&str, &str, Retention); 6] = [
            ("other", "1", retention(Some(90), Some(usual), Some(2_048))),
            ("retention.days", "7", retention(Some(7), Some(usual), Some(2_048))),
            ("retention.days", "soon", retention(Some(90), Some(usual), Some(2_048))),
            ("retention.events", "0", retention(Some(90), None, Some(2_048))),
            (
                "retention.events",
                "30",
                retention(Some(90), Some(Share { first: 20, sample: 0, last: 10 }), Some(2_048)),
            ),
            ("retention.mebibytes", "0", retention(Some(90), Some(usual), None)),
        ];
        for (name, value, expected) in table {
            let db = Connection::open_in_memory().unwrap();
            setting::TABLE.migrations.iter().for_each(|migration| db.execute_batch(migration.sql).unwrap());
            setting::set(&db, name, Some(value)).unwrap();
            assert_eq!(Retention::read(&db).unwrap(), expected, "{name} = {value}");
        }
    }

    fn retention(days: Option<i64>, events: Option<Share>, mebibytes: Option<i64>) -> Retention {
        Retention { age: days.map(|n| n * DAY), events, bytes: mebibytes.map(|n| n * MEBIBYTE) }
    }
}
