//! Folds bursts of alerts: the first is told at once, then at most one summary per ten seconds.
//!
//! Pure: time is an argument, in milliseconds on any clock that only goes forward. What is held back is bounded by the number of
//! outbox rows, a few bytes each.

use std::collections::BTreeMap;

use super::{Alert, AlertKind};

/// How long alerts are collected after something was told.
const PAUSE_MS: u64 = 10_000;

/// Alerts on their way to a person.
#[derive(Debug, Default)]
pub struct Bursts {
    /// Until then nothing more is told.
    quiet_until: Option<u64>,
    held: Option<Held>,
}

#[derive(Debug)]
struct Held {
    first: Alert,
    rest: Summary,
}

/// What is to be told now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saying {
    /// Several, in one sentence.
    Many(Summary),
    /// One by itself.
    One(Alert),
}

/// Several alerts, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Their outbox rows.
    pub outbox_ids: Vec<i64>,
    /// Their issues, each once, in numerical order, with what happened last.
    pub issues: BTreeMap<u32, AlertKind>,
    /// Slugs of their projects, each with its number of alerts.
    pub projects: BTreeMap<String, u32>,
}

impl Bursts {
    /// Takes an alert in. `Some`: tell it now.
    pub fn alert(&mut self, alert: Alert, now_ms: u64) -> Option<Saying> {
        if self.quiet_until.is_none_or(|until| now_ms >= until) && self.held.is_none() {
            self.quiet_until = Some(now_ms.saturating_add(PAUSE_MS));
            return Some(Saying::One(alert));
        }
        match &mut self.held {
            Some(held) => held.rest.add(&alert),
            none @ None => *none = Some(Held { rest: Summary::of(&alert), first: alert }),
        }
        None
    }

    /// When [`Bursts::tick`] has something to say; `None`: nothing is held back.
    pub fn due(&self) -> Option<u64> {
        self.held.as_ref().and(self.quiet_until)
    }

    /// What was held back, once its time has come. A single alert is told as it is.
    pub fn tick(&mut self, now_ms: u64) -> Option<Saying> {
        self.due().filter(|due| now_ms >= *due)?;
        let held = self.held.take()?;
        self.quiet_until = Some(now_ms.saturating_add(PAUSE_MS));
        let is_single = held.rest.outbox_ids.len() == 1;
        Some(if is_single { Saying::One(held.first) } else { Saying::Many(held.rest) })
    }
}

impl Summary {
    fn of(alert: &Alert) -> Self {
        let mut summary = Self::default();
        summary.add(alert);
        summary
    }

    fn add(&mut self, alert: &Alert) {
        self.outbox_ids.push(alert.outbox_id);
        self.issues.insert(alert.issue, alert.kind);
        *self.projects.entry(alert.project.clone()).or_default() += 1;
    }

    /// `14 new issues in shop, 3,204 events`. `n_events`: how many events these issues have by now.
    pub fn sentence(&self, n_events: u64) -> String {
        let n_regressed = self.issues.values().filter(|kind| **kind == AlertKind::Regressed).count();
        let counts = match (self.issues.len() - n_regressed, n_regressed) {
            (n_new, 0) => format!("{} {}", thousands(n_new as u64), plural(n_new, "new issue")),
            (0, n) => format!("{} {} again", thousands(n as u64), plural(n, "resolved issue")),
            (n_new, n) => format!("{} new and {} regressed issues", thousands(n_new as u64), thousands(n as u64)),
        };
        let events = format!("{} {}", thousands(n_events), if n_events == 1 { "event" } else { "events" });
        format!("{counts} in {}, {events}", self.places())
    }

    fn places(&self) -> String {
        let mut slugs = self.projects.keys();
        match (slugs.next(), slugs.next(), self.projects.len()) {
            (Some(one), None, _) => one.clone(),
            (Some(one), Some(two), 2) => format!("{one} and {two}"),
            (_, _, n) => format!("{n} projects"),
        }
    }
}

