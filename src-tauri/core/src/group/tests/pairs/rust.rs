//! Rust: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "rust",
    platform: "native",
    join: &[
        ("the lines moved", "panic: no card\n+ shop::orders::charge  p:src/orders.rs:«41|87»"),
        (
            "another build's hash",
            "panic: no card\n+ shop::orders::charge::h«0123456789abcdef|fedcba9876543210»  p:src/orders.rs:41",
        ),
        (
            "another build's crate, in the newer mangling",
            "panic: no card\n+ shop[«8f3a2b1c9d0e4f5a|1122334455667788»]::orders::charge  p:src/orders.rs:41",
        ),
        (
            "a closure, in either mangling",
            "panic: no card\n+ shop::orders::charge::«{{closure}}|{closure#0}»  p:src/orders.rs:41",
        ),
        ("a closure, numbered anew", "panic: no card\n+ shop::orders::charge::{closure#«0|2»}  p:src/orders.rs:41"),
        (
            "an async function, in either name",
            "panic: no card\n+ shop::orders::charge::«{{closure}}|{async_fn#0}»  p:src/orders.rs:41",
        ),
        ("another type parameter", "panic: no card\n+ shop::list::map<«u32|alloc::string::String»>  p:src/list.rs:41"),
        (
            "a method of a trait, in either name",
            "panic: no card\n+ «<shop::Order as shop::Pay>|<shop::Order as shop[8f3a2b1c9d0e4f5a]::Pay>»::charge  p:src/orders.rs:41",
        ),
        (
            "the runtime around it changed",
            r"
            panic: no card
            - tokio::runtime::task::«harness::poll_future|raw::poll»  p:/root/.cargo/registry/src/tokio-1.«36|40»/src/runtime/task/harness.rs:«473|500»
            + shop::orders::charge  p:src/orders.rs:41
            ",
        ),
        (
            "the panic is reported by other functions",
            r"
            panic: no card
            + shop::orders::charge  p:src/orders.rs:41
            - core::panicking::«panic_fmt|panic_nounwind_fmt»  p:/rustc/x/library/core/src/panicking.rs:«72|75»
            - rust_begin_unwind  p:/rustc/x/library/std/src/panicking.rs:645
            + shop::hook  p:src/main.rs:4
            ",
        ),
        (
            "what starts the program changed",
            r"
            panic: no card
            + «_start|__libc_start_main_impl»
            + main
            - std::rt::lang_start::{{closure}}  p:/rustc/x/library/std/src/rt.rs:166
            + shop::main  p:src/main.rs:9
            + shop::orders::charge  p:src/orders.rs:41
            ",
        ),
        ("another number in the value", "ParseIntError: invalid digit found in string at «4711|98»"),
        ("another index", "panic: index out of bounds: the len is «3|5» but the index is «7|12»"),
        (
            "recursion",
            "panic: deep\n+ shop::walk  p:src/t.rs:3\n«+ shop::walk  p:src/t.rs:3|»\n+ shop::leaf  p:src/t.rs:9",
        ),
        (
            "built on another machine",
            "panic: no card\n+ shop::orders::charge  p:«/home/ann/shop|C:\\shop»/src/orders.rs:41",
        ),
    ],
    split: &[
        ("another function", "panic: no card\n+ shop::orders::«charge|refund»  p:src/orders.rs:41"),
        ("another module", "panic: no card\n+ shop::«orders|cart»::charge  p:src/x.rs:41"),
        ("another receiver", "panic: no card\n+ <shop::«Order|Cart» as shop::Pay>::charge  p:src/x.rs:41"),
        ("another type", "«panic|ParseIntError»: no card\n+ shop::charge  p:src/x.rs:41"),
        ("another caller", "panic: no card\n+ shop::«checkout|renew»  p:src/x.rs:1\n+ shop::charge  p:src/x.rs:41"),
        ("a closure of another function", "panic: no card\n+ shop::«charge|refund»::{{closure}}  p:src/x.rs:41"),
        ("a closure, and the function itself", "panic: no card\n+ shop::charge«::{{closure}}|»  p:src/x.rs:41"),
        ("another source", "«io::Error|ParseIntError»: low\nOrderError: no card\n+ shop::charge  p:src/x.rs:41"),
        ("another text, no frames", "OrderError: card «declined|expired»"),
        ("another message", r#".message "«payment|refund» failed""#),
        ("another generic function", "panic: no card\n+ shop::list::«map|filter»<u32>  p:src/list.rs:41"),
    ],
};
