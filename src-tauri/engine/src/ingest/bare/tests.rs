//! Each route without envelopes: what is kept of it, for whom, and what is not taken.

use expect_test::expect;

use crate::ingest::tests::{described, read, submission};
use crate::ingest::{Beside, IngestError, Keys, Route, Submission};

const ID: &str = "0123456789abcdef0123456789abcdef";

fn bare(route: Route, content_type: &str, name: &str, query: &str, body: &str) -> Submission {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Submission {
        beside: Beside { content_type: some(content_type), name: some(name) },
        keys: Keys { query: Some(format!("sentry_key=shop&{query}")), ..Keys::default() },
        ..submission(route, body.as_bytes())
    }
}

fn one_of_each() -> Vec<Submission> {
    let form = "multipart/form-data; boundary=xx";
    let parts = "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\none\r\n\
                 --xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\ntwo\r\n--xx--\r\n";
    vec![
        bare(Route::Security, "application/csp-report; charset=utf-8", "", "sentry_environment=test", "{}"),
        bare(Route::Nel, "application/reports+json", "", "", "[]"),
        bare(Route::Minidump, form, "", "", "MDMP"),
        bare(Route::Unreal, "", "", "UserID=a%7Cb", "CR1"),
        bare(Route::Attachments, form, ID, "", parts),
        bare(Route::Attachments, form, "no id", "", "not in parts"),
        bare(Route::CheckIn, "", "night run", "status=ok&duration=1.5", ""),
        bare(Route::CheckIn, "application/json", "night", "", "{\"status\":\"ok\"}"),
        bare(Route::OtlpLogs, "application/json", "", "", "{}"),
        bare(Route::OtlpTraces, "application/x-protobuf", "", "", "\n"),
        bare(Route::OtlpMetrics, "application/x-protobuf", "", "", "\n"),
        bare(Route::Feedback, "", "", "", &format!("{{\"event_id\":\"{ID}\"}}")),
        bare(Route::Feedback, "", "", &format!("eventId={ID}"), "name=A+B&comments=x%21"),
        bare(Route::Feedback, "", "", "", "neither"),
    ]
}

fn told(submission: &Submission) -> String {
    let read = read(submission).unwrap();
    let mut text = format!("== {}\n{}", submission.route.name(), described(&read.delivery));
    for item in &read.delivery.items {
        text += &format!("{}\n", String::from_utf8_lossy(&item.header));
    }
    read.echo.map_or(text.clone(), |echo| text + &format!("back: {}\n", String::from_utf8_lossy(&echo)))
}

