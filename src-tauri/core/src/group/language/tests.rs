//! The two languages as tables: what is read, what is refused and where, what matches, and what comes of it.

use std::borrow::Cow;

use super::glob::{Glob, PlainPath};
use super::*;
use crate::event::{EventKind, Level};
use crate::group::{Cause, FingerprintBy, GroupConfig, Method, explain, explanation, group};
use crate::items::digest::{Digest, ExceptionDigest, FrameDigest, ThreadDigest};

#[test]
fn patterns_of_texts() {
    let table = [
        ("charge", "charge", true, "the same"),
        ("charge", "charges", false, "all of it"),
        ("charge", "Charge", false, "case matters"),
        ("*", "", true, "a run may be empty"),
        ("*", "a/b\nc", true, "a run goes over everything"),
        ("**", "a/b", true, "two are one"),
        ("char*", "charge", true, "a start"),
        ("char*", "recharge", false, "and not a middle"),
        ("*arge", "charge", true, "an end"),
        ("*arg*", "charge", true, "a part"),
        ("*arg*", "chart", false, "that is not there"),
        ("c*e", "charge", true, "a run in the middle"),
        ("c*e", "charger", false, "up to the end"),
        ("c*g*e", "charge", true, "two runs"),
        ("a*b*c", "abcabc", true, "the first way is not the only one"),
        ("*a*b", "xaxaxb", true, "nor is it at the start"),
        ("?harge", "charge", true, "one character"),
        ("?harge", "harge", false, "not none"),
        ("?", "ü", true, "a character is no byte"),
        ("a??d", "abcd", true, "two"),
        ("[cb]at", "cat", true, "one of these"),
        ("[cb]at", "rat", false, "and no other"),
        ("[a-c]at", "bat", true, "a range"),
        ("[a-cx]at", "xat", true, "a range and one more"),
        ("[!a-c]at", "rat", true, "none of these"),
        ("[^a-c]at", "bat", false, "none of these, as regular expressions say it"),
        ("[]]x", "]x", true, "a bracket right at the start"),
        ("[a-]x", "-x", true, "a dash at the end is one"),
        ("[*]", "*", true, "a star that is one"),
        ("[*]", "x", false, "and nothing else"),
        ("a[b", "a[b", true, "a bracket that nobody closes is one"),
        (r"a\*", r"a\b", true, "a backslash is one"),
        ("", "", true, "nothing"),
        ("<unknown>", "<unknown>", true, "no special signs"),
    ];
    for (pattern, text, expected, why) in table {
        assert_eq!(Glob::of_text(pattern).matches(text), expected, "`{pattern}` on `{text}`: {why}");
    }
}

#[test]
fn patterns_of_paths() {
    let table = [
        ("/srv/app.py", "/srv/app.py", true, "the same"),
        ("/SRV/App.py", "/srv/aPP.py", true, "case does not matter"),
        (r"c:\app\*", "C:/App/main.c", true, "backslashes are slashes, in the pattern"),
        ("**/app/main.c", r"C:\App\main.c", true, "and in the path"),
        ("*.py", "app.py", true, "a relative path as it is"),
        ("/*.py", "app.py", true, "and with a slash in front"),
        ("/*.py", "/srv/app.py", false, "a run stays in its folder"),
        ("/srv/*/app.py", "/srv/shop/app.py", true, "one folder"),
        ("/srv/*/app.py", "/srv/shop/old/app.py", false, "not two"),
        ("/srv/**/app.py", "/srv/shop/old/app.py", true, "but so"),
        ("**/generated/**", "src/generated/a.py", true, "anywhere"),
        ("**/generated/**", "generated/a.py", true, "also first in a relative path"),
        ("**/generated/**", "src/degenerated/a.py", false, "a whole folder"),
        ("**/site-packages/**", "/usr/lib/python3/site-packages/x.py", true, "as built in"),
        ("/srv/sho?/a.py", "/srv/shop/a.py", true, "one character"),
        ("/srv?a.py", "/srv/a.py", false, "that is no slash"),
        ("/srv[!x]a.py", "/srv/a.py", false, "nor is one of a class a slash"),
        ("**/*.min.js", "http://shop/js/app.min.js", true, "an address"),
        ("**/v[0-9]/**/*.js", "/js/v2/a/b/c.js", true, "all kinds at once"),
        ("**/a/**/b/**/c", "/a/x/b/y/b/c", true, "the first way is not the only one"),
        ("*/a/b", "/a/a/b", false, "a run does not begin before its folder"),
    ];
    for (pattern, path, expected, why) in table {
        assert_eq!(
            Glob::of_path(pattern).matches_path(&PlainPath::of(path)),
            expected,
            "`{pattern}` on `{path}`: {why}"
        );
    }
}

