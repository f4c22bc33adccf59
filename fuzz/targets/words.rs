//! What people and programs type: queries, DSNs, the resident's file.
#![no_main]

#[path = "../../src-tauri/core/tests/fixtures/words.rs"]
mod words;

libfuzzer_sys::fuzz_target!(|input: &[u8]| words::check(input));
