//! Messages as tables: what came, and what is left of it.

use super::*;

fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| parameterize(text) != *expected)
        .map(|(text, expected)| format!("{text:?}: {:?}, not {expected:?}", parameterize(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
fn what_is_left_of_lines_and_length() {
    check(&[
        ("  indented", "  indented"),
        ("trailing \r\n", "trailing"),
        ("one\r\ntwo\r\nthree", "one\ntwo..."),
        ("one\n \n\t\ntwo", "one\ntwo"),
        ("42\n43\n44", "<int>\n<int>..."),
    ]);
    let longest = format!("7 {}", "x".repeat(8_190));
    assert_eq!(parameterize(&longest), longest.replacen('7', "<int>", 1), "8,192 bytes are still read");
}

#[test]
fn each_kind_and_its_neighbours() {
    check(&[
        // email
        ("to: ann.lee+shop@mail.shop.example, bob@localhost", "to: <email>, <email>"),
        ("<ann@shop.example>", "<<email>>"),
        ("a!b#c@x-y.z", "<email>"),
        ("git@github.com:shop/cart.git", "<email>:shop/cart.git"),
        ("@decorator @", "@decorator @"),
        // url
        ("see https://a.b/c?d=1#e, then", "see <url> then"),
        ("ftp://files.example/x ws://h:1 http://", "<url> <url> http://"),
        ("xhttp://a.b", "xhttp://a.b"),
        ("postgres://ann@db/shop", "postgres:<email>/shop"),
        // hostname
        ("host db.internal:5432", "host <hostname>:<int>"),
        ("shop.example.com/path", "<hostname>/path"),
        ("EXAMPLE.COM", "<hostname>"),
        ("foo.bar baz.Com a.toml", "foo.bar baz.Com a.toml"),
        ("cannot find module lodash.get", "cannot find module lodash.get"),
        ("localhost refused", "localhost refused"),
        // traceparent, uuid, sha1, md5
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00x", "<int>-<md5>-<hex>-<int>x"),
        ("7C9E6679-7425-40DE-944B-E07FC1F90AE7", "<uuid>"),
        ("7c9e66797425-40de-944b-e07fc1f90ae7", "<hex>-<hex>-<hex>-<hex>"),
        ("{7c9e6679-7425-40de-944b-e07fc1f90ae7}", "{<uuid>}"),
        ("5fc35719f4cf96ec602dbc748ff31c587a46961d0", "<hex>"),
        ("0751007cd28df267e8e051b51f918c60", "<md5>"),
        ("xdeadbeefdeadbeefdeadbeefdeadbeef", "xdeadbeefdeadbeefdeadbeefdeadbeef"),
        // mac, ip
        ("00-1b-44-11-3a-b7 and 00:1b:44:11:3a", "<mac> and <int>:<int>b:<int>:<int>:<int>a"),
        ("0.0.0.0 255.255.255.255", "<ip> <ip>"),
        ("v1.2.3.4.5", "v<float>.<float>.<int>"),
        ("::ffff:10.0.0.1 fe80::1%eth0", "<ip> <ip>%eth<int>"),
        ("1::2 a::b ::", "<ip> a::b ::"),
        ("http::get std::vec::Vec<u8>", "http::get std::vec::Vec<u<int>>"),
        // swift_txn_id
        ("tx274a77a8975c4a66aeb24-0052d95365-xyz.", "<swift_txn_id>"),
        // hex
        ("0x1F 0XAB -0x10", "<hex> <hex> <hex>"),
        ("0x 0xg", "<int>x <int>xg"),
        ("abc1 ab12cd abcd 1234", "<hex> <hex> abcd <int>"),
        ("facade decade 12345678", "facade decade <hex>"),
        ("deadbeef DEADBEEF DeadBeef", "<hex> <hex> DeadBeef"),
        ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "<hex>"),
        ("x-deadbeef", "x-<hex>"),
        // git_sha
        ("at abc1234.", "at <git_sha>."),
        ("ABC1234", "ABC<int>"),
        // random_id
        ("id cus_NffrFe3fNV2Hib", "id <random_id>"),
        ("req_a1B2c3 and getUserById", "<random_id> and getUserById"),
        ("errorABC12", "<random_id>"),
        ("SSL3Error and HTTP2Frame", "SSL<int>Error and HTTP<int>Frame"),
        // float, int
        ("1.5 -2.25 .5 3.", "<float> <float> .<int> <int>."),
        ("1e5 10% 3x 4px", "<int>e<int> <int>% <int>x <int>px"),
        ("-7 a-7 (-7)", "<int> a-<int> (<int>)"),
        ("٣ items", "٣ items"),
        // quoted_str, bool
        ("a='x' b=\"y z\" c = 'x'", "a=<quoted_str> b=<quoted_str> c = 'x'"),
        ("a='x\nb", "a='x\nb"),
        ("=true =False =truth x==true", "=<bool> =<bool> =truth x==<bool>"),
        ("is true or False", "is true or False"),
    ]);
}

#[test]
fn each_form_of_a_time() {
    check(&[
        ("Sun, 1 Mar 2026 1:02 GMT", "<date>"),
        ("Sun, 01 Mar 2026 01:02:03 +0100", "<date>"),
        ("Sunday, 01-Mar-26 01:02:03 UTC", "<date>"),
        ("Sun Mar  1 01:02:03 2026", "<date>"),
        ("Sun Mar 01 01:02:03 +0100 2026", "<date>"),
        ("Sun Mar 01 2026 01:02:03 GMT+0100 (CET)", "<date>"),
        ("Mar 1, 2026", "<date>"),
        ("Sun Mar 1, 2026", "<date>"),
        ("2026-03-01T01:02:03Z", "<date>"),
        ("2026-03-01T01:02:03.123456789+01:00", "<date>"),
        ("2026-03-01 01:02", "<date>"),
        ("20260301 010203", "<date>"),
        ("2026-19-39", "<date>"),
        ("2026-20-01", "<int>-<int>-<int>"),
        ("1:02PM 1:02 pm 01:02:03 AM", "<date> <date> <date>"),
        ("23:59 24:60", "<date> <int>:<int>"),
        ("12:30:45.123", "<date>"),
        ("x.js:12:30", "x.js:<int>:<int>"),
        ("10:20:30:40", "<int>:<int>:<int>:<int>"),
        ("datetime.datetime(2026, 3, 1, tzinfo=utc)", "<date>"),
        ("12ms 1.5s 100s 5sec 1h", "<duration> <duration> <duration> <int>sec <int>h"),
        ("(1700000000)", "(<hex>)"),
    ]);
}

#[test]
fn paths_of_one_run_and_no_others() {
    check(&[
        ("open /tmp/a1/b.txt failed", "open <path> failed"),
        ("'/private/var/folders/x9/q/T/a.txt'", "'<path>'"),
        ("C:\\Users\\ann\\AppData\\Local\\Temp\\a.txt: gone", "<path>: gone"),
        ("c:/windows/temp/x.", "<path>."),
        ("/var/tmp/x:12", "<path>:<int>"),
        ("(/dev/shm/a,b)", "(<path>,b)"),
        ("/run/user/1000/bus", "<path>"),
        ("/etc/shop.toml and /srv/tmp/x", "/etc/shop.toml and /srv/tmp/x"),
        ("C:\\Users\\ann\\shop\\a.txt", "C:\\Users\\ann\\shop\\a.txt"),
        ("./tmp/a ~/tmp/a", "./tmp/a ~/tmp/a"),
    ]);
}

#[test]
fn objects_of_json_are_their_keys_and_what_went_wrong() {
    check(&[
        (r#"got {"id":7,"name":"Ann"}"#, "got <json id name>"),
        (r#"{"error":"declined","code":402,"at":"x"} from bank"#, "<json at code=<int> error=declined> from bank"),
        (r#"{ "code" : 402, "error" : "declined" }"#, "<json code=<int> error=declined>"),
        (r#"{"error":{"type":"card","message":"no 7","x":1}}"#, "<json error={message=no <int> type=card}>"),
        (r#"[{"msg":"a"},{"msg":"b"}]"#, "<json msg=a>"),
        (r#"{"user_17":1,"user_18":2}"#, "<json user_<int>>"),
        (r#"{"ok":true}{"ok":false}"#, "<json ok><json ok>"),
        (r#"{"status":null,"msg":["x"]}"#, "<json msg status>"),
        (r#"{"open":"#, r#"{"open":"#),
        ("{} [] {a} [1, 2]", "{} [] {a} [<int>, <int>]"),
        ("{'id': 7}", "{'id': <int>}"),
    ]);
}

#[test]
fn domains_are_listed_in_order_and_in_small_letters() {
    let hosts = super::hosts::TOP_LEVEL;
    assert!(hosts.windows(2).all(|pair| pair[0] < pair[1]), "a search by halves needs the order");
    for top_level in hosts {
        let (lower, upper) = (format!("shop.{top_level}"), format!("SHOP.{}", top_level.to_uppercase()));
        assert_eq!(
            (parameterize(&lower).as_ref(), parameterize(&upper).as_ref()),
            ("<hostname>", "<hostname>"),
            "{lower}"
        );
    }
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
