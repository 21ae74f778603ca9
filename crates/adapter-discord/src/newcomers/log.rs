//! What happens to newcomers, told in the guild's log channel, and to whoever looks after the bot.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
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
        let settings = &*self.settings;
        for (card, number) in log_card::cards(event).into_iter().zip(0_u8..) {
            match nonce(event, number) {
                // What is left to do is forgotten after this: who ends before it stands there leaves it to another.
                Some(nonce) => {
                    let told = self
                        .channel
                        .tell_once(settings, guild, severity, card, nonce);
                    told.await;
                }
                None => self.channel.tell(settings, guild, severity, || card).await,
            }
        }
    }
}

/// What marks this card of a completion, the same for everybody who tells of it; none for what need not be told for certain.
fn nonce(event: &RunEvent, number: u8) -> Option<String> {
    let mut hasher = DefaultHasher::new();
    match event {
        RunEvent::Completed {
            member,
            fields,
            is_rerun,
            // Whoever tells it again found the roles as they were left.
            roles: _,
        } => {
            (member.get(), is_rerun).hash(&mut hasher);
            for field in fields {
                (&field.name, &field.value).hash(&mut hasher);
            }
        }
        RunEvent::RolesSettled { member, .. } => (member.get(), "roles").hash(&mut hasher),
        _ => return None,
    }
    Some(format!("o{:016x}{number:x}", hasher.finish()))
}
