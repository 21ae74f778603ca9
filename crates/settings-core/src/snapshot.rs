//! All settings of one guild at one moment.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, MessageId, RoleId, UserId};

use crate::{DefaultValue, Definition, SettingValue};

/// Everything that one guild has set, decoded and unchangeable: a reader sees all of one moment or all of the next.
///
/// A value that the guild has set is honoured exactly, `0`, `false` and all; the definition's default holds otherwise.
/// Where what it has set cannot be read, a feature counts as switched off.
/// [`Snapshot::default`] is a guild that has set nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    overrides: BTreeMap<(&'static str, &'static str), Override>,
    unreadable: BTreeSet<(&'static str, &'static str)>,
}

/// A value that a guild has set.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// The value.
    pub value: SettingValue,
    /// Who set it; `None` for the bot itself.
    pub updated_by: Option<UserId>,
    /// When.
    pub updated_at: DateTime<Utc>,
}

impl Snapshot {
    /// A guild that has set these: scope, key, and what was set.
    pub fn from_overrides(
        overrides: impl IntoIterator<Item = (&'static str, &'static str, Override)>,
    ) -> Self {
        let overrides = overrides.into_iter();
        Self {
            overrides: overrides
                .map(|(scope, key, it)| ((scope, key), it))
                .collect(),
            unreadable: BTreeSet::new(),
        }
    }

