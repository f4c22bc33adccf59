//! The explanation of a group in words, as page and command line say it. People count from 1.

use super::explanation::{Cause, FingerprintBy, FramePart, LeftOut, Origin, Touch, TraceOf};
use super::{RuleRef, RuleScope};

impl Origin {
    /// `type of exception 1`, `function of frame 3 of exception 1`.
    pub fn in_words(self) -> String {
        let of_exception = |what: &str, idx: usize| format!("{what} of exception {}", idx + 1);
        match self {
            Self::Checksum => "checksum".to_owned(),
            Self::Fingerprint(idx) => format!("part {} of the fingerprint", idx + 1),
            Self::Type(idx) => of_exception("type", idx),
            Self::Value(idx) => of_exception("value", idx),
            Self::ErrorDomain(idx) => of_exception("domain", idx),
            Self::ErrorCode(idx) => of_exception("code", idx),
            Self::Frame(of, idx, FramePart::Whole) => format!("frame {} of {}", idx + 1, of.in_words()),
            Self::Frame(of, idx, part) => format!("{} of frame {} of {}", part.in_words(), idx + 1, of.in_words()),
            Self::Template => "template".to_owned(),
            Self::Report => "the browser's report".to_owned(),
            Self::Message => "message".to_owned(),
        }
    }
}

impl TraceOf {
    /// `exception 1`.
    pub fn in_words(self) -> String {
        match self {
            Self::Exception(idx) => format!("exception {}", idx + 1),
            Self::Thread => "the thread".to_owned(),
            Self::Event => "the event".to_owned(),
        }
    }
}

impl FramePart {
    /// `source line`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Filename => "file name",
            Self::Function => "function",
            Self::Line => "source line",
            Self::Whole => "frame",
        }
    }
}

impl LeftOut {
    /// Why, as an aside.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Technical => "the type is only technical",
            Self::FramesSayMore => "the frames say more",
            Self::CodeSaysMore => "domain and code say more",
            Self::NotPicked => "another exception of the group counts",
            Self::OtherPart => "another part of the frame says it",
            Self::SaysNothing => "it says nothing that lasts",
            Self::NotOwn => "not your code",
            Self::Rule => "taken out by a rule",
            Self::Repeated => "it repeats a call before it",
            Self::Middle => "in the middle of a very long stack",
            Self::MaxFrames => "beyond a rule's `max-frames`",
            Self::MinFrames => "fewer frames than a rule's `min-frames`",
        }
    }
}

impl Cause {
    /// Who it was.
    pub fn in_words(&self) -> String {
        match self {
            Self::Libraries => "the platform's list of libraries, since the SDK marks no frame".to_owned(),
            Self::Root => "a folder that is yours".to_owned(),
            Self::BuiltIn(rule) => format!("built in: {rule}"),
            Self::Sdk => "a call within the SDK".to_owned(),
            Self::Rule(rule) => rule.in_words(),
        }
    }
}

impl Touch {
    /// What was done, as a rule would do it: `-app -group`.
    pub fn actions(&self) -> String {
        let sign = |value: bool| if value { '+' } else { '-' };
        let app = self.in_app.map(|value| format!("{}app", sign(value)));
        let group = self.grouped.map(|value| format!("{}group", sign(value)));
        let category = self.category.as_ref().map(|category| format!("category={category}"));
        app.into_iter().chain(group).chain(category).collect::<Vec<_>>().join(" ")
    }
}

impl FingerprintBy {
    /// Who it was.
    pub fn in_words(&self) -> String {
        match self {
            Self::Client => "the program's own fingerprint".to_owned(),
            Self::BuiltIn => "built in: an error that every deployment brings".to_owned(),
            Self::Rule(rule) => rule.in_words(),
        }
    }
}

