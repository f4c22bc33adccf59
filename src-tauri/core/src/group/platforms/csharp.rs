//! C# and the other languages of .NET.

use std::borrow::Cow;

use super::names::{is_digit, unnumbered};
use super::{PLAIN, Platform, in_module};
use crate::items::digest::FrameDigest;

pub(super) const PLATFORM: Platform = Platform {
    names: &["csharp"],
    is_library: |frame| {
        let module = frame.module.as_deref().unwrap_or_default();
        in_module(module, &["System", "Microsoft", "Sentry"], ".")
    },
    shorten,
    prefers_raw_function: true,
    function,
    module: |name, _| Some(module(name)),
    ..PLAIN
};

/// Without arguments. What the compiler made of an async method or an iterator has the method's name in that of its class.
fn shorten<'a>(name: &'a str, frame: &'a FrameDigest<'_>) -> Cow<'a, str> {
    let short = name.split_once(" (").map_or(name, |(function, _)| function);
    let machine = || frame.module.as_deref().and_then(method_of);
    Cow::Borrowed(if short == "MoveNext" { machine().unwrap_or(short) } else { short })
}

/// Lambdas `<Charge>b__3_0`, local functions `<Charge>g__Check|4_0` and compiled expressions are numbered anew in each build.
#[expect(clippy::unnecessary_wraps, reason = "the shape of `Platform::function`")]
fn function(name: &str) -> Option<Cow<'_, str>> {
    let is_number = |byte| is_digit(byte) || byte == b'_';
    let plain = name.split_once(" (").map_or(name, |(function, _)| function);
    if plain.starts_with('<') || plain.starts_with("lambda_method") {
        return Some(unnumbered(plain, &[">b__", "|", "lambda_method"], is_number));
    }
    Some(Cow::Borrowed(name))
}

/// The class without what the compiler nested in it, and proxies without their number.
fn module(name: &str) -> Cow<'_, str> {
    let own = name.split_once("+<").map_or(name, |(own, _)| own);
    unnumbered(own, &["Proxy"], |byte| is_digit(byte) || byte == b'_')
}

/// `Charge` of `Shop.Orders+<Charge>d__7`.
fn method_of(module: &str) -> Option<&str> {
    let (method, rest) = module.rsplit_once("+<")?.1.split_once('>')?;
    (rest.starts_with("d__") && !method.is_empty()).then_some(method)
}
