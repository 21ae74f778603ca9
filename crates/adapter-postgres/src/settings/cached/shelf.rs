//! What is kept of guilds: at most so many, the one that was asked for longest ago goes first. And who is being asked
//! for at the moment, so that the store is asked once however many want to know.
//!
//! No cache of a library is used: those that load once for all who ask (moka was here) keep time by a clock of their own,
//! let entries go some time after the limit is passed, and cannot tell that a change has overtaken an answer.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure};
use settings_core::Snapshot;

/// For how long a snapshot is served without the store being asked, should a notification be lost.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// For how long a snapshot that a change has overtaken stands in before the store is asked again: a change is to be used
/// within a second of its notification, and a store in trouble is not to be asked at every read.
const RETRY: TimeDelta = TimeDelta::milliseconds(500);

/// How old a snapshot may be that is served because the store cannot be reached.
const STALE: TimeDelta = TimeDelta::minutes(5);

/// Everything that is kept.
#[derive(Debug)]
pub(super) struct Shelf {
    most: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    kept: HashMap<GuildId, Kept>,
    /// With how many have a ticket.
    flights: HashMap<GuildId, (Arc<Flight>, usize)>,
    /// Counts what was asked for, to know what was asked for longest ago.
    asked: u64,
}

#[derive(Debug)]
struct Kept {
    snapshot: Arc<Snapshot>,
    /// When the store said so.
    read: DateTime<Utc>,
    /// When the store was last asked, even if it did not answer.
    tried: DateTime<Utc>,
    /// For how long after that it is served: not at all from when it may have changed.
    served_for: TimeDelta,
    asked: u64,
}

/// Somebody asks the store about a guild; others who want to know wait for their turn, and then mostly find the answer
/// there. Whoever gives up half-way leaves the turn to the next.
#[derive(Debug, Default)]
pub(super) struct Flight {
    /// Holds the failure once the store was asked in vain.
    pub(super) turn: tokio::sync::Mutex<Option<Arc<PortFailure>>>,
    /// Whether a change has overtaken the answer.
    overtaken: AtomicBool,
}

/// A place among those who want to know about a guild.
#[derive(Debug)]
pub(super) struct Ticket<'a> {
    shelf: &'a Shelf,
    guild: GuildId,
    pub(super) flight: Arc<Flight>,
}

/// What became of an answer of the store.
pub(super) enum Landed {
    /// It is on the shelf.
    Kept {
        /// Which one had to go.
        evicted: Option<GuildId>,
    },
    /// A change has overtaken it: the store has to be asked again.
    Overtaken,
}

