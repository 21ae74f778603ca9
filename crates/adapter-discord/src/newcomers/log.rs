//! What happens to newcomers, told in the guild's log channel, and to whoever looks after the bot.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Clock, GuildId};
use onboarding_core::{RunEvent, RunLog};
use operations_core::{EventType, Events, OperationalEvent};
use settings_core::{SettingsReader, Severity};

use super::log_card;
use crate::log_channel::LogChannel;

/// [`RunLog`] into the channel that the guild has chosen.
pub struct NewcomerLogChannel {
    channel: LogChannel,
    settings: Arc<dyn SettingsReader>,
    events: Events,
    clock: Arc<dyn Clock>,
}

impl NewcomerLogChannel {
    /// A log that is posted where `settings` say; what staff has to mend is noted in `events` as well.
    pub fn new(
        channel: LogChannel,
        settings: Arc<dyn SettingsReader>,
        events: Events,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            channel,
            settings,
            events,
            clock,
        }
    }
}

#[async_trait]
impl RunLog for NewcomerLogChannel {
    async fn record(&self, guild: GuildId, event: &RunEvent) {
        let severity = event.severity();
        if severity == Severity::Error {
            let words = "A member has completed the onboarding and did not get their role";
            let now = self.clock.now();
            let kind = EventType::OnboardingError;
            self.events
                .record(OperationalEvent::new(kind, now, Some(guild), words));
        }
        for card in log_card::cards(event) {
            let settings = &*self.settings;
            self.channel.tell(settings, guild, severity, || card).await;
        }
    }
}
