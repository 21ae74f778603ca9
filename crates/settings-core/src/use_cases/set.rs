//! Changing one setting, or resetting it to its default.

use kernel::{Authority, GuildId, Member, UseCaseError, UserId};

use crate::{
    ApplyChanges, Change, ChangeSource, Coerced, CoercionError, Constraint, Definition, NotApplied,
    RawValue, SettingChanged, SettingValue, Settings, Snapshot, Who, audit_channel,
};

/// A member's wish to change one setting.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSetting {
    /// Whose setting.
    pub guild: GuildId,
    /// Who wishes it.
    pub member: Member,
    /// The setting's scope.
    pub scope: String,
    /// The setting's key.
    pub key: String,
    /// The new value; `None` (and [`RawValue::Null`]) resets it to its default.
    pub value: Option<RawValue>,
    /// By which way the wish came.
    pub source: ChangeSource,
}

/// How a change turned out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The setting.
    pub definition: &'static Definition,
    /// The value that held before.
    pub before: Option<SettingValue>,
    /// The value that holds now, which is the default after a reset.
    pub after: Option<SettingValue>,
    /// Whether anything was stored; `false` when the setting already was as wished.
    pub changed: bool,
}

/// Why a setting is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// Only admins change settings.
    #[error("only admins change settings")]
    NotAdmin,
    /// Only an owner of the bot changes this one.
    #[error("only an owner of the bot changes this setting")]
    OwnerOnly,
    /// The bot keeps this one by itself.
    #[error("the bot keeps this setting by itself")]
    Managed,
    /// There is no such setting.
    #[error("there is no such setting")]
    UnknownSetting,
    /// The value is none that the setting takes.
    #[error("not a value of this setting")]
    Invalid(#[source] CoercionError),
    /// The value does not go together with another that the guild has set.
    #[error("the settings would not go together: {}", .0.demand)]
    Violates(&'static Constraint),
}

impl ChangeRefusal {
    /// The code that other programs see.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAdmin | Self::OwnerOnly | Self::Managed => "forbidden_setting",
            Self::UnknownSetting => "unknown_setting",
            Self::Invalid(why) => why.code(),
            Self::Violates(_) => "conflicting_settings",
        }
    }
}

/// Changes that have been judged, and who makes them.
pub(super) struct Applying {
    pub(super) guild: GuildId,
    pub(super) actor: UserId,
    pub(super) source: ChangeSource,
    pub(super) request_id: Option<String>,
    pub(super) changes: Vec<Change>,
}

impl Outcome {
    /// How a change turned out of which the store reported this.
    pub(super) fn of(change: &Change, changed: Option<&SettingChanged>) -> Self {
        let definition = change.definition;
        let effective = |set: Option<SettingValue>| set.or_else(|| definition.default_value());
        let before = changed.map_or_else(|| change.new.clone(), |it| it.old.clone());
        Self {
            definition,
            before: effective(before),
            after: effective(change.new.clone()),
            changed: changed.is_some(),
        }
    }

    /// How changes turned out, in their order, of which the store reported these as made.
    pub(super) fn of_each(changes: &[Change], made: &[SettingChanged]) -> Vec<Self> {
        let outcome = |change: &Change| {
            let made = made.iter().find(|it| it.definition.is(change.definition));
            Self::of(change, made)
        };
        changes.iter().map(outcome).collect()
    }
}

impl Settings {
    /// Changes one setting: judged, stored with its history, and reported in the guild's log channel.
    pub async fn set(
        &self,
        request: ChangeSetting,
    ) -> Result<Outcome, UseCaseError<ChangeRefusal>> {
        let (change, changed) = self.carry_out(request).await?;
        Ok(Outcome::of(&change, changed.first()))
    }

    /// The change that was wished for, and what it changed: itself, or nothing.
    pub(super) async fn carry_out(
        &self,
        request: ChangeSetting,
    ) -> Result<(Change, Vec<SettingChanged>), UseCaseError<ChangeRefusal>> {
        let change = self
            .judge(
                request.member,
                &request.scope,
                &request.key,
                request.value.as_ref(),
            )
            .map_err(UseCaseError::Refused)?;
        let changed = self
            .apply(Applying {
                guild: request.guild,
                actor: request.member.user,
                source: request.source,
                request_id: None,
                changes: vec![change.clone()],
            })
            .await
            .map_err(|it| it.map_refusal(ChangeRefusal::Violates))?;
        Ok((change, changed))
    }

