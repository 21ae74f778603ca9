//! The seeds of the fuzz targets, and what fuzzing has found, through the same functions: the stand-in for fuzzing that
//! every run of the tests includes.

use crate::invariants::TARGETS;

#[test]
fn every_seed_holds() {
    for target in TARGETS {
        let path = format!(
            "{}/fuzz/seeds/{}.txt",
            env!("CARGO_MANIFEST_DIR"),
            target.name
        );
        let seeds =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(seeds.lines().count() >= 5, "{path} has few seeds");
        for seed in seeds.lines() {
            (target.check)(&unescaped(seed));
        }
    }
}

/// A seed is a line with the escapes of JSON, which `printf %b` knows as well, so that a shell can write the corpus.
fn unescaped(seed: &str) -> String {
    serde_json::from_str(&format!("\"{seed}\"")).expect("the inside of a JSON string")
}
