//! What happens to reminders, told in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::GuildId;
use reminders_core::settings::EmbedWatcherSettings;
use reminders_core::{LogEvent, ReminderLog};
use settings_core::{SettingsReader, SystemSettings};

use super::log_view;
use crate::log_channel::LogChannel;

/// [`ReminderLog`] into the channel that the guild has chosen.
pub struct GuildLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
}

impl GuildLogChannel {
    /// A log that is posted where `settings` say.
    pub fn new(channel: LogChannel, settings: Arc<dyn SettingsReader>) -> Self {
        Self { channel, settings }
    }
}

#[async_trait]
impl ReminderLog for GuildLogChannel {
    async fn record(&self, guild: GuildId, event: &LogEvent) {
        let snapshot = match self.settings.snapshot(guild).await {
            Ok(snapshot) => snapshot,
            Err(failure) => {
                tracing::warn!(
                    error = &failure as &dyn std::error::Error,
                    guild.id = guild.get(),
                    "nobody knows where this guild's log is"
                );
                return;
            }
        };
        let system = SystemSettings::read(&snapshot);
        let watcher = EmbedWatcherSettings::read(&snapshot);
        if let Some(channel) = event.channel(&system, &watcher) {
            let card = log_view::card(guild, event);
            self.channel
                .post(guild, channel, card, log_view::buttons(event));
        }
    }
}
