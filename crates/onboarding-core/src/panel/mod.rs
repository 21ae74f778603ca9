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

/// Why the panel is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelOccasion {
    /// The guild is there, or the onboarding was switched on: wherever it stands is right.
    Anywhere,
    /// Its channel was chosen anew: it should stand there.
    InItsChannel,
}

/// Where the panel should stand; none when there should be none.
pub fn panel_channel(snapshot: &Snapshot) -> Option<ChannelId> {
    let onboarding = OnboardingSettings::read(snapshot);
    if !onboarding.enabled || onboarding.mode == OnboardingMode::Disabled {
        return None;
    }
    let system = SystemSettings::read(snapshot);
    system.rules_channel_id.or(system.onboarding_channel_id)
}

/// Whether a panel that is remembered is worth a look before another one is looked for.
pub fn may_stand(panel: Panel, channel: ChannelId, occasion: PanelOccasion) -> bool {
    match occasion {
        PanelOccasion::Anywhere => true,
        PanelOccasion::InItsChannel => panel.channel == channel,
    }
}
