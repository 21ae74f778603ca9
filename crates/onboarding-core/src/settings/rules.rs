//! The scope `rules`: the rules within the onboarding.
use settings_core::{Definition, Snapshot};

/// The scope's name.
pub const SCOPE: &str = "rules";

/// Whether the rules are shown; questions are asked all the same.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "The rules within the onboarding");

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[ENABLED];

/// The scope, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RulesSettings {
    /// Whether the rules are shown; questions are asked all the same.
    pub enabled: bool,
}

impl RulesSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
        }
    }
}
