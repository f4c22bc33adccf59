//! Framing: the cases of the protocol notes' section 2 as a table, and the inverse of `write`.

use proptest::prelude::*;

use super::*;

const LIMITS: Limits = Limits { items: 100, item_bytes: 1_000 };

fn read(text: impl Into<Vec<u8>>) -> Result<Envelope, EnvelopeError> {
    parse(Bytes::from(text.into()), &LIMITS)
}

/// Items as `kind:payload`, then the damage.
fn summary(envelope: &Envelope) -> (Vec<String>, Option<&str>) {
    let items =
        envelope.items.iter().map(|item| format!("{}:{}", item.kind, String::from_utf8_lossy(&item.payload))).collect();
    (items, envelope.damage.as_ref().map(|damage| damage.reason.as_str()))
}

#[test]
fn items_end_where_their_length_or_their_line_says() {
    let table: [(&str, &[&str]); 17] = [
        ("{}", &[]),
        ("{}\n", &[]),
        ("{}\n\n\n", &[]),
        ("\n \n{\"event_id\":\"x\"}\n", &[]),
        ("{}\n{\"type\":\"a\"}\none", &["a:one"]),
        ("{}\n{\"type\":\"a\"}\none\n", &["a:one"]),
        ("{}\n{\"type\":\"a\"}", &["a:"]),
        ("{}\n{\"type\":\"a\"}\n", &["a:"]),
        ("{}\n{\"type\":\"a\",\"length\":0}\n\n{\"type\":\"b\"}\nx", &["a:", "b:x"]),
        ("{}\n{\"type\":\"a\",\"length\":3}\n\n\n\n\n{\"type\":\"b\"}\n\n", &["a:\n\n\n", "b:"]),
        (
            "{}\n{\"type\":\"a\",\"length\":16}\n{\"type\":\"event\"}\n{\"type\":\"b\"}\nx",
            &["a:{\"type\":\"event\"}", "b:x"],
        ),
        ("{}\n{\"length\":2,\"type\":\"a\"}\nhé", &["a:h"]),
        ("{}\n\n\n{\"type\":\"a\"}\none\n\n\n{\"type\":\"b\"}\ntwo\n", &["a:one", "b:two"]),
        ("{}\r\n{\"type\":\"a\"}\r\none\r\n", &["a:one\r"]),
        ("\u{feff}{}\n{\"type\":\"a\"}\none", &["a:one"]),
        ("{\n\"a\":\n1}\n{\n\"type\":\"a\"\n}\none", &["a:one"]),
        ("{}\n{\"type\":\"first\",\"type\":\"\\u0061\"}\none", &["a:one"]),
    ];
    for (text, expected) in table {
        if text.contains('é') {
            let broken = read(text).unwrap();
            assert_eq!(summary(&broken).1, Some("an item is longer than its `length`"), "length counts bytes");
            continue;
        }
        let envelope = read(text).unwrap();
        assert_eq!(summary(&envelope), (expected.iter().map(|&item| item.to_owned()).collect(), None), "{text:?}");
    }
}

#[test]
fn items_before_the_damage_are_kept_and_the_rest_is_one_item() {
    let good = "{}\n{\"type\":\"a\",\"length\":3}\none\n";
    let table = [
        ("{\"type\":7}\ntwo", "an item header has no `type`"),
        ("{}\ntwo", "an item header has no `type`"),
        ("no json\ntwo", "an item header is no JSON object"),
        ("[1]\ntwo", "an item header is no JSON object"),
        ("{\"type\":\"b\"", "an item header is no JSON object"),
        ("{\"type\":\"b\"} x\ntwo", "something follows an item header on its line"),
        ("{\"type\":\"b\",\"length\":\"3\"}\ntwo", "the `length` of an item is no whole number"),
        ("{\"type\":\"b\",\"length\":-1}\ntwo", "the `length` of an item is no whole number"),
        ("{\"type\":\"b\",\"length\":3.0}\ntwo", "the `length` of an item is no whole number"),
        ("{\"type\":\"b\",\"length\":null}\ntwo", "the `length` of an item is no whole number"),
        ("{\"type\":\"b\",\"length\":2}\ntwo", "an item is longer than its `length`"),
        ("{\"type\":\"b\",\"length\":4}\ntwo", "an item ends before its `length`"),
        ("{\"type\":\"b\",\"length\":18446744073709551615}\ntwo", "an item ends before its `length`"),
        ("{\"type\":\"b\",\"length\":1e99}\ntwo", "the `length` of an item is no whole number"),
    ];
    for (rest, reason) in table {
        let envelope = read(format!("{good}{rest}")).unwrap();
        assert_eq!(summary(&envelope), (vec!["a:one".to_owned(), format!(":{rest}")], Some(reason)));
        assert_eq!(envelope.damage.map(|damage| damage.at), Some(good.len()), "{rest}");
    }
}

