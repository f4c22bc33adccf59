//! Where events belong that were grouped anew: which stay, which go to another issue, which make one of their own (`decisions`: 3.4).
//! It decides; nothing is written here.
//!
//! An issue keeps its number: where all of it is grouped by something else from now on, that leads to the same issue; where it falls
//! apart, the largest part keeps it. Where events came before history was read anew, they made a younger issue: it goes into the older
//! one. What the user put together by hand stays together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crashtray_core::group::GroupHash;
use crashtray_core::id::{EventId, IssueId, ProjectId};

/// An event that was grouped anew, or several that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which; of several the first.
    pub event: EventId,
    /// How many.
    pub n: usize,
    /// Where it is.
    pub issue: IssueId,
    /// Its project: hashes lead to issues within one.
    pub project: ProjectId,
    /// By what it came to its issue.
    pub old: Vec<GroupHash>,
    /// By what it is grouped now.
    pub new: Vec<GroupHash>,
    /// The user put its old hashes there.
    pub is_pinned: bool,
    /// How its issue would be called.
    pub title: String,
}

/// Where an event goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Goal {
    /// To an issue that is there.
    Issue(IssueId),
    /// To the n-th new one.
    New(usize),
}

/// Events of one issue that go the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where they are.
    pub from: IssueId,
    /// Where they go.
    pub to: Goal,
    /// How many.
    pub n: usize,
    /// Title of the latest of them.
    pub title: String,
}

/// Where all go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// For each event where it goes, in the order in which they were given.
    pub goals: Vec<Goal>,
    /// By issue, then by goal.
    pub parts: Vec<Part>,
    /// Hashes that nobody has yet and that lead to an issue from now on: it keeps its number.
    pub claims: Vec<(ProjectId, [u8; 16], IssueId)>,
    /// Issues that go into an older one, which all of its events leave for them.
    pub joins: Vec<(IssueId, IssueId)>,
    /// Hashes that several issues of the user claim: whose first known hash is one of these stays where he is.
    pub contested: HashSet<(ProjectId, [u8; 16])>,
}

type Key = (ProjectId, [u8; 16]);

/// Plans for events, the oldest first. `lead`: the issue that a hash leads to now.
///
/// # Errors
/// Those of `lead`.
pub fn plan<E>(
    events: &[Candidate],
    mut lead: impl FnMut(ProjectId, &[u8; 16]) -> Result<Option<IssueId>, E>,
) -> Result<Plan, E> {
    let (led, contested) = claimed_by_pinned(events);
    let mut course = Course { led, contested, n_new: 0 };
    let mut goals = Vec::with_capacity(events.len());
    for event in events {
        goals.push(course.goal(event, &mut lead)?);
    }
    let kept = who_keeps_numbers(events, &goals);
    for goal in &mut goals {
        *goal = kept.get(goal).map_or(*goal, |issue| Goal::Issue(*issue));
    }
    let claims = claims(events, &goals, &course.contested, &mut lead)?;
    let join = |(goal, into): (Goal, IssueId)| goal.issue().map(|from| (from, into));
    let joins = kept.into_iter().filter_map(join).collect();
    Ok(Plan { parts: parts(events, &goals), goals, claims, joins, contested: course.contested })
}

/// Where hashes lead, as far as that is known by now.
struct Course {
    led: HashMap<Key, Goal>,
    /// Who comes to one of these stays where he is.
    contested: HashSet<Key>,
    n_new: usize,
}

impl Course {
    /// The first hash that leads somewhere counts, as for an event that comes in; the others lead there too from then on.
    fn goal<E>(
        &mut self,
        event: &Candidate,
        lead: &mut impl FnMut(ProjectId, &[u8; 16]) -> Result<Option<IssueId>, E>,
    ) -> Result<Goal, E> {
        let mut goal = event.stays().then_some(Goal::Issue(event.issue));
        for hash in &event.new {
            let known = lead(event.project, &hash.hash)?.map(Goal::Issue);
            let key = (event.project, hash.hash);
            let stays = || Some(Goal::Issue(event.issue)).filter(|_| self.contested.contains(&key));
            goal = goal.or(known).or_else(stays).or_else(|| self.led.get(&key).copied());
        }
        let goal = goal.unwrap_or_else(|| {
            self.n_new += 1;
            Goal::New(self.n_new - 1)
        });
        for hash in &event.new {
            self.led.entry((event.project, hash.hash)).or_insert(goal);
        }
        Ok(goal)
    }
}

