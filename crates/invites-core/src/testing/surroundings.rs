//! Invites that are listed as they are told to be, and posts and log lines that can be read.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, Retry, UserId};

use crate::{
    Announcement, Announcer, InviteEvent, InviteLog, InviteSource, People, Posted, Seen, Welcome,
};

/// Lists what it is told, the same for every guild.
#[derive(Debug)]
pub struct ListedInvites {
    /// What is seen next, one after the other; the last one from then on.
    seen: Mutex<Vec<Option<Seen>>>,
    asked: Mutex<usize>,
}

/// Remembers what was posted, where it lets anybody post.
#[derive(Debug, Default)]
pub struct RecordingAnnouncer {
    posted: Mutex<Vec<(ChannelId, Welcome)>>,
    closed: Mutex<Option<Posted>>,
    loses_answers: Mutex<bool>,
}

/// Remembers what it was told.
#[derive(Debug, Default)]
pub struct RecordingInviteLog(Mutex<Vec<InviteEvent>>);

/// Knows the names of those it was told of.
#[derive(Debug, Default)]
pub struct KnownPeople(Mutex<BTreeMap<UserId, String>>);

impl Default for ListedInvites {
    fn default() -> Self {
        Self {
            seen: Mutex::new(vec![Some(Seen::Invites(Vec::new(), None))]),
            asked: Mutex::default(),
        }
    }
}

impl ListedInvites {
    /// From now on this is seen, one after the other, and the last one from then on; none when Discord cannot be reached.
    pub fn shows(&self, seen: impl IntoIterator<Item = Option<Seen>>) {
        *lock(&self.seen) = seen.into_iter().collect();
    }

    /// How often somebody looked.
    pub fn asked(&self) -> usize {
        *lock(&self.asked)
    }
}

impl RecordingAnnouncer {
    /// From now on every post ends like this; none for posts that stand there.
    pub fn closes(&self, how: Option<Posted>) {
        *lock(&self.closed) = how;
    }

    /// From now on, whether whoever posts does not learn that it stands there.
    pub fn loses_answers(&self, loses: bool) {
        *lock(&self.loses_answers) = loses;
    }

    /// What stands there, oldest first.
    pub fn posted(&self) -> Vec<String> {
        let posted = lock(&self.posted);
        posted.iter().map(|it| it.1.text().to_owned()).collect()
    }
}

impl RecordingInviteLog {
    /// What it was told, oldest first.
    pub fn told(&self) -> Vec<InviteEvent> {
        lock(&self.0).clone()
    }
}

impl KnownPeople {
    /// From now on this person is called so.
    pub fn are_called(&self, user: UserId, name: &str) {
        lock(&self.0).insert(user, name.to_owned());
    }
}

#[async_trait]
impl InviteSource for ListedInvites {
    async fn read(&self, _: GuildId) -> Result<Seen, PortFailure> {
        *lock(&self.asked) += 1;
        let mut seen = lock(&self.seen);
        let next = match seen.len() {
            0 | 1 => seen.first().cloned().flatten(),
            _ => seen.remove(0),
        };
        next.ok_or_else(|| PortFailure::new("list invites", Retry::Later, "told to fail"))
    }
}

#[async_trait]
impl Announcer for RecordingAnnouncer {
    async fn post(
        &self,
        channel: ChannelId,
        _: &Announcement,
        welcome: &Welcome,
    ) -> Result<Posted, PortFailure> {
        if let Some(how) = *lock(&self.closed) {
            return Ok(how);
        }
        lock(&self.posted).push((channel, welcome.clone()));
        if *lock(&self.loses_answers) {
            return Err(PortFailure::new("post", Retry::Later, "told to fail"));
        }
        Ok(Posted::There)
    }

    async fn stands(
        &self,
        channel: ChannelId,
        _: &Announcement,
        welcome: &Welcome,
    ) -> Result<bool, PortFailure> {
        let wanted = (channel, welcome.clone());
        Ok(lock(&self.posted).contains(&wanted))
    }
}

#[async_trait]
impl People for KnownPeople {
    async fn name(&self, _: GuildId, user: UserId) -> Result<Option<String>, PortFailure> {
        Ok(lock(&self.0).get(&user).cloned())
    }
}

#[async_trait]
impl InviteLog for RecordingInviteLog {
    async fn record(&self, _: GuildId, event: InviteEvent) {
        lock(&self.0).push(event);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
