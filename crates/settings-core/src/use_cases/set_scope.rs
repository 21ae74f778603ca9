//! Changing settings of one scope together, or none of them: what a dashboard's form sends.

use kernel::{GuildId, Member, UseCaseError};

use super::set::Applying;
use super::transfer::times_named;
use crate::{
    Change, ChangeRefusal, ChangeSettings, ChangeSource, Constraint, Definition, Outcome,
    RejectedLine, SettingValue, Settings, WhyRejected, Wish,
};

/// A member's wish to change settings of one scope.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeScope {
    /// Whose settings.
    pub guild: GuildId,
    /// Who wishes it.
    pub member: Member,
    /// The scope.
    pub scope: String,
    /// What is wished, all of it within the scope, at most [`MOST_CHANGES`](ChangeSettings::MOST_CHANGES).
    pub wishes: Vec<Wish>,
    /// What becomes of the others.
    pub others: Others,
    /// By which way the wish came.
    pub source: ChangeSource,
    /// The request that caused it, for the history.
    pub request_id: Option<String>,
}

/// What becomes of the settings of a scope that a wish does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They stay as they are.
    Stay,
    /// They go back to their defaults, as far as the member may change them.
    Reset,
}

/// Why nothing of a scope is changed. `O` is what speaks against a value in the world outside.
#[derive(Debug, Clone, PartialEq)]
pub enum ScopeRefusal<O> {
    /// There is no such scope.
    UnknownScope,
    /// More is wished than is done at once.
    TooMany,
    /// These wishes cannot be done: every one, in the order they came; a name that is there more than once, only once.
    Rejected(Vec<RejectedLine<O>>),
    /// Together they would break this.
    Violates(&'static Constraint),
}

impl<O> ScopeRefusal<O> {
    /// Whether it is for lack of rights, whatever else speaks against it.
    pub fn is_forbidden(&self) -> bool {
        let forbidden = |it: &RejectedLine<O>| {
            matches!(
                it.why,
                WhyRejected::Refused(ChangeRefusal::NotAdmin | ChangeRefusal::OwnerOnly)
            )
        };
        matches!(self, Self::Rejected(lines) if lines.iter().any(forbidden))
    }
}

impl Settings {
    /// Changes settings of one scope in one transaction, with a line of history each and one report in the log channel.
    /// When one of them cannot be changed, none is. `objection` is that of [`plan_import`](Self::plan_import).
    pub async fn set_scope<O>(
        &self,
        request: ChangeScope,
        objection: impl Fn(&'static Definition, &SettingValue) -> Option<O>,
    ) -> Result<Vec<Outcome>, UseCaseError<ScopeRefusal<O>>> {
        let changes = self
            .changes_of(&request, objection)
            .map_err(UseCaseError::Refused)?;
        if changes.is_empty() {
            return Ok(Vec::new());
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
            .map_err(|it| it.map_refusal(ScopeRefusal::Violates))?;
        Ok(Outcome::of_each(&changes, &made))
    }

    /// Every change that the wish amounts to, or everything that speaks against it.
    fn changes_of<O>(
        &self,
        request: &ChangeScope,
        objection: impl Fn(&'static Definition, &SettingValue) -> Option<O>,
    ) -> Result<Vec<Change>, ScopeRefusal<O>> {
        let all = self.registry.in_scope(&request.scope);
        if all.is_empty() {
            return Err(ScopeRefusal::UnknownScope);
        }
        if request.wishes.len() > ChangeSettings::MOST_CHANGES {
            return Err(ScopeRefusal::TooMany);
        }
        let mut times = times_named(&request.wishes);
        let (mut changes, mut rejected) = (Vec::new(), Vec::new());
        for wish in &request.wishes {
            let why = match times.remove(&(wish.scope.as_str(), wish.key.as_str())) {
                None => continue,
                Some(1) => match self.judged(request.member, wish, &objection) {
                    Ok(change) => {
                        changes.push(change);
                        continue;
                    }
                    Err(why) => why,
                },
                Some(_) => WhyRejected::Repeated,
            };
            rejected.push(RejectedLine {
                scope: wish.scope.clone(),
                key: wish.key.clone(),
                why,
            });
        }
        if !rejected.is_empty() {
            return Err(ScopeRefusal::Rejected(rejected));
        }
        if request.others == Others::Reset {
            let named: Vec<_> = changes.iter().map(|it| it.definition).collect();
            let others = all.into_iter().filter(|other| {
                Self::may_set(request.member, other).is_ok() && !named.iter().any(|it| it.is(other))
            });
            changes.extend(others.map(|it| Change::to(it, None)));
        }
        Ok(changes)
    }

    fn judged<O>(
        &self,
        member: Member,
        wish: &Wish,
        objection: &impl Fn(&'static Definition, &SettingValue) -> Option<O>,
    ) -> Result<Change, WhyRejected<O>> {
        let change = self
            .judge(member, &wish.scope, &wish.key, wish.value.as_ref())
            .map_err(WhyRejected::Refused)?;
        let objected = change
            .new
            .as_ref()
            .and_then(|it| objection(change.definition, it));
        objected.map_or(Ok(change), |it| Err(WhyRejected::Objection(it)))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{Authority, UserId};

    use super::*;
    use crate::testing::{self, CHANNEL, ENABLED, InMemorySettings, MESSAGE, MODEL, NUMBER};
    use crate::testing::{TEXT, contract};
    use crate::{ChangeType, CoercionError, RawValue};

    fn number(value: i64) -> (&'static str, RawValue) {
        (NUMBER.key, RawValue::Int(value))
    }

    /// What becomes of wishes in a guild that has no channel 13.
    fn set_scope(
        store: &InMemorySettings,
        authority: Authority,
        others: Others,
        wishes: &[(&str, RawValue)],
    ) -> Result<Vec<Outcome>, ScopeRefusal<&'static str>> {
        let wish = |(key, value): &(&str, RawValue)| Wish {
            scope: "contract".to_owned(),
            key: (*key).to_owned(),
            value: Some(value.clone()),
        };
        let request = ChangeScope {
            guild: contract::GUILD,
            member: Member {
                user: UserId::new(9).unwrap(),
                authority,
            },
            scope: "contract".to_owned(),
            wishes: wishes.iter().map(wish).collect(),
            others,
            source: ChangeSource::Api,
            request_id: Some("req-1".to_owned()),
        };
        let objection = |_: &'static Definition, value: &SettingValue| match value {
            SettingValue::Channel(it) if it.get() == 13 => Some("no such channel"),
            _ => None,
        };
        let settings = testing::settings(store);
        let done = settings.set_scope(request, objection).now_or_never();
        done.unwrap().map_err(|why| match why {
            UseCaseError::Refused(why) => why,
            UseCaseError::Failed(failure) => panic!("{failure}"),
        })
    }

    fn types(store: &InMemorySettings) -> Vec<(&'static str, ChangeType)> {
        let history = store.history().into_iter();
        history
            .map(|(_, it)| (it.definition.key, it.change_type()))
            .collect()
    }

    #[test]
    fn only_what_is_named_changes_and_null_resets() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(5));
        let text = SettingValue::Text("Hi".to_owned());
        store.set(contract::GUILD, &TEXT, text);
        let wishes = [
            (ENABLED.key, RawValue::Bool(false)),
            (NUMBER.key, RawValue::Null),
        ];
        let outcomes = set_scope(&store, Authority::Admin, Others::Stay, &wishes).unwrap();
        assert!(outcomes.iter().all(|it| it.changed));
        let expected = [
            (ENABLED.key, ChangeType::Created),
            (NUMBER.key, ChangeType::Deleted),
        ];
        assert_eq!(types(&store), expected);
    }

    #[test]
    fn replacing_resets_what_is_not_named_but_neither_what_the_bot_keeps_nor_what_owners_choose() {
        let store = InMemorySettings::default();
        let message = SettingValue::Message(kernel::MessageId::new(5).unwrap());
        store.set(contract::GUILD, &MESSAGE, message);
        store.set(
            contract::GUILD,
            &MODEL,
            SettingValue::Text("m-1".to_owned()),
        );
        store.set(contract::GUILD, &TEXT, SettingValue::Text("Hi".to_owned()));
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(5));
        set_scope(&store, Authority::Admin, Others::Reset, &[number(5)]).unwrap();
        assert_eq!(types(&store), [(TEXT.key, ChangeType::Deleted)]);
        set_scope(&store, Authority::Owner, Others::Reset, &[]).unwrap();
        let expected = [
            (NUMBER.key, ChangeType::Deleted),
            (MODEL.key, ChangeType::Deleted),
        ];
        let mut rest = types(&store).split_off(1);
        rest.sort_by_key(|it| it.0 != NUMBER.key);
        assert_eq!(rest, expected);
    }

