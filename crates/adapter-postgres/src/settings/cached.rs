//! A cache in front of the settings store: settings are read before every message, and change once a month.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};
use metrics::{counter, gauge};
use moka::future::Cache;
use moka::notification::RemovalCause;
use settings_core::{SettingsReader, SettingsStore, Snapshot};

/// How many guilds are kept.
const MAX_GUILDS: u64 = 500;

/// How long a snapshot is served without being read again, should a notification be lost.
const FRESH: Duration = Duration::from_mins(1);

/// How long a snapshot may stand in while the database cannot be reached. Together with [`FRESH`], for which a stand-in
/// is served before the database is asked again, nothing older than five minutes is ever served.
const STALE: Duration = Duration::from_mins(4);

/// A [`SettingsReader`] that keeps what a store answered. Clones share what they keep.
///
/// However many ask for a guild at once, the store is asked once.
#[derive(Clone)]
pub struct CachedSettings {
    store: Arc<dyn SettingsStore>,
    fresh: Cache<GuildId, Arc<Snapshot>>,
    last_known: Cache<GuildId, Arc<Snapshot>>,
    /// Grows with every invalidation, so that an answer which was on its way meanwhile is asked for again.
    invalidations: Arc<AtomicU64>,
}

impl CachedSettings {
    /// A cache in front of `store`.
    pub fn new(store: Arc<dyn SettingsStore>) -> Self {
        let evicted = |guild: Arc<GuildId>, _, cause| {
            if cause == RemovalCause::Size {
                counter!("alphapy_settings_cache_evictions_total").increment(1);
                tracing::debug!(guild.id = guild.get(), "settings dropped from the cache");
            }
        };
        Self {
            store,
            fresh: Cache::builder()
                .max_capacity(MAX_GUILDS)
                .time_to_live(FRESH)
                .eviction_listener(evicted)
                .build(),
            last_known: Cache::builder()
                .max_capacity(MAX_GUILDS)
                .time_to_live(STALE)
                .build(),
            invalidations: Arc::default(),
        }
    }

    /// Reads the guild's settings again when they are next asked for.
    pub async fn invalidate(&self, guild: GuildId) {
        self.invalidations.fetch_add(1, Ordering::SeqCst);
        self.fresh.invalidate(&guild).await;
    }

    /// Reads everybody's settings again when they are next asked for.
    pub fn invalidate_all(&self) {
        self.invalidations.fetch_add(1, Ordering::SeqCst);
        self.fresh.invalidate_all();
    }

