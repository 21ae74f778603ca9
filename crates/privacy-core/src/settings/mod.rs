//! The settings of privacy.

pub mod gdpr;

use settings_core::{Capability, Definition};

/// The settings of every scope here, for the registry.
pub const DEFINITIONS: &[&[Definition]] = &[gdpr::DEFINITIONS];

/// What each of them needs.
pub const CAPABILITIES: &[Capability] = &[gdpr::CAPABILITY];

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
