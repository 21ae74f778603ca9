//! What bringing a file in would do, line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use kernel::{GuildId, Member, UseCaseError};

use crate::{
    Change, ChangeRefusal, ChangeSettings, Constraint, Definition, RawValue, SettingValue,
    Settings, SettingsFile, Snapshot, Wish,
};

/// What bringing a file in would do. `O` is what speaks against a value in the world outside, such as a channel that
/// the guild does not have.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportPlan<O> {
    /// Whether the file says that it comes from another guild.
    pub from_elsewhere: bool,
    /// What would change, in the order of the file.
    pub changes: Vec<PlannedChange>,
    /// How many lines say what is set already.
    pub unchanged: usize,
    /// The lines that would be left out, in the order of the file; a name that is there more than once, only once.
    pub rejected: Vec<RejectedLine<O>>,
    /// What the guild's settings would break with these changes. Nothing is done then.
    pub violated: Option<&'static Constraint>,
}

/// A setting that would change.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedChange {
    /// Which.
    pub definition: &'static Definition,
    /// What is set now; `None` while the default holds.
    pub now: Option<SettingValue>,
    /// What would be set; `None` for the default.
    pub then: Option<SettingValue>,
}

/// A wish, such as a line of a file, that cannot be fulfilled.
#[derive(Debug, Clone, PartialEq)]
pub struct RejectedLine<O> {
    /// The scope that it names, which may be anything.
    pub scope: String,
    /// The key that it names, likewise.
    pub key: String,
    /// Why.
    pub why: WhyRejected<O>,
}

/// Why a wish cannot be fulfilled.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyRejected<O> {
    /// It cannot be set like this.
    Refused(ChangeRefusal),
    /// The same setting is wished more than once.
    Repeated,
    /// The world outside speaks against it.
    Objection(O),
}

/// What a line amounts to.
enum Line<O> {
    Change(PlannedChange),
    Unchanged,
    Rejected(WhyRejected<O>),
}

impl<O> ImportPlan<O> {
    /// Whether there is something to do that can be done.
    pub fn can_be_made(&self) -> bool {
        (1..=ChangeSettings::MOST_CHANGES).contains(&self.changes.len()) && self.violated.is_none()
    }