    /// What the store says, or what it last said if that is not too long ago.
    async fn load_or_stand_in(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure> {
        let failure = match self.load(guild).await {
            Ok(snapshot) => {
                self.last_known.insert(guild, Arc::clone(&snapshot)).await;
                gauge!("alphapy_settings_cache_guilds").set(count(self.fresh.entry_count()));
                return Ok(snapshot);
            }
            Err(failure) => failure,
        };
        let stand_in = self.last_known.get(&guild).await.ok_or(failure)?;
        counter!("alphapy_settings_stale_reads_total").increment(1);
        tracing::warn!(
            guild.id = guild.get(),
            "settings cannot be read; the last known ones are used"
        );
        Ok(stand_in)
    }

    /// What the store says now: an answer that was overtaken by a change is asked for once more.
    async fn load(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure> {
        let before = self.invalidations.load(Ordering::SeqCst);
        let snapshot = self.store.load(guild).await?;
        if self.invalidations.load(Ordering::SeqCst) == before {
            return Ok(Arc::new(snapshot));
        }
        self.store.load(guild).await.map(Arc::new)
    }
}

#[async_trait]
impl SettingsReader for CachedSettings {
    async fn snapshot(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure> {
        let loading = self.load_or_stand_in(guild);
        let answer = self.fresh.try_get_with(guild, loading).await;
        // Everybody who waited for the same read gets the same failure, which is why it is shared.
        answer.map_err(|failure| PortFailure::new("read settings", failure.retry(), failure))
    }

    async fn invalidate(&self, guild: GuildId) {
        Self::invalidate(self, guild).await;
    }
}

/// A number of guilds for a gauge; there are never more than fit.
fn count(guilds: u64) -> f64 {
    u32::try_from(guilds).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use kernel::Retry;
    use settings_core::testing::contract::{GUILD, OTHER_GUILD};
    use settings_core::testing::{InMemorySettings, NUMBER};
    use settings_core::{ApplyChanges, NotApplied, SettingChanged, SettingValue};
    use tokio::sync::Notify;

    use super::*;

    /// A store that counts its reads and can be made to hold one back.
    #[derive(Default)]
    struct Watched {
        settings: InMemorySettings,
        reads: AtomicUsize,
        hold: Option<(Notify, Notify)>,
    }

    #[async_trait]
    impl SettingsStore for Watched {
        async fn load(&self, guild: GuildId) -> Result<Snapshot, PortFailure> {
            let read = self.reads.fetch_add(1, Ordering::SeqCst);
            let answer = self.settings.load(guild).await;
            if let (0, Some((reached, go_on))) = (read, &self.hold) {
                reached.notify_one();
                go_on.notified().await;
            }
            answer
        }

        async fn apply(&self, request: ApplyChanges) -> Result<Vec<SettingChanged>, NotApplied> {
            self.settings.apply(request).await
        }
    }

    async fn number(cached: &CachedSettings) -> i64 {
        cached.snapshot(GUILD).await.unwrap().int(&NUMBER)
    }

    #[tokio::test]
    async fn the_store_is_asked_once_until_the_guild_is_invalidated() {
        let store = Arc::new(Watched::default());
        let cached = CachedSettings::new(store.clone());
        let _ = tokio::join!(number(&cached), number(&cached), number(&cached));
        assert_eq!(store.reads.load(Ordering::SeqCst), 1);
        store.settings.set(GUILD, &NUMBER, SettingValue::Int(5));
        cached.invalidate(OTHER_GUILD).await;
        assert_eq!(number(&cached).await, 60, "it was another guild");
        cached.invalidate(GUILD).await;
        assert_eq!(number(&cached).await, 5);
        store.settings.set(GUILD, &NUMBER, SettingValue::Int(6));
        cached.invalidate_all();
        assert_eq!(number(&cached).await, 6);
        assert_eq!(store.reads.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn the_last_known_settings_stand_in_while_the_database_is_away() {
        let settings = InMemorySettings::default();
        settings.set(GUILD, &NUMBER, SettingValue::Int(5));
        let cached = CachedSettings::new(Arc::new(settings.clone()));
        assert_eq!(number(&cached).await, 5);
        settings.fail_next_reads(2);
        cached.invalidate_all();
        assert_eq!(number(&cached).await, 5);
        let never_read = cached.snapshot(OTHER_GUILD).await.unwrap_err();
        assert_eq!(never_read.retry(), Retry::Later);
        settings.set(GUILD, &NUMBER, SettingValue::Int(6));
        cached.invalidate_all();
        assert_eq!(number(&cached).await, 6, "the database is back");
    }

    #[tokio::test]
    async fn a_read_that_a_change_overtook_does_not_bring_the_old_value_back() {
        let store = Arc::new(Watched {
            hold: Some((Notify::new(), Notify::new())),
            ..Watched::default()
        });
        let cached = CachedSettings::new(store.clone());
        let (reached, go_on) = store.hold.as_ref().unwrap();
        let change = async {
            reached.notified().await;
            store.settings.set(GUILD, &NUMBER, SettingValue::Int(5));
            cached.invalidate(GUILD).await;
            go_on.notify_one();
        };
        let (read, ()) = tokio::join!(number(&cached), change);
        assert_eq!(read, 5);
        assert_eq!(number(&cached).await, 5);
    }
}
