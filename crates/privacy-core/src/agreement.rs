//! The agreement on what is stored, and who accepted which version of it.

use chrono::{DateTime, Utc};

/// The day from which the text of the agreement holds. A new text gets a new day, and is accepted anew.
pub const AGREEMENT_VERSION: &str = "2026-11-23";

/// That a member accepted the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Which version of it.
    pub version: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What came of accepting it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// The member had not accepted any version.
    Now,
    /// The member had accepted another version, which this one replaces.
    Renewed(Acceptance),
    /// The member had accepted this version; nothing was changed.
    Before(Acceptance),
}
