//! What happens to answers, told in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::GuildId;
use settings_core::SettingsReader;
use tickets_core::faq::{FaqEvent, FaqLog};

use super::log_view;
use crate::log_channel::LogChannel;

/// [`FaqLog`] into the channel that the guild has chosen.
pub struct FaqLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
}

impl FaqLogChannel {
    /// A log that is posted where `settings` say.
    pub fn new(channel: LogChannel, settings: Arc<dyn SettingsReader>) -> Self {
        Self { channel, settings }
    }
}

#[async_trait]
impl FaqLog for FaqLogChannel {
    async fn record(&self, guild: GuildId, event: &FaqEvent) {
        let (settings, severity) = (&*self.settings, event.severity());
        let card = || log_view::card(event);
        self.channel.tell(settings, guild, severity, card).await;
    }
}