#[test]
fn what_comes_without_an_envelope_is_kept_with_what_stands_beside_it() {
    let text: String = one_of_each().iter().map(told).collect();
    expect![[r#"
        == security
        shop 7 First run=None web=None
        "raw_security" 2 B of None by Some("agent/1.0"): opaque
        {"content_type":"application/csp-report; charset=utf-8","length":2,"sentry_environment":"test","type":"raw_security"}
        == nel
        shop 7 First run=None web=None
        "nel" 2 B of None by Some("agent/1.0"): opaque
        {"content_type":"application/reports+json","length":2,"type":"nel"}
        == minidump
        shop 7 First run=None web=None
        "minidump" 4 B of Some(6a72d0b4a60cf21f9207ebe219f3f0e3) by Some("agent/1.0"): opaque
        {"content_type":"multipart/form-data; boundary=xx","length":4,"type":"minidump"}
        == unreal
        shop 7 First run=None web=None
        "unreal_report" 3 B of Some(6a72d0b4a60cf21f9207ebe219f3f0e3) by Some("agent/1.0"): opaque
        {"length":3,"type":"unreal_report","user_id":"a|b"}
        == attachments
        shop 7 First run=None web=None
        "attachment" 3 B of Some(0123456789abcdef0123456789abcdef) by Some("agent/1.0"): NewAttachment { filename: "a.txt", content_type: Some("text/plain"), attachment_type: "event.attachment" }
        "attachment" 3 B of Some(0123456789abcdef0123456789abcdef) by Some("agent/1.0"): NewAttachment { filename: "note", content_type: None, attachment_type: "event.attachment" }
        {"content_type":"text/plain","filename":"a.txt","length":3,"type":"attachment"}
        {"filename":"note","length":3,"type":"attachment"}
        == attachments
        shop 7 First run=None web=None
        "attachment" 12 B of None by Some("agent/1.0"): NewAttachment { filename: "attachment", content_type: Some("multipart/form-data; boundary=xx"), attachment_type: "event.attachment" }
        {"content_type":"multipart/form-data; boundary=xx","event_id":"no id","length":12,"type":"attachment"}
        == cron
        shop 7 First run=None web=None
        "check_in" 57 B of None by Some("agent/1.0"): opaque
        {"length":57,"monitor_slug":"night run","type":"check_in"}
        == cron
        shop 7 First run=None web=None
        "check_in" 15 B of None by Some("agent/1.0"): opaque
        {"length":15,"monitor_slug":"night","type":"check_in"}
        == otlp logs
        shop 7 Second run=None web=None
        "otlp_logs" 2 B of None by Some("agent/1.0"): opaque
        {"content_type":"application/json","length":2,"type":"otlp_logs"}
        == otlp traces
        shop 7 Second run=None web=None
        "otlp_traces" 1 B of None by Some("agent/1.0"): opaque
        {"content_type":"application/x-protobuf","length":1,"type":"otlp_traces"}
        == otlp metrics
        shop 7 Second run=None web=None
        "otlp_metrics" 1 B of None by Some("agent/1.0"): opaque
        {"content_type":"application/x-protobuf","length":1,"type":"otlp_metrics"}
        == feedback
        shop 7 First run=None web=None
        "user_report" 47 B of Some(0123456789abcdef0123456789abcdef) by Some("agent/1.0"): opaque
        {"length":47,"type":"user_report"}
        back: {"event_id":"0123456789abcdef0123456789abcdef"}
        == feedback
        shop 7 First run=None web=None
        "user_report" 76 B of Some(0123456789abcdef0123456789abcdef) by Some("agent/1.0"): opaque
        {"length":76,"type":"user_report"}
        back: {"comments":"x!","event_id":"0123456789abcdef0123456789abcdef","name":"A B"}
        == feedback
        shop 7 First run=None web=None
        "user_report" 7 B of None by Some("agent/1.0"): opaque
        {"length":7,"type":"user_report"}
    "#]].assert_eq(&text);
}

#[test]
fn a_check_in_by_query_is_written_as_one_by_body() {
    let submission = bare(Route::CheckIn, "", "night run", "status=ok&duration=1.5&environment=a+b", "");
    let reading = read(&submission).unwrap();
    let payload = &reading.delivery.items[0].payload;
    let json = zstd::decode_all(payload.bytes.as_slice()).unwrap();
    expect![[r#"{"duration":1.5,"environment":"a b","monitor_slug":"night run","status":"ok"}"#]]
        .assert_eq(&String::from_utf8(json).unwrap());
}

#[test]
fn types_that_a_route_does_not_take_are_refused() {
    for (route, content_type, is_taken) in [
        (Route::Security, "application/json", true),
        (Route::Security, "Application/CSP-Report", true),
        (Route::Security, "application/expect-staple-report", true),
        (Route::Security, "text/plain", false),
        (Route::Security, "", false),
        (Route::Nel, "application/reports+json", true),
        (Route::Nel, "application/csp-report", false),
        (Route::OtlpTraces, "application/x-protobuf", true),
        (Route::OtlpLogs, "application/json; charset=utf-8", true),
        (Route::OtlpMetrics, "application/grpc", false),
        (Route::Minidump, "text/plain", true),
        (Route::CheckIn, "", true),
    ] {
        let read = read(&bare(route, content_type, "night", "", "{}"));
        assert_eq!(read.is_ok(), is_taken, "{route:?} {content_type}");
        assert!(matches!(read, Ok(_) | Err(IngestError::WrongType(_))), "{route:?} {content_type}");
    }
}

#[test]
fn the_project_is_found_where_the_route_names_it() {
    let named = |change: &dyn Fn(&mut Submission), route| {
        let mut submission = bare(route, "application/json", "", "", "{}");
        submission.keys = Keys::default();
        change(&mut submission);
        read(&submission).map(|read| (read.delivery.project.key, read.delivery.project.number))
    };
    let pair = |key: &str, number: &str| (key.to_owned(), number.to_owned());
    let in_path = |submission: &mut Submission| submission.keys.path = Some("abc".into());
    assert_eq!(named(&in_path, Route::Unreal).unwrap(), pair("abc", "7"));
    let bare_otlp = |submission: &mut Submission| submission.number = None;
    assert_eq!(named(&bare_otlp, Route::OtlpTraces).unwrap(), pair("otel", "0"), "an exporter that knows no key");
    let feedback = |authorization: &'static str, query: &'static str| {
        move |submission: &mut Submission| {
            submission.number = None;
            submission.beside.name = Some("web".into());
            submission.keys.authorization = (!authorization.is_empty()).then(|| authorization.into());
            submission.keys.query = Some(query.into());
        }
    };
    for (authorization, query, expected) in [
        ("DSN http://abc@localhost:8969/4", "", Some(pair("abc", "4"))),
        ("", "dsn=http%3A%2F%2Fabc%40localhost%3A8969%2F4", Some(pair("abc", "4"))),
        ("Bearer sntrys_x", "", Some(pair("web", "1"))),
        ("", "", None),
    ] {
        assert_eq!(named(&feedback(authorization, query), Route::Feedback).ok(), expected, "{authorization} {query}");
    }
    assert!(
        matches!(named(&|_| {}, Route::OtlpTraces), Err(IngestError::NoKey)),
        "a path with a project wants its key"
    );
}
