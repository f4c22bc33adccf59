//! What has a fixed form: URLs, ids, dates, durations.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;

/// What the patterns find in a text, asked from left to right.
pub(super) struct Patterns<'t> {
    text: &'t str,
    /// The first match at or after the place asked last; `None`: there is none any more.
    next: Option<Found>,
}

impl<'t> Patterns<'t> {
    /// Starts at the beginning.
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, next: search(text, 0) }
    }

    /// The match that starts at `at`. Places must be asked in ascending order.
    pub(super) fn at(&mut self, at: usize) -> Option<Found> {
        if self.next.is_some_and(|next| next.start < at) {
            self.next = search(self.text, at);
        }
        self.next.filter(|next| next.start == at).map(|next| next.to_the_end_of_its_word(self.text))
    }
}

impl Found {
    /// Where a word's beginning is enough to know it, the rest is only looked at when it is taken: an address behind each `@`
    /// would else be read to the end of the text each time.
    fn to_the_end_of_its_word(self, text: &str) -> Self {
        if !matches!(self.kind, "url" | "swift_txn_id") {
            return self;
        }
        let rest = text.get(self.end..).unwrap_or_default();
        Self { end: self.end + rest.find(char::is_whitespace).unwrap_or(rest.len()), ..self }
    }
}

fn search(text: &str, from: usize) -> Option<Found> {
    let mut from = from;
    loop {
        let found = PATTERN.captures_at(text, from)?;
        let whole = found.get(0)?;
        let kind = NAMES.iter().find(|name| found.name(name).is_some()).copied()?;
        if kind != "time" {
            return Some(Found { kind, start: whole.start(), end: whole.end() });
        }
        if stands_alone(text.as_bytes(), whole.start(), whole.end()) {
            return Some(Found { kind: "date", start: whole.start(), end: whole.end() });
        }
        from = whole.start() + 1;
    }
}

/// `a.py:10:25` and `1:22:333` are no times.
fn stands_alone(text: &[u8], start: usize, end: usize) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || *byte == b':');
    !is_part(start.checked_sub(1).and_then(|before| text.get(before))) && !is_part(text.get(end))
}

const NAMES: [&str; 11] =
    ["url", "traceparent", "uuid", "sha1", "md5", "mac", "date", "time", "duration", "ip", "swift_txn_id"];

/// A constant, compiled when it is first used: it holds no state that one event could leave for another.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and a test compiles it")]
static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = SOURCE.replace("WEEKDAY", WEEKDAY).replace("MONTH", MONTH).replace("ZONE", ZONE);
    Regex::new(&pattern).expect("the pattern compiles")
});

const WEEKDAY: &str = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const MONTH: &str = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const ZONE: &str = "(?:Z|[+-][0-9]{2}:?[0-9]{2})";

/// The alternatives in the order in which they are tried. Blanks in it mean nothing; `[\x20]` is one.
const SOURCE: &str = r"(?x) (?-u:\b) (?:
    (?<url> (?: wss? | https? | ftp ) :// [^\s/$.?\#] \S )
  | (?<traceparent> (?: 00-[0-9a-f]{32}-[0-9a-f]{16}-0[01] | 1-[0-9a-f]{8}-[0-9a-f]{24} ) (?-u:\b) )
  | (?<uuid> [0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12} (?-u:\b) )
  | (?<sha1> [0-9a-fA-F]{40} (?-u:\b) )
  | (?<md5> [0-9a-fA-F]{32} (?-u:\b) )
  | (?<mac> (?: [0-9a-fA-F]{2}[:-] ){5} [0-9a-fA-F]{2} (?-u:\b) )
  | (?<date>
      datetime\.datetime\( [^)]{1,80} \)
    | WEEKDAY [\x20] MONTH [\x20] [0-9]{2} [\x20] [0-9]{4} [\x20] [0-9]{2}:[0-9]{2}:[0-9]{2}
        [\x20] GMT [+-] [0-9]{4} (?: [\x20] \( [^)]{1,60} \) )?
    | (?: WEEKDAY [a-z]{0,6} , [\x20] )? [0-9]{1,2} [\x20-] MONTH [\x20-] (?: [0-9]{4} | [0-9]{2} )
        [\x20] [0-9]{1,2}:[0-9]{2} (?: :[0-9]{2} )? (?: [\x20] (?: [A-Z]{1,4} (?-u:\b) | [+-][0-9]{4} ) )?
    | (?: WEEKDAY [\x20]{1,3} )? MONTH [\x20]{1,2} [0-9]{1,2} [\x20] [0-9]{2}:[0-9]{2}:[0-9]{2}
        (?: [\x20] [A-Z]{3,4} | [\x20] [+-] [0-9]{4} )? [\x20] [0-9]{4}
    | (?: WEEKDAY [\x20] )? MONTH [\x20] [0-9]{1,2} , [\x20] [0-9]{4}
    | [0-9]{4} -? [01][0-9] -? [0-3][0-9] [\x20T] [0-2][0-9] :? [0-5][0-9]
        (?: :? [0-6][0-9] (?: [.,] [0-9]{1,12} )? )? ZONE?
    | [0-9]{4} - [01][0-9] - [0-3][0-9] (?-u:\b)
    )
  | (?<duration> (?: [0-9]{1,19} ms | [0-9]{1,19} (?: \. [0-9]{1,19} )? s ) (?-u:\b) )
  | (?<time> [0-2]?[0-9] : [0-5][0-9] (?: : [0-6][0-9] (?: [.,] [0-9]{1,12} )? )? (?: [\x20]? [AaPp][Mm] (?-u:\b) )? )
  | (?<ip> (?: (?: 25[0-5] | 2[0-4][0-9] | 1?[0-9]?[0-9] ) \. ){3} (?: 25[0-5] | 2[0-4][0-9] | 1?[0-9]?[0-9] ) (?-u:\b) )
  | (?<swift_txn_id> tx[0-9a-f]{21}-[0-9a-f]{10} )
)";
