//! The guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Clock, GuildId, PortFailure};
use reminders_core::settings::EmbedWatcherSettings;
use reminders_core::{LogEvent, ReminderLog};
use settings_core::{SettingsReader, SystemSettings};
use twilight_model::channel::message::AllowedMentions;

use super::log_view;
use crate::convert::ToTwilight as _;
use crate::rest::Rest;

/// [`ReminderLog`] into the channel that the guild has chosen.
pub struct GuildLogChannel {
    rest: Rest,
    settings: Arc<dyn SettingsReader>,
    clock: Arc<dyn Clock>,
}

impl GuildLogChannel {
    /// A log that is posted through `rest` where `settings` say.
    pub fn new(rest: Rest, settings: Arc<dyn SettingsReader>, clock: Arc<dyn Clock>) -> Self {
        Self {
            rest,
            settings,
            clock,
        }
    }

    async fn post(&self, guild: GuildId, event: &LogEvent) -> Result<(), PortFailure> {
        let snapshot = self.settings.snapshot(guild).await?;
        let system = SystemSettings::read(&snapshot);
        let Some(channel) = event.channel(&system, &EmbedWatcherSettings::read(&snapshot)) else {
            return Ok(());
        };
        let embeds = [log_view::card(guild, event).at(self.clock.now()).build()];
        let nobody = AllowedMentions::default();
        let request = self
            .rest
            .requests()
            .create_message(channel.to_twilight())
            .embeds(&embeds)
            .allowed_mentions(Some(&nobody));
        self.rest
            .done(request)
            .await
            .map_err(|it| it.failure("post in the log channel"))
    }
}

#[async_trait]
impl ReminderLog for GuildLogChannel {
    async fn record(&self, guild: GuildId, event: &LogEvent) {
        if let Err(failure) = self.post(guild, event).await {
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                guild.id = guild.get(),
                "the guild's log channel could not be told"
            );
        }
    }
}