    /// A number that tells these changes from others: whoever agreed to them agreed to no others.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let words = |value: &Option<SettingValue>| value.as_ref().map(ToString::to_string);
        for change in &self.changes {
            let Definition { scope, key, .. } = change.definition;
            (scope, key, words(&change.now), words(&change.then)).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// The changes as wishes, which bring about exactly them.
    pub fn wishes(&self) -> Vec<Wish> {
        let wish = |it: &PlannedChange| Wish {
            scope: it.definition.scope.to_owned(),
            key: it.definition.key.to_owned(),
            value: it.then.as_ref().map(RawValue::from),
        };
        self.changes.iter().map(wish).collect()
    }
}

impl Settings {
    /// What bringing `file` into the guild would do, and why not all of it. `objection` says what the world outside has
    /// against a new value; it is asked only for values that the setting takes and the member may set.
    pub async fn plan_import<O>(
        &self,
        guild: GuildId,
        member: Member,
        file: &SettingsFile,
        objection: impl Fn(&'static Definition, &SettingValue) -> Option<O>,
    ) -> Result<ImportPlan<O>, UseCaseError<ChangeRefusal>> {
        if !member.is_admin() {
            return Err(UseCaseError::Refused(ChangeRefusal::NotAdmin));
        }
        let snapshot = self.store.load(guild).await?;
        let mut plan = ImportPlan {
            from_elsewhere: file.guild.is_some_and(|it| it != guild),
            changes: Vec::new(),
            unchanged: 0,
            rejected: Vec::new(),
            violated: None,
        };
        let times = times_named(&file.settings);
        let mut told = BTreeSet::new();
        for wish in &file.settings {
            let name = (wish.scope.as_str(), wish.key.as_str());
            let line = if times.get(&name).is_some_and(|it| *it > 1) {
                if !told.insert(name) {
                    continue;
                }
                Line::Rejected(WhyRejected::Repeated)
            } else {
                self.line(member, wish, &snapshot, &objection)
            };
            match line {
                Line::Change(change) => plan.changes.push(change),
                Line::Unchanged => plan.unchanged += 1,
                Line::Rejected(why) => plan.rejected.push(RejectedLine {
                    scope: wish.scope.clone(),
                    key: wish.key.clone(),
                    why,
                }),
            }
        }
        plan.violated = self.violated(snapshot, &plan.changes);
        Ok(plan)
    }

    fn line<O>(
        &self,
        member: Member,
        wish: &Wish,
        snapshot: &Snapshot,
        objection: &impl Fn(&'static Definition, &SettingValue) -> Option<O>,
    ) -> Line<O> {
        let refused = |why| Line::Rejected(WhyRejected::Refused(why));
        let known = self.known(&wish.scope, &wish.key);
        let change = match known.and_then(|it| Self::coerced(it, wish.value.as_ref())) {
            Ok(it) => it,
            Err(why) => return refused(why),
        };
        let Change {
            definition, new, ..
        } = change;
        let now = snapshot.overridden(definition).map(|it| it.value.clone());
        if now == new {
            // Also what only others may set: a file that changes nothing is nobody's offence.
            return Line::Unchanged;
        }
        if let Err(why) = Self::may_set(member, definition) {
            return refused(why);
        }
        if let Some(why) = new.as_ref().and_then(|it| objection(definition, it)) {
            return Line::Rejected(WhyRejected::Objection(why));
        }
        Line::Change(PlannedChange {
            definition,
            now,
            then: new,
        })
    }

    fn violated(&self, before: Snapshot, changes: &[PlannedChange]) -> Option<&'static Constraint> {
        let touched = changes.iter().map(|it| it.definition);
        let constraints = self.registry.constraints_on(touched);
        let after = changes.iter().fold(before, |settings, it| {
            settings.having(it.definition, it.then.as_ref())
        });
        constraints.into_iter().find(|it| !(it.holds)(&after))
    }
}

/// How often each name is wished.
pub(in crate::use_cases) fn times_named(wishes: &[Wish]) -> BTreeMap<(&str, &str), usize> {
    let mut times = BTreeMap::new();
    for wish in wishes {
        *times
            .entry((wish.scope.as_str(), wish.key.as_str()))
            .or_default() += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use kernel::{Authority, UserId};

    use super::*;
    use crate::CoercionError::{InvalidSnowflake, OutOfRange};
    use crate::testing::{self, CHANNEL, ENABLED, InMemorySettings, MODEL, NUMBER, ROLE, contract};

    fn line(key: &str, value: RawValue) -> Wish {
        Wish {
            scope: "contract".to_owned(),
            key: key.to_owned(),
            value: Some(value),
        }
    }

    fn text(text: &str) -> RawValue {
        RawValue::Text(text.to_owned())
    }

    fn member(authority: Authority) -> Member {
        let user = UserId::new(9).unwrap();
        Member { user, authority }
    }

    /// The plan for an admin of a guild that has no channel but those below 100.
    fn plan(store: &InMemorySettings, lines: Vec<Wish>) -> ImportPlan<&'static str> {
        let file = SettingsFile {
            guild: Some(contract::OTHER_GUILD),
            exported_at: None,
            settings: lines,
        };
        let settings = testing::settings(store);
        let admin = member(Authority::Admin);
        let objection = |_: &'static Definition, value: &SettingValue| match value {
            SettingValue::Channel(it) if it.get() >= 100 => Some("no such channel"),
            _ => None,
        };
        let plan = settings.plan_import(contract::GUILD, admin, &file, objection);
        plan.now_or_never().unwrap().unwrap()
    }

    fn why(plan: &ImportPlan<&'static str>) -> Vec<(String, WhyRejected<&'static str>)> {
        let rejected = plan.rejected.iter();
        rejected
            .map(|it| (it.key.clone(), it.why.clone()))
            .collect()
    }

