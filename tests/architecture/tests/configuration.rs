//! The lists of variables and settings, and the files of `deploy/`, say what the code says.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use architecture_tests::{read, section};
use settings_core::{DefaultValue, Definition, Kind, Who, system};

const CONFIG: &str = "crates/alphapy-app/src/variables.rs";
const DOCUMENT: &str = "docs/configuration.md";

/// Name and meaning of every variable, as the program's table has them.
fn variables() -> Vec<(String, String)> {
    let config = read(CONFIG);
    let table = config
        .split("VARIABLES: &[Variable] = &[")
        .nth(1)
        .and_then(|it| it.split("\n];").next());
    let entries = table
        .expect("the table of variables")
        .split("Variable {")
        .skip(1);
    let field = |entry: &str, name: &str| {
        let text = entry
            .split(&format!("{name}: \""))
            .nth(1)
            .and_then(|it| it.split('"').next());
        text.unwrap_or_else(|| panic!("{CONFIG}: no {name} in {entry}"))
            .to_owned()
    };
    let found: Vec<_> = entries
        .map(|it| (field(it, "name"), field(it, "meaning")))
        .collect();
    assert!(
        found.iter().any(|it| it.0 == "BOT_TOKEN") && found.len() > 10,
        "this finds hardly any: {found:?}"
    );
    found
}

fn names() -> BTreeSet<String> {
    variables().into_iter().map(|it| it.0).collect()
}

#[test]
fn the_document_lists_every_variable() {
    let mut table = "| Variable | Meaning |\n| --- | --- |\n".to_owned();
    for (name, meaning) in variables() {
        let _ = writeln!(table, "| `{name}` | {} |", meaning.replace('|', "\\|"));
    }
    section(DOCUMENT, "variables", &table);
}

#[test]
fn the_document_lists_every_setting() {
    let mut table =
        "| Setting | Takes | Default | What it does |\n| --- | --- | --- | --- |\n".to_owned();
    let here = [system::DEFINITIONS, reminders_core::settings::DEFINITIONS];
    let scopes = here
        .iter()
        .chain(tickets_core::settings::DEFINITIONS)
        .chain(growth_core::settings::DEFINITIONS)
        .chain(onboarding_core::settings::DEFINITIONS)
        .chain(invites_core::settings::DEFINITIONS)
        .chain(privacy_core::settings::DEFINITIONS);
    for it in scopes.copied().flatten() {
        let (takes, default) = (takes(it), default(it));
        let _ = writeln!(
            table,
            "| `{}.{}` | {takes} | {default} | {} |",
            it.scope, it.key, it.description
        );
    }
    section(DOCUMENT, "settings", &table);
}

fn takes(setting: &Definition) -> String {
    let kind = match setting.kind {
        Kind::Bool => "yes or no".to_owned(),
        Kind::Int { min, max } => format!("{min} to {max}"),
        Kind::Float { min, max } => format!("{min} to {max}"),
        Kind::Channel => "a channel".to_owned(),
        Kind::Category => "a category".to_owned(),
        Kind::Role => "a role".to_owned(),
        Kind::Message => "a message".to_owned(),
        Kind::Choice(words) => words.join(", "),
        Kind::Text { max } => format!("text, at most {max} characters"),
        Kind::Model => "a model's name".to_owned(),
        Kind::TimeZone => "a time zone".to_owned(),
    };
    match setting.who {
        Who::Admin => kind,
        Who::Owner => format!("{kind} (owners of the bot only)"),
        Who::Managed => format!("{kind} (kept by the bot itself)"),
    }
}

fn default(setting: &Definition) -> String {
    match setting.default {
        DefaultValue::Unset => "none".to_owned(),
        DefaultValue::Bool(true) => "yes".to_owned(),
        DefaultValue::Bool(false) => "no".to_owned(),
        DefaultValue::Int(it) => it.to_string(),
        DefaultValue::Float(it) => it.to_string(),
        DefaultValue::Text(it) => format!("`{it}`"),
        DefaultValue::TimeZone(it) => format!("`{it}`"),
    }
}

/// The names that `NAME=` lines give, commented out or not.
fn assigned(text: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let (name, _) = line.strip_prefix('#').unwrap_or(line).split_once('=')?;
        is_variable(name).then(|| name.to_owned())
    };
    text.lines().filter_map(name).collect()
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|it| it.is_ascii_uppercase() || it == '_')
}

/// The keys of the `environment` of one service.
fn environment(compose: &str, service: &str) -> BTreeSet<String> {
    let service = compose
        .split(&format!("\n  {service}:\n"))
        .nth(1)
        .expect("the service");
    let block = service
        .split("    environment:\n")
        .nth(1)
        .expect("its environment");
    let lines = block
        .lines()
        .take_while(|it| it.starts_with("      "))
        .map(str::trim)
        .filter(|it| !it.starts_with('#'));
    lines
        .filter_map(|it| it.split_once(':'))
        .map(|it| it.0.to_owned())
        .collect()
}

#[test]
fn the_example_environment_names_exactly_the_variables_of_the_code() {
    assert_eq!(assigned(&read("deploy/env.example")), names());
}

#[test]
fn the_compose_file_hands_over_exactly_the_variables_of_the_code() {
    let compose = read("deploy/compose.yaml");
    assert_eq!(environment(&compose, "alphapy"), names());
    for name in names() {
        assert!(
            compose.contains(&format!("{name}: ${{{name}:")),
            "{name} is not taken from the operator's environment"
        );
    }
}

#[test]
fn the_image_sets_only_variables_of_the_code_and_is_built_with_our_compiler() {
    let dockerfile = read("deploy/Dockerfile");
    let runtime = dockerfile.rsplit("\nFROM ").next().expect("the last stage");
    let sets: BTreeSet<_> = runtime
        .split("\nENV ")
        .skip(1)
        .flat_map(|it| {
            it.lines()
                .take_while(|line| line.contains('='))
                .map(str::trim)
                .collect::<Vec<_>>()
        })
        .filter_map(|it| it.split_once('=').map(|it| it.0.to_owned()))
        .collect();
    assert!(!sets.is_empty() && sets.is_subset(&names()), "{sets:?}");
    let manifest = read("Cargo.toml");
    let version = manifest
        .split("rust-version = \"")
        .nth(1)
        .and_then(|it| it.split('"').next())
        .expect("rust-version");
    assert!(
        dockerfile.contains(&format!("FROM rust:{version}-")),
        "the Dockerfile does not build with Rust {version}"
    );
    assert!(
        dockerfile.contains("\nUSER alphapy\n"),
        "the image must not run as root"
    );
    assert!(
        dockerfile.contains("/health"),
        "the image says how it is doing"
    );
}

#[test]
fn a_missing_variable_is_noticed() {
    let expected: BTreeSet<_> = ["A".to_owned(), "B_C".to_owned()].into();
    assert_eq!(assigned("# words, a=b\nA=1\n#B_C=2\n# D=3"), expected);
    let compose =
        "services:\n  x:\n    environment:\n      A: 1\n      B_C: 2\n    ports:\n      D: 3\n";
    assert_eq!(environment(compose, "x"), expected);
}
