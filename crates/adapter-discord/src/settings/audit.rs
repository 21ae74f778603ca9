//! Changed settings: reported in the guild's log channel by whoever changed them, and noted among the operational events
//! of every process.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, Clock, GuildId};
use operations_core::{EventType, Events, OperationalEvent};
use settings_core::{SettingChanged, SettingValue, SettingsAudit, recorded};

use super::audit_view;
use crate::log_channel::LogChannel;

/// [`SettingsAudit`] into the channel that the guild has chosen.
pub struct SettingsAuditChannel {
    channel: LogChannel,
}

/// Operational events about settings.
pub struct SettingsEvents {
    events: Events,
    clock: Arc<dyn Clock>,
}

impl SettingsAuditChannel {
    /// An audit that is posted through `channel`.
    pub fn new(channel: LogChannel) -> Self {
        Self { channel }
    }
}

impl SettingsEvents {
    /// Notes them among `events`, dated by `clock`.
    pub fn new(events: Events, clock: Arc<dyn Clock>) -> Self {
        Self { events, clock }
    }

    /// Notes that a setting of the guild has changed, in whatever process.
    pub fn note(&self, guild: GuildId, change: &SettingChanged) {
        self.events.record(event(guild, self.clock.now(), change));
    }
}

#[async_trait]
impl SettingsAudit for SettingsAuditChannel {
    async fn changed(&self, guild: GuildId, channel: ChannelId, changes: &[SettingChanged]) {
        self.channel
            .post(guild, channel, audit_view::card(guild, changes), Vec::new());
    }
}

/// What was changed from what to what, by whom and how. What people wrote is told as its length.
fn event(guild: GuildId, at: DateTime<Utc>, change: &SettingChanged) -> OperationalEvent {
    let definition = change.definition;
    let told = |value: Option<&SettingValue>| {
        value.map_or_else(|| "default".to_owned(), |it| recorded(definition, it))
    };
    let (old, new) = (told(change.old.as_ref()), told(change.new.as_ref()));
    let (scope, key) = (definition.scope, definition.key);
    let message = format!("{scope}.{key} changed from {old} to {new}");
    let event = OperationalEvent::new(EventType::SettingsChanged, at, Some(guild), &message)
        .text("scope", scope)
        .text("key", key)
        .text("old", &old)
        .text("new", &new)
        .text("source", change.source.as_str());
    match change.actor {
        Some(actor) => event.text("actor", &actor.to_string()),
        None => event,
    }
}

#[cfg(test)]
mod tests {
    use kernel::UserId;
    use operations_core::Detail;
    use settings_core::{ChangeSource, Definition, Kind, system};

    use super::*;

    const GUILD: GuildId = super::super::test_guild::GUILD;

    fn noted(definition: &'static Definition, new: SettingValue) -> OperationalEvent {
        let change = SettingChanged {
            definition,
            old: None,
            new: Some(new),
            actor: UserId::new(9).ok(),
            source: ChangeSource::Command,
        };
        event(GUILD, DateTime::UNIX_EPOCH, &change)
    }

    #[test]
    fn a_change_is_noted_with_what_it_was_and_by_whom() {
        let level = SettingValue::Text("critical".to_owned());
        let event = noted(&system::LOG_LEVEL, level);
        assert_eq!(event.guild(), Some(GUILD));
        assert_eq!(
            event.message(),
            "system.log_level changed from default to critical"
        );
        let expected = [
            ("actor", "9"),
            ("key", "log_level"),
            ("new", "critical"),
            ("old", "default"),
            ("scope", "system"),
            ("source", "command"),
        ];
        let expected = expected.map(|(name, it)| (name, Detail::Text(it.to_owned())));
        assert_eq!(
            event.details().clone().into_iter().collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn what_somebody_wrote_is_not_repeated() {
        static PROMPT: Definition = Definition {
            key: "prompt",
            kind: Kind::Text { max: 100 },
            ..system::LOG_LEVEL
        };
        let event = noted(&PROMPT, SettingValue::Text("my secret plan".to_owned()));
        assert_eq!(
            event.details()["new"],
            Detail::Text("14 characters".to_owned())
        );
        assert!(!event.message().contains("secret plan"));
    }
}
