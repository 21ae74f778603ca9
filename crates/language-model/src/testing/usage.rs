//! Counts of answers in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{PortFailure, Retry};

use crate::{Counted, ModelUsage, UsageKey, Used};

/// Counts in memory; fails when it is told to.
#[derive(Debug, Default)]
pub struct InMemoryUsage(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    used: HashMap<UsageKey, Used>,
    is_away: bool,
}

impl InMemoryUsage {
    /// From now on every call fails, or none does.
    pub fn is_away(&self, is_away: bool) {
        self.lock().is_away = is_away;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, State>, PortFailure> {
        let state = self.lock();
        if state.is_away {
            return Err(PortFailure::new(
                "count answers",
                Retry::Later,
                "told to fail",
            ));
        }
        Ok(state)
    }
}

#[async_trait]
impl ModelUsage for InMemoryUsage {
    async fn count(&self, key: &UsageKey, limit: Option<u32>) -> Result<Counted, PortFailure> {
        let mut state = self.working()?;
        let used = state.used.entry(*key).or_default();
        if limit.is_some_and(|it| used.answers >= it) {
            return Ok(Counted::Full);
        }
        used.answers += 1;
        Ok(Counted::Now(used.answers))
    }

    async fn give_back(&self, key: &UsageKey) -> Result<(), PortFailure> {
        let mut state = self.working()?;
        if let Some(used) = state.used.get_mut(key) {
            used.answers = used.answers.saturating_sub(1);
        }
        Ok(())
    }

    async fn add_tokens(&self, key: &UsageKey, tokens: u64) -> Result<(), PortFailure> {
        let mut state = self.working()?;
        let used = state.used.entry(*key).or_default();
        used.tokens = used.tokens.saturating_add(tokens);
        Ok(())
    }

    async fn used(&self, key: &UsageKey) -> Result<Used, PortFailure> {
        let state = self.working()?;
        Ok(state.used.get(key).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::model_usage_contract!(#[tokio::test] fn() => Box::new(InMemoryUsage::default()));
}