/// Compared in one step each, character by character, with all ways tried: slow and surely right.
fn matches_slowly(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), _) if matches_slowly(rest, text) => true,
        (Some(('*', _)), Some((_, after))) => matches_slowly(pattern, after),
        (Some((sign, rest)), Some((first, after))) => (*sign == '?' || sign == first) && matches_slowly(rest, after),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

proptest::proptest! {
    #[test]
    fn patterns_match_what_a_slow_reader_says(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let expected = matches_slowly(&chars(&pattern), &chars(&text));
        proptest::prop_assert_eq!(Glob::of_text(&pattern).matches(&text), expected);
        proptest::prop_assert_eq!(Glob::of_path(&pattern).matches(&text), expected, "without slashes a path is a text");
    }

    #[test]
    fn no_text_of_rules_panics(text in "(?s).{0,80}|([a-z|\\[\\]:*^v+-]|app|group|function|->|\\{\\{|\\}\\}|title=|\"| |,|\n){0,30}") {
        for kind in RuleKind::ALL {
            let errors = RuleSet::default().add(kind, &text);
            for error in errors {
                proptest::prop_assert!(text.is_char_boundary(error.at), "{error:?} in {text:?}");
            }
        }
    }
}

#[test]
fn no_pattern_takes_forever() {
    let pattern = "*a".repeat(200) + "b";
    let text = "a".repeat(8_000);
    assert!(!Glob::of_text(&pattern).matches(&text), "exponential if all ways were tried one after the other");
}

/// What is wrong, as `line:column: what was expected`.
fn wrong(kind: RuleKind, text: &str) -> String {
    let said = RuleSet::default().add(kind, text);
    said.iter()
        .map(|error| format!("{}:{}: {}", error.line, error.column, error.expected))
        .collect::<Vec<_>>()
        .join("\n")
}

const ACTION: &str = "an action was expected: `+app`, `-app`, `+group` or `-group`, with `^` or `v` in front for the frames above \
    or below, or `category=`, `max-frames=`, `min-frames=`";

