//! Fuzzes `redaction`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sanitizer_fuzz::check("redaction", data));
