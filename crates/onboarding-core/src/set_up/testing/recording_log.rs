//! A log that remembers.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{GuildId, UserId};

use crate::set_up::{SetUpChange, SetUpLog};

/// A [`SetUpLog`] that remembers what it was told. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct RecordingSetUpLog {
    told: Arc<Mutex<Vec<(GuildId, UserId, SetUpChange)>>>,
}

impl RecordingSetUpLog {
    /// What was told since this was last asked.
    pub fn take(&self) -> Vec<(GuildId, UserId, SetUpChange)> {
        std::mem::take(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl SetUpLog for RecordingSetUpLog {
    async fn changed(&self, guild: GuildId, by: UserId, change: &SetUpChange) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.push((guild, by, change.clone()));
    }
}