impl Candidate {
    /// Nothing changed for it, or the user wants it where it is.
    fn stays(&self) -> bool {
        self.is_pinned || self.old == self.new
    }
}

/// The new hashes of what the user put together lead to where he put it. Where two claim one, it is contested.
fn claimed_by_pinned(events: &[Candidate]) -> (HashMap<Key, Goal>, HashSet<Key>) {
    let mut claims: HashMap<Key, BTreeSet<IssueId>> = HashMap::new();
    for event in events.iter().filter(|event| event.is_pinned) {
        for hash in &event.new {
            claims.entry((event.project, hash.hash)).or_default().insert(event.issue);
        }
    }
    let (only, contested): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(_, issues)| issues.len() == 1);
    let goal = |(key, issues): (Key, BTreeSet<IssueId>)| issues.first().map(|issue| (key, Goal::Issue(*issue)));
    (only.into_iter().filter_map(goal).collect(), contested.into_iter().map(|(key, _)| key).collect())
}

/// Who takes over the number of an issue that all events leave and none comes to: the new issue, or the younger one, that most of them go to.
fn who_keeps_numbers(events: &[Candidate], goals: &[Goal]) -> BTreeMap<Goal, IssueId> {
    let stays = |(event, goal): &(&Candidate, &Goal)| goal.issue() == Some(event.issue);
    let staying: BTreeSet<IssueId> = events.iter().zip(goals).filter(stays).map(|(event, _)| event.issue).collect();
    let leaving: BTreeSet<IssueId> =
        events.iter().zip(goals).filter(|pair| !stays(pair)).map(|(event, _)| event.issue).collect();
    let wanted: BTreeSet<IssueId> = goals.iter().filter_map(|goal| goal.issue()).collect();
    let may_take = |goal: &Goal, issue: IssueId| match goal {
        Goal::New(_) => true,
        Goal::Issue(other) => *other > issue && staying.contains(other) && !leaving.contains(other),
    };
    let mut shares: BTreeMap<(Goal, IssueId), usize> = BTreeMap::new();
    for (event, goal) in events.iter().zip(goals) {
        if !wanted.contains(&event.issue) && may_take(goal, event.issue) {
            *shares.entry((*goal, event.issue)).or_default() += event.n;
        }
    }
    let mut largest_first: Vec<((Goal, IssueId), usize)> = shares.into_iter().collect();
    // Of two that are as large, the older number.
    largest_first.sort_by_key(|((goal, issue), n)| (usize::MAX - n, *issue, *goal));
    let (mut kept, mut given) = (BTreeMap::new(), BTreeSet::new());
    for ((goal, issue), _) in largest_first {
        if !kept.contains_key(&goal) && given.insert(issue) {
            kept.insert(goal, issue);
        }
    }
    kept
}

impl Goal {
    fn issue(self) -> Option<IssueId> {
        match self {
            Self::Issue(issue) => Some(issue),
            Self::New(_) => None,
        }
    }
}

fn claims<E>(
    events: &[Candidate],
    goals: &[Goal],
    contested: &HashSet<Key>,
    lead: &mut impl FnMut(ProjectId, &[u8; 16]) -> Result<Option<IssueId>, E>,
) -> Result<Vec<(ProjectId, [u8; 16], IssueId)>, E> {
    let mut claims = Vec::new();
    let mut seen = contested.clone();
    for (event, issue) in events.iter().zip(goals).filter_map(|(event, goal)| Some((event, goal.issue()?))) {
        for hash in &event.new {
            if seen.insert((event.project, hash.hash)) && lead(event.project, &hash.hash)?.is_none() {
                claims.push((event.project, hash.hash, issue));
            }
        }
    }
    Ok(claims)
}

