//! Events with their payloads, to be grouped anew: the latest of the latest issues, a fair share of each.

use crashtray_core::id::EventId;
use crashtray_core::issue::Issue;
use crashtray_core::query::{Condition, Filter, Term};
use crashtray_core::time::Timestamp;

use super::Reader;
use super::list::{IssueOrder, IssueQuery};
use crate::store::StoreError;
use crate::store::tables::event;

/// Which events to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The issues, latest event first.
    pub issues: Vec<Issue>,
    /// Their events, oldest first.
    pub events: Vec<EventId>,
}

impl Reader {
    /// The latest events of the latest issues, of one project or of all.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn sample(
        &self,
        slug: Option<&str>,
        (n_issues, n_events): (u32, usize),
        now: Timestamp,
    ) -> Result<Sample, StoreError> {
        let of_project = |slug: &str| Term { negated: false, condition: Condition::Project(slug.to_owned()) };
        let filter = Filter { terms: slug.map(of_project).into_iter().collect() };
        let query = IssueQuery { filter, order: IssueOrder::LastSeen, after: None, limit: n_issues, now };
        let issues: Vec<Issue> = self.issues(&query)?.rows.into_iter().map(|entry| entry.issue).collect();
        let wanted: Vec<usize> =
            issues.iter().map(|issue| usize::try_from(issue.events).unwrap_or(usize::MAX)).collect();
        let shares = shares(&wanted, n_events);
        let mut events = self.read(|db| {
            let mut events = Vec::new();
            for (issue, share) in issues.iter().zip(shares) {
                let limit = u32::try_from(share).unwrap_or(u32::MAX);
                let page = event::page(db, issue.number, (i64::MAX, i64::MAX), limit)?;
                events.extend(page.into_iter().map(|row| (row.received, row.id, row.event_id)));
            }
            Ok(events)
        })?;
        events.sort_unstable();
        Ok(Sample { issues, events: events.into_iter().map(|(_, _, id)| id).collect() })
    }
}

/// How many each gets of what there is: all get the same, but nobody more than he wants; what is left over goes to the others.
fn shares(wanted: &[usize], n: usize) -> Vec<usize> {
    let mut by_want: Vec<usize> = (0..wanted.len()).collect();
    by_want.sort_by_key(|idx| wanted.get(*idx));
    let mut shares = vec![0; wanted.len()];
    let (mut left, mut n_waiting) = (n, wanted.len());
    for idx in by_want {
        let fair = left.div_ceil(n_waiting.max(1));
        let share = wanted.get(idx).copied().unwrap_or_default().min(fair).min(left);
        if let Some(slot) = shares.get_mut(idx) {
            *slot = share;
        }
        left -= share;
        n_waiting -= 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn who_wants_little_leaves_more_to_the_others() {
        let table: [(&[usize], usize, &[usize]); 6] = [
            (&[], 10, &[]),
            (&[3, 4], 10, &[3, 4]),
            (&[100, 1, 100], 11, &[5, 1, 5]),
            (&[1, 1, 1], 2, &[1, 1, 0]),
            (&[1_000, 10, 1_000], 30, &[10, 10, 10]),
            (&[5, 5], 0, &[0, 0]),
        ];
        for (wanted, n, expected) in table {
            assert_eq!(shares(wanted, n), expected, "{wanted:?} of {n}");
        }
    }
}
