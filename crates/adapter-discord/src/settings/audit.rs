//! Changed settings, reported in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{ChannelId, Clock, GuildId};
use settings_core::{SettingChanged, SettingsAudit};
use twilight_model::channel::message::AllowedMentions;

use super::audit_view;
use crate::convert::ToTwilight as _;
use crate::rest::{Rest, RestError};

/// [`SettingsAudit`] into the channel that the guild has chosen.
pub struct SettingsAuditChannel {
    rest: Rest,
    clock: Arc<dyn Clock>,
}

impl SettingsAuditChannel {
    /// An audit that is posted through `rest`, dated by `clock`.
    pub fn new(rest: Rest, clock: Arc<dyn Clock>) -> Self {
        Self { rest, clock }
    }

    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        changes: &[SettingChanged],
    ) -> Result<(), RestError> {
        let embeds = [audit_view::card(guild, changes)
            .at(self.clock.now())
            .build()];
        let nobody = AllowedMentions::default();
        let request = self
            .rest
            .requests()
            .create_message(channel.to_twilight())
            .embeds(&embeds)
            .allowed_mentions(Some(&nobody));
        self.rest.done(request).await
    }
}

#[async_trait]
impl SettingsAudit for SettingsAuditChannel {
    async fn changed(&self, guild: GuildId, channel: ChannelId, changes: &[SettingChanged]) {
        if let Err(error) = self.post(guild, channel, changes).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                guild.id = guild.get(),
                channel.id = channel.get(),
                "changed settings could not be reported in the log channel"
            );
        }
    }
}
