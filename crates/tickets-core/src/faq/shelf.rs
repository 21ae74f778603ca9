//! The indexes of guilds that were searched lately, in step with the store.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, Retry};

use super::{FaqEntry, FaqId, FaqIndex, FaqRevision, FaqStore};

/// So long an index is trusted before the store is asked whether another process changed something.
const TRUSTED: TimeDelta = TimeDelta::seconds(10);

/// The indexes in memory, a guild each.
#[derive(Debug)]
pub(super) struct Shelf {
    indexes: Mutex<HashMap<GuildId, Arc<Shelved>>>,
    reading: Mutex<HashMap<GuildId, Arc<Reading>>>,
    most_chars: usize,
}

/// Entries that somebody reads from the store, while others wait for them.
#[derive(Debug, Default)]
struct Reading {
    turn: futures_util::lock::Mutex<()>,
    failures: AtomicU64,
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

impl Default for Shelf {
    fn default() -> Self {
        Self::holding(Self::MOST_CHARS)
    }
}

impl Shelf {
    /// Of so many guilds an index is kept at most.
    pub(super) const MOST_GUILDS: usize = 500;
    /// Indexes are kept of entries with so many characters in all: of the longest FAQ that there can be seven.
    const MOST_CHARS: usize = 16_000_000;

    fn holding(most_chars: usize) -> Self {
        Self {
            indexes: Mutex::default(),
            reading: Mutex::default(),
            most_chars,
        }
    }

    /// Of how many guilds an index is kept.
    pub(super) fn kept_guilds(&self) -> usize {
        self.lock().len()
    }

    /// The guild's index: as it is in memory where that was looked at lately or the store cannot be asked, and made anew
    /// where the store has another state. Of many who ask at once one reads the store; meanwhile the others have what is
    /// in memory, or wait where there is nothing.
    pub(super) async fn index(
        &self,
        store: &dyn FaqStore,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<Arc<Shelved>, PortFailure> {
        if let Some(trusted) = self.trusted(guild, now) {
            return Ok(trusted);
        }
        let reading = self.reading(guild);
        let failures = reading.failures.load(Ordering::Acquire);
        let kept = self.kept(guild);
        let _turn = match (reading.turn.try_lock(), kept) {
            (Some(turn), _) => turn,
            (None, Some(kept)) => return Ok(kept),
            (None, None) => reading.turn.lock().await,
        };
        if let Some(trusted) = self.trusted(guild, now) {
            return Ok(trusted);
        }
        if reading.failures.load(Ordering::Acquire) != failures {
            let cause = "it has just failed for somebody else";
            return Err(PortFailure::new("read all answers", Retry::Later, cause));
        }
        let looked = self.look(store, guild, now).await;
        if looked.is_err() {
            reading.failures.fetch_add(1, Ordering::AcqRel);
        }
        self.lock_reading().remove(&guild);
        looked
    }

    async fn look(
        &self,
        store: &dyn FaqStore,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<Arc<Shelved>, PortFailure> {
        let Some(kept) = self.kept(guild) else {
            return self.reload(store, guild, now).await;
        };
        // Answers that may be old help more than none.
        let Ok(revision) = store.revision(guild).await else {
            return Ok(kept);
        };
        let step = kept.step();
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
        indexes.insert(guild, Arc::clone(&shelved));
        self.make_room(&mut indexes, guild);
        Ok(shelved)
    }

    /// Forgets those indexes that were not looked at for longest, where there is too much of them; not that of `guild`.
    fn make_room(&self, indexes: &mut HashMap<GuildId, Arc<Shelved>>, guild: GuildId) {
        let mut chars: usize = indexes.values().map(|it| it.read().chars()).sum();
        if indexes.len() <= Self::MOST_GUILDS && chars <= self.most_chars {
            return;
        }
        let others = indexes.iter().filter(|it| *it.0 != guild);
        let mut others: Vec<_> = others
            .map(|(guild, it)| (it.step().looked_at, *guild, it.read().chars()))
            .collect();
        others.sort_unstable();
        for (_, oldest, size) in others {
            if indexes.len() <= Self::MOST_GUILDS && chars <= self.most_chars {
                return;
            }
            indexes.remove(&oldest);
            chars -= size;
        }
    }

    fn reading(&self, guild: GuildId) -> Arc<Reading> {
        Arc::clone(self.lock_reading().entry(guild).or_default())
    }

    fn lock_reading(&self) -> MutexGuard<'_, HashMap<GuildId, Arc<Reading>>> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The guild's index, where it was looked at lately.
    fn trusted(&self, guild: GuildId, now: DateTime<Utc>) -> Option<Arc<Shelved>> {
        let kept = self.kept(guild);
        kept.filter(|it| now - it.step().looked_at < TRUSTED)
    }

    /// Puts an entry into its guild's index, where one is kept.
    pub(super) fn put(&self, entry: &FaqEntry) {
        if let Some(kept) = self.kept(entry.guild) {
            kept.change(|it| it.put(entry.clone()));
            self.make_room(&mut self.lock(), entry.guild);
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

    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Arc<Shelved>>> {
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;
    use crate::faq::testing::{FaqWorld, InMemoryFaq, a_draft, guild, instant, user};

    fn now() -> DateTime<Utc> {
        instant("2026-02-04 09:00")
    }

    /// A store in which each of these guilds has an answer.
    async fn store(guilds: std::ops::RangeInclusive<u64>) -> InMemoryFaq {
        let world = FaqWorld::default();
        for of in guilds {
            let draft = a_draft("A title");
            let added = FaqStore::add(&world.store, guild(of), &draft, user(7), now());
            added.await.unwrap();
        }
        world.store.clone()
    }

    #[tokio::test]
    async fn of_many_who_ask_at_once_one_reads_the_store() {
        let (shelf, store) = (Shelf::default(), store(1..=1).await);
        let asks = || shelf.index(&store, guild(1), now());
        let found = join_all((0..10).map(|_| asks())).await;
        assert!(
            found
                .iter()
                .all(|it| it.as_ref().unwrap().read().len() == 1)
        );
        assert_eq!(store.times_read(), 1);
        assert!(shelf.lock_reading().is_empty(), "nothing of it stays");
    }

    #[tokio::test]
    async fn where_the_store_is_away_it_is_asked_once_for_all_who_wait_and_again_later() {
        let (shelf, store) = (Shelf::default(), store(1..=1).await);
        store.fail_next_calls(1);
        let asks = || shelf.index(&store, guild(1), now());
        let found = join_all((0..10).map(|_| asks())).await;
        assert!(found.iter().all(Result::is_err));
        assert_eq!(asks().await.unwrap().read().len(), 1);
    }

    #[tokio::test]
    async fn the_oldest_indexes_go_where_there_is_too_much_to_keep() {
        let store = store(1..=3).await;
        let one = FaqIndex::of(store.all(guild(1)).await.unwrap()).chars();
        let shelf = Shelf::holding(2 * one);
        for (minute, of) in [(0, 1), (1, 2), (2, 3)] {
            let now = now() + TimeDelta::minutes(minute);
            let index = shelf.index(&store, guild(of), now).await.unwrap();
            assert_eq!(index.read().len(), 1);
        }
        assert!(shelf.kept(guild(1)).is_none());
        assert!(shelf.kept(guild(2)).is_some() && shelf.kept(guild(3)).is_some());
        let mut longer = store.all(guild(3)).await.unwrap().remove(0);
        longer.answer = crate::faq::Answer::new(&"word ".repeat(100)).unwrap();
        shelf.put(&longer);
        assert_eq!(shelf.kept_guilds(), 1, "what grows makes room as well");
    }
}