    #[test]
    fn tells_what_would_change_from_what_to_what_and_what_is_so_already() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(5));
        store.set(contract::GUILD, &ENABLED, SettingValue::Bool(false));
        let lines = vec![
            line("greeting", text(" Hi ")),
            line("number", text("0")),
            line("enabled", text("off")),
            line("role_id", RawValue::Null),
        ];
        let plan = plan(&store, lines);
        assert!(plan.from_elsewhere);
        assert_eq!(plan.unchanged, 2, "off is off, and an unset role is unset");
        let changes: Vec<_> = plan
            .changes
            .iter()
            .map(|it| (it.definition.key, it.now.clone(), it.then.clone()))
            .collect();
        let (five, zero) = (SettingValue::Int(5), SettingValue::Int(0));
        let hi = SettingValue::Text(" Hi ".to_owned());
        let expected = [
            ("greeting", None, Some(hi)),
            ("number", Some(five), Some(zero)),
        ];
        assert_eq!(changes, expected);
        assert!(plan.can_be_made() && plan.rejected.is_empty());
    }

    #[test]
    fn null_clears_what_is_set() {
        let store = InMemorySettings::default();
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(5));
        let plan = plan(&store, vec![line("number", RawValue::Null)]);
        assert_eq!(plan.changes[0].then, None);
        assert_eq!(plan.wishes()[0].value, None);
    }

    #[test]
    fn every_line_that_cannot_be_taken_is_named_with_its_reason() {
        let lines = vec![
            line("number", RawValue::Int(9999)),
            line("model", text("m-1")),
            line("message_id", text("5")),
            line("nothing", RawValue::Bool(true)),
            line("channel_id", text("100")),
            line("role_id", text("#general")),
            line("ratio", RawValue::Int(1)),
        ];
        let plan = plan(&InMemorySettings::default(), lines);
        let refused = WhyRejected::Refused;
        let expected = [
            ("number", refused(ChangeRefusal::Invalid(OutOfRange))),
            ("model", refused(ChangeRefusal::OwnerOnly)),
            ("message_id", refused(ChangeRefusal::Managed)),
            ("nothing", refused(ChangeRefusal::UnknownSetting)),
            ("channel_id", WhyRejected::Objection("no such channel")),
            ("role_id", refused(ChangeRefusal::Invalid(InvalidSnowflake))),
        ];
        let expected = expected.map(|(key, why)| (key.to_owned(), why));
        assert_eq!(why(&plan), expected);
        assert_eq!(plan.changes.len(), 1, "the rest can be brought in");
    }

    #[test]
    fn a_name_that_is_there_twice_is_left_out_and_named_once() {
        let lines = vec![
            line("number", RawValue::Int(1)),
            line("ratio", RawValue::Int(1)),
            line("number", RawValue::Int(2)),
        ];
        let plan = plan(&InMemorySettings::default(), lines);
        let repeated = ("number".to_owned(), WhyRejected::Repeated);
        assert_eq!(why(&plan), [repeated]);
        assert_eq!(plan.changes.len(), 1);
    }

    #[test]
    fn what_only_owners_set_is_no_offence_while_it_stays_as_it_is() {
        let store = InMemorySettings::default();
        let model = SettingValue::Text("m-1".to_owned());
        store.set(contract::GUILD, &MODEL, model);
        let same = plan(&store, vec![line("model", text("m-1"))]);
        assert_eq!((same.unchanged, why(&same)), (1, Vec::new()));
    }

    #[test]
    fn settings_that_would_not_go_together_are_found_before_anything_is_done() {
        let lines = vec![
            line("enabled", RawValue::Bool(false)),
            line("number", RawValue::Int(13)),
        ];
        let plan = plan(&InMemorySettings::default(), lines);
        assert_eq!(plan.violated, Some(&testing::NO_THIRTEEN));
        assert!(!plan.can_be_made());
    }

    #[test]
    fn a_plan_without_changes_cannot_be_made() {
        assert!(!plan(&InMemorySettings::default(), Vec::new()).can_be_made());
    }

    #[test]
    fn other_changes_have_another_fingerprint() {
        let store = InMemorySettings::default();
        let of = |key, value| plan(&store, vec![line(key, value)]).fingerprint();
        let number = of("number", RawValue::Int(5));
        assert_eq!(number, of("number", text("5")), "the same in other words");
        assert_ne!(number, of("number", RawValue::Int(6)));
        assert_ne!(number, of("ratio", RawValue::Int(1)));
        store.set(contract::GUILD, &NUMBER, SettingValue::Int(4));
        assert_ne!(
            number,
            of("number", RawValue::Int(5)),
            "from something else"
        );
    }

    #[test]
    fn the_world_outside_is_asked_only_about_values_that_could_be_set() {
        let file = SettingsFile {
            guild: None,
            exported_at: None,
            settings: vec![
                line(MODEL.key, text("m-1")),
                line(ROLE.key, RawValue::Bool(true)),
                line(CHANNEL.key, RawValue::Int(0)),
            ],
        };
        let settings = testing::settings(&InMemorySettings::default());
        let never = |_: &'static Definition, _: &SettingValue| -> Option<()> {
            panic!("nothing here needs to be asked")
        };
        let admin = member(Authority::Admin);
        let plan = settings.plan_import(contract::GUILD, admin, &file, never);
        let plan = plan.now_or_never().unwrap().unwrap();
        assert!(!plan.from_elsewhere, "nobody says where it comes from");
        assert_eq!((plan.rejected.len(), plan.unchanged), (2, 1));
    }

    #[test]
    fn members_are_shown_nothing() {
        let file = SettingsFile {
            guild: None,
            exported_at: None,
            settings: Vec::new(),
        };
        let settings = testing::settings(&InMemorySettings::default());
        let nothing = |_: &'static Definition, _: &SettingValue| None::<()>;
        let plan = settings.plan_import(contract::GUILD, member(Authority::Member), &file, nothing);
        assert!(matches!(
            plan.now_or_never().unwrap(),
            Err(UseCaseError::Refused(ChangeRefusal::NotAdmin))
        ));
    }
}
