//! Discord's list of commands, and what it was told, in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};

use crate::{CommandRegistry, Definitions, OverwriteFailure, Scope, SyncState, SyncStates};

/// [`SyncStates`] in memory.
#[derive(Debug, Default)]
pub struct InMemorySyncStates {
    states: Mutex<HashMap<Scope, SyncState>>,
}

#[async_trait]
impl SyncStates for InMemorySyncStates {
    async fn load(&self, scope: Scope) -> Result<Option<SyncState>, PortFailure> {
        Ok(lock(&self.states).get(&scope).cloned())
    }

    async fn guilds_with_commands(&self) -> Result<Vec<GuildId>, PortFailure> {
        let states = lock(&self.states);
        let told = states.iter().filter(|(_, state)| state.count > 0);
        Ok(told.filter_map(|(scope, _)| scope.guild()).collect())
    }

    async fn synced(
        &self,
        scope: Scope,
        definitions: &Definitions,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let state = SyncState {
            hash: definitions.hash.clone(),
            count: definitions.count,
            synced_at: at,
            blocked_until: None,
        };
        lock(&self.states).insert(scope, state);
        Ok(())
    }

    async fn blocked(&self, scope: Scope, until: DateTime<Utc>) -> Result<(), PortFailure> {
        let mut states = lock(&self.states);
        let state = states.entry(scope).or_insert_with(|| SyncState {
            hash: "none".to_owned(),
            count: 0,
            synced_at: DateTime::UNIX_EPOCH,
            blocked_until: None,
        });
        state.blocked_until = Some(until);
        Ok(())
    }
}

/// A [`CommandRegistry`] that answers as it is told, and remembers what it was asked.
#[derive(Debug)]
pub struct FakeRegistry {
    state: Mutex<Registry>,
}

#[derive(Debug)]
struct Registry {
    definitions: Definitions,
    overwritten: Vec<Scope>,
    cleared: Vec<GuildId>,
    failures: HashMap<Scope, OverwriteFailure>,
    under_way: usize,
    most_under_way: usize,
}

impl FakeRegistry {
    /// Discord with an open ear for these `definitions`.
    pub fn of(definitions: Definitions) -> Self {
        Self {
            state: Mutex::new(Registry {
                definitions,
                overwritten: Vec::new(),
                cleared: Vec::new(),
                failures: HashMap::new(),
                under_way: 0,
                most_under_way: 0,
            }),
        }
    }

    /// The bot is updated, and has other commands.
    pub fn define(&self, definitions: Definitions) {
        lock(&self.state).definitions = definitions;
    }

    /// The next time that it is told in `scope`, it answers with this.
    pub fn fail(&self, scope: Scope, failure: OverwriteFailure) {
        lock(&self.state).failures.insert(scope, failure);
    }

    /// Where it was told, in order.
    pub fn overwritten(&self) -> Vec<Scope> {
        lock(&self.state).overwritten.clone()
    }

    /// Whose own commands were taken away, in order.
    pub fn cleared(&self) -> Vec<GuildId> {
        lock(&self.state).cleared.clone()
    }

    /// How many times at most it was being told at once.
    pub fn most_under_way(&self) -> usize {
        lock(&self.state).most_under_way
    }
}

#[async_trait]
impl CommandRegistry for FakeRegistry {
    fn definitions(&self) -> Definitions {
        lock(&self.state).definitions.clone()
    }

    async fn overwrite(&self, scope: Scope) -> Result<(), OverwriteFailure> {
        {
            let mut state = lock(&self.state);
            state.under_way += 1;
            state.most_under_way = state.most_under_way.max(state.under_way);
        }
        pause().await;
        let mut state = lock(&self.state);
        state.under_way -= 1;
        state.overwritten.push(scope);
        state.failures.remove(&scope).map_or(Ok(()), Err)
    }

    async fn clear(&self, guild: GuildId) -> Result<(), OverwriteFailure> {
        let mut state = lock(&self.state);
        state.cleared.push(guild);
        let failure = state.failures.remove(&Scope::Guild(guild));
        failure.map_or(Ok(()), Err)
    }
}

/// Lets whoever else is under way come to the same point.
async fn pause() {
    let mut rounds = 8;
    std::future::poll_fn(|context| {
        if rounds == 0 {
            return std::task::Poll::Ready(());
        }
        rounds -= 1;
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    crate::sync_states_contract!(#[tokio::test] fn() => Arc::new(InMemorySyncStates::default()));
}
