//! The small fakes: messages that somebody points at, the guild's log channel, who has Premium.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure, Retry, RoleId, UserId};
use sanitizer::PromptText;

use crate::{
    Announcement, AnnouncementModel, AnnouncementSource, AttachedFile, Fetched, ImageSource,
    Latest, LogEvent, ModelError, ModelReading, Origin, Premium, ReminderLog, Tier,
};

/// An [`AnnouncementSource`] that knows the messages it was given.
#[derive(Debug, Clone, Default)]
pub struct FixedAnnouncements {
    known: Vec<Announcement>,
    out_of_order: bool,
    forbidden: bool,
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
            out_of_order: true,
            ..Self::default()
        }
    }

    /// A source that may read no channel.
    pub fn forbidden() -> Self {
        Self {
            forbidden: true,
            ..Self::default()
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

    async fn latest(
        &self,
        guild: GuildId,
        channel: ChannelId,
        limit: u16,
    ) -> Result<Latest, PortFailure> {
        if self.out_of_order {
            let cause = "told to fail";
            return Err(PortFailure::new("read a channel", Retry::Later, cause));
        }
        if self.forbidden {
            return Ok(Latest::Lacking(Vec::new()));
        }
        let here = self.known.iter().rev();
        let here = here.filter(|it| it.guild == guild && it.origin.channel == channel);
        Ok(Latest::Messages(here.take(limit.into()).cloned().collect()))
    }

    async fn roles(&self, _guild: GuildId, _user: UserId) -> Result<Vec<RoleId>, PortFailure> {
        Ok(Vec::new())
    }
}

/// An [`AnnouncementModel`] that gives the answers it was given, the first one first, and then finds nothing. Clones
/// share them.
#[derive(Debug, Clone, Default)]
pub struct ScriptedModel {
    script: Arc<Mutex<Script>>,
}

#[derive(Debug, Default)]
struct Script {
    answers: std::collections::VecDeque<Option<Result<ModelReading, ModelError>>>,
    asked: Vec<String>,
}

impl ScriptedModel {
    /// Answers so, after what it was told to answer before.
    pub fn answer(&self, answer: Result<ModelReading, ModelError>) {
        self.lock().answers.push_back(Some(answer));
    }

    /// Thinks for ever the next time.
    pub fn hang(&self) {
        self.lock().answers.push_back(None);
    }

    /// Every text that it was asked about, in order.
    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl AnnouncementModel for ScriptedModel {
    async fn read(
        &self,
        _guild: GuildId,
        text: &PromptText,
        _now: DateTime<Utc>,
        _zone: Tz,
    ) -> Result<ModelReading, ModelError> {
        let answer = {
            let mut script = self.lock();
            script.asked.push(text.as_str().to_owned());
            script
                .answers
                .pop_front()
                .unwrap_or(Some(Err(ModelError::NoEvent)))
        };
        match answer {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
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

/// An [`ImageSource`] that knows the files it was given. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct FixedFiles {
    known: Arc<Mutex<HashMap<String, Vec<u8>>>>,
}

impl FixedFiles {
    /// Puts a file with these bytes where it can be fetched, and tells of it as Discord would.
    pub fn attached(&self, address: &str, content_type: &str, content: &[u8]) -> AttachedFile {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(address.to_owned(), content.to_vec());
        AttachedFile {
            address: address.to_owned(),
            content_type: Some(content_type.to_owned()),
            size: content.len() as u64,
        }
    }

    /// Takes a file away, as when its address has expired.
    pub fn expire(&self, address: &str) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(address);
    }
}

#[async_trait]
impl ImageSource for FixedFiles {
    async fn fetch(&self, file: &AttachedFile, max: usize) -> Result<Fetched, PortFailure> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(&file.address) {
            Some(content) if content.len() > max => Ok(Fetched::TooLarge),
            Some(content) => Ok(Fetched::Content(content.clone())),
            None => Err(PortFailure::new("fetch a file", Retry::Later, "not there")),
        }
    }
}

/// A [`Premium`] whose customers all have the same.
#[derive(Debug, Clone, Copy)]
pub struct EverybodyHas(pub Tier);

#[async_trait]
impl Premium for EverybodyHas {
    async fn tier(&self, _guild: GuildId, _user: UserId) -> Result<Tier, PortFailure> {
        Ok(self.0)
    }
}