fn parts(events: &[Candidate], goals: &[Goal]) -> Vec<Part> {
    let mut parts: BTreeMap<(IssueId, Goal), Part> = BTreeMap::new();
    for (event, &to) in events.iter().zip(goals) {
        let from = event.issue;
        let part = parts.entry((from, to)).or_insert_with(|| Part { from, to, n: 0, title: String::new() });
        part.n += event.n;
        part.title.clone_from(&event.title);
    }
    parts.into_values().collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use crashtray_core::group::Variant;

    use super::*;

    fn hash(n: u8) -> GroupHash {
        GroupHash { variant: Variant::App, hash: [n; 16] }
    }

    /// An event of an issue, with the hashes that it had and those that it has; `!` behind them: pinned.
    fn event(spec: &str) -> Candidate {
        let mut fields = spec.trim_end_matches('!').split(' ');
        let mut hashes = || -> Vec<u8> {
            let field = fields.next().unwrap();
            field.split(',').map(|number| number.parse().unwrap()).collect()
        };
        let (issue, old, new) = (hashes()[0], hashes(), hashes());
        Candidate {
            event: EventId([0; 16]),
            n: 1,
            issue: IssueId(i64::from(issue)),
            project: ProjectId(1),
            old: old.into_iter().map(hash).collect(),
            new: new.iter().copied().map(hash).collect(),
            is_pinned: spec.ends_with('!'),
            title: format!("{new:?}"),
        }
    }

    /// `from>to×n`; new issues are `a`, `b` …
    fn planned(events: &[&str], led: &[(u8, i64)]) -> String {
        let events: Vec<Candidate> = events.iter().map(|spec| event(spec)).collect();
        let lead = |_, wanted: &[u8; 16]| {
            let found = led.iter().find(|(known, _)| [*known; 16] == *wanted);
            Ok::<_, Infallible>(found.map(|(_, issue)| IssueId(*issue)))
        };
        let Ok(plan) = plan(&events, lead);
        assert_eq!(plan.goals.len(), events.len());
        let mut names: Vec<usize> = Vec::new();
        let mut told: Vec<String> = Vec::new();
        for part in &plan.parts {
            let to = match part.to {
                Goal::Issue(issue) => issue.to_string(),
                Goal::New(n) => {
                    let place = names.iter().position(|known| *known == n).unwrap_or_else(|| {
                        names.push(n);
                        names.len() - 1
                    });
                    char::from(b'a' + u8::try_from(place).unwrap()).to_string()
                }
            };
            told.push(format!("{}>{to}×{}", part.from, part.n));
        }
        told.extend(plan.claims.iter().map(|(_, hash, issue)| format!("{}={issue}", hash[0])));
        told.extend(plan.joins.iter().map(|(from, into)| format!("{from}→{into}")));
        told.join(" ")
    }

    #[test]
    fn where_events_go() {
        let led: &[(u8, i64)] = &[(1, 1), (2, 2), (3, 3)];
        let table: [(&[&str], &str, &str); 18] = [
            (&["1 1 1", "2 2 2"], "1>1×1 2>2×1", "nothing changes"),
            (&["1 1 9", "1 1 9"], "1>1×2 9=1", "all of it: it keeps its number, and the new hash leads there"),
            (&["1 1 9", "2 2 9"], "1>1×1 2>1×1 9=1", "two become one: the older number"),
            (&["1 1 9", "2 2 9", "2 2 9"], "1>2×1 2>2×2 9=2", "the larger one keeps its number"),
            (&["2 2 1", "1 1 1"], "1>1×1 2>1×1", "it goes to one that is there"),
            (&["1 1 2", "2 2 2"], "1>1×1 2>1×1 2→1", "that was made before history was read anew: the older number"),
            (&["1 1 2", "1 1 1", "2 2 2"], "1>1×1 1>2×1 2>2×1", "but who stays keeps it"),
            (&["1 1 2", "2 2 3", "3 3 3"], "1>2×1 2>3×1 3>3×1", "nor one that others come to"),
            (&["1 1 2"], "1>2×1", "the younger one is not looked at"),
            (&["1 1 9", "2 2 1"], "1>a×1 2>1×1", "where others come there is no number to keep"),
            (&["1 1 8", "1 1 9", "1 1 9"], "1>1×2 1>a×1 9=1", "one falls apart: the larger part keeps the number"),
            (&["1 1 1", "1 1 9", "1 1 9"], "1>1×1 1>a×2", "who stays, stays"),
            (&["1 1 8", "1 1 9", "2 2 9"], "1>1×1 1>2×1 2>2×1 8=1 9=2", "apart and together"),
            (&["1 1,7 9,7", "1 1,7 8,7"], "1>1×2 9=1 7=1 8=1", "one hash in common is enough"),
            (&["1 1,3 9,3"], "1>3×1 9=3", "a second hash leads to another one"),
            (&["1 1 9!", "2 2 9"], "1>1×1 2>1×1 9=1", "what the user put there stays, and others follow"),
            (&["1 1 9!", "1 5 8!", "2 2 9"], "1>1×2 2>1×1 9=1 8=1", "put together by hand, and so it stays"),
            (&["1 1 9!", "2 2 9!", "3 3 9"], "1>1×1 2>2×1 3>3×1", "two claim a hash: all stay where they are"),
        ];
        for (events, expected, why) in table {
            assert_eq!(planned(events, led), expected, "{events:?}: {why}");
        }
    }
}
