//! Function names of machine code without what changes with the build: arguments, type parameters, hashes (protocol notes, 5.6).
//!
//! It does not demangle: SDKs and symbolication do that before.

use std::borrow::Cow;

/// Longer names are left as they are.
const MAX_BYTES: usize = 4_096;
/// How deep `<<A as B>::C as D>::f` is followed.
const MAX_DEPTH: usize = 8;

/// The name of a function of C, C++, Objective-C, Swift or Rust, without its decorations.
pub(super) fn native(name: &str) -> Cow<'_, str> {
    let is_message = ["[", "+[", "-["].iter().any(|start| name.starts_with(start));
    if is_message || matches!(name, "<redacted>" | "<unknown>") || name.len() > MAX_BYTES {
        return Cow::Borrowed(name);
    }
    if let Some(block) = block(name) {
        return Cow::Borrowed(block);
    }
    let name = whole(name);
    let is_plain = !name.bytes().any(|byte| b" (<{[@$?&".contains(&byte)) && !name.contains("::h");
    if is_plain {
        return Cow::Borrowed(name);
    }
    if let Some((_, rest)) = name.strip_prefix("closure #").and_then(|rest| rest.rsplit_once(" in ")) {
        return Cow::Owned(format!("closure in {}", native(rest)));
    }
    let short = without_lambdas(&bare(undecorated(unprefixed(name)), 0));
    if short.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(short) }
}

/// `-[Order pay:]_block_invoke` of `__27-[Order pay:]_block_invoke_2.345`: blocks are numbered by compiler and linker.
fn block(name: &str) -> Option<&str> {
    let end = name.find("_block_invoke")? + "_block_invoke".len();
    let known = name.get(..end)?;
    let method = known.strip_prefix("__").map(|rest| rest.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    Some(method.filter(|method| method.starts_with(['-', '+'])).unwrap_or(known))
}

/// What compilers append to the name of a part that they split off a function.
const PARTS: [&str; 6] = [".cold", ".constprop.", ".isra.", ".llvm.", ".lto_priv.", ".part."];

/// So often a part is split off a part.
const MAX_PARTS: usize = 4;

/// The function that a part was split off, and a part of that.
fn whole(name: &str) -> &str {
    let mut name = name;
    let is_made_up = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    for _ in 0..MAX_PARTS {
        let mut ends = PARTS.iter().filter_map(|part| name.rfind(part).map(|at| (at, at + part.len())));
        let found = ends.find(|(at, end)| *at > 0 && name.get(*end..).is_some_and(is_made_up));
        name = found.and_then(|(at, _)| name.get(..at)).unwrap_or(name);
    }
    name
}

/// What Swift's optimizer and runtime make of a function, and say in front of its name.
const PREFIXES: [&str; 9] = [
    "@objc ",
    "async ",
    "generic not re-abstracted specialization ",
    "generic specialization ",
    "merged ",
    "override ",
    "partial apply for ",
    "partial apply forwarder for ",
    "specialized ",
];

fn unprefixed(name: &str) -> &str {
    let mut name = name;
    if let Some((number, rest)) = name.split_once(") ")
        && number.strip_prefix('(').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        && let Some((_, function)) = rest.split_once(" resume partial function for ")
    {
        name = function;
    }
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)) {
        let of = rest.starts_with('<').then(|| balanced(rest, '<', '>')).flatten();
        let of = of.and_then(|group| rest.get(group.len()..));
        name = of.and_then(|rest| rest.strip_prefix(" of ")).unwrap_or(rest);
    }
    match name.strip_prefix("protocol witness for ").and_then(|rest| rest.split_once(" in conformance ")) {
        Some((function, _)) => function,
        None => name,
    }
}

