//! The columns of an event: what the file keeps beside the payload, and which tags are counted. Read when the event comes in, and
//! again from its payload when it may belong elsewhere.

use std::borrow::Cow;

use crashtray_core::event::{EventKind, Level};
use crashtray_core::group::{GroupConfig, Grouping, group};
use crashtray_core::id::EventId;
use crashtray_core::items::digest::{Digest, digest};
use crashtray_core::text::cut;

use super::tables::event::EventRow;
use super::{Heading, KeptEvent, NewEvent, Regroup};

/// More tags than this are not counted.
const MOST_TAGS: usize = 100;

/// Characters of a tag's value that are counted.
const TAG_LENGTH: usize = 200;

/// Characters of a column. The payload has the rest.
const COLUMN_LENGTH: usize = 1_000;

/// Characters of the message, for the search.
const MESSAGE_LENGTH: usize = 8_192;

/// An event that is kept, as it would come in now, under this configuration.
pub fn read_again(kept: &KeptEvent, config: &GroupConfig) -> NewEvent {
    let mut digest = digest(&kept.payload, &kept.received);
    match kept.kind {
        // The type of its item said so.
        EventKind::Transaction | EventKind::Feedback => digest.kind = kept.kind,
        EventKind::Error | EventKind::Default | EventKind::Security | EventKind::Nel => {}
    }
    let grouping = group(&digest, config);
    new_event(kept.id, &digest, grouping)
}

/// An event that is kept, to be put where it belongs under this configuration.
pub fn regroup(kept: &KeptEvent, config: &GroupConfig) -> Regroup {
    Regroup { event: kept.id, read_in: kept.issue, seen: read_again(kept, config), heading: Heading::Hashes }
}

/// An event as it was counted when its row was written, where it is read otherwise now: its user, and the tags that follow from its
/// columns. All other tags are what the client sent.
pub(super) fn as_counted(row: &EventRow, seen: &NewEvent) -> NewEvent {
    let mut tags = seen.tags.clone();
    for ((key, was), (_, is)) in derived_of_row(row).into_iter().zip(derived_of_event(seen)) {
        let [was, is] =
            [was, is].map(|value| value.map(|value| cut(value, TAG_LENGTH)).filter(|value| !value.is_empty()));
        if was == is {
            continue;
        }
        let place = tags.iter().position(|(known, _)| known == key);
        match (place, was) {
            // The client's own.
            (Some(place), _) if tags.get(place).is_none_or(|(_, value)| Some(value.as_str()) != is) => {}
            (Some(place), None) => drop(tags.remove(place)),
            (Some(place), Some(was)) => {
                tags.iter_mut().skip(place).take(1).for_each(|(_, value)| was.clone_into(value));
            }
            (None, Some(was)) if is.is_none() => tags.push((key.to_owned(), was.to_owned())),
            (None, _) => {}
        }
    }
    NewEvent { tags, user: row.user.clone(), ..seen.clone() }
}

fn derived_of_row(row: &EventRow) -> [(&'static str, Option<&str>); 6] {
    derived(row.level, row.handled, [&row.environment, &row.release, &row.transaction, &row.user])
}

fn derived_of_event(event: &NewEvent) -> [(&'static str, Option<&str>); 6] {
    derived(event.level, event.handled, [&event.environment, &event.release, &event.transaction, &event.user])
}

/// The tags that follow from columns.
fn derived(
    level: Level,
    handled: Option<bool>,
    [environment, release, transaction, user]: [&Option<String>; 4],
) -> [(&'static str, Option<&str>); 6] {
    [
        ("environment", environment.as_deref()),
        ("handled", handled.map(yes_or_no)),
        ("level", Some(level.name())),
        ("release", release.as_deref()),
        ("transaction", transaction.as_deref()),
        ("user", user.as_deref()),
    ]
}

fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// What the file keeps of an event.
pub fn new_event(id: EventId, digest: &Digest<'_>, grouping: Grouping) -> NewEvent {
    NewEvent {
        id,
        kind: digest.kind,
        timestamp: digest.timestamp,
        level: digest.level,
        platform: cut(&digest.platform, COLUMN_LENGTH).to_owned(),
        message: digest.message.as_ref().or(digest.feedback.as_ref()).map(|text| cut(text, MESSAGE_LENGTH).to_owned()),
        tags: tags(digest, &grouping),
        user: digest.user.as_ref().map(|user| cut(user, COLUMN_LENGTH).to_owned()),
        release: owned(digest.release.as_ref()),
        environment: owned(digest.environment.as_ref()),
        transaction: owned(digest.transaction.as_ref()),
        trace_id: owned(digest.trace_id.as_ref()),
        handled: digest.handled(),
        has_replay: digest.replay_id.is_some(),
        sdk: digest.sdk.as_ref().map(|(name, version)| (column(name), column(version))),
        damage: digest.damage.clone(),
        grouping,
    }
}

/// The tags that are counted: the client's own, then what makes a good tag and stands elsewhere in the event. The client's win.
fn tags(digest: &Digest<'_>, grouping: &Grouping) -> Vec<(String, String)> {
    let main = grouping.main_exception.and_then(|index| digest.exceptions.get(index));
    let mechanism = main.and_then(|exception| exception.mechanism.as_deref());
    let handled = digest.handled().map(yes_or_no);
    let derived = [
        ("level", Some(digest.level.name())),
        ("environment", digest.environment.as_deref()),
        ("release", digest.release.as_deref()),
        ("dist", digest.dist.as_deref()),
        ("transaction", digest.transaction.as_deref()),
        ("logger", digest.logger.as_deref()),
        ("server_name", digest.server_name.as_deref()),
        ("url", digest.url.as_deref()),
        ("user", digest.user.as_deref()),
        ("mechanism", mechanism),
        ("handled", handled),
    ];
    let mut tags: Vec<(String, String)> = Vec::with_capacity(digest.tags.len() + derived.len() + digest.derived.len());
    let own = digest.tags.iter().map(|(key, value)| (key.as_ref(), value.as_ref()));
    let derived = derived.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let of_contexts = digest.derived.iter().map(|(key, value)| (*key, value.as_str()));
    for (key, value) in own.chain(derived).chain(of_contexts) {
        if tags.len() < MOST_TAGS && !value.is_empty() && !tags.iter().any(|(taken, _)| taken == key) {
            tags.push((cut(key, TAG_LENGTH).to_owned(), cut(value, TAG_LENGTH).to_owned()));
        }
    }
    tags
}

pub(super) fn column(text: &str) -> String {
    cut(text, COLUMN_LENGTH).to_owned()
}

fn owned(text: Option<&Cow<'_, str>>) -> Option<String> {
    text.map(|text| column(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_tags_win_and_there_is_an_end_to_them() {
        let many = (0..150).map(|n| (format!("k{n}").into(), "v".repeat(300).into()));
        let mut digest = Digest { release: Some("1".into()), ..Digest::default() };
        digest.tags = std::iter::once(("release".into(), "mine".into())).chain(many).collect();
        let grouping = group(&digest, &GroupConfig::default());
        let tags = tags(&digest, &grouping);
        assert_eq!(
            tags.iter().filter(|(key, _)| key == "release").collect::<Vec<_>>(),
            [&("release".into(), "mine".into())]
        );
        assert_eq!((tags.len(), tags[1].1.len()), (MOST_TAGS, TAG_LENGTH));
    }
}
