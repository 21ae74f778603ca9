//! Boards and late answers that can be read, and a ranker that is easy to foresee.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use futures_util::lock::OwnedMutexGuard;
use kernel::{ChannelId, GuildId, PortFailure, Retry};

use crate::{
    GrowthBoard, GrowthDiary, GrowthNote, LateAnswers, Posted, ReplyTo, Shared, TitleRanker, Told,
};

/// Remembers what was posted, where it lets anybody post.
#[derive(Debug, Default)]
pub struct RecordingBoard {
    posted: Mutex<Vec<(GuildId, ChannelId, Shared)>>,
    closed: Mutex<Option<Posted>>,
    loses_answers: Mutex<bool>,
    is_unreadable: Mutex<bool>,
}

/// Remembers who was told what.
#[derive(Debug, Default)]
pub struct RecordingLate {
    told: Mutex<Vec<(ReplyTo, Told)>>,
    is_away: Mutex<bool>,
    telling: Arc<futures_util::lock::Mutex<()>>,
}

/// Remembers what it heard, by the beginning of its debug output.
#[derive(Debug, Default)]
pub struct RecordingDiary(Mutex<Vec<String>>);

/// Finds the shortest title that holds the text.
#[derive(Debug, Default)]
pub struct ShortestTitle;

impl RecordingBoard {
    /// From now on every post ends like this; none for posts that stand there.
    pub fn closes(&self, how: Option<Posted>) {
        *lock(&self.closed) = how;
    }

    /// From now on, whether whoever posts does not learn that it stands there.
    pub fn loses_answers(&self, loses: bool) {
        *lock(&self.loses_answers) = loses;
    }

    /// From now on, whether what stands there can be read.
    pub fn is_readable(&self, is_readable: bool) {
        *lock(&self.is_unreadable) = !is_readable;
    }

    /// What stands there, oldest first.
    pub fn posted(&self) -> Vec<(GuildId, ChannelId, Shared)> {
        lock(&self.posted).clone()
    }
}

impl RecordingLate {
    /// Who was told what, oldest first.
    pub fn told(&self) -> Vec<(ReplyTo, Told)> {
        lock(&self.told).clone()
    }

    /// Telling somebody does not end before what this returns is dropped; none while it is there already.
    pub fn takes_long(&self) -> Option<OwnedMutexGuard<()>> {
        Arc::clone(&self.telling).try_lock_owned()
    }

    /// From now on nobody can be told anything, or everybody.
    pub fn is_away(&self, is_away: bool) {
        *lock(&self.is_away) = is_away;
    }
}

impl RecordingDiary {
    /// What it heard, oldest first.
    pub fn notes(&self) -> Vec<String> {
        lock(&self.0).clone()
    }
}

#[async_trait]
impl GrowthBoard for RecordingBoard {
    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        shared: &Shared,
    ) -> Result<Posted, PortFailure> {
        if let Some(how) = *lock(&self.closed) {
            return Ok(how);
        }
        lock(&self.posted).push((guild, channel, shared.clone()));
        if *lock(&self.loses_answers) {
            return Err(failure("post a check-in"));
        }
        Ok(Posted::There)
    }

    async fn stands(
        &self,
        guild: GuildId,
        channel: ChannelId,
        shared: &Shared,
        _: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        if *lock(&self.is_unreadable) {
            return Err(failure("look for a check-in"));
        }
        let posted = lock(&self.posted);
        let mut there = posted.iter().filter(|it| (it.0, it.1) == (guild, channel));
        Ok(there.any(|it| it.2 == *shared))
    }
}

#[async_trait]
impl LateAnswers for RecordingLate {
    async fn tell(&self, to: &ReplyTo, told: &Told) -> Result<(), PortFailure> {
        drop(self.telling.lock().await);
        if *lock(&self.is_away) {
            return Err(PortFailure::new(
                "tell somebody",
                Retry::Later,
                "told to fail",
            ));
        }
        lock(&self.told).push((to.clone(), told.clone()));
        Ok(())
    }
}

impl GrowthDiary for RecordingDiary {
    fn noted(&self, note: &GrowthNote<'_>) {
        let shown = format!("{note:?}");
        let name = shown.split('(').next().unwrap_or_default();
        lock(&self.0).push(name.to_owned());
    }
}

impl TitleRanker for ShortestTitle {
    fn best(&self, text: &str, titles: &[&str]) -> Option<usize> {
        let holding = titles.iter().enumerate().filter(|it| it.1.contains(text));
        holding.min_by_key(|it| it.1.len()).map(|it| it.0)
    }
}

fn failure(attempted: &'static str) -> PortFailure {
    PortFailure::new(attempted, Retry::Later, "told to fail")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
