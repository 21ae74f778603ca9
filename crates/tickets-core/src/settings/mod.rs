//! The settings of tickets, the FAQ, and the language model that helps with both.

pub mod faq;
pub mod gpt;
pub mod growth;
pub mod ticketbot;

use settings_core::{Capability, Definition, Since};

/// The settings of every scope here, for the registry.
pub const DEFINITIONS: &[&[Definition]] = &[
    ticketbot::DEFINITIONS,
    faq::DEFINITIONS,
    gpt::DEFINITIONS,
    growth::DEFINITIONS,
];

/// What each of them needs.
pub const CAPABILITIES: &[Capability] = &[
    ticketbot::CAPABILITY,
    Capability::of(faq::SCOPE, Since::SetUp),
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