    #[test]
    fn everything_that_speaks_against_the_wishes_is_told_at_once_and_nothing_is_done() {
        let store = InMemorySettings::default();
        let wishes = [
            (ENABLED.key, RawValue::Bool(false)),
            number(9999),
            ("nothing", RawValue::Bool(true)),
            (CHANNEL.key, RawValue::Int(13)),
            (MESSAGE.key, RawValue::Int(5)),
            (TEXT.key, RawValue::Text("one".to_owned())),
            (TEXT.key, RawValue::Text("two".to_owned())),
        ];
        let refused = set_scope(&store, Authority::Admin, Others::Reset, &wishes);
        let Err(ScopeRefusal::Rejected(lines)) = &refused else {
            panic!("{refused:?}")
        };
        let why: Vec<_> = lines.iter().map(|it| (it.key.as_str(), &it.why)).collect();
        let expected = [
            (
                NUMBER.key,
                &WhyRejected::Refused(ChangeRefusal::Invalid(CoercionError::OutOfRange)),
            ),
            (
                "nothing",
                &WhyRejected::Refused(ChangeRefusal::UnknownSetting),
            ),
            (CHANNEL.key, &WhyRejected::Objection("no such channel")),
            (MESSAGE.key, &WhyRejected::Refused(ChangeRefusal::Managed)),
            (TEXT.key, &WhyRejected::Repeated),
        ];
        assert_eq!(why, expected);
        assert!(!refused.unwrap_err().is_forbidden());
        assert!(store.history().is_empty());
    }

