//! A guild with one channel, and a log that can be read.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Authority, ChannelId, GuildId, ManualClock, Member, MessageId, PortFailure, UserId};

use crate::{
    Done, Newest, Notice, Permission, Seen, Staff, StaffEvent, StaffLog, StaffPorts, StaffRoom,
};

/// Staff of guild 1, whose only channel is 50. It is [`noon`].
pub struct Stage {
    /// The use cases.
    pub staff: Staff,
    /// The guild's channel.
    pub room: Arc<OneRoom>,
    /// The guild's log.
    pub log: Arc<RecordingStaffLog>,
}

/// A channel in memory.
#[derive(Debug, Default)]
pub struct OneRoom(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    posted: Vec<Notice>,
    held: Vec<Seen>,
    lacks: Vec<Permission>,
}

/// Remembers what it was told.
#[derive(Debug, Default)]
pub struct RecordingStaffLog(Mutex<Vec<StaffEvent>>);

/// The guild.
pub fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

/// Its channel.
pub fn channel() -> ChannelId {
    ChannelId::new(50).unwrap()
}

/// Noon of some day.
pub fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::hours(12)
}

/// Somebody with this authority.
pub fn a_member(authority: Authority) -> Member {
    Member {
        user: UserId::new(7).unwrap(),
        authority,
    }
}

/// The id of a message that was written at this moment.
pub fn message_of(moment: DateTime<Utc>) -> MessageId {
    let milliseconds = moment.timestamp_millis() - 1_420_070_400_000;
    MessageId::new(u64::try_from(milliseconds).unwrap() << 22).unwrap()
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

impl Stage {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        let room = Arc::new(OneRoom::default());
        let log = Arc::new(RecordingStaffLog::default());
        let staff = Staff::new(StaffPorts {
            room: room.clone(),
            log: log.clone(),
            clock: Arc::new(ManualClock::at(noon())),
        });
        Self { staff, room, log }
    }
}

impl OneRoom {
    /// From now on the bot lacks these in it.
    pub fn lacks(&self, lacking: Vec<Permission>) {
        self.lock().lacks = lacking;
    }

    /// From now on these messages stand in it, the newest first.
    pub fn holds(&self, messages: Vec<Seen>) {
        self.lock().held = messages;
    }

    /// The messages that stand in it.
    pub fn held(&self) -> Vec<Seen> {
        self.lock().held.clone()
    }

    /// What was posted in it.
    pub fn posted(&self) -> Vec<Notice> {
        self.lock().posted.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What keeps the bot from doing something there.
    fn obstacle<T>(&self, asked: GuildId, place: ChannelId) -> Option<Done<T>> {
        if (asked, place) != (guild(), channel()) {
            return Some(Done::NoChannel);
        }
        let lacks = self.lock().lacks.clone();
        (!lacks.is_empty()).then_some(Done::Lacks(lacks))
    }
}

impl RecordingStaffLog {
    /// What it was told, oldest first.
    pub fn told(&self) -> Vec<StaffEvent> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl StaffRoom for OneRoom {
    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        notice: &Notice,
        _: &str,
    ) -> Result<Done<MessageId>, PortFailure> {
        if let Some(obstacle) = self.obstacle(guild, channel) {
            return Ok(obstacle);
        }
        self.lock().posted.push(notice.clone());
        Ok(Done::Done(message_of(noon())))
    }

    async fn newest(&self, guild: GuildId, channel: ChannelId) -> Result<Newest, PortFailure> {
        let obstacle = self.obstacle(guild, channel);
        Ok(obstacle.unwrap_or_else(|| Done::Done(self.held())))
    }

    async fn delete(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
    ) -> Result<Done<()>, PortFailure> {
        if let Some(obstacle) = self.obstacle(guild, channel) {
            return Ok(obstacle);
        }
        self.lock().held.retain(|it| !messages.contains(&it.id));
        Ok(Done::Done(()))
    }
}

#[async_trait]
impl StaffLog for RecordingStaffLog {
    async fn record(&self, _: GuildId, event: &StaffEvent) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.push(event.clone());
    }
}
