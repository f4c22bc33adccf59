//! Whole requests of every route, from their bytes to what the writer takes.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| crashtray::ingest::probe::reading(input));
