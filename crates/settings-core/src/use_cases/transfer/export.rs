//! Taking settings away in a file.

use chrono::{DateTime, Utc};
use kernel::{GuildId, Member, UseCaseError};

use crate::{ChangeRefusal, RawValue, Settings, SettingsFile, Who, Wish};

impl Settings {
    /// Everything that the guild has set and an admin could set again, in alphabetical order of scope and key.
    pub async fn export(
        &self,
        guild: GuildId,
        member: Member,
        now: DateTime<Utc>,
    ) -> Result<SettingsFile, UseCaseError<ChangeRefusal>> {
        if !member.is_admin() {
            return Err(UseCaseError::Refused(ChangeRefusal::NotAdmin));
        }
        let snapshot = self.store.load(guild).await?;
        let settable = self.registry.iter().filter(|it| it.who != Who::Managed);
        let settings = settable.filter_map(|definition| {
            let set = snapshot.overridden(definition)?;
            Some(Wish {
                scope: definition.scope.to_owned(),
                key: definition.key.to_owned(),
                value: Some(RawValue::from(&set.value)),
            })
        });
        Ok(SettingsFile {
            guild: Some(guild),
            exported_at: Some(now),
            settings: settings.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{Authority, MessageId, UserId};

    use super::*;
    use crate::SettingValue;
    use crate::testing::{self, InMemorySettings, MESSAGE, MODEL, NUMBER, contract};

    fn export(
        store: &InMemorySettings,
        guild: GuildId,
        authority: Authority,
    ) -> Result<SettingsFile, UseCaseError<ChangeRefusal>> {
        let user = UserId::new(9).unwrap();
        let member = Member { user, authority };
        let settings = testing::settings(store);
        let exported = settings.export(guild, member, DateTime::UNIX_EPOCH);
        exported.now_or_never().unwrap()
    }

    #[test]
    fn what_is_set_is_exported_and_neither_defaults_nor_what_the_bot_keeps() {
        let store = InMemorySettings::default();
        let message = SettingValue::Message(MessageId::new(5).unwrap());
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(0));
        store.set(contract::GUILD, &MESSAGE, message);
        let model = SettingValue::Text("m-1".to_owned());
        store.set(contract::GUILD, &MODEL, model);
        let file = export(&store, contract::GUILD, Authority::Admin).unwrap();
        let lines: Vec<_> = file.settings.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(lines, ["model", "number"]);
        assert_eq!(file.settings[1].value, Some(RawValue::Int(0)));
        assert_eq!(file.guild, Some(contract::GUILD));
    }

    #[test]
    fn members_export_nothing_and_admins_nothing_of_another_guild() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(0));
        assert!(matches!(
            export(&store, contract::GUILD, Authority::Member),
            Err(UseCaseError::Refused(ChangeRefusal::NotAdmin))
        ));
        let abroad = export(&store, contract::OTHER_GUILD, Authority::Admin).unwrap();
        assert_eq!(abroad.settings, []);
    }
}