impl Shelf {
    /// A shelf for `most` guilds.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            state: Mutex::default(),
        }
    }

    /// The guild's snapshot, if the store need not be asked.
    pub(super) fn fresh(&self, guild: GuildId, now: DateTime<Utc>) -> Option<Arc<Snapshot>> {
        let mut state = self.lock();
        state.asked += 1;
        let asked = state.asked;
        let kept = state.kept.get_mut(&guild)?;
        let fresh = is_within(kept.served_for, kept.tried, now);
        if !fresh || !is_within(STALE, kept.read, now) {
            return None;
        }
        kept.asked = asked;
        Some(Arc::clone(&kept.snapshot))
    }

    /// Takes a place among those who want to know about the guild.
    pub(super) fn ticket(&self, guild: GuildId) -> Ticket<'_> {
        let mut state = self.lock();
        let (flight, tickets) = state.flights.entry(guild).or_default();
        *tickets += 1;
        Ticket {
            shelf: self,
            guild,
            flight: Arc::clone(flight),
        }
    }

    /// Has the guild's settings read again; an answer that is on its way counts as overtaken.
    pub(super) fn invalidate(&self, guild: GuildId) {
        let mut state = self.lock();
        if let Some(kept) = state.kept.get_mut(&guild) {
            kept.served_for = TimeDelta::zero();
        }
        if let Some((flight, _)) = state.flights.get(&guild) {
            flight.overtaken.store(true, Ordering::Relaxed);
        }
    }

    /// The same for every guild.
    pub(super) fn invalidate_all(&self) {
        let mut state = self.lock();
        for kept in state.kept.values_mut() {
            kept.served_for = TimeDelta::zero();
        }
        for (flight, _) in state.flights.values() {
            flight.overtaken.store(true, Ordering::Relaxed);
        }
    }

    /// How many guilds are kept.
    pub(super) fn guilds(&self) -> usize {
        self.lock().kept.len()
    }

    /// How many guilds the store is being asked about.
    #[cfg(test)]
    pub(super) fn flights(&self) -> usize {
        self.lock().flights.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket<'_> {
    /// Begins to ask the store: changes from now on overtake the answer.
    pub(super) fn take_off(&self) {
        self.flight.overtaken.store(false, Ordering::Relaxed);
    }

    /// Keeps what the store has answered, unless a change has overtaken it.
    pub(super) fn land(&self, snapshot: &Arc<Snapshot>, now: DateTime<Utc>) -> Landed {
        let mut state = self.shelf.lock();
        // Under the same lock as the change that would set it.
        if self.flight.overtaken.load(Ordering::Relaxed) {
            return Landed::Overtaken;
        }
        state.flights.remove(&self.guild);
        let evicted = state.make_room(self.guild, self.shelf.most);
        state.asked += 1;
        let kept = Kept {
            snapshot: Arc::clone(snapshot),
            read: now,
            tried: now,
            served_for: FRESH,
            asked: state.asked,
        };
        state.kept.insert(self.guild, kept);
        Landed::Kept { evicted }
    }

    /// Ends in vain: those who wait get the same failure, whoever comes later asks anew. The guild's last known snapshot
    /// stands in until then, unless it is too old.
    pub(super) fn crash(&self, now: DateTime<Utc>) -> Option<Arc<Snapshot>> {
        let mut state = self.shelf.lock();
        if state.is_current(self.guild, &self.flight) {
            state.flights.remove(&self.guild);
        }
        let kept = state.kept.get_mut(&self.guild)?;
        if !is_within(STALE, kept.read, now) {
            state.kept.remove(&self.guild);
            return None;
        }
        kept.tried = now;
        if !self.flight.overtaken.load(Ordering::Relaxed) && kept.served_for < FRESH {
            kept.served_for = RETRY;
        }
        Some(Arc::clone(&kept.snapshot))
    }
}

impl Drop for Ticket<'_> {
    /// The last one who wanted to know switches off the light, also when they gave up half-way.
    fn drop(&mut self) {
        let mut state = self.shelf.lock();
        if !state.is_current(self.guild, &self.flight) {
            return;
        }
        if let Some((_, tickets)) = state.flights.get_mut(&self.guild) {
            *tickets -= 1;
            if *tickets == 0 {
                state.flights.remove(&self.guild);
            }
        }
    }
}

impl State {
    /// Lets the guild go that was asked for longest ago, when there is no place for another one.
    fn make_room(&mut self, guild: GuildId, most: usize) -> Option<GuildId> {
        if self.kept.contains_key(&guild) || self.kept.len() < most {
            return None;
        }
        let oldest = self.kept.iter().min_by_key(|(_, it)| it.asked);
        let oldest = oldest.map(|(guild, _)| *guild)?;
        self.kept.remove(&oldest);
        Some(oldest)
    }

    fn is_current(&self, guild: GuildId, flight: &Arc<Flight>) -> bool {
        let current = self.flights.get(&guild);
        current.is_some_and(|(it, _)| Arc::ptr_eq(it, flight))
    }
}

/// Whether `now` is less than `span` after `then`. A clock that went back says nothing, so that it is not.
fn is_within(span: TimeDelta, then: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let age = now - then;
    age >= TimeDelta::zero() && age < span
}
