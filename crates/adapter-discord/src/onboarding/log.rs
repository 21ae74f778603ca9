//! What admins change of the onboarding, told in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{GuildId, UserId};
use onboarding_core::set_up::{SetUpChange, SetUpLog};
use settings_core::SettingsReader;

use super::card;
use crate::log_channel::LogChannel;

/// [`SetUpLog`] into the channel that the guild has chosen.
pub struct SetUpLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
}

impl SetUpLogChannel {
    /// A log that is posted where `settings` say.
    pub fn new(channel: LogChannel, settings: Arc<dyn SettingsReader>) -> Self {
        Self { channel, settings }
    }
}

#[async_trait]
impl SetUpLog for SetUpLogChannel {
    async fn changed(&self, guild: GuildId, by: UserId, change: &SetUpChange) {
        let card = || card::changed(guild, by, change);
        self.channel.report(&*self.settings, guild, card).await;
    }
}
