//! Undoing changes: one of them, or all since a moment.

use chrono::{DateTime, Utc};
use kernel::{GuildId, Member, UseCaseError};

use super::set::Applying;
use crate::{
    Change, ChangeRefusal, ChangeSource, Definition, HistoryEntry, HistoryId, Outcome,
    SettingValue, Settings, Snapshot,
};

/// Why a change is not undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RollbackRefusal {
    /// The guild has no such line of history.
    #[error("there is no such change")]
    UnknownEntry,
    /// The setting does not exist any more, this member may not change it, or what held before is no value of it today.
    #[error(transparent)]
    Change(#[from] ChangeRefusal),
    /// What held before is of no use in the world outside any more, such as a channel that was deleted.
    #[error("what held before cannot serve any more")]
    CannotServe,
    /// It is as it was before that change.
    #[error("there is nothing to undo")]
    Nothing,
}

/// A setting that goes back to what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct WayBack {
    /// The line of history whose old value comes back.
    pub entry: HistoryEntry,
    /// What holds now.
    pub now: Option<SettingValue>,
    /// What is to hold, or why it cannot.
    pub then: Result<Option<SettingValue>, RollbackRefusal>,
}

impl Settings {
    /// What undoing one change would do, if it can be undone. `serves` says whether the world outside has a use for the
    /// value that would come back; it is asked only for values that the setting takes and the member may set.
    pub async fn way_back_from(
        &self,
        guild: GuildId,
        member: Member,
        id: HistoryId,
        serves: impl Fn(&'static Definition, &SettingValue) -> bool,
    ) -> Result<WayBack, UseCaseError<RollbackRefusal>> {
        let refused = |why: RollbackRefusal| UseCaseError::Refused(why);
        if !member.is_admin() {
            return Err(refused(ChangeRefusal::NotAdmin.into()));
        }
        let entry = self.history.history_entry(guild, id).await?;
        let entry = entry.ok_or(refused(RollbackRefusal::UnknownEntry))?;
        let snapshot = self.store.load(guild).await?;
        let way = self.way_back(member, entry, &snapshot, &serves);
        match way.then {
            Err(why) => Err(refused(why)),
            Ok(_) if way.changes_nothing() => Err(refused(RollbackRefusal::Nothing)),
            Ok(_) => Ok(way),
        }
    }

    /// Brings back what held before one change, with a line of history that names it. `serves` is that of
    /// [`way_back_from`](Self::way_back_from).
    pub async fn roll_back(
        &self,
        guild: GuildId,
        member: Member,
        id: HistoryId,
        request_id: Option<String>,
        serves: impl Fn(&'static Definition, &SettingValue) -> bool,
    ) -> Result<Outcome, UseCaseError<RollbackRefusal>> {
        let way = self.way_back_from(guild, member, id, serves).await?;
        let outcomes = self.go_back(guild, member, &[way], request_id).await?;
        // Somebody else may have been quicker.
        let done = outcomes.into_iter().find(|it| it.changed);
        done.ok_or(UseCaseError::Refused(RollbackRefusal::Nothing))
    }

    /// What going back to `moment` would change: every setting that is not as it was then. `serves` is that of
    /// [`way_back_from`](Self::way_back_from).
    pub async fn ways_back_to(
        &self,
        guild: GuildId,
        member: Member,
        moment: DateTime<Utc>,
        serves: impl Fn(&'static Definition, &SettingValue) -> bool,
    ) -> Result<Vec<WayBack>, UseCaseError<RollbackRefusal>> {
        if !member.is_admin() {
            return Err(UseCaseError::Refused(ChangeRefusal::NotAdmin.into()));
        }
        let entries = self.history.first_changes_since(guild, moment).await?;
        let snapshot = self.store.load(guild).await?;
        let known = entries
            .into_iter()
            .filter(|it| self.registry.find(&it.scope, &it.key).is_some());
        let ways = known.map(|it| self.way_back(member, it, &snapshot, &serves));
        Ok(ways.filter(|it| !it.changes_nothing()).collect())
    }

    /// Brings every setting back that was changed since `moment` and can be brought back, all together. `serves` is that
    /// of [`way_back_from`](Self::way_back_from).
    pub async fn roll_back_to(
        &self,
        guild: GuildId,
        member: Member,
        moment: DateTime<Utc>,
        request_id: Option<String>,
        serves: impl Fn(&'static Definition, &SettingValue) -> bool,
    ) -> Result<Vec<Outcome>, UseCaseError<RollbackRefusal>> {
        let ways = self.ways_back_to(guild, member, moment, serves).await?;
        self.go_back(guild, member, &ways, request_id).await
    }

    /// Goes those of the ways that can be gone, all together.
    async fn go_back(
        &self,
        guild: GuildId,
        member: Member,
        ways: &[WayBack],
        request_id: Option<String>,
    ) -> Result<Vec<Outcome>, UseCaseError<RollbackRefusal>> {
        let change = |it: &WayBack| {
            Some(Change {
                definition: self.registry.find(&it.entry.scope, &it.entry.key)?,
                new: it.then.clone().ok()?,
                rollback_of: Some(it.entry.id),
            })
        };
        let changes: Vec<Change> = ways.iter().filter_map(change).collect();
        if changes.is_empty() {
            return Err(UseCaseError::Refused(RollbackRefusal::Nothing));
        }
        let made = self
            .apply(Applying {
                guild,
                actor: member.user,
                source: ChangeSource::Rollback,
                request_id,
                changes: changes.clone(),
            })
            .await
            .map_err(|it| it.map_refusal(|it| ChangeRefusal::Violates(it).into()))?;
        Ok(Outcome::of_each(&changes, &made))
    }

    /// The way back to what held before a line of history, as today's rules read it.
    fn way_back(
        &self,
        member: Member,
        entry: HistoryEntry,
        snapshot: &Snapshot,
        serves: &impl Fn(&'static Definition, &SettingValue) -> bool,
    ) -> WayBack {
        let definition = self.registry.find(&entry.scope, &entry.key);
        let now = definition.and_then(|it| snapshot.overridden(it));
        let now = now.map(|it| it.value.clone());
        let then = self.held_before(member, &entry);
        let then = then.map_err(RollbackRefusal::Change).and_then(|then| {
            let used = definition.zip(then.as_ref()).filter(|_| then != now);
            let serves = used.is_none_or(|(definition, it)| serves(definition, it));
            serves.then_some(then).ok_or(RollbackRefusal::CannotServe)
        });
        WayBack { entry, now, then }
    }

    /// What held before a line of history, if this member may set it so.
    fn held_before(
        &self,
        member: Member,
        entry: &HistoryEntry,
    ) -> Result<Option<SettingValue>, ChangeRefusal> {
        let Change { definition, .. } = self.judge(member, &entry.scope, &entry.key, None)?;
        let Some(raw) = entry.old.clone() else {
            return Ok(None);
        };
        let value = definition.kind.decode_stored(raw);
        value.map_err(ChangeRefusal::Invalid)
    }
}

impl WayBack {
    fn changes_nothing(&self) -> bool {
        self.then.as_ref().is_ok_and(|then| *then == self.now)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{Authority, UserId};

    use super::*;
    use crate::testing::{self, CHANNEL, InMemorySettings, NUMBER, TEXT, contract};
    use crate::{ChangeSetting, HistoryFilter, RawValue};

    fn anything(_: &'static Definition, _: &SettingValue) -> bool {
        true
    }

    fn nothing(_: &'static Definition, _: &SettingValue) -> bool {
        false
    }

    fn admin() -> Member {
        Member {
            user: UserId::new(9).unwrap(),
            authority: Authority::Admin,
        }
    }

    struct Stage(Settings);

    impl Stage {
        fn new() -> Self {
            Self(testing::settings(&InMemorySettings::default()))
        }

        fn set(&self, definition: &Definition, value: Option<RawValue>) {
            let request = ChangeSetting {
                guild: contract::GUILD,
                member: admin(),
                scope: definition.scope.to_owned(),
                key: definition.key.to_owned(),
                value,
                source: ChangeSource::Command,
            };
            self.0.set(request).now_or_never().unwrap().unwrap();
        }

        /// Ids, the newest first.
        fn history(&self) -> Vec<HistoryId> {
            let filter = HistoryFilter {
                limit: 100,
                ..HistoryFilter::default()
            };
            let told = self.0.history(contract::GUILD, &filter).now_or_never();
            let told = told.unwrap().unwrap();
            told.iter().map(|it| it.entry.id).collect()
        }

        fn roll_back(&self, id: HistoryId) -> Result<Outcome, RollbackRefusal> {
            let done = self
                .0
                .roll_back(contract::GUILD, admin(), id, None, anything);
            done.now_or_never().unwrap().map_err(|why| match why {
                UseCaseError::Refused(why) => why,
                UseCaseError::Failed(failure) => panic!("{failure}"),
            })
        }

        fn number(&self) -> i64 {
            let snapshot = self.0.snapshot(contract::GUILD).now_or_never();
            snapshot.unwrap().unwrap().int(&NUMBER)
        }
    }

    #[test]
    fn what_held_before_comes_back_whatever_the_change_was() {
        let stage = Stage::new();
        stage.set(&NUMBER, Some(RawValue::Int(0)));
        stage.set(&NUMBER, Some(RawValue::Int(5)));
        stage.set(&NUMBER, None);
        let ids = stage.history();
        assert_eq!(
            stage.roll_back(ids[0]).unwrap().after,
            Some(SettingValue::Int(5))
        );
        assert_eq!(stage.number(), 5, "a deletion is undone");
        assert_eq!(
            stage.roll_back(ids[1]).unwrap().before,
            Some(SettingValue::Int(5))
        );
        assert_eq!(stage.number(), 0, "an update is undone");
        assert!(stage.roll_back(ids[2]).unwrap().changed);
        assert_eq!(stage.number(), 60, "a creation is undone");
        let undone = stage.history()[0];
        assert_eq!(
            stage.roll_back(undone).unwrap().after,
            Some(SettingValue::Int(0))
        );
    }

    #[test]
    fn a_change_that_is_undone_already_has_nothing_to_undo() {
        let stage = Stage::new();
        stage.set(&NUMBER, Some(RawValue::Int(0)));
        let id = stage.history()[0];
        stage.roll_back(id).unwrap();
        assert_eq!(stage.roll_back(id), Err(RollbackRefusal::Nothing));
        let nowhere = HistoryId::new(999).unwrap();
        assert_eq!(stage.roll_back(nowhere), Err(RollbackRefusal::UnknownEntry));
    }

    #[test]
    fn members_undo_nothing() {
        let stage = Stage::new();
        stage.set(&NUMBER, Some(RawValue::Int(0)));
        let member = Member {
            authority: Authority::Member,
            ..admin()
        };
        let id = stage.history()[0];
        let done = stage
            .0
            .roll_back(contract::GUILD, member, id, None, anything);
        let refused = matches!(
            done.now_or_never().unwrap(),
            Err(UseCaseError::Refused(RollbackRefusal::Change(
                ChangeRefusal::NotAdmin
            )))
        );
        assert!(refused);
    }

    #[test]
    fn another_guilds_change_is_unknown() {
        let stage = Stage::new();
        stage.set(&NUMBER, Some(RawValue::Int(0)));
        let id = stage.history()[0];
        let done = stage
            .0
            .roll_back(contract::OTHER_GUILD, admin(), id, None, anything);
        assert!(matches!(
            done.now_or_never().unwrap(),
            Err(UseCaseError::Refused(RollbackRefusal::UnknownEntry))
        ));
    }

    #[test]
    fn everything_since_a_moment_goes_back_together() {
        let stage = Stage::new();
        stage.set(&NUMBER, Some(RawValue::Int(1)));
        stage.set(&NUMBER, Some(RawValue::Int(2)));
        stage.set(&TEXT, Some(RawValue::Text("Hi".to_owned())));
        let back = |moment| {
            let going = stage
                .0
                .roll_back_to(contract::GUILD, admin(), moment, None, anything);
            going.now_or_never().unwrap()
        };
        // Everything in memory happened in 1970.
        let before = DateTime::UNIX_EPOCH - chrono::TimeDelta::seconds(1);
        let ways = stage
            .0
            .ways_back_to(contract::GUILD, admin(), before, anything);
        let ways = ways.now_or_never().unwrap().unwrap();
        assert_eq!(ways.len(), 2);
        let number = ways.iter().find(|it| it.entry.key == NUMBER.key).unwrap();
        assert_eq!(number.now, Some(SettingValue::Int(2)));
        assert_eq!(number.then, Ok(None));
        assert_eq!(back(before).unwrap().len(), 2);
        assert_eq!(stage.number(), 60);
        assert!(matches!(
            back(before),
            Err(UseCaseError::Refused(RollbackRefusal::Nothing))
        ));
    }

    #[test]
    fn what_is_of_no_use_any_more_does_not_come_back_but_the_rest_does() {
        let stage = Stage::new();
        stage.set(&CHANNEL, Some(RawValue::Int(5)));
        stage.set(&CHANNEL, Some(RawValue::Int(6)));
        stage.set(&NUMBER, Some(RawValue::Int(1)));
        let (guild, deleted) = (contract::GUILD, stage.history()[1]);
        let one = stage.0.roll_back(guild, admin(), deleted, None, nothing);
        assert!(matches!(
            one.now_or_never().unwrap(),
            Err(UseCaseError::Refused(RollbackRefusal::CannotServe))
        ));
        // To the moment before everything, the channel has its default again, which always serves.
        let before = DateTime::UNIX_EPOCH - chrono::TimeDelta::seconds(1);
        let all = stage.0.roll_back_to(guild, admin(), before, None, nothing);
        assert_eq!(all.now_or_never().unwrap().unwrap().len(), 2);
    }

    #[test]
    fn a_way_back_is_told_before_it_is_gone_and_again_told_that_it_leads_nowhere() {
        let stage = Stage::new();
        stage.set(&NUMBER, Some(RawValue::Int(5)));
        stage.set(&NUMBER, Some(RawValue::Int(7)));
        stage.set(&NUMBER, Some(RawValue::Int(9)));
        let id = stage.history()[1];
        let way = || {
            let told = stage
                .0
                .way_back_from(contract::GUILD, admin(), id, anything);
            told.now_or_never().unwrap()
        };
        let told = way().unwrap();
        assert_eq!(told.now, Some(SettingValue::Int(9)));
        assert_eq!(told.then, Ok(Some(SettingValue::Int(5))));
        assert_eq!(stage.number(), 9, "nothing is undone yet");
        stage.roll_back(id).unwrap();
        assert!(matches!(
            way(),
            Err(UseCaseError::Refused(RollbackRefusal::Nothing))
        ));
    }
}
