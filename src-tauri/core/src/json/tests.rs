//! The reader against tables, and against serde_json where that accepts the bytes.

use proptest::prelude::*;

use super::*;

fn json(value: &serde_json::Value) -> Json {
    match value {
        serde_json::Value::Null => Json::Null,
        serde_json::Value::Bool(value) => Json::Bool(*value),
        serde_json::Value::Number(number) => Json::Number(number.to_string()),
        serde_json::Value::String(text) => Json::String(text.clone()),
        serde_json::Value::Array(values) => Json::List(values.iter().map(json).collect()),
        serde_json::Value::Object(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
    }
}

fn read(bytes: &[u8]) -> (Json, Option<Broken>, Option<String>) {
    let mut reader = Reader::new(bytes);
    let value = Json::from_reader(&mut reader);
    reader.end();
    (value, reader.broken(), reader.repairs().describe())
}

#[test]
fn what_clients_send_is_repaired_and_remembered() {
    let table: [(&[u8], &str, &str); 12] = [
        (br#"{"a":"lone \ud800 end"}"#, "{\"a\":\"lone \u{fffd} end\"}", "half a UTF-16 pair"),
        (br#""\udc00\ud83d\ude00""#, "\"\u{fffd}\u{1f600}\"", "half a UTF-16 pair"),
        (br#""\ud83d\ud83d""#, "\"\u{fffd}\u{fffd}\"", "half a UTF-16 pair"),
        (b"\"caf\xe9\"", "\"caf\u{fffd}\"", "bytes that are no UTF-8"),
        (b"{\"\xff\":1}", "{\"\u{fffd}\":1}", "bytes that are no UTF-8"),
        (b"\"two\nlines\"", r#""two\nlines""#, "an unescaped control character"),
        (br#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#, "a key twice in one object"),
        (br#"[NaN,Infinity,-Infinity,1]"#, "[null,null,null,1]", "NaN or Infinity"),
        (b"\xef\xbb\xbf{}", "{}", "a byte order mark before it"),
        (br#""\x41\u12""#, r#""\\x41\\u12""#, "an escape that JSON does not have"),
        (br#"[1e400,12345678901234567890,1.50]"#, "[1e400,12345678901234567890,1.50]", ""),
        (br#"{"a\u0000b":" "}"#, r#"{"a\u0000b":" "}"#, ""),
    ];
    for (bytes, expected, repairs) in table {
        let (value, broken, described) = read(bytes);
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(value.to_string(), expected, "{shown}");
        assert_eq!(broken, None, "{shown} is good enough");
        assert_eq!(described.unwrap_or_default(), repairs, "{shown}");
    }
}

#[test]
fn what_is_no_json_ends_the_reading_but_keeps_what_came_before() {
    let table: [(&str, &str, usize, &str); 14] = [
        ("", "null", 0, "a value is missing"),
        ("}", "null", 0, "a value is missing"),
        (r#"{"a":1,"b"#, r#"{"a":1}"#, 7, "a text breaks off"),
        (r#"{"a":1,"b":"#, r#"{"a":1}"#, 11, "a value is missing"),
        (r#"{"a":[1,2"#, r#"{"a":[1,2]}"#, 9, "it breaks off"),
        (r#"{"a":1 "b":2}"#, r#"{"a":1}"#, 7, "a comma is missing"),
        (r#"{"a" 1}"#, "{}", 5, "a colon is missing"),
        ("{a:1}", "{}", 1, "a key is missing"),
        ("[1,]", "[1]", 3, "a value is missing"),
        ("[1}", "[1]", 2, "a comma is missing"),
        ("[01]", "[null]", 1, "a word that is no JSON"),
        ("[1.]", "[null]", 1, "a word that is no JSON"),
        ("nul", "null", 0, "a word that is no JSON"),
        ("{} {}", "{}", 3, "something follows the value"),
    ];
    for (bytes, expected, at, reason) in table {
        let (value, broken, _) = read(bytes.as_bytes());
        assert_eq!((value.to_string().as_str(), broken), (expected, Some(Broken { at, reason })), "{bytes}");
        let mut skipping = Reader::new(bytes.as_bytes());
        skipping.skip();
        skipping.end();
        assert_eq!(skipping.broken(), broken, "skipping `{bytes}` finds the same");
    }
}

#[test]
fn values_are_a_list_or_an_object_with_one_or_a_single_object() {
    let table = [
        ("[{\"a\":1},null,{\"a\":2}]", vec!["{\"a\":1}", "{\"a\":2}"]),
        ("{\"values\":[{\"a\":1}],\"more\":[9]}", vec!["{\"a\":1}"]),
        ("{\"values\":[1],\"values\":[2]}", vec!["2"]),
        ("{\"a\":1}", vec!["{\"a\":1}"]),
        ("{\"values\":null}", vec![]),
        ("{}", vec![]),
        ("null", vec![]),
        ("\"text\"", vec!["\"text\""]),
    ];
    for (bytes, expected) in table {
        let mut reader = Reader::new(bytes.as_bytes());
        let values = reader.values(|value| Json::from_reader(value).to_string());
        assert_eq!(values, expected, "{bytes}");
        reader.end();
        assert_eq!(reader.broken(), None, "{bytes} was consumed");
    }
}

#[test]
fn there_is_an_end_to_values_but_not_to_keys_behind_them() {
    let many = |n: usize| format!("[{}0]", "[],".repeat(n));
    let text = format!("{{\"a\":{},\"b\":{},\"c\":1}}", many(1_000_000), many(10));
    let mut reader = Reader::new(text.as_bytes());
    let json = Json::from_reader(&mut reader);
    let length = |key: &str| match json.get(key) {
        Some(Json::List(values)) => values.len(),
        _ => 0,
    };
    assert_eq!((length("a"), length("b")), (VALUES.0 - 1, 11), "the list itself is one");
    assert_eq!(json.get("c"), Some(&Json::Number("1".into())), "what follows has room of its own");
    assert!(reader.repairs().too_many && reader.broken().is_none(), "it is said, and the rest was read over");

    let keys: String = (0..10).map(|n| format!("\"k{n}\":{},", many(40_000))).collect();
    let Json::Object(entries) = Json::read(format!("{{{keys}\"end\":1}}").as_bytes()) else { panic!("no object") };
    assert_eq!(entries.len(), 3, "but there is an end to all of them together");
}

#[test]
fn any_depth_is_read_and_the_deepest_part_is_text() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let (value, broken, repairs) = read(deep.as_bytes());
    assert_eq!((broken, repairs.as_deref()), (None, Some("values nested very deep")));
    let text = value.to_string();
    assert!(text.starts_with(&("[".repeat(DEPTH) + "\"[[")), "200 levels, then text");
    let mut reader = Reader::new(deep.as_bytes());
    reader.skip();
    assert_eq!((reader.position(), reader.broken()), (deep.len(), None));
    let (_, broken, _) = read("[{\"a\":".repeat(100_000).as_bytes());
    assert_eq!(broken.map(|broken| broken.at), Some(600_000), "unclosed brackets are no different");
}

#[test]
fn many_keys_are_not_compared_one_by_one() {
    let object: String = (0..90_000).map(|n| format!(r#""key {n}":{n},"#)).collect();
    let (value, broken, repairs) = read(format!("{{{object}\"key 7\":\"last\"}}").as_bytes());
    assert_eq!((broken, repairs.as_deref()), (None, Some("a key twice in one object")));
    assert_eq!(value.get("key 7"), Some(&Json::String("last".to_owned())));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }

    #[test]
    fn it_agrees_with_serde_json(text in r#"([\[\]{},:]|"[a-z\\u\PC]{0,3}"|-?[0-9.eE]{1,4}|true|null| ){0,14}"#) {
        let (value, broken, _) = read(text.as_bytes());
        let mut skipping = Reader::new(text.as_bytes());
        skipping.skip();
        skipping.end();
        prop_assert_eq!(skipping.broken().is_some(), broken.is_some());
        match serde_json::from_str::<&serde_json::value::RawValue>(&text) {
            Ok(_) => {
                prop_assert_eq!(broken, None);
                if let Ok(oracle) = serde_json::from_str::<serde_json::Value>(&text) {
                    let ours: serde_json::Value = serde_json::from_str(&value.to_string()).unwrap();
                    prop_assert_eq!(ours, oracle);
                }
            }
            Err(_) => prop_assert!(broken.is_some() || text.contains('\\'), "{:?} for {}", value, text),
        }
    }

    #[test]
    fn the_end_of_a_text_is_found(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'\\')], 0..40), zeros in 0..40_usize) {
        let bytes = [vec![0; zeros], bytes].concat();
        let expected = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\'));
        prop_assert_eq!(super::text::quote_or_backslash(&bytes), expected);
    }

    #[test]
    fn good_json_is_read_as_it_is(text in r#"\PC{0,20}"#, number in any::<i64>(), eighths in any::<i32>()) {
        let oracle = serde_json::json!({ "t": [text, number], "o": { text.clone(): f64::from(eighths) / 8.0 }, "e": [[], {}, true, null] });
        let written = serde_json::to_vec_pretty(&oracle).unwrap();
        let (value, broken, repairs) = read(&written);
        prop_assert_eq!((broken, repairs), (None, None));
        prop_assert_eq!(value, json(&serde_json::from_slice(&written).unwrap()));
    }
}
