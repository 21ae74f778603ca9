//! Bringing a file's settings in.

use kernel::{GuildId, Member, UseCaseError};

use super::ImportPlan;
use crate::{
    BulkRefusal, ChangeRefusal, ChangeSettings, ChangeSource, Definition, Outcome, RefusedWish,
    SettingValue, Settings, SettingsFile,
};

/// A member's wish to bring in what they were shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportSettings<'a> {
    /// Into which guild.
    pub guild: GuildId,
    /// Who wishes it.
    pub member: Member,
    /// The file.
    pub file: &'a SettingsFile,
    /// The [`fingerprint`](ImportPlan::fingerprint) of the plan that they agreed to.
    pub agreed: u64,
    /// The request that caused it, for the history.
    pub request_id: Option<String>,
}

/// What came of bringing a file in.
#[derive(Debug, Clone, PartialEq)]
pub enum Imported<O> {
    /// All that was agreed to is done.
    Made(Vec<Outcome>),
    /// Something has changed meanwhile, so that other changes would be made; nothing is done.
    Different(ImportPlan<O>),
}

impl Settings {
    /// Brings in what can be brought in of a file, in one transaction, with a line of history each and one report in
    /// the log channel; but only if it is what the member agreed to.
    pub async fn import<O>(
        &self,
        request: ImportSettings<'_>,
        objection: impl Fn(&'static Definition, &SettingValue) -> Option<O>,
    ) -> Result<Imported<O>, UseCaseError<BulkRefusal>> {
        let ImportSettings {
            guild,
            member,
            file,
            agreed,
            request_id,
        } = request;
        let plan = self
            .plan_import(guild, member, file, objection)
            .await
            .map_err(|it| it.map_refusal(|why| refused_as_a_whole(file, why)))?;
        if plan.fingerprint() != agreed || !plan.can_be_made() {
            return Ok(Imported::Different(plan));
        }
        let made = self.set_many(ChangeSettings {
            guild,
            member,
            wishes: plan.wishes(),
            source: ChangeSource::Import,
            request_id,
        });
        made.await.map(Imported::Made)
    }
}

/// Whoever may not import may set nothing of what the file sets.
fn refused_as_a_whole(file: &SettingsFile, why: ChangeRefusal) -> BulkRefusal {
    let refused = file.settings.iter().map(|it| RefusedWish {
        scope: it.scope.clone(),
        key: it.key.clone(),
        why,
    });
    BulkRefusal::Refused(refused.collect())
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{Authority, UserId};

    use super::*;
    use crate::testing::{self, InMemorySettings, NUMBER, TEXT, contract};
    use crate::{ChangeType, RawValue, Wish};

    fn file() -> SettingsFile {
        let line = |definition: &Definition, value| Wish {
            scope: definition.scope.to_owned(),
            key: definition.key.to_owned(),
            value: Some(value),
        };
        SettingsFile {
            guild: Some(contract::OTHER_GUILD),
            exported_at: None,
            settings: vec![
                line(&NUMBER, RawValue::Int(0)),
                line(&TEXT, RawValue::Text("Hi".to_owned())),
            ],
        }
    }

    fn nothing(_: &'static Definition, _: &SettingValue) -> Option<()> {
        None
    }

    /// What an admin of the guild agrees to, were it asked now.
    fn agreed(settings: &Settings) -> u64 {
        let file = file();
        let plan = settings.plan_import(contract::GUILD, member(Authority::Admin), &file, nothing);
        plan.now_or_never().unwrap().unwrap().fingerprint()
    }

    fn member(authority: Authority) -> Member {
        let user = UserId::new(9).unwrap();
        Member { user, authority }
    }

    fn import(
        settings: &Settings,
        authority: Authority,
        agreed: u64,
    ) -> Result<Imported<()>, UseCaseError<BulkRefusal>> {
        let file = file();
        let request = ImportSettings {
            guild: contract::GUILD,
            member: member(authority),
            file: &file,
            agreed,
            request_id: None,
        };
        settings.import(request, nothing).now_or_never().unwrap()
    }

    #[test]
    fn what_was_agreed_to_is_done_with_a_line_of_history_each() {
        let store = InMemorySettings::default();
        let settings = testing::settings(&store);
        let done = import(&settings, Authority::Admin, agreed(&settings)).unwrap();
        let Imported::Made(outcomes) = done else {
            panic!("{done:?}")
        };
        assert!(outcomes.iter().all(|it| it.changed) && outcomes.len() == 2);
        let history = store.history();
        let types: Vec<_> = history.iter().map(|it| it.1.change_type()).collect();
        assert_eq!(types, [ChangeType::Import; 2]);
    }

    #[test]
    fn what_nobody_agreed_to_is_not_done_but_shown() {
        let store = InMemorySettings::default();
        let settings = testing::settings(&store);
        let before = agreed(&settings);
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(5));
        let done = import(&settings, Authority::Admin, before).unwrap();
        let Imported::Different(plan) = done else {
            panic!("{done:?}")
        };
        assert_eq!(plan.changes[0].now, Some(SettingValue::Int(5)));
        assert!(store.history().is_empty());
    }

    #[test]
    fn members_bring_nothing_in() {
        let store = InMemorySettings::default();
        let settings = testing::settings(&store);
        let done = import(&settings, Authority::Member, agreed(&settings));
        let Err(UseCaseError::Refused(BulkRefusal::Refused(why))) = done else {
            panic!("{done:?}")
        };
        assert!(why.iter().all(|it| it.why == ChangeRefusal::NotAdmin));
        assert!(store.history().is_empty());
    }
}
