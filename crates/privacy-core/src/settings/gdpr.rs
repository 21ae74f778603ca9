//! The scope `gdpr`: consent to what is stored.
use kernel::{ChannelId, RoleId};
use settings_core::{Capability, Definition, Kind, Since, Snapshot};

/// The scope's name.
pub const SCOPE: &str = "gdpr";

/// Whether the agreement can be posted and accepted.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "The agreement on what is stored");
/// Where the agreement is posted.
pub const CHANNEL: Definition = Definition::new(
    SCOPE,
    "channel_id",
    Kind::Channel,
    "Where the agreement is posted",
);
/// The role of those who accepted.
pub const ACCEPTANCE_ROLE: Definition = Definition::new(
    SCOPE,
    "acceptance_role_id",
    Kind::Role,
    "The role of those who accepted",
);

/// What the agreement needs.
pub const CAPABILITY: Capability = Capability {
    settings: &[&CHANNEL],
    ..Capability::of(SCOPE, Since::SetUp)
};

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[ENABLED, CHANNEL, ACCEPTANCE_ROLE];

/// The scope, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GdprSettings {
    /// Whether the agreement can be posted and accepted.
    pub enabled: bool,
    /// Where the agreement is posted.
    pub channel_id: Option<ChannelId>,
    /// The role of those who accepted.
    pub acceptance_role_id: Option<RoleId>,
}

impl GdprSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
            channel_id: snapshot.channel(&CHANNEL),
            acceptance_role_id: snapshot.role(&ACCEPTANCE_ROLE),
        }
    }
}
