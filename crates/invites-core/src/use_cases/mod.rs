//! What can be done, a file each.

mod announce;
mod door;
mod joined;
mod leaderboard;
mod preview;
mod set_count;
#[cfg(test)]
mod tests;
mod waits;
mod watch;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::{Clock, GuildId};
use settings_core::SettingsReader;

use crate::{Announcements, Announcer, InviteLog, InviteSource, InviteStore, People};
use door::Door;
use waits::Waits;

pub use joined::{Join, Settled};
pub use leaderboard::{Board, LEADERBOARD_MAX};
pub use preview::Preview;
pub use set_count::{COUNT_MAX, SetCount, SetCountRefusal, WasSet};

/// What is needed from outside.
#[derive(Clone)]
pub struct InvitePorts {
    /// Where a guild's invites are listed.
    pub source: Arc<dyn InviteSource>,
    /// Where counts and joins are kept.
    pub store: Arc<dyn InviteStore>,
    /// Where announcements are kept until they stand.
    pub announcements: Arc<dyn Announcements>,
    /// Where newcomers are announced.
    pub announcer: Arc<dyn Announcer>,
    /// What people are called.
    pub people: Arc<dyn People>,
    /// The guild's log.
    pub log: Arc<dyn InviteLog>,
    /// What the guild has set.
    pub settings: Arc<dyn SettingsReader>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The use cases of invites. Clones share everything.
#[derive(Clone)]
pub struct Invites(Arc<Inner>);

struct Inner {
    ports: InvitePorts,
    /// The guilds whose invites are watched. Each process watches those of its own shards.
    doors: Mutex<HashMap<GuildId, Arc<Door>>>,
    waits: Waits,
}

impl Invites {
    /// The use cases over these ports.
    pub fn new(ports: InvitePorts) -> Self {
        Self(Arc::new(Inner {
            ports,
            doors: Mutex::default(),
            waits: Waits::default(),
        }))
    }

    /// The program is about to stop: whoever is being seen to is seen to at once, with what is known of them, instead of
    /// waiting for Discord or for the database.
    pub fn stop_waiting(&self) {
        self.0.waits.end();
    }

    /// How many guilds are watched.
    pub fn watched(&self) -> usize {
        lock(&self.0.doors).len()
    }

    /// The bot is not in the guild any more.
    pub fn forget(&self, guild: GuildId) {
        lock(&self.0.doors).remove(&guild);
    }

    fn door(&self, guild: GuildId) -> Arc<Door> {
        lock(&self.0.doors).entry(guild).or_default().clone()
    }
}

/// No change is left half done, so a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
