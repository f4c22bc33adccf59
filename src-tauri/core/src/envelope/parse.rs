//! Bytes to an [`Envelope`]. Payloads are slices of the bytes that came; nothing is copied.

use bytes::Bytes;

use super::{Damage, Envelope, EnvelopeError, Header, Limits, RawItem};
use crate::id::EventId;
use crate::json::{Reader, Scalar, Shape};

/// Cuts an envelope into its items.
///
/// # Errors
/// Only without a readable header. Damage after it is kept as the last item and described in `damage`.
pub fn parse(bytes: Bytes, limits: &Limits) -> Result<Envelope, EnvelopeError> {
    let bytes = if bytes.starts_with(b"\xef\xbb\xbf") { bytes.slice(3..) } else { bytes };
    if bytes.is_empty() {
        return Err(EnvelopeError::Empty);
    }
    let (header, line) = header(&bytes)?;
    let mut written = header.bytes.len() + 1;
    let mut envelope = Envelope { header, items: Vec::new(), damage: None, missing_line_feeds: line.missing() };
    let mut at = line.next;
    while let Some(start) = next_line(&bytes, at) {
        let item = if envelope.items.len() < limits.items { item(&bytes, start) } else { Err(TOO_MANY) };
        match item {
            Ok((item, end)) => {
                written += item.header.len() + item.payload.len() + 2;
                envelope.missing_line_feeds = end.missing_line_feeds;
                envelope.items.push(item);
                at = end.next;
            }
            Err(reason) => {
                envelope.damage = Some(Damage { at: written, reason: reason.to_owned() });
                envelope.items.push(rest(bytes.slice(start..)));
                break;
            }
        }
    }
    Ok(envelope)
}

const TOO_MANY: &str = "more items than an envelope may have";

/// Where a line ends, and where the next one begins.
#[derive(Clone, Copy)]
struct LineEnd {
    has_line_feed: bool,
    next: usize,
}

impl LineEnd {
    fn missing(self) -> u8 {
        u8::from(!self.has_line_feed)
    }
}

/// Where an item ends, and how many of its two line feeds are missing.
struct ItemEnd {
    next: usize,
    missing_line_feeds: u8,
}

fn header(bytes: &Bytes) -> Result<(Header, LineEnd), EnvelopeError> {
    let fail = |reason: &str| EnvelopeError::Header(reason.to_owned());
    let start = next_line(bytes, 0).ok_or(EnvelopeError::Empty)?;
    let mut header = Header::default();
    let mut reader = Reader::new(&bytes[start..]);
    if reader.shape() != Shape::Object || reader.repairs().byte_order_mark {
        return Err(fail("it does not begin with a JSON object"));
    }
    reader.object(|key, value| match key {
        "event_id" => (header.event_id, header.bad_event_id) = event_id(value),
        "dsn" => header.dsn = value.text().map(Into::into),
        "sdk" => header.sdk = sdk(value),
        _ => value.skip(),
    });
    if let Some(broken) = reader.broken() {
        return Err(fail(&format!("{} at byte {}", broken.reason, start + broken.at)));
    }
    let end = start + reader.position();
    let line = line_end(bytes, end).ok_or_else(|| fail("something follows it on its line"))?;
    header.bytes = bytes.slice(start..end);
    Ok((header, line))
}

fn event_id(value: &mut Reader<'_>) -> (Option<EventId>, Option<String>) {
    let raw = value.raw();
    match Reader::new(raw).scalar() {
        Scalar::Null => (None, None),
        Scalar::Text(text) => match EventId::parse(text.as_bytes()) {
            Some(id) => (Some(id), None),
            None => (None, Some(text.into_owned())),
        },
        Scalar::Bool(_) | Scalar::Number(_) | Scalar::Container => {
            (None, Some(String::from_utf8_lossy(raw).into_owned()))
        }
    }
}

fn sdk(value: &mut Reader<'_>) -> Option<(String, String)> {
    let (mut name, mut version) = (None, None);
    value.object(|key, value| match key {
        "name" => name = value.text(),
        "version" => version = value.text(),
        _ => value.skip(),
    });
    Some((name?.into_owned(), version.unwrap_or_default().into_owned()))
}

