//! The scope `faq`.

use settings_core::{Definition, Snapshot};

/// The scope's name.
pub const SCOPE: &str = "faq";

/// Whether the FAQ can be read and searched.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "Answers that everyone can find");

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[ENABLED];

/// The scope, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaqSettings {
    /// Whether the FAQ can be read and searched.
    pub enabled: bool,
}

impl FaqSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
        }
    }
}