impl RuleRef {
    /// `rule in line 3: family:native -app`.
    pub fn in_words(&self) -> String {
        let scope = match self.scope {
            RuleScope::All => "for all projects",
            RuleScope::Project => "of the project",
        };
        format!("rule {scope}, line {}: {}", self.line, self.text)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use expect_test::{Expect, expect};

    use crate::group::{GroupConfig, RuleKind, RuleSet, Rules, explanation};
    use crate::items::digest::Digest;

    /// The explanation as a person would read it.
    fn check(payload: &str, rules: &[(RuleKind, &str)], expected: &Expect) {
        let received = crate::time::Received {
            at: crate::time::Timestamp::from_millis(0),
            header_id: None,
            fresh_id: crate::id::EventId([0; 16]),
            client: None,
            peer: None,
            origin: None,
        };
        let mut set = RuleSet::default();
        rules.iter().for_each(|(kind, text)| assert_eq!(set.add(*kind, text), []));
        let config = GroupConfig { rules: Rules { all: Some(Arc::new(set)), own: None }, ..GroupConfig::default() };
        let digest = crate::items::digest::digest(payload.as_bytes(), &received);
        expected.assert_eq(&told(&digest, &config));
    }

    fn told(digest: &Digest<'_>, config: &GroupConfig) -> String {
        let told = explanation(digest, config);
        let mut text = format!("{}\n", told.method.name());
        text.extend(told.fingerprint.map(|by| format!("fingerprint by {}\n", by.in_words())));
        text.extend(told.title.map(|rule| format!("title by {}\n", rule.in_words())));
        for hash in told.hashes {
            text += &format!("{}\n", hash.variant.name());
            for row in hash.rows {
                let mark = if row.left_out.is_none() { '*' } else { ' ' };
                text += &format!("{mark} {}: {}", row.origin.in_words(), row.text);
                text.extend(row.came_as.map(|came| format!(" (came as {came})")));
                text.extend(row.left_out.map(|why| format!(" ({})", why.in_words())));
                text.push('\n');
            }
        }
        for trace in told.traces {
            for (idx, frame) in trace.frames.iter().enumerate() {
                for touch in &frame.touches {
                    let (of, by) = (trace.of.in_words(), touch.cause.in_words());
                    text += &format!("frame {} of {of}: {} by {by}\n", idx + 1, touch.actions());
                }
            }
        }
        text
    }

    #[test]
    fn what_counts_what_does_not_and_why() {
        let frames = r#"[{"function":"main","module":"app","filename":"app.py","context_line":"  run()","in_app":true},
            {"function":"get","filename":"/x/site-packages/r.py","in_app":true},
            {"function":"loop","filename":"a.py","lineno":1,"in_app":true},{"function":"loop","filename":"a.py","lineno":1,"in_app":true},
            {"function":"log","filename":"log.py","in_app":true}]"#;
        let payload = format!(
            r#"{{"platform":"python","exception":[{{"type":"E","value":"bad 7","stacktrace":{{"frames":{frames}}}}}]}}"#
        );
        check(
            &payload,
            &[(RuleKind::Stack, "# mine\nfunction:log -group category=logs\nfunction:main max-frames=1")],
            &expect![[r#"
                stack trace
                app
                * type of exception 1: E
                  value of exception 1: bad 7 (the frames say more)
                  frame 1 of exception 1: main (beyond a rule's `max-frames`)
                  frame 2 of exception 1: get (not your code)
                * file name of frame 3 of exception 1: a.py
                * function of frame 3 of exception 1: loop
                  frame 4 of exception 1: loop (it repeats a call before it)
                  frame 5 of exception 1: log (taken out by a rule)
                frame 2 of exception 1: -app by built in: path:**/dist-packages|node_modules|site-packages|vendor/**
                frame 5 of exception 1: category=logs by rule for all projects, line 2: function:log -group category=logs
                frame 5 of exception 1: -group by rule for all projects, line 2: function:log -group category=logs
            "#]],
        );
    }

    #[test]
    fn events_without_frames() {
        check(
            r#"{"message":"user 7 is gone\nat 10:00:01"}"#,
            &[],
            &expect![[r#"
                message
                default
                * message: user <int> is gone
                at <date> (came as user 7 is gone
                at 10:00:01)
            "#]],
        );
        check(
            r#"{"checksum":"abc","message":"m"}"#,
            &[(RuleKind::Fingerprint, "message:m -> x title=T")],
            &expect![[r#"
                checksum
                title by rule for all projects, line 1: message:m -> x title=T
                checksum
                * checksum: abc
            "#]],
        );
        check(
            r#"{"exception":[{"type":"E","value":"no 7","mechanism":{"synthetic":true}}],"fingerprint":["a","{{ default }}"]}"#,
            &[],
            &expect![[r#"
                fingerprint
                fingerprint by the program's own fingerprint
                app
                * part 1 of the fingerprint: a
                  type of exception 1: E (the type is only technical)
                * value of exception 1: no <int> (came as no 7)
            "#]],
        );
        check(
            r#"{"exception":[{"type":"E","value":"v"}],"fingerprint":["a"]}"#,
            &[(RuleKind::Fingerprint, "type:E -> {{ type }} b title=\"It broke\"")],
            &expect![[r#"
                fingerprint
                fingerprint by rule for all projects, line 1: type:E -> {{ type }} b title="It broke"
                title by rule for all projects, line 1: type:E -> {{ type }} b title="It broke"
                custom
                * part 1 of the fingerprint: E
                * part 2 of the fingerprint: b
            "#]],
        );
        assert_eq!(told(&Digest::default(), &GroupConfig::default()), "fallback\nfallback\n", "nothing, in one word");
    }

    #[test]
    fn groups_of_exceptions_and_frames_without_marks() {
        let member = |kind: &str, id: u32, parent: &str, group: bool| {
            format!(
                r#"{{"type":"{kind}","value":"v","mechanism":{{"exception_id":{id}{parent},"is_exception_group":{group}}}}}"#
            )
        };
        let [a, b, g] = [
            member("A", 2, r#","parent_id":0"#, false),
            member("A", 1, r#","parent_id":0"#, false),
            member("G", 0, "", true),
        ];
        check(
            &format!(r#"{{"platform":"python","exception":[{a},{b},{g}]}}"#),
            &[],
            &expect![[r#"
                exception
                app
                * type of exception 2: A
                * value of exception 2: v
                  type of exception 1: A (another exception of the group counts)
                  type of exception 3: G (another exception of the group counts)
            "#]],
        );
        check(
            r#"{"platform":"node","exception":[{"type":"E","value":"v","stacktrace":{"frames":[
                {"function":"?","filename":"node:events"},{"function":"eval","filename":"/srv/a.js"},{"function":"<anonymous>","filename":"/srv/a.js","context_line":"x"}]}}]}"#,
            &[],
            &expect![[r#"
                stack trace
                app
                * type of exception 1: E
                  value of exception 1: v (the frames say more)
                  frame 1 of exception 1: node:events (not your code)
                  frame 2 of exception 1: eval (it says nothing that lasts)
                * file name of frame 3 of exception 1: a.js
                  function of frame 3 of exception 1: <anonymous> (it says nothing that lasts)
                * source line of frame 3 of exception 1: x
                system
                * type of exception 1: E
                  value of exception 1: v (the frames say more)
                * file name of frame 1 of exception 1: node:events
                  frame 2 of exception 1: eval (it says nothing that lasts)
                * file name of frame 3 of exception 1: a.js
                  function of frame 3 of exception 1: <anonymous> (it says nothing that lasts)
                * source line of frame 3 of exception 1: x
                frame 2 of exception 1: +app by the platform's list of libraries, since the SDK marks no frame
                frame 3 of exception 1: +app by the platform's list of libraries, since the SDK marks no frame
            "#]],
        );
    }
}
