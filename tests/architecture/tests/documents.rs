//! Documents say what is there: every crate, only paths that exist, links that lead somewhere, commands that run.

use std::collections::BTreeSet;
use std::path::Path;

use architecture_tests::{code_spans, exists, files, links, members, read};

const ARCHITECTURE: &str = "docs/ARCHITECTURE.md";
/// A page that newcomers read to its end.
const ARCHITECTURE_LINES_MAX: usize = 200;
/// Documents whose paths have to exist.
const GUIDES: [&str; 4] = [
    ARCHITECTURE,
    "docs/development.md",
    "docs/operations.md",
    "README.md",
];
/// The permissions that the invitation asks for, as bits of Discord's permission field.
const PERMISSIONS: [(&str, u32); 13] = [
    ("Manage Channels", 4),
    ("View Channels", 10),
    ("Send Messages", 11),
    ("Manage Messages", 13),
    ("Embed Links", 14),
    ("Attach Files", 15),
    ("Read Message History", 16),
    ("Mention Everyone", 17),
    ("Manage Roles", 28),
    ("Manage Threads", 34),
    ("Create Private Threads", 36),
    ("Send Messages in Threads", 38),
    ("Pin Messages", 51),
];

fn documents() -> impl Iterator<Item = String> {
    files()
        .into_iter()
        .filter(|it| Path::new(it).extension().is_some_and(|end| end == "md"))
}

/// Whether a code span is meant as a path of this workspace.
fn is_path(span: &str) -> bool {
    let tops = [
        "crates/",
        "tests/",
        "docs/",
        "deploy/",
        "migrations/",
        ".ci/",
    ];
    let whole = tops.iter().any(|it| span.starts_with(it));
    let ending = Path::new(span)
        .extension()
        .is_some_and(|it| ["rs", "md"].iter().any(|end| it == *end));
    (whole || ending && span.contains('/')) && !span.contains(['<', '*', ' ', '…'])
}

#[test]
fn the_architecture_names_every_crate() {
    let text = read(ARCHITECTURE);
    let unnamed: Vec<_> = members()
        .into_iter()
        .filter(|it| !text.contains(&format!("`{it}`")))
        .collect();
    assert!(
        unnamed.is_empty(),
        "{ARCHITECTURE} does not name {unnamed:?}"
    );
}

#[test]
fn the_architecture_is_short_enough_to_be_read() {
    let lines = read(ARCHITECTURE).lines().count();
    assert!(lines < ARCHITECTURE_LINES_MAX, "{lines} lines");
}

#[test]
fn a_command_is_followed_through_at_most_six_files() {
    let text = read(ARCHITECTURE);
    let walk = text
        .split("\n## Following a command")
        .nth(1)
        .and_then(|it| it.split("\n## ").next())
        .expect("the walk");
    let steps: Vec<_> = walk
        .lines()
        .filter(|it| it.starts_with(|first: char| first.is_ascii_digit()))
        .filter_map(|it| it.split('`').nth(1))
        .collect();
    assert!((3..=6).contains(&steps.len()), "{steps:?}");
    for step in steps {
        assert!(is_path(step) && exists(step), "{step}");
    }
}

#[test]
fn every_path_in_a_guide_exists() {
    let mut seen = BTreeSet::new();
    for guide in GUIDES {
        for span in code_spans(&read(guide))
            .into_iter()
            .filter(|it| is_path(it))
        {
            // `deploy/.env` is what operators make themselves.
            assert!(
                exists(&span) || span == "deploy/.env",
                "{guide} names {span}, which does not exist"
            );
            seen.insert(span);
        }
    }
    assert!(seen.len() > 20, "this finds hardly any paths: {seen:?}");
}

#[test]
fn a_path_is_told_from_other_words() {
    assert!(is_path("crates/kernel/src/clock.rs"));
    assert!(
        is_path("reminders/add.rs"),
        "a path that starts nowhere is noticed"
    );
    assert!(!is_path("/add_reminder"));
    assert!(!is_path("crates/<feature>-core"));
    assert!(!is_path("ma-vr"));
}

#[test]
fn every_relative_link_leads_somewhere() {
    for document in documents() {
        let folder = Path::new(&document).parent().unwrap_or(Path::new(""));
        for link in links(&read(&document)) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            assert!(
                exists(folder.join(target)),
                "{document} links to {link}, which does not exist"
            );
        }
    }
}

#[test]
fn decisions_are_numbered_without_gaps() {
    let numbers: Vec<_> = files()
        .iter()
        .filter_map(|it| {
            it.strip_prefix("docs/adr/")?
                .get(..4)?
                .parse::<usize>()
                .ok()
        })
        .collect();
    let expected: Vec<_> = (1..=numbers.len()).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn the_commands_of_the_readme_exist() {
    let readme = read("README.md");
    let program = read("crates/alphapy-app/src/commands/mod.rs");
    let subcommands = program
        .split("enum Command {")
        .nth(1)
        .and_then(|it| it.split("\n}").next())
        .expect("the commands");
    let mentioned: BTreeSet<_> = readme
        .split("cargo run ")
        .skip(1)
        .filter_map(|it| {
            it.split("-- ")
                .nth(1)?
                .split(|end: char| !end.is_alphanumeric())
                .next()
        })
        .filter(|it| !it.is_empty())
        .collect();
    assert!(
        mentioned.contains("demo") && mentioned.contains("run"),
        "{mentioned:?}"
    );
    for name in mentioned {
        let (first, rest) = name.split_at(1);
        let variant = format!("    {}{rest}", first.to_uppercase());
        let known = subcommands.lines().any(|it| {
            it.strip_prefix(&variant)
                .is_some_and(|it| it.starts_with([',', '(']))
        });
        assert!(
            known,
            "README.md runs `{name}`, which the program does not know"
        );
    }
    assert!(readme.contains("cargo test --workspace"));
    assert!(
        read(".ci/run").contains("cargo test --locked --workspace"),
        ".ci/run runs the README's test command"
    );
}

#[test]
fn the_invitation_asks_for_exactly_the_permissions_it_names() {
    let readme = read("README.md");
    let asked = readme
        .split("permissions=")
        .nth(1)
        .expect("an invitation link");
    let asked: u64 = asked
        .split(|it: char| !it.is_ascii_digit())
        .next()
        .unwrap_or_default()
        .parse()
        .expect("a number");
    let expected = PERMISSIONS
        .iter()
        .fold(0, |all, (_, bit)| all | 1_u64 << bit);
    assert_eq!(asked, expected);
    let words = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, _) in PERMISSIONS {
        assert!(words.contains(name), "README.md does not name {name}");
    }
}
