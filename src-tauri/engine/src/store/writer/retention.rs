//! How long things are kept: limits from the settings. It decides nothing about single rows.
//!
//! | setting | default | what |
//! |---|---|---|
//! | `retention.days` | 90 | errors, feedback and what belongs to them go after so long |
//! | `retention.days.traces` | 30 | transactions, spans, profiles |
//! | `retention.days.logs` | 30 | logs and metrics |
//! | `retention.days.replays` | 30 | replays |
//! | `retention.days.sessions` | 30 | sessions, check-ins, reports of clients |
//! | `retention.days.other` | as errors | what nobody knows, and attachments of no event |
//! | `retention.events` | 1000 | events of an issue that are kept |
//! | `retention.first` | 20 | of these, the first |
//! | `retention.last` | 500 | of these, the last; the rest is a sample between |
//! | `retention.mebibytes` | 2048 | size of the file |
//!
//! 0 as days, events or size: no such limit. What is no number is as if it was not set. A default of 30 days is never more than
//! `retention.days`: who wants errors gone after a week does not want to find logs of last month.

use crashtray_core::event::EventKind;
use crashtray_core::items::ItemKind;
use rusqlite::Connection;

use crate::store::tables::setting;

/// Microseconds of a day.
const DAY: i64 = 24 * 3_600 * 1_000_000;

/// Bytes of a mebibyte.
const MEBIBYTE: i64 = 1 << 20;

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Retention {
    /// Ages in microseconds, each with what goes then. What is in none of them is kept for good.
    pub(super) ages: Vec<(i64, Groups)>,
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

/// What is kept equally long. Only errors are never evicted by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Errors,
    Logs,
    Other,
    Replays,
    Sessions,
    Traces,
}

/// Some groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Groups(u8);

/// Every group that has a setting of its own, and for how many days it is kept at most where that is not set. Alphabetical.
const GROUPS: [(Group, &str, Option<i64>); 5] = [
    (Group::Logs, "retention.days.logs", Some(30)),
    (Group::Other, "retention.days.other", None),
    (Group::Replays, "retention.days.replays", Some(30)),
    (Group::Sessions, "retention.days.sessions", Some(30)),
    (Group::Traces, "retention.days.traces", Some(30)),
];

impl Group {
    /// Of an event.
    pub(super) fn of_event(kind: EventKind) -> Self {
        match kind {
            EventKind::Error | EventKind::Default | EventKind::Feedback | EventKind::Security | EventKind::Nel => {
                Self::Errors
            }
            EventKind::Transaction => Self::Traces,
        }
    }

    /// Of an item that is neither an event nor an attachment in this file: by its type.
    pub(super) fn of_item(kind: &str) -> Self {
        match ItemKind::parse(kind) {
            ItemKind::Event
            | ItemKind::Feedback
            | ItemKind::UserReport
            | ItemKind::Attachment
            | ItemKind::Security
            | ItemKind::RawSecurity
            | ItemKind::Nel
            | ItemKind::FormData
            | ItemKind::Minidump
            | ItemKind::UnrealReport => Self::Errors,
            ItemKind::Log
            | ItemKind::MetricBuckets
            | ItemKind::OtlpLogs
            | ItemKind::OtlpMetrics
            | ItemKind::Statsd
            | ItemKind::TraceMetric => Self::Logs,
            ItemKind::ReplayEvent | ItemKind::ReplayRecording | ItemKind::ReplayVideo => Self::Replays,
            ItemKind::CheckIn | ItemKind::ClientReport | ItemKind::Session | ItemKind::Sessions => Self::Sessions,
            ItemKind::OtlpTraces
            | ItemKind::Profile
            | ItemKind::ProfileChunk
            | ItemKind::Span
            | ItemKind::Transaction => Self::Traces,
            ItemKind::Unknown(_) => Self::Other,
        }
    }
}

impl Groups {
    /// All of them.
    pub(super) const ALL: Self = Self(u8::MAX);
    /// All but errors.
    pub(super) const OTHERS: Self = Self(!(1 << Group::Errors as u8));

    fn with(self, group: Group) -> Self {
        Self(self.0 | 1 << group as u8)
    }

    pub(super) fn has(self, group: Group) -> bool {
        self.0 & 1 << group as u8 != 0
    }
}

