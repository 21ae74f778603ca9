//! Boards and late answers that can be read, and a ranker that is easy to foresee.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure};

use crate::{GrowthBoard, LateAnswers, Posted, ReplyTo, Shared, TitleRanker, Told};

/// Remembers what was posted, where it lets anybody post.
#[derive(Debug, Default)]
pub struct RecordingBoard {
    posted: Mutex<Vec<(GuildId, ChannelId, Shared)>>,
    closed: Mutex<Option<Posted>>,
}

/// Remembers who was told what.
#[derive(Debug, Default)]
pub struct RecordingLate(Mutex<Vec<(ReplyTo, Told)>>);

/// Finds the shortest title that holds the text.
#[derive(Debug, Default)]
pub struct ShortestTitle;

impl RecordingBoard {
    /// From now on every post ends like this; none for posts that stand there.
    pub fn closes(&self, how: Option<Posted>) {
        *lock(&self.closed) = how;
    }

    /// What stands there, oldest first.
    pub fn posted(&self) -> Vec<(GuildId, ChannelId, Shared)> {
        lock(&self.posted).clone()
    }
}

impl RecordingLate {
    /// Who was told what, oldest first.
    pub fn told(&self) -> Vec<(ReplyTo, Told)> {
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
        Ok(Posted::There)
    }
}

#[async_trait]
impl LateAnswers for RecordingLate {
    async fn tell(&self, to: &ReplyTo, told: &Told) -> Result<(), PortFailure> {
        lock(&self.0).push((to.clone(), told.clone()));
        Ok(())
    }
}

impl TitleRanker for ShortestTitle {
    fn best(&self, text: &str, titles: &[&str]) -> Option<usize> {
        let holding = titles.iter().enumerate().filter(|it| it.1.contains(text));
        holding.min_by_key(|it| it.1.len()).map(|it| it.0)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