#[test]
fn what_is_wrong_with_rules_for_stack_traces() {
    let no_matcher = "1:1: a matcher like `function:name` or an action like `-app` was expected";
    let unknown = "1:1: a matcher was expected (app, category, family, function, mechanism, module, package, path, type, value), and `tags.x:` is none";
    let table = [
        ("function:a -app", ""),
        ("\n  # a comment\n\r\n\tfunction:a -app\r\n", ""),
        ("function:\"a b\" !module:x path:/a/** package:b family:native,other app:yes category:c -app", ""),
        ("error.type:A error.value:\"x y\" mechanism:m stack.function:f stack.abs_path:p stack.module:m +app", ""),
        ("\"function\":a -app", ""),
        ("[ function:a ] | function:b -app", ""),
        ("[function:a[bc]] | function:b | [module:c] -app", ""),
        ("function:a | [ function:b module:c ] ^-group v+app category=x max-frames=3 min-frames = 1", ""),
        ("function:a", "1:11: an action like `-app` or `+group` was expected"),
        ("-app", "1:1: a matcher like `function:name` was expected"),
        ("| [ function:a ] -app", "1:1: a matcher like `function:name` was expected"),
        ("function", no_matcher),
        ("what is this", no_matcher),
        (": -app", no_matcher),
        ("tags.x:1 -app", unknown),
        ("function: -app", "1:10: a pattern was expected after `function:`"),
        ("function:\"\" -app", "1:10: a pattern was expected after `function:`"),
        ("function:\"a -app", "1:10: a quote that closes this one was expected"),
        ("family:cobol -app", "1:8: a family (`native`, `javascript`, `other`, `all`) was expected after `family:`"),
        ("app:maybe -group", "1:5: `yes` or `no` was expected after `app:`"),
        ("function:a -apple", &format!("1:12: {ACTION}")),
        ("function:a ^group", &format!("1:12: {ACTION}")),
        ("function:a -app function:b", &format!("1:17: {ACTION}")),
        ("function:a max-frames=many", "1:23: a number was expected after `max-frames=`"),
        ("function:a min-frames=", "1:23: a number was expected after `min-frames=`"),
        ("function:a max-frames=-1", "1:23: a number was expected after `max-frames=`"),
        ("function:a category=", "1:21: a word was expected after `category=`"),
        (
            "function:a invert-stacktrace=1",
            "1:12: a matcher like `function:name` or an action like `-app` was expected",
        ),
        ("[ function:a ] function:b -app", "1:16: `|` was expected after the frame that called"),
        (
            "[ function:a | function:b -app",
            "1:14: a matcher like `function:name` or an action like `-app` was expected",
        ),
        ("[ function:a", "1:13: `]` was expected"),
        ("[ ] | function:b -app", "1:4: a matcher of a frame was expected in brackets"),
        ("[ type:A ] | function:b -app", "1:3: a matcher of a frame was expected in brackets"),
        ("function:a | function:b -app", "1:14: a frame in brackets, like `[ function:name ]`, was expected after `|`"),
        (
            "# ok\nfunction:a -app\n  ünïcode -app",
            "3:3: a matcher like `function:name` or an action like `-app` was expected",
        ),
        (
            "function:a\nfunction:b -app\nbad:c -app",
            "1:11: an action like `-app` or `+group` was expected\n3:1: a matcher was expected (app, category, family, function, mechanism, module, package, path, type, value), and `bad:` is none",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(wrong(RuleKind::Stack, text), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_with_rules_for_fingerprints() {
    let matchers = "app, category, family, function, level, logger, mechanism, message, module, package, path, release, sdk, tags.NAME, type, value";
    let variables = "default, function, level, logger, message, module, package, path, stack.filename, tags.NAME, transaction, type, value";
    let table = [
        ("type:A -> a", ""),
        (
            "# c\n\ntype:A message:\"x *\" tags.a:b !level:info sdk:s release:1 logger:l app:no family:all -> a, b {{ type }}",
            "",
        ),
        ("type:A -> {{default}} \"two words\" title=\"A {{ type }} in {{ function }}\"", ""),
        ("type:A -> title=Gone", ""),
        ("type:A -> a{{ transaction }}b", ""),
        ("type:A -> \"\"", ""),
        ("type:A", "1:7: `->` and what to group by were expected"),
        ("-> a", "1:1: a matcher like `type:ValueError` was expected"),
        ("type:A ->", "1:10: a value, like `payment` or `{{ type }}`, was expected after `->`"),
        ("type:A -> ,", "1:12: a value, like `payment` or `{{ type }}`, was expected after `->`"),
        ("type A -> a", "1:1: a matcher like `type:ValueError` or `->` was expected"),
        ("kind:A -> a", &format!("1:1: a matcher was expected ({matchers}), and `kind:` is none")),
        ("tags.:A -> a", &format!("1:1: a matcher was expected ({matchers}), and `tags.:` is none")),
        ("type: -> a", "1:6: a pattern was expected after `type:`"),
        ("type:A -> {{ nonsense }}", &format!("1:11: a variable was expected ({variables}), and `nonsense` is none")),
        ("type:A -> \"a {{ type\"", "1:11: `}}` was expected after `{{`"),
        ("type:A -> \"a", "1:11: a quote that closes this one was expected"),
        ("type:A -> a title=\"{{ default }}\"", "1:19: a text was expected, and `{{ default }}` is none"),
        ("type:A -> a title=\" \"", "1:19: a text was expected after `title=`"),
        ("type:A -> a title=", "1:19: a text was expected after `title=`"),
        ("family:lisp -> a", "1:8: a family (`native`, `javascript`, `other`, `all`) was expected after `family:`"),
    ];
    for (text, expected) in table {
        assert_eq!(wrong(RuleKind::Fingerprint, text), expected, "{text}");
    }
}

#[test]
fn rules_are_bounded() {
    let rules = |n: usize| "function:a -app\n".repeat(n);
    let mut set = RuleSet::default();
    assert_eq!((set.add(RuleKind::Stack, &rules(1_000)).len(), set.n(RuleKind::Stack)), (0, 1_000));
    assert_eq!(wrong(RuleKind::Stack, &rules(1_001)), "1001:1: at most 1000 rules were expected");
    assert_eq!(wrong(RuleKind::Stack, &"#".repeat(MAX_BYTES + 1)), "1:1: at most 65536 bytes of rules were expected");
    let errors = RuleSet::default().add(RuleKind::Stack, &"x\n".repeat(2_000));
    assert_eq!((errors.len(), errors[100].expected.as_str()), (101, "at most 100 wrong lines were expected"));
    let long = format!("function:{} -app", "a".repeat(1_025));
    assert_eq!(wrong(RuleKind::Stack, &long), "1:10: at most 1024 bytes were expected");
}

fn text(text: &'static str) -> Option<Cow<'static, str>> {
    Some(Cow::Borrowed(text)).filter(|text| !text.is_empty())
}

/// `+function module path`, with `+` or `-` in front: own code as the SDK says; `.` is nothing.
fn frame(spec: &'static str) -> FrameDigest<'static> {
    let (in_app, rest) = (spec.starts_with('+'), spec.trim_start_matches(['+', '-']));
    let mut fields = rest.split(' ').map(|field| text(field).filter(|field| field != "."));
    let mut next = || fields.next().flatten();
    FrameDigest {
        in_app: Some(in_app),
        function: next(),
        module: next(),
        abs_path: next(),
        package: next(),
        ..FrameDigest::default()
    }
}

/// A `ValueError: Bad 7` with four frames: `main` called `run`, that `lib`, that `charge`, where it broke.
const FRAMES: [&str; 4] = [
    "+main app /srv/app.py",
    "+run app.jobs /srv/jobs/Run.py",
    "-lib pay.client /srv/lib/pay.py",
    "+charge app.pay /srv/pay.py",
];

fn error(frames: &[&'static str]) -> Digest<'static> {
    let exception = ExceptionDigest {
        kind: text("ValueError"),
        value: text("Bad 7"),
        mechanism: text("django"),
        frames: frames.iter().map(|spec| frame(spec)).collect(),
        ..ExceptionDigest::default()
    };
    Digest {
        kind: EventKind::Error,
        platform: Cow::Borrowed("python"),
        exceptions: vec![exception],
        ..Digest::default()
    }
}

fn set(kind: RuleKind, text: &str) -> Option<Arc<RuleSet>> {
    let mut set = RuleSet::default();
    assert_eq!(set.add(kind, text), [], "{text}");
    Some(Arc::new(set))
}

fn config(kind: RuleKind, text: &str) -> GroupConfig {
    GroupConfig { rules: Rules { all: set(kind, text), own: None }, ..GroupConfig::default() }
}

/// For each frame: `+` own code, `-` not; `g` grouped by, `.` not.
fn marks(digest: &Digest<'_>, rules: &str) -> String {
    let explanation = explanation(digest, &config(RuleKind::Stack, rules));
    let mark = |frame: &crate::group::FrameExplanation| {
        format!("{}{}", if frame.in_app { '+' } else { '-' }, if frame.grouped { 'g' } else { '.' })
    };
    explanation.traces[0].frames.iter().map(mark).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_rules_do_to_frames() {
    let untouched = "+g +g -g +g";
    let table = [
        ("", untouched, "no rules"),
        ("function:lib +app", "+g +g +g +g", "a rule overrides what the SDK says"),
        ("function:charge -app", "+g +g -g -g", "also the other way"),
        ("function:charge -group", "+g +g -g +.", "not grouped by"),
        ("function:charge -app -group", "+g +g -g -.", "both"),
        ("function:c* -app", "+g +g -g -g", "a pattern"),
        ("function:Charge -app", untouched, "case matters"),
        ("!function:charge -app", "-g -g -g +g", "all others"),
        ("module:app* -app", "-g -g -g -g", "a module"),
        ("module:app.* -app", "+g -g -g -g", "its parts only"),
        ("module:app.* !function:run -app", "+g +g -g -g", "all matchers must hold"),
        ("path:/srv/jobs/run.py -app", "+g -g -g +g", "paths in lower case"),
        ("path:**/jobs/** -app", "+g -g -g +g", "over folders"),
        ("path:/srv/*.py -app", "-g +g -g -g", "within a folder"),
        ("stack.abs_path:/srv/*.py -app", "-g +g -g -g", "the other name"),
        ("package:* -app", untouched, "there is none"),
        ("!package:* -app", "-g -g -g -g", "and so it is not like that"),
        ("family:other -app", "-g -g -g -g", "Python is an other"),
        ("family:native,other function:run -app", "+g -g -g +g", "one of these"),
        ("family:all function:run -app", "+g -g -g +g", "any"),
        ("family:javascript -app", untouched, "it is none of these"),
        ("!family:javascript function:run -app", "+g -g -g +g", "and so it is not like that"),
        ("app:yes -app", "-g -g -g -g", "own code"),
        ("app:no +app", "+g +g +g +g", "not own code"),
        ("!app:yes +app", "+g +g +g +g", "the same"),
        ("type:ValueError function:run -app", "+g -g -g +g", "the exception must be so"),
        ("type:KeyError -app", untouched, "it is not"),
        ("!type:KeyError function:run -app", "+g -g -g +g", "it is not like that"),
        ("type:ValueError -app", "-g -g -g -g", "all frames"),
        ("value:\"Bad *\" function:run -app", "+g -g -g +g", "the value"),
        ("value:\"bad *\" function:run -app", untouched, "case matters for frames"),
        ("mechanism:django function:run -app", "+g -g -g +g", "the mechanism"),
        ("error.mechanism:celery function:run -app", untouched, "another one"),
        ("function:run ^-app", "+g +g -g -g", "those that it called"),
        ("function:run v-app", "-g +g -g +g", "those that led to it"),
        ("function:run ^-group -group", "+g +. -. +.", "it, and those that it called"),
        ("function:run v-group", "+. +g -g +g", "not grouped by, below"),
        ("app:yes ^-app", "+g -g -g -g", "all above the first one"),
        ("app:yes ^-app +app", "+g +g -g +g", "each in its turn: itself after those below it"),
        ("app:yes +app ^-app", "+g +g -g +g", "the order within a rule does not matter for others"),
        ("function:run +app -app", "+g -g -g +g", "the last one counts"),
        ("[ function:main ] | function:run -app", "+g -g -g +g", "called by main"),
        ("[ function:lib ] | function:run -app", untouched, "not called by it"),
        ("[ function:* ] | function:main -app", untouched, "nobody called it"),
        ("function:run | [ function:lib ] -app", "+g -g -g +g", "it called that"),
        ("function:charge | [ function:* ] -app", untouched, "it called nobody"),
        ("[ module:app ] | module:app.* | [ app:no ] -app", "+g -g -g +g", "both sides"),
        ("function:charge -app\nfunction:charge +app", untouched, "a later rule overrides"),
        ("function:run -app\napp:no -group", "+g -. -. +g", "a later rule sees what an earlier one did"),
        ("app:no -group\nfunction:run -app", "+g -. -. +g", "grouping is decided last, whatever the order"),
        ("function:run category=job\ncategory:job -group", "+g +. -g +g", "a category is a name for frames"),
        ("category:job -group\nfunction:run category=job", "+g +. -g +g", "given before it is asked for"),
        ("category:job -app\nfunction:run category=job", untouched, "but not before an earlier rule of the same kind"),
        ("function:run category=a\nfunction:run category=b\ncategory:a -app", untouched, "the last name counts"),
        ("function:<unknown> -app", untouched, "all have names"),
    ];
    for (rules, expected, why) in table {
        assert_eq!(marks(&error(&FRAMES), rules), expected, "{rules}: {why}");
    }
}

#[test]
fn what_a_frame_lacks() {
    let table = [
        ("function:<unknown> -app", "-g", "no function"),
        ("module:* -app", "+g", "no module"),
        ("path:* -app", "+g", "no path"),
        ("!path:/srv/** -app", "-g", "and so it is not there"),
        ("package:**/libc.so* -app", "-g", "a native image"),
    ];
    for (rules, expected, why) in table {
        assert_eq!(marks(&error(&["+. . . /opt/LIBC.so.6"]), rules).replace('.', "g"), expected, "{rules}: {why}");
    }
}

#[test]
fn rules_for_exceptions_do_not_hold_for_threads() {
    let frames = vec![frame("+run app /srv/a.py"), frame("+wait app /srv/b.py")];
    let thread = ThreadDigest { crashed: true, current: true, frames };
    let digest = Digest { threads: vec![thread], platform: Cow::Borrowed("python"), ..Digest::default() };
    let table = [
        ("function:run -app", "-g +g", "frames are frames"),
        ("type:* function:run -app", "-g +g", "there is no exception: its type is unknown"),
        ("type:ValueError function:run -app", "+g +g", "and so none of this name"),
    ];
    for (rules, expected, why) in table {
        assert_eq!(marks(&digest, rules), expected, "{rules}: {why}");
    }
}

/// What the primary hash is made of, and the names of all hashes.
fn leaves(digest: &Digest<'_>, config: &GroupConfig) -> String {
    let variants = group(digest, config).hashes;
    let variants: Vec<&str> = variants.iter().map(|hash| hash.variant.name()).collect();
    format!("{} [{}]", explain(digest, config).join(" · "), variants.join(" "))
}

#[test]
fn how_many_frames_count() {
    let all = "ValueError · app · main · app.jobs · run · app.pay · charge [app system]";
    let last_two = "ValueError · app.jobs · run · app.pay · charge [app system]";
    let whole = "ValueError · app · main · app.jobs · run · pay.client · lib · app.pay · charge [system]";
    let table = [
        ("", all, "all"),
        ("function:charge max-frames=1", "ValueError · app.pay · charge [app]", "the one next to the crash"),
        ("function:* max-frames=2", last_two, "two"),
        ("function:* max-frames=9", all, "there are not so many"),
        ("function:* max-frames=0", all, "no limit"),
        ("function:nobody max-frames=1", all, "no frame matches"),
        ("function:* max-frames=1\nfunction:run max-frames=2", last_two, "the last one counts"),
        (
            "function:charge -group max-frames=1",
            "ValueError · app.jobs · run [app system]",
            "of those that are grouped by",
        ),
        ("function:* min-frames=3", all, "there are three of the user's own"),
        ("function:* min-frames=4", whole, "own frames are too few, all frames are enough"),
        ("function:* min-frames=5", "ValueError · Bad <int> [app]", "too few: the value counts"),
        ("function:* min-frames=2 max-frames=1", "ValueError · Bad <int> [app]", "counted after the cut"),
        ("function:* -group min-frames=5", "ValueError · Bad <int> [app]", "none at all"),
    ];
    for (rules, expected, why) in table {
        assert_eq!(leaves(&error(&FRAMES), &config(RuleKind::Stack, rules)), expected, "{rules}: {why}");
    }
}

fn event() -> Digest<'static> {
    Digest {
        level: Level::Error,
        logger: text("shop.Pay"),
        release: text("shop@1.2"),
        environment: text("dev"),
        transaction: text("/pay"),
        message: text("Card 7 declined"),
        tags: vec![(Cow::Borrowed("step"), Cow::Borrowed("pay")), (Cow::Borrowed("Country"), Cow::Borrowed("CH"))],
        sdk: Some((Cow::Borrowed("sentry.python"), Cow::Borrowed("2.0"))),
        fingerprint: vec![Cow::Borrowed("client")],
        ..error(&FRAMES)
    }
}

#[test]
fn what_fingerprint_rules_match() {
    let table = [
        ("type:ValueError", true, "the type"),
        ("error.type:ValueError", true, "by its other name"),
        ("type:valueerror", false, "case matters"),
        ("!type:ValueError", false, "not so"),
        ("!type:KeyError", true, "not that"),
        ("value:\"bad ?\"", true, "the value, whatever its case"),
        ("type:ValueError value:\"bad *\"", true, "of the same exception"),
        ("type:KeyError value:\"bad *\"", false, "not of this one"),
        ("mechanism:django", true, "the mechanism"),
        ("message:\"card * declined\"", true, "the message, whatever its case"),
        ("message:\"bad 7\"", true, "also what an exception says"),
        ("message:card", false, "all of it"),
        ("level:ERROR", true, "the level, whatever its case"),
        ("level:warning", false, "another level"),
        ("logger:shop.*", true, "the logger"),
        ("logger:Shop.*", false, "case matters"),
        ("release:shop@1.*", true, "the release"),
        ("sdk:sentry.python", true, "the SDK"),
        ("sdk:sentry.javascript.*", false, "another one"),
        ("tags.step:pay", true, "a tag"),
        ("tags.step:p* tags.Country:CH", true, "two tags"),
        ("tags.none:*", false, "there is none"),
        ("!tags.none:*", true, "and so it is not like that"),
        ("tags.environment:dev", true, "what is a tag in Sentry"),
        ("family:other", true, "the platform"),
        ("family:native", false, "another one"),
        ("function:charge", true, "some frame"),
        ("function:lib app:no", true, "the same frame"),
        ("function:lib app:yes", false, "not two of them"),
        ("path:**/jobs/* module:app.jobs", true, "the same frame again"),
        ("type:ValueError function:charge tags.step:pay message:*declined", true, "all kinds"),
        ("type:ValueError function:charge tags.step:pay message:*accepted", false, "all must hold"),
    ];
    for (matchers, expected, why) in table {
        let config = config(RuleKind::Fingerprint, &format!("{matchers} -> rule"));
        let grouped_by = leaves(&event(), &config);
        let wanted = if expected { "rule [custom]" } else { "client [custom]" };
        assert_eq!(grouped_by, wanted, "{matchers}: {why}");
    }
}

#[test]
fn two_exceptions_are_not_one() {
    let mut digest = error(&FRAMES);
    digest.exceptions.push(ExceptionDigest {
        kind: text("KeyError"),
        value: text("no key"),
        ..ExceptionDigest::default()
    });
    let is_met =
        |matchers: &str| leaves(&digest, &config(RuleKind::Fingerprint, &format!("{matchers} -> r"))) == "r [custom]";
    let table = [
        ("type:KeyError value:\"no key\"", true, "one is both"),
        ("type:KeyError value:\"bad 7\"", false, "one is this, the other that"),
        ("type:KeyError message:\"bad 7\"", true, "another kind may be of another one"),
        ("!type:KeyError", true, "one is not that"),
        ("type:*Error !value:no*", true, "one is this and not that"),
    ];
    for (matchers, expected, why) in table {
        assert_eq!(is_met(matchers), expected, "{matchers}: {why}");
    }
}

#[test]
fn without_anything_nothing_matches() {
    let digest = Digest { platform: Cow::Borrowed("python"), ..Digest::default() };
    for matchers in ["type:*", "!type:x", "message:*", "!message:x", "function:*", "!function:x", "logger:*"] {
        let config = config(RuleKind::Fingerprint, &format!("{matchers} -> r"));
        assert_eq!(leaves(&digest, &config), " [fallback]", "{matchers}: there is none to be like that, or not");
    }
}

#[test]
fn what_events_are_grouped_by() {
    let by_itself = "ValueError · app · main · app.jobs · run · app.pay · charge";
    let table = [
        ("a", "a [custom]".to_owned(), "a word"),
        ("a b, c,d", "a · b · c · d [custom]".to_owned(), "several"),
        ("\"a, b\"", "a, b [custom]".to_owned(), "in quotes"),
        ("{{ default }}", format!("{by_itself} [app system]"), "by what it is, whatever the client says"),
        ("{{default}} x", format!("{by_itself} · x [app system]"), "and something more"),
        ("x{{ default }}", format!("x · {by_itself} [app system]"), "in one value"),
        ("{{ type }} {{ value }}", "ValueError · Bad <int> [custom]".to_owned(), "without what varies"),
        ("{{ error.type }}-{{ level }}", "ValueError · - · error [custom]".to_owned(), "within a text"),
        ("{{ message }}", "Card <int> declined [custom]".to_owned(), "the message"),
        ("\"Card 7 declined\"", "Card <int> declined [custom]".to_owned(), "what is the message is one"),
        ("{{ function }} {{ module }}", "charge · app.pay [custom]".to_owned(), "where it broke"),
        ("{{ path }} {{ stack.filename }}", "/srv/pay.py · <no-filename> [custom]".to_owned(), "the file"),
        ("{{ package }}", "<no-package> [custom]".to_owned(), "none"),
        ("{{ logger }} {{ transaction }}", "shop.Pay · /pay [custom]".to_owned(), "more of the event"),
        ("{{ tags.step }} {{ tags.x }}", "pay · <no-value-for-tag-x> [custom]".to_owned(), "tags"),
        ("{{ tags.environment }}", "dev [custom]".to_owned(), "what is a tag in Sentry"),
        ("title=Gone", format!("{by_itself} [app system]"), "only a title"),
    ];
    for (values, expected, why) in table {
        let config = config(RuleKind::Fingerprint, &format!("type:ValueError -> {values}"));
        assert_eq!(leaves(&event(), &config), expected, "{values}: {why}");
    }
}

#[test]
fn how_issues_are_called() {
    let usual = ("ValueError", "Bad 7");
    let table = [
        ("type:ValueError -> a", usual, "no title"),
        ("type:ValueError -> a title=Gone", ("Gone", ""), "a word"),
        ("type:ValueError -> a title=\"No money\"", ("No money", ""), "words"),
        ("type:ValueError -> title=\"No money\" a", ("No money", ""), "in front"),
        ("type:ValueError -> a title=\"{{ type }}: {{ message }}\"", ("ValueError: Card 7 declined", ""), "as it came"),
        ("type:ValueError -> a title=\"at {{ tags.none }}\"", ("at <no-value-for-tag-none>", ""), "what is not there"),
        ("type:KeyError -> a title=Gone", usual, "another error"),
        ("type:*Error -> a\ntype:ValueError -> b title=Gone", usual, "the first rule counts"),
    ];
    for (rules, (kind, value), why) in table {
        let grouping = group(&event(), &config(RuleKind::Fingerprint, rules));
        assert_eq!((grouping.kind.as_str(), grouping.value.as_str()), (kind, value), "{rules}: {why}");
        assert_eq!(grouping.culprit, "/pay", "the place stays");
    }
    let long: &'static str = "ä\n b ".repeat(5_000).leak();
    let digest = Digest { message: text(long), ..event() };
    let title = group(&digest, &config(RuleKind::Fingerprint, "type:* -> a title=\"{{ message }}\"")).kind;
    assert_eq!((title.chars().count(), title.contains('\n')), (256, false), "a title is one line, and bounded");
}

#[test]
fn who_has_the_last_word() {
    let both = |kind, all: &str, own: &str| GroupConfig {
        rules: Rules { all: set(kind, all), own: set(kind, own) },
        ..GroupConfig::default()
    };
    let fingerprint = both(RuleKind::Fingerprint, "type:* -> all", "type:ValueError -> own");
    assert_eq!(leaves(&event(), &fingerprint), "own [custom]", "the project's own rules are asked first");
    let stack = both(RuleKind::Stack, "function:charge +app", "function:charge -app");
    let said = explanation(&error(&FRAMES), &stack);
    assert!(!said.traces[0].frames[3].in_app, "and applied last");
    let by = |config: &GroupConfig, digest: &Digest<'_>| explanation(digest, config).fingerprint;
    let named = RuleRef { scope: RuleScope::Project, line: 1, text: "type:ValueError -> own".to_owned() };
    assert_eq!(by(&fingerprint, &event()), Some(FingerprintBy::Rule(named)));
    assert_eq!(by(&GroupConfig::default(), &event()), Some(FingerprintBy::Client));
    let chunk = Digest {
        platform: Cow::Borrowed("javascript"),
        exceptions: vec![ExceptionDigest { kind: text("ChunkLoadError"), ..ExceptionDigest::default() }],
        ..Digest::default()
    };
    assert_eq!(by(&GroupConfig::default(), &chunk), Some(FingerprintBy::BuiltIn));
    assert_eq!(leaves(&chunk, &fingerprint), "all [custom]", "a rule beats what is built in");
    let checked = Digest { checksum: text("abc"), ..event() };
    assert_eq!(group(&checked, &fingerprint).method, Method::Checksum, "a checksum beats all");
}

#[test]
fn built_in_rules_come_first() {
    let digest = error(&["+main app /srv/app.py", "+get requests /venv/site-packages/requests/api.py"]);
    assert_eq!(marks(&digest, ""), "+g -g", "built in: a library");
    assert_eq!(marks(&digest, "path:**/site-packages/requests/** +app"), "+g +g", "the user knows better");
    let said = explanation(&digest, &config(RuleKind::Stack, "# mine\npath:**/requests/** +app"));
    let touches = &said.traces[0].frames[1].touches;
    let causes: Vec<String> = touches.iter().map(|touch| format!("{:?} {:?}", touch.cause, touch.in_app)).collect();
    assert_eq!(
        causes,
        [
            r#"BuiltIn("path:**/dist-packages|node_modules|site-packages|vendor/**") Some(false)"#,
            r#"Rule(RuleRef { scope: All, line: 2, text: "path:**/requests/** +app" }) Some(true)"#
        ]
    );
    assert!(matches!(touches[1].cause, Cause::Rule(_)));
}
