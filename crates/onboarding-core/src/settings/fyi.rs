//! The scope `fyi`: tips at first events.
use settings_core::{Definition, Snapshot};

/// The scope's name.
pub const SCOPE: &str = "fyi";

/// Whether admins get a tip when something happens for the first time.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "A tip at each first event");

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[ENABLED];

/// The scope, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FyiSettings {
    /// Whether admins get a tip when something happens for the first time.
    pub enabled: bool,
}

impl FyiSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
        }
    }
}
