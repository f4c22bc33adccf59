//! An issue and its life. Transitions are pure: what is, and what happens, give what will be.

use crate::event::Level;
use crate::id::IssueId;
use crate::time::Timestamp;

/// An issue, as lists and reports need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Unique in the file.
    pub number: IssueId,
    /// Slug of its project.
    pub slug: String,
    /// State.
    pub state: State,
    /// Level of its latest event.
    pub level: Level,
    /// Exception type, or the whole title.
    pub kind: String,
    /// First line of the value.
    pub value: String,
    /// Where.
    pub culprit: String,
    /// Platform of the latest event.
    pub platform: String,
    /// Receipt of the first event.
    pub first_seen: Timestamp,
    /// Receipt of the latest event.
    pub last_seen: Timestamp,
    /// Events ever.
    pub events: u64,
    /// Distinct users.
    pub users: u64,
    /// Nobody has looked at it yet.
    pub new: bool,
    /// It came back after it was resolved.
    pub regressed: bool,
    /// Not looked at since its latest event.
    pub unread: bool,
    /// Kept by the user.
    pub bookmarked: bool,
    /// False: no handler caught it.
    pub handled: Option<bool>,
    /// The latest event belongs to a replay.
    pub has_replay: bool,
    /// The latest event has attachments.
    pub has_attachment: bool,
}

impl Issue {
    /// As shown: `SHOP-41`.
    pub fn id(&self) -> String {
        format!("{}-{}", self.slug.to_uppercase(), self.number)
    }

    /// `Type: value`, or what there is of it.
    pub fn title(&self) -> String {
        if self.value.is_empty() { self.kind.clone() } else { format!("{}: {}", self.kind, self.value) }
    }
}

/// Where an issue stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody should look.
    Unresolved,
    /// Done. Events of an older release than the one named do not reopen it.
    Resolved {
        /// The release it was resolved in.
        in_release: Option<String>,
    },
    /// Kept quiet: for good, or until it has this many events.
    Muted {
        /// Unresolved again once the issue has this many events.
        until_events: Option<u64>,
    },
}

impl State {
    /// The word.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unresolved => "unresolved",
            Self::Resolved { .. } => "resolved",
            Self::Muted { .. } => "muted",
        }
    }
}

/// What a new event does to an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The state from now on.
    pub state: State,
    /// It came back.
    pub regressed: bool,
    /// It is no longer muted.
    pub unmuted: bool,
}

/// What a new event of `release` does to an issue in `state` that has `n_events` with it.
pub fn on_event(state: &State, release: Option<&str>, n_events: u64) -> Transition {
    match state {
        State::Resolved { in_release: Some(resolved) }
            if release.is_some_and(|of| of != resolved && is_older(of, resolved)) =>
        {
            Transition { state: state.clone(), regressed: false, unmuted: false }
        }
        State::Resolved { .. } => Transition { state: State::Unresolved, regressed: true, unmuted: false },
        State::Muted { until_events: Some(limit) } if n_events >= *limit => {
            Transition { state: State::Unresolved, regressed: false, unmuted: true }
        }
        State::Unresolved | State::Muted { .. } => {
            Transition { state: state.clone(), regressed: false, unmuted: false }
        }
    }
}

/// Compares what reads as versions, number by number; `package@` in front does not matter. What does not read so is not older.
fn is_older(release: &str, than: &str) -> bool {
    match (version(release), version(than)) {
        (Some(a), Some(b)) => a < b,
        (None, _) | (_, None) => false,
    }
}

fn version(release: &str) -> Option<Vec<u64>> {
    let number = release.rsplit('@').next().unwrap_or(release).trim_start_matches('v');
    number.split(['-', '+']).next()?.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved_in(release: &str) -> State {
        State::Resolved { in_release: Some(release.to_owned()) }
    }

    #[test]
    fn an_event_changes_a_state_as_the_product_says() {
        let table = [
            (State::Unresolved, None, 2, "unresolved", false),
            (State::Resolved { in_release: None }, None, 2, "unresolved", true),
            (resolved_in("1.4.0"), Some("1.3.9"), 2, "resolved", false),
            (resolved_in("1.4.0"), Some("shop@1.4.0"), 2, "unresolved", true),
            (resolved_in("1.4.0"), Some("1.10.0"), 2, "unresolved", true),
            (resolved_in("abc"), Some("abd"), 2, "unresolved", true),
            (State::Muted { until_events: None }, None, 1_000_000, "muted", false),
            (State::Muted { until_events: Some(10) }, None, 9, "muted", false),
            (State::Muted { until_events: Some(10) }, None, 10, "unresolved", false),
        ];
        for (state, release, n_events, then, regressed) in table {
            let transition = on_event(&state, release, n_events);
            assert_eq!((transition.state.name(), transition.regressed), (then, regressed), "{state:?} {release:?}");
        }
    }
}
