//! Whom tests tell what.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, PortFailure, Retry, UserId};

use crate::{Bulletin, News, NoticeDelivery, SendProblem, Telling};

/// A [`NoticeDelivery`] that keeps what it is told. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct RecordingBulletins {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    to_guilds: Vec<(ChannelId, Bulletin)>,
    to_owners: Vec<(UserId, Bulletin)>,
    closed: Vec<UserId>,
    to_fail: usize,
    guilds_to_fail: usize,
}

impl RecordingBulletins {
    /// What log channels were told, in order.
    pub fn to_guilds(&self) -> Vec<(ChannelId, Bulletin)> {
        self.lock().to_guilds.clone()
    }

    /// What makers of reminders were told, in order.
    pub fn to_owners(&self) -> Vec<(UserId, Bulletin)> {
        self.lock().to_owners.clone()
    }

    /// Why things were not sent that makers were told of, in order.
    pub fn problems(&self) -> Vec<SendProblem> {
        let told = self.to_owners();
        let notices = told.into_iter().flat_map(|it| it.1.about.notices);
        notices
            .filter_map(|it| match it.news {
                News::NotSent { problem, .. } => Some(problem),
                News::Paused { .. } => None,
            })
            .collect()
    }

    /// Somebody takes no direct messages.
    pub fn close(&self, owner: UserId) {
        self.lock().closed.push(owner);
    }

    /// Makes the next `count` messages fail, as when Discord is away.
    pub fn fail_next(&self, count: usize) {
        self.lock().to_fail = count;
    }

    /// Makes the next `count` messages to log channels fail.
    pub fn fail_guilds(&self, count: usize) {
        self.lock().guilds_to_fail = count;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn failure(&mut self) -> Option<Telling> {
        self.to_fail = self.to_fail.checked_sub(1)?;
        Some(failed())
    }

    fn guild_failure(&mut self) -> Option<Telling> {
        self.guilds_to_fail = self.guilds_to_fail.checked_sub(1)?;
        Some(failed())
    }
}

fn failed() -> Telling {
    let failure = PortFailure::new("tell people", Retry::Later, "told to fail");
    Telling::Later(failure)
}

#[async_trait]
impl NoticeDelivery for RecordingBulletins {
    async fn tell_guild(&self, channel: ChannelId, bulletin: &Bulletin) -> Telling {
        let mut state = self.lock();
        if let Some(failure) = state.failure().or_else(|| state.guild_failure()) {
            return failure;
        }
        state.to_guilds.push((channel, bulletin.clone()));
        Telling::Told
    }

    async fn tell_owner(&self, owner: UserId, bulletin: &Bulletin) -> Telling {
        let mut state = self.lock();
        if let Some(failure) = state.failure() {
            return failure;
        }
        if state.closed.contains(&owner) {
            return Telling::Unreachable;
        }
        state.to_owners.push((owner, bulletin.clone()));
        Telling::Told
    }
}
