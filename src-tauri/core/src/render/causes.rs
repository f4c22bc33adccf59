//! How the exceptions of an event hang together: chains of causes, groups and their members.
//!
//! It draws nothing. Where the ids of the exceptions make no tree, the list is read as a chain.

use std::collections::{HashMap, HashSet};

use crate::event::{Exception, Mechanism};

/// Deeper groups are drawn as deep as this.
const MAX_DEPTH: usize = 8;

/// What an exception is to the one that it hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It hangs on none: raised last.
    Raised,
    /// It is why the other was raised.
    Cause,
    /// It was being handled when the other was raised.
    Handled,
    /// One of a group: its place, 1-based, and how many there are.
    Member { place: usize, of: usize },
}

impl Link {
    /// The words above it.
    pub(super) fn words(self) -> String {
        match self {
            Self::Raised => "Exception".to_owned(),
            Self::Cause => "Caused by".to_owned(),
            Self::Handled => "While handling".to_owned(),
            Self::Member { place, of } => format!("Exception {place} of {of} in the group"),
        }
    }
}

/// An exception at its place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    /// Index in the event's list.
    pub(super) idx: usize,
    /// In how many groups it is.
    pub(super) depth: usize,
    pub(super) link: Link,
}

/// What hangs on each exception, by index, first things first.
pub(super) struct Causes<'e> {
    exceptions: &'e [Exception],
    below: Vec<Vec<usize>>,
}

impl<'e> Causes<'e> {
    pub(super) fn of(exceptions: &'e [Exception]) -> Self {
        let below = tree(exceptions).unwrap_or_else(|| chain(exceptions.len()));
        Self { exceptions, below }
    }

    /// What hangs on an exception: the members of a group, then why it was raised.
    pub(super) fn direct(&self, idx: usize) -> Vec<(usize, Link)> {
        let below = self.below.get(idx).map_or(&[][..], Vec::as_slice);
        let (members, causes): (Vec<usize>, Vec<usize>) = below.iter().partition(|child| self.is_member(idx, **child));
        let of = members.len();
        let members =
            members.into_iter().enumerate().map(|(before, child)| (child, Link::Member { place: before + 1, of }));
        members.chain(causes.into_iter().map(|child| (child, self.cause(child)))).collect()
    }

    /// All, as they are read: the one raised last, then what hangs on it.
    pub(super) fn whole(&self) -> Vec<Branch> {
        let root = self.exceptions.len().checked_sub(1).map(|idx| Branch { idx, depth: 0, link: Link::Raised });
        let mut open: Vec<Branch> = root.into_iter().collect();
        let mut all = Vec::with_capacity(self.exceptions.len());
        while let Some(branch) = open.pop() {
            all.push(branch);
            let below = self.direct(branch.idx).into_iter().rev().map(|(idx, link)| {
                let deeper = usize::from(matches!(link, Link::Member { .. }));
                Branch { idx, depth: (branch.depth + deeper).min(MAX_DEPTH), link }
            });
            open.extend(below);
        }
        all
    }

    fn is_member(&self, group: usize, child: usize) -> bool {
        let is_group = mechanism(self.exceptions, group).is_some_and(|of| of.is_exception_group == Some(true));
        match self.source(child) {
            Some("__cause__" | "cause" | "__context__") => false,
            Some(source) => is_group || source.ends_with(']'),
            None => is_group,
        }
    }

    fn cause(&self, child: usize) -> Link {
        if self.source(child) == Some("__context__") { Link::Handled } else { Link::Cause }
    }

    fn source(&self, idx: usize) -> Option<&'e str> {
        mechanism(self.exceptions, idx)?.source.as_deref()
    }
}

fn mechanism(exceptions: &[Exception], idx: usize) -> Option<&Mechanism> {
    exceptions.get(idx)?.mechanism.as_ref()
}

/// Each is caused by the one before it in the list.
fn chain(n_exceptions: usize) -> Vec<Vec<usize>> {
    (0..n_exceptions).map(|idx| idx.checked_sub(1).into_iter().collect()).collect()
}

