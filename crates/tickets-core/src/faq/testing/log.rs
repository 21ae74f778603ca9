//! A log channel that remembers what it was told.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::GuildId;

use crate::faq::{FaqEvent, FaqLog};

/// A [`FaqLog`] that remembers what it was told. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct RecordingFaqLog {
    told: Arc<Mutex<Vec<(GuildId, FaqEvent)>>>,
}

impl RecordingFaqLog {
    /// What a guild was told, in order.
    pub fn told(&self, guild: GuildId) -> Vec<FaqEvent> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = told.iter().filter(|(of, _)| *of == guild);
        theirs.map(|(_, event)| event.clone()).collect()
    }
}

#[async_trait]
impl FaqLog for RecordingFaqLog {
    async fn record(&self, guild: GuildId, event: &FaqEvent) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.push((guild, event.clone()));
    }
}