fn plural(n: usize, word: &str) -> String {
    if n == 1 { word.to_owned() } else { format!("{word}s") }
}

fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let ahead = digits.len() % 3;
    let groups = digits.as_bytes()[ahead..].chunks(3).map(String::from_utf8_lossy);
    let first = (ahead > 0).then(|| digits[..ahead].into());
    first.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sinks::notify::tests::alert;

    fn told(saying: Option<Saying>) -> String {
        match saying {
            None => "nothing".to_owned(),
            Some(Saying::One(alert)) => format!("issue {}", alert.issue),
            Some(Saying::Many(summary)) => format!("{} rows {:?}", summary.outbox_ids.len(), summary.issues.keys()),
        }
    }

    #[test]
    fn the_first_is_told_at_once_and_the_rest_after_ten_seconds() {
        let mut bursts = Bursts::default();
        assert_eq!(told(bursts.alert(alert(1), 0)), "issue 1");
        assert_eq!(bursts.due(), None, "nothing is held back yet");
        for issue in [2, 3, 2] {
            assert_eq!(told(bursts.alert(alert(issue), 1_000)), "nothing");
        }
        assert_eq!(bursts.due(), Some(10_000));
        assert_eq!(told(bursts.tick(9_999)), "nothing");
        assert_eq!(told(bursts.tick(10_000)), "3 rows [2, 3]");
        assert_eq!(told(bursts.alert(alert(4), 10_001)), "nothing", "a summary is followed by ten quiet seconds too");
        assert_eq!(told(bursts.tick(20_000)), "issue 4", "one alone needs no summary");
        assert_eq!(told(bursts.tick(40_000)), "nothing");
        assert_eq!(told(bursts.alert(alert(5), 40_000)), "issue 5", "after a calm the next is told at once");
    }

    #[test]
    fn a_late_tick_loses_nothing_and_keeps_the_order() {
        let mut bursts = Bursts::default();
        bursts.alert(alert(1), 0);
        bursts.alert(alert(2), 1);
        assert_eq!(told(bursts.alert(alert(3), 60_000)), "nothing", "what is held back goes first");
        assert_eq!(told(bursts.tick(60_000)), "2 rows [2, 3]");
    }

    #[test]
    fn a_storm_is_one_sentence_per_ten_seconds() {
        let mut bursts = Bursts::default();
        let mut said = Vec::new();
        for n in 0..10_000_u32 {
            let now = u64::from(n) * 2;
            said.extend(bursts.tick(now));
            said.extend(bursts.alert(alert(n + 1), now));
        }
        said.extend(bursts.tick(30_000));
        let rows: Vec<usize> = said
            .iter()
            .map(|saying| match saying {
                Saying::One(_) => 1,
                Saying::Many(summary) => summary.outbox_ids.len(),
            })
            .collect();
        assert_eq!(rows, [1, 4_999, 5_000]);
    }

    #[test]
    fn sentences() {
        let summary = |alerts: &[(u32, &str, AlertKind)]| {
            let mut summary = Summary::default();
            for (issue, project, kind) in alerts {
                summary.add(&Alert { project: (*project).to_owned(), kind: *kind, ..alert(*issue) });
            }
            summary
        };
        use AlertKind::{New, Regressed};
        let many: Vec<_> = (1..15).map(|issue| (issue, "shop", New)).collect();
        assert_eq!(summary(&many).sentence(3_204), "14 new issues in shop, 3,204 events");
        assert_eq!(summary(&[(1, "shop", New), (1, "shop", New)]).sentence(1), "1 new issue in shop, 1 event");
        assert_eq!(
            summary(&[(1, "shop", Regressed), (2, "api", Regressed)]).sentence(9),
            "2 resolved issues again in api and shop, 9 events"
        );
        assert_eq!(
            summary(&[(1, "a", New), (2, "b", Regressed), (3, "c", New)]).sentence(1_234_567),
            "2 new and 1 regressed issues in 3 projects, 1,234,567 events"
        );
    }
}
