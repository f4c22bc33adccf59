//! Who may read, who may write, and what of the disk is never shown. What a real browser does is in `tests/ui/`.

use crate::util::http::Request;
use crate::util::sandbox::Sandbox;

const EVENT: &str = "{}\n{\"type\":\"event\"}\n{\"message\":\"hello\"}\n";

/// A request of the page, as the page makes it.
fn asked(sandbox: &Sandbox) -> Request {
    let token = &sandbox.resident_file().token;
    Request::post("/rpc/sidebar", "{}")
        .header("Content-Type", "application/json")
        .header("Authorization", &format!("Bearer {token}"))
}

#[test]
fn reading_needs_the_token_the_host_and_the_origin() {
    let sandbox = Sandbox::serving();
    let own = format!("http://{}", sandbox.address());
    let read = |request: Request| {
        let answer = sandbox.send(&request);
        assert_eq!(
            answer.header("Access-Control-Allow-Origin"),
            None,
            "no page of another origin reads this: {request:?}"
        );
        answer.status
    };
    assert_eq!(read(asked(&sandbox)), 200, "with the token");
    assert_eq!(read(asked(&sandbox).header("Origin", &own)), 200, "from the own page");
    for origin in ["http://evil.example", "null", "http://localhost:3000"] {
        assert_eq!(read(asked(&sandbox).header("Origin", origin)), 403, "from {origin}");
    }
    for host in ["evil", "evil.example:8969", "127.0.0.1.evil.example"] {
        assert_eq!(read(asked(&sandbox).header("Host", host)), 403, "as {host}");
        assert_eq!(
            read(Request::get("/").header("Host", host).header("Accept", "text/html")),
            403,
            "the page, as {host}"
        );
    }
    assert_eq!(read(Request::post("/rpc/sidebar", "{}")), 401, "without a token");
    let wrong = format!("Bearer {}", "0".repeat(64));
    assert_eq!(read(Request::post("/rpc/sidebar", "{}").header("Authorization", &wrong)), 401, "with a wrong one");
    assert_eq!(read(Request::get("/rpc/changes")), 401, "the change stream without a token");
}

#[test]
fn the_page_is_sent_with_its_guards() {
    let sandbox = Sandbox::serving();
    let answer = sandbox.send(&Request::get("/").header("Accept", "text/html"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let policy = answer.header("Content-Security-Policy").unwrap_or_default().to_owned();
    for part in
        ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]
    {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"));
    assert_eq!(answer.header("Cross-Origin-Resource-Policy"), Some("same-origin"));
    assert!(!answer.text().contains(&sandbox.resident_file().token), "the token is not in the page");
    assert_eq!(sandbox.send(&Request::get("/")).status, 404, "who does not ask for a page gets none");
}

#[test]
fn other_origins_can_send() {
    let sandbox = Sandbox::serving();
    let request = Request::post("/api/1/envelope/?sentry_key=shop", EVENT).header("Origin", "http://localhost:3000");
    let answer = sandbox.send(&request);
    assert_eq!((answer.status, answer.header("Access-Control-Allow-Origin")), (200, Some("*")));
}

#[test]
fn a_page_from_the_web_makes_no_project() {
    let sandbox = Sandbox::serving();
    for key in ["evil", "shop"] {
        let target = format!("/api/1/envelope/?sentry_key={key}");
        let request = Request::post(&target, EVENT).header("Origin", "https://evil.example");
        assert_eq!(sandbox.send(&request).status, 200, "it is stored, silently");
    }
    let issues = sandbox.json(&["issues", "--json"]);
    let projects: Vec<_> = issues.as_array().into_iter().flatten().map(|issue| issue["project"].clone()).collect();
    assert_eq!(projects, ["web"], "all that comes from the web is in one project: {issues}");
}

#[test]
fn an_event_names_paths_but_never_opens_them() {
    let sandbox = Sandbox::serving();
    let frame = r#"{"function":"main","filename":"passwd","abs_path":"/etc/passwd","lineno":1,"in_app":true}"#;
    let event = format!(
        r#"{{"exception":{{"values":[{{"type":"E","value":"v","stacktrace":{{"frames":[{frame}]}}}}]}},"platform":"python"}}"#
    );
    let body = format!("{{}}\n{{\"type\":\"event\"}}\n{event}\n");
    assert_eq!(sandbox.send(&Request::post("/api/1/envelope/?sentry_key=shop", body)).status, 200);
    let first = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let first = first.lines().next().unwrap_or("root:").to_owned();
    for args in [&["show", "1", "--json"][..], &["show", "1"], &["show", "1", "--markdown"]] {
        let said = sandbox.cli(args);
        assert_eq!(said.status, Some(0), "{said:?}");
        assert!(said.stdout.contains("passwd"), "the name is shown: {}", said.stdout);
        assert!(!said.stdout.contains(&first) && !said.stdout.contains("root:"), "its content is not: {}", said.stdout);
    }
}

#[test]
fn files_of_the_product_are_the_users_own() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::serving();
    assert_eq!(sandbox.send(&Request::post("/api/1/envelope/?sentry_key=shop", EVENT)).status, 200);
    for ending in ["", "-wal", "-shm", "-resident", "-lock"] {
        let file = sandbox.data_file_beside(ending);
        let mode = std::fs::metadata(&file).map(|file| file.permissions().mode() & 0o777);
        assert_eq!(mode.ok(), Some(0o600), "{}", file.display());
    }
}
