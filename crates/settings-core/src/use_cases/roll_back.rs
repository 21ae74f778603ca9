//! Undoing changes: one of them, or all since a moment.

use chrono::{DateTime, Utc};
use kernel::{GuildId, Member, UseCaseError};

use super::set::Applying;
use crate::{
    Change, ChangeRefusal, ChangeSource, HistoryEntry, HistoryId, Outcome, SettingValue, Settings,
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
    pub then: Result<Option<SettingValue>, ChangeRefusal>,
}

impl Settings {
    /// Brings back what held before one change, with a line of history that names it.
    pub async fn roll_back(
        &self,
        guild: GuildId,
        member: Member,
        id: HistoryId,
        request_id: Option<String>,
    ) -> Result<Outcome, UseCaseError<RollbackRefusal>> {
        let refused = |why: RollbackRefusal| UseCaseError::Refused(why);
        if !member.is_admin() {
            return Err(refused(ChangeRefusal::NotAdmin.into()));
        }
        let entry = self.history.history_entry(guild, id).await?;
        let entry = entry.ok_or(refused(RollbackRefusal::UnknownEntry))?;
        let change = self
            .way_back(member, &entry)
            .map_err(|it| refused(it.into()))?;
        let made = self
            .apply(Applying {
                guild,
                actor: member.user,
                source: ChangeSource::Rollback,
                request_id,
                changes: vec![change.clone()],
            })
            .await
            .map_err(|it| it.map_refusal(|it| ChangeRefusal::Violates(it).into()))?;
        match made.first() {
            Some(it) => Ok(Outcome::of(&change, Some(it))),
            None => Err(refused(RollbackRefusal::Nothing)),
        }
    }

    /// What going back to `moment` would change: every setting that is not as it was then.
    pub async fn ways_back_to(
        &self,
        guild: GuildId,
        member: Member,
        moment: DateTime<Utc>,
    ) -> Result<Vec<WayBack>, UseCaseError<ChangeRefusal>> {
        if !member.is_admin() {
            return Err(UseCaseError::Refused(ChangeRefusal::NotAdmin));
        }
        let entries = self.history.first_changes_since(guild, moment).await?;
        let snapshot = self.store.load(guild).await?;
        let ways = entries.into_iter().filter_map(|entry| {
            let definition = self.registry.find(&entry.scope, &entry.key)?;
            let now = snapshot.overridden(definition).map(|it| it.value.clone());
            let then = self.way_back(member, &entry).map(|it| it.new);
            let is_as_it_was = then.as_ref().is_ok_and(|then| *then == now);
            (!is_as_it_was).then_some(WayBack { entry, now, then })
        });
        Ok(ways.collect())
    }

    /// Brings every setting back that was changed since `moment` and can be brought back, all together.
    pub async fn roll_back_to(
        &self,
        guild: GuildId,
        member: Member,
        moment: DateTime<Utc>,
        request_id: Option<String>,
    ) -> Result<Vec<Outcome>, UseCaseError<RollbackRefusal>> {
        let ways = self
            .ways_back_to(guild, member, moment)
            .await
            .map_err(|it| it.map_refusal(RollbackRefusal::Change))?;
        let changes: Vec<Change> = ways
            .iter()
            .filter_map(|it| self.way_back(member, &it.entry).ok())
            .collect();
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
        let reported = |definition| made.iter().find(|it| it.definition.is(definition));
        Ok(changes
            .iter()
            .map(|it| Outcome::of(it, reported(it.definition)))
            .collect())
    }

    /// The change that brings back what held before a line of history, as today's rules read it.
    fn way_back(&self, member: Member, entry: &HistoryEntry) -> Result<Change, ChangeRefusal> {
        let change = self.judge(member, &entry.scope, &entry.key, None)?;
        let new = match entry.old.clone() {
            Some(raw) => change
                .definition
                .kind
                .decode_stored(raw)
                .map_err(ChangeRefusal::Invalid)?,
            None => None,
        };
        Ok(Change {
            new,
            rollback_of: Some(entry.id),
            ..change
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{Authority, UserId};

    use super::*;
    use crate::testing::{self, InMemorySettings, NUMBER, TEXT, contract};
    use crate::{ChangeSetting, Definition, HistoryFilter, RawValue};

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
            let done = self.0.roll_back(contract::GUILD, admin(), id, None);
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
        let done = stage.0.roll_back(contract::GUILD, member, id, None);
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
        let done = stage.0.roll_back(contract::OTHER_GUILD, admin(), id, None);
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
            let going = stage.0.roll_back_to(contract::GUILD, admin(), moment, None);
            going.now_or_never().unwrap()
        };
        // Everything in memory happened in 1970.
        let before = DateTime::UNIX_EPOCH - chrono::TimeDelta::seconds(1);
        let ways = stage.0.ways_back_to(contract::GUILD, admin(), before);
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
}
