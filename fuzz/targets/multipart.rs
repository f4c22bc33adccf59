//! Bodies in several parts.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| crashtray::ingest::probe::multipart(input));
