//! The settings of tickets, the FAQ, and the language model that helps with both.

pub mod faq;
pub mod gpt;
pub mod growth;
pub mod ticketbot;

use settings_core::Definition;

/// The settings of every scope here, for the registry.
pub const DEFINITIONS: &[&[Definition]] = &[
    ticketbot::DEFINITIONS,
    faq::DEFINITIONS,
    gpt::DEFINITIONS,
    growth::DEFINITIONS,
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