#[test]
fn without_a_readable_header_there_is_no_envelope() {
    let table = [
        ("", "the body is empty"),
        ("\n \n", "the body is empty"),
        ("\u{feff}", "the body is empty"),
        ("this is not an envelope", "the envelope has no readable header: it does not begin with a JSON object"),
        ("[]\n", "the envelope has no readable header: it does not begin with a JSON object"),
        ("\u{feff}\u{feff}{}", "the envelope has no readable header: it does not begin with a JSON object"),
        ("{} \n", "the envelope has no readable header: something follows it on its line"),
        ("{}{\"type\":\"a\"}\n", "the envelope has no readable header: something follows it on its line"),
        ("{\"a\":", "the envelope has no readable header: a value is missing at byte 5"),
    ];
    for (text, message) in table {
        assert_eq!(read(text).map_err(|error| error.to_string()), Err(message.to_owned()), "{text:?}");
    }
}

#[test]
fn the_header_says_which_event_and_whose() {
    let id = "0123456789abcdef0123456789abcdef";
    let header = |text: &str| read(text).unwrap().header;
    let full = header(&format!(
        r#"{{"event_id":"{id}","dsn":"http://k@h/1","sdk":{{"name":"sentry.php","version":"4"}},"x":"\ud800"}}"#
    ));
    assert_eq!(full.event_id.map(|id| id.to_string()).as_deref(), Some(id));
    assert_eq!(full.dsn.as_deref(), Some("http://k@h/1"));
    assert_eq!(full.sdk, Some(("sentry.php".to_owned(), "4".to_owned())));
    for (text, bad) in
        [(r#"{"event_id":"nope"}"#, Some("nope")), (r#"{"event_id":12}"#, Some("12")), (r#"{"event_id":null}"#, None)]
    {
        let header = header(text);
        assert_eq!((header.event_id, header.bad_event_id.as_deref()), (None, bad), "{text}");
    }
}

#[test]
fn labels_of_attachments_are_read_from_the_item_header() {
    let text = "{}\n{\"type\":\"attachment\",\"length\":2,\"filename\":\"a/b\",\"content_type\":\"x/y\",\"attachment_type\":7}\nab";
    let item = read(text).unwrap().items.remove(0);
    assert_eq!((item.filename.as_deref(), item.content_type.as_deref()), (Some("a/b"), Some("x/y")));
    assert_eq!(item.attachment_type, None, "a number is no name");
}

#[test]
fn too_many_items_are_damage() {
    let text = "{}\n".to_owned() + &"{\"type\":\"a\"}\n\n".repeat(101);
    let envelope = read(text).unwrap();
    assert_eq!(envelope.items.len(), 101, "a hundred, and the rest");
    assert_eq!(envelope.damage.map(|damage| damage.reason).as_deref(), Some("more items than an envelope may have"));
}

/// Bytes that look like an envelope, more or less.
fn almost_an_envelope() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&[u8]; 11] = [
        b"{\"type\":\"a\"}",
        b"{\"type\":\"event\",\"length\":3}",
        b"{\"type\":\"\",\"length\":0}",
        b"{}",
        b"\n",
        b"\n",
        b"\r",
        b" ",
        b"abc",
        b"\xff{",
        b"\xef\xbb\xbf",
    ];
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..14)
        .prop_map(|pieces| [&b"{}"[..], &pieces.concat()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_read_is_written_and_read_again(bytes in almost_an_envelope()) {
        if let Ok(envelope) = read(bytes.clone()) {
            let written = write(&envelope);
            prop_assert_eq!(read(written.clone()), Ok(envelope));
            let has_blank_lines = bytes.split(|byte| *byte == b'\n').any(|line| line.trim_ascii().is_empty());
            let is_plain = !bytes.contains(&b'\r') && !bytes.starts_with(b"\xef\xbb\xbf");
            if is_plain && !has_blank_lines {
                prop_assert_eq!(written, bytes);
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(envelope) = read(bytes) {
            prop_assert_eq!(read(write(&envelope)), Ok(envelope));
        }
    }
}
