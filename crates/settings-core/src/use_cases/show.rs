//! Listing a scope's settings for an admin.

use kernel::{GuildId, PortFailure};

use crate::{Definition, Override, SettingValue, Settings, Snapshot};

/// One setting as it stands in a guild.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownSetting {
    /// Which.
    pub definition: &'static Definition,
    /// The value that holds; `None` for "not set".
    pub effective: Option<SettingValue>,
    /// What the guild has set, with who and when; `None` while the default holds.
    pub overridden: Option<Override>,
}

impl Settings {
    /// The settings of `scope` in the guild, `enabled` first, then in alphabetical order; none for an unknown scope.
    pub async fn show(
        &self,
        guild: GuildId,
        scope: &str,
    ) -> Result<Vec<ShownSetting>, PortFailure> {
        let snapshot = self.snapshot(guild).await?;
        let settings = self.registry.in_scope(scope).into_iter();
        Ok(settings.map(|it| shown(it, &snapshot)).collect())
    }

    /// Every setting of the guild in alphabetical order of scope and key, as the store has it at this moment.
    pub async fn show_all(&self, guild: GuildId) -> Result<Vec<ShownSetting>, PortFailure> {
        let snapshot = self.store.load(guild).await?;
        Ok(self
            .registry
            .iter()
            .map(|it| shown(it, &snapshot))
            .collect())
    }

    /// Lets the running bot read the guild's settings anew, as after somebody else has written them. How many settings
    /// the guild has set.
    pub async fn reload(&self, guild: GuildId) -> Result<usize, PortFailure> {
        let stored = self.store.load(guild).await?;
        self.reader.invalidate(guild).await;
        let set = self.registry.iter().filter_map(|it| stored.overridden(it));
        Ok(set.count())
    }
}

fn shown(definition: &'static Definition, snapshot: &Snapshot) -> ShownSetting {
    ShownSetting {
        definition,
        effective: snapshot.effective(definition),
        overridden: snapshot.overridden(definition).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::testing::{self, InMemorySettings, contract};

    #[test]
    fn shows_defaults_and_what_the_guild_has_set_enabled_first() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &testing::NUMBER, SettingValue::Int(0));
        let settings = testing::settings(&store);
        let shown = settings.show(contract::GUILD, "contract").now_or_never();
        let shown = shown.unwrap().unwrap();
        assert_eq!(shown[0].definition.key, "enabled");
        assert_eq!(shown[0].effective, Some(SettingValue::Bool(true)));
        assert_eq!(shown[0].overridden, None);
        let number = shown
            .iter()
            .find(|it| it.definition.key == "number")
            .unwrap();
        assert_eq!(number.effective, Some(SettingValue::Int(0)));
        assert!(number.overridden.is_some());
    }

    #[test]
    fn an_unknown_scope_has_no_settings() {
        let settings = testing::settings(&InMemorySettings::default());
        let shown = settings.show(contract::GUILD, "automod").now_or_never();
        assert_eq!(shown.unwrap().unwrap(), []);
    }

    #[test]
    fn shows_every_setting_of_every_scope_and_fails_with_the_store() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &testing::NUMBER, SettingValue::Int(0));
        let settings = testing::settings(&store);
        let all = || settings.show_all(contract::GUILD).now_or_never().unwrap();
        let shown = all().unwrap();
        assert_eq!(shown.len(), settings.registry().iter().count());
        let set = shown.iter().filter(|it| it.overridden.is_some());
        let set: Vec<_> = set.map(|it| it.definition.key).collect();
        assert_eq!(set, ["number"]);
        store.fail_next_reads(1);
        assert!(all().is_err(), "nothing old is served here");
    }

    #[test]
    fn reading_anew_says_how_much_is_set() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &testing::NUMBER, SettingValue::Int(0));
        let settings = testing::settings(&store);
        let reload = || settings.reload(contract::GUILD).now_or_never().unwrap();
        assert_eq!(reload().unwrap(), 1);
        store.fail_next_reads(1);
        assert!(reload().is_err());
    }
}
