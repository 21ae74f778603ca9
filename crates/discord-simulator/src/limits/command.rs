//! Discord's rules for application commands.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{few, items, length, some_at_most};
use crate::refusal::{FormErrors, Refusal};

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;
const ALL_TOGETHER: usize = 8_000;

pub(crate) fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

/// Checks a whole set, as one bulk overwrite or as what would be there after a creation.
pub(crate) fn check_set(commands: &[Value]) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    let mut names = BTreeSet::new();
    for (at, command) in commands.iter().enumerate() {
        errors.absorb(&at.to_string(), check_one(command));
        if !names.insert((kind(command), command["name"].as_str())) {
            errors.add(
                at.to_string(),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
    errors.into_result()?;
    for (wanted, limit) in [(1, 100), (2, 15), (3, 15)] {
        if commands.iter().filter(|it| kind(it) == wanted).count() > limit {
            let message = format!("Maximum number of application commands reached ({limit})");
            return Err(Refusal::new(400, 30_032, &message));
        }
    }
    Ok(())
}

/// Checks one command.
pub(crate) fn check_one(command: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    if kind(command) != 1 {
        some_at_most(&mut errors, "name", &command["name"], 32);
        if length(&command["description"]) > 0 {
            errors.add(
                "description",
                "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
                "Context menu commands cannot have a description",
            );
        }
        if items(&command["options"]).count() > 0 {
            errors.add(
                "options",
                "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED",
                "Context menu commands cannot have options",
            );
        }
        return errors;
    }
    check_name_and_description(command, &mut errors);
    check_options(&command["options"], 0, &mut errors, "options");
    if characters(command) > ALL_TOGETHER {
        errors.add(
            "options",
            "APPLICATION_COMMAND_TOO_LARGE",
            "Command exceeds maximum size (8000)",
        );
    }
    errors
}

fn check_name_and_description(named: &Value, errors: &mut FormErrors) {
    let name = named["name"].as_str().unwrap_or_default();
    let fits = (1..=32).contains(&name.chars().count())
        && name
            .chars()
            .all(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | '\''))
        && name.to_lowercase() == name;
    if !fits {
        errors.add(
            "name",
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
    some_at_most(errors, "description", &named["description"], 100);
}

fn check_options(options: &Value, depth: u32, errors: &mut FormErrors, path: &str) {
    few(errors, path, options, 25);
    let (mut names, mut optional_seen) = (BTreeSet::new(), false);
    let nested = |it: &Value| matches!(it["type"].as_u64(), Some(SUBCOMMAND | GROUP));
    let mixed = items(options).any(nested) && !items(options).all(nested);
    if mixed {
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types");
    }
    for (at, option) in items(options).enumerate() {
        let place = format!("{path}.{at}");
        let mut found = FormErrors::default();
        check_name_and_description(option, &mut found);
        if !names.insert(option["name"].as_str()) {
            found.add(
                "name",
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
                "Option names must be unique",
            );
        }
        let required = option["required"].as_bool().unwrap_or(false);
        if required && optional_seen {
            found.add(
                "required",
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        optional_seen |= !required;
        check_kind(option, depth, &mut found);
        errors.absorb(&place, found);
    }
}

fn check_kind(option: &Value, depth: u32, errors: &mut FormErrors) {
    match option["type"].as_u64() {
        Some(GROUP) if depth > 0 => errors.add(
            "type",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Groups cannot be nested",
        ),
        Some(SUBCOMMAND) if depth > 1 => errors.add(
            "type",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Subcommands cannot be nested",
        ),
        Some(SUBCOMMAND) => check_options(&option["options"], 2, errors, "options"),
        Some(GROUP) => check_options(&option["options"], 1, errors, "options"),
        Some(3..=11) => check_choices(option, errors),
        _ => errors.add(
            "type",
            "BASE_TYPE_CHOICES",
            "Value must be one of {1, …, 11}.",
        ),
    }
}

fn check_choices(option: &Value, errors: &mut FormErrors) {
    few(errors, "choices", &option["choices"], 25);
    let mut names = BTreeSet::new();
    for (at, choice) in items(&option["choices"]).enumerate() {
        some_at_most(errors, &format!("choices.{at}.name"), &choice["name"], 100);
        if !names.insert(choice["name"].as_str()) {
            errors.add(
                format!("choices.{at}.name"),
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS",
                "Option choice names must be unique",
            );
        }
    }
    if option["autocomplete"].as_bool() == Some(true) && items(&option["choices"]).count() > 0 {
        errors.add(
            "autocomplete",
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
            "Autocomplete and choices are mutually exclusive",
        );
    }
}

/// Names, descriptions and choices, of the command and of everything in it.
fn characters(node: &Value) -> usize {
    let own = length(&node["name"]) + length(&node["description"]) + length(&node["value"]);
    own + items(&node["options"])
        .chain(items(&node["choices"]))
        .map(characters)
        .sum::<usize>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn option(name: &str, required: bool) -> Value {
        json!({"type": 3, "name": name, "description": "d", "required": required})
    }

    fn fits(name: &str, options: &[Value]) -> bool {
        check_one(&json!({"name": name, "description": "d", "options": options})).is_empty()
    }

    #[test]
    fn names_are_lower_case_without_blanks() {
        assert!(fits("add_reminder", &[]));
        for wrong in ["Add", "two words", "", &"x".repeat(33)] {
            assert!(!fits(wrong, &[]), "{wrong}");
        }
    }

    #[test]
    fn required_options_come_first_and_names_differ() {
        assert!(fits("a", &[option("x", true), option("y", false)]));
        assert!(!fits("a", &[option("y", false), option("x", true)]));
        assert!(!fits("a", &[option("x", true), option("x", true)]));
    }

    #[test]
    fn there_are_at_most_25_options_and_8000_characters() {
        let many = |count: usize| {
            (0..count)
                .map(|it| option(&format!("o{it}"), false))
                .collect::<Vec<_>>()
        };
        assert!(fits("a", &many(25)));
        assert!(!fits("a", &many(26)));
        let choices: Vec<_> = (0..25)
            .map(|it| json!({"name": format!("{it:0>100}"), "value": "v".repeat(100)}))
            .collect();
        let heavy =
            |name: &str| json!({"type": 3, "name": name, "description": "d", "choices": choices});
        assert!(fits("a", &[heavy("x")]));
        assert!(!fits("a", &[heavy("x"), heavy("y")]));
    }

    #[test]
    fn a_set_has_at_most_100_commands_with_names_of_their_own() {
        let set = |count: usize| {
            (0..count)
                .map(|it| json!({"name": format!("c{it}"), "description": "d"}))
                .collect::<Vec<_>>()
        };
        assert!(check_set(&set(100)).is_ok());
        assert_eq!(check_set(&set(101)).unwrap_err().code, 30_032);
        let twice = json!({"name": "c", "description": "d"});
        assert_eq!(check_set(&[twice.clone(), twice]).unwrap_err().code, 50_035);
    }

    #[test]
    fn message_commands_have_no_description() {
        assert!(
            check_one(&json!({"type": 3, "name": "Make reminder", "description": ""})).is_empty()
        );
        assert!(
            !check_one(&json!({"type": 3, "name": "Make reminder", "description": "x"})).is_empty()
        );
    }
}
