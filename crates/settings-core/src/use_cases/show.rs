//! Listing a scope's settings for an admin.

use kernel::{GuildId, PortFailure};

use crate::{Definition, Override, SettingValue, Settings};

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
        let shown = |definition: &'static Definition| ShownSetting {
            definition,
            effective: snapshot.effective(definition),
            overridden: snapshot.overridden(definition).cloned(),
        };
        Ok(self
            .registry
            .in_scope(scope)
            .into_iter()
            .map(shown)
            .collect())
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
}
