//! The indexes of guilds that were searched lately, in step with the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure};

use super::{FaqEntry, FaqId, FaqIndex, FaqRevision, FaqStore};

/// So long an index is trusted before the store is asked whether another process changed something.
const TRUSTED: TimeDelta = TimeDelta::seconds(10);

/// The indexes in memory, a guild each.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    indexes: Mutex<HashMap<GuildId, Arc<Shelved>>>,
}

#[derive(Debug)]
pub(super) struct Shelved {
    index: RwLock<FaqIndex>,
    step: Mutex<Step>,
}

/// How an index stands to its store.
#[derive(Debug, Clone)]
struct Step {
    /// What it was made of; none once this process has changed something itself.
    revision: Option<FaqRevision>,
    looked_at: DateTime<Utc>,
}

impl Shelved {
    /// The index, to be read and given back at once.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, FaqIndex> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&self) -> Step {
        let step = self.step.lock().unwrap_or_else(PoisonError::into_inner);
        step.clone()
    }

    fn set_step(&self, step: Step) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = step;
    }

    fn doubt(&self) {
        self.set_step(Step {
            looked_at: DateTime::UNIX_EPOCH,
            ..self.step()
        });
    }

    fn change(&self, change: impl FnOnce(&mut FaqIndex)) {
        let looked_at = self.step().looked_at;
        change(&mut self.index.write().unwrap_or_else(PoisonError::into_inner));
        // Whether others changed something besides, the next look tells.
        self.set_step(Step {
            revision: None,
            looked_at,
        });
    }
}

impl Shelf {
    /// Of so many guilds an index is kept at most.
    pub(super) const MOST_GUILDS: usize = 500;

    /// Of how many guilds an index is kept.
    pub(super) fn kept_guilds(&self) -> usize {
        self.lock().len()
    }

    /// The guild's index: as it is in memory where that was looked at lately or the store cannot be asked, and made anew
    /// where the store has another state.
    pub(super) async fn index(
        &self,
        store: &dyn FaqStore,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<Arc<Shelved>, PortFailure> {
        let Some(kept) = self.kept(guild) else {
            return self.reload(store, guild, now).await;
        };
        let step = kept.step();
        if now - step.looked_at < TRUSTED {
            return Ok(kept);
        }
        // Answers that may be old help more than none.
        let Ok(revision) = store.revision(guild).await else {
            return Ok(kept);
        };
        if step.revision.as_ref() != Some(&revision) {
            return Ok(self.reload(store, guild, now).await.unwrap_or(kept));
        }
        kept.set_step(Step {
            looked_at: now,
            ..step
        });
        Ok(kept)
    }

    /// Makes the guild's index anew.
    pub(super) async fn reload(
        &self,
        store: &dyn FaqStore,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<Arc<Shelved>, PortFailure> {
        // Asked first, so that what changes in between is noticed at the next look.
        let revision = store.revision(guild).await?;
        let index = FaqIndex::of(store.all(guild).await?);
        let shelved = Arc::new(Shelved {
            index: RwLock::new(index),
            step: Mutex::new(Step {
                revision: Some(revision),
                looked_at: now,
            }),
        });
        let mut indexes = self.lock();
        if indexes.len() >= Self::MOST_GUILDS && !indexes.contains_key(&guild) {
            let oldest = indexes.iter().min_by_key(|(_, it)| it.step().looked_at);
            if let Some(oldest) = oldest.map(|(guild, _)| *guild) {
                indexes.remove(&oldest);
            }
        }
        indexes.insert(guild, Arc::clone(&shelved));
        Ok(shelved)
    }

    /// Puts an entry into its guild's index, where one is kept.
    pub(super) fn put(&self, entry: &FaqEntry) {
        if let Some(kept) = self.kept(entry.guild) {
            kept.change(|it| it.put(entry.clone()));
        }
    }

    /// Takes an entry out of the guild's index, where one is kept.
    pub(super) fn remove(&self, guild: GuildId, id: FaqId) {
        if let Some(kept) = self.kept(guild) {
            kept.change(|it| it.remove(id));
        }
    }

    /// Has the store asked before the guild's index is used again, as when another process has said that something
    /// changed. It is kept all the same, should the store be away by then.
    pub(super) fn doubt(&self, guild: GuildId) {
        if let Some(kept) = self.kept(guild) {
            kept.doubt();
        }
    }

    /// As [`Shelf::doubt`], of every guild.
    pub(super) fn doubt_all(&self) {
        self.lock().values().for_each(|it| it.doubt());
    }

    fn kept(&self, guild: GuildId) -> Option<Arc<Shelved>> {
        self.lock().get(&guild).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<GuildId, Arc<Shelved>>> {
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
