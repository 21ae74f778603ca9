//! What concerns invites, told in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use invites_core::{InviteEvent, InviteLog};
use kernel::GuildId;
use settings_core::SettingsReader;

use super::log_view;
use crate::log_channel::LogChannel;

/// [`InviteLog`] into the channel that the guild has chosen.
pub struct InviteLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
}

impl InviteLogChannel {
    /// A log that is posted where `settings` say.
    pub fn new(channel: LogChannel, settings: Arc<dyn SettingsReader>) -> Self {
        Self { channel, settings }
    }
}

#[async_trait]
impl InviteLog for InviteLogChannel {
    async fn record(&self, guild: GuildId, event: InviteEvent) {
        let (settings, severity) = (&*self.settings, event.severity());
        let card = || log_view::card(guild, event);
        self.channel.tell(settings, guild, severity, card).await;
    }
}
