//! Acceptances in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{Acceptance, AcceptanceStore, Accepted};

/// [`AcceptanceStore`] in memory.
#[derive(Debug, Default)]
pub struct InMemoryAcceptances {
    accepted: Mutex<HashMap<(GuildId, UserId), Acceptance>>,
    is_away: Mutex<bool>,
}

impl InMemoryAcceptances {
    /// From now on nothing can be stored, or it can again.
    pub fn go_away(&self, away: bool) {
        *self.is_away.lock().unwrap_or_else(PoisonError::into_inner) = away;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(GuildId, UserId), Acceptance>> {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl AcceptanceStore for InMemoryAcceptances {
    async fn accept(
        &self,
        guild: GuildId,
        user: UserId,
        version: &str,
        at: DateTime<Utc>,
    ) -> Result<Accepted, PortFailure> {
        if *self.is_away.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(PortFailure::new("note it", Retry::Later, "away"));
        }
        let acceptance = Acceptance {
            version: version.to_owned(),
            at,
        };
        let mut accepted = self.lock();
        match accepted.get(&(guild, user)).cloned() {
            Some(before) if before.version == version => Ok(Accepted::Before(before)),
            before => {
                accepted.insert((guild, user), acceptance);
                Ok(before.map_or(Accepted::Now, Accepted::Renewed))
            }
        }
    }

    async fn count(&self, guild: GuildId) -> Result<u64, PortFailure> {
        let count = self.lock().keys().filter(|it| it.0 == guild).count();
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }
}
