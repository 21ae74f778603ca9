//! The settings of what members ask of the language model for themselves.

pub mod gpt;
pub mod growth;

use settings_core::{Capability, Definition, Since};

/// The settings of every scope here, for the registry.
pub const DEFINITIONS: &[&[Definition]] = &[gpt::DEFINITIONS, growth::DEFINITIONS];

/// What each of them needs.
pub const CAPABILITIES: &[Capability] = &[
    Capability::of(gpt::SCOPE, Since::SetUp),
    Capability::of(growth::SCOPE, Since::SetUp),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_can_be_stored() {
        for scope in DEFINITIONS {
            settings_core::testing::assert_sound(scope);
        }
    }
}
