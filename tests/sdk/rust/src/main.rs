//! A small shop that cannot read an order: the program that the Rust SDK is tested with.
//!
//! The DSN comes from the environment (SENTRY_DSN). It does nothing else than panic.

fn read_order(text: &str) -> u32 {
    text.parse().expect("order 41 cannot be read")
}

fn check_out(customer: &str, order: &str) -> u32 {
    sentry::add_breadcrumb(sentry::Breadcrumb {
        category: Some("cart".into()),
        message: Some(format!("reading the order of {customer}")),
        ..Default::default()
    });
    read_order(order)
}

fn main() {
    let _guard = sentry::init(sentry::ClientOptions::new().maybe_release(sentry::release_name!()).environment("test"));
    sentry::configure_scope(|scope| {
        scope.set_user(Some(sentry::User {
            id: Some("7".into()),
            email: Some("jane@example.com".into()),
            ..Default::default()
        }));
        scope.set_tag("checkout.step", "3");
    });
    check_out("jane", "two items");
}
