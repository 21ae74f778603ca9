//! `docs/commands.md` lists the application commands as Discord is told of them.

use std::fmt::Write as _;

use architecture_tests::section;
use serde_json::{Value, json};

/// Discord's numbers for what commands and options are.
const SUBCOMMAND: u64 = 1;
const SUBCOMMAND_GROUP: u64 = 2;
const MESSAGE_COMMAND: u64 = 3;
/// Discord's bit for administrators.
const ADMINISTRATOR: &str = "8";

#[test]
fn the_document_is_what_discord_is_told() {
    let commands = serde_json::to_value(adapter_discord::commands()).expect("commands are JSON");
    let commands = commands.as_array().expect("a list of commands");
    assert!(commands.len() >= 5, "this finds hardly any commands");
    section("docs/commands.md", "commands", &rendered(commands));
}

fn rendered(commands: &[Value]) -> String {
    let mut page = String::new();
    for command in commands {
        let name = text(command, "name");
        if command["type"] == MESSAGE_COMMAND {
            let _ = write!(
                page,
                "\n## Apps → {name}\n\nOn any message: right-click it (or hold it), then *Apps*.\n"
            );
        } else {
            let _ = write!(
                page,
                "\n## `/{name}`\n\n{}.\n",
                text(command, "description")
            );
        }
        if command["default_member_permissions"] == ADMINISTRATOR {
            page.push_str("\nFor admins.\n");
        }
        let options = options(command);
        if options.iter().any(is_subcommand) {
            page.push_str("\n| Command | Options | What it does |\n| --- | --- | --- |\n");
            for option in options {
                subcommand(&mut page, &format!("/{name}"), option);
            }
        } else if !options.is_empty() {
            page.push_str("\n| Option | Takes | What it is |\n| --- | --- | --- |\n");
            for option in options {
                let (takes, what) = (takes(option), text(option, "description"));
                let _ = writeln!(
                    page,
                    "| `{}`{} | {takes} | {what} |",
                    text(option, "name"),
                    needed(option)
                );
            }
        }
    }
    page + "\n"
}

fn subcommand(page: &mut String, path: &str, option: &Value) {
    let path = format!("{path} {}", text(option, "name"));
    if option["type"] == SUBCOMMAND_GROUP {
        for inner in options(option) {
            subcommand(page, &path, inner);
        }
        return;
    }
    let given: Vec<_> = options(option)
        .iter()
        .map(|it| format!("`{}`{}: {}", text(it, "name"), needed(it), takes(it)))
        .collect();
    let _ = writeln!(
        page,
        "| `{path}` | {} | {} |",
        given.join("; "),
        text(option, "description")
    );
}

fn is_subcommand(option: &Value) -> bool {
    option["type"] == SUBCOMMAND || option["type"] == SUBCOMMAND_GROUP
}

fn options(of: &Value) -> &[Value] {
    of["options"].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(of: &'a Value, field: &str) -> &'a str {
    of[field].as_str().unwrap_or_default()
}

fn needed(option: &Value) -> &'static str {
    if option["required"] == true {
        " (required)"
    } else {
        ""
    }
}

/// What an option takes, with its bounds.
fn takes(option: &Value) -> String {
    let choices: Vec<_> = option["choices"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| text(it, "name"))
        .collect();
    if !choices.is_empty() {
        return choices.join(", ");
    }
    let kind = match option["type"].as_u64() {
        Some(3) => "text",
        Some(4) => "a whole number",
        Some(5) => "yes or no",
        Some(6) => "a member",
        Some(7) => "a channel",
        Some(8) => "a role",
        Some(10) => "a number",
        Some(11) => "a file",
        other => panic!("an option of type {other:?} has no words yet"),
    };
    let bounds = match (
        &option["min_value"],
        &option["max_value"],
        &option["max_length"],
    ) {
        (Value::Null, Value::Null, Value::Null) => String::new(),
        (Value::Null, Value::Null, most) => format!(", at most {most} characters"),
        (least, Value::Null, _) => format!(" from {least}"),
        (Value::Null, most, _) => format!(" up to {most}"),
        (least, most, _) => format!(" from {least} to {most}"),
    };
    let suggested = if option["autocomplete"] == true {
        ", suggested while typing"
    } else {
        ""
    };
    format!("{kind}{bounds}{suggested}")
}

#[test]
fn a_change_of_a_definition_changes_the_page() {
    let command = |required: bool| {
        json!({ "type": 1, "name": "tea", "description": "Make tea", "options": [
            { "type": 4, "name": "cups", "description": "How many", "required": required, "min_value": 1, "max_value": 9 },
        ] })
    };
    let page = rendered(&[command(true)]);
    assert!(
        page.contains("| `cups` (required) | a whole number from 1 to 9 | How many |"),
        "{page}"
    );
    assert_ne!(page, rendered(&[command(false)]));
}