impl Retention {
    /// As the settings say.
    pub(super) fn read(db: &Connection) -> rusqlite::Result<Self> {
        let all = number(db, "retention.events", 1_000)?;
        let first = number(db, "retention.first", 20)?.min(all);
        let last = number(db, "retention.last", 500)?.min(all - first);
        let share = Share { first, sample: all - first - last, last };
        Ok(Self {
            ages: ages(db)?,
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

/// Groups of one age are one: what came is then walked over once for all of them.
fn ages(db: &Connection) -> rusqlite::Result<Vec<(i64, Groups)>> {
    let errors = limit(number(db, "retention.days", 90)?, DAY);
    let mut ages: Vec<(i64, Groups)> = Vec::new();
    let mut put = |age: i64, group| match ages.iter_mut().find(|(known, _)| *known == age) {
        Some((_, groups)) => *groups = groups.with(group),
        None => ages.push((age, Groups::default().with(group))),
    };
    if let Some(age) = errors {
        put(age, Group::Errors);
    }
    for (group, name, most) in GROUPS {
        let usual = [errors, most.map(|days| days * DAY)].into_iter().flatten().min();
        let age = set(db, name)?.map_or(usual, |days| limit(days, DAY));
        if let Some(age) = age {
            put(age, group);
        }
    }
    Ok(ages)
}

fn limit(n: i64, unit: i64) -> Option<i64> {
    (n > 0).then(|| n.saturating_mul(unit))
}

/// The number a setting names.
fn number(db: &Connection, name: &str, default: i64) -> rusqlite::Result<i64> {
    Ok(set(db, name)?.unwrap_or(default))
}

/// The number that was set, if it is a good one.
fn set(db: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let set = setting::get(db, name)?.and_then(|text| text.trim().parse::<i64>().ok());
    Ok(set.filter(|n| *n >= 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Retention {
        let db = Connection::open_in_memory().unwrap();
        setting::TABLE.migrations.iter().for_each(|migration| db.execute_batch(migration.sql).unwrap());
        settings.iter().for_each(|(name, value)| setting::set(&db, name, Some(value)).unwrap());
        Retention::read(&db).unwrap()
    }

    #[test]
    fn settings_say_what_is_kept_and_nonsense_says_nothing() {
        let usual = Some(Share { first: 20, sample: 480, last: 500 });
        let table: [(&str, &str, Option<Share>, Option<i64>); 4] = [
            ("other", "1", usual, Some(2_048)),
            ("retention.events", "0", None, Some(2_048)),
            ("retention.events", "30", Some(Share { first: 20, sample: 0, last: 10 }), Some(2_048)),
            ("retention.mebibytes", "0", usual, None),
        ];
        for (name, value, events, mebibytes) in table {
            let retention = read(&[(name, value)]);
            let bytes = mebibytes.map(|n| n * MEBIBYTE);
            assert_eq!((retention.events, retention.bytes), (events, bytes), "{name} = {value}");
        }
    }

    #[test]
    fn each_group_has_its_age() {
        use Group::{Errors, Logs, Other, Replays, Sessions, Traces};
        let all = [Errors, Other, Traces, Logs, Replays, Sessions];
        type Settings = &'static [(&'static str, &'static str)];
        let table: [(Settings, [i64; 6]); 7] = [
            (&[], [90, 90, 30, 30, 30, 30]),
            (&[("retention.days", "7")], [7; 6]),
            (&[("retention.days", "soon")], [90, 90, 30, 30, 30, 30]),
            (&[("retention.days", "0")], [0, 0, 30, 30, 30, 30]),
            (&[("retention.days.logs", "3")], [90, 90, 30, 3, 30, 30]),
            (&[("retention.days.logs", "400"), ("retention.days.traces", "0")], [90, 90, 0, 400, 30, 30]),
            (&[("retention.days.other", "1"), ("retention.days", "1000")], [1_000, 1, 30, 30, 30, 30]),
        ];
        for (settings, expected) in table {
            let ages = read(settings).ages;
            let days = all.map(|group| {
                let found: Vec<i64> =
                    ages.iter().filter(|(_, groups)| groups.has(group)).map(|(age, _)| age / DAY).collect();
                assert!(found.len() <= 1, "{group:?} has one age: {ages:?}");
                found.first().copied().unwrap_or_default()
            });
            assert_eq!(days, expected, "{settings:?}; 0: for good");
        }
        assert_eq!(read(&[]).ages.len(), 2, "groups of one age are walked over together");
    }

    #[test]
    fn errors_are_told_from_all_others() {
        let table = [
            (Group::Errors, &["event", "attachment", "minidump", "user_report", "nel", "form_data"][..]),
            (Group::Logs, &["log", "otlp_logs", "trace_metric", "statsd"]),
            (Group::Other, &["poem", ""]),
            (Group::Replays, &["replay_event", "replay_recording", "replay_video"]),
            (Group::Sessions, &["session", "sessions", "client_report", "check_in"]),
            (Group::Traces, &["transaction", "span", "profile", "profile_chunk", "otlp_traces"]),
        ];
        for (group, kinds) in table {
            for kind in kinds {
                assert_eq!(Group::of_item(kind), group, "{kind}");
                assert_eq!(Groups::OTHERS.has(group), group != Group::Errors, "{kind}");
                assert!(Groups::ALL.has(group));
            }
        }
        assert_eq!(Group::of_event(EventKind::Transaction), Group::Traces);
        assert_eq!(Group::of_event(EventKind::Feedback), Group::Errors);
    }
}
