//! Envelopes: where their items begin and end, and back to bytes.
#![no_main]

#[path = "../../src-tauri/core/tests/fixtures/framing.rs"]
mod framing;

libfuzzer_sys::fuzz_target!(|input: &[u8]| framing::check(input));
