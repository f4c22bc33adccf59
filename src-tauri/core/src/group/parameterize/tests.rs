//! Messages as tables: what came, and what is left of it.

use super::*;

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(parameterize(text), *expected, "{text}");
    }
}

#[test]
fn the_first_two_lines_count() {
    check(&[
        ("", ""),
        (" \n\t\n", ""),
        ("one", "one"),
        ("\n\none\n\ntwo\n", "one\ntwo"),
        ("one\ntwo\nthree", "one\ntwo..."),
    ]);
}

#[test]
fn addresses() {
    check(&[
        ("mail ann.lee+x@shop.example failed", "mail <email> failed"),
        ("user=ann@shop.example.", "<email>."),
        ("@home and a@ b", "@home and a@ b"),
        ("GET https://shop.example/orders?id=7 failed", "GET <url> failed"),
        ("wss://a.b:80/x y", "<url> y"),
        ("http:// is no url", "http:// is no url"),
        ("cannot resolve db-1.shop.example.com.", "cannot resolve <hostname>."),
        ("API.SHOP.COM and Api.Shop.Com", "<hostname> and Api.Shop.Com"),
        ("orders.py, main.rs, app.js, console.log", "orders.py, main.rs, app.js, console.log"),
        ("connect to 10.0.0.1:5432", "connect to <ip>:<int>"),
        ("10.0.0.1x", "<float>.<float>x"),
        ("256.1.1.1", "<float>.<float>"),
        ("listening on ::1 and [fe80::1]:80, 2001:db8::ff00:42:8329.", "listening on <ip> and [<ip>]:<int>, <ip>."),
        ("Cafe::load std::fs a::b::C add::", "Cafe::load std::fs a::b::C add::"),
        ("from 00:1B:44:11:3a:b7", "from <mac>"),
    ]);
}

#[test]
fn ids() {
    check(&[
        ("trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "trace <traceparent>"),
        ("root 1-67891233-abcdef012345678912345678", "root <traceparent>"),
        ("order 7c9e6679-7425-40de-944b-e07fc1f90ae7 lost", "order <uuid> lost"),
        ("sha 5fc35719f4cf96ec602dbc748ff31c587a46961d", "sha <sha1>"),
        ("digest 0751007cd28df267e8e051b51f918c60", "digest <md5>"),
        ("txn tx274a77a8975c4a66aeb24-0052d95365x y", "txn <swift_txn_id> y"),
        ("at 0x7ffe12 and 0xG", "at <hex> and <int>xG"),
        ("at deadbeef, 12345678, 1a2b, -1a2b", "at <hex>, <hex>, <hex>, <hex>"),
        ("dead beef deadBEEF", "dead beef deadBEEF"),
        ("commit 1a2b3c4, feedbee", "commit <git_sha>, feedbee"),
        ("charge pay_3Xk29QmLw81 failed", "charge <random_id> failed"),
        ("ResourceNotFoundException in getUserById", "ResourceNotFoundException in getUserById"),
    ]);
}

#[test]
fn times() {
    check(&[
        ("Mon, 02 Jan 2006 15:04:05 MST", "<date>"),
        ("Mon, 02 Jan 2006 15:04:05 -0700.", "<date>."),
        ("02 Jan 06 15:04 MST", "<date>"),
        ("Monday, 02-Jan-06 15:04:05 MST", "<date>"),
        ("Mon Jan  2 15:04:05 2006", "<date>"),
        ("Mon Jan  2 15:04:05 MST 2006", "<date>"),
        ("Jan 2, 2006 x", "<date> x"),
        ("Thu Jan 02 2025 10:00:00 GMT+0100 (Central European Standard Time)!", "<date>!"),
        ("2006-01-02T15:04:05.123456Z", "<date>"),
        ("2006-01-02T15:04:05+07:00", "<date>"),
        ("2006-01-02 15:04:05,123 x", "<date> x"),
        ("20060102T150405Z", "<date>"),
        ("on 2006-01-02.", "on <date>."),
        ("at 3:04PM or 15:04 or 15:04:05", "at <date> or <date> or <date>"),
        ("a.py:10:25", "a.py:<int>:<int>"),
        ("1:22:333", "<int>:<int>:<int>"),
        ("datetime.datetime(2025, 1, 2, 3, 4)", "<date>"),
        ("took 12ms, 1.5s, 3s", "took <duration>, <duration>, <duration>"),
        ("12msx", "<int>msx"),
    ]);
}

#[test]
fn numbers_and_values() {
    check(&[
        ("card 7 of -3, 1.5 and -2.25", "card <int> of <int>, <float> and <float>"),
        ("line12 utf8 a-1", "line<int> utf<int> a-<int>"),
        ("1,234 v1.2.3", "<int>,<int> v<float>.<int>"),
        ("name='ann' id=\"x y\" it's 'fine'", "name=<quoted_str> id=<quoted_str> it's 'fine'"),
        ("open='", "open='"),
        ("ok=true, no=False truely=trueish", "ok=<bool>, no=<bool> truely=trueish"),
        ("nothing varies here", "nothing varies here"),
        ("grün 5 €7", "grün <int> €<int>"),
        ("日本 12:30", "日本 <date>"),
    ]);
}

#[test]
fn what_varies_does_not_divide() {
    let pairs = [
        ("user 17 not found", "user 9999999 not found"),
        ("cannot open /tmp/a1b2c3d4/x", "cannot open /tmp/ffff0000/x"),
        ("timeout after 30.2s", "timeout after 1s"),
    ];
    for (one, other) in pairs {
        assert_eq!(parameterize(one), parameterize(other));
    }
}

#[test]
fn a_long_text_is_left_as_it_is() {
    let long = "7 ".repeat(4_097);
    assert_eq!(parameterize(&long), long.trim_end());
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_whole(text in "[ -~é\n]{0,200}") {
        let once = parameterize(&text);
        proptest::prop_assert!(once.len() <= text.len() * 12 + 3);
    }
}