/// What an item's header says about its frame.
#[derive(Default)]
struct ItemHeader {
    kind: Option<String>,
    length: Length,
    filename: Option<String>,
    content_type: Option<String>,
    attachment_type: Option<String>,
}

#[derive(Clone, Copy, Default)]
enum Length {
    /// To the next line feed.
    #[default]
    Absent,
    Bytes(usize),
    Bad,
}

fn item(bytes: &Bytes, start: usize) -> Result<(RawItem, ItemEnd), &'static str> {
    let (header, header_length) = item_header(&bytes[start..])?;
    let end = start + header_length;
    let line = line_end(bytes, end).ok_or("something follows an item header on its line")?;
    let payload_end = match header.length {
        Length::Bad => return Err("the `length` of an item is no whole number"),
        Length::Bytes(length) => {
            line.next.checked_add(length).filter(|end| *end <= bytes.len()).ok_or("an item ends before its `length`")?
        }
        Length::Absent => memchr::memchr(b'\n', &bytes[line.next..]).map_or(bytes.len(), |length| line.next + length),
    };
    let has_line_feed = match bytes.get(payload_end) {
        Some(b'\n') => true,
        Some(_) => return Err("an item is longer than its `length`"),
        None => false,
    };
    let item = RawItem {
        header: bytes.slice(start..end),
        kind: header.kind.ok_or("an item header has no `type`")?,
        filename: header.filename,
        content_type: header.content_type,
        attachment_type: header.attachment_type,
        payload: bytes.slice(line.next..payload_end),
    };
    let missing_line_feeds = line.missing() + u8::from(!has_line_feed);
    Ok((item, ItemEnd { next: payload_end + usize::from(has_line_feed), missing_line_feeds }))
}

fn item_header(bytes: &[u8]) -> Result<(ItemHeader, usize), &'static str> {
    let mut header = ItemHeader::default();
    let mut reader = Reader::new(bytes);
    let is_object = reader.object(|key, value| match key {
        "type" => header.kind = value.text().map(Into::into),
        "length" => header.length = length(value),
        "filename" => header.filename = value.text().map(Into::into),
        "content_type" => header.content_type = value.text().map(Into::into),
        "attachment_type" => header.attachment_type = value.text().map(Into::into),
        _ => value.skip(),
    });
    let is_good = is_object && reader.broken().is_none() && !reader.repairs().byte_order_mark;
    if is_good { Ok((header, reader.position())) } else { Err("an item header is no JSON object") }
}

fn length(value: &mut Reader<'_>) -> Length {
    match value.scalar() {
        Scalar::Number(number) => number.parse().map_or(Length::Bad, Length::Bytes),
        Scalar::Null | Scalar::Bool(_) | Scalar::Text(_) | Scalar::Container => Length::Bad,
    }
}

/// The end of a header's line: a line feed, a carriage return before one, or the end of the bytes.
fn line_end(bytes: &[u8], at: usize) -> Option<LineEnd> {
    match bytes[at..] {
        [] => Some(LineEnd { has_line_feed: false, next: at }),
        [b'\n', ..] => Some(LineEnd { has_line_feed: true, next: at + 1 }),
        [b'\r', b'\n', ..] => Some(LineEnd { has_line_feed: true, next: at + 2 }),
        _ => None,
    }
}

/// The start of the next line that is not blank; `None` if only blanks are left.
fn next_line(bytes: &[u8], at: usize) -> Option<usize> {
    let n_blanks = bytes[at..].iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))?;
    let last_line_feed = bytes[at..at + n_blanks].iter().rposition(|byte| *byte == b'\n');
    Some(at + last_line_feed.map_or(0, |line_feed| line_feed + 1))
}

/// The bytes that belong to no good item.
fn rest(payload: Bytes) -> RawItem {
    let header = Bytes::new();
    RawItem { header, kind: String::new(), filename: None, content_type: None, attachment_type: None, payload }
}
