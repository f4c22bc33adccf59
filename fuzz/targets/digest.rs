//! Events: what is known before the answer agrees with what is shown later.
#![no_main]

#[path = "../../src-tauri/core/tests/fixtures/agree.rs"]
mod agree;

libfuzzer_sys::fuzz_target!(|input: &[u8]| agree::check_any(input));
