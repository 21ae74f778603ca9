//! The settings of tickets and the FAQ.

pub mod faq;
pub mod ticketbot;

use settings_core::{Capability, Definition, Since};

/// The settings of every scope here, for the registry.
pub const DEFINITIONS: &[&[Definition]] = &[ticketbot::DEFINITIONS, faq::DEFINITIONS];

/// What each of them needs.
pub const CAPABILITIES: &[Capability] = &[
    ticketbot::CAPABILITY,
    Capability::of(faq::SCOPE, Since::SetUp),
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
