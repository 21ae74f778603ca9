//! What telemetry works with, without a bot, a database or a dashboard.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{
    Activity, ActivityCounts, BotRuntime, BotSnapshot, CommandFacts, GuildFacts, SubsystemSnapshot,
    TelemetrySink,
};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A bot that stays as it is told to be.
#[derive(Debug, Default)]
pub struct FixedBot {
    /// What it is like.
    pub snapshot: BotSnapshot,
    /// Its guilds, in the order of their ids.
    pub guilds: Vec<GuildFacts>,
    /// What can be called.
    pub commands: Vec<CommandFacts>,
}

impl FixedBot {
    /// A bot like this, of whose guilds nothing is known.
    pub fn with(snapshot: BotSnapshot) -> Self {
        Self {
            snapshot,
            ..Self::default()
        }
    }
}

impl BotRuntime for FixedBot {
    fn snapshot(&self) -> BotSnapshot {
        self.snapshot.clone()
    }

    fn guild(&self, guild: GuildId) -> Option<GuildFacts> {
        self.guilds.iter().find(|it| it.id == guild).cloned()
    }

    fn guilds(&self, wanted: &dyn Fn(GuildId, UserId) -> bool) -> Vec<GuildFacts> {
        let wanted = self.guilds.iter().filter(|it| wanted(it.id, it.owner));
        wanted.cloned().collect()
    }

    fn commands(&self) -> Vec<CommandFacts> {
        self.commands.clone()
    }
}

/// Counts that are what they are set to; at first nothing has happened.
#[derive(Debug)]
pub struct FixedActivity(Mutex<Option<Activity>>);

impl Default for FixedActivity {
    fn default() -> Self {
        Self(Mutex::new(Some(Activity::default())))
    }
}

impl FixedActivity {
    /// From now on these are the counts; none means that they cannot be counted.
    pub fn set(&self, activity: Option<Activity>) {
        *lock(&self.0) = activity;
    }
}

#[async_trait]
impl ActivityCounts for FixedActivity {
    async fn activity(&self, _: DateTime<Utc>) -> Result<Activity, PortFailure> {
        let away = || PortFailure::new("count what happened", Retry::Later, "told to fail");
        (*lock(&self.0)).ok_or_else(away)
    }
}

/// Remembers what it took; fails when it is told to.
#[derive(Debug, Default)]
pub struct RecordingSink(Mutex<Sink>);

#[derive(Debug, Default)]
struct Sink {
    taken: Vec<SubsystemSnapshot>,
    tries: usize,
    failing: Option<Retry>,
}

impl RecordingSink {
    /// From now on every call fails like this, or none does.
    pub fn fail(&self, how: Option<Retry>) {
        lock(&self.0).failing = how;
    }

    /// What it took, in order.
    pub fn taken(&self) -> Vec<SubsystemSnapshot> {
        lock(&self.0).taken.clone()
    }

    /// How often it was called.
    pub fn tries(&self) -> usize {
        lock(&self.0).tries
    }
}

#[async_trait]
impl TelemetrySink for RecordingSink {
    async fn put(&self, snapshot: &SubsystemSnapshot) -> Result<(), PortFailure> {
        let mut sink = lock(&self.0);
        sink.tries += 1;
        if let Some(retry) = sink.failing {
            return Err(PortFailure::new("send telemetry", retry, "told to fail"));
        }
        sink.taken.push(snapshot.clone());
        Ok(())
    }
}
