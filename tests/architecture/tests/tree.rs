//! The tree: what lies at the top level, how files begin, what they may be called, and how migrations come in pairs.

use std::collections::BTreeSet;

use architecture_tests::{files, read};

/// Everything at the top level beside dot-files and tool configuration.
const TOP_LEVEL: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "crates",
    "data",
    "deploy",
    "docs",
    "migrations",
    "tests",
];
/// Tool configuration that its tool looks for at the top level.
const TOOLS: [&str; 4] = [
    "clippy.toml",
    "deny.toml",
    "rust-toolchain.toml",
    "rustfmt.toml",
];
/// Names that say nothing about what is inside.
const BANNED: [&str; 7] = [
    "utils", "helpers", "common", "misc", "types", "models", "manager",
];
/// The most lines a source file may have; most have 60 to 200.
const LINES_MAX: usize = 450;

fn sources() -> impl Iterator<Item = String> {
    files().into_iter().filter(|it| {
        let ours = it.starts_with("crates/") || it.starts_with("tests/");
        ours && it.rsplit_once('.').is_some_and(|name| name.1 == "rs")
    })
}

#[test]
fn the_top_level_is_exactly_what_a_newcomer_is_told() {
    let found: BTreeSet<_> = files()
        .iter()
        .filter_map(|it| it.split('/').next().map(str::to_owned))
        .collect();
    let found: Vec<_> = found
        .into_iter()
        .filter(|it| !it.starts_with('.') && !TOOLS.contains(&it.as_str()))
        .collect();
    assert_eq!(found, TOP_LEVEL);
}

#[test]
fn every_source_file_says_first_what_it_is_for() {
    let silent: Vec<_> = sources()
        .filter(|it| !begins_with_its_purpose(&read(it)))
        .collect();
    assert!(
        silent.is_empty(),
        "these open without a `//!` line: {silent:#?}"
    );
}

fn begins_with_its_purpose(source: &str) -> bool {
    source.strip_prefix("//! ").is_some_and(|it| {
        it.chars().next().is_some_and(char::is_alphanumeric) || it.starts_with(['`', '/'])
    })
}

#[test]
fn a_file_without_a_purpose_is_noticed() {
    assert!(begins_with_its_purpose("//! The tree.\n"));
    assert!(!begins_with_its_purpose("use std::fs;\n//! Too late.\n"));
    assert!(!begins_with_its_purpose("//!\n"));
}

#[test]
fn no_source_file_hides_behind_an_empty_name() {
    let vague: Vec<_> = sources().filter(|it| is_vague(it)).collect();
    assert!(vague.is_empty(), "name the thing instead: {vague:#?}");
}

fn is_vague(path: &str) -> bool {
    path.split('/')
        .any(|it| BANNED.contains(&it.trim_end_matches(".rs")))
}

#[test]
fn a_vague_name_is_noticed_in_files_and_folders() {
    assert!(is_vague("crates/kernel/src/utils.rs"));
    assert!(is_vague("crates/kernel/src/helpers/mod.rs"));
    assert!(!is_vague("crates/kernel/src/clock.rs"));
}

#[test]
fn a_folder_carries_its_index_inside() {
    let sources: BTreeSet<_> = sources().collect();
    for index in sources
        .iter()
        .filter(|it| it.ends_with("/mod.rs") && it.contains("/src/"))
    {
        let beside = index.replace("/mod.rs", ".rs");
        assert!(
            !sources.contains(&beside),
            "{beside} lies beside the folder of its name"
        );
    }
}

#[test]
fn no_source_file_is_too_long_to_hold_one_purpose() {
    let long: Vec<_> = sources()
        .map(|it| (read(&it).lines().count(), it))
        .filter(|it| it.0 > LINES_MAX)
        .collect();
    assert!(long.is_empty(), "split by purpose: {long:#?}");
}

#[test]
fn migrations_are_pairs_without_gaps_and_each_says_why() {
    let found: Vec<_> = files()
        .into_iter()
        .filter_map(|it| it.strip_prefix("migrations/").map(str::to_owned))
        .collect();
    assert_eq!(unpaired(&found), Vec::<String>::new());
    for file in &found {
        let opening = read(format!("migrations/{file}"));
        assert!(
            opening.starts_with("-- "),
            "{file} does not open with a comment that says why"
        );
    }
}

/// What is wrong with the names of these migrations.
fn unpaired(names: &[String]) -> Vec<String> {
    let step = |it: &String, end: &str| it.strip_suffix(end).map(str::to_owned);
    let ups: Vec<_> = names.iter().filter_map(|it| step(it, ".up.sql")).collect();
    let downs: Vec<_> = names
        .iter()
        .filter_map(|it| step(it, ".down.sql"))
        .collect();
    let mut wrong = Vec::new();
    if ups.len() + downs.len() != names.len() {
        wrong.push("a file that is neither .up.sql nor .down.sql".to_owned());
    }
    if ups != downs {
        wrong.push(format!("steps up {ups:?}, steps down {downs:?}"));
    }
    for (index, name) in ups.iter().enumerate() {
        let number = format!("{:04}_", index + 1);
        if !name.starts_with(&number) {
            wrong.push(format!("{name} should be number {number}"));
        }
    }
    wrong
}

#[test]
fn gaps_and_missing_halves_are_noticed() {
    let names = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert!(unpaired(&names(&["0001_a.down.sql", "0001_a.up.sql"])).is_empty());
    assert!(!unpaired(&names(&["0001_a.up.sql"])).is_empty());
    assert!(!unpaired(&names(&["0002_a.down.sql", "0002_a.up.sql"])).is_empty());
    assert!(!unpaired(&names(&["0001_a.down.sql", "0001_a.up.sql", "notes.txt"])).is_empty());
}
