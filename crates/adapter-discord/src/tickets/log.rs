//! What happens to tickets, told in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::GuildId;
use settings_core::SettingsReader;
use tickets_core::{LogEvent, TicketLog};

use super::log_view;
use crate::log_channel::LogChannel;

/// [`TicketLog`] into the channel that the guild has chosen.
pub struct TicketLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
}

impl TicketLogChannel {
    /// A log that is posted where `settings` say.
    pub fn new(channel: LogChannel, settings: Arc<dyn SettingsReader>) -> Self {
        Self { channel, settings }
    }
}

#[async_trait]
impl TicketLog for TicketLogChannel {
    async fn record(&self, guild: GuildId, event: &LogEvent) {
        let (settings, severity) = (&*self.settings, event.severity());
        let card = || log_view::card(event);
        self.channel.tell(settings, guild, severity, card).await;
    }
}
