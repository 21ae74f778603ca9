//! Channels with messages in memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, MessageId};

use super::{instant, user};
use crate::{PAGE_MAX, Page, RoomError, RoomMessage, RoomMessages};

/// [`RoomMessages`] in memory. A channel in which nothing was written is gone.
#[derive(Debug, Default)]
pub struct InMemoryMessages(Mutex<BTreeMap<ChannelId, Channel>>);

#[derive(Debug, Default)]
struct Channel {
    messages: BTreeMap<MessageId, RoomMessage>,
    pinned: Vec<MessageId>,
}

impl InMemoryMessages {
    /// Has a message stand in a channel.
    pub fn write(&self, channel: ChannelId, message: RoomMessage) {
        let mut channels = self.channels();
        let messages = &mut channels.entry(channel).or_default().messages;
        messages.insert(message.id, message);
    }

    /// Pins a message.
    pub fn pin(&self, channel: ChannelId, message: u64) {
        let message = MessageId::new(message).unwrap();
        let mut channels = self.channels();
        channels
            .entry(channel)
            .or_default()
            .pinned
            .insert(0, message);
    }

    /// Deletes a message of a channel.
    pub fn take_away(&self, channel: ChannelId, message: MessageId) {
        if let Some(channel) = self.channels().get_mut(&channel) {
            channel.messages.remove(&message);
        }
    }

    /// Deletes a channel.
    pub fn delete(&self, channel: ChannelId) {
        self.channels().remove(&channel);
    }

    fn channels(&self) -> MutexGuard<'_, BTreeMap<ChannelId, Channel>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl RoomMessages for InMemoryMessages {
    async fn page(&self, channel: ChannelId, page: Page) -> Result<Vec<RoomMessage>, RoomError> {
        let channels = self.channels();
        let all = &channels.get(&channel).ok_or(RoomError::Gone)?.messages;
        let all = || all.values().cloned();
        let mut found: Vec<_> = match page {
            Page::First => all().take(PAGE_MAX).collect(),
            Page::After(id) => all().filter(|it| it.id > id).take(PAGE_MAX).collect(),
            Page::Latest => all().rev().take(PAGE_MAX).collect(),
            Page::Before(id) => all().rev().filter(|it| it.id < id).take(PAGE_MAX).collect(),
        };
        found.sort_by_key(|it| it.id);
        Ok(found)
    }

    async fn pinned(&self, channel: ChannelId) -> Result<Vec<RoomMessage>, RoomError> {
        let channels = self.channels();
        let channel = channels.get(&channel).ok_or(RoomError::Gone)?;
        let pinned = channel.pinned.iter();
        Ok(pinned
            .filter_map(|it| channel.messages.get(it).cloned())
            .collect())
    }
}

/// A message with this id, which a person wrote.
pub fn a_message(id: u64, author: u64, content: &str) -> RoomMessage {
    RoomMessage {
        id: MessageId::new(id).unwrap(),
        author: user(author),
        author_name: format!("Person {author}"),
        is_human: true,
        at: instant(i64::try_from(id).unwrap()),
        edited_at: None,
        content: content.to_owned(),
        reply_to: None,
        files: Vec::new(),
        embeds: Vec::new(),
        stickers: Vec::new(),
    }
}
