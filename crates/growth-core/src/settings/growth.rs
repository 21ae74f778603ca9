//! The scope `growth`: check-ins on a member's own goals.

use kernel::ChannelId;
use settings_core::{Definition, Kind, Snapshot};

/// The scope's name.
pub const SCOPE: &str = "growth";

/// Whether check-ins can be made.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "Check-ins on one's own goals");
/// Where a member may share a check-in; without it sharing is not offered.
pub const LOG_CHANNEL: Definition = Definition::new(
    SCOPE,
    "log_channel_id",
    Kind::Channel,
    "Where members may share a check-in",
);
/// What those read first whose check-in tells of distress; where help is in Belgium when unset.
pub const HELP_TEXT: Definition = Definition::new(
    SCOPE,
    "help_text",
    Kind::Text { max: 500 },
    "Where help is, for members in distress",
);

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[ENABLED, LOG_CHANNEL, HELP_TEXT];

/// The scope, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrowthSettings {
    /// Whether check-ins can be made.
    pub enabled: bool,
    /// Where a member may share one; not offered when unset.
    pub log_channel_id: Option<ChannelId>,
    /// What those read first whose check-in tells of distress; where help is in Belgium when unset.
    pub help_text: Option<String>,
}

impl GrowthSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
            log_channel_id: snapshot.channel(&LOG_CHANNEL),
            help_text: snapshot.text(&HELP_TEXT).map(str::to_owned),
        }
    }
}
