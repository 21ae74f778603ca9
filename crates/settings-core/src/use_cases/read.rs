//! Reading a guild's settings.

use std::sync::Arc;

use kernel::{GuildId, PortFailure, Retry};

use crate::{Definition, Settings, Snapshot, SystemSettings};

impl Settings {
    /// Everything the guild has set. A read that fails is tried once more when that can help.
    pub async fn snapshot(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure> {
        match self.reader.snapshot(guild).await {
            Err(failure) if failure.retry() == Retry::Later => self.reader.snapshot(guild).await,
            answer => answer,
        }
    }

    /// Forgets what is remembered of these guilds: changes may have gone unheard.
    pub async fn reload_all(&self, guilds: &[GuildId]) {
        for guild in guilds {
            self.reader.invalidate(*guild).await;
        }
    }

    /// Whether a feature, by the setting that turns it on and off, is on in the guild. Off when nobody can tell: a
    /// feature that an admin has turned off must not come back because the database went away.
    pub async fn is_enabled(&self, guild: GuildId, enabled: &Definition) -> bool {
        self.snapshot(guild).await.is_ok_and(|it| it.bool(enabled))
    }

    /// The settings of the scope `system`.
    pub async fn system(&self, guild: GuildId) -> Result<SystemSettings, PortFailure> {
        let snapshot = self.snapshot(guild).await?;
        Ok(SystemSettings::read(&snapshot))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::ChannelId;

    use crate::testing::{self, InMemorySettings, contract};
    use crate::{SettingValue, system};

    #[test]
    fn a_gate_follows_its_setting() {
        let store = InMemorySettings::default();
        let settings = testing::settings(&store);
        let on = settings.is_enabled(contract::GUILD, &testing::ENABLED);
        assert_eq!(on.now_or_never(), Some(true));
        store.set(
            contract::GUILD,
            &testing::ENABLED,
            SettingValue::Bool(false),
        );
        let off = settings.is_enabled(contract::GUILD, &testing::ENABLED);
        assert_eq!(off.now_or_never(), Some(false));
    }

    #[test]
    fn one_failed_read_is_tried_again() {
        let store = InMemorySettings::default();
        let settings = testing::settings(&store);
        store.fail_next_reads(1);
        let gate = settings.is_enabled(contract::GUILD, &testing::ENABLED);
        assert_eq!(gate.now_or_never(), Some(true));
    }

    #[test]
    fn a_gate_is_shut_when_settings_cannot_be_read() {
        let store = InMemorySettings::default();
        let settings = testing::settings(&store);
        store.fail_next_reads(2);
        let gate = settings.is_enabled(contract::GUILD, &testing::ENABLED);
        assert_eq!(gate.now_or_never(), Some(false));
    }

    #[test]
    fn reads_the_system_scope() {
        let store = InMemorySettings::default();
        let channel = ChannelId::new(5).unwrap();
        store.set(
            contract::GUILD,
            &system::LOG_CHANNEL,
            SettingValue::Channel(channel),
        );
        let read = testing::settings(&store)
            .system(contract::GUILD)
            .now_or_never();
        assert_eq!(read.unwrap().unwrap().log_channel_id, Some(channel));
    }
}
