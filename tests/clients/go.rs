//! The SDK for Go, as Debian has it.

use std::path::Path;
use std::sync::OnceLock;

use super::Client;
use crate::util::program::Program;
use crate::util::sandbox::Sandbox;

const GO: Client = Client {
    folder: "go",
    command: &[PROGRAM],
    wishes: ["crash", "everything"],
    environment: &[],
    stays: false,
    // The SDK recovers the panic.
    ends_with: 0,
    platform: "go",
    sdk: "sentry.go",
    kind: "*errors.withStack",
    value: "order 41 cannot be read: expected integer",
    culprit: "main in readOrder",
    handled: None,
    chain: &["*errors.errorString", "*errors.withMessage", "*errors.withStack"],
    own: &[
        ("main", r#"if err := checkOut(cart{"jane", "two items"}); err != nil {"#),
        ("checkOut", "return readOrder(cart.order)"),
        ("readOrder", r#"return errors.Wrap(err, "order 41 cannot be read")"#),
    ],
    breadcrumbs: &["2 items in the cart", "reading the order of jane"],
    crash: &["event"],
    everything: &["event 2", "transaction"],
};

const PROGRAM: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/sdk-go/shop");

#[test]
#[ignore = "needs more clients: make test-all"]
fn crashes() {
    build();
    GO.crashes();
}

#[test]
#[ignore = "needs more clients: make test-all"]
fn sends_everything() {
    build();
    GO.sends_everything();
}

/// Builds the program once, beside the product's own build, with what Debian has and nothing from elsewhere.
fn build() {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cache = Path::new(PROGRAM).with_file_name("cache").to_string_lossy().into_owned();
        let environment =
            [("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOCACHE", &cache), ("CGO_ENABLED", "0")];
        let sandbox = Sandbox::serving();
        let said = Program::start(&sandbox, "go", &["go", "build", "-o", PROGRAM, "shop.go"], &environment).end();
        assert_eq!(said.status, Some(0), "{said:?}");
    });
}
