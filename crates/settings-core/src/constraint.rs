//! What several settings of a guild must keep to together.

use std::fmt;

use crate::Snapshot;

/// A rule over more than one setting, checked with every change while nobody else can change them.
#[derive(Clone, Copy)]
pub struct Constraint {
    /// The scope whose changes it is checked at.
    pub scope: &'static str,
    /// What it demands, in one sentence for admins.
    pub demand: &'static str,
    /// Whether a guild with these settings keeps to it.
    pub holds: fn(&Snapshot) -> bool,
}

impl fmt::Debug for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Constraint({}: {})", self.scope, self.demand)
    }
}

impl PartialEq for Constraint {
    fn eq(&self, other: &Self) -> bool {
        self.scope == other.scope && self.demand == other.demand
    }
}

impl Eq for Constraint {}
