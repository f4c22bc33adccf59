//! Content encodings, and what old clients wrap events in.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| crashtray::ingest::probe::decoding(input));