    /// Makes changes that have been judged, and tells whoever has to know. A refusal is the rule that they would break.
    pub(super) async fn apply(
        &self,
        applying: Applying,
    ) -> Result<Vec<SettingChanged>, UseCaseError<&'static Constraint>> {
        let touched = applying.changes.iter().map(|it| it.definition);
        let request = ApplyChanges {
            guild: applying.guild,
            constraints: self.registry.constraints_on(touched),
            changes: applying.changes,
            actor: Some(applying.actor),
            source: applying.source,
            request_id: applying.request_id,
        };
        let changed = self.store.apply(request).await.map_err(|why| match why {
            NotApplied::Violates(constraint) => UseCaseError::Refused(constraint),
            NotApplied::Failed(failure) => UseCaseError::Failed(failure),
        })?;
        self.announce(applying.guild, &changed).await;
        Ok(changed)
    }

    /// The change that is wished for, if this member may make it; `None` as value resets.
    pub(super) fn judge(
        &self,
        member: Member,
        scope: &str,
        key: &str,
        value: Option<&RawValue>,
    ) -> Result<Change, ChangeRefusal> {
        if !member.is_admin() {
            return Err(ChangeRefusal::NotAdmin);
        }
        let definition = self.known(scope, key)?;
        Self::may_set(member, definition)?;
        Self::coerced(definition, value)
    }

    /// The setting of this name.
    pub(super) fn known(
        &self,
        scope: &str,
        key: &str,
    ) -> Result<&'static Definition, ChangeRefusal> {
        let found = self.registry.find(scope, key);
        found.ok_or(ChangeRefusal::UnknownSetting)
    }

    /// Whether this member may set it.
    pub(super) fn may_set(member: Member, definition: &Definition) -> Result<(), ChangeRefusal> {
        match definition.who {
            _ if !member.is_admin() => Err(ChangeRefusal::NotAdmin),
            Who::Managed => Err(ChangeRefusal::Managed),
            Who::Owner if member.authority < Authority::Owner => Err(ChangeRefusal::OwnerOnly),
            Who::Owner | Who::Admin => Ok(()),
        }
    }

    /// The change that is wished for, whoever wishes it.
    pub(super) fn coerced(
        definition: &'static Definition,
        value: Option<&RawValue>,
    ) -> Result<Change, ChangeRefusal> {
        let new = match value {
            None | Some(RawValue::Null) => None,
            Some(raw) => match definition.kind.coerce(raw.clone()) {
                Ok(Coerced::Value(value)) => Some(value),
                Ok(Coerced::Clear) => None,
                Err(why) => return Err(ChangeRefusal::Invalid(why)),
            },
        };
        Ok(Change::to(definition, new))
    }

    /// Lets this process read what was written, and tells the guild's admins.
    async fn announce(&self, guild: GuildId, changes: &[SettingChanged]) {
        if changes.is_empty() {
            return;
        }
        self.reader.invalidate(guild).await;
        // Without a snapshot nobody knows the log channel, unless it is what was changed. The snapshot may be an older
        // one, when the database went away after the commit.
        let read = self.snapshot(guild).await.unwrap_or_default();
        let (mut before, mut after) = (Snapshot::clone(&read), Snapshot::clone(&read));
        for change in changes {
            before = before.having(change.definition, change.old.as_ref());
            after = after.having(change.definition, change.new.as_ref());
        }
        if let Some(channel) = audit_channel(&before, &after) {
            self.audit.changed(guild, channel, changes).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::ChannelId;

    use super::*;
    use crate::system;
    use crate::testing::{self, InMemorySettings, RecordingAudit, contract};

    fn wish(
        authority: Authority,
        definition: &Definition,
        value: Option<RawValue>,
    ) -> ChangeSetting {
        ChangeSetting {
            guild: contract::GUILD,
            member: Member {
                user: UserId::new(9).unwrap(),
                authority,
            },
            scope: definition.scope.to_owned(),
            key: definition.key.to_owned(),
            value,
            source: ChangeSource::Command,
        }
    }

    fn set(
        settings: &Settings,
        request: ChangeSetting,
    ) -> Result<Outcome, UseCaseError<ChangeRefusal>> {
        settings.set(request).now_or_never().unwrap()
    }

    fn refusal(authority: Authority, definition: &Definition, raw: RawValue) -> ChangeRefusal {
        let settings = testing::settings(&InMemorySettings::default());
        match set(&settings, wish(authority, definition, Some(raw))) {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    #[test]
    fn an_admin_sets_a_value_and_zero_is_a_value() {
        let store = InMemorySettings::default();
        let settings = testing::settings(&store);
        let request = wish(Authority::Admin, &testing::NUMBER, Some(RawValue::Int(0)));
        let outcome = set(&settings, request).unwrap();
        assert_eq!(outcome.before, Some(SettingValue::Int(60)));
        assert_eq!(outcome.after, Some(SettingValue::Int(0)));
        assert!(outcome.changed);
        let snapshot = settings.snapshot(contract::GUILD).now_or_never();
        assert_eq!(snapshot.unwrap().unwrap().int(&testing::NUMBER), 0);
    }

    #[test]
    fn leaving_the_value_out_resets_to_the_default() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &testing::NUMBER, SettingValue::Int(5));
        let settings = testing::settings(&store);
        let outcome = set(&settings, wish(Authority::Admin, &testing::NUMBER, None)).unwrap();
        assert_eq!(outcome.before, Some(SettingValue::Int(5)));
        assert_eq!(outcome.after, Some(SettingValue::Int(60)));
        let again = set(&settings, wish(Authority::Admin, &testing::NUMBER, None)).unwrap();
        assert!(!again.changed, "resetting what is not set changes nothing");
        assert_eq!(again.after, Some(SettingValue::Int(60)));
    }

    #[test]
    fn refuses_who_may_not() {
        use Authority::{Admin, Member};
        let on = || RawValue::Bool(true);
        let text = || RawValue::Text("m-1".to_owned());
        assert_eq!(
            refusal(Member, &testing::ENABLED, on()),
            ChangeRefusal::NotAdmin
        );
        assert_eq!(
            refusal(Admin, &testing::MODEL, text()),
            ChangeRefusal::OwnerOnly
        );
        let managed = refusal(Authority::Owner, &testing::MESSAGE, RawValue::Int(5));
        assert_eq!(managed, ChangeRefusal::Managed);
    }

    #[test]
    fn an_owner_sets_what_only_owners_may() {
        let settings = testing::settings(&InMemorySettings::default());
        let model = RawValue::Text("m-1".to_owned());
        let request = wish(Authority::Owner, &testing::MODEL, Some(model));
        assert!(set(&settings, request).unwrap().changed);
    }

    #[test]
    fn refuses_what_does_not_exist_or_does_not_fit() {
        let unknown = Definition {
            key: "nothing",
            ..testing::ENABLED
        };
        assert_eq!(
            refusal(Authority::Admin, &unknown, RawValue::Bool(true)),
            ChangeRefusal::UnknownSetting
        );
        assert_eq!(
            refusal(Authority::Admin, &testing::NUMBER, RawValue::Int(4321)),
            ChangeRefusal::Invalid(CoercionError::OutOfRange)
        );
    }

    #[test]
    fn a_new_log_channel_is_told_even_when_nothing_can_be_read_after_the_change() {
        let store = InMemorySettings::default();
        let old = SettingValue::Channel(ChannelId::new(76).unwrap());
        store.set(contract::GUILD, &system::LOG_CHANNEL, old);
        let audit = RecordingAudit::default();
        let settings = testing::settings_with_audit(&store, &audit);
        store.fail_next_reads(2);
        let channel = RawValue::Text("77".to_owned());
        let request = wish(Authority::Admin, &system::LOG_CHANNEL, Some(channel));
        assert!(set(&settings, request).unwrap().changed);
        let reported: Vec<_> = audit.entries().iter().map(|it| it.channel).collect();
        assert_eq!(reported, [ChannelId::new(77).unwrap()]);
    }

    #[test]
    fn reports_changes_in_the_log_channel_and_nothing_when_nothing_changed() {
        let store = InMemorySettings::default();
        let audit = RecordingAudit::default();
        let settings = testing::settings_with_audit(&store, &audit);
        let log = ChannelId::new(77).unwrap();
        let channel = || Some(RawValue::Text("<#77>".to_owned()));
        set(
            &settings,
            wish(Authority::Admin, &system::LOG_CHANNEL, channel()),
        )
        .unwrap();
        set(
            &settings,
            wish(Authority::Admin, &system::LOG_CHANNEL, channel()),
        )
        .unwrap();
        set(
            &settings,
            wish(Authority::Admin, &system::LOG_CHANNEL, None),
        )
        .unwrap();
        let reported: Vec<_> = audit.entries().iter().map(|it| it.channel).collect();
        assert_eq!(reported, [log, log], "set, unchanged, cleared");
        set(
            &settings,
            wish(Authority::Admin, &testing::NUMBER, Some(RawValue::Int(1))),
        )
        .unwrap();
        assert_eq!(audit.entries().len(), 2, "there is no log channel any more");
    }
}