    /// The same guild with these, by scope and key, stored so that nobody can read them.
    #[must_use]
    pub fn with_unreadable(
        mut self,
        names: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Self {
        self.unreadable.extend(names);
        self
    }

    /// Whether something is stored for this setting that cannot be read.
    pub fn is_unreadable(&self, definition: &Definition) -> bool {
        self.unreadable
            .contains(&(definition.scope, definition.key))
    }

    /// The same guild with `definition` set to `value`; for tests, which care neither who set it nor when.
    #[must_use]
    pub fn with(mut self, definition: &Definition, value: SettingValue) -> Self {
        let set = Override {
            value,
            updated_by: None,
            updated_at: DateTime::UNIX_EPOCH,
        };
        let name = (definition.scope, definition.key);
        self.unreadable.remove(&name);
        self.overrides.insert(name, set);
        self
    }

    /// What the guild has set, with who and when; `None` while the default holds.
    pub fn overridden(&self, definition: &Definition) -> Option<&Override> {
        self.overrides.get(&(definition.scope, definition.key))
    }

    /// The value that holds: what the guild has set, or else the default; `None` when neither exists.
    pub fn effective(&self, definition: &Definition) -> Option<SettingValue> {
        self.value(definition)
            .cloned()
            .or_else(|| self.otherwise(definition).value())
    }

    /// A yes or no.
    pub fn bool(&self, definition: &Definition) -> bool {
        match self.value(definition) {
            Some(SettingValue::Bool(it)) => *it,
            _ => matches!(self.otherwise(definition), DefaultValue::Bool(true)),
        }
    }

    /// A whole number; 0 when the definition has no default.
    pub fn int(&self, definition: &Definition) -> i64 {
        match (self.value(definition), self.otherwise(definition)) {
            (Some(SettingValue::Int(it)), _) => *it,
            (_, DefaultValue::Int(it)) => it,
            _ => 0,
        }
    }

    /// A number; 0 when the definition has no default.
    pub fn float(&self, definition: &Definition) -> f64 {
        match (self.value(definition), self.otherwise(definition)) {
            (Some(SettingValue::Float(it)), _) => *it,
            (_, DefaultValue::Float(it)) => it,
            _ => 0.0,
        }
    }

    /// A channel, thread or category.
    pub fn channel(&self, definition: &Definition) -> Option<ChannelId> {
        match self.value(definition)? {
            SettingValue::Channel(it) | SettingValue::Category(it) => Some(*it),
            _ => None,
        }
    }

    /// A role.
    pub fn role(&self, definition: &Definition) -> Option<RoleId> {
        match self.value(definition)? {
            SettingValue::Role(it) => Some(*it),
            _ => None,
        }
    }

    /// A message.
    pub fn message(&self, definition: &Definition) -> Option<MessageId> {
        match self.value(definition)? {
            SettingValue::Message(it) => Some(*it),
            _ => None,
        }
    }

    /// A text or a model's name.
    pub fn text(&self, definition: &Definition) -> Option<&str> {
        match (self.value(definition), self.otherwise(definition)) {
            (Some(SettingValue::Text(it)), _) => Some(it),
            (_, DefaultValue::Text(it)) => Some(it),
            _ => None,
        }
    }

    /// A choice: one of the definition's words; empty when it has no default.
    pub fn choice(&self, definition: &Definition) -> &str {
        self.text(definition).unwrap_or_default()
    }

    /// A time zone; UTC when the definition has no default.
    pub fn zone(&self, definition: &Definition) -> Tz {
        match (self.value(definition), self.otherwise(definition)) {
            (Some(SettingValue::TimeZone(it)), _) => *it,
            (_, DefaultValue::TimeZone(it)) => it,
            _ => Tz::UTC,
        }
    }

    /// The same guild with `definition` set to this, or not set.
    pub(crate) fn having(mut self, definition: &Definition, set: Option<&SettingValue>) -> Self {
        if let Some(value) = set {
            return self.with(definition, value.clone());
        }
        let name = (definition.scope, definition.key);
        self.unreadable.remove(&name);
        self.overrides.remove(&name);
        self
    }

    /// What holds where the guild has set nothing that can be read.
    fn otherwise(&self, definition: &Definition) -> DefaultValue {
        if self.is_unreadable(definition) {
            definition.when_unreadable()
        } else {
            definition.default
        }
    }

    fn value(&self, definition: &Definition) -> Option<&SettingValue> {
        self.overridden(definition).map(|it| &it.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CHANNEL, CHOICE, DEFINITIONS, ENABLED, MODEL, NUMBER, RATIO, TEXT, ZONE};

    #[test]
    fn a_guild_that_has_set_nothing_has_every_default() {
        let snapshot = Snapshot::default();
        assert!(snapshot.bool(&ENABLED));
        assert_eq!(snapshot.int(&NUMBER), 60);
        assert!((snapshot.float(&RATIO) - 0.7).abs() < f64::EPSILON);
        assert_eq!(snapshot.channel(&CHANNEL), None);
        assert_eq!(snapshot.choice(&CHOICE), "loud");
        assert_eq!(snapshot.text(&TEXT), Some("Hello"));
        assert_eq!(snapshot.text(&MODEL), None);
        assert_eq!(snapshot.zone(&ZONE), Tz::Europe__Brussels);
        for definition in DEFINITIONS {
            assert_eq!(snapshot.effective(definition), definition.default_value());
        }
    }

    #[test]
    fn zero_and_false_win_over_the_default() {
        let snapshot = Snapshot::default()
            .with(&NUMBER, SettingValue::Int(0))
            .with(&RATIO, SettingValue::Float(0.0))
            .with(&ENABLED, SettingValue::Bool(false));
        assert_eq!(snapshot.int(&NUMBER), 0);
        assert!(snapshot.float(&RATIO).abs() < f64::EPSILON);
        assert!(!snapshot.bool(&ENABLED));
    }

    #[test]
    fn a_feature_whose_switch_cannot_be_read_is_off() {
        let stored = |it: &Definition| (it.scope, it.key);
        let snapshot =
            Snapshot::default().with_unreadable([&ENABLED, &NUMBER, &CHOICE].map(stored));
        assert!(snapshot.is_unreadable(&ENABLED) && !snapshot.is_unreadable(&TEXT));
        assert!(!snapshot.bool(&ENABLED));
        let off = SettingValue::Bool(false);
        assert_eq!(snapshot.effective(&ENABLED), Some(off));
        assert_eq!(
            (snapshot.int(&NUMBER), snapshot.choice(&CHOICE)),
            (60, "loud")
        );
        let mended = snapshot.with(&ENABLED, SettingValue::Bool(true));
        assert!(mended.bool(&ENABLED) && !mended.is_unreadable(&ENABLED));
        let mended = mended.having(&NUMBER, None).having(&CHOICE, None);
        assert_eq!(mended.having(&ENABLED, None), Snapshot::default());
    }

    #[test]
    fn tells_who_set_a_value() {
        let set = Override {
            value: SettingValue::Int(5),
            updated_by: UserId::new(9).ok(),
            updated_at: DateTime::UNIX_EPOCH,
        };
        let snapshot = Snapshot::from_overrides([(NUMBER.scope, NUMBER.key, set.clone())]);
        assert_eq!(snapshot.overridden(&NUMBER), Some(&set));
        assert_eq!(snapshot.overridden(&ENABLED), None);
        assert_eq!(snapshot.having(&NUMBER, None), Snapshot::default());
    }
}
