//! `alphapy settings`: every setting that a server has, for who writes a dashboard or a document.

use std::process::ExitCode;

use serde_json::{Value, json};
use settings_core::{Definition, Kind, SettingValue, Who};

use super::say;
use crate::wiring;

pub(super) fn print() -> anyhow::Result<ExitCode> {
    let all: Vec<_> = wiring::registry()?.iter().map(described).collect();
    say(&serde_json::to_string_pretty(&all)?);
    Ok(ExitCode::SUCCESS)
}

fn described(definition: &Definition) -> Value {
    let mut described = json!({
        "scope": definition.scope,
        "key": definition.key,
        "kind": kind(definition.kind),
        "default": definition.default_value().as_ref().map(value),
        "who": match definition.who {
            Who::Admin => "admin",
            Who::Owner => "owner",
            Who::Managed => "managed",
        },
        "description": definition.description,
    });
    match definition.kind {
        Kind::Int { min, max } => (described["min"], described["max"]) = (min.into(), max.into()),
        Kind::Float { min, max } => (described["min"], described["max"]) = (min.into(), max.into()),
        Kind::Choice(words) => described["choices"] = words.into(),
        Kind::Text { max } => described["max_length"] = max.into(),
        _ => {}
    }
    described
}

/// What stands beside a stored value, but for zones, which are stored as text.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::TimeZone => "time_zone",
        kind => kind.value_type(),
    }
}

fn value(value: &SettingValue) -> Value {
    match value {
        SettingValue::Bool(it) => (*it).into(),
        SettingValue::Int(it) => (*it).into(),
        SettingValue::Float(it) => (*it).into(),
        SettingValue::Text(it) => it.as_str().into(),
        SettingValue::TimeZone(it) => it.name().into(),
        SettingValue::Channel(it) | SettingValue::Category(it) => it.to_string().into(),
        SettingValue::Role(it) => it.to_string().into(),
        SettingValue::Message(it) => it.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_says_what_it_takes_and_what_holds_without_it() {
        let registry = wiring::registry().unwrap();
        let offset = registry
            .find("embedwatcher", "reminder_offset_minutes")
            .unwrap();
        assert_eq!(
            described(offset),
            json!({
                "scope": "embedwatcher", "key": "reminder_offset_minutes", "kind": "int", "default": 60, "min": 0,
                "max": 4320, "who": "admin", "description": "Minutes before the event",
            })
        );
        let mode = described(registry.find("onboarding", "mode").unwrap());
        assert_eq!(mode["choices"].as_array().unwrap().len(), 4);
        assert_eq!(
            described(registry.find("gpt", "model").unwrap())["who"],
            "owner"
        );
    }
}
