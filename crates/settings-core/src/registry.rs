//! All settings there are, of every feature.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Constraint, Definition};

/// Every definition of the program, found by scope and key.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    definitions: BTreeMap<(&'static str, &'static str), &'static Definition>,
    constraints: Vec<&'static Constraint>,
}

/// Two definitions bear the same name, so that nobody could tell which one a stored row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the setting {scope}.{key} is declared twice")]
pub struct DuplicateSetting {
    /// The scope of both.
    pub scope: &'static str,
    /// The key of both.
    pub key: &'static str,
}

impl Registry {
    /// A registry of the definitions of these features.
    pub fn new(features: &[&'static [Definition]]) -> Result<Self, DuplicateSetting> {
        let mut definitions = BTreeMap::new();
        for definition in features.iter().copied().flatten() {
            let Definition { scope, key, .. } = *definition;
            if definitions.insert((scope, key), definition).is_some() {
                return Err(DuplicateSetting { scope, key });
            }
        }
        Ok(Self {
            definitions,
            constraints: Vec::new(),
        })
    }

    /// The same with these rules over several settings.
    #[must_use]
    pub fn with_constraints(mut self, constraints: &'static [Constraint]) -> Self {
        self.constraints.extend(constraints);
        self
    }

    /// The rules that a change of one of these settings may break.
    pub fn constraints_on<'a>(
        &self,
        changed: impl IntoIterator<Item = &'a Definition>,
    ) -> Vec<&'static Constraint> {
        let scopes: BTreeSet<_> = changed.into_iter().map(|it| it.scope).collect();
        let mut touched = self.constraints.clone();
        touched.retain(|it| scopes.contains(it.scope));
        touched
    }

    /// The definition with this name.
    pub fn find(&self, scope: &str, key: &str) -> Option<&'static Definition> {
        self.definitions.get(&(scope, key)).copied()
    }

    /// The scopes, in alphabetical order.
    pub fn scopes(&self) -> Vec<&'static str> {
        let mut scopes: Vec<_> = self.definitions.keys().map(|(scope, _)| *scope).collect();
        scopes.dedup();
        scopes
    }

    /// The settings of one scope as people see them listed: `enabled` first, then in alphabetical order.
    pub fn in_scope(&self, scope: &str) -> Vec<&'static Definition> {
        let mut found: Vec<_> = self.iter().filter(|it| it.scope == scope).collect();
        found.sort_by_key(|it| (it.key != "enabled", it.key));
        found
    }

    /// Every setting, in alphabetical order of scope and key.
    pub fn iter(&self) -> impl Iterator<Item = &'static Definition> {
        self.definitions.values().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{system, testing};

    fn registry() -> Registry {
        Registry::new(&[testing::DEFINITIONS, system::DEFINITIONS]).unwrap()
    }

    #[test]
    fn finds_a_setting_by_scope_and_key() {
        let found = registry().find("system", "log_level");
        assert_eq!(found, Some(&system::LOG_LEVEL));
        assert_eq!(registry().find("reminders", "log_level"), None);
    }

    #[test]
    fn refuses_two_settings_of_one_name() {
        let twice = Registry::new(&[system::DEFINITIONS, system::DEFINITIONS]);
        let duplicate = DuplicateSetting {
            scope: "system",
            key: "log_channel_id",
        };
        assert_eq!(twice.unwrap_err(), duplicate);
    }

    #[test]
    fn lists_each_scope_once_and_enabled_before_the_rest() {
        assert_eq!(registry().scopes(), ["contract", "system"]);
        let keys: Vec<_> = registry()
            .in_scope("contract")
            .iter()
            .map(|it| it.key)
            .collect();
        assert_eq!(keys[..3], ["enabled", "category_id", "channel_id"]);
    }
}
