//! Settings without a database.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{
    ApplyChanges, Definition, HistoryEntry, HistoryFilter, HistoryId, NotApplied, Override,
    RawValue, SettingChanged, SettingValue, SettingsHistory, SettingsReader, SettingsStore,
    Snapshot,
};

/// A [`SettingsReader`] and [`SettingsStore`] that keeps settings in memory, all of them set in 1970. Clones share what
/// they keep.
#[derive(Debug, Clone, Default)]
pub struct InMemorySettings {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    guilds: BTreeMap<GuildId, BTreeMap<(&'static str, &'static str), Override>>,
    history: Vec<Line>,
    reads_to_fail: usize,
    silent: bool,
}

/// A line of the history.
#[derive(Debug, Clone)]
struct Line {
    guild: GuildId,
    change: SettingChanged,
    rollback_of: Option<HistoryId>,
    request_id: Option<String>,
}

impl InMemorySettings {
    /// Sets a value without anybody having wished for it, and without history.
    pub fn set(&self, guild: GuildId, definition: &Definition, value: SettingValue) {
        let name = (definition.scope, definition.key);
        let mut state = self.lock();
        let settings = state.guilds.entry(guild).or_default();
        settings.insert(name, set_by(None, value));
    }

    /// Makes the next `count` reads fail, as when the database cannot be reached.
    pub fn fail_next_reads(&self, count: usize) {
        self.lock().reads_to_fail = count;
    }

    /// Lets every read from now on wait for ever, as when the database hangs.
    pub fn fall_silent(&self) {
        self.lock().silent = true;
    }

    /// Every change that was applied, in order.
    pub fn history(&self) -> Vec<(GuildId, SettingChanged)> {
        let history = self.lock().history.clone();
        let changes = history.into_iter().map(|it| (it.guild, it.change));
        changes.collect()
    }

    /// The guild's history, the oldest first.
    fn entries(&self, guild: GuildId) -> Vec<HistoryEntry> {
        let state = self.lock();
        let told = (1..)
            .zip(&state.history)
            .filter(|(_, it)| it.guild == guild);
        let entry = |(id, line): (i64, &Line)| {
            let change = &line.change;
            Some(HistoryEntry {
                id: HistoryId::new(id).ok()?,
                scope: change.definition.scope.to_owned(),
                key: change.definition.key.to_owned(),
                old: change.old.as_ref().map(RawValue::from),
                new: change.new.as_ref().map(RawValue::from),
                changed_by: change.actor,
                changed_at: DateTime::UNIX_EPOCH,
                change_type: change.change_type(),
                source: change.source,
                rollback_of: line.rollback_of,
                value_type: Some(change.definition.kind.value_type().to_owned()),
                request_id: line.request_id.clone(),
            })
        };
        told.filter_map(entry).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SettingsReader for InMemorySettings {
    async fn snapshot(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure> {
        self.load(guild).await.map(Arc::new)
    }

    async fn invalidate(&self, _guild: GuildId) {}
}

#[async_trait]
impl SettingsStore for InMemorySettings {
    async fn load(&self, guild: GuildId) -> Result<Snapshot, PortFailure> {
        if self.lock().silent {
            std::future::pending::<()>().await;
        }
        let mut state = self.lock();
        if state.reads_to_fail > 0 {
            state.reads_to_fail -= 1;
            let failure = PortFailure::new("load settings", Retry::Later, "told to fail");
            return Err(failure);
        }
        let stored = state.guilds.get(&guild).into_iter().flatten();
        let overrides = stored.map(|((scope, key), it)| (*scope, *key, it.clone()));
        Ok(Snapshot::from_overrides(overrides))
    }

    async fn apply(&self, request: ApplyChanges) -> Result<Vec<SettingChanged>, NotApplied> {
        let mut state = self.lock();
        let mut settings = state
            .guilds
            .get(&request.guild)
            .cloned()
            .unwrap_or_default();
        let mut changed = Vec::new();
        for change in request.changes {
            let name = (change.definition.scope, change.definition.key);
            let old = match change.new.clone() {
                Some(value) => settings.insert(name, set_by(request.actor, value)),
                None => settings.remove(&name),
            };
            let old = old.map(|it| it.value);
            if old != change.new {
                let told = SettingChanged {
                    definition: change.definition,
                    old,
                    new: change.new,
                    actor: request.actor,
                    source: request.source,
                };
                changed.push(Line {
                    guild: request.guild,
                    change: told,
                    rollback_of: change.rollback_of,
                    request_id: request.request_id.clone(),
                });
            }
        }
        let stored = settings
            .iter()
            .map(|(name, it)| (name.0, name.1, it.clone()));
        let after = Snapshot::from_overrides(stored);
        if let Some(broken) = request.constraints.iter().find(|it| !(it.holds)(&after)) {
            return Err(NotApplied::Violates(broken));
        }
        state.guilds.insert(request.guild, settings);
        state.history.extend(changed.iter().cloned());
        Ok(changed.into_iter().map(|it| it.change).collect())
    }
}

#[async_trait]
impl SettingsHistory for InMemorySettings {
    async fn history(
        &self,
        guild: GuildId,
        filter: &HistoryFilter,
    ) -> Result<Vec<HistoryEntry>, PortFailure> {
        let fits = |it: &HistoryEntry| {
            filter.scope.as_ref().is_none_or(|scope| *scope == it.scope)
                && filter.key.as_ref().is_none_or(|key| *key == it.key)
                && filter
                    .change_type
                    .is_none_or(|wanted| wanted == it.change_type)
                && filter.before.is_none_or(|before| it.id < before)
        };
        let mut entries: Vec<_> = self.entries(guild).into_iter().filter(fits).collect();
        entries.reverse();
        entries.truncate(filter.limit.into());
        Ok(entries)
    }

    async fn history_entry(
        &self,
        guild: GuildId,
        id: HistoryId,
    ) -> Result<Option<HistoryEntry>, PortFailure> {
        Ok(self.entries(guild).into_iter().find(|it| it.id == id))
    }

    async fn first_changes_since(
        &self,
        guild: GuildId,
        moment: DateTime<Utc>,
    ) -> Result<Vec<HistoryEntry>, PortFailure> {
        let mut first: BTreeMap<(String, String), HistoryEntry> = BTreeMap::new();
        for entry in self.entries(guild) {
            if entry.changed_at > moment {
                let name = (entry.scope.clone(), entry.key.clone());
                first.entry(name).or_insert(entry);
            }
        }
        Ok(first.into_values().collect())
    }
}

fn set_by(updated_by: Option<UserId>, value: SettingValue) -> Override {
    Override {
        value,
        updated_by,
        updated_at: DateTime::UNIX_EPOCH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::settings_store_contract!(#[tokio::test] fn() => InMemorySettings::default());
}
