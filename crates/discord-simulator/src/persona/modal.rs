//! A modal as a user sees it, and what submitting it sends.

use std::fmt;

use serde_json::{Value, json};

use super::{component::choose, refused::ClientRefusal};
use crate::{
    limits::{
        component::{LABEL, ROW, TEXT_INPUT, is_select, kind},
        items,
    },
    world::{World, snowflakes::Id},
};

/// One input of a modal.
#[derive(Clone, Debug, PartialEq)]
pub struct ModalInput {
    /// What stands above it.
    pub label: String,
    /// What is filled in already.
    pub value: String,
    /// Whether it must be filled in.
    pub required: bool,
    pub(crate) component: Value,
}

/// A form that the bot opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Modal {
    /// Its title.
    pub title: String,
    /// Its inputs, from top to bottom.
    pub inputs: Vec<ModalInput>,
    /// It as the bot sent it.
    pub json: Value,
}

impl Modal {
    pub(crate) fn new(json: Value) -> Self {
        let inputs = items(&json["components"]).filter_map(input).collect();
        Self {
            title: json["title"].as_str().unwrap_or_default().to_owned(),
            inputs,
            json,
        }
    }

    /// The data of submitting it with these texts; what is not named keeps what was filled in.
    pub(crate) fn data(
        &self,
        world: &World,
        user: Id,
        guild: Option<Id>,
        filled: &[(&str, &str)],
    ) -> Result<Value, ClientRefusal> {
        if let Some((label, _)) = filled
            .iter()
            .find(|(label, _)| !self.inputs.iter().any(|it| it.answers_to(label)))
        {
            return Err(ClientRefusal::NoSuchComponent((*label).to_owned()));
        }
        let mut parts = Vec::new();
        let mut resolved = json!({});
        for (at, part) in items(&self.json["components"]).enumerate() {
            let Some(input) = input(part) else { continue };
            let given = filled
                .iter()
                .find(|(label, _)| input.answers_to(label))
                .map(|(_, text)| *text);
            let mut value = input.filled(world, user, guild, given, &mut resolved)?;
            value["id"] = json!(2 * at + 2);
            parts.push(match kind(part) {
                ROW => json!({"type": ROW, "id": 2 * at + 1, "components": [value]}),
                _ => json!({"type": LABEL, "id": 2 * at + 1, "component": value}),
            });
        }
        let mut data = json!({"custom_id": self.json["custom_id"], "components": parts});
        if resolved.as_object().is_some_and(|it| !it.is_empty()) {
            data["resolved"] = resolved;
        }
        Ok(data)
    }
}

impl ModalInput {
    fn answers_to(&self, name: &str) -> bool {
        self.label == name || self.component["custom_id"] == name
    }

    fn filled(
        &self,
        world: &World,
        user: Id,
        guild: Option<Id>,
        given: Option<&str>,
        resolved: &mut Value,
    ) -> Result<Value, ClientRefusal> {
        let (id, kind) = (&self.component["custom_id"], kind(&self.component));
        if is_select(kind) {
            let chosen: Vec<&str> = match given {
                Some(given) => given.split(',').map(str::trim).collect(),
                None => preselected(&self.component),
            };
            if chosen.is_empty() && !self.required {
                return Ok(json!({"type": kind, "custom_id": id, "values": []}));
            }
            let (values, found) =
                choose(world, user, guild, &self.component, &self.label, &chosen)?;
            for (key, value) in found.as_object().into_iter().flatten() {
                resolved[key] = value.clone();
            }
            return Ok(json!({"type": kind, "custom_id": id, "values": values}));
        }
        let text = given.unwrap_or(&self.value);
        let length = text.chars().count() as u64;
        let bound = |key: &str, default| self.component[key].as_u64().unwrap_or(default);
        if text.is_empty() && self.required {
            return Err(ClientRefusal::MissingOption(self.label.clone()));
        }
        if !text.is_empty() && length < bound("min_length", 0)
            || length > bound("max_length", 4_000)
        {
            return Err(super::refused::bad_value(
                &self.label,
                "its length is out of bounds",
            ));
        }
        Ok(json!({"type": kind, "custom_id": id, "value": text}))
    }
}

/// What is chosen in a menu before the user touches it.
fn preselected(menu: &Value) -> Vec<&str> {
    let things = items(&menu["default_values"]).filter_map(|it| it["id"].as_str());
    let options = items(&menu["options"]).filter(|it| it["default"] == true);
    things
        .chain(options.filter_map(|it| it["value"].as_str()))
        .collect()
}

impl fmt::Display for Modal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "form: {}", self.title)?;
        for input in &self.inputs {
            let star = if input.required { "*" } else { "" };
            write!(f, "\n  {}{star}", input.label)?;
            let options: Vec<_> = items(&input.component["options"])
                .filter_map(|it| it["label"].as_str())
                .collect();
            if !options.is_empty() {
                write!(f, ": ({})", options.join(" / "))?;
            } else if !input.value.is_empty() {
                write!(f, ": {}", input.value)?;
            }
        }
        Ok(())
    }
}

fn input(part: &Value) -> Option<ModalInput> {
    let (component, label) = match kind(part) {
        ROW => (
            part["components"][0].clone(),
            part["components"][0]["label"].clone(),
        ),
        LABEL => (part["component"].clone(), part["label"].clone()),
        _ => return None,
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let known = kind(&component) == TEXT_INPUT || is_select(kind(&component));
    known.then(|| ModalInput {
        label: text(&label),
        value: text(&component["value"]),
        required: component["required"].as_bool().unwrap_or(true),
        component,
    })
}
