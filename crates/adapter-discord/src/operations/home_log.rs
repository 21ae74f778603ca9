//! What concerns all servers at once, told in the log channel of the bot's home server and nowhere else.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::GuildId;
use operations_core::{OperatorLog, SchemaChange};
use settings_core::{SettingsReader, Severity, SystemSettings};

use super::migrate_view;
use crate::log_channel::LogChannel;
use crate::text::Card;

/// [`OperatorLog`] into the log channel of the home server (`MAIN_GUILD_ID`); nothing is told where there is none.
pub struct HomeLog {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
    home: Option<GuildId>,
}

impl HomeLog {
    /// A log of the server `home`, in the channel that `settings` say.
    pub fn new(
        channel: LogChannel,
        settings: Arc<dyn SettingsReader>,
        home: Option<GuildId>,
    ) -> Self {
        Self {
            channel,
            settings,
            home,
        }
    }

    async fn post(&self, severity: Severity, card: impl FnOnce(GuildId) -> Card) {
        let Some(home) = self.home else { return };
        let system = match self.settings.snapshot(home).await {
            Ok(snapshot) => SystemSettings::read(&snapshot),
            Err(failure) => {
                tracing::warn!(
                    error = &failure as &dyn std::error::Error,
                    guild.id = home.get(),
                    "nobody knows where the home server's log is"
                );
                return;
            }
        };
        let shown = system
            .log_channel_id
            .filter(|_| system.log_level.shows(severity));
        if let Some(channel) = shown {
            self.channel.post(home, channel, card(home), Vec::new());
        }
    }
}

#[async_trait]
impl OperatorLog for HomeLog {
    async fn schema_changed(&self, change: &SchemaChange) {
        self.post(Severity::ConfigurationAudit, |home| {
            migrate_view::log_card(home, change)
        })
        .await;
    }
}
