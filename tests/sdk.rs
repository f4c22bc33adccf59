//! Real programs with real SDKs crash, and what is shown of them is right. The programs are in `tests/sdk/`.
//!
//! They are the same small shop in four languages. `scripts/set-up sdk browser` installs what they need.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::util::program::{programs, run, venv_python};
use crate::util::sandbox::{Said, Sandbox};
use crate::util::shown::Shown;

#[test]
fn python() {
    let sandbox = Sandbox::serving();
    let said = run(&sandbox, "python", &[&venv_python(), "app.py"]);
    assert!(said.stderr.contains("OrderError: order 41 cannot be read"), "the program crashes by itself: {said:?}");

    let shown = Shown::only(&sandbox);
    shown.is_the_crash_of_the_shop("python", "OrderError", "order 41 cannot be read");
    assert_eq!(shown.chain(), ["JSONDecodeError", "OrderError"], "root cause first");
    assert_eq!(
        shown.frames("OrderError"),
        [
            frame("<module>", "app.py", "    main()"),
            frame("main", "app.py", r#"    check_out({"customer": "jane", "order": '{"items": ['})"#),
            frame("check_out", "app.py", r#"    return read_order(cart["order"])"#),
            frame("read_order", "app.py", r#"        raise OrderError("order 41 cannot be read") from error"#),
        ]
    );
    assert_eq!(
        shown.in_app("JSONDecodeError"),
        [("read_order", true), ("loads", false), ("decode", false), ("raw_decode", false)]
    );
    assert_eq!(shown.breadcrumbs(), ["2 items in the cart", "reading the order of jane"]);
    assert_eq!(
        shown.event["exceptions"][1]["frames"][3]["vars"]["text"], r#"'{"items": ['"#,
        "local variables are shown"
    );
}

#[test]
fn node() {
    let sandbox = Sandbox::serving();
    run(&sandbox, "node", &["node", "app.mjs"]);

    let shown = Shown::only(&sandbox);
    shown.is_the_crash_of_the_shop("node", "OrderError", "order 41 cannot be read");
    assert_eq!(shown.chain(), ["SyntaxError", "OrderError"]);
    let own: Vec<_> = shown.frames("OrderError").into_iter().filter(|frame| frame.1.ends_with("app.mjs")).collect();
    let lines: Vec<_> = own.iter().map(|(function, _, line)| (function.as_str(), line.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("?", r#"checkOut({ customer: "jane", order: '{"items": [' });"#),
            ("checkOut", "  return readOrder(cart.order);"),
            ("readOrder", r#"    throw new OrderError("order 41 cannot be read", { cause: error });"#),
        ]
    );
    let mut libraries =
        shown.in_app("SyntaxError").into_iter().filter(|(_, in_app)| !in_app).map(|(function, _)| function);
    assert_eq!(libraries.next_back(), Some("JSON.parse"), "the engine's own functions are not the user's");
    assert_eq!(shown.breadcrumbs(), ["2 items in the cart", "reading the order of jane"]);
}

#[test]
fn browser() {
    let sandbox = Sandbox::serving();
    let said = run(&sandbox, "browser", &["node", "run.mjs"]);
    assert_eq!(said.status, Some(0), "{said:?}");

    let shown = Shown::only(&sandbox);
    shown.is_the_crash_of_the_shop("javascript", "OrderError", "order 41 cannot be read");
    assert_eq!(shown.chain(), ["SyntaxError", "OrderError"]);
    let functions: Vec<_> = shown.in_app("OrderError").into_iter().collect();
    assert_eq!(functions, [("HTMLButtonElement.<anonymous>", true), ("checkOut", true), ("readOrder", true)]);
    assert_eq!(shown.breadcrumbs(), ["2 items in the cart", "body > button#pay", "reading the order of jane"]);
    assert!(shown.event["request"]["headers"]["User-Agent"].is_string(), "{}", shown.event["request"]);
}

#[test]
fn rust() {
    let sandbox = Sandbox::serving();
    let program = rust_program();
    let said = run(&sandbox, "rust", &[&program.to_string_lossy()]);
    assert!(said.stderr.contains("panicked at"), "{said:?}");

    let shown = Shown::only(&sandbox);
    let value = "order 41 cannot be read: ParseIntError { kind: InvalidDigit }";
    shown.is_the_crash_of_the_shop("native", "panic", value);
    let own: Vec<_> =
        shown.in_app("panic").into_iter().filter(|(_, in_app)| *in_app).map(|(function, _)| function).collect();
    let own: Vec<_> = own.iter().filter_map(|function| function.rsplit("::").next()).collect();
    assert_eq!(
        own.last(),
        Some(&"read_order"),
        "the innermost own frame is where it broke, not the panic's machinery: {own:?}"
    );
    assert!(own.ends_with(&["main", "check_out", "read_order"]), "{own:?}");
    assert_eq!(shown.breadcrumbs(), ["reading the order of jane"]);
}

#[test]
fn run_needs_no_dsn_in_the_program() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command(&["run", "--", &venv_python(), "python/app.py"]);
    let output = command.current_dir(programs()).stdin(Stdio::null()).output().expect("the program starts");
    let said = Said::from(output);
    assert_eq!(said.status, Some(1), "it ends with the program's code: {said:?}");
    let told = format!("{}{}", said.stdout, said.stderr);
    for part in [
        "OrderError",
        "order 41 cannot be read",
        "read_order",
        "app.py:22",
        r#"raise OrderError("order 41 cannot be read") from error"#,
    ] {
        assert!(told.contains(part), "`{part}` is told while the program runs: {told}");
    }
    let issues = sandbox.json(&["issues", "--json"]);
    assert_eq!(issues.as_array().map(Vec::len), Some(1), "the copies for the DSN and for Spotlight are one: {issues}");
    assert_eq!(issues[0]["events"], 1, "{issues}");
}

fn frame(function: &str, filename: &str, line: &str) -> (String, String, String) {
    (function.into(), filename.into(), line.into())
}

/// Builds the Rust program, beside the product's own build.
fn rust_program() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sdk-rust");
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["build", "--quiet", "--locked"])
        .current_dir(programs().join("rust"))
        .env("CARGO_TARGET_DIR", &target);
    let output = command.output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("debug/shop")
}