/// Cuts what compilers and linkers append.
fn undecorated(name: &str) -> &str {
    let mut name = name.split(" [clone ").next().unwrap_or(name);
    loop {
        let shorter = name.trim_end().trim_end_matches('&');
        let shorter = shorter.strip_suffix(" const").unwrap_or(shorter);
        if shorter.len() == name.len() {
            break;
        }
        name = shorter;
    }
    name = name.split("@@").next().unwrap_or(name);
    if let Some((decorated, size)) = name.rsplit_once('@')
        && size.bytes().all(|byte| byte.is_ascii_digit())
    {
        name = decorated.strip_prefix('@').unwrap_or(decorated);
    }
    match name.rsplit_once("::h") {
        Some((rest, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => rest,
        _ => name,
    }
}

/// Drops arguments and type parameters, and of several words keeps the last: what is left of `->` in Swift.
fn bare(name: &str, depth: usize) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let (kept, taken) = match first {
            'o' if is_operator(&out, rest) => (Cow::Borrowed(operator(rest)), operator(rest).len()),
            '(' => match balanced(rest, '(', ')') {
                Some(group @ ("(anonymous namespace)" | "(operator)")) => (Cow::Borrowed(group), group.len()),
                Some(group) => (Cow::Borrowed(""), group.len()),
                None => (Cow::Borrowed(rest), rest.len()),
            },
            '<' => match balanced(rest, '<', '>') {
                Some(group) if out.is_empty() && depth < MAX_DEPTH => (Cow::Owned(receiver(group, depth)), group.len()),
                Some(group) => (Cow::Borrowed("<T>"), group.len()),
                None => (Cow::Borrowed(rest), rest.len()),
            },
            '{' => match balanced(rest, '{', '}') {
                Some(group) if group.starts_with("{lambda(") => (Cow::Borrowed("lambda"), group.len()),
                Some(group) => (Cow::Borrowed(unnumbered(group)), group.len()),
                None => (Cow::Borrowed(rest), rest.len()),
            },
            '[' => match crate_id(rest) {
                Some(group) => (Cow::Borrowed(""), group.len()),
                None => (Cow::Borrowed("["), 1),
            },
            '`' => match rest.find('\'') {
                Some(end) => (Cow::Borrowed(rest.get(..=end).unwrap_or(rest)), end + 1),
                None => (Cow::Borrowed(rest), rest.len()),
            },
            ' ' if is_result(rest) => break,
            ' ' => {
                out.clear();
                (Cow::Borrowed(""), 1)
            }
            other => (Cow::Borrowed(rest.get(..other.len_utf8()).unwrap_or(rest)), other.len_utf8()),
        };
        out.push_str(&kept);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// What Swift says of a function behind its name: ` async throws -> Int`.
fn is_result(rest: &str) -> bool {
    let mut after = rest.trim_start();
    let n_bytes = after.len();
    while let Some(shorter) = ["async", "throws", "rethrows"].iter().find_map(|word| after.strip_prefix(word)) {
        after = shorter.trim_start();
    }
    after.starts_with("->") || (after.is_empty() && n_bytes > 0)
}

/// What Rust's newer mangling numbers, under the names of the older one.
fn unnumbered(group: &str) -> &str {
    let word = group.trim_matches(['{', '}']).split(['#', ':']).next().unwrap_or_default();
    match word.strip_suffix("_env").unwrap_or(word) {
        "closure" | "async_fn" | "async_block" | "async_closure" | "gen" | "coroutine" => "{{closure}}",
        "impl" => "{impl}",
        "shim" => "{shim}",
        "constant" => "{{constant}}",
        _ => group,
    }
}

/// `[8f3a2b1c9d0e4f5a]` tells two crates of one name apart, and differs with every build.
fn crate_id(rest: &str) -> Option<&str> {
    let end = rest.bytes().take(LONGEST_CRATE_ID + 2).position(|byte| byte == b']')?;
    let id = rest.get(1..end)?;
    (id.len() >= 10 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| rest.get(..=end)).flatten()
}

const LONGEST_CRATE_ID: usize = 16;

/// `<Foo<A> as Trait>` at the start of a name: `<Foo<T>>`.
fn receiver(group: &str, depth: usize) -> String {
    let inner = group.get(1..group.len() - 1).unwrap_or_default();
    let own = match inner.split_once(" as ") {
        Some((own, _)) if own.matches('<').count() == own.matches('>').count() => own,
        _ if inner.starts_with('<') => inner.rsplit_once(" as ").map_or(inner, |(own, _)| own),
        _ => inner,
    };
    if let Some((_, of)) = own.strip_prefix("impl ").and_then(|rest| rest.rsplit_once(" for ")) {
        return format!("<{}>", bare(of, depth + 1));
    }
    format!("<{}>", bare(own.trim_start_matches(['&', '*']), depth + 1))
}

/// From the opening sign to the one that closes it. `->` closes nothing.
fn balanced(text: &str, open: char, close: char) -> Option<&str> {
    let mut level = 0_usize;
    let mut before = ' ';
    for (at, sign) in text.char_indices() {
        if sign == open {
            level += 1;
        } else if sign == close && !(close == '>' && before == '-') {
            level -= 1;
            if level == 0 {
                return text.get(..=at);
            }
        }
        before = sign;
    }
    None
}

fn is_operator(before: &str, rest: &str) -> bool {
    let starts_word = !before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_');
    let is_word = rest
        .strip_prefix("operator")
        .is_some_and(|rest| rest.starts_with(|sign: char| !sign.is_alphanumeric() && sign != '_'));
    starts_word && is_word
}

/// What can be overloaded, the longer signs first.
const OPERATORS: [&str; 33] = [
    "<<=", ">>=", "<=>", "->*", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "^=",
    "&=", "|=", "++", "--", "->", "()", "[]", "<", ">", "=", "+", "-", "*", "!", "~",
];

/// `operator<<`, `operator()`, `operator new`: the whole name.
fn operator(rest: &str) -> &str {
    let symbol = rest.strip_prefix("operator").unwrap_or_default();
    let n_symbol = if symbol.starts_with(' ') {
        symbol.find('(').unwrap_or(symbol.len())
    } else {
        let known = OPERATORS.iter().find(|operator| symbol.starts_with(**operator)).map(|operator| operator.len());
        known.unwrap_or_else(|| symbol.chars().next().map_or(0, char::len_utf8))
    };
    rest.get(.."operator".len() + n_symbol).unwrap_or(rest)
}

/// Names that compilers give to what has none.
fn without_lambdas(name: &str) -> String {
    let is_digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let segment = |part: &str| {
        let is_lambda = part.strip_prefix("lambda_").is_some_and(|hash| is_digits(hash, 32))
            || part.strip_prefix("$_").is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()));
        if is_lambda {
            "lambda".to_owned()
        } else if part.strip_prefix("?A0x").is_some_and(|hash| is_digits(hash, 8)) {
            "(anonymous namespace)".to_owned()
        } else {
            part.to_owned()
        }
    };
    name.split("::").map(segment).collect::<Vec<_>>().join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &[(&str, &str)]) {
        for (name, expected) in table {
            assert_eq!(native(name), *expected, "{name}");
        }
    }

    #[test]
    fn names_lose_what_changes_with_the_build() {
        check(&[
            ("main", "main"),
            ("rust_app::charge::h0123456789abcdef", "rust_app::charge"),
            ("rust_app::main::{{closure}}::h0123456789abcdef", "rust_app::main::{{closure}}"),
            ("core::result::Result<T,E>::unwrap", "core::result::Result<T>::unwrap"),
            ("<rust_app::Order as core::fmt::Display>::fmt", "<rust_app::Order>::fmt"),
            (
                "<alloc::boxed::Box<F,A> as core::ops::function::FnOnce<Args>>::call_once",
                "<alloc::boxed::Box<T>>::call_once",
            ),
            ("<<A as B>::C as D>::f", "<<A>::C>::f"),
            ("<impl core::fmt::Debug for shop::Cart<T>>::fmt", "<shop::Cart<T>>::fmt"),
            ("std::thread::local::LocalKey<T>::with", "std::thread::local::LocalKey<T>::with"),
            ("core::str::parse::<u32>", "core::str::parse::<T>"),
            ("int shop::charge(int, std::vector<int> const&) const", "shop::charge"),
            ("void (anonymous namespace)::f(int)", "(anonymous namespace)::f"),
            ("std::ostream& operator<<(std::ostream&, A const&)", "operator<<"),
            ("A::operator()(int)", "A::operator()"),
            ("A::operator->()", "A::operator->"),
            ("f(int) [clone .cold.1]", "f"),
            ("shop::run()::{lambda(int)#2}::operator()(int) const", "shop::run::lambda::operator()"),
            ("lambda_0123456789abcdef0123456789abcdef::operator()", "lambda::operator()"),
            ("f::$_12::g()", "f::lambda::g"),
            ("memcpy@@GLIBC_2.14", "memcpy"),
            ("_handler@12", "_handler"),
            ("-[Foo bar:baz:]", "-[Foo bar:baz:]"),
            ("Shop.charge(amount: Swift.Int) throws -> Swift.Bool", "Shop.charge"),
            ("closure #1 (Swift.Int) -> () in Shop.run() -> ()", "closure in Shop.run"),
            ("<redacted>", "<redacted>"),
        ]);
    }

    #[test]
    fn names_of_c_and_its_children() {
        check(&[
            ("<unknown>", "<unknown>"),
            ("+[Foo bar]", "+[Foo bar]"),
            ("[Foo bar]", "[Foo bar]"),
            ("int&", "int"),
            ("A::f() const &", "A::f"),
            ("A::operator<(A const&) const", "A::operator<"),
            ("A::operator<<<int>(int)", "A::operator<<<T>"),
            ("A::operator==(A const&) const", "A::operator=="),
            ("operator new(unsigned long)", "operator new"),
            ("`anonymous namespace'::f", "`anonymous namespace'::f"),
            ("?A0x0123abcd::f", "(anonymous namespace)::f"),
            ("std::map<int, std::vector<int> >::at(int const&)", "std::map<T>::at"),
            ("_handler@@GLIBC_2.2.5", "_handler"),
            ("@fast@8", "fast"),
            ("shop_charge.cold", "shop_charge"),
            ("shop_charge.cold.12", "shop_charge"),
            ("shop_charge.isra.0.constprop.1", "shop_charge"),
            ("shop_charge.llvm.1234567890", "shop_charge"),
            ("Shop.cold.start", "Shop.cold.start"),
            ("__27-[Order pay:]_block_invoke_2.345", "-[Order pay:]_block_invoke"),
            ("__9+[Order pay]_block_invoke", "+[Order pay]_block_invoke"),
            ("__main_block_invoke_3", "__main_block_invoke"),
        ]);
    }

    #[test]
    fn names_of_swift_and_rust() {
        check(&[
            ("@objc Shop.pay() -> ()", "Shop.pay"),
            ("static Shop.pay() -> ()", "Shop.pay"),
            ("specialized Shop.pay() -> ()", "Shop.pay"),
            ("generic specialization <Swift.Int> of Shop.pay<A>(A) -> ()", "Shop.pay<T>"),
            ("partial apply for Shop.pay() -> ()", "Shop.pay"),
            ("merged Shop.pay() -> ()", "Shop.pay"),
            ("protocol witness for Shop.Pay.pay() -> () in conformance Shop.Order : Shop.Pay in Shop", "Shop.Pay.pay"),
            ("(2) await resume partial function for Shop.pay() async throws -> ()", "Shop.pay"),
            ("Shop.pay() async throws -> Swift.Int", "Shop.pay"),
            ("closure #1 () -> () in closure #2 () -> () in Shop.pay() -> ()", "closure in Shop.pay"),
            ("shop[8f3a2b1c9d0e4f5a]::pay", "shop::pay"),
            ("<shop[8f3a2b1c9d0e4f5a]::Order as core[1122334455667788]::fmt::Display>::fmt", "<shop::Order>::fmt"),
            ("shop::pay::{closure#2}::{closure#0}", "shop::pay::{{closure}}::{{closure}}"),
            ("shop::pay::{async_fn_env#0}", "shop::pay::{{closure}}"),
            ("shop::{impl#3}::pay", "shop::{impl}::pay"),
            ("shop::{{impl}}::pay", "shop::{impl}::pay"),
            ("f[3]", "f[3]"),
            ("f((((", "f(((("),
            ("<<<<<<<<<<<<", "<<<<<<<<<<<<"),
            ("(int)", "(int)"),
        ]);
    }
}
