//! What happens to the agreement, told in the guild's log channel.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::GuildId;
use privacy_core::{AgreementNews, PrivacyLog};
use settings_core::{SettingsReader, Severity};

use super::log_view;
use crate::log_channel::LogChannel;

/// [`PrivacyLog`] into the channel that the guild has chosen.
pub struct PrivacyLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
}

impl PrivacyLogChannel {
    /// A log that is posted where `settings` say.
    pub fn new(channel: LogChannel, settings: Arc<dyn SettingsReader>) -> Self {
        Self { channel, settings }
    }
}

#[async_trait]
impl PrivacyLog for PrivacyLogChannel {
    async fn tell(&self, guild: GuildId, news: AgreementNews) {
        let severity = match news {
            AgreementNews::Accepted(_) => Severity::Success,
            AgreementNews::NoRole(..) => Severity::Warning,
            AgreementNews::Posted(..) => Severity::ConfigurationAudit,
        };
        let card = || log_view::card(news, severity);
        self.channel
            .tell(&*self.settings, guild, severity, card)
            .await;
    }
}
