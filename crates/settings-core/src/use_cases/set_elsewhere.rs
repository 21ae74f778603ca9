//! Changing a setting of another guild than the one in which it is asked for, as owners of the bot may.

use kernel::{Authority, GuildId, UseCaseError};

use crate::{ChangeRefusal, ChangeSetting, Outcome, Settings, audit_channel};

impl Settings {
    /// Like [`Settings::set`] for an owner who asks in the guild `asked_in`: reported there as well, so that nobody
    /// changes another guild unseen. Authority in one guild is none in another, so that everybody else is refused.
    pub async fn set_elsewhere(
        &self,
        asked_in: GuildId,
        request: ChangeSetting,
    ) -> Result<Outcome, UseCaseError<ChangeRefusal>> {
        if request.member.authority != Authority::Owner {
            return Err(UseCaseError::Refused(ChangeRefusal::OwnerOnly));
        }
        let guild = request.guild;
        let (change, changed) = self.carry_out(request).await?;
        if guild != asked_in && !changed.is_empty() {
            let here = self.snapshot(asked_in).await.unwrap_or_default();
            if let Some(channel) = audit_channel(&here, &here) {
                self.audit.changed(guild, channel, &changed).await;
            }
        }
        Ok(Outcome::of(&change, changed.first()))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{ChannelId, Member, UserId};

    use super::*;
    use crate::testing::contract::{GUILD, OTHER_GUILD};
    use crate::testing::{InMemorySettings, NUMBER, RecordingAudit, settings_with_audit};
    use crate::{ChangeSource, RawValue, SettingValue, system};

    const HERE: GuildId = OTHER_GUILD;

    fn wish(authority: Authority) -> ChangeSetting {
        let user = UserId::new(9).unwrap();
        ChangeSetting {
            guild: GUILD,
            member: Member { user, authority },
            scope: NUMBER.scope.to_owned(),
            key: NUMBER.key.to_owned(),
            value: Some(RawValue::Int(7)),
            source: ChangeSource::Command,
        }
    }

    fn stage() -> (InMemorySettings, RecordingAudit) {
        let store = InMemorySettings::default();
        for (guild, channel) in [(GUILD, 1), (HERE, 2)] {
            let channel = SettingValue::Channel(ChannelId::new(channel).unwrap());
            store.set(guild, &system::LOG_CHANNEL, channel);
        }
        (store, RecordingAudit::default())
    }

    #[test]
    fn an_owner_changes_another_guild_and_both_are_told() {
        let (store, audit) = stage();
        let settings = settings_with_audit(&store, &audit);
        let change = || {
            settings
                .set_elsewhere(HERE, wish(Authority::Owner))
                .now_or_never()
        };
        let outcome = change().unwrap().unwrap();
        assert!(outcome.changed);
        let told: Vec<_> = audit
            .entries()
            .iter()
            .map(|it| (it.guild, it.channel.get()))
            .collect();
        assert_eq!(
            told,
            [(GUILD, 1), (GUILD, 2)],
            "whose setting it was, in both logs"
        );
        let here = settings.snapshot(HERE).now_or_never().unwrap().unwrap();
        assert_eq!(here.overridden(&NUMBER), None);
        assert!(!change().unwrap().unwrap().changed);
        assert_eq!(audit.entries().len(), 2, "what changed nothing is not told");
    }

    #[test]
    fn an_admin_here_is_nobody_there() {
        let (store, audit) = stage();
        let settings = settings_with_audit(&store, &audit);
        let refused = settings
            .set_elsewhere(HERE, wish(Authority::Admin))
            .now_or_never();
        let refused = refused.unwrap().unwrap_err();
        assert!(matches!(
            refused,
            UseCaseError::Refused(ChangeRefusal::OwnerOnly)
        ));
        assert_eq!(audit.entries(), []);
    }
}
