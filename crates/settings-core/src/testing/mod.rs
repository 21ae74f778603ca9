//! What tests use in place of a database and a log channel, and the contract that every store keeps.

use std::sync::Arc;

use crate::{
    Constraint, DefaultValue, Definition, Kind, RawValue, Registry, Settings, Who, system,
};

pub mod contract;
mod in_memory;
mod recording_audit;
pub mod surroundings;

pub use in_memory::InMemorySettings;
pub use recording_audit::{AuditEntry, RecordingAudit};
pub use surroundings::ToldSurroundings;

/// A gate that is open by default.
pub const ENABLED: Definition =
    definition("enabled", Kind::Bool, DefaultValue::Bool(true), Who::Admin);
/// A whole number from 0 to 4320, 60 by default.
pub const NUMBER: Definition = definition(
    "number",
    Kind::Int { min: 0, max: 4320 },
    DefaultValue::Int(60),
    Who::Admin,
);
/// A number from 0 to 2, 0.7 by default.
pub const RATIO: Definition = definition(
    "ratio",
    Kind::Float { min: 0.0, max: 2.0 },
    DefaultValue::Float(0.7),
    Who::Admin,
);
/// A channel.
pub const CHANNEL: Definition =
    definition("channel_id", Kind::Channel, DefaultValue::Unset, Who::Admin);
/// A category.
pub const CATEGORY: Definition = definition(
    "category_id",
    Kind::Category,
    DefaultValue::Unset,
    Who::Admin,
);
/// A role.
pub const ROLE: Definition = definition("role_id", Kind::Role, DefaultValue::Unset, Who::Admin);
/// A message, which the bot keeps by itself.
pub const MESSAGE: Definition = definition(
    "message_id",
    Kind::Message,
    DefaultValue::Unset,
    Who::Managed,
);
/// One of the words `loud` and `quiet`.
pub const CHOICE: Definition = definition(
    "volume",
    Kind::Choice(&["loud", "quiet"]),
    DefaultValue::Text("loud"),
    Who::Admin,
);
/// A text of at most 1000 characters.
pub const TEXT: Definition = definition(
    "greeting",
    Kind::Text { max: 1000 },
    DefaultValue::Text("Hello"),
    Who::Admin,
);
/// A model, which only owners of the bot choose.
pub const MODEL: Definition = definition("model", Kind::Model, DefaultValue::Unset, Who::Owner);
/// A time zone.
pub const ZONE: Definition = definition(
    "zone",
    Kind::TimeZone,
    DefaultValue::TimeZone(chrono_tz::Tz::Europe__Brussels),
    Who::Admin,
);

/// A setting of every kind, in the scope `contract`.
pub const DEFINITIONS: &[Definition] = &[
    ENABLED, NUMBER, RATIO, CHANNEL, CATEGORY, ROLE, MESSAGE, CHOICE, TEXT, MODEL, ZONE,
];

/// The number and the gate may not be 13 and shut at once.
pub const NO_THIRTEEN: Constraint = Constraint {
    scope: "contract",
    demand: "Nothing that is shut has the number 13.",
    holds: |snapshot| snapshot.bool(&ENABLED) || snapshot.int(&NUMBER) != 13,
};

/// A registry of [`DEFINITIONS`] and the scope `system`: what a store under the contract has to know.
pub fn registry() -> Arc<Registry> {
    let registry = Registry::new(&[system::DEFINITIONS, DEFINITIONS]);
    let registry = registry.expect("no name is declared twice");
    Arc::new(registry.with_constraints(&[NO_THIRTEEN]))
}

/// The handle over `store`, with [`registry`] and an audit that nobody looks at.
pub fn settings(store: &InMemorySettings) -> Settings {
    settings_with_audit(store, &RecordingAudit::default())
}

/// The handle over `store` with [`registry`], reporting to `audit`.
pub fn settings_with_audit(store: &InMemorySettings, audit: &RecordingAudit) -> Settings {
    let (reader, store) = (Arc::new(store.clone()), Arc::new(store.clone()));
    Settings::new(registry(), reader, store, Arc::new(audit.clone()))
}

/// Fails unless each definition can be stored and its default is a value of its own kind. For a test in every crate
/// that declares settings.
pub fn assert_sound(definitions: &'static [Definition]) {
    Registry::new(&[definitions]).expect("no name is declared twice");
    for definition in definitions {
        let name = format!("{}.{}", definition.scope, definition.key);
        let plain = |it: &str, max| {
            it.len() <= max
                && it.starts_with(|it: char| it.is_ascii_lowercase())
                && it
                    .bytes()
                    .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
        };
        assert!(plain(definition.scope, 32), "the scope of {name}");
        assert!(plain(definition.key, 64), "the key of {name}");
        let description = definition.description.chars().count();
        assert!(
            (1..=100).contains(&description),
            "the description of {name}"
        );
        if let Some(default) = definition.default_value() {
            let stored = definition.kind.decode_stored(RawValue::from(&default));
            assert_eq!(stored, Ok(Some(default)), "the default of {name}");
        }
    }
}

const fn definition(key: &'static str, kind: Kind, default: DefaultValue, who: Who) -> Definition {
    Definition {
        scope: "contract",
        key,
        kind,
        default,
        who,
        description: "For the tests of stores",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_of_the_contract_are_sound() {
        assert_sound(DEFINITIONS);
    }

    #[test]
    #[should_panic(expected = "the default of contract.number")]
    fn a_default_outside_its_own_bounds_is_found() {
        const WRONG: &[Definition] = &[Definition {
            default: DefaultValue::Int(5000),
            ..NUMBER
        }];
        assert_sound(WRONG);
    }
}
