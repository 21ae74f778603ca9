//! What staff did through the bot, told in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::GuildId;
use settings_core::SettingsReader;
use staff_core::{StaffEvent, StaffLog};

use super::log_view;
use crate::log_channel::LogChannel;

/// [`StaffLog`] into the channel that the guild has chosen.
pub struct StaffLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
}

impl StaffLogChannel {
    /// A log that is posted where `settings` say.
    pub fn new(channel: LogChannel, settings: Arc<dyn SettingsReader>) -> Self {
        Self { channel, settings }
    }
}

#[async_trait]
impl StaffLog for StaffLogChannel {
    async fn record(&self, guild: GuildId, event: &StaffEvent) {
        let (settings, severity) = (&*self.settings, event.severity());
        let card = || log_view::card(guild, event);
        self.channel.tell(settings, guild, severity, card).await;
    }
}
