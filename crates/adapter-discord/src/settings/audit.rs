//! Changed settings, reported in the guild's log channel.

use async_trait::async_trait;
use kernel::{ChannelId, GuildId};
use settings_core::{SettingChanged, SettingsAudit};

use super::audit_view;
use crate::log_channel::LogChannel;

/// [`SettingsAudit`] into the channel that the guild has chosen.
pub struct SettingsAuditChannel {
    channel: LogChannel,
}

impl SettingsAuditChannel {
    /// An audit that is posted through `channel`.
    pub fn new(channel: LogChannel) -> Self {
        Self { channel }
    }
}

#[async_trait]
impl SettingsAudit for SettingsAuditChannel {
    async fn changed(&self, guild: GuildId, channel: ChannelId, changes: &[SettingChanged]) {
        self.channel
            .post(guild, channel, audit_view::card(guild, changes), Vec::new());
    }
}
