//! Everything that somebody outside can reach, read off the program's own lists.

use adapter_api::Endpoint;
use serde_json::Value;

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;
/// Options that take the id of something: a number with suggestions, a user, a channel, a role, either of those.
const IDS: [u64; 4] = [6, 7, 8, 9];
const INTEGER: u64 = 4;

/// A command that can be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its words: `config reminders toggle`.
    pub path: String,
    /// Its options that name something by its id.
    pub ids: Vec<String>,
    /// Its options that offer choices while somebody types.
    pub completed: Vec<String>,
}

/// Every command, down to the last subcommand.
pub fn leaves() -> Vec<Leaf> {
    let commands = serde_json::to_value(adapter_discord::commands()).expect("commands are JSON");
    let mut found = Vec::new();
    for command in list(&commands) {
        gather(command, "", &mut found);
    }
    found
}

/// Every route of buttons, menus and forms.
pub fn components() -> &'static [&'static str] {
    adapter_discord::COMPONENT_ROUTES
}

/// Every address of the API.
pub fn endpoints() -> Vec<Endpoint> {
    adapter_api::endpoints()
}

fn gather(node: &Value, above: &str, found: &mut Vec<Leaf>) {
    let path = format!("{above} {}", node["name"].as_str().unwrap_or_default())
        .trim()
        .to_owned();
    let options = list(&node["options"]);
    let (inner, values): (Vec<_>, Vec<_>) = options
        .iter()
        .partition(|it| [SUBCOMMAND, GROUP].contains(&kind(it)));
    if inner.is_empty() {
        let named = |wanted: &dyn Fn(&Value) -> bool| {
            let fitting = values.iter().filter(|it| wanted(it));
            fitting
                .filter_map(|it| it["name"].as_str())
                .map(str::to_owned)
                .collect()
        };
        let suggests = |it: &Value| it["autocomplete"] == true;
        let takes_id =
            |it: &Value| IDS.contains(&kind(it)) || (kind(it) == INTEGER && suggests(it));
        found.push(Leaf {
            path,
            ids: named(&takes_id),
            completed: named(&suggests),
        });
    } else {
        for option in inner {
            gather(option, &path, found);
        }
    }
}

fn kind(option: &Value) -> u64 {
    option["type"].as_u64().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
