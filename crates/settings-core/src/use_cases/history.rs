//! Reading the history of a guild's settings.

use kernel::{GuildId, PortFailure};

use crate::{Definition, HistoryEntry, HistoryFilter, HistoryId, RawValue, SettingValue, Settings};

/// A line of the history, and what its values mean today.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldChange {
    /// The line.
    pub entry: HistoryEntry,
    /// The setting, if it still exists.
    pub definition: Option<&'static Definition>,
    /// What had been set before; `None` if nothing, or nothing that can be read today.
    pub old: Option<SettingValue>,
    /// What was set then; likewise.
    pub new: Option<SettingValue>,
}

impl Settings {
    /// The lines of the guild's history that `filter` wants, the newest first.
    pub async fn history(
        &self,
        guild: GuildId,
        filter: &HistoryFilter,
    ) -> Result<Vec<ToldChange>, PortFailure> {
        let entries = self.history.history(guild, filter).await?;
        Ok(entries.into_iter().map(|it| self.told(it)).collect())
    }

    /// One line of the guild's history; none when the guild has no such line.
    pub async fn history_entry(
        &self,
        guild: GuildId,
        id: HistoryId,
    ) -> Result<Option<ToldChange>, PortFailure> {
        let entry = self.history.history_entry(guild, id).await?;
        Ok(entry.map(|it| self.told(it)))
    }

    pub(super) fn told(&self, entry: HistoryEntry) -> ToldChange {
        let definition = self.registry.find(&entry.scope, &entry.key);
        let value = |raw: &Option<RawValue>| {
            let raw = raw.clone()?;
            definition?.kind.decode_stored(raw).ok().flatten()
        };
        ToldChange {
            definition,
            old: value(&entry.old),
            new: value(&entry.new),
            entry,
        }
    }
}
