//! What the fuzz targets check: the functions that the tests of the crate replay the seeds through.

#[path = "../../tests/fuzzed/invariants/mod.rs"]
mod invariants;

/// Panics unless everything holds for `data` that the target of this name checks.
pub fn check(target: &str, data: &[u8]) {
    invariants::check(target, data);
}
