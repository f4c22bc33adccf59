//! The SDK for Ruby and the client before it, as Debian has them: one program.

use super::Client;

const SENTRY: Client = Client {
    folder: "ruby",
    command: &["ruby", "app/shop.rb"],
    wishes: ["crash", "everything"],
    environment: &[],
    stays: false,
    ends_with: 1,
    platform: "ruby",
    sdk: "sentry.ruby",
    kind: "OrderError",
    value: "order 41 cannot be read",
    culprit: "app/shop.rb in rescue in read_order",
    // It sends none of what tells.
    handled: None,
    chain: &["JSON::ParserError", "OrderError"],
    own: &[
        ("<main>", r#"check_out(customer: "jane", order: '{"items": [')"#),
        ("check_out", "read_order(cart[:order])"),
        ("read_order", "def read_order(text)"),
        ("rescue in read_order", r#"raise OrderError, "order 41 cannot be read""#),
    ],
    breadcrumbs: &["2 items in the cart", "reading the order of jane"],
    crash: &["event"],
    everything: &["event 2", "transaction"],
};

const RAVEN: Client = Client {
    command: &["ruby", "-r", "./raven.rb", "app/shop.rb"],
    sdk: "raven-ruby",
    everything: &["event 2"],
    ..SENTRY
};

crash_and_everything! {
    raven: RAVEN;
    ruby: SENTRY;
}
