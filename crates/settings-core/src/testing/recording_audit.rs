//! An audit that remembers instead of posting.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId};

use crate::{SettingChanged, SettingsAudit};

/// A [`SettingsAudit`] that remembers what it was told. Clones share their memory.
#[derive(Debug, Clone, Default)]
pub struct RecordingAudit {
    entries: Arc<Mutex<Vec<AuditEntry>>>,
}

/// What an audit was told at once.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Whose settings changed.
    pub guild: GuildId,
    /// Where it would have been posted.
    pub channel: ChannelId,
    /// What changed.
    pub changes: Vec<SettingChanged>,
}

impl RecordingAudit {
    /// Everything it was told, in order.
    pub fn entries(&self) -> Vec<AuditEntry> {
        let entries = self.entries.lock();
        entries.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl SettingsAudit for RecordingAudit {
    async fn changed(&self, guild: GuildId, channel: ChannelId, changes: &[SettingChanged]) {
        let entry = AuditEntry {
            guild,
            channel,
            changes: changes.to_vec(),
        };
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push(entry);
    }
}
