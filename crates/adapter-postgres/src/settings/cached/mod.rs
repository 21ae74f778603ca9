//! A cache in front of the settings store: settings are read before every message, and change once a month.

mod shelf;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Clock, GuildId, PortFailure};
use metrics::counter;
use settings_core::{SettingsReader, SettingsStore, Snapshot};

use self::shelf::{Landed, Shelf, Ticket};

/// A [`SettingsReader`] that keeps what a store answered, for at most [`MOST_GUILDS`](Self::MOST_GUILDS) guilds. Clones
/// share what they keep.
///
/// However many ask for a guild at once, the store is asked once. A snapshot is served for a minute, or until the guild is
/// invalidated; while the store cannot be reached, until it is five minutes old. One that was invalidated stands in for
/// half a second before the store is asked again.
#[derive(Clone)]
pub struct CachedSettings {
    store: Arc<dyn SettingsStore>,
    clock: Arc<dyn Clock>,
    shelf: Arc<Shelf>,
}

impl CachedSettings {
    /// How many guilds are kept.
    pub const MOST_GUILDS: usize = 500;

    /// A cache in front of `store`, whose snapshots grow old by `clock`.
    pub fn new(store: Arc<dyn SettingsStore>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            shelf: Arc::new(Shelf::new(Self::MOST_GUILDS)),
        }
    }

    /// How many guilds are kept at the moment.
    pub fn guilds(&self) -> usize {
        self.shelf.guilds()
    }

    /// Reads the guild's settings again when they are next asked for.
    pub fn invalidate(&self, guild: GuildId) {
        self.shelf.invalidate(guild);
    }

    /// Reads everybody's settings again when they are next asked for.
    pub fn invalidate_all(&self) {
        self.shelf.invalidate_all();
    }

    /// What the store says, what somebody else has just heard from it, or what it last said if that is not too long ago.
    async fn ask(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure> {
        let ticket = self.shelf.ticket(guild);
        let mut turn = ticket.flight.turn.lock().await;
        if let Some(snapshot) = self.shelf.fresh(guild, self.clock.now()) {
            return Ok(snapshot);
        }
        if let Some(failure) = &*turn {
            return Err(shared(failure));
        }
        let failure = match self.load(guild, &ticket).await {
            Ok(snapshot) => return Ok(snapshot),
            Err(failure) => failure,
        };
        if let Some(stand_in) = ticket.crash(self.clock.now()) {
            counter!("alphapy_settings_stale_reads_total").increment(1);
            tracing::warn!(
                guild.id = guild.get(),
                "settings cannot be read; the last known ones are used"
            );
            return Ok(stand_in);
        }
        let failure = Arc::new(failure);
        *turn = Some(Arc::clone(&failure));
        Err(shared(&failure))
    }

    /// What the store says: an answer that was overtaken by a change is asked for again.
    async fn load(
        &self,
        guild: GuildId,
        ticket: &Ticket<'_>,
    ) -> Result<Arc<Snapshot>, PortFailure> {
        loop {
            ticket.take_off();
            let asked = self.clock.now();
            let snapshot = Arc::new(self.store.load(guild).await?);
            if let Landed::Kept { evicted } = ticket.land(&snapshot, asked) {
                tell(evicted);
                return Ok(snapshot);
            }
        }
    }
}

#[async_trait]
impl SettingsReader for CachedSettings {
    async fn snapshot(&self, guild: GuildId) -> Result<Arc<Snapshot>, PortFailure> {
        match self.shelf.fresh(guild, self.clock.now()) {
            Some(snapshot) => Ok(snapshot),
            None => self.ask(guild).await,
        }
    }

    async fn invalidate(&self, guild: GuildId) {
        Self::invalidate(self, guild);
    }
}

/// Everybody who waited for the same read gets the same failure.
fn shared(failure: &Arc<PortFailure>) -> PortFailure {
    PortFailure::new("read settings", failure.retry(), Arc::clone(failure))
}

fn tell(evicted: Option<GuildId>) {
    if let Some(guild) = evicted {
        counter!("alphapy_settings_cache_evictions_total").increment(1);
        tracing::debug!(guild.id = guild.get(), "settings dropped from the cache");
    }
}
