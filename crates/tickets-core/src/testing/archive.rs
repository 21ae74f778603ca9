//! Archiving in memory: who is at it, what was said in channels, and a shelf for transcripts in the log channel.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, MessageId, PortFailure, Retry, UserId};

use super::in_memory::InMemoryTickets;
use super::instant;
use crate::{
    ArchiveMark, ArchiveStart, ArchiveStore, Delivered, Earlier, PAGE_MAX, Page, RoomError,
    RoomFile, RoomMessage, RoomMessages, Ticket, TicketStatus, TranscriptFile, TranscriptShelf,
};

/// That a ticket is being archived, and what was delivered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Archiving {
    pub(super) mark: ArchiveMark,
    delivered: Option<Delivered>,
}

#[async_trait]
impl ArchiveStore for InMemoryTickets {
    async fn begin(
        &self,
        mark: &ArchiveMark,
        stale: DateTime<Utc>,
    ) -> Result<ArchiveStart, PortFailure> {
        let mut kept = self.kept();
        let found = kept.find(mark.guild, mark.ticket);
        if found.is_none_or(|it| it.status != TicketStatus::Closed) {
            return Ok(ArchiveStart::NotClosed);
        }
        let before = kept.archiving.get(&mark.ticket).copied();
        if let Some(before) = before.filter(|it| it.mark.since > stale) {
            return Ok(ArchiveStart::Held(before.mark));
        }
        let delivered = before.and_then(|it| it.delivered);
        let begun = Archiving {
            mark: *mark,
            delivered,
        };
        kept.archiving.insert(mark.ticket, begun);
        let earlier = before.map(|_| delivered.map_or(Earlier::Unknown, Earlier::Delivered));
        Ok(ArchiveStart::Begun(earlier))
    }

    async fn note_delivered(
        &self,
        mark: &ArchiveMark,
        transcript: Delivered,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let held = kept.archiving.get_mut(&mark.ticket);
        let held = held.filter(|it| it.mark == *mark);
        Ok(held.map(|it| it.delivered = Some(transcript)).is_some())
    }

    async fn give_up(&self, mark: &ArchiveMark) -> Result<(), PortFailure> {
        let mut kept = self.kept();
        kept.archiving.retain(|_, it| it.mark != *mark);
        Ok(())
    }

    async fn interrupted(&self, stale: DateTime<Utc>) -> Result<Vec<ArchiveMark>, PortFailure> {
        let kept = self.kept();
        let marks = kept.archiving.values().map(|it| it.mark);
        Ok(marks.filter(|it| it.since <= stale).collect())
    }
}

/// [`RoomMessages`] and [`TranscriptShelf`] in memory.
#[derive(Debug, Default)]
pub struct InMemoryMessages {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    channels: BTreeMap<ChannelId, Vec<RoomMessage>>,
    files: Vec<TranscriptFile>,
    /// What the next deliveries end with.
    refusing: Option<Refusing>,
    /// Written while the next transcript is delivered.
    interruption: Option<RoomMessage>,
}

/// How a delivery fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusing {
    /// The bot may not post there.
    Forbidden,
    /// It is posted, and then the connection breaks.
    AfterPosting,
    /// Discord takes no file this large.
    TooLarge,
}

impl InMemoryMessages {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A message of a person, written so many minutes after noon.
    pub fn message(id: u64, author: UserId, content: &str) -> RoomMessage {
        RoomMessage {
            id: MessageId::new(id).unwrap(),
            author,
            author_name: "somebody".to_owned(),
            is_human: true,
            at: instant(id.cast_signed()),
            edited_at: None,
            content: content.to_owned(),
            reply_to: None,
            files: Vec::new(),
            embeds: Vec::new(),
            stickers: Vec::new(),
        }
    }

    /// Makes a channel with these messages, oldest first.
    pub fn has(&self, channel: ChannelId, messages: Vec<RoomMessage>) {
        self.kept().channels.insert(channel, messages);
    }

    /// Deletes a channel.
    pub fn loses(&self, channel: ChannelId) {
        self.kept().channels.remove(&channel);
    }

    /// Has deliveries fail from now on.
    pub fn refuses(&self, how: Option<Refusing>) {
        self.kept().refusing = how;
    }

    /// Has somebody write this while the next transcript is delivered.
    pub fn is_interrupted_by(&self, message: RoomMessage) {
        self.kept().interruption = Some(message);
    }

    /// The transcripts that were delivered, oldest first.
    pub fn transcripts(&self) -> Vec<TranscriptFile> {
        self.kept().files.clone()
    }
}

#[async_trait]
impl RoomMessages for InMemoryMessages {
    async fn page(&self, channel: ChannelId, page: Page) -> Result<Vec<RoomMessage>, RoomError> {
        let kept = self.kept();
        let all = kept.channels.get(&channel).ok_or(RoomError::Gone)?;
        let is_in = |it: &&RoomMessage| match page {
            Page::First | Page::Latest => true,
            Page::After(id) => it.id > id,
            Page::Before(id) => it.id < id,
        };
        let found: Vec<RoomMessage> = all.iter().filter(is_in).cloned().collect();
        let beyond = found.len().saturating_sub(PAGE_MAX);
        Ok(match page {
            Page::First | Page::After(_) => found.into_iter().take(PAGE_MAX).collect(),
            Page::Latest | Page::Before(_) => found.into_iter().skip(beyond).collect(),
        })
    }

    async fn pinned(&self, _channel: ChannelId) -> Result<Vec<RoomMessage>, RoomError> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl TranscriptShelf for InMemoryMessages {
    async fn reads_texts(&self) -> bool {
        true
    }

    async fn channel_name(&self, channel: ChannelId) -> Result<String, RoomError> {
        let kept = self.kept();
        let found = kept.channels.get(&channel);
        found
            .map(|_| "ticket-1-closed".to_owned())
            .ok_or(RoomError::Gone)
    }

    async fn deliver(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        file: TranscriptFile,
    ) -> Result<MessageId, RoomError> {
        let mut kept = self.kept();
        match kept.refusing {
            Some(Refusing::Forbidden) => {
                return Err(RoomError::Forbidden(crate::Permissions::NONE));
            }
            Some(Refusing::TooLarge) => return Err(RoomError::Full),
            Some(Refusing::AfterPosting) | None => {}
        }
        if let (Some(interruption), Some(room)) = (kept.interruption.take(), ticket.channel) {
            kept.channels.entry(room).or_default().push(interruption);
        }
        let log = kept.channels.get_mut(&channel).ok_or(RoomError::Gone)?;
        let id = 900_000 + log.len() as u64;
        log.push(RoomMessage {
            is_human: false,
            files: vec![RoomFile {
                name: file.name.clone(),
                bytes: file.text.len() as u64,
                url: String::new(),
            }],
            ..Self::message(id, UserId::new(5).unwrap(), "")
        });
        kept.files.push(file);
        if kept.refusing == Some(Refusing::AfterPosting) {
            let failure = PortFailure::new("deliver a transcript", Retry::Later, "the line broke");
            return Err(RoomError::Failed(failure));
        }
        Ok(MessageId::new(id).unwrap())
    }
}
