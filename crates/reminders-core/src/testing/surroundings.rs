//! The small fakes: messages that somebody points at, the guild's log channel, who has Premium.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{Announcement, AnnouncementSource, LogEvent, Origin, Premium, ReminderLog, Tier};

/// An [`AnnouncementSource`] that knows the messages it was given.
#[derive(Debug, Clone, Default)]
pub struct FixedAnnouncements {
    known: Vec<Announcement>,
    out_of_order: bool,
}

impl FixedAnnouncements {
    /// The same source with a message more.
    pub fn with(mut self, announcement: Announcement) -> Self {
        self.known.push(announcement);
        self
    }

    /// A source that fails whenever it is asked.
    pub fn failing() -> Self {
        Self {
            known: Vec::new(),
            out_of_order: true,
        }
    }
}

#[async_trait]
impl AnnouncementSource for FixedAnnouncements {
    async fn fetch(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<Announcement>, PortFailure> {
        if self.out_of_order {
            return Err(PortFailure::new(
                "fetch a message",
                Retry::Later,
                "told to fail",
            ));
        }
        let found = self
            .known
            .iter()
            .find(|it| it.guild == guild && it.origin == origin);
        Ok(found.cloned())
    }
}

/// A [`ReminderLog`] that keeps what it is told. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct RecordingLog {
    events: Arc<Mutex<Vec<(GuildId, LogEvent)>>>,
}

impl RecordingLog {
    /// Everything that was told, in order.
    pub fn events(&self) -> Vec<(GuildId, LogEvent)> {
        self.events
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl ReminderLog for RecordingLog {
    async fn record(&self, guild: GuildId, event: &LogEvent) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push((guild, event.clone()));
    }
}

/// A [`Premium`] without customers.
#[derive(Debug, Clone, Copy, Default)]
pub struct EverybodyIsFree;

#[async_trait]
impl Premium for EverybodyIsFree {
    async fn tier(&self, _guild: GuildId, _user: UserId) -> Result<Tier, PortFailure> {
        Ok(Tier::Free)
    }
}
