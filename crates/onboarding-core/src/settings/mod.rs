//! The settings of a member's first hour.

pub mod fyi;
pub mod onboarding;
pub mod rules;
pub mod verification;

use settings_core::{Capability, Definition, Since};

/// The settings of every scope here, for the registry.
pub const DEFINITIONS: &[&[Definition]] = &[
    onboarding::DEFINITIONS,
    rules::DEFINITIONS,
    verification::DEFINITIONS,
    fyi::DEFINITIONS,
];

/// What each of them needs.
pub const CAPABILITIES: &[Capability] = &[
    onboarding::CAPABILITY,
    verification::CAPABILITY,
    Capability::of(fyi::SCOPE, Since::SetUp),
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
