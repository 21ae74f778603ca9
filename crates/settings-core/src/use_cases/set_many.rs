//! Changing several settings together, or none of them.

use kernel::{GuildId, Member, UseCaseError};

use super::set::Applying;
use crate::{ChangeRefusal, ChangeSource, Constraint, Outcome, RawValue, Settings};

/// A member's wish to change several settings.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSettings {
    /// Whose settings.
    pub guild: GuildId,
    /// Who wishes it.
    pub member: Member,
    /// What is wished, at most [`MOST_CHANGES`](Self::MOST_CHANGES).
    pub wishes: Vec<Wish>,
    /// By which way the wish came.
    pub source: ChangeSource,
    /// The request that caused it, for the history.
    pub request_id: Option<String>,
}

/// One setting that is to become something.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The setting's scope.
    pub scope: String,
    /// The setting's key.
    pub key: String,
    /// The new value; `None` (and [`RawValue::Null`]) resets it to its default.
    pub value: Option<RawValue>,
}

/// Why nothing of several wishes is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkRefusal {
    /// Nothing is wished.
    Nothing,
    /// More is wished than is done at once.
    TooMany,
    /// The same setting is wished twice.
    Twice {
        /// Its scope.
        scope: String,
        /// Its key.
        key: String,
    },
    /// These wishes cannot be done: every one, in the order they came.
    Refused(Vec<RefusedWish>),
    /// Together they would break this.
    Violates(&'static Constraint),
}

/// One wish that cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedWish {
    /// The setting's scope.
    pub scope: String,
    /// The setting's key.
    pub key: String,
    /// Why.
    pub why: ChangeRefusal,
}

impl ChangeSettings {
    /// The most changes at once.
    pub const MOST_CHANGES: usize = 100;
}

impl Settings {
    /// Changes several settings in one transaction, with a line of history each and one report in the log channel. When
    /// one of them cannot be changed, none is.
    pub async fn set_many(
        &self,
        request: ChangeSettings,
    ) -> Result<Vec<Outcome>, UseCaseError<BulkRefusal>> {
        let refused = |why| Err(UseCaseError::Refused(why));
        if request.wishes.is_empty() {
            return refused(BulkRefusal::Nothing);
        }
        if request.wishes.len() > ChangeSettings::MOST_CHANGES {
            return refused(BulkRefusal::TooMany);
        }
        if let Some(twice) = first_repeated(&request.wishes) {
            return refused(BulkRefusal::Twice {
                scope: twice.scope.clone(),
                key: twice.key.clone(),
            });
        }
        let mut changes = Vec::new();
        let mut cannot = Vec::new();
        for wish in &request.wishes {
            match self.judge(request.member, &wish.scope, &wish.key, wish.value.as_ref()) {
                Ok(change) => changes.push(change),
                Err(why) => cannot.push(RefusedWish {
                    scope: wish.scope.clone(),
                    key: wish.key.clone(),
                    why,
                }),
            }
        }
        if !cannot.is_empty() {
            return refused(BulkRefusal::Refused(cannot));
        }
        let made = self
            .apply(Applying {
                guild: request.guild,
                actor: request.member.user,
                source: request.source,
                request_id: request.request_id,
                changes: changes.clone(),
            })
            .await
            .map_err(|it| it.map_refusal(BulkRefusal::Violates))?;
        Ok(Outcome::of_each(&changes, &made))
    }
}

fn first_repeated(wishes: &[Wish]) -> Option<&Wish> {
    let mut seen = std::collections::BTreeSet::new();
    wishes.iter().find(|it| !seen.insert((&it.scope, &it.key)))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{Authority, UserId};

    use super::*;
    use crate::testing::{self, ENABLED, InMemorySettings, MODEL, NUMBER, TEXT, contract};
    use crate::{CoercionError, Definition, SettingValue};

    fn wish(definition: &Definition, value: Option<RawValue>) -> Wish {
        Wish {
            scope: definition.scope.to_owned(),
            key: definition.key.to_owned(),
            value,
        }
    }

    fn set_many(store: &InMemorySettings, wishes: Vec<Wish>) -> Result<Vec<Outcome>, BulkRefusal> {
        let request = ChangeSettings {
            guild: contract::GUILD,
            member: Member {
                user: UserId::new(9).unwrap(),
                authority: Authority::Admin,
            },
            wishes,
            source: ChangeSource::Api,
            request_id: None,
        };
        let done = testing::settings(store).set_many(request).now_or_never();
        done.unwrap().map_err(|why| match why {
            UseCaseError::Refused(why) => why,
            UseCaseError::Failed(failure) => panic!("{failure}"),
        })
    }

    #[test]
    fn all_are_done_and_each_says_what_came_of_it() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(5));
        let outcomes = set_many(
            &store,
            vec![
                wish(&ENABLED, Some(RawValue::Bool(false))),
                wish(&NUMBER, Some(RawValue::Int(5))),
                wish(&TEXT, None),
            ],
        )
        .unwrap();
        let changed: Vec<_> = outcomes.iter().map(|it| it.changed).collect();
        assert_eq!(changed, [true, false, false]);
        assert_eq!(outcomes[1].before, Some(SettingValue::Int(5)));
        assert_eq!(store.history().len(), 1);
    }

    #[test]
    fn one_that_cannot_be_done_stops_all_and_every_such_one_is_named() {
        let store = InMemorySettings::default();
        let refused = set_many(
            &store,
            vec![
                wish(&ENABLED, Some(RawValue::Bool(false))),
                wish(&NUMBER, Some(RawValue::Int(9999))),
                wish(&MODEL, Some(RawValue::Text("m".to_owned()))),
            ],
        );
        let Err(BulkRefusal::Refused(why)) = refused else {
            panic!("{refused:?}");
        };
        let why: Vec<_> = why.iter().map(|it| (it.key.as_str(), it.why)).collect();
        let expected = [
            ("number", ChangeRefusal::Invalid(CoercionError::OutOfRange)),
            ("model", ChangeRefusal::OwnerOnly),
        ];
        assert_eq!(why, expected);
        assert!(store.history().is_empty());
    }

    #[test]
    fn nothing_too_much_and_the_same_twice_are_refused() {
        let store = InMemorySettings::default();
        assert_eq!(set_many(&store, Vec::new()), Err(BulkRefusal::Nothing));
        let many = vec![wish(&ENABLED, None); ChangeSettings::MOST_CHANGES + 1];
        assert_eq!(set_many(&store, many), Err(BulkRefusal::TooMany));
        let twice = vec![wish(&ENABLED, None); 2];
        assert!(matches!(
            set_many(&store, twice),
            Err(BulkRefusal::Twice { .. })
        ));
    }

    #[test]
    fn values_that_do_not_go_together_are_refused() {
        let store = InMemorySettings::default();
        let wishes = vec![
            wish(&ENABLED, Some(RawValue::Bool(false))),
            wish(&NUMBER, Some(RawValue::Int(13))),
        ];
        assert_eq!(
            set_many(&store, wishes),
            Err(BulkRefusal::Violates(&testing::NO_THIRTEEN))
        );
        assert!(store.history().is_empty());
    }
}
