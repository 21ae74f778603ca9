//! The panel with the button that starts the onboarding: where it should stand, and whether it does.

use kernel::{ChannelId, MessageId};
use settings_core::{Snapshot, SystemSettings};

use crate::OnboardingMode;
use crate::settings::onboarding::OnboardingSettings;

/// A panel, as it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panel {
    /// Where it stands.
    pub channel: ChannelId,
    /// The message that it is.
    pub message: MessageId,
}

/// Where the panel should stand; none when there should be none.
pub fn panel_channel(snapshot: &Snapshot) -> Option<ChannelId> {
    let onboarding = OnboardingSettings::read(snapshot);
    if !onboarding.enabled || onboarding.mode == OnboardingMode::Disabled {
        return None;
    }
    chosen_channel(snapshot)
}

/// The channel that was chosen for the panel, whether or not there should be one.
pub fn chosen_channel(snapshot: &Snapshot) -> Option<ChannelId> {
    let system = SystemSettings::read(snapshot);
    system.rules_channel_id.or(system.onboarding_channel_id)
}

/// Whether a panel that is remembered is worth a look before another one is looked for: wherever an admin had it posted is
/// right, until its channel is chosen anew.
pub fn may_stand(panel: Panel, channel: ChannelId, is_chosen_anew: bool) -> bool {
    !is_chosen_anew || panel.channel == channel
}
