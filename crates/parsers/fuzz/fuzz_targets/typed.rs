//! Fuzzes `typed`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| parsers_fuzz::check("typed", data));