/// What the ids say. `None`: one has none, two have the same, or not all hang on the last one.
fn tree(exceptions: &[Exception]) -> Option<Vec<Vec<usize>>> {
    let mut by_id = HashMap::new();
    for idx in 0..exceptions.len() {
        let id = mechanism(exceptions, idx)?.exception_id?;
        if by_id.insert(id, idx).is_some() {
            return None;
        }
    }
    let root = exceptions.len().checked_sub(1)?;
    let mut below = vec![Vec::new(); exceptions.len()];
    for idx in (0..root).rev() {
        let parent = mechanism(exceptions, idx)?.parent_id?;
        below.get_mut(*by_id.get(&parent)?)?.push(idx);
    }
    (n_reached(&below, root) == exceptions.len()).then_some(below)
}

fn n_reached(below: &[Vec<usize>], root: usize) -> usize {
    let mut seen = HashSet::new();
    let mut open = vec![root];
    while let Some(idx) = open.pop() {
        if seen.insert(idx) {
            open.extend(below.get(idx).into_iter().flatten());
        }
    }
    seen.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `id<parent source`, in the order of the list; `*` after the id: a group.
    fn exceptions(specs: &[&str]) -> Vec<Exception> {
        let one = |spec: &&str| {
            let (id, rest) = spec.split_once('<').unwrap_or((spec, ""));
            let (parent, source) = rest.split_once(' ').unwrap_or((rest, ""));
            let mechanism = Mechanism {
                exception_id: id.trim_end_matches('*').parse().ok(),
                parent_id: parent.parse().ok(),
                is_exception_group: id.ends_with('*').then_some(true),
                source: Some(source.to_owned()).filter(|source| !source.is_empty()),
                ..Mechanism::default()
            };
            Exception { mechanism: Some(mechanism), ..Exception::default() }
        };
        specs.iter().map(one).collect()
    }

    #[test]
    fn exceptions_are_read_from_the_one_raised_last() {
        let table: [(&str, &[&str], &str); 9] = [
            ("none", &[], ""),
            ("one", &["?"], "0 Exception"),
            ("no ids: a chain", &["?", "?", "?"], "2 Exception; 1 Caused by; 0 Caused by"),
            (
                "causes, and what was being handled",
                &["2<1 __context__", "1<0 __cause__", "0"],
                "2 Exception; 1 Caused by; 0 While handling",
            ),
            (
                "a group in a group, with a cause of a member and of itself",
                &[
                    "6<0 __cause__",
                    "5<3 exceptions[1]",
                    "4<3 exceptions[0]",
                    "3*<0 exceptions[1]",
                    "2<1 __cause__",
                    "1<0 exceptions[0]",
                    "0*",
                ],
                "6 Exception; >5 Exception 1 of 2 in the group; >4 Caused by; >3 Exception 2 of 2 in the group; \
                 >>2 Exception 1 of 2 in the group; >>1 Exception 2 of 2 in the group; 0 Caused by",
            ),
            (
                "the errors of Promise.any, whose error does not say that it is a group",
                &["2<0 errors[1]", "1<0 errors[0]", "0"],
                "2 Exception; >1 Exception 1 of 2 in the group; >0 Exception 2 of 2 in the group",
            ),
            ("an id twice: a chain", &["1<0", "1<0", "0"], "2 Exception; 1 Caused by; 0 Caused by"),
            ("a circle: a chain", &["2<1", "1<2", "0"], "2 Exception; 1 Caused by; 0 Caused by"),
            ("a parent that is not there: a chain", &["1<9", "0"], "1 Exception; 0 Caused by"),
        ];
        for (why, specs, expected) in table {
            let shown = |branch: &Branch| format!("{}{} {}", ">".repeat(branch.depth), branch.idx, branch.link.words());
            let whole = Causes::of(&exceptions(specs)).whole().iter().map(shown).collect::<Vec<_>>().join("; ");
            assert_eq!(whole, expected, "{why}");
        }
    }

    #[test]
    fn a_hostile_depth_is_drawn_flat() {
        let specs: Vec<String> = (0..2_000_u32)
            .rev()
            .map(|id| if id == 0 { "0*".to_owned() } else { format!("{id}*<{}", id - 1) })
            .collect();
        let specs: Vec<&str> = specs.iter().map(String::as_str).collect();
        let exceptions = exceptions(&specs);
        let whole = Causes::of(&exceptions).whole();
        assert_eq!((whole.len(), whole.iter().map(|branch| branch.depth).max()), (2_000, Some(MAX_DEPTH)));
    }
}