    #[test]
    fn what_only_owners_choose_is_forbidden_to_admins_whatever_else_is_wrong() {
        let store = InMemorySettings::default();
        let wishes = [number(9999), (MODEL.key, RawValue::Text("m-1".to_owned()))];
        let refused = set_scope(&store, Authority::Admin, Others::Stay, &wishes);
        assert!(refused.unwrap_err().is_forbidden());
        let member = set_scope(&store, Authority::Member, Others::Stay, &[number(5)]);
        assert!(member.unwrap_err().is_forbidden());
        let owner = set_scope(&store, Authority::Owner, Others::Stay, &wishes[1..]);
        assert!(owner.unwrap()[0].changed);
    }

    #[test]
    fn no_wish_changes_nothing_and_a_hundred_and_one_are_too_many() {
        let store = InMemorySettings::default();
        let none = set_scope(&store, Authority::Admin, Others::Stay, &[]);
        assert_eq!(none, Ok(Vec::new()));
        let many = vec![number(1); ChangeSettings::MOST_CHANGES + 1];
        let many = set_scope(&store, Authority::Admin, Others::Stay, &many);
        assert_eq!(many, Err(ScopeRefusal::TooMany));
    }

    #[test]
    fn values_that_do_not_go_together_are_refused() {
        let store = InMemorySettings::default();
        let wishes = [(ENABLED.key, RawValue::Bool(false)), number(13)];
        let refused = set_scope(&store, Authority::Admin, Others::Stay, &wishes);
        let expected = ScopeRefusal::Violates(&testing::NO_THIRTEEN);
        assert_eq!(refused, Err(expected));
        assert!(store.history().is_empty());
    }
}
