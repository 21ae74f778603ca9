//! Settings without a database.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::DateTime;
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{
    ApplyChanges, Definition, Override, SettingChanged, SettingValue, SettingsReader,
    SettingsStore, Snapshot,
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
    history: Vec<(GuildId, SettingChanged)>,
    reads_to_fail: usize,
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

    /// Every change that was applied, in order.
    pub fn history(&self) -> Vec<(GuildId, SettingChanged)> {
        self.lock().history.clone()
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

    async fn apply(&self, request: ApplyChanges) -> Result<Vec<SettingChanged>, PortFailure> {
        let mut state = self.lock();
        let settings = state.guilds.entry(request.guild).or_default();
        let mut changed = Vec::new();
        for change in request.changes {
            let name = (change.definition.scope, change.definition.key);
            let old = match change.new.clone() {
                Some(value) => settings.insert(name, set_by(request.actor, value)),
                None => settings.remove(&name),
            };
            let old = old.map(|it| it.value);
            if old != change.new {
                changed.push(SettingChanged {
                    definition: change.definition,
                    old,
                    new: change.new,
                    actor: request.actor,
                    source: request.source,
                });
            }
        }
        let history = changed.iter().map(|it| (request.guild, it.clone()));
        state.history.extend(history);
        Ok(changed)
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
